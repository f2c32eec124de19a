//! What the availability of hosts is computed from: bookings, calendars, days out of office, reservations. One query
//! each for any number of hosts. What blocks what is the scheduling floor's business.

mod busy;
mod reservations;

pub(crate) use busy::note_length;
pub use busy::{
    BusyBooking, BusyTime, CountedBooking, OutOfOffice, Window, calendar_busy, counted_bookings,
    hosts_with_failing_calendars, is_guarded, load_busy_bookings, out_of_office,
};
pub use reservations::{
    NewReservation, Reservation, ReservationChanges, delete_expired, delete_reservation, find_reservation,
    insert_reservation, live_reservations_of_event_type, live_reservations_of_hosts, update_reservation,
};
