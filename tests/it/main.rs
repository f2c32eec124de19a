//! The claims, one module per area. See `openhours_tests` for the words they are written in.

mod front;
mod limits;
mod race;
mod replay;
mod running;
