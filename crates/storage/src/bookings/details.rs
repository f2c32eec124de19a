//! What answers need beside the booking's row, loaded for any number of bookings with one query per table.

use std::collections::HashMap;

use diesel::prelude::*;
use jiff::Timestamp;

use super::record::{Attendee, Booking, BookingHost, Seat};
use crate::{
    Connection, Json, Result,
    event_types::Recurrence,
    schema::{booking_attendees, booking_hosts, booking_seats, bookings, event_types},
    users::{self, User},
};

/// The event type of a booking, as far as answers and rights depend on it.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = event_types)]
#[allow(missing_docs)]
pub struct EventTypeSummary {
    pub id: i64,
    pub slug: String,
    pub title: String,
    pub user_id: Option<i64>,
    pub team_id: Option<i64>,
    pub parent_id: Option<i64>,
    pub seats_per_slot: Option<i64>,
    pub seats_show_attendees: bool,
    pub recurrence: Option<Json<Recurrence>>,
    pub disable_cancelling: bool,
    pub created_by_oauth_client_id: Option<String>,
}

/// An attendee and the seat that the attendee has.
#[derive(Clone, Debug, PartialEq, Queryable)]
pub struct AttendeeWithSeat {
    /// The attendee.
    pub attendee: Attendee,
    /// The seat; none unless the booking is seated.
    pub seat: Option<Seat>,
}

/// A booking with everything around it.
#[derive(Clone, Debug, PartialEq)]
pub struct BookingDetails {
    /// The row.
    pub booking: Booking,
    /// The booker first, then guests, then co-hosts.
    pub attendees: Vec<AttendeeWithSeat>,
    /// The hosts whose time it takes.
    pub hosts: Vec<BookingHost>,
    /// The organizer's account.
    pub organizer: Option<User>,
    /// The event type, unless it was deleted.
    pub event_type: Option<EventTypeSummary>,
    /// The uid of the booking that replaced this one.
    pub rescheduled_to_uid: Option<String>,
    /// Who made that reschedule, and when it was made.
    pub rescheduled_to_by: Option<(Option<String>, Timestamp)>,
}

/// Loads what belongs to these bookings, keeping their order.
pub fn details(connection: &mut Connection, found: Vec<Booking>) -> Result<Vec<BookingDetails>> {
    let ids: Vec<i64> = found.iter().map(|booking| booking.id).collect();
    let mut attendees = grouped(load_attendees(connection, &ids)?, |row| row.attendee.booking_id);
    let mut hosts = grouped(load_hosts(connection, &ids)?, |row| row.booking_id);
    let organizers = load_organizers(connection, &found)?;
    let event_types = load_event_types(connection, &found)?;
    let mut successors = load_successors(connection, &found)?;
    Ok(found
        .into_iter()
        .map(|booking| {
            let successor = successors.remove(&booking.uid);
            let (rescheduled_to_uid, rescheduled_to_by) =
                successor.map_or((None, None), |row| (Some(row.0), Some(row.1)));
            BookingDetails {
                attendees: attendees.remove(&booking.id).unwrap_or_default(),
                hosts: hosts.remove(&booking.id).unwrap_or_default(),
                organizer: booking.user_id.and_then(|id| organizers.get(&id).cloned()),
                event_type: booking.event_type_id.and_then(|id| event_types.get(&id).cloned()),
                rescheduled_to_uid,
                rescheduled_to_by,
                booking,
            }
        })
        .collect())
}

fn grouped<T>(rows: Vec<T>, key: impl Fn(&T) -> i64) -> HashMap<i64, Vec<T>> {
    let mut groups: HashMap<i64, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}

fn load_attendees(connection: &mut Connection, ids: &[i64]) -> Result<Vec<AttendeeWithSeat>> {
    Ok(booking_attendees::table
        .left_join(booking_seats::table)
        .filter(booking_attendees::booking_id.eq_any(ids.to_vec()))
        .order(booking_attendees::id)
        .select((Attendee::as_select(), Option::<Seat>::as_select()))
        .load(connection)?)
}

fn load_hosts(connection: &mut Connection, ids: &[i64]) -> Result<Vec<BookingHost>> {
    Ok(booking_hosts::table
        .filter(booking_hosts::booking_id.eq_any(ids.to_vec()))
        .order(booking_hosts::user_id)
        .select(BookingHost::as_select())
        .load(connection)?)
}

fn load_organizers(connection: &mut Connection, found: &[Booking]) -> Result<HashMap<i64, User>> {
    let ids = distinct(found.iter().filter_map(|booking| booking.user_id));
    Ok(users::find_many(connection, &ids)?.into_iter().map(|user| (user.id, user)).collect())
}

fn load_event_types(
    connection: &mut Connection,
    found: &[Booking],
) -> Result<HashMap<i64, EventTypeSummary>> {
    let ids = distinct(found.iter().filter_map(|booking| booking.event_type_id));
    let rows: Vec<EventTypeSummary> = event_types::table
        .filter(event_types::id.eq_any(ids))
        .select(EventTypeSummary::as_select())
        .load(connection)?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

type Successor = (String, (Option<String>, Timestamp));

fn load_successors(connection: &mut Connection, found: &[Booking]) -> Result<HashMap<String, Successor>> {
    let uids: Vec<String> =
        found.iter().filter(|booking| booking.is_rescheduled).map(|booking| booking.uid.clone()).collect();
    if uids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Option<String>, String, Option<String>, Timestamp)> = bookings::table
        .filter(bookings::from_reschedule_uid.eq_any(uids))
        .order(bookings::id)
        .select((
            bookings::from_reschedule_uid,
            bookings::uid,
            bookings::rescheduled_by_email,
            bookings::created_at,
        ))
        .load(connection)?;
    Ok(rows.into_iter().filter_map(|(from, uid, by, at)| from.map(|from| (from, (uid, (by, at))))).collect())
}

fn distinct(ids: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut ids: Vec<i64> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
