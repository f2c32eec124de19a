//! Claims about storage, each checked on SQLite and on PostgreSQL (`TEST_POSTGRES_URL`). One test binary.
#![allow(
    clippy::unwrap_used,
    reason = "claims and their helpers are tests, though not each function is marked as one"
)]

mod absences;
mod bookings;
mod cascades;
mod event_types;
mod harness;
mod people;
mod race;
mod schema;
mod transactions;
