//! Derives the `security` of each operation from its door and the table of permissions. An operation that states its
//! own keeps it.

use serde_json::{Value, json};

/// Writes `security` into every operation that has none.
pub fn derive(document: &mut Value) {
    let table = document.get("x-permissions").cloned().unwrap_or_default();
    let Some(paths) = document["paths"].as_object_mut() else {
        return;
    };
    for (path, item) in paths {
        for operation in item.as_object_mut().into_iter().flat_map(|item| item.values_mut()) {
            if operation.get("security").is_none() {
                let security = of(path, &operation["x-access"], &table);
                place(operation, security);
            }
        }
    }
}

/// The alternatives, any one of which opens the door.
fn of(path: &str, access: &Value, table: &Value) -> Value {
    let door = access["door"].as_str().unwrap_or_default();
    let client = if path.contains("{clientId}") {
        json!({ "clientSecret": [] })
    } else {
        json!({ "clientId": [], "clientSecret": [] })
    };
    let mut ways = match door {
        "public" => return json!([]),
        "platform" => return json!([{ "apiKey": [] }, client]),
        "maybe_caller" => vec![json!({})],
        _ => Vec::new(),
    };
    ways.extend([json!({ "apiKey": [] }), client, json!({ "managedUser": [] })]);
    // Whoever may stay anonymous uses the scope of the own door.
    let door = if door == "maybe_caller" { "own" } else { door };
    let permission = access["permission"].as_str().unwrap_or_default();
    if let Some(scope) = table[permission]["scopes"][door].as_str() {
        ways.push(json!({ "oauth2": [scope] }));
    }
    Value::Array(ways)
}

/// Puts the key where a reader expects it: before the parameters.
fn place(operation: &mut Value, security: Value) {
    let Some(object) = operation.as_object_mut() else {
        return;
    };
    let at = object.keys().position(|key| ["parameters", "requestBody", "responses"].contains(&key.as_str()));
    let at = at.unwrap_or(object.len());
    object.shift_insert(at, "security".to_owned(), security);
}
