//! Bookings with their attendees, seats and hosts. Whether a time may be taken is decided elsewhere; taking it goes
//! through `Database::write_for_hosts`.

mod details;
mod filter;
mod read;
mod record;
mod write;

pub use details::{AttendeeWithSeat, BookingDetails, EventTypeSummary, details};
pub use filter::{BookingFilter, BookingOrder, SortKey, StatusFilter, Viewer, count, list};
pub use read::{
    count_active_of_booker, find_by_seat, find_by_uid, find_live_duplicate, list_by_recurring_uid,
    list_of_slot,
};
pub use record::{
    Attendee, Booking, BookingEssentials, BookingHost, BookingLocation, BookingStatus, NewAttendee,
    NewBooking, NewBookingHost, NewBookingRow, NewSeat, Seat,
};
pub use write::{Cancellation, cancel, insert, insert_attendee, remove_attendee};
