//! Reading OAuth clients.

use super::{Client, named};
use crate::access::{Access, OauthClientsRead};
use crate::{App, Error};
use openhours_storage::oauth_clients;

/// All clients of the caller's platform, oldest first.
///
/// # Errors
/// Internal, when the store fails or the key of its secrets has changed.
pub fn list(app: &App, access: &Access<OauthClientsRead>) -> Result<Vec<Client>, Error> {
    let Some(organization) = access.organization() else {
        return Ok(Vec::new());
    };
    let found = app.db.read(|connection| oauth_clients::list(connection, organization.id))?;
    found.into_iter().map(|record| Client::opened(app, record)).collect()
}

/// The client that the path names.
///
/// # Errors
/// Internal, when the key of its secret has changed.
pub fn get(app: &App, access: &Access<OauthClientsRead>) -> Result<Client, Error> {
    Client::opened(app, named(access)?.clone())
}
