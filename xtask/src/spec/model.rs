//! A model of the merged document that is typed enough to generate from: operations, parameters and schemas.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::bundle::Bundle;
use crate::failure::Failure;

/// The methods of OpenAPI that are in use.
pub const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The merged document in typed form.
#[derive(Debug)]
pub struct Document {
    /// Schema name to schema, in order.
    pub schemas: Vec<(String, Schema)>,
    /// Schema name to the area whose file defines it.
    pub schema_areas: BTreeMap<String, String>,
    /// Every operation, in order of the paths.
    pub operations: Vec<Operation>,
}

/// One operation.
#[derive(Debug)]
pub struct Operation {
    /// Its id.
    pub id: String,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path with its parameters in braces.
    pub path: String,
    /// The area whose file defines it.
    pub area: String,
    /// Its tag.
    pub tag: String,
    /// One line about it.
    pub summary: String,
    /// The door of `x-access`.
    pub door: String,
    /// The permission of `x-access`.
    pub permission: Option<String>,
    /// The accepted values of the version header; empty when the operation has no versions.
    pub versions: Vec<String>,
    /// Whether it is still to be built.
    pub planned: bool,
    /// Named checks of the body, or of the query where there is no body.
    pub checks: Vec<String>,
    /// Whether a refused body is told in one sentence.
    pub one_sentence: bool,
    /// All parameters.
    pub parameters: Vec<Parameter>,
    /// The JSON body.
    pub body: Option<Schema>,
    /// Success answers: status, and the whole JSON schema where there is a body.
    pub answers: Vec<(String, Option<Schema>)>,
}

/// One parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name on the wire.
    pub name: String,
    /// `path`, `query` or `header`.
    pub place: String,
    /// Whether it must be there.
    pub required: bool,
    /// How an array or object is written.
    pub style: Option<String>,
    /// Whether each item is a pair of its own.
    pub explode: Option<bool>,
    /// Its schema, with the parameter's description.
    pub schema: Schema,
}

/// A schema.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// What it is.
    pub kind: Kind,
    /// Whether null is allowed as well.
    pub nullable: bool,
    /// The name of an inline schema.
    pub title: Option<String>,
    /// What it means.
    pub description: Option<String>,
    /// The format of a text.
    pub format: Option<String>,
    /// What absence means.
    pub default: Option<Value>,
    /// A value for the documentation.
    pub example: Option<Value>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Bounds of the value.
    pub bounds: Bounds,
    /// Overrides of rules: default key to key and message.
    pub rules: Vec<(String, Option<String>, String)>,
    /// Named hand-written checks.
    pub checks: Vec<String>,
    /// Other spellings of enumerated values, each with the value that it means.
    pub aliases: Vec<(String, String)>,
    /// Whether broken rules of a body are told in one sentence.
    pub one_sentence: bool,
}

/// Bounds of a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bounds {
    /// Least number.
    pub minimum: Option<f64>,
    /// Greatest number.
    pub maximum: Option<f64>,
    /// Least number of characters.
    pub min_length: Option<u64>,
    /// Greatest number of characters.
    pub max_length: Option<u64>,
    /// Least number of items.
    pub min_items: Option<u64>,
    /// Greatest number of items.
    pub max_items: Option<u64>,
    /// Whether items must differ.
    pub unique: bool,
    /// A regular expression for the text.
    pub pattern: Option<String>,
}

impl Bounds {
    /// The pattern as Rust's regular expressions mean it: a digit of ECMAScript is an ASCII digit.
    pub fn rust_pattern(&self) -> Option<String> {
        self.pattern.as_ref().map(|pattern| pattern.replace("\\d", "[0-9]"))
    }
}

/// What a schema describes.
#[derive(Clone, Debug, Default)]
pub enum Kind {
    /// Anything at all.
    #[default]
    Any,
    /// Only null.
    Null,
    /// Another schema, by name.
    Reference(String),
    /// An object.
    Object(Object),
    /// A list.
    List(Box<Schema>),
    /// A text; of these values when there are some.
    Text(Vec<String>),
    /// An integer; of these values when there are some.
    Integer(Vec<i64>),
    /// A number.
    Number,
    /// A boolean; only this one when given.
    Boolean(Option<bool>),
    /// One of several.
    OneOf {
        /// The variants.
        variants: Vec<Schema>,
        /// The discriminator's property and its mapping of values to schema names.
        discriminator: Option<(String, Vec<(String, String)>)>,
    },
    /// All of several, which are objects.
    AllOf(Vec<Schema>),
}

/// An object.
#[derive(Clone, Debug, Default)]
pub struct Object {
    /// The declared properties, in order.
    pub properties: Vec<Property>,
    /// Names that must be there; may name properties of another part of an `allOf`.
    pub required: Vec<String>,
    /// What other properties mean.
    pub others: Others,
}

/// A declared property.
#[derive(Clone, Debug)]
pub struct Property {
    /// Its name on the wire.
    pub name: String,
    /// Its schema.
    pub schema: Schema,
}

