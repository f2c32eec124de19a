//! Writing event types.

use diesel::prelude::*;
use jiff::Timestamp;

use super::{EventType, NewEventType, read};
use crate::{Connection, Error, Owner, Result, schema::event_types, types::Moment};

/// Inserts an event type. The owner's second one with a slug is refused by `event_types_user_id_slug_key` or
/// `event_types_team_id_slug_key`.
pub fn insert(connection: &mut Connection, new: NewEventType) -> Result<EventType> {
    let id: i64 = diesel::insert_into(event_types::table)
        .values(new)
        .returning(event_types::id)
        .get_result(connection)?;
    read::find(connection, id)?.ok_or(Error::NotFound)
}

/// Stores a changed event type whole (its settings; not owner and parent). Load it with [`super::lock`] in the same
/// transaction. `None` when the owner has no such event type any more.
pub fn save(
    connection: &mut Connection,
    owner: &Owner,
    event_type: EventType,
    now: Timestamp,
) -> Result<Option<EventType>> {
    if read::find_owned(connection, owner, event_type.id)?.is_none() {
        return Ok(None);
    }
    diesel::update(event_types::table.find(event_type.id))
        .set((event_type.settings, event_types::updated_at.eq(Moment(now))))
        .execute(connection)?;
    read::find(connection, event_type.id)
}

/// Deletes the owner's event type with its hosts, links, webhooks, children and calendar; bookings stay without it.
pub fn delete(connection: &mut Connection, owner: &Owner, id: i64) -> Result<Option<EventType>> {
    let Some(event_type) = read::find_owned(connection, owner, id)? else {
        return Ok(None);
    };
    diesel::delete(event_types::table.find(id)).execute(connection)?;
    Ok(Some(event_type))
}
