//! Deleting a managed user.

use super::{client_of, owned, unknown};
use crate::access::{Access, ManagedUsersWrite};
use crate::{App, Error};
use openhours_storage::users::{self, User};

/// Deletes a managed user of the client with everything that the user owns, and gives back who it was.
///
/// # Errors
/// Not found for another client's user.
pub fn delete(app: &App, access: &Access<ManagedUsersWrite>, id: i64) -> Result<User, Error> {
    let client = client_of(access)?;
    app.db.write(|connection| {
        owned(connection, client, id)?;
        users::delete(connection, id)?.ok_or_else(|| unknown(id))
    })
}
