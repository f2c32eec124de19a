//! OAuth clients of a platform: the applications through which it keeps managed users. Their secrets are stored hashed
//! (to compare) and sealed (to show, as clients of this API expect on every read).

mod create;
mod delete;
mod read;
mod update;

pub(crate) use create::insert;
pub use create::{IssuedClient, NewClient, create};
pub use delete::delete;
pub use openhours_storage::oauth_clients::{OauthClient, OauthClientChanges};
pub use read::{get, list};
pub use update::update;

use crate::access::Access;
use crate::{App, Error, secrets};

/// A client with its secret in clear.
#[derive(Clone)]
pub struct Client {
    /// What is stored.
    pub record: OauthClient,
    /// The secret.
    pub secret: String,
}

impl Client {
    fn opened(app: &App, record: OauthClient) -> Result<Self, Error> {
        let secret = secrets::open(&app.settings.encryption_key, &record.secret_sealed)?;
        Ok(Self { record, secret })
    }
}

/// The client that the path names.
fn named<P>(access: &Access<P>) -> Result<&OauthClient, Error> {
    access.client().ok_or_else(|| Error::internal("an OAuth client is reached without its id"))
}

/// Deleted between the door and the room.
fn gone() -> Error {
    Error::not_found("OAuthClientGuard - OAuth client not found.")
}
