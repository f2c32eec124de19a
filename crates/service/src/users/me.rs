//! The caller's own profile.

use crate::access::{Access, ProfileRead};
use crate::{App, Error};
use openhours_storage::profiles;
use openhours_storage::teams::Team;
use openhours_storage::users::User;

/// A user and the organization that counts as theirs.
#[derive(Debug, Clone, PartialEq)]
pub struct Me {
    /// The user.
    pub user: User,
    /// The main organization.
    pub organization: Option<Team>,
}

/// Who the caller is.
///
/// # Errors
/// Internal, when the database fails.
pub fn me(app: &App, access: &Access<ProfileRead>) -> Result<Me, Error> {
    let user = access.caller().user().clone();
    let main = app.db.read(|connection| profiles::main_organization(connection, user.id))?;
    Ok(Me { user, organization: main.map(|(_, organization)| organization) })
}
