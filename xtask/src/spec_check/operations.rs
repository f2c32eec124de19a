//! Whether each mounted operation, as the server's own types describe it, is the described one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::comparison::Comparison;
use super::{Drift, Inputs, operations_of, text};

/// Every difference in an operation that both sides have.
pub fn drifts(inputs: &Inputs) -> Vec<Drift> {
    let document = &inputs.mounted.document;
    let mounted: BTreeMap<&str, (&str, String, &Value)> = operations_of(document)
        .map(|(path, method, operation)| (text(operation, "operationId"), (path, method, operation)))
        .collect();
    let described = schemas(&inputs.bundle.document);
    let derived = derived(inputs);
    let mut found = Vec::new();
    for (path, method, operation) in inputs.described() {
        let Some((mounted_path, mounted_method, mounted)) = mounted.get(text(operation, "operationId"))
        else {
            continue;
        };
        let mut comparison = Comparison::new(&described, &derived);
        let at = (
            Value::from(format!("{method} {path}")),
            Value::from(format!("{mounted_method} {mounted_path}")),
        );
        comparison.fact("path", Some(&at.0), Some(&at.1));
        let pair = Pair { described: operation, mounted, document: &inputs.bundle.document };
        pair.compare(&mut comparison);
        found.extend(comparison.found.iter().map(|difference| {
            let id = text(operation, "operationId");
            let description = inputs.described_in(path);
            Drift {
                file: inputs.handler_in(id).unwrap_or("crates/server/src/routes").to_owned(),
                place: format!("{id}: {}", difference.place),
                what: format!("{} is described, {} is mounted", difference.described, difference.derived),
                mend: mend(&difference.place, &description),
            }
        }));
    }
    found
}

/// The described schemas by name.
pub fn schemas(document: &Value) -> BTreeMap<String, Value> {
    let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
    schemas.map(|(name, schema)| (name.clone(), schema.clone())).collect()
}

/// What the derives say, by name: the catalogue, and what only the routes know.
fn derived(inputs: &Inputs) -> BTreeMap<String, Value> {
    let mut all = schemas(&inputs.mounted.document);
    all.extend(inputs.mounted.schemas.clone());
    all
}

/// How a difference at that place is mended.
fn mend(place: &str, description: &str) -> String {
    let here = match place.split([' ', '.']).next().unwrap_or_default() {
        "refusal" => "the `.refuses(&[…])` of its route",
        "x-access" | "security" => {
            "the door that is the handler's first argument, or what the service knows of its permission"
        }
        "path" | "tags" => "its `#[utoipa::path]`",
        "body" => "the handler's `Body`",
        "answer" => "what the handler gives back",
        "x-versions" => "the versions of its route",
        _ => "the handler's arguments",
    };
    format!("change {here}; or change {description} and run `cargo xtask generate`")
}

/// An operation on both sides.
struct Pair<'a> {
    described: &'a Value,
    mounted: &'a Value,
    document: &'a Value,
}

impl Pair<'_> {
    fn compare(&self, comparison: &mut Comparison<'_>) {
        for key in ["tags", "x-access", "x-versions"] {
            comparison.fact(key, self.described.get(key), self.mounted.get(key));
        }
        comparison.fact("security", Some(&security(self.described)), Some(&security(self.mounted)));
        let (ours, theirs) = (self.parameters(self.described), self.parameters(self.mounted));
        comparison.parameters(&ours, &theirs);
        self.body(comparison);
        self.responses(comparison);
    }

    /// References lead into the description on both sides: only it has shared parameters and responses.
    fn resolved<'b>(&'b self, value: &'b Value) -> &'b Value {
        let target = value.get("$ref").and_then(Value::as_str);
        target.and_then(|text| self.document.pointer(text.trim_start_matches('#'))).unwrap_or(value)
    }

    fn parameters<'b>(&'b self, operation: &'b Value) -> Vec<&'b Value> {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        parameters.map(|parameter| self.resolved(parameter)).collect()
    }

    fn body(&self, comparison: &mut Comparison<'_>) {
        let (ours, theirs) = (self.described.get("requestBody"), self.mounted.get("requestBody"));
        match (ours, theirs) {
            (Some(ours), Some(theirs)) => {
                let required = |body: &Value| Value::Bool(body["required"] == true);
                comparison.fact("body.required", Some(&required(ours)), Some(&required(theirs)));
                comparison.content("body", ours, theirs);
            }
            (None, None) => {}
            (ours, _) => comparison.one_sided("body", ours.is_some()),
        }
    }

    fn responses(&self, comparison: &mut Comparison<'_>) {
        let of = |operation: &Value| operation["responses"].as_object().cloned().unwrap_or_default();
        let (ours, theirs) = (of(self.described), of(self.mounted));
        let statuses: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
        for status in statuses {
            let kind = if status.starts_with('2') { "answer" } else { "refusal" };
            let place = format!("{kind} {status}");
            match (ours.get(status), theirs.get(status)) {
                // A refusal is the same when it is the same shared one.
                (Some(ours), Some(theirs)) if kind == "refusal" && ours.get("$ref") == theirs.get("$ref") => {
                }
                (Some(ours), Some(theirs)) => {
                    comparison.content(&place, self.resolved(ours), self.resolved(theirs));
                }
                (ours, _) => comparison.one_sided(&place, ours.is_some()),
            }
        }
    }
}

/// The ways in, in any order.
fn security(operation: &Value) -> Value {
    let mut ways = operation["security"].as_array().cloned().unwrap_or_default();
    ways.sort_by_key(ToString::to_string);
    ways.into()
}
