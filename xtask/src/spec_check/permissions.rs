//! Whether the permissions that the service knows are those of `x-permissions`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Drift, Inputs, text};

const CODE: &str = "crates/service/src/access/permission.rs";
const MEND: &str =
    "change it there or in `x-permissions` of openapi/common.yaml, then run `cargo xtask generate`";

/// Every difference. Permissions that no code knows yet are planned like their operations.
pub fn drifts(inputs: &Inputs) -> Vec<Drift> {
    let table = &inputs.bundle.document["x-permissions"];
    let mut found = Vec::new();
    for permission in &inputs.mounted.permissions {
        let name = permission.name.as_str();
        let drift = |what: String| Drift {
            file: CODE.to_owned(),
            place: name.to_owned(),
            what,
            mend: MEND.to_owned(),
        };
        let Some(described) = table.get(name) else {
            found.push(drift("`x-permissions` has no such permission".to_owned()));
            continue;
        };
        let client = described.get("client").and_then(Value::as_str);
        if client != permission.client.as_deref() {
            found.push(drift(format!(
                "a platform's client needs {}, but is described to need {}",
                shown(permission.client.as_deref()),
                shown(client)
            )));
        }
        for door in doors(inputs, name) {
            let known = permission.scopes.get(door).map(String::as_str);
            let described = described["scopes"][door].as_str();
            if known != described {
                found.push(drift(format!(
                    "at the door `{door}` a third party needs {}, but is described to need {}",
                    shown(known),
                    shown(described)
                )));
            }
        }
    }
    found
}

/// The doors that operations with this permission have. The code gives a scope to every door at once, also to those
/// that no operation has, so only these are compared. Who may stay anonymous uses the scope of the own door.
fn doors<'a>(inputs: &'a Inputs, permission: &str) -> BTreeSet<&'a str> {
    inputs
        .described()
        .map(|(_, _, operation)| &operation["x-access"])
        .filter(|access| text(access, "permission") == permission)
        .map(|access| match text(access, "door") {
            "maybe_caller" => "own",
            door => door,
        })
        .filter(|door| *door != "platform")
        .collect()
}

fn shown(name: Option<&str>) -> String {
    name.map_or_else(|| "nothing".to_owned(), |name| format!("`{name}`"))
}
