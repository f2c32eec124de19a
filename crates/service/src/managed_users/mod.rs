//! Managed users: those that a platform keeps through one of its OAuth clients, and the tokens with which it acts as
//! them. What the users then do is the business of the other areas.

mod address;
mod create;
mod delete;
mod read;
mod refresh;
mod tokens;
mod update;

pub use create::{NewManagedUser, create};
pub use delete::delete;
pub use openhours_storage::managed_users::ManagedUserFilter;
pub use openhours_storage::users::User;
pub use read::{get, list};
pub use refresh::{force_refresh, refresh};
pub use tokens::{IssuedToken, TokenPair};
pub use update::update;

use crate::access::Access;
use crate::{App, Error};
use openhours_storage::oauth_clients::OauthClient;
use openhours_storage::{Connection, managed_users, users};

/// The client that the path names.
fn client_of<P>(access: &Access<P>) -> Result<&OauthClient, Error> {
    access.client().ok_or_else(|| Error::internal("managed users are reached without their client"))
}

/// The client's managed user with this id.
fn owned(connection: &mut Connection, client: &OauthClient, id: i64) -> Result<User, Error> {
    managed_users::find(connection, &client.id, id)?.ok_or_else(|| unknown(id))
}

fn unknown(id: i64) -> Error {
    Error::not_found(format!("User with ID {id} is not part of this OAuth client."))
}

fn taken_by(id: i64) -> Error {
    Error::conflict(format!("User with the provided e-mail already exists. Existing user ID={id}"))
}

/// Says who has an address that the store refused.
fn taken(app: &App, email: &str) -> Error {
    match app.db.read(|connection| users::find_by_email(connection, email)) {
        Ok(Some(user)) => taken_by(user.id),
        Ok(None) => Error::conflict("User with the provided e-mail already exists."),
        Err(error) => error.into(),
    }
}
