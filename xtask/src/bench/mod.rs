//! `cargo xtask bench`: what the release build needs, measured. Figures are printed and kept as JSON under
//! `target/bench`; nothing is asserted.

pub mod start;

use std::path::Path;

use crate::ci::{self, step};
use crate::failure::Failure;

/// Builds the server for release.
///
/// # Errors
/// When it does not compile.
pub fn build(root: &Path) -> Result<(), Failure> {
    step("release build", ci::cargo(root).args(["build", "--release", "--package", "openhours-server"]))
}

/// The middle of some figures.
fn median(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_median_is_the_middle_one() {
        assert!((median(&mut [3.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
        assert!(median(&mut []).abs() < f64::EPSILON);
    }
}
