//! Deleting event types.

use crate::access::{Access, EventTypesWrite};
use crate::{App, Error};
use openhours_storage::event_types::{self, EventType};

/// Deletes the owner's event type with its hosts, links, webhooks and children. Its bookings stay.
///
/// # Errors
/// Not found, when there is no such event type; forbidden, when somebody else owns it.
pub fn delete(app: &App, access: &Access<EventTypesWrite>, id: i64) -> Result<EventType, Error> {
    app.db.write(|connection| {
        if event_types::find(connection, id)?.is_none() {
            return Err(Error::not_found(format!("Event type with ID={id} does not exist.")));
        }
        event_types::delete(connection, access.owner(), id)?.ok_or_else(|| {
            let user_id = access.user_id();
            Error::forbidden(format!("User with ID={user_id} does not own event type with ID={id}"))
        })
    })
}
