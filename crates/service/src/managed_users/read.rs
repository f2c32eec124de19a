//! Reading managed users.

use super::{ManagedUserFilter, User, address, client_of, owned};
use crate::access::{Access, ManagedUsersRead};
use crate::{App, Error};
use openhours_storage::managed_users;

/// The client's managed users in the order of their creation. Addresses of the filter may be people's own or stored
/// ones.
///
/// # Errors
/// Invalid for an address that is none.
pub fn list(
    app: &App,
    access: &Access<ManagedUsersRead>,
    mut filter: ManagedUserFilter,
) -> Result<Vec<User>, Error> {
    let client = client_of(access)?;
    for email in &mut filter.emails {
        *email = address::stored(email, &client.id)
            .map_err(|error| Error::invalid(format!("Invalid email {email}")).because(error))?;
    }
    app.db.read(|connection| Ok(managed_users::list(connection, &client.id, &filter)?))
}

/// One managed user of the client.
///
/// # Errors
/// Not found, when there is no such user or another client made them.
pub fn get(app: &App, access: &Access<ManagedUsersRead>, id: i64) -> Result<User, Error> {
    let client = client_of(access)?;
    app.db.read(|connection| owned(connection, client, id))
}
