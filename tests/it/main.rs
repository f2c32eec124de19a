//! The claims, one module per area. See `openhours_tests` for the words they are written in.

mod api_keys;
mod bookings;
mod client;
mod event_types;
mod front;
mod limits;
mod managed_users;
mod oauth_clients;
mod race;
mod replay;
mod running;
mod schedules;
mod slots;
mod users;
