//! Whether the bounds in the `#[validate(…)]` attributes of the generated files are the described ones. The files are
//! read as text, so that the generator is not asked about itself.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, File, Item, ItemFn, ItemStatic, ItemStruct, Lit, Meta, Token};

use super::operations::schemas;
use super::schema::{Node, Side};
use super::{Drift, GENERATE, Inputs, text};
use crate::generate::{CONTRACT, names};

/// Formats that have a validator; the others are types of their own (`Instant`, `Date`) or only said.
const FORMATS: [&str; 5] = ["email", "uri", "uuid", "time-zone", "phone"];

/// Bounds by the validator that holds them.
type Bounds = BTreeMap<&'static str, Value>;

/// Every field whose bounds differ.
pub fn drifts(inputs: &Inputs) -> Vec<Drift> {
    let described = schemas(&inputs.bundle.document);
    let nothing = BTreeMap::new();
    let side = Side { schemas: &described };
    let mut found = Vec::new();
    for (path, text) in inputs.generated.iter().filter(|(path, _)| path.ends_with(".rs")) {
        if !path.starts_with(CONTRACT) {
            continue;
        }
        let file = match syn::parse_file(text) {
            Ok(file) => file,
            Err(error) => {
                found.push(drift(path, "the whole file", format!("it does not parse: {error}")));
                continue;
            }
        };
        for structure in file.items.iter().filter_map(|item| match item {
            Item::Struct(structure) => Some(structure),
            _ => None,
        }) {
            let properties = properties(inputs, side, &structure.ident.to_string());
            for (wire, bounds) in fields(&file, structure) {
                let expected =
                    properties.get(&wire).map(|schema| side.node(schema, Side { schemas: &nothing }));
                let Some(expected) = expected.as_ref().map(expected_of) else { continue };
                for difference in differences(&expected, &bounds) {
                    found.push(drift(path, &format!("{}.{wire}", structure.ident), difference));
                }
            }
        }
    }
    found
}

fn drift(file: &str, place: &str, what: String) -> Drift {
    let mend = format!("{GENERATE}; when this stays, xtask/src/generate writes other bounds than it reads");
    Drift { file: file.to_owned(), place: place.to_owned(), what, mend }
}

/// The properties that a struct has on the wire, by name: of the schema of its name, of the operation whose query it
/// is, or, where the description has no name for it, of what is derived, which has been compared with the description.
fn properties(inputs: &Inputs, side: Side<'_>, name: &str) -> BTreeMap<String, Value> {
    let nothing = BTreeMap::new();
    if let Some(schema) = side.schemas.get(name) {
        return side.node(schema, Side { schemas: &nothing }).properties;
    }
    let document = &inputs.bundle.document;
    let query = inputs
        .described()
        .find(|(_, _, operation)| format!("{}Query", names::pascal(text(operation, "operationId"))) == name);
    if let Some((_, _, operation)) = query {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let resolved = parameters.map(|parameter| match parameter["$ref"].as_str() {
            Some(target) => document.pointer(target.trim_start_matches('#')).unwrap_or(parameter),
            None => parameter,
        });
        return resolved
            .filter(|parameter| parameter["in"] == "query")
            .map(|parameter| (text(parameter, "name").to_owned(), parameter["schema"].clone()))
            .collect();
    }
    let derived = Side { schemas: &inputs.mounted.schemas };
    let schema = derived.schemas.get(name);
    schema.map(|schema| derived.node(schema, side).properties).unwrap_or_default()
}

/// The bounds that the description gives.
fn expected_of(node: &Node) -> Bounds {
    let fact = |key: &str| node.facts.get(key).cloned();
    let is_list = node.facts.get("type").is_some_and(|kind| kind == "array");
    let length = if is_list { ("minItems", "maxItems") } else { ("minLength", "maxLength") };
    let whole = node.facts.get("type").is_some_and(|kind| kind == "integer");
    // The pattern as Rust means it: a digit of ECMAScript is an ASCII digit.
    let pattern =
        fact("pattern").and_then(|pattern| Some(Value::from(pattern.as_str()?.replace("\\d", "[0-9]"))));
    let format = fact("format").filter(|format| FORMATS.iter().any(|known| format == known));
    let all = [
        ("range.min", fact("minimum")),
        ("range.max", fact("maximum")),
        ("length.min", fact(length.0)),
        ("length.max", fact(length.1)),
        ("regex", pattern),
        ("format", format),
        ("allowed", fact("enum").filter(|_| whole)),
    ];
    all.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
}

