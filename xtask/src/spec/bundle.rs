//! Merges the files into one document whose references all start with `#/components/`, and refuses files that do not
//! fit together. The rules of the house for an operation are in `house`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::load::Files;
use super::{house, security};
use crate::failure::Failure;

/// The kinds of components that may be shared.
const COMPONENTS: [&str; 4] = ["schemas", "parameters", "responses", "securitySchemes"];

/// One document, and which file each part comes from.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// The OpenAPI document.
    pub document: Value,
    /// Schema name to area.
    pub schema_areas: BTreeMap<String, String>,
    /// Path to area.
    pub path_areas: BTreeMap<String, String>,
}

impl Bundle {
    /// The document as the text that is committed and served.
    pub fn text(&self) -> String {
        let mut text = serde_json::to_string_pretty(&self.document).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// Merges the files.
///
/// # Errors
/// With every problem found: unresolved references, duplicate names, paths that are not listed, missing keys.
pub fn bundle(files: &Files) -> Result<Bundle, Failure> {
    let root = files.get("openapi.yaml").ok_or_else(|| Failure::new("openapi/openapi.yaml: missing"))?;
    let mut merging = Merging { files, problems: Vec::new(), schema_areas: BTreeMap::new() };
    let components = merging.components();
    let (paths, path_areas) = merging.paths(root);
    let mut document = Map::new();
    for key in ["openapi", "info", "servers", "tags"] {
        match root.get(key) {
            Some(value) => {
                document.insert(key.to_owned(), value.clone());
            }
            None => merging.problems.push(format!("openapi/openapi.yaml: missing `{key}`")),
        }
    }
    document.insert("paths".to_owned(), Value::Object(paths));
    document.insert("components".to_owned(), components);
    let permissions = files.get("common.yaml").and_then(|file| file.get("x-permissions"));
    if let Some(permissions) = permissions {
        document.insert("x-permissions".to_owned(), permissions.clone());
    }
    let mut document = Value::Object(document);
    let areas: BTreeMap<String, String> = path_areas.clone();
    merging.problems.extend(house::problems(&document, &areas));
    if merging.problems.is_empty() {
        security::derive(&mut document);
    }
    Failure::unless_empty(merging.problems)?;
    Ok(Bundle { document, schema_areas: merging.schema_areas, path_areas })
}

struct Merging<'a> {
    files: &'a Files,
    problems: Vec<String>,
    schema_areas: BTreeMap<String, String>,
}

impl Merging<'_> {
    fn areas(&self) -> Vec<(String, Value)> {
        // What is shared comes first, then the areas by name.
        let mut names: Vec<&String> = self.files.keys().filter(|name| *name != "openapi.yaml").collect();
        names.sort_by_key(|name| (*name != "common.yaml", *name));
        names.into_iter().map(|name| (name.clone(), self.files[name].clone())).collect()
    }

    fn components(&mut self) -> Value {
        let mut merged: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
        let mut homes: BTreeMap<(&str, String), String> = BTreeMap::new();
        for (file, content) in self.areas() {
            for kind in COMPONENTS {
                let parts = content.pointer(&format!("/components/{kind}")).and_then(Value::as_object);
                for (name, part) in parts.into_iter().flatten() {
                    let place = format!("components.{kind}.{name}");
                    if let Some(other) = homes.insert((kind, name.clone()), file.clone()) {
                        self.problems
                            .push(format!("openapi/{file}: {place}: also defined in openapi/{other}"));
                    }
                    if kind == "schemas" {
                        let unknown = house::unknown_keys(part, &place);
                        self.problems.extend(unknown.into_iter().map(|key| format!("openapi/{file}: {key}")));
                    }
                    let part = self.resolved(part, &file, &place);
                    merged.entry(kind).or_default().insert(name.clone(), part);
                    if kind == "schemas" {
                        let area = file.trim_end_matches(".yaml").to_owned();
                        self.schema_areas.insert(name.clone(), area);
                    }
                }
            }
        }
        json!(merged)
    }

    fn paths(&mut self, root: &Value) -> (Map<String, Value>, BTreeMap<String, String>) {
        let mut paths = Map::new();
        let mut areas = BTreeMap::new();
        let mut listed = BTreeSet::new();
        for (path, item) in root.get("paths").and_then(Value::as_object).into_iter().flatten() {
            let place = format!("openapi/openapi.yaml: paths.{path}");
            let Some((file, pointer)) =
                item.get("$ref").and_then(Value::as_str).and_then(|text| text.split_once('#'))
            else {
                self.problems.push(format!("{place}: must be a $ref into the file of an area"));
                continue;
            };
            let expected = format!("/paths/{}", escaped(path));
            if pointer != expected {
                self.problems.push(format!("{place}: points to {pointer} instead of {expected}"));
                continue;
            }
            let target = self.files.get(file).and_then(|content| content.pointer(pointer)).cloned();
            let Some(target) = target else {
                self.problems.push(format!("{place}: openapi/{file} has no such path"));
                continue;
            };
            listed.insert((file.to_owned(), path.clone()));
            let target = self.resolved(&target, file, &format!("paths.{path}"));
            paths.insert(path.clone(), target);
            areas.insert(path.clone(), file.trim_end_matches(".yaml").to_owned());
        }
        for (file, content) in self.areas() {
            for path in content.get("paths").and_then(Value::as_object).into_iter().flat_map(Map::keys) {
                if !listed.contains(&(file.clone(), path.clone())) {
                    self.problems
                        .push(format!("openapi/{file}: paths.{path}: openapi.yaml does not list it"));
                }
            }
        }
        (paths, areas)
    }

    /// The same value with references that hold in the merged document.
    fn resolved(&mut self, value: &Value, file: &str, place: &str) -> Value {
        match value {
            Value::Object(object) => {
                let mut out = Map::new();
                for (key, inner) in object {
                    let value = match (key.as_str(), inner) {
                        ("$ref", Value::String(text)) => self.reference(text, file, place).into(),
                        ("mapping", Value::Object(mapping)) => self.mapping(mapping, file, place),
                        ("example" | "default" | "enum", _) => inner.clone(),
                        _ => self.resolved(inner, file, &format!("{place}.{key}")),
                    };
                    out.insert(key.clone(), value);
                }
                Value::Object(out)
            }
            Value::Array(items) => {
                items.iter().map(|item| self.resolved(item, file, place)).collect::<Vec<_>>().into()
            }
            other => other.clone(),
        }
    }

    fn mapping(&mut self, mapping: &Map<String, Value>, file: &str, place: &str) -> Value {
        let one = |(tag, target): (&String, &Value)| {
            let target = target.as_str().unwrap_or_default();
            (tag.clone(), Value::from(self.reference(target, file, place)))
        };
        Value::Object(mapping.iter().map(one).collect())
    }

    fn reference(&mut self, text: &str, file: &str, place: &str) -> String {
        let (other, pointer) = text.split_once('#').unwrap_or(("", ""));
        let home = if other.is_empty() { file } else { other };
        let known = pointer.starts_with("/components/")
            && self.files.get(home).is_some_and(|content| content.pointer(pointer).is_some());
        if !known {
            self.problems.push(format!("openapi/{file}: {place}: unresolved reference {text}"));
        }
        format!("#{pointer}")
    }
}

fn escaped(path: &str) -> String {
    path.replace('~', "~0").replace('/', "~1")
}
