//! Users: the people who have accounts. Managed users have their own area.

mod create;
mod me;

pub(crate) use create::insert;
pub use create::{NewPerson, create};
pub use me::{Me, me};
pub use openhours_storage::users::User;
