//! `cargo xtask layout-check`: the tree is held against the house plan. What the plan says stands in
//! `openapi/areas.toml` and in the tables here; what the code does is nobody's business in this module.

mod areas;
mod edges;
mod sources;

use std::path::Path;

use crate::failure::Failure;
use crate::spec;

/// Runs every check of the layout.
///
/// # Errors
/// With every place that does not fit the plan.
pub fn command(root: &Path) -> Result<(), Failure> {
    Failure::unless_empty(problems(root)?)
}

/// Every place that does not fit the plan.
pub fn problems(root: &Path) -> Result<Vec<String>, Failure> {
    let bundle = spec::read(root)?;
    let mut problems = edges::problems(root)?;
    problems.extend(areas::problems(root, &bundle.document)?);
    problems.extend(sources::problems(root)?);
    Ok(problems)
}
