//! What must happen: rooms (one function per verb), who may enter them, and their consequences.
//!
//! No HTTP, no SQL and no wire types live here.

pub mod access;
pub mod api_keys;
mod app;
pub mod availability;
pub mod bookings;
pub mod bootstrap;
pub mod clock;
pub mod error;
pub mod event_types;
pub mod managed_users;
pub mod memberships;
pub mod oauth_clients;
pub mod organizations;
pub mod schedules;
pub mod secrets;
pub mod settings;
pub mod slots;
pub mod slug;
pub mod teams;
pub mod users;

pub use app::App;
pub use clock::Clock;
pub use error::{Error, Kind, Voice};
pub use openhours_storage as storage;
pub use settings::{Secret, Settings};
