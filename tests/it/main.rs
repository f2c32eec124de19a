//! The claims, one module per area. See `openhours_tests` for the words they are written in.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands, and its line is the message")]

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
