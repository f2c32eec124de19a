//! Teams: groups of users, alone or within an organization.

mod create;

pub use create::{NewGroup, create};
