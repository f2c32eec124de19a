//! The engine's refusals in the words that clients know.

use crate::{Error, Voice};
use openhours_scheduling::Reason;

/// Why a moment cannot be booked.
pub(crate) fn of(reason: Reason) -> Error {
    match reason {
        Reason::Past => Error::invalid("Attempting to book a meeting in the past."),
        Reason::Notice | Reason::BookingWindow => Error::invalid(
            "The event type can't be booked at the \"start\" time provided. This could be because it's too soon (violating the minimum booking notice) or too far in the future (outside the event's scheduling window). Try fetching available slots first using the GET /v2/slots endpoint and then make a booking with \"start\" time equal to one of the available slots.",
        ),
        Reason::CountLimit => engine(Error::unauthorized("booking_limit_reached")),
        Reason::DurationLimit => engine(Error::unauthorized("duration_limit_reached")),
        Reason::NoHost
        | Reason::OutsideHours
        | Reason::Override
        | Reason::OutOfOffice
        | Reason::CalendarUnknown
        | Reason::Busy
        | Reason::Buffer
        | Reason::Reserved
        | Reason::OutsideRequest
        | Reason::Grid
        | Reason::NotFirstOfDay => not_available(),
    }
}

/// Somebody else has the time, or the host is not at work.
pub(crate) fn not_available() -> Error {
    Error::invalid("User either already has booking at this time or is not available")
}

/// The same host, start and end are booked already.
pub(crate) fn twice() -> Error {
    engine(Error::conflict("booking_conflict"))
}

/// A refusal outside the envelope.
pub(crate) fn engine(error: Error) -> Error {
    error.voiced(Voice::Engine)
}
