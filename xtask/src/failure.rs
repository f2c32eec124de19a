//! How a command of xtask fails: one or more problems, each a sentence that names the file and place.

use std::fmt;
use std::path::Path;

/// Why a command failed.
#[derive(Debug, Default)]
pub struct Failure {
    /// Each names a place and what is wrong there.
    pub problems: Vec<String>,
}

impl Failure {
    /// A failure with one problem.
    pub fn new(problem: impl Into<String>) -> Self {
        Self { problems: vec![problem.into()] }
    }

    /// A failure about a file.
    pub fn at(path: &Path, error: &dyn fmt::Display) -> Self {
        Self::new(format!("{}: {error}", path.display()))
    }

    /// Fails when there are problems.
    pub fn unless_empty(problems: Vec<String>) -> Result<(), Self> {
        if problems.is_empty() { Ok(()) } else { Err(Self { problems }) }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.problems {
            writeln!(out, "{problem}")?;
        }
        write!(out, "{} problem(s)", self.problems.len())
    }
}

impl std::error::Error for Failure {}
