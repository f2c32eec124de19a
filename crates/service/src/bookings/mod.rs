//! Bookings: making, reading, listing and cancelling them. Who may call is the doors' business, what is free the
//! scheduling floor's.

mod cancel;
mod consequences;
mod create;
mod demands;
mod draft;
mod fields;
mod get;
mod list;
mod locate;
mod new;
mod place;
mod refusal;
mod rights;
#[cfg(test)]
mod tests;
pub(crate) mod text;
mod title;
mod uid;
mod view;

pub use cancel::{CancelRequest, cancel};
pub use create::create;
pub use get::{Found, get};
pub use list::{BookingPage, BookingQuery, list};
pub use new::{Booker, EventTypeLocator, NewBooking, OwnerName, Routing, Waiver};
pub use openhours_storage::bookings::{
    Attendee, AttendeeWithSeat, Booking, BookingOrder, BookingStatus, SortKey, StatusFilter,
};
pub use place::{LocationChoice, text_of as location_text};
pub use text::display_email;
pub use view::BookingView;
