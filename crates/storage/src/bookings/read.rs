//! Finding bookings, one or a few.

use diesel::prelude::*;
use jiff::Timestamp;

use super::record::{Booking, BookingStatus};
use crate::{
    Connection, Result,
    schema::{booking_attendees, booking_seats, bookings},
    types::Moment,
};

/// The booking with this uid.
pub fn find_by_uid(connection: &mut Connection, uid: &str) -> Result<Option<Booking>> {
    Ok(bookings::table
        .filter(bookings::uid.eq(uid.to_owned()))
        .select(Booking::as_select())
        .first(connection)
        .optional()?)
}

/// All occurrences of a series, by start.
pub fn list_by_recurring_uid(connection: &mut Connection, recurring_uid: &str) -> Result<Vec<Booking>> {
    Ok(bookings::table
        .filter(bookings::recurring_uid.eq(recurring_uid.to_owned()))
        .order((bookings::starts_at, bookings::id))
        .select(Booking::as_select())
        .load(connection)?)
}

/// The booking in which this seat is.
pub fn find_by_seat(connection: &mut Connection, seat_uid: &str) -> Result<Option<Booking>> {
    let seats = booking_seats::table
        .filter(booking_seats::uid.eq(seat_uid.to_owned()))
        .select(booking_seats::booking_id);
    Ok(bookings::table
        .filter(bookings::id.eq_any(seats))
        .select(Booking::as_select())
        .first(connection)
        .optional()?)
}

/// The live booking of this event type, start and attendee (by address or phone number), if there is one.
pub fn find_live_duplicate(
    connection: &mut Connection,
    event_type_id: i64,
    starts_at: Timestamp,
    (email, phone_number): (&str, Option<&str>),
) -> Result<Option<Booking>> {
    let attended = booking_attendees::table
        .filter(booking_attendees::starts_at.eq(Moment(starts_at)))
        .filter(
            booking_attendees::email.eq(email.to_owned()).or(booking_attendees::phone_number
                .is_not_null()
                .and(booking_attendees::phone_number.eq(phone_number.map(ToOwned::to_owned)))
                .assume_not_null()),
        )
        .select(booking_attendees::booking_id);
    Ok(bookings::table
        .filter(bookings::event_type_id.eq(event_type_id))
        .filter(bookings::starts_at.eq(Moment(starts_at)))
        .filter(bookings::status.eq_any([BookingStatus::Accepted, BookingStatus::Pending]))
        .filter(bookings::id.eq_any(attended))
        .order(bookings::id)
        .select(Booking::as_select())
        .first(connection)
        .optional()?)
}

/// The accepted bookings of an event type that start exactly then: what a further seat would join.
pub fn list_of_slot(
    connection: &mut Connection,
    event_type_id: i64,
    starts_at: Timestamp,
) -> Result<Vec<Booking>> {
    Ok(bookings::table
        .filter(bookings::event_type_id.eq(event_type_id))
        .filter(bookings::starts_at.eq(Moment(starts_at)))
        .filter(bookings::status.eq(BookingStatus::Accepted))
        .order(bookings::id)
        .select(Booking::as_select())
        .load(connection)?)
}

/// How many accepted bookings of the event type this attendee has ahead.
pub fn count_active_of_booker(
    connection: &mut Connection,
    event_type_id: i64,
    email: &str,
    now: Timestamp,
) -> Result<i64> {
    let attended = booking_attendees::table
        .filter(booking_attendees::email.eq(email.to_owned()))
        .filter(booking_attendees::ends_at.ge(Moment(now)))
        .select(booking_attendees::booking_id);
    Ok(bookings::table
        .filter(bookings::event_type_id.eq(event_type_id))
        .filter(bookings::status.eq(BookingStatus::Accepted))
        .filter(bookings::ends_at.ge(Moment(now)))
        .filter(bookings::id.eq_any(attended))
        .count()
        .get_result(connection)?)
}
