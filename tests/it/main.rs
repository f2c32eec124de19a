//! The claims, one module per area. See `openhours_tests` for the words they are written in.

mod bookings;
mod front;
mod limits;
mod race;
mod replay;
mod running;
mod schedules;
