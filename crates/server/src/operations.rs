//! The contract's list of operations, as the server uses it: which versions a handler accepts, and which operations
//! are planned. The list itself is generated; nothing is decided here.

use actix_web::http::Method;
pub use openhours_contract::Operation;

/// Every operation of the contract.
pub fn all() -> &'static [Operation] {
    openhours_contract::operations::OPERATIONS
}

/// The operation with this id.
pub fn find(id: &str) -> Option<&'static Operation> {
    all().iter().find(|operation| operation.id == id)
}

/// The versions that an operation accepts; none = every version.
pub fn versions(id: &str) -> &'static [&'static str] {
    find(id).map_or(&[], |operation| operation.versions)
}

/// An operation's method.
pub fn method(operation: &Operation) -> Method {
    Method::from_bytes(operation.method.as_bytes()).unwrap_or(Method::GET)
}

/// An operation for tests.
#[cfg(test)]
pub const fn example(id: &'static str, path: &'static str) -> Operation {
    Operation {
        id,
        method: "GET",
        path,
        tag: "Examples",
        area: "examples",
        door: openhours_contract::Door::Public,
        permission: None,
        versions: &[],
        planned: true,
    }
}
