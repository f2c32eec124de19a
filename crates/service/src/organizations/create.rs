//! Creating an organization.

use crate::access::{Access, OrganizationsWrite, Role};
use crate::memberships::Admission;
use crate::{App, Error, slug};
use jiff::Timestamp;
use openhours_storage::Connection;
use openhours_storage::teams::{self, NewTeam, OrganizationSettings, Team};
use openhours_storage::users::User;

/// An organization to create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrganization {
    /// The name that others see.
    pub name: String,
    /// The name in links.
    pub slug: String,
    /// Whether it is a platform's: it has OAuth clients and managed users.
    pub is_platform: bool,
}

/// Creates an organization that the caller owns and belongs to.
///
/// # Errors
/// Invalid for a slug without letters; conflict when the slug is taken.
pub fn create(app: &App, access: &Access<OrganizationsWrite>, new: NewOrganization) -> Result<Team, Error> {
    let now = app.clock.now();
    app.db.write(|connection| insert(connection, &new, access.caller().user(), now))
}

/// The same within a transaction.
pub(crate) fn insert(
    connection: &mut Connection,
    new: &NewOrganization,
    owner: &User,
    now: Timestamp,
) -> Result<Team, Error> {
    let slug = slug::of(&new.slug);
    if slug.is_empty() {
        return Err(Error::invalid(format!("`{}` cannot be a slug.", new.slug)));
    }
    if teams::find_organization_by_slug(connection, &slug)?.is_some() {
        return Err(Error::conflict(format!("Organization with slug '{slug}' already exists.")));
    }
    let row = NewTeam {
        is_organization: true,
        is_platform: new.is_platform,
        ..NewTeam::new(new.name.clone(), slug, now)
    };
    let organization = teams::insert(connection, row)?;
    teams::save_settings(connection, OrganizationSettings::default_of(organization.id))?;
    Admission { user: owner, team: &organization, role: Role::Owner, now }.store(connection)?;
    Ok(organization)
}
