//! A booking as one caller may see it: the row, what belongs to it, and whether its attendees are shown.

use super::rights;
use crate::Error;
use crate::access::Caller;
use openhours_storage::bookings::{self, Attendee, Booking, BookingDetails, BookingStatus};
use openhours_storage::{Connection, event_types};

/// A booking as one caller may see it.
#[derive(Clone, Debug, PartialEq)]
pub struct BookingView {
    /// The booking with everything around it.
    pub details: BookingDetails,
    /// Whether the holders of seats are shown; without meaning for bookings without seats.
    pub shows_attendees: bool,
    /// The seat that was just taken.
    pub seat_uid: Option<String>,
}

impl BookingView {
    /// Whether several attendees share it, each with a seat. The event type decides; of a booking whose event type
    /// was deleted, its seats do.
    pub fn is_seated(&self) -> bool {
        match &self.details.event_type {
            Some(event_type) => event_type.seats_per_slot.is_some(),
            None => self.details.attendees.iter().any(|one| one.seat.is_some()),
        }
    }
}

/// One booking for a caller.
pub(crate) fn one(
    connection: &mut Connection,
    booking: Booking,
    caller: Option<&Caller>,
) -> Result<BookingView, Error> {
    let mut seen = several(connection, vec![booking], caller)?;
    seen.pop().ok_or_else(|| Error::internal("the details of a booking were left out"))
}

/// Bookings for a caller, in their order. Bookings of one series have one event type, so it is asked about once.
pub(crate) fn several(
    connection: &mut Connection,
    found: Vec<Booking>,
    caller: Option<&Caller>,
) -> Result<Vec<BookingView>, Error> {
    let details = bookings::details(connection, found)?;
    let mut known: Vec<(i64, bool)> = Vec::new();
    let mut seen = Vec::with_capacity(details.len());
    for details in details {
        let is_cancelled = details.booking.status == BookingStatus::Cancelled;
        let shows_attendees = match &details.event_type {
            None => true,
            // A seated booking that was cancelled has nobody left.
            Some(event_type) if event_type.seats_per_slot.is_some() && is_cancelled => false,
            Some(event_type) if event_type.seats_per_slot.is_none() => true,
            Some(event_type) if event_type.seats_show_attendees => true,
            Some(event_type) => match known.iter().find(|(id, _)| *id == event_type.id) {
                Some((_, may_see)) => *may_see,
                None => {
                    let may_see = administers(connection, event_type.id, caller)?;
                    known.push((event_type.id, may_see));
                    may_see
                }
            },
        };
        seen.push(BookingView { details, shows_attendees, seat_uid: None });
    }
    Ok(seen)
}

fn administers(
    connection: &mut Connection,
    event_type_id: i64,
    caller: Option<&Caller>,
) -> Result<bool, Error> {
    let Some(caller) = caller else { return Ok(false) };
    match event_types::find(connection, event_type_id)? {
        Some(event_type) => rights::administers(connection, caller.user(), &event_type),
        None => Ok(false),
    }
}

/// Those who hold a seat in the booking.
pub(crate) fn seated(connection: &mut Connection, booking: &Booking) -> Result<Vec<Attendee>, Error> {
    let details = bookings::details(connection, vec![booking.clone()])?;
    let attendees = details.into_iter().flat_map(|details| details.attendees);
    Ok(attendees.filter(|one| one.seat.is_some()).map(|one| one.attendee).collect())
}
