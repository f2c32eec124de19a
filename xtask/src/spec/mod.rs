//! The API's description: reading it, merging its files, and a model of it. What is made from it lives elsewhere.

mod bundle;
mod house;
mod load;
mod model;
mod security;
#[cfg(test)]
mod tests;

use std::path::Path;

pub use bundle::{Bundle, bundle};
#[cfg(test)]
pub use load::Files;
pub use load::load;
pub use model::{Bounds, Document, Kind, Object, Operation, Others, Parameter, Schema};

use crate::failure::Failure;

/// Reads and merges the description below `root`.
///
/// # Errors
/// With every problem that the files have.
pub fn read(root: &Path) -> Result<Bundle, Failure> {
    bundle(&load(&root.join("openapi"))?)
}

/// `cargo xtask spec bundle`.
pub fn command(root: &Path, out: Option<&Path>) -> Result<(), Failure> {
    let text = read(root)?.text();
    match out {
        Some(path) => std::fs::write(path, text).map_err(|error| Failure::at(path, &error)),
        None => {
            print!("{text}");
            Ok(())
        }
    }
}
