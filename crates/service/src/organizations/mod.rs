//! Organizations: teams of teams, with profiles for their users.

mod create;

pub(crate) use create::insert;
pub use create::{NewOrganization, create};
