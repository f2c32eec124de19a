//! The HTTP server: doors, routes, documentation, the error envelope, configuration and commands.
//!
//! What happens behind a door is the service's work; nothing here touches storage.

pub mod answers;
pub mod arguments;
pub mod call;
pub mod cli;
pub mod config;
pub mod describe;
mod docs;
pub mod document;
pub mod doors;
pub mod error;
mod front;
mod keys;
pub mod limits;
mod logs;
pub mod operations;
pub mod rewrite;
pub mod route;
pub mod routes;
pub mod serve;
pub mod tree;
pub mod versions;

pub use document::{Mounted, document, mounted};
pub use error::ApiError;
#[doc(hidden)]
pub use pastey;
