//! What must happen: rooms (one function per verb), who may enter them, and their consequences.
//!
//! No HTTP, no SQL and no wire types live here.

pub mod access;
mod app;
pub mod clock;
pub mod error;
pub mod secrets;
pub mod settings;

pub use app::App;
pub use clock::Clock;
pub use error::{Error, Kind, Voice};
pub use openhours_storage as storage;
pub use settings::{Secret, Settings};
