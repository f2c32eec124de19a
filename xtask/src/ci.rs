//! `cargo xtask test` and `cargo xtask ci`: what has to pass, in one command each. The steps' own work is elsewhere.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::failure::Failure;
use crate::{clients, postgres, spec_check};

/// The feature that gives the test server its switches; no release build has it.
pub const SWITCHES: &str = "openhours-server/test-switches";

/// Runs the tests on both engines; `filter` names the tests to run, all when empty.
///
/// # Errors
/// When there is no PostgreSQL to be had, or a test fails.
pub fn test(root: &Path, filter: &[String]) -> Result<(), Failure> {
    let server = postgres::Server::obtain().map_err(Failure::new)?;
    build(root)?;
    let binary = target(root).join("debug/openhours");
    let mut tests = cargo(root);
    tests.args(["test", "--workspace", "--no-fail-fast", "--features", SWITCHES, "--"]).args(filter);
    tests.env(postgres::URL_VARIABLE, server.url()).env("OPENHOURS_BIN", binary);
    step("test", &mut tests)
}

/// Builds everything that a later step runs.
fn build(root: &Path) -> Result<(), Failure> {
    step("build", cargo(root).args(["build", "--workspace", "--all-targets", "--features", SWITCHES]))
}

/// Runs everything that continuous integration runs.
///
/// # Errors
/// With the first step that fails.
pub fn ci(root: &Path) -> Result<(), Failure> {
    let begun = Instant::now();
    step("format", cargo(root).args(["fmt", "--all", "--check"]))?;
    crate::layout::command(root)?;
    step(
        "lint",
        cargo(root).args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--features",
            SWITCHES,
            "--",
            "-D",
            "warnings",
        ]),
    )?;
    build(root)?;
    spec_check::command(root, Some(&target(root).join("debug/examples/mounted")))?;
    clients::command(root, &clients::Programs::built(root))?;
    test(root, &[])?;
    println!("everything passed in {} s", begun.elapsed().as_secs());
    Ok(())
}

/// Cargo in the workspace.
pub fn cargo(root: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    command
}

/// Where cargo puts what it builds.
pub fn target(root: &Path) -> std::path::PathBuf {
    root.join(std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

/// Runs a command to its end and says how long it took.
///
/// # Errors
/// When it cannot be run or fails.
pub fn step(name: &str, command: &mut Command) -> Result<(), Failure> {
    let begun = Instant::now();
    println!("── {name}");
    let status = command.status().map_err(|error| Failure::new(format!("{name}: {error}")))?;
    if !status.success() {
        return Err(Failure::new(format!("{name} failed ({status})")));
    }
    println!("── {name}: {} s", begun.elapsed().as_secs());
    Ok(())
}
