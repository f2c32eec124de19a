//! What must happen: rooms (one function per verb), who may enter them, and their consequences.
//!
//! No HTTP, no SQL and no wire types live here.

pub mod access;
pub mod users;
pub mod teams;
pub mod slug;
pub mod organizations;
pub mod memberships;
pub mod bootstrap;
pub mod api_keys;
mod app;
pub mod clock;
pub mod error;
pub mod schedules;
pub mod secrets;
pub mod settings;

pub use app::App;
pub use clock::Clock;
pub use error::{Error, Kind, Voice};
pub use openhours_storage as storage;
pub use settings::{Secret, Settings};
