//! Memberships: who belongs to a team or an organization, and in which role.

mod create;

pub(crate) use create::Admission;
pub use create::{NewMember, create};