/// What undeclared properties mean.
#[derive(Clone, Debug, Default)]
pub enum Others {
    /// Nothing is said.
    #[default]
    Unsaid,
    /// They are refused.
    Refused,
    /// They may be anything.
    Any,
    /// They are values of a map.
    Typed(Box<Schema>),
}

/// The place of a property for a message.
pub fn property_place(parent: &str, property: &str) -> String {
    format!("{parent}.{property}")
}

impl Document {
    /// Reads the merged document.
    ///
    /// # Errors
    /// With every schema that is outside what the house uses.
    pub fn read(bundle: &Bundle) -> Result<Self, Failure> {
        let mut reading = Reading { document: &bundle.document, problems: Vec::new() };
        let schemas = bundle.document["components"]["schemas"].as_object();
        let schemas = schemas
            .into_iter()
            .flatten()
            .map(|(name, schema)| (name.clone(), reading.schema(schema, name)))
            .collect();
        let mut operations = Vec::new();
        for (path, item) in bundle.document["paths"].as_object().into_iter().flatten() {
            for (method, operation) in item.as_object().into_iter().flatten() {
                let mut one = reading.operation(operation);
                one.path.clone_from(path);
                one.method = method.to_uppercase();
                one.area = bundle.path_areas.get(path).cloned().unwrap_or_default();
                operations.push(one);
            }
        }
        Failure::unless_empty(reading.problems)?;
        Ok(Self { schemas, schema_areas: bundle.schema_areas.clone(), operations })
    }

    /// The schema of that name.
    pub fn schema(&self, name: &str) -> Option<&Schema> {
        self.schemas.iter().find(|(known, _)| known == name).map(|(_, schema)| schema)
    }
}

struct Reading<'a> {
    document: &'a Value,
    problems: Vec<String>,
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(str::to_owned)
}

/// A text or a list of texts.
fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

