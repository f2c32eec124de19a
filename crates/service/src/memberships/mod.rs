//! Memberships: who belongs to a team or an organization, and in which role.

mod create;

pub use create::{NewMember, create};
pub(crate) use create::admit;
