//! The areas: each tag has one, each area has its file in the description, and stands on the floors that
//! `openapi/areas.toml` names and on no other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::failure::Failure;

const FILE: &str = "openapi/areas.toml";

/// Each floor with the place of an area's module on it.
const FLOORS: [(&str, &str); 7] = [
    ("contract", "crates/contract/src"),
    ("server", "crates/server/src/routes"),
    ("service", "crates/service/src"),
    ("storage", "crates/storage/src"),
    ("scheduling", "crates/scheduling/src"),
    ("connectors", "crates/connectors/src"),
    ("tests", "tests/it"),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Area {
    tags: BTreeSet<String>,
    floors: BTreeSet<String>,
}

/// Every area that is not where the plan has it.
pub fn problems(root: &Path, document: &Value) -> Result<Vec<String>, Failure> {
    let path = root.join(FILE);
    let text = std::fs::read_to_string(&path).map_err(|error| Failure::at(&path, &error))?;
    let areas: BTreeMap<String, Area> = toml::from_str(&text).map_err(|error| Failure::at(&path, &error))?;
    let mut problems = tags(&areas, document);
    for name in areas.keys() {
        if !root.join(format!("openapi/{name}.yaml")).is_file() {
            problems.push(format!("{FILE}: the area {name} has no openapi/{name}.yaml"));
        }
    }
    for (floor, place) in FLOORS {
        let standing = modules(&root.join(place))?;
        for (name, area) in &areas {
            match (area.floors.contains(floor), standing.contains(name)) {
                (true, false) => problems.push(format!(
                    "{FILE}: {name} is to stand on {floor}, but {place}/{name}.rs is not there"
                )),
                (false, true) => problems.push(format!(
                    "{place}: {name} stands here, but {FILE} does not list the floor {floor} for it"
                )),
                _ => {}
            }
        }
        if floor == "server" {
            let strange = standing.iter().filter(|name| !areas.contains_key(*name) && *name != "prelude");
            problems.extend(strange.map(|name| format!("{place}/{name}: not an area of {FILE}")));
        }
    }
    Ok(problems)
}

/// Tags without an area, areas with a strange tag or floor.
fn tags(areas: &BTreeMap<String, Area>, document: &Value) -> Vec<String> {
    let known: BTreeSet<&str> =
        document["tags"].as_array().into_iter().flatten().filter_map(|tag| tag["name"].as_str()).collect();
    let mut owners: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut problems = Vec::new();
    for (name, area) in areas {
        for tag in &area.tags {
            owners.entry(tag).or_default().push(name);
            if !known.contains(tag.as_str()) {
                problems
                    .push(format!("{FILE}: {name} owns the tag `{tag}`, which openapi.yaml does not have"));
            }
        }
        let strange = area.floors.iter().filter(|floor| !FLOORS.iter().any(|(known, _)| known == floor));
        problems
            .extend(strange.map(|floor| format!("{FILE}: {name} stands on `{floor}`, which is no floor")));
    }
    for tag in known {
        match owners.get(tag).map_or(0, Vec::len) {
            0 => problems.push(format!("{FILE}: the tag `{tag}` has no area")),
            1 => {}
            _ => problems
                .push(format!("{FILE}: the tag `{tag}` has several areas: {}", owners[tag].join(", "))),
        }
    }
    problems
}

/// The modules of a directory: files and folders by their names without endings.
fn modules(directory: &Path) -> Result<BTreeSet<String>, Failure> {
    if !directory.is_dir() {
        return Ok(BTreeSet::new());
    }
    let entries = std::fs::read_dir(directory).map_err(|error| Failure::at(directory, &error))?;
    let mut names = BTreeSet::new();
    for entry in entries {
        let path = entry.map_err(|error| Failure::at(directory, &error))?.path();
        let is_module = path.is_dir() || path.extension().is_some_and(|ending| ending == "rs");
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if is_module && stem != "mod" && stem != "lib" && stem != "main" {
            names.insert(stem);
        }
    }
    Ok(names)
}
