//! Storage: tables and queries over SQLite and PostgreSQL through one Diesel schema.
//!
//! What lives here: the records, the queries of each area, the transactions that guard hosts, and the few
//! places where the two engines differ (`dialect`). What must not: rules about who may do what, wire names,
//! HTTP, and secrets in clear text (callers hash or seal them first).

pub mod api_keys;
pub mod bookings;
pub mod connection;
pub mod credentials;
pub mod database;
pub mod dialect;
pub mod error;
pub mod event_types;
pub mod instance;
pub mod managed_users;
pub mod memberships;
pub mod oauth_clients;
pub mod outbox;
pub mod owner;
pub mod profiles;
pub mod schedules;
pub mod schema;
pub mod slots;
pub mod teams;
pub mod tokens;
pub mod types;
pub mod users;

pub use connection::{DatabaseConnection as Connection, Engine};
pub use database::{Database, Settings};
pub use error::Error;
pub use owner::Owner;
pub use types::Json;

/// What every query returns.
pub type Result<T> = std::result::Result<T, Error>;
