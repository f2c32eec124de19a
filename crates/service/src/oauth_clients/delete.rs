//! Deleting an OAuth client.

use super::{Client, gone, named};
use crate::access::{Access, OauthClientsWrite};
use crate::{App, Error};
use openhours_storage::oauth_clients;

/// Deletes the client that the path names, with its tokens and webhooks. Its managed users stay users of the
/// organization, and nobody reaches them as managed users any more.
///
/// # Errors
/// Not found, when it was deleted meanwhile.
pub fn delete(app: &App, access: &Access<OauthClientsWrite>) -> Result<Client, Error> {
    let id = &named(access)?.id;
    let deleted = app.db.write(|connection| oauth_clients::delete(connection, id))?;
    Client::opened(app, deleted.ok_or_else(gone)?)
}