fn differences(expected: &Bounds, bounds: &Bounds) -> Vec<String> {
    let mut keys: Vec<_> = expected.keys().chain(bounds.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    let shown = |value: Option<&Value>| value.map_or_else(|| "nothing".to_owned(), ToString::to_string);
    keys.into_iter()
        .filter(|key| expected.get(*key) != bounds.get(*key))
        .map(|key| {
            let (ours, theirs) = (shown(expected.get(key)), shown(bounds.get(key)));
            format!("`{key}`: {ours} is described, {theirs} is validated")
        })
        .collect()
}

/// The fields of a struct: the name on the wire, and what is validated.
fn fields(file: &File, structure: &ItemStruct) -> Vec<(String, Bounds)> {
    let camel = words(&structure.attrs, "serde").iter().any(|meta| meta.path().is_ident("rename_all"));
    let named = structure.fields.iter().filter_map(|field| Some((field, field.ident.as_ref()?)));
    named
        .map(|(field, ident)| {
            let ident = ident.to_string();
            let ident = ident.trim_start_matches("r#");
            let renamed = words(&field.attrs, "serde").iter().find_map(|meta| value_of(meta, "rename"));
            let usual = if camel { names::camel(ident) } else { ident.to_owned() };
            let wire = renamed.and_then(|value| Some(value.as_str()?.to_owned())).unwrap_or(usual);
            let mut bounds = Bounds::new();
            for meta in words(&field.attrs, "validate") {
                validated(file, &meta, &mut bounds);
            }
            (wire, bounds)
        })
        .collect()
}

/// The parts of the attributes of that name.
fn words(attributes: &[Attribute], name: &str) -> Vec<Meta> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident(name))
        .filter_map(|attribute| {
            attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()
        })
        .flatten()
        .collect()
}

/// The value of `key = value`, when the part is that.
fn value_of(meta: &Meta, key: &str) -> Option<Value> {
    let Meta::NameValue(pair) = meta else { return None };
    pair.path.is_ident(key).then(|| literal(&pair.value)).flatten()
}

fn literal(expression: &Expr) -> Option<Value> {
    match expression {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => Some(number.base10_parse::<f64>().ok()?.into()),
        Expr::Lit(ExprLit { lit: Lit::Float(number), .. }) => Some(number.base10_parse::<f64>().ok()?.into()),
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value().into()),
        Expr::Unary(unary) => literal(&unary.expr)?.as_f64().map(|number| (-number).into()),
        _ => None,
    }
}

/// Adds what one validator demands.
fn validated(file: &File, meta: &Meta, bounds: &mut Bounds) {
    let name = meta.path().get_ident().map(ToString::to_string).unwrap_or_default();
    let parts = match meta {
        Meta::List(list) => {
            list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).unwrap_or_default()
        }
        _ => Punctuated::new(),
    };
    let value = |key: &str| parts.iter().find_map(|part| value_of(part, key));
    let path = |key: &str| parts.iter().find_map(|part| last_of(part, key));
    let mut put = |key: &'static str, value: Option<Value>| {
        bounds.extend(value.map(|value| (key, value)));
    };
    match name.as_str() {
        "range" => {
            put("range.min", value("min"));
            put("range.max", value("max"));
        }
        "length" => {
            put("length.min", value("min"));
            put("length.max", value("max"));
        }
        "regex" => put("regex", path("path").and_then(|name| pattern(file, &name))),
        "email" => put("format", Some("email".into())),
        "url" => put("format", Some("uri".into())),
        "custom" => match path("function").unwrap_or_default().as_str() {
            "uuid" => put("format", Some("uuid".into())),
            "time_zone" => put("format", Some("time-zone".into())),
            "phone" => put("format", Some("phone".into())),
            function => put("allowed", allowed(file, function)),
        },
        _ => {}
    }
}

/// The last segment of the path in `key = path`.
fn last_of(meta: &Meta, key: &str) -> Option<String> {
    let Meta::NameValue(pair) = meta else { return None };
    let expression = match &pair.value {
        Expr::Unary(unary) => &*unary.expr,
        other => other,
    };
    match expression {
        Expr::Path(path) if pair.path.is_ident(key) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

/// The regular expression in a static of the file.
fn pattern(file: &File, name: &str) -> Option<Value> {
    let found: &ItemStatic = file.items.iter().find_map(|item| match item {
        Item::Static(found) if found.ident == name => Some(found),
        _ => None,
    })?;
    let mut visitor = Literals::default();
    visitor.expression(&found.expr);
    visitor.texts.first().map(|text| text.clone().into())
}

/// The integers that a function of the file allows.
fn allowed(file: &File, name: &str) -> Option<Value> {
    let found: &ItemFn = file.items.iter().find_map(|item| match item {
        Item::Fn(found) if found.sig.ident == name => Some(found),
        _ => None,
    })?;
    let mut visitor = Literals::default();
    for statement in &found.block.stmts {
        if let syn::Stmt::Expr(expression, _) = statement {
            visitor.expression(expression);
        }
    }
    visitor.numbers.sort_unstable();
    Some(json!(visitor.numbers))
}

/// The literals of an expression, in order.
#[derive(Default)]
struct Literals {
    texts: Vec<String>,
    numbers: Vec<i64>,
}

impl Literals {
    fn expression(&mut self, expression: &Expr) {
        match expression {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => self.texts.push(text.value()),
            Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => {
                self.numbers.extend(number.base10_parse::<i64>().ok());
            }
            Expr::Call(call) => call.args.iter().for_each(|argument| self.expression(argument)),
            Expr::MethodCall(call) => {
                self.expression(&call.receiver);
                call.args.iter().for_each(|argument| self.expression(argument));
            }
            Expr::Closure(closure) => self.expression(&closure.body),
            Expr::Reference(reference) => self.expression(&reference.expr),
            Expr::Array(array) => array.elems.iter().for_each(|element| self.expression(element)),
            Expr::Block(block) => block.block.stmts.iter().for_each(|statement| {
                if let syn::Stmt::Expr(expression, _) = statement {
                    self.expression(expression);
                }
            }),
            _ => {}
        }
    }
}
