//! `cargo xtask spec-check`: nothing may drift from the description. [`drifts`] is a pure function over what was
//! gathered, so that tests can break a copy of anything; reading files and asking the server is in `gather`.
//!
//! What is compared with what:
//! - `files`: the generated files with what the generator writes now;
//! - `presence`: the operations of the description with those that are mounted;
//! - `operations`: each mounted operation, as the server's types describe it, with the description;
//! - `catalogue`: the derived schema of every type with the described one;
//! - `validation`: the bounds in `#[validate(…)]` with the described ones;
//! - `permissions`: the permissions that the service knows with `x-permissions`.

mod catalogue;
mod comparison;
mod drift;
mod files;
mod gather;
mod operations;
mod permissions;
mod presence;
mod schema;
#[cfg(test)]
mod tests;
mod validation;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

pub use drift::Drift;
pub use gather::Mounted;

use crate::failure::Failure;
use crate::spec::Bundle;

/// How a difference in what is generated is mended.
const GENERATE: &str = "run `cargo xtask generate`";

/// Everything that is compared.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The description.
    pub bundle: Bundle,
    /// What the server says about itself.
    pub mounted: Mounted,
    /// The generated files as they should be, by path.
    pub expected: BTreeMap<String, String>,
    /// The generated files as they are, by path.
    pub generated: BTreeMap<String, String>,
    /// The files that hold handlers, by path.
    pub routes: BTreeMap<String, String>,
}

/// Runs the command. `program` prints what the server says about itself; it is built when absent.
///
/// # Errors
/// With every drift found.
pub fn command(root: &Path, program: Option<&Path>) -> Result<(), Failure> {
    let inputs = gather::all(root, program)?;
    Failure::unless_empty(drifts(&inputs).iter().map(ToString::to_string).collect())?;
    println!(
        "{} mounted operations, {} types and {} permissions say what the description says",
        inputs.mounted.mounted.len(),
        inputs.mounted.schemas.len() + inputs.mounted.queries.len(),
        inputs.mounted.permissions.len(),
    );
    Ok(())
}

/// Every drift, by kind.
pub fn drifts(inputs: &Inputs) -> Vec<Drift> {
    let mut found = files::drifts(&inputs.expected, &inputs.generated);
    found.extend(presence::drifts(inputs));
    found.extend(operations::drifts(inputs));
    found.extend(catalogue::drifts(inputs));
    found.extend(validation::drifts(inputs));
    found.extend(permissions::drifts(inputs));
    found
}

impl Inputs {
    /// The file of the description that has the operation or path.
    fn described_in(&self, path: &str) -> String {
        let area = self.bundle.path_areas.get(path).map_or("openapi", String::as_str);
        format!("openapi/{area}.yaml")
    }

    /// The file of the description that has the schema.
    fn schema_in(&self, name: &str) -> Option<String> {
        self.bundle.schema_areas.get(name).map(|area| format!("openapi/{area}.yaml"))
    }

    /// The file that has the operation's handler.
    fn handler_in(&self, operation_id: &str) -> Option<&str> {
        let wanted = format!("operation_id = \"{operation_id}\"");
        self.routes.iter().find(|(_, text)| text.contains(&wanted)).map(|(path, _)| path.as_str())
    }

    /// Every described operation: path, method in capitals, operation.
    fn described(&self) -> impl Iterator<Item = (&str, String, &Value)> {
        operations_of(&self.bundle.document)
    }
}

/// Every operation of a document: path, method in capitals, operation.
fn operations_of(document: &Value) -> impl Iterator<Item = (&str, String, &Value)> {
    document["paths"].as_object().into_iter().flatten().flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flatten();
        methods.map(move |(method, operation)| (path.as_str(), method.to_uppercase(), operation))
    })
}

/// The text of a key; empty when there is none.
fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}
