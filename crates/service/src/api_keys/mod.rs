//! API keys: made for a user, shown once, stored as a hash.

mod create;
mod refresh;

pub use create::{IssuedKey, create};
pub(crate) use create::{issued, keep};
pub use refresh::refresh;

/// How long a key works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// For so many days from now.
    Days(i64),
    /// For ever.
    Endless,
}

impl Lifetime {
    /// Thirty days, what a key gets when nothing is said.
    pub const USUAL: Self = Self::Days(30);
}
