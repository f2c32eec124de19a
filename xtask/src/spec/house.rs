//! What the house demands of every operation beyond OpenAPI: its keys, its door, its id and its path parameters.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::model::METHODS;

const REQUIRED: [&str; 6] = ["operationId", "tags", "summary", "description", "x-access", "responses"];
const KNOWN: [&str; 15] = [
    "operationId",
    "tags",
    "summary",
    "description",
    "deprecated",
    "x-access",
    "x-versions",
    "x-status",
    "x-check",
    "x-errors",
    "security",
    "parameters",
    "requestBody",
    "responses",
    "externalDocs",
];
/// What a schema may say. An unknown key is mostly a description that lost its quotes.
const SCHEMA_KEYS: [&str; 26] = [
    "$ref",
    "title",
    "type",
    "format",
    "description",
    "enum",
    "const",
    "default",
    "example",
    "deprecated",
    "readOnly",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "maxProperties",
    "required",
    "discriminator",
    "x-rules",
    "x-check",
    "x-errors",
    "x-aliases",
];
/// The doors of the server.
pub const DOORS: [&str; 8] =
    ["own", "team", "org", "org_team", "org_user", "platform", "public", "maybe_caller"];

/// Every key of a schema that says nothing, by place; `schema` is one or something that holds some.
pub fn unknown_keys(schema: &Value, place: &str) -> Vec<String> {
    let Some(object) = schema.as_object() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (key, value) in object {
        let below = format!("{place}.{key}");
        match key.as_str() {
            "properties" => found.extend(
                value
                    .as_object()
                    .into_iter()
                    .flatten()
                    .flat_map(|(name, property)| unknown_keys(property, &format!("{place}.{name}"))),
            ),
            "allOf" | "oneOf" | "anyOf" => {
                found.extend(
                    value.as_array().into_iter().flatten().flat_map(|part| unknown_keys(part, &below)),
                );
            }
            "items" | "additionalProperties" => found.extend(unknown_keys(value, &below)),
            known if SCHEMA_KEYS.contains(&known) => {}
            unknown => found.push(format!("{place}: unknown key `{unknown}`")),
        }
    }
    found
}

/// The unknown keys of the schemas that stand in the operation itself.
fn inline_keys(operation: &Value) -> Vec<String> {
    let media = |holder: &Value| holder["content"].as_object().cloned().unwrap_or_default();
    let list = operation["parameters"].as_array().into_iter().flatten();
    let parameters =
        list.map(|one| (one["name"].as_str().unwrap_or_default().to_owned(), one["schema"].clone()));
    let body = media(&operation["requestBody"]).into_iter().map(|(_, one)| ("requestBody".to_owned(), one));
    let answers = operation["responses"].as_object().into_iter().flatten();
    let answers =
        answers.flat_map(|(status, one)| media(one).into_iter().map(|(_, one)| (status.clone(), one)));
    let contents = body.chain(answers).map(|(place, one)| (place, one["schema"].clone()));
    parameters.chain(contents).flat_map(|(place, schema)| unknown_keys(&schema, &place)).collect()
}

/// Every operation that breaks a rule of the house, by file and place.
pub fn problems(document: &Value, areas: &BTreeMap<String, String>) -> Vec<String> {
    let tags: BTreeSet<&str> =
        document["tags"].as_array().into_iter().flatten().filter_map(|tag| tag["name"].as_str()).collect();
    let mut problems = Vec::new();
    let mut ids = BTreeMap::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        let file = areas.get(path).map_or("openapi", String::as_str);
        for (method, operation) in item.as_object().into_iter().flatten() {
            let place = format!("openapi/{file}.yaml: paths.{path}.{method}");
            if !METHODS.contains(&method.as_str()) {
                problems.push(format!("{place}: a path holds operations only"));
                continue;
            }
            let mut found = keys(operation);
            found.extend(access(operation, document));
            found.extend(tag(operation, &tags));
            found.extend(path_parameters(path, operation, document));
            found.extend(inline_keys(operation));
            if let Some(id) = operation["operationId"].as_str() {
                if let Some(other) = ids.insert(id.to_owned(), place.clone()) {
                    found.push(format!("operationId {id} is also that of {other}"));
                }
                if !is_camel(id) {
                    found.push(format!("operationId {id} is not camelCase"));
                }
            }
            problems.extend(found.into_iter().map(|problem| format!("{place}: {problem}")));
        }
    }
    problems
}

fn is_camel(id: &str) -> bool {
    id.starts_with(|first: char| first.is_ascii_lowercase()) && id.chars().all(|c| c.is_ascii_alphanumeric())
}

fn keys(operation: &Value) -> Vec<String> {
    let missing = REQUIRED.iter().filter(|key| operation.get(key).is_none());
    let mut found: Vec<String> = missing.map(|key| format!("missing `{key}`")).collect();
    let unknown =
        operation.as_object().into_iter().flatten().filter(|(key, _)| !KNOWN.contains(&key.as_str()));
    found.extend(unknown.map(|(key, _)| format!("unknown key `{key}`")));
    if operation.get("x-status").is_some_and(|status| status != "planned") {
        found.push("x-status can only be `planned`".to_owned());
    }
    found
}

fn access(operation: &Value, document: &Value) -> Vec<String> {
    let Some(access) = operation.get("x-access") else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let door = access["door"].as_str().unwrap_or_default();
    if !DOORS.contains(&door) {
        found.push(format!("x-access: unknown door `{door}`; the doors are {}", DOORS.join(", ")));
    }
    match access.get("permission").and_then(Value::as_str) {
        None if door == "public" || door == "maybe_caller" => {}
        None => found.push("x-access: missing `permission`".to_owned()),
        Some(_) if door == "public" => {
            found.push("x-access: a public operation has no permission".to_owned())
        }
        Some(permission) => {
            let table = document.get("x-permissions");
            if table.is_some_and(|table| table.get(permission).is_none()) {
                found.push(format!("x-access: common.yaml has no permission `{permission}`"));
            }
        }
    }
    found
}

fn tag(operation: &Value, tags: &BTreeSet<&str>) -> Vec<String> {
    match operation["tags"].as_array().map(Vec::as_slice) {
        Some([tag]) if tag.as_str().is_some_and(|tag| tags.contains(tag)) => Vec::new(),
        Some([tag]) => vec![format!("tag {tag} is not among the tags of openapi.yaml")],
        _ => vec!["`tags` must hold exactly one tag".to_owned()],
    }
}

fn path_parameters(path: &str, operation: &Value, document: &Value) -> Vec<String> {
    let in_path: BTreeSet<&str> =
        path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
    let declared: BTreeSet<&str> = operation["parameters"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|parameter| match parameter["$ref"].as_str() {
            Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap_or(parameter),
            None => parameter,
        })
        .filter(|parameter| parameter["in"] == "path")
        .filter_map(|parameter| parameter["name"].as_str())
        .collect();
    let missing = in_path.difference(&declared).map(|name| format!("path parameter {name} is not declared"));
    let stray = declared.difference(&in_path).map(|name| format!("the path has no parameter {name}"));
    missing.chain(stray).collect()
}
