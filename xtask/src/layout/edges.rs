//! Which crate may know which: the edges between the floors.

use std::collections::BTreeSet;
use std::path::Path;

use crate::failure::Failure;

/// Each package with the packages of ours that it may depend on.
const EDGES: [(&str, &str, &[&str]); 9] = [
    ("crates/contract", "contract", &[]),
    ("crates/scheduling", "scheduling", &[]),
    ("crates/storage", "storage", &[]),
    ("crates/connectors", "connectors", &[]),
    ("crates/service", "service", &["scheduling", "storage", "connectors"]),
    ("crates/server", "server", &["service", "contract"]),
    ("crates/client", "client", &["contract"]),
    ("tests", "tests", &["contract", "client"]),
    ("xtask", "xtask", &[]),
];

/// Libraries that belong to some floors only, with the floors.
const HOMES: [(&str, &[&str]); 4] = [
    ("actix-web", &["server"]),
    ("diesel", &["storage", "tests"]),
    ("reqwest", &["client", "connectors", "tests"]),
    ("utoipa", &["contract", "server"]),
];

/// Every dependency that crosses an edge that is not there.
pub fn problems(root: &Path) -> Result<Vec<String>, Failure> {
    let mut problems = Vec::new();
    for (directory, package, allowed) in EDGES {
        let path = root.join(directory).join("Cargo.toml");
        if !path.is_file() {
            continue;
        }
        let text = std::fs::read_to_string(&path).map_err(|error| Failure::at(&path, &error))?;
        let manifest: toml::Table = toml::from_str(&text).map_err(|error| Failure::at(&path, &error))?;
        for dependency in dependencies(&manifest) {
            let known = dependency.strip_prefix("openhours-").is_none_or(|name| allowed.contains(&name));
            if !known {
                problems.push(format!("{directory}/Cargo.toml: {package} may not depend on {dependency}"));
            }
            let home = HOMES.iter().find(|(library, _)| *library == dependency);
            if let Some((library, floors)) = home.filter(|(_, floors)| !floors.contains(&package)) {
                problems
                    .push(format!("{directory}/Cargo.toml: {library} belongs to {}", floors.join(" and ")));
            }
        }
    }
    Ok(problems)
}

/// The dependencies of all kinds.
fn dependencies(manifest: &toml::Table) -> BTreeSet<String> {
    ["dependencies", "dev-dependencies", "build-dependencies"]
        .iter()
        .filter_map(|kind| manifest.get(*kind)?.as_table())
        .flat_map(|table| table.keys().cloned())
        .collect()
}
