//! Changing an OAuth client.

use super::{Client, gone, named};
use crate::access::{Access, OauthClientsWrite};
use crate::{App, Error};
use openhours_storage::oauth_clients::{self, OauthClientChanges};

/// Changes the client that the path names. Its permissions and its secret stay what they were at its creation.
///
/// # Errors
/// Not found, when it was deleted meanwhile.
pub fn update(
    app: &App,
    access: &Access<OauthClientsWrite>,
    changes: OauthClientChanges,
) -> Result<Client, Error> {
    let (id, now) = (&named(access)?.id, app.clock.now());
    let changed = app.db.write(|connection| oauth_clients::update(connection, id, changes, now))?;
    Client::opened(app, changed.ok_or_else(gone)?)
}
