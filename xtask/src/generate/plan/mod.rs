//! Decides which Rust types the description becomes: names, fields, how absence is told. Writes no code.

mod objects;
mod operations;
mod unions;
mod usage;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::failure::Failure;
use crate::spec::{Document, Schema};

use objects::Planning;

/// Schemas whose types are written by hand in the contract's envelope.
const BY_HAND: [&str; 1] = ["Success"];

/// All types to write.
#[derive(Debug, Default)]
pub struct Plan {
    /// Area to its items, in order.
    pub areas: BTreeMap<String, Vec<Item>>,
    /// Type name to area.
    pub homes: BTreeMap<String, String>,
    /// What each operation takes and gives.
    pub operations: Vec<PlannedOperation>,
}

/// One type.
#[derive(Debug)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// What it means.
    pub description: Option<String>,
    /// What it is.
    pub shape: Shape,
    /// Whether a request can hold it.
    pub request: bool,
}

/// What a type is.
#[derive(Debug)]
pub enum Shape {
    /// A struct.
    Struct(Struct),
    /// An enumeration of texts, each with its other spellings.
    Texts(Vec<(String, Vec<String>)>),
    /// One of several.
    Union(Union),
    /// Another name for a type.
    Alias(Type),
}

/// A struct.
#[derive(Debug)]
pub struct Struct {
    /// Its fields.
    pub fields: Vec<Field>,
    /// What undeclared properties mean: refused, or of this type.
    pub others: PlannedOthers,
    /// Whether it holds the parameters of a query.
    pub query: bool,
    /// Named checks of the whole.
    pub checks: Vec<String>,
    /// Whether broken rules are told in one sentence.
    pub one_sentence: bool,
}

/// What undeclared properties of a struct mean.
#[derive(Debug)]
pub enum PlannedOthers {
    /// They are left out.
    Dropped,
    /// They are refused.
    Refused,
    /// They are kept.
    Kept(Type),
}

/// A field.
#[derive(Debug)]
pub struct Field {
    /// Its name on the wire.
    pub wire: String,
    /// The type of the value.
    pub kind: Type,
    /// How absence and null are told.
    pub presence: Presence,
    /// Its schema, with references to anything but a type of its own followed.
    pub schema: Schema,
    /// How a query writes a list or an object.
    pub style: (Option<String>, Option<bool>),
}

/// How a field tells absence and null.
#[derive(Clone, Debug, PartialEq)]
pub enum Presence {
    /// It is there.
    Required,
    /// It is there and may be null.
    RequiredOrNull,
    /// It may be absent.
    Optional,
    /// It may be absent or null, which differ.
    Patch,
    /// Absence means a value.
    Default(Value),
    /// Absence means a value, and null is another.
    DefaultOrNull(Value),
}

/// One of several.
#[derive(Debug)]
pub struct Union {
    /// The variants.
    pub variants: Vec<Variant>,
    /// The property that tells them apart, if there is one.
    pub tag: Option<String>,
    /// Whether the description itself names the property as discriminator, with a mapping.
    pub discriminator: bool,
}

/// A variant.
#[derive(Debug)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: Type,
    /// The values of the tag that mean it.
    pub tags: Vec<String>,
    /// Its schema, followed.
    pub schema: Schema,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `String`.
    Text,
    /// `i64`.
    Integer,
    /// `f64`.
    Number,
    /// `bool`.
    Boolean,
    /// `Instant`.
    Instant,
    /// A civil date.
    Date,
    /// Any JSON.
    Json,
    /// Any JSON object.
    JsonObject,
    /// A list.
    List(Box<Type>),
    /// A map from text.
    Map(Box<Type>),
    /// A generated type.
    Named(String),
}

/// What an operation takes and gives.
#[derive(Debug)]
pub struct PlannedOperation {
    /// The operation's id.
    pub id: String,
    /// The name of the query's type, when there are query parameters.
    pub query: Option<String>,
    /// The type of the JSON body.
    pub body: Option<Type>,
    /// The success answers by status.
    pub answers: Vec<(String, Answer)>,
}

/// What a success answer holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// `Success<T>`.
    Success(Type),
    /// `Success<Option<T>>`, because the data may be null.
    SuccessOrNull(Type),
    /// `Page<T>`.
    Page(Type),
    /// `Done`.
    Done,
    /// The type itself, without an envelope.
    Bare(Type),
    /// No body.
    Empty,
}

/// Plans the types of a document.
///
/// # Errors
/// With every name that is taken twice and every shape that has no type.
pub fn plan(document: &Document) -> Result<Plan, Failure> {
    let mut planning = Planning::new(document);
    for (name, schema) in &document.schemas {
        if !BY_HAND.contains(&name.as_str()) && !planning.is_only_a_part(name) {
            planning.named(name, schema);
        }
    }
    for operation in &document.operations {
        let planned = planning.operation(operation);
        planning.plan.operations.push(planned);
    }
    Failure::unless_empty(planning.problems)?;
    Ok(planning.plan)
}
