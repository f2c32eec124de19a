//! Organizations: teams of teams, with profiles for their users.

mod create;

pub use create::{NewOrganization, create};
pub(crate) use create::insert;
