//! What generated code needs to describe itself: schemas that utoipa's derive has no attributes for, given as the text
//! that the description has, and the types of the catalogue.

use utoipa::openapi::RefOr;
use utoipa::openapi::path::Parameter;
use utoipa::openapi::schema::Schema;

/// Gives the schema of a type.
pub type SchemaOf = fn() -> RefOr<Schema>;

/// Gives the rules of a request.
pub type RulesOf = fn() -> crate::rules::Nested;

/// Gives the parameters of a query.
pub type QueryOf = fn() -> Vec<Parameter>;

/// The schema that the text describes.
pub fn from_text(text: &str) -> RefOr<Schema> {
    serde_json::from_str(text).expect("the generator only writes schemas")
}
