//! Deleting schedules.

use super::{owned, unknown};
use crate::access::{Access, SchedulesWrite};
use crate::{App, Error, Kind};
use openhours_storage::schedules;

/// Deletes a schedule of the owner. Event types and hosts that named it fall back; a default keeps naming it, so that
/// its owner has the built-in hours from now on.
///
/// # Errors
/// Invalid when it does not exist; forbidden when it belongs to somebody else.
pub fn delete(app: &App, access: &Access<SchedulesWrite>, id: i64) -> Result<(), Error> {
    let user_id = access.user_id();
    app.db.write(|connection| {
        owned(connection, user_id, id).map_err(as_clients_know)?;
        if schedules::delete(connection, user_id, id)? {
            return Ok(());
        }
        Err(Error::invalid(unknown(id)))
    })
}

/// A delete has always answered 400 where the other verbs answer 404.
fn as_clients_know(error: Error) -> Error {
    match error.kind() {
        Kind::NotFound => Error::invalid(error.sentence().to_owned()),
        _ => error,
    }
}
