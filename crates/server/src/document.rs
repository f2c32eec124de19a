//! The OpenAPI document of the mounted routes, for comparison with the specification, and the bundle that is served.

use crate::route::Route;
use actix_web::http::Method;
use openhours_service::access::DoorKind;
use utoipa::openapi::path::{HttpMethod, PathItem};
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, OpenApi, OpenApiBuilder, PathsBuilder};

/// The specification as one JSON document.
pub const BUNDLE: &str = openhours_contract::OPENAPI;

/// A mounted operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mounted {
    /// The method, in capitals.
    pub method: String,
    /// The path with its parameters in braces.
    pub path: String,
    /// The operation's id.
    pub operation_id: String,
    /// Its door, by the name in the specification.
    pub door: &'static str,
    /// What the door asks for.
    pub permission: Option<&'static str>,
}

/// Every operation that has a handler.
pub fn mounted() -> Vec<Mounted> {
    crate::routes::all().iter().map(mounted_of).collect()
}

fn mounted_of(route: &Route) -> Mounted {
    let door: DoorKind = route.door();
    Mounted {
        method: route.method().to_string(),
        path: route.path().to_owned(),
        operation_id: route.operation_id().to_owned(),
        door: door.name(),
        permission: route.permission(),
    }
}

/// The OpenAPI document of the operations that have a handler.
pub fn document() -> OpenApi {
    let mut paths = PathsBuilder::new();
    let mut components = ComponentsBuilder::new();
    for route in crate::routes::all() {
        let description = route.description();
        let item = PathItem::new(method_of(route.method()), description.operation);
        paths = paths.path(route.path(), item);
        for (name, schema) in description.schemas {
            components = components.schema(name, schema);
        }
    }
    OpenApiBuilder::new()
        .info(InfoBuilder::new().title("Openhours").version(env!("CARGO_PKG_VERSION")).build())
        .paths(paths)
        .components(Some(components.build()))
        .build()
}

fn method_of(method: &Method) -> HttpMethod {
    match *method {
        Method::POST => HttpMethod::Post,
        Method::PUT => HttpMethod::Put,
        Method::PATCH => HttpMethod::Patch,
        Method::DELETE => HttpMethod::Delete,
        _ => HttpMethod::Get,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations;
    use std::collections::HashSet;

    fn door_name(door: openhours_contract::Door) -> &'static str {
        use openhours_contract::Door;
        match door {
            Door::Own => "own",
            Door::Team => "team",
            Door::Org => "org",
            Door::OrgTeam => "org_team",
            Door::OrgUser => "org_user",
            Door::Platform => "platform",
            Door::Public => "public",
            Door::MaybeCaller => "maybe_caller",
        }
    }

    #[test]
    fn every_route_can_be_built_and_stands_where_the_contract_says() {
        for route in crate::routes::all() {
            let id = route.operation_id();
            let operation = operations::find(id).unwrap_or_else(|| panic!("{id} is not in the contract"));
            let mounted = mounted_of(&route);
            assert_eq!(
                (mounted.method.as_str(), mounted.path.as_str()),
                (operation.method, operation.path),
                "{id}"
            );
            assert_eq!(
                (mounted.door, mounted.permission),
                (door_name(operation.door), operation.permission),
                "{id}"
            );
            let tags = route.description().operation.tags.unwrap_or_default();
            assert_eq!(tags, [operation.tag], "{id}");
        }
    }

    #[test]
    fn no_operation_is_mounted_twice() {
        let mut seen = HashSet::new();
        for mounted in mounted() {
            assert!(seen.insert(mounted.operation_id.clone()), "{} is mounted twice", mounted.operation_id);
        }
    }
}
