//! Writing bookings. Run inside `Database::write_for_hosts` with the hosts' ids whenever a host's time is taken.

use diesel::prelude::*;
use jiff::Timestamp;

use super::record::{Attendee, Booking, BookingStatus, NewAttendee, NewBooking};
use crate::{
    Connection, Json, Result,
    schema::{booking_attendees, booking_hosts, booking_seats, bookings},
    slots,
    types::Moment,
};

/// Inserts a booking with its attendees, seats and hosts.
///
/// # Errors
/// `Unique { "bookings_idempotency_key_key" }` when a live booking has the same key; on PostgreSQL
/// [`crate::Error::Exclusion`] when a guarding row of the same host overlaps: the hosts were not locked, or the check
/// before was wrong.
pub fn insert(connection: &mut Connection, new: NewBooking) -> Result<Booking> {
    slots::note_length(connection, new.row.starts_at, new.row.ends_at)?;
    let booking: Booking = diesel::insert_into(bookings::table)
        .values(new.row)
        .returning(bookings::all_columns)
        .get_result(connection)?;
    for host in new.hosts {
        diesel::insert_into(booking_hosts::table)
            .values((
                booking_hosts::booking_id.eq(booking.id),
                booking_hosts::user_id.eq(host.user_id),
                booking_hosts::starts_at.eq(Moment(booking.starts_at)),
                booking_hosts::ends_at.eq(Moment(booking.ends_at)),
                booking_hosts::guards.eq(host.guards),
            ))
            .execute(connection)?;
    }
    for attendee in new.attendees {
        insert_attendee(connection, &booking, attendee)?;
    }
    Ok(booking)
}

/// Adds an attendee, with a seat if one is given.
pub fn insert_attendee(connection: &mut Connection, booking: &Booking, new: NewAttendee) -> Result<Attendee> {
    let attendee: Attendee = diesel::insert_into(booking_attendees::table)
        .values((
            booking_attendees::booking_id.eq(booking.id),
            booking_attendees::starts_at.eq(Moment(booking.starts_at)),
            booking_attendees::ends_at.eq(Moment(booking.ends_at)),
            booking_attendees::name.eq(new.name),
            booking_attendees::email.eq(new.email),
            booking_attendees::phone_number.eq(new.phone_number),
            booking_attendees::time_zone.eq(new.time_zone),
            booking_attendees::locale.eq(new.locale),
            booking_attendees::is_absent.eq(false),
        ))
        .returning(booking_attendees::all_columns)
        .get_result(connection)?;
    if let Some(seat) = new.seat {
        diesel::insert_into(booking_seats::table)
            .values((
                booking_seats::uid.eq(seat.uid),
                booking_seats::booking_id.eq(booking.id),
                booking_seats::attendee_id.eq(attendee.id),
                booking_seats::responses.eq(Json(seat.responses)),
                booking_seats::metadata.eq(Json(seat.metadata)),
                booking_seats::created_at.eq(Moment(booking.updated_at)),
            ))
            .execute(connection)?;
    }
    Ok(attendee)
}

/// Takes an attendee off a booking, the seat included.
pub fn remove_attendee(
    connection: &mut Connection,
    booking_id: i64,
    attendee_id: i64,
    now: Timestamp,
) -> Result<()> {
    let of_booking = booking_attendees::table
        .filter(booking_attendees::id.eq(attendee_id))
        .filter(booking_attendees::booking_id.eq(booking_id));
    diesel::delete(of_booking).execute(connection)?;
    diesel::update(bookings::table.find(booking_id))
        .set(bookings::updated_at.eq(Moment(now)))
        .execute(connection)?;
    Ok(())
}

/// How a booking is cancelled.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Cancellation {
    pub reason: Option<String>,
    pub cancelled_by_email: Option<String>,
    pub now: Timestamp,
}

/// Cancels a booking that is neither cancelled nor declined, and frees its hosts' time and its unique key. `None`
/// when it was cancelled or declined already (or never was).
pub fn cancel(
    connection: &mut Connection,
    booking_id: i64,
    cancellation: Cancellation,
) -> Result<Option<Booking>> {
    let cancelled: Option<Booking> = diesel::update(
        bookings::table
            .filter(bookings::id.eq(booking_id))
            .filter(bookings::status.ne_all([BookingStatus::Cancelled, BookingStatus::Rejected])),
    )
    .set((
        bookings::status.eq(BookingStatus::Cancelled),
        bookings::cancellation_reason.eq(cancellation.reason),
        bookings::cancelled_by_email.eq(cancellation.cancelled_by_email),
        bookings::idempotency_key.eq(None::<String>),
        bookings::ical_sequence.eq(bookings::ical_sequence + 1),
        bookings::updated_at.eq(Moment(cancellation.now)),
    ))
    .returning(bookings::all_columns)
    .get_result(connection)
    .optional()?;
    if cancelled.is_some() {
        release_hosts(connection, booking_id)?;
    }
    Ok(cancelled)
}

/// Lets others take the time of this booking's hosts.
fn release_hosts(connection: &mut Connection, booking_id: i64) -> Result<()> {
    diesel::update(booking_hosts::table.filter(booking_hosts::booking_id.eq(booking_id)))
        .set(booking_hosts::guards.eq(false))
        .execute(connection)?;
    Ok(())
}
