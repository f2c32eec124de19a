//! Busy time of hosts in a window.

use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};

use crate::{
    Connection, Result,
    bookings::BookingStatus,
    dialect::UnionAll,
    instance,
    schema::{
        booking_attendees, booking_hosts, booking_seats, bookings, calendar_busy as busy_rows, event_types,
        out_of_office as absences, selected_calendars, users,
    },
    types::Moment,
};

/// A stretch of time; things that only touch it are outside. Widen it first by the buffers that may reach into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Window {
    pub from: Timestamp,
    pub until: Timestamp,
}

/// An accepted or pending booking that a host takes part in, as host or as attendee.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Queryable)]
pub struct BusyBooking {
    /// The host.
    pub host_id: i64,
    /// The booking.
    pub booking_id: i64,
    /// Its uid.
    pub uid: String,
    /// Accepted or pending.
    pub status: BookingStatus,
    /// What was booked.
    pub event_type_id: Option<i64>,
    /// Start.
    pub starts_at: Timestamp,
    /// End.
    pub ends_at: Timestamp,
    /// Minutes that its event type keeps free before; null when that was deleted.
    pub before_buffer_minutes: Option<i64>,
    /// Minutes that its event type keeps free after.
    pub after_buffer_minutes: Option<i64>,
    /// How many seats are taken; 0 unless seated.
    pub seats_taken: Option<i64>,
}

/// The accepted and pending bookings of these hosts that overlap the window, in one query: where they are hosts, and
/// where an attendee has their address. In order of host and booking, each pair once.
pub fn load_busy_bookings(
    connection: &mut Connection,
    host_ids: &[i64],
    window: Window,
) -> Result<Vec<BusyBooking>> {
    let earliest = Moment(earliest_start(connection, window.from)?);
    let live = [BookingStatus::Accepted, BookingStatus::Pending];
    let seats =
        || booking_seats::table.filter(booking_seats::booking_id.eq(bookings::id)).count().single_value();
    let hosting = booking_hosts::table
        .inner_join(bookings::table.left_join(event_types::table))
        .filter(booking_hosts::user_id.eq_any(host_ids.to_vec()))
        .filter(booking_hosts::starts_at.gt(earliest))
        .filter(booking_hosts::starts_at.lt(Moment(window.until)))
        .filter(booking_hosts::ends_at.gt(Moment(window.from)))
        .filter(bookings::status.eq_any(live))
        .select((
            booking_hosts::user_id,
            bookings::id,
            bookings::uid,
            bookings::status,
            bookings::event_type_id,
            bookings::starts_at,
            bookings::ends_at,
            event_types::before_buffer_minutes.nullable(),
            event_types::after_buffer_minutes.nullable(),
            seats(),
        ));
    let attending = booking_attendees::table
        .inner_join(bookings::table.left_join(event_types::table))
        .inner_join(users::table.on(users::email.eq(booking_attendees::email)))
        .filter(users::id.eq_any(host_ids.to_vec()))
        .filter(booking_attendees::starts_at.gt(earliest))
        .filter(booking_attendees::starts_at.lt(Moment(window.until)))
        .filter(booking_attendees::ends_at.gt(Moment(window.from)))
        .filter(bookings::status.eq_any(live))
        .select((
            users::id,
            bookings::id,
            bookings::uid,
            bookings::status,
            bookings::event_type_id,
            bookings::starts_at,
            bookings::ends_at,
            event_types::before_buffer_minutes.nullable(),
            event_types::after_buffer_minutes.nullable(),
            seats(),
        ));
    let mut found: Vec<BusyBooking> = UnionAll { left: hosting, right: attending }.load(connection)?;
    found.sort();
    found.dedup();
    Ok(found)
}

/// Whether an accepted booking of this host, one that tolerates no other, overlaps the window: the cheapest way to see
/// that a time is lost. The opposite does not say that the host is free.
pub fn is_guarded(connection: &mut Connection, host_id: i64, window: Window) -> Result<bool> {
    let earliest = Moment(earliest_start(connection, window.from)?);
    let overlapping = booking_hosts::table
        .filter(booking_hosts::user_id.eq(host_id))
        .filter(booking_hosts::guards)
        .filter(booking_hosts::starts_at.gt(earliest))
        .filter(booking_hosts::starts_at.lt(Moment(window.until)))
        .filter(booking_hosts::ends_at.gt(Moment(window.from)));
    Ok(diesel::select(diesel::dsl::exists(overlapping)).get_result(connection)?)
}

