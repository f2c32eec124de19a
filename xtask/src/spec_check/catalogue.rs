//! Whether the derived schema of every type of the contract is the described one, those of planned operations included.

use std::collections::BTreeSet;

use serde_json::Value;

use super::comparison::{Comparison, Difference};
use super::operations::schemas;
use super::{Drift, GENERATE, Inputs, text};
use crate::generate::CONTRACT;

/// Every difference in a schema or a query.
pub fn drifts(inputs: &Inputs) -> Vec<Drift> {
    let described = schemas(&inputs.bundle.document);
    let derived = &inputs.mounted.schemas;
    let mut found = Vec::new();
    for (name, schema) in &described {
        let file = inputs.schema_in(name).unwrap_or_default();
        let mut comparison = Comparison::new(&described, derived);
        match derived.get(name) {
            Some(derived) => comparison.schema(name, schema, derived),
            // Other names of a type, and parts of others, are compared where they are used.
            None if is_type(schema) && is_used(&inputs.bundle.document, name) => {
                comparison.one_sided(name, true)
            }
            None => {}
        }
        found.extend(comparison.found.iter().map(|difference| drift(&file, difference)));
    }
    for (path, _, operation) in inputs.described() {
        let id = text(operation, "operationId");
        let mut comparison = Comparison::new(&described, derived);
        let ours = queries(&inputs.bundle.document, operation);
        let theirs: Vec<&Value> =
            inputs.mounted.queries.get(id).and_then(Value::as_array).into_iter().flatten().collect();
        comparison.parameters(&ours, &theirs);
        let file = inputs.described_in(path);
        found.extend(comparison.found.into_iter().map(|difference| {
            drift(&file, &Difference { place: format!("{id}: {}", difference.place), ..difference })
        }));
    }
    found
}

fn drift(description: &str, difference: &Difference) -> Drift {
    let area = description.trim_start_matches("openapi/").trim_end_matches(".yaml");
    Drift {
        file: format!("{CONTRACT}/{area}.rs"),
        place: difference.place.clone(),
        what: format!("{} is described, {} is derived", difference.described, difference.derived),
        mend: format!("{GENERATE}; when this stays, xtask/src/generate does not say what {description} says"),
    }
}

/// The query parameters of an operation.
fn queries<'a>(document: &'a Value, operation: &'a Value) -> Vec<&'a Value> {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    parameters
        .map(|parameter| match parameter["$ref"].as_str() {
            Some(target) => document.pointer(target.trim_start_matches('#')).unwrap_or(parameter),
            None => parameter,
        })
        .filter(|parameter| text(parameter, "in") == "query")
        .collect()
}

/// Whether a schema becomes a type of its own.
fn is_type(schema: &Value) -> bool {
    ["properties", "oneOf", "allOf", "enum"].iter().any(|key| schema.get(key).is_some())
}

/// Whether something refers to the schema as a whole, not only to merge it into another.
fn is_used(document: &Value, name: &str) -> bool {
    let target = format!("#/components/schemas/{name}");
    let mut users = BTreeSet::new();
    collect(document, &target, "", &mut users);
    users.iter().any(|key| key != "allOf")
}

/// The keys under which the reference stands.
fn collect(value: &Value, target: &str, key: &str, users: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            if object.get("$ref").and_then(Value::as_str) == Some(target) {
                users.insert(key.to_owned());
            }
            for (key, inner) in object {
                collect(inner, target, key, users);
            }
        }
        Value::Array(items) => {
            // One part alone is a reference with words beside it.
            let key = if key == "allOf" && items.len() == 1 { "" } else { key };
            for item in items {
                collect(item, target, key, users);
            }
        }
        _ => {}
    }
}
