//! What travels on the wire: request and answer types, the rules that a request must pass, and the two entrances
//! [`body`] and [`query`] that turn bytes into checked types.
//!
//! The modules named after areas are generated from `openapi/` by `cargo xtask generate`; the others are written by
//! hand. Nothing here may know HTTP, a table or a business decision.

mod areas;
pub mod catalogue;
pub mod checks;
mod entrance;
mod envelope;
mod instant;
mod operation;
pub mod operations;
mod patch;
pub mod query;
mod refusal;
pub mod rules;
#[doc(hidden)]
pub mod schemas;
pub mod slot_query;
#[doc(hidden)]
pub mod union;
#[doc(hidden)]
pub mod validate;

pub use areas::*;
pub use common::Pagination;
pub use entrance::{body, query};
pub use envelope::{Done, Page, Status, Success};
pub use instant::{Instant, InstantError};
pub use operation::{Door, Operation};
pub use patch::Patch;
pub use refusal::{Complaint, FieldError, Refusal};
pub use rules::Checked;

/// The whole description as one OpenAPI document.
pub const OPENAPI: &str = include_str!("openapi.json");
