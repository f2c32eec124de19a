//! Has Cargo rebuild the crate when a migration is added, which the embedding macro alone does not notice.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
}
