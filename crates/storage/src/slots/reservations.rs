//! Slot reservations: a slot held for a while. Live while their release lies ahead.

use diesel::prelude::*;
use jiff::Timestamp;

use super::Window;
use crate::{Connection, Result, schema::slot_reservations, types::Moment};

/// A reservation as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = slot_reservations)]
pub struct Reservation {
    /// Key.
    pub id: i64,
    /// The capability to read, move and release it.
    pub uid: String,
    /// What is held.
    pub event_type_id: i64,
    /// The host whose time is held.
    pub user_id: i64,
    /// Start.
    pub starts_at: Timestamp,
    /// End.
    pub ends_at: Timestamp,
    /// When it ends by itself.
    pub release_at: Timestamp,
    /// Whether only a seat is held.
    pub is_seat: bool,
    /// Creation.
    pub created_at: Timestamp,
}

/// A reservation to insert.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = slot_reservations)]
#[allow(missing_docs)]
pub struct NewReservation {
    pub uid: String,
    pub event_type_id: i64,
    pub user_id: i64,
    #[diesel(serialize_as = Moment)]
    pub starts_at: Timestamp,
    #[diesel(serialize_as = Moment)]
    pub ends_at: Timestamp,
    #[diesel(serialize_as = Moment)]
    pub release_at: Timestamp,
    pub is_seat: bool,
    #[diesel(serialize_as = Moment)]
    pub created_at: Timestamp,
}

/// The new times of a reservation.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct ReservationChanges {
    pub event_type_id: i64,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub release_at: Timestamp,
}

/// The reservation with this uid, expired or not.
pub fn find_reservation(connection: &mut Connection, uid: &str) -> Result<Option<Reservation>> {
    Ok(slot_reservations::table
        .filter(slot_reservations::uid.eq(uid.to_owned()))
        .select(Reservation::as_select())
        .first(connection)
        .optional()?)
}

/// The live reservations of these hosts that overlap the window, of any event type.
pub fn live_reservations_of_hosts(
    connection: &mut Connection,
    host_ids: &[i64],
    window: Window,
    now: Timestamp,
) -> Result<Vec<Reservation>> {
    Ok(slot_reservations::table
        .filter(slot_reservations::user_id.eq_any(host_ids.to_vec()))
        .filter(slot_reservations::starts_at.lt(Moment(window.until)))
        .filter(slot_reservations::ends_at.gt(Moment(window.from)))
        .filter(slot_reservations::release_at.gt(Moment(now)))
        .order((slot_reservations::starts_at, slot_reservations::id))
        .select(Reservation::as_select())
        .load(connection)?)
}

/// The live reservations of the event type that overlap the window, whoever hosts.
pub fn live_reservations_of_event_type(
    connection: &mut Connection,
    event_type_id: i64,
    window: Window,
    now: Timestamp,
) -> Result<Vec<Reservation>> {
    Ok(slot_reservations::table
        .filter(slot_reservations::event_type_id.eq(event_type_id))
        .filter(slot_reservations::starts_at.lt(Moment(window.until)))
        .filter(slot_reservations::ends_at.gt(Moment(window.from)))
        .filter(slot_reservations::release_at.gt(Moment(now)))
        .order((slot_reservations::starts_at, slot_reservations::id))
        .select(Reservation::as_select())
        .load(connection)?)
}

/// Inserts a reservation.
pub fn insert_reservation(connection: &mut Connection, new: NewReservation) -> Result<Reservation> {
    Ok(diesel::insert_into(slot_reservations::table)
        .values(new)
        .returning(slot_reservations::all_columns)
        .get_result(connection)?)
}

/// Moves a reservation; `None` when there is none.
pub fn update_reservation(
    connection: &mut Connection,
    uid: &str,
    changes: ReservationChanges,
) -> Result<Option<Reservation>> {
    Ok(diesel::update(slot_reservations::table.filter(slot_reservations::uid.eq(uid.to_owned())))
        .set((
            slot_reservations::event_type_id.eq(changes.event_type_id),
            slot_reservations::starts_at.eq(Moment(changes.starts_at)),
            slot_reservations::ends_at.eq(Moment(changes.ends_at)),
            slot_reservations::release_at.eq(Moment(changes.release_at)),
        ))
        .returning(slot_reservations::all_columns)
        .get_result(connection)
        .optional()?)
}

/// Releases a reservation; tells whether there was one.
pub fn delete_reservation(connection: &mut Connection, uid: &str) -> Result<bool> {
    let deleted = diesel::delete(slot_reservations::table.filter(slot_reservations::uid.eq(uid.to_owned())))
        .execute(connection)?;
    Ok(deleted > 0)
}

/// Deletes the event type's reservations that have ended by themselves.
pub fn delete_expired(connection: &mut Connection, event_type_id: i64, now: Timestamp) -> Result<()> {
    diesel::delete(
        slot_reservations::table
            .filter(slot_reservations::event_type_id.eq(event_type_id))
            .filter(slot_reservations::release_at.le(Moment(now))),
    )
    .execute(connection)?;
    Ok(())
}
