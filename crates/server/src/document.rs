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
        let item = PathItem::new(method_of(route.method()), description.operation.clone());
        paths = paths.path(route.path(), item);
        for (name, schema) in &description.schemas {
            components = components.schema(name.clone(), schema.clone());
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