/// The name under which the length of the longest booking is kept, in minutes.
const LONGEST_BOOKING: &str = "longest_booking_minutes";
/// Lengths up to this are not worth a note.
const USUAL_LENGTH_MINUTES: i64 = 24 * 60;

/// The start before which no booking can reach into a window: what keeps the busy query from reading a host's
/// history.
fn earliest_start(connection: &mut Connection, from: Timestamp) -> Result<Timestamp> {
    let length = SignedDuration::from_mins(longest_minutes(connection)?);
    Ok(from.checked_sub(length).unwrap_or(Timestamp::MIN))
}

fn longest_minutes(connection: &mut Connection) -> Result<i64> {
    let noted = instance::setting(connection, LONGEST_BOOKING)?;
    Ok(noted.and_then(|minutes| minutes.parse().ok()).unwrap_or(0).max(USUAL_LENGTH_MINUTES))
}

/// Remembers a booking's length when it is the longest so far. Every write of a booking's times must call it.
pub(crate) fn note_length(
    connection: &mut Connection,
    starts_at: Timestamp,
    ends_at: Timestamp,
) -> Result<()> {
    let minutes = ends_at.duration_since(starts_at).as_mins() + 1;
    if minutes > USUAL_LENGTH_MINUTES && minutes > longest_minutes(connection)? {
        instance::raise_setting(connection, LONGEST_BOOKING, minutes)?;
    }
    Ok(())
}

/// An accepted booking that counts against an event type's limits.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
#[allow(missing_docs)]
pub struct CountedBooking {
    pub id: i64,
    pub uid: String,
    pub host_id: Option<i64>,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
}

/// The accepted bookings of an event type that start in the window (its start included), by start.
pub fn counted_bookings(
    connection: &mut Connection,
    event_type_id: i64,
    window: Window,
) -> Result<Vec<CountedBooking>> {
    Ok(bookings::table
        .filter(bookings::event_type_id.eq(event_type_id))
        .filter(bookings::status.eq(BookingStatus::Accepted))
        .filter(bookings::starts_at.ge(Moment(window.from)))
        .filter(bookings::starts_at.lt(Moment(window.until)))
        .order((bookings::starts_at, bookings::id))
        .select((bookings::id, bookings::uid, bookings::user_id, bookings::starts_at, bookings::ends_at))
        .load(connection)?)
}

/// Busy time of a host that a calendar reported.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
#[allow(missing_docs)]
pub struct BusyTime {
    pub host_id: i64,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
}

/// The hosts' calendar entries that overlap the window, by start.
pub fn calendar_busy(connection: &mut Connection, host_ids: &[i64], window: Window) -> Result<Vec<BusyTime>> {
    Ok(busy_rows::table
        .filter(busy_rows::user_id.eq_any(host_ids.to_vec()))
        .filter(busy_rows::starts_at.lt(Moment(window.until)))
        .filter(busy_rows::ends_at.gt(Moment(window.from)))
        .order((busy_rows::user_id, busy_rows::starts_at))
        .select((busy_rows::user_id, busy_rows::starts_at, busy_rows::ends_at))
        .load(connection)?)
}

/// Those of the hosts with a selected calendar that could not be read: nothing is known of their time.
pub fn hosts_with_failing_calendars(connection: &mut Connection, host_ids: &[i64]) -> Result<Vec<i64>> {
    Ok(selected_calendars::table
        .filter(selected_calendars::user_id.eq_any(host_ids.to_vec()))
        .filter(selected_calendars::sync_error.is_not_null())
        .select(selected_calendars::user_id)
        .distinct()
        .load(connection)?)
}

/// Days on which a host is away.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
#[allow(missing_docs)]
pub struct OutOfOffice {
    pub host_id: i64,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    /// Who stands in.
    pub to_user_id: Option<i64>,
}

/// The hosts' absences that overlap the window. Widen it by a day on both sides: absences are calendar dates.
pub fn out_of_office(
    connection: &mut Connection,
    host_ids: &[i64],
    window: Window,
) -> Result<Vec<OutOfOffice>> {
    Ok(absences::table
        .filter(absences::user_id.eq_any(host_ids.to_vec()))
        .filter(absences::starts_at.lt(Moment(window.until)))
        .filter(absences::ends_at.gt(Moment(window.from)))
        .order((absences::user_id, absences::starts_at))
        .select((absences::user_id, absences::starts_at, absences::ends_at, absences::to_user_id))
        .load(connection)?)
}
