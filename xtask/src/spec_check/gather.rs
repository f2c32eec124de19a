//! Gathers what is compared: reads the files and asks the server what it has mounted. Nothing is judged here.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;
use serde_json::Value;

use super::{Inputs, files};
use crate::ci;
use crate::failure::Failure;
use crate::{generate, spec};

/// Where the handlers are.
const ROUTES: &str = "crates/server/src/routes";

/// What the server says about itself, as its example `mounted` prints it.
#[derive(Clone, Debug, Deserialize)]
pub struct Mounted {
    /// The OpenAPI document that follows from the mounted routes.
    pub document: Value,
    /// The mounted routes.
    pub mounted: Vec<Route>,
    /// The derived schema of each type, by name.
    pub schemas: BTreeMap<String, Value>,
    /// The derived parameters of each query, by operation id.
    pub queries: BTreeMap<String, Value>,
    /// The permissions that the service knows.
    pub permissions: Vec<Permission>,
}

/// A mounted route.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Route {
    /// In capitals.
    pub method: String,
    /// With its parameters in braces.
    pub path: String,
    /// The operation that it answers.
    pub operation_id: String,
}

/// A permission of the service.
#[derive(Clone, Debug, Deserialize)]
pub struct Permission {
    /// As in `x-access`.
    pub name: String,
    /// What a platform's client must have been given.
    pub client: Option<String>,
    /// The scope that a third party's token needs, by door.
    pub scopes: BTreeMap<String, String>,
}

/// Gathers everything below `root`.
///
/// # Errors
/// When the description has problems, or the server cannot be asked; then with the stale files, which are the likely
/// cause.
pub fn all(root: &Path, program: Option<&Path>) -> Result<Inputs, Failure> {
    let bundle = spec::read(root)?;
    let expected = generate::expected(root, &bundle)?;
    let generated = generate::current(root, &expected)?;
    let mounted = mounted(root, program).map_err(|failure| {
        let stale = files::drifts(&expected, &generated);
        let stale = stale.iter().map(ToString::to_string);
        Failure { problems: stale.chain(failure.problems).collect() }
    })?;
    let mut routes = BTreeMap::new();
    collect(root, Path::new(ROUTES), &mut routes)?;
    Ok(Inputs { bundle, mounted, expected, generated, routes })
}

fn mounted(root: &Path, program: Option<&Path>) -> Result<Mounted, Failure> {
    let mut command = match program {
        Some(program) => Command::new(program),
        None => {
            let mut cargo = ci::cargo(root);
            cargo.args(["run", "--quiet", "--package", "openhours-server", "--features", ci::SWITCHES]);
            cargo.args(["--example", "mounted"]);
            cargo
        }
    };
    let failed =
        |error: &dyn std::fmt::Display| Failure::new(format!("crates/server/examples/mounted.rs: {error}"));
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| failed(&error))?;
    if !output.status.success() {
        return Err(failed(&format!("{}; mend the server first", output.status)));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| failed(&error))
}

fn collect(root: &Path, directory: &Path, files: &mut BTreeMap<String, String>) -> Result<(), Failure> {
    let path = root.join(directory);
    let entries = std::fs::read_dir(&path).map_err(|error| Failure::at(&path, &error))?;
    for entry in entries {
        let entry = entry.map_err(|error| Failure::at(&path, &error))?;
        let below = directory.join(entry.file_name());
        if entry.path().is_dir() {
            collect(root, &below, files)?;
        } else if below.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(entry.path()).map_err(|error| Failure::at(&below, &error))?;
            files.insert(below.display().to_string(), text);
        }
    }
    Ok(())
}
