//! What follows from a booking's change: rows of the outbox, written with the change itself.

use crate::Error;
use jiff::Timestamp;
use openhours_storage::Connection;
use openhours_storage::bookings::{Booking, BookingStatus};
use openhours_storage::outbox::{self, Consequence};
use serde_json::json;

/// A booking, or a seat in one, was made.
pub(crate) fn made(
    connection: &mut Connection,
    booking: &Booking,
    seat_uid: Option<&str>,
    now: Timestamp,
) -> Result<(), Error> {
    let kind = match booking.status {
        BookingStatus::Pending => "booking.requested",
        _ => "booking.created",
    };
    keep(connection, kind, (booking, seat_uid, now))
}

/// A booking, or the seat of one attendee, was cancelled.
pub(crate) fn cancelled(
    connection: &mut Connection,
    booking: &Booking,
    seat_uid: Option<&str>,
    now: Timestamp,
) -> Result<(), Error> {
    keep(connection, "booking.cancelled", (booking, seat_uid, now))
}

fn keep(
    connection: &mut Connection,
    kind: &'static str,
    (booking, seat_uid, now): (&Booking, Option<&str>, Timestamp),
) -> Result<(), Error> {
    let subject = subject(booking.id);
    let payload = json!({ "bookingId": booking.id, "seatUid": seat_uid });
    outbox::insert(connection, Consequence { kind, subject, payload }, now)?;
    Ok(())
}

/// How the outbox names a booking.
pub(crate) fn subject(booking_id: i64) -> String {
    format!("booking:{booking_id}")
}
