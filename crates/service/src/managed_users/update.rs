//! Changing a managed user.

use super::{address, client_of, owned, taken, taken_by, unknown};
use crate::access::{Access, ManagedUsersWrite};
use crate::users::UserUpdate;
use crate::users::clash::{self, Clash};
use crate::{App, Error};
use openhours_storage::oauth_clients::OauthClient;
use openhours_storage::users::{self, User};
use openhours_storage::{Connection, profiles};

/// Changes a managed user of the client. A new address brings a new username; a new zone leaves the schedules alone.
///
/// # Errors
/// Not found for another client's user and for a schedule that is not the user's; invalid for what is no address;
/// conflict for an address that is taken.
pub fn update(
    app: &App,
    access: &Access<ManagedUsersWrite>,
    id: i64,
    update: UserUpdate,
) -> Result<User, Error> {
    let client = client_of(access)?;
    let email = match &update.email {
        Some(email) => Some(address::stored(email, &client.id)?),
        None => None,
    };
    let change = Change { app, client, id, email: email.as_deref(), update: &update };
    clash::settle(
        || app.db.write(|connection| change.store(connection)),
        || taken(app, email.as_deref().unwrap_or_default()),
    )
}

struct Change<'a> {
    app: &'a App,
    client: &'a OauthClient,
    id: i64,
    email: Option<&'a str>,
    update: &'a UserUpdate,
}

impl Change<'_> {
    fn store(&self, connection: &mut Connection) -> Result<User, Clash> {
        let now = self.app.clock.now();
        let user = owned(connection, self.client, self.id)?;
        let mut changes = self.update.changes(connection, &user)?;
        if let Some(email) = self.email.filter(|email| *email != user.email) {
            if let Some(other) = users::find_by_email(connection, email)? {
                return Err(taken_by(other.id).into());
            }
            let username = self.rename(connection, email)?;
            changes.email = Some(email.to_owned());
            changes.username = Some(Some(username));
        }
        Ok(users::update(connection, user.id, changes, now)?.ok_or_else(|| unknown(self.id))?)
    }

    /// Gives the user's profile the username of the new address.
    fn rename(&self, connection: &mut Connection, email: &str) -> Result<String, Clash> {
        let organization = self.client.organization_id;
        let username = address::free_username(connection, organization, email, Some(self.id))?;
        if let Some(profile) = profiles::find(connection, self.id, organization)? {
            profiles::rename(connection, profile.id, &username, self.app.clock.now())?;
        }
        Ok(username)
    }
}
