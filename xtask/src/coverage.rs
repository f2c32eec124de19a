//! `cargo xtask coverage`: how many operations are built and planned, by tag.

use std::collections::BTreeMap;
use std::path::Path;

use crate::failure::Failure;
use crate::spec::{self, Document};

/// Prints the table.
///
/// # Errors
/// When the description cannot be read.
pub fn command(root: &Path) -> Result<(), Failure> {
    let document = Document::read(&spec::read(root)?)?;
    let mut tags: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for operation in &document.operations {
        let (built, planned) = tags.entry(operation.tag.as_str()).or_default();
        *(if operation.planned { planned } else { built }) += 1;
    }
    println!("{:>5} {:>7}  tag", "built", "planned");
    for (tag, (built, planned)) in &tags {
        println!("{built:>5} {planned:>7}  {tag}");
    }
    let (built, planned) = tags.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    println!("{built:>5} {planned:>7}  all {} operations", built + planned);
    Ok(())
}
