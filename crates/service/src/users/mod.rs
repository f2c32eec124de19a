//! Users: the people who have accounts. Managed users have their own area.

pub(crate) mod address;
pub(crate) mod clash;
mod create;
mod me;
mod update;

pub(crate) use create::insert;
pub use create::{NewPerson, create};
pub use me::{Me, me};
pub use openhours_storage::users::User;
pub use update::{UserUpdate, update_me};
