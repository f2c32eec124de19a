//! A place where the description and the code say different things, as it is told to people.

use std::fmt;

/// One difference.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Drift {
    /// The file to mend.
    pub file: String,
    /// The operation or type, and the place inside it.
    pub place: String,
    /// What differs.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

impl fmt::Display for Drift {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, place, what, mend } = self;
        write!(out, "{file}: {place}: {what}\n    {mend}")
    }
}
