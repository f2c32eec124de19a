//! Prints what is mounted, as JSON, for `cargo xtask spec-check`: the OpenAPI document of the routes, the list of them,
//! the derived schemas and queries of the contract, and the facts of the permissions. What is compared with it, and
//! how, is decided there.

use std::collections::BTreeMap;

use openhours_contract::schemas::SchemaOf;
use openhours_contract::{Done, Status, catalogue};
use openhours_server::{Mounted, document, mounted};
use openhours_service::access::{DoorKind, FACTS, Facts};
use serde_json::{Value, json};
use utoipa::PartialSchema;

/// The doors at which a third party's scope can count.
const DOORS: [DoorKind; 5] = [
    DoorKind::Own,
    DoorKind::Team,
    DoorKind::Organization,
    DoorKind::OrganizationTeam,
    DoorKind::OrganizationUser,
];

fn main() -> Result<(), serde_json::Error> {
    // The envelope's constant part is described like the rest, but its types are written by hand.
    let envelope: [(&str, SchemaOf); 2] = [("Success", Done::schema), ("Status", Status::schema)];
    let schemas: Result<BTreeMap<&str, Value>, _> = catalogue::SCHEMAS
        .iter()
        .chain(&envelope)
        .map(|(name, schema)| serde_json::to_value(schema()).map(|schema| (*name, schema)))
        .collect();
    let queries: Result<BTreeMap<&str, Value>, _> = catalogue::QUERIES
        .iter()
        .map(|(id, parameters)| serde_json::to_value(parameters()).map(|parameters| (*id, parameters)))
        .collect();
    let all = json!({
        "document": document(),
        "mounted": mounted().iter().map(operation).collect::<Vec<_>>(),
        "schemas": schemas?,
        "queries": queries?,
        "permissions": FACTS.iter().map(permission).collect::<Vec<_>>(),
    });
    println!("{all}");
    Ok(())
}

fn operation(mounted: &Mounted) -> Value {
    json!({
        "method": mounted.method,
        "path": mounted.path,
        "operationId": mounted.operation_id,
        "door": mounted.door,
        "permission": mounted.permission,
    })
}

fn permission(facts: &Facts) -> Value {
    let scopes: BTreeMap<&str, &str> =
        DOORS.iter().filter_map(|door| Some((door.name(), facts.scopes.at(*door)?))).collect();
    json!({ "name": facts.name, "client": facts.platform.map(|bit| bit.key()), "scopes": scopes })
}
