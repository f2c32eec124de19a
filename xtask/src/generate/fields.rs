//! Writes one field of a struct: its type and the attributes for serde, utoipa and validator.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::{Map, Value, json};

use super::graph;
use super::names;
use super::plan::{Field, Item, Presence, Struct, Type};
use super::types::{Context, docs, json as json_macro};
use crate::spec::{Bounds, Kind, Others, Schema};

/// The struct that a field belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The type.
    pub item: &'a Item,
    /// Its fields.
    pub structure: &'a Struct,
    /// Whether the struct renames its fields to camel case.
    pub camel: bool,
    /// The area that is written.
    pub context: &'a Context<'a>,
}

/// A written field.
#[derive(Debug)]
pub struct Written {
    /// The field.
    pub field: TokenStream,
    /// Functions and patterns that its attributes name.
    pub beside: Vec<TokenStream>,
}

/// Whether the field has a value without being sent, so that a struct of such fields has a default.
pub fn can_be_absent(field: &Field) -> bool {
    matches!(field.presence, Presence::Optional | Presence::Patch)
}

/// Writes the field.
pub fn write(place: &Place<'_>, field: &Field) -> Written {
    let mut beside = Vec::new();
    let name = names::ident(&names::snake(&field.wire));
    let description = docs(field.schema.description.as_deref());
    let serde = serde(place, field, &mut beside);
    let schema = schema(place, field, &mut beside);
    let validate = validate(place, field, &mut beside);
    let kind = full_type(place, field);
    Written { field: quote!(#description #serde #schema #validate pub #name: #kind), beside }
}

fn full_type(place: &Place<'_>, field: &Field) -> TokenStream {
    let kind = place.context.rust(&field.kind);
    let boxed =
        matches!(&field.kind, Type::Named(name) if place.context.graph.needs_box(&place.item.name, name));
    let kind = if boxed { quote!(Box<#kind>) } else { kind };
    match field.presence {
        Presence::Required | Presence::Default(_) => kind,
        Presence::RequiredOrNull | Presence::Optional | Presence::DefaultOrNull(_) => quote!(Option<#kind>),
        Presence::Patch => quote!(crate::Patch<#kind>),
    }
}

/// A name for something that stands beside the struct for this field.
fn beside_name(place: &Place<'_>, field: &Field, suffix: &str) -> String {
    format!("{}_{}_{suffix}", names::snake(&place.item.name), names::snake(&field.wire))
}

fn serde(place: &Place<'_>, field: &Field, beside: &mut Vec<TokenStream>) -> TokenStream {
    let wire = &field.wire;
    let snake = names::snake(wire);
    let spelled = if place.camel { names::camel(&snake) } else { snake };
    let mut parts = Vec::new();
    if spelled != *wire {
        parts.push(quote!(rename = #wire));
    }
    match &field.presence {
        Presence::Required | Presence::RequiredOrNull => {}
        Presence::Optional => parts.push(quote!(default, skip_serializing_if = "Option::is_none")),
        Presence::Patch => parts.push(quote!(default, skip_serializing_if = "crate::Patch::is_absent")),
        Presence::Default(value) | Presence::DefaultOrNull(value) => {
            let function = beside_name(place, field, "default");
            parts.push(quote!(default = #function));
            beside.push(default_function(place, field, &function, value));
        }
    }
    if parts.is_empty() { quote!() } else { quote!(#[serde(#(#parts),*)]) }
}

fn default_function(place: &Place<'_>, field: &Field, function: &str, value: &Value) -> TokenStream {
    let function = format_ident!("{function}");
    let kind = full_type(place, field);
    let plain = match (&field.kind, value) {
        (Type::Text, Value::String(text)) => quote!(#text.to_owned()),
        (Type::Integer, Value::Number(number)) => {
            let number = Literal::i64_unsuffixed(number.as_i64().unwrap_or_default());
            quote!(#number)
        }
        (Type::Boolean, Value::Bool(truth)) => quote!(#truth),
        (Type::List(_), Value::Array(items)) if items.is_empty() => quote!(Vec::new()),
        (Type::Named(name), Value::String(text)) => {
            let (path, variant) = (place.context.path(name), format_ident!("{}", names::pascal(text)));
            quote!(#path::#variant)
        }
        _ => {
            let text = value.to_string();
            quote!(serde_json::from_str(#text).expect("the default fits its type"))
        }
    };
    let body =
        if matches!(field.presence, Presence::DefaultOrNull(_)) { quote!(Some(#plain)) } else { plain };
    quote!(fn #function() -> #kind { #body })
}

fn schema(place: &Place<'_>, field: &Field, beside: &mut Vec<TokenStream>) -> TokenStream {
    let mut parts = Vec::new();
    let schema = &field.schema;
    if is_beyond_attributes(&field.kind, schema) {
        let function = beside_name(place, field, "schema");
        let path = format_ident!("{function}");
        parts.push(quote!(schema_with = #path));
        if place.structure.query && matches!(field.presence, Presence::Required | Presence::RequiredOrNull) {
            parts.push(quote!(required = true));
        }
        let text = plain_json(schema, field.presence == Presence::Optional).to_string();
        beside.push(quote! {
            fn #path() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                crate::schemas::from_text(#text)
            }
        });
    } else {
        parts.extend(described(place, field));
    }
    match field.presence {
        Presence::Optional if !is_beyond_attributes(&field.kind, schema) => {
            parts.push(quote!(nullable = false))
        }
        Presence::RequiredOrNull => parts.push(quote!(required = true)),
        _ => {}
    }
    // The derive for queries has no such attribute.
    if schema.deprecated && !place.structure.query {
        parts.push(quote!(deprecated));
    }
    parts.extend(style(field));
    if parts.is_empty() {
        return quote!();
    }
    if place.structure.query { quote!(#[param(#(#parts),*)]) } else { quote!(#[schema(#(#parts),*)]) }
}

fn style(field: &Field) -> Vec<TokenStream> {
    let style = field.style.0.as_deref().map(|style| {
        let style = format_ident!("{}", names::pascal(style));
        quote!(style = #style)
    });
    let explode = field.style.1.map(|explode| quote!(explode = #explode));
    style.into_iter().chain(explode).collect()
}

/// What the derive's attributes can say about the value.
fn described(place: &Place<'_>, field: &Field) -> Vec<TokenStream> {
    let schema = &field.schema;
    let mut parts = Vec::new();
    let base = match &field.kind {
        Type::Instant | Type::Date => Some(quote!(String)),
        Type::JsonObject => Some(quote!(Object)),
        kind if field.presence == Presence::Patch => Some(place.context.rust(kind)),
        _ => None,
    };
    if let Some(base) = base {
        let wrapped = matches!(
            field.presence,
            Presence::Patch | Presence::Optional | Presence::RequiredOrNull | Presence::DefaultOrNull(_)
        );
        parts.push(if wrapped { quote!(value_type = Option<#base>) } else { quote!(value_type = #base) });
    }
    parts.extend(format(field));
    parts.extend(bounds(&schema.bounds, &field.kind));
    if let Some(named) = graph::target(&field.kind).map(|(name, _)| name) {
        // Never `inline`: the derive would put an object beside the inlined type.
        if place.context.graph.recursive(&place.item.name, named) {
            parts.push(quote!(no_recursion));
        }
    } else if let Some(example) = schema.example.as_ref().filter(|_| !place.structure.query) {
        let example = json_macro(example);
        parts.push(quote!(example = #example));
    }
    if let Presence::Default(value) | Presence::DefaultOrNull(value) = &field.presence {
        let value = json_macro(value);
        parts.push(quote!(default = #value));
    }
    parts
}

fn format(field: &Field) -> Option<TokenStream> {
    match (&field.kind, field.schema.format.as_deref()?) {
        (Type::Instant, _) => Some(quote!(format = DateTime)),
        (Type::Date, _) => Some(quote!(format = Date)),
        (Type::Text, "email") => Some(quote!(format = Email)),
        (Type::Text, other) => Some(quote!(format = #other)),
        _ => None,
    }
}

fn number(value: f64, kind: &Type) -> TokenStream {
    // A bound of an integer is an integer; both are far below 2^53.
    #[allow(clippy::cast_possible_truncation)]
    let literal = match kind {
        Type::Integer => Literal::i64_unsuffixed(value as i64),
        _ => Literal::f64_unsuffixed(value),
    };
    quote!(#literal)
}

fn count(value: u64) -> Literal {
    Literal::u64_unsuffixed(value)
}

fn bounds(bounds: &Bounds, kind: &Type) -> Vec<TokenStream> {
    let mut parts = Vec::new();
    if let Some(least) = bounds.minimum {
        let least = number(least, kind);
        parts.push(quote!(minimum = #least));
    }
    if let Some(most) = bounds.maximum {
        let most = number(most, kind);
        parts.push(quote!(maximum = #most));
    }
    let counted = [
        ("min_length", bounds.min_length),
        ("max_length", bounds.max_length),
        ("min_items", bounds.min_items),
        ("max_items", bounds.max_items),
    ];
    for (name, value) in counted {
        if let Some(value) = value {
            let (name, value) = (format_ident!("{name}"), count(value));
            parts.push(quote!(#name = #value));
        }
    }
    if let Some(pattern) = &bounds.pattern {
        parts.push(quote!(pattern = #pattern));
    }
    parts
}

/// Whether the derive has no attribute for what the schema says, so that a function must say it.
fn is_beyond_attributes(kind: &Type, schema: &Schema) -> bool {
    let plain_item = |inner: &Schema| {
        inner.bounds == Bounds::default()
            && inner.format.is_none()
            && !is_beyond_attributes(&Type::Json, inner)
    };
    if graph::target(kind).is_some() {
        return false;
    }
    match &schema.kind {
        Kind::Integer(values) => !values.is_empty(),
        Kind::Boolean(only) => only.is_some(),
        Kind::List(inner) => !plain_item(inner) || schema.bounds.unique,
        Kind::Object(object) => match &object.others {
            Others::Typed(inner) => !plain_item(inner),
            _ => false,
        },
        _ => false,
    }
}

/// A schema without parts of its own as JSON.
fn plain_json(schema: &Schema, not_null: bool) -> Value {
    let mut out = Map::new();
    let name = match &schema.kind {
        Kind::Text(_) => "string",
        Kind::Integer(_) => "integer",
        Kind::Number => "number",
        Kind::Boolean(_) => "boolean",
        Kind::List(_) => "array",
        Kind::Object(_) => "object",
        _ => "",
    };
    if schema.nullable && !not_null {
        out.insert("type".to_owned(), json!([name, "null"]));
    } else if !name.is_empty() {
        out.insert("type".to_owned(), name.into());
    }
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            out.insert(key.to_owned(), value);
        }
    };
    put("format", schema.format.clone().map(Value::from));
    put(
        "enum",
        match &schema.kind {
            Kind::Integer(values) if !values.is_empty() => Some(json!(values)),
            Kind::Text(values) if !values.is_empty() => Some(json!(values)),
            Kind::Boolean(Some(only)) => Some(json!([only])),
            _ => None,
        },
    );
    match &schema.kind {
        Kind::List(inner) => put("items", Some(plain_json(inner, false))),
        Kind::Object(object) => {
            if let Others::Typed(inner) = &object.others {
                put("additionalProperties", Some(plain_json(inner, false)));
            }
        }
        _ => {}
    }
    let bounds = &schema.bounds;
    // A bound of an integer is an integer; both are far below 2^53.
    #[allow(clippy::cast_possible_truncation)]
    let number = |value: f64| if value.fract() == 0.0 { json!(value as i64) } else { json!(value) };
    put("minimum", bounds.minimum.map(number));
    put("maximum", bounds.maximum.map(number));
    put("minLength", bounds.min_length.map(Value::from));
    put("maxLength", bounds.max_length.map(Value::from));
    put("pattern", bounds.pattern.clone().map(Value::from));
    put("minItems", bounds.min_items.map(Value::from));
    put("maxItems", bounds.max_items.map(Value::from));
    put("uniqueItems", bounds.unique.then_some(Value::Bool(true)));
    put("default", schema.default.clone());
    put("example", schema.example.clone());
    put("description", schema.description.clone().map(Value::from));
    Value::Object(out)
}

fn validate(place: &Place<'_>, field: &Field, beside: &mut Vec<TokenStream>) -> TokenStream {
    let bounds = &field.schema.bounds;
    let mut parts = Vec::new();
    let pair = |least: Option<TokenStream>, most: Option<TokenStream>| {
        let least = least.map(|least| quote!(min = #least));
        let most = most.map(|most| quote!(max = #most));
        let both: Vec<TokenStream> = least.into_iter().chain(most).collect();
        (!both.is_empty()).then(|| quote!(#(#both),*))
    };
    let numbers = |value: Option<f64>| value.map(|value| number(value, &field.kind));
    let counts = |value: Option<u64>| {
        value.map(|value| {
            let value = count(value);
            quote!(#value)
        })
    };
    if let Some(range) = pair(numbers(bounds.minimum), numbers(bounds.maximum)) {
        parts.push(quote!(range(#range)));
    }
    let (least, most) = match &field.kind {
        Type::List(_) => (bounds.min_items, bounds.max_items),
        _ => (bounds.min_length, bounds.max_length),
    };
    if let Some(length) = pair(counts(least), counts(most)) {
        parts.push(quote!(length(#length)));
    }
    if let Some(pattern) = bounds.rust_pattern() {
        let name = pattern_ident(&place.item.name, &field.wire);
        beside.push(quote! {
            pub(crate) static #name: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| {
                regex::Regex::new(#pattern).expect("the generator only writes patterns that compile")
            });
        });
        parts.push(quote!(regex(path = *#name)));
    }
    parts.extend(checked_format(field));
    if let Kind::Integer(values) = &field.schema.kind
        && !values.is_empty()
    {
        let function = beside_name(place, field, "allowed");
        let ident = format_ident!("{function}");
        let values = values.iter().map(|value| Literal::i64_unsuffixed(*value));
        beside.push(quote! {
            fn #ident(value: impl crate::validate::Whole) -> Result<(), validator::ValidationError> {
                crate::validate::one_of(value, &[#(#values),*])
            }
        });
        parts.push(quote!(custom(function = #ident)));
    }
    if matches!(graph::target(&field.kind), Some((name, _)) if place.context.graph.bounded(name)) {
        parts.push(quote!(nested));
    }
    if parts.is_empty() { quote!() } else { quote!(#[validate(#(#parts),*)]) }
}

fn checked_format(field: &Field) -> Option<TokenStream> {
    match (&field.kind, field.schema.format.as_deref()?) {
        (Type::Text, "email") => Some(quote!(email)),
        (Type::Text, "uri") => Some(quote!(url)),
        (Type::Text, "uuid") => Some(quote!(custom(function = crate::validate::uuid))),
        (Type::Text, "time-zone") => Some(quote!(custom(function = crate::validate::time_zone))),
        (Type::Text, "phone") => Some(quote!(custom(function = crate::validate::phone))),
        _ => None,
    }
}

/// The static that holds the pattern of a field.
pub fn pattern_ident(item: &str, wire: &str) -> proc_macro2::Ident {
    format_ident!("{}_{}_PATTERN", names::shout(item), names::shout(wire))
}
