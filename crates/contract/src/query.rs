//! From the text of a query to a JSON value, guided by the rules of the type that it is for. Nothing is refused here:
//! text that does not fit stays text, so that the rule about it can speak.

use serde_json::{Number, Value};

use crate::refusal::{FieldError, Refusal};
use crate::rules::{Kind, Nested, ObjectRules};

/// More pairs than this are not read.
const MOST_PAIRS: usize = 2_000;
/// Deeper brackets than this are not read.
const DEEPEST: usize = 6;

/// Reads repeated keys, `key[]`, `key[0][field]` (brackets literal or percent-encoded), comma lists, and numbers and
/// booleans where the rules say so. Undeclared keys are left out.
pub fn value(raw: &str, shape: Nested) -> Value {
    let Nested::Object(rules) = shape else {
        return texts(raw);
    };
    let mut root = Node::default();
    for (key, text) in pairs(raw) {
        let path = segments(&key);
        let declared = path.first().is_some_and(|name| declares(rules, name));
        if declared && path.len() <= DEEPEST {
            root.insert(&path, text);
        }
    }
    object(root, rules)
}

/// The decoded keys and values in the order sent.
pub(crate) fn pairs(raw: &str) -> impl Iterator<Item = (String, String)> {
    raw.split('&').filter(|pair| !pair.is_empty()).take(MOST_PAIRS).map(|pair| {
        let (key, text) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(key), decoded(text))
    })
}

/// A query (or form) that may mean several types: every key with its text.
fn texts(raw: &str) -> Value {
    let pairs = raw.split('&').filter(|pair| !pair.is_empty()).take(MOST_PAIRS);
    let pair = |pair: &str| {
        let (key, text) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(key), Value::String(decoded(text)))
    };
    Value::Object(pairs.map(pair).collect())
}

fn declares(rules: &ObjectRules, name: &str) -> bool {
    rules.fields.iter().any(|field| field.name == name)
}

/// `a[0][b]` is `a`, `0`, `b`; `a[]` is `a`, and an empty segment.
fn segments(key: &str) -> Vec<&str> {
    let Some((name, rest)) = key.split_once('[') else {
        return vec![key];
    };
    let Some(inside) = rest.strip_suffix(']') else {
        return vec![key];
    };
    std::iter::once(name).chain(inside.split("][")).collect()
}

/// Percent-decoding with `+` for a space; bytes that are not UTF-8 become the replacement character.
fn decoded(text: &str) -> String {
    if !text.contains(['%', '+']) {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut ahead = rest.clone();
                match (ahead.next().and_then(digit), ahead.next().and_then(digit)) {
                    (Some(high), Some(low)) => {
                        bytes.push(high * 16 + low);
                        rest = ahead;
                    }
                    _ => bytes.push(b'%'),
                }
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn digit(byte: u8) -> Option<u8> {
    (byte as char).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// What was found under one key: texts, and what stood in brackets behind it.
#[derive(Default)]
struct Node {
    texts: Vec<String>,
    inside: Vec<(String, Node)>,
}

impl Node {
    fn insert(&mut self, path: &[&str], text: String) {
        match path {
            [] | [""] => self.texts.push(text),
            [first, rest @ ..] => {
                let at = self.inside.iter().position(|(name, _)| name == first);
                let at = at.unwrap_or_else(|| {
                    self.inside.push(((*first).to_owned(), Self::default()));
                    self.inside.len() - 1
                });
                self.inside[at].1.insert(rest, text);
            }
        }
    }
}

fn object(node: Node, rules: &ObjectRules) -> Value {
    let read = |(name, inner): (String, Node)| {
        let field = rules.fields.iter().find(|field| field.name == name);
        let (kind, shape) = field.map_or((Kind::Any, None), |field| (field.kind, field.inner));
        (name, shaped(inner, kind, shape))
    };
    Value::Object(node.inside.into_iter().map(read).collect())
}

fn shaped(node: Node, kind: Kind, shape: Option<Nested>) -> Value {
    match (kind, shape) {
        (Kind::List(item), shape) => list(node, *item, shape),
        (_, Some(Nested::Object(rules))) if !node.inside.is_empty() => object(node, rules),
        (kind, _) if !node.inside.is_empty() => {
            let read = |(name, inner)| (name, shaped(inner, inner_kind(kind), None));
            Value::Object(node.inside.into_iter().map(read).collect())
        }
        (kind, _) => {
            let mut texts = node.texts;
            match (texts.pop(), texts.is_empty()) {
                (Some(text), true) => scalar(text, kind),
                (last, _) => {
                    texts.extend(last);
                    Value::Array(texts.into_iter().map(|text| scalar(text, kind)).collect())
                }
            }
        }
    }
}

/// Below a free-form object every value is taken as it is.
fn inner_kind(_outer: Kind) -> Kind {
    Kind::Any
}

fn list(node: Node, item: Kind, shape: Option<Nested>) -> Value {
    let inner = match shape {
        Some(Nested::List(inner)) => Some(*inner),
        _ => None,
    };
    let mut values: Vec<Value> = Vec::new();
    for text in node.texts {
        if text.is_empty() && matches!(item, Kind::Text | Kind::TimeZone | Kind::Any) {
            continue;
        }
        values.extend(text.split(',').map(|part| scalar(part.trim().to_owned(), item)));
    }
    let mut indexed = node.inside;
    indexed.sort_by_key(|(index, _)| index.parse::<usize>().unwrap_or(usize::MAX));
    values.extend(indexed.into_iter().map(|(_, node)| shaped(node, item, inner)));
    Value::Array(values)
}

fn scalar(text: String, kind: Kind) -> Value {
    match kind {
        Kind::Integer | Kind::Number => number(&text).map_or(Value::String(text), Value::Number),
        Kind::Boolean => match text.as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => Value::String(text),
        },
        _ => Value::String(text),
    }
}

fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    if let Ok(whole) = text.parse::<i64>() {
        return Some(whole.into());
    }
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    text.parse::<f64>().ok().filter(|_| plain).and_then(Number::from_f64)
}

/// In a refused query a text where a number was due is shown as null, as clients know it.
pub fn numbers_as_null(refusal: Refusal) -> Refusal {
    let Refusal::Fields(errors) = refusal else {
        return refusal;
    };
    let numeric = |error: &FieldError| {
        error.value.as_ref().is_some_and(Value::is_string)
            && ["isInt", "isNumber"].iter().any(|key| error.constraints.contains_key(*key))
    };
    let names: Vec<String> =
        errors.iter().filter(|error| numeric(error)).map(|error| error.property.clone()).collect();
    let shown = |mut error: FieldError| {
        let mut target = error.target.as_ref().clone();
        for name in &names {
            if let Some(value) = target.get_mut(name) {
                *value = Value::Null;
            }
        }
        error.target = target.into();
        if names.contains(&error.property) {
            error.value = Some(Value::Null);
        }
        error
    };
    Refusal::Fields(errors.into_iter().map(shown).collect())
}