impl Reading<'_> {
    fn operation(&mut self, value: &Value) -> Operation {
        let id = text(value, "operationId").unwrap_or_default();
        let parameters = value["parameters"].as_array().cloned().unwrap_or_default();
        let parameters = parameters.iter().map(|one| self.parameter(one, &id)).collect();
        let body = value.pointer("/requestBody/content/application~1json/schema");
        let body = body.map(|schema| self.schema(schema, &format!("{id} body")));
        let mut answers = Vec::new();
        for (status, answer) in value["responses"].as_object().into_iter().flatten() {
            if status.starts_with('2') || status.starts_with('3') {
                let schema = answer.pointer("/content/application~1json/schema");
                let schema = schema.map(|schema| self.schema(schema, &format!("{id} {status}")));
                answers.push((status.clone(), schema));
            }
        }
        Operation {
            method: String::new(),
            path: String::new(),
            area: String::new(),
            tag: texts(value.get("tags")).pop().unwrap_or_default(),
            summary: text(value, "summary").unwrap_or_default(),
            door: text(&value["x-access"], "door").unwrap_or_default(),
            permission: text(&value["x-access"], "permission"),
            versions: texts(value.get("x-versions")),
            planned: value.get("x-status").is_some(),
            checks: texts(value.get("x-check")),
            one_sentence: value["x-errors"] == "sentence",
            parameters,
            body,
            answers,
            id,
        }
    }

    fn parameter(&mut self, value: &Value, place: &str) -> Parameter {
        let value = match value["$ref"].as_str() {
            Some(reference) => self.document.pointer(reference.trim_start_matches('#')).unwrap_or(value),
            None => value,
        };
        let name = text(value, "name").unwrap_or_default();
        let mut schema = self.schema(&value["schema"], &property_place(place, &name));
        schema.description = text(value, "description").or(schema.description);
        schema.deprecated |= value["deprecated"] == true;
        schema.example = value.get("example").cloned().or(schema.example);
        self.house(value, &mut schema, place);
        Parameter {
            place: text(value, "in").unwrap_or_default(),
            required: value["required"] == true,
            style: text(value, "style"),
            explode: value["explode"].as_bool(),
            schema,
            name,
        }
    }

    fn schema(&mut self, value: &Value, place: &str) -> Schema {
        let mut schema = Schema {
            title: text(value, "title"),
            description: text(value, "description").map(|text| text.trim_end().to_owned()),
            format: text(value, "format"),
            default: value.get("default").cloned(),
            example: value.get("example").cloned(),
            deprecated: value["deprecated"] == true,
            bounds: bounds(value),
            ..Schema::default()
        };
        self.house(value, &mut schema, place);
        self.pattern(&schema, place);
        (schema.kind, schema.nullable) = self.kind(value, place);
        schema
    }

    fn pattern(&mut self, schema: &Schema, place: &str) {
        if let Some(error) =
            schema.bounds.rust_pattern().and_then(|pattern| regex::Regex::new(&pattern).err())
        {
            self.problems.push(format!("{place}: pattern: {error}"));
        }
    }

    fn house(&mut self, value: &Value, schema: &mut Schema, place: &str) {
        for (key, change) in value["x-rules"].as_object().into_iter().flatten() {
            let new = text(change, "key");
            match change.as_str().map(str::to_owned).or_else(|| text(change, "message")) {
                Some(message) => schema.rules.push((key.clone(), new, message)),
                None => self.problems.push(format!("{place}: x-rules.{key} needs a message")),
            }
        }
        schema.checks.extend(texts(value.get("x-check")));
        let aliases = value["x-aliases"].as_object().into_iter().flatten();
        schema
            .aliases
            .extend(aliases.filter_map(|(other, value)| Some((other.clone(), value.as_str()?.to_owned()))));
        schema.one_sentence |= value["x-errors"] == "sentence";
    }

    fn kind(&mut self, value: &Value, place: &str) -> (Kind, bool) {
        if let Some(reference) = value["$ref"].as_str() {
            let name = reference.rsplit('/').next().unwrap_or_default().to_owned();
            return (Kind::Reference(name), false);
        }
        if let Some(parts) = value["allOf"].as_array() {
            let mut parts: Vec<Schema> = parts.iter().map(|part| self.schema(part, place)).collect();
            return match (parts.len(), parts.pop()) {
                (1, Some(only)) => (only.kind, only.nullable),
                (_, last) => {
                    parts.extend(last);
                    (Kind::AllOf(parts), false)
                }
            };
        }
        if let Some(variants) = value["oneOf"].as_array().or_else(|| value["anyOf"].as_array()) {
            return self.one_of(variants, value, place);
        }
        let (names, nullable) = self.types(value, place);
        let Some(name) = names.first() else {
            let kind = if value.get("properties").is_some() { self.object(value, place) } else { Kind::Any };
            return (kind, nullable);
        };
        (self.typed(name, value, place), nullable)
    }

    fn types(&mut self, value: &Value, place: &str) -> (Vec<String>, bool) {
        let mut names = texts(value.get("type"));
        let before = names.len();
        if before > 1 {
            names.retain(|name| name != "null");
        }
        if names.len() > 1 {
            self.problems.push(format!("{place}: several types; write it as a oneOf"));
        }
        let nullable = names.len() < before;
        (names, nullable)
    }

    fn one_of(&mut self, variants: &[Value], value: &Value, place: &str) -> (Kind, bool) {
        let all: Vec<Schema> = variants.iter().map(|variant| self.schema(variant, place)).collect();
        let before = all.len();
        let mut variants: Vec<Schema> =
            all.into_iter().filter(|variant| !matches!(variant.kind, Kind::Null)).collect();
        let nullable = variants.len() < before;
        if variants.len() == 1 {
            let only = variants.pop().unwrap_or_default();
            return (only.kind, nullable || only.nullable);
        }
        let discriminator = value.get("discriminator").map(|found| {
            let mapping = found["mapping"].as_object().into_iter().flatten();
            let short = |target: &Value| target.as_str()?.rsplit('/').next().map(str::to_owned);
            let mapping = mapping.filter_map(|(tag, target)| Some((tag.clone(), short(target)?))).collect();
            (text(found, "propertyName").unwrap_or_default(), mapping)
        });
        (Kind::OneOf { variants, discriminator }, nullable)
    }

    fn typed(&mut self, name: &str, value: &Value, place: &str) -> Kind {
        let constant = value.get("const").map(std::slice::from_ref);
        let values = value["enum"].as_array().map(Vec::as_slice).or(constant).unwrap_or_default();
        match name {
            "string" => Kind::Text(values.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
            "integer" => Kind::Integer(values.iter().filter_map(Value::as_i64).collect()),
            "number" => Kind::Number,
            "boolean" => Kind::Boolean(match values {
                [one] => one.as_bool(),
                _ => None,
            }),
            "array" => Kind::List(Box::new(self.schema(&value["items"], &format!("{place}[]")))),
            "object" => self.object(value, place),
            "null" => Kind::Null,
            other => {
                self.problems.push(format!("{place}: unknown type `{other}`"));
                Kind::Any
            }
        }
    }

    fn object(&mut self, value: &Value, place: &str) -> Kind {
        let empty = Map::new();
        let declared = value["properties"].as_object().unwrap_or(&empty);
        let properties = declared
            .iter()
            .map(|(name, schema)| Property {
                name: name.clone(),
                schema: self.schema(schema, &property_place(place, name)),
            })
            .collect();
        let others = match value.get("additionalProperties") {
            None => Others::Unsaid,
            Some(Value::Bool(false)) => Others::Refused,
            Some(Value::Object(schema)) if !schema.is_empty() => {
                let schema = self.schema(&Value::Object(schema.clone()), &format!("{place}{{}}"));
                Others::Typed(Box::new(schema))
            }
            Some(_) => Others::Any,
        };
        Kind::Object(Object { properties, required: texts(value.get("required")), others })
    }
}

fn bounds(value: &Value) -> Bounds {
    let count = |key: &str| value.get(key).and_then(Value::as_u64);
    Bounds {
        minimum: value.get("minimum").and_then(Value::as_f64),
        maximum: value.get("maximum").and_then(Value::as_f64),
        min_length: count("minLength"),
        max_length: count("maxLength"),
        min_items: count("minItems"),
        max_items: count("maxItems"),
        unique: value["uniqueItems"] == true,
        pattern: text(value, "pattern"),
    }
}
