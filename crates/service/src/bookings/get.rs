//! Reading a booking. Whoever knows its uid may; the uid of a series stands for all its occurrences.

use super::view::{self, BookingView};
use crate::access::{BookingsRead, Visit};
use crate::{App, Error};
use openhours_storage::bookings;

/// What a uid stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// One booking, plain or an occurrence.
    One(Box<BookingView>),
    /// The occurrences of a series by start, in every state.
    Series(Vec<BookingView>),
}

/// The booking with this uid, or the occurrences of the series.
///
/// # Errors
/// Not found, when neither a booking nor a series has this uid.
pub fn get(app: &App, visit: &Visit<BookingsRead>, uid: &str) -> Result<Found, Error> {
    app.db.read(|connection| {
        if let Some(booking) = bookings::find_by_uid(connection, uid)? {
            let seen = view::one(connection, booking, visit.caller())?;
            return Ok(Found::One(Box::new(seen)));
        }
        let series = bookings::list_by_recurring_uid(connection, uid)?;
        if series.is_empty() {
            return Err(Error::not_found(format!("Booking with uid={uid} was not found in the database")));
        }
        Ok(Found::Series(view::several(connection, series, visit.caller())?))
    })
}
