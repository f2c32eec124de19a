//! One form for schemas, whether people or derives wrote them. Each thing that a derive says in other words is put
//! aside here, one at a time and with its reason; whatever is not listed here is compared.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

/// What is compared as it stands. `title`, `description`, `example` and the house's `x-…` are for people and for the
/// generator, so they are not here.
const FACTS: [&str; 14] = [
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "default",
    "deprecated",
    "discriminator",
];

/// The schemas of one side, by name.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Where names lead.
    pub schemas: &'a BTreeMap<String, Value>,
}

/// One schema without what is below it.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// The schema that is meant, where it has a name on both sides.
    pub reference: Option<String>,
    /// What is said about the value itself.
    pub facts: BTreeMap<String, Value>,
    /// The declared properties.
    pub properties: BTreeMap<String, Value>,
    /// The properties that must be there.
    pub required: BTreeSet<String>,
    /// The schema of each item.
    pub items: Option<Value>,
    /// The schema of what is not declared.
    pub others: Option<Value>,
    /// The alternatives.
    pub variants: Vec<Value>,
}

impl<'a> Side<'a> {
    /// The schema as a node. A reference stays one when `other` knows the name, too; else it is followed, because a
    /// derive gives a name to each inline schema and none to other names of one type.
    pub fn node(&self, schema: &Value, other: Side<'_>) -> Node {
        self.node_at(schema, other, 0)
    }

    /// The node that a reference leads to.
    pub fn followed(&self, node: Node, other: Side<'_>) -> Node {
        let Some(name) = &node.reference else {
            return node;
        };
        // The server refers to schemas that only the description has, such as the envelope.
        let target = self.schemas.get(name).or_else(|| other.schemas.get(name));
        let target = target.map(|target| self.node(target, other)).unwrap_or_default();
        over(target, node.facts)
    }

    fn node_at(&self, schema: &Value, other: Side<'_>, depth: u8) -> Node {
        let Some(object) = schema.as_object().filter(|_| depth < 32) else {
            return Node::default();
        };
        let own = facts(object);
        if let Some(name) = name_of(object) {
            let kept = Node { reference: Some(name.to_owned()), ..Node::default() };
            let kept = over(kept, own);
            let known = other.schemas.contains_key(name);
            return if known { kept } else { self.followed(kept, other) };
        }
        if let Some(parts) = object.get("allOf").and_then(Value::as_array) {
            return over(self.merged(parts, other, depth), own);
        }
        let variants = object.get("oneOf").or_else(|| object.get("anyOf")).and_then(Value::as_array);
        if let Some(variants) = variants {
            return over(self.union(variants, other, depth), own);
        }
        plain(object, own)
    }

    /// A derive cannot say `allOf`: its parts are one object there.
    fn merged(&self, parts: &[Value], other: Side<'_>, depth: u8) -> Node {
        if let [only] = parts {
            // A reference with a description beside it, as OpenAPI 3.0 had to write it.
            return self.node_at(only, other, depth + 1);
        }
        let mut whole = Node::default();
        for part in parts {
            let part = self.node_at(part, other, depth + 1);
            let part = self.followed(part, other);
            whole.facts.extend(part.facts);
            whole.properties.extend(part.properties);
            whole.required.extend(part.required);
            whole.others = part.others.or(whole.others);
        }
        whole
    }

    /// `null` among the alternatives is the same as a nullable type, and one alternative is no union.
    fn union(&self, variants: &[Value], other: Side<'_>, depth: u8) -> Node {
        let is_null = |variant: &&Value| variant["type"] == "null";
        let rest: Vec<&Value> = variants.iter().filter(|variant| !is_null(variant)).collect();
        let mut node = match rest.as_slice() {
            [only] => self.node_at(only, other, depth + 1),
            _ => Node { variants: rest.iter().copied().cloned().collect(), ..Node::default() },
        };
        if rest.len() < variants.len() {
            node.facts.insert("nullable".to_owned(), true.into());
        }
        node
    }
}

/// The node with these facts over its own.
fn over(mut node: Node, facts: BTreeMap<String, Value>) -> Node {
    node.facts.extend(facts);
    node
}

/// The name that a reference ends with.
fn name_of(object: &Map<String, Value>) -> Option<&str> {
    object.get("$ref")?.as_str()?.rsplit('/').next()
}

fn plain(object: &Map<String, Value>, facts: BTreeMap<String, Value>) -> Node {
    let list = |key: &str| object.get(key).and_then(Value::as_array).into_iter().flatten();
    let properties = object.get("properties").and_then(Value::as_object).into_iter().flatten();
    let others = object.get("additionalProperties").and_then(Value::as_object);
    Node {
        reference: None,
        facts,
        properties: properties.map(|(name, schema)| (name.clone(), schema.clone())).collect(),
        required: list("required").filter_map(Value::as_str).map(ToOwned::to_owned).collect(),
        items: object.get("items").cloned(),
        // `true` and `{}` say the same as silence: anything goes.
        others: others.filter(|others| !others.is_empty()).map(|others| Value::Object(others.clone())),
        variants: Vec::new(),
    }
}

fn facts(object: &Map<String, Value>) -> BTreeMap<String, Value> {
    let mut out = BTreeMap::new();
    let mut types: Vec<&str> = match object.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if types.len() > 1 && types.contains(&"null") {
        types.retain(|name| *name != "null");
        out.insert("nullable".to_owned(), true.into());
    }
    types.sort_unstable();
    if !types.is_empty() {
        out.insert("type".to_owned(), types.join(" or ").into());
    }
    for key in FACTS {
        if let Some(value) = object.get(key) {
            // `1` and `1.0` are one bound.
            let value = value.as_f64().map_or_else(|| value.clone(), Value::from);
            out.insert(key.to_owned(), value);
        }
    }
    // Silence about these means `false`.
    for key in ["uniqueItems", "deprecated"] {
        out.retain(|known, value| known != key || *value != false);
    }
    // A derive tells how wide a number is in memory, which does not travel.
    let is_number = types.iter().any(|name| ["integer", "number"].contains(name));
    if let Some(format) = object.get("format").filter(|_| !is_number) {
        out.insert("format".to_owned(), format.clone());
    }
    // A constant is an enumeration of one; `null` in one belongs to the nullable type; the order says nothing.
    let constant = object.get("const").map(|only| vec![only.clone()]);
    if let Some(mut values) = constant.or_else(|| object.get("enum")?.as_array().cloned()) {
        values.retain(|value| !value.is_null());
        values.sort_by_key(ToString::to_string);
        out.insert("enum".to_owned(), values.into());
    }
    if object.get("additionalProperties") == Some(&Value::Bool(false)) {
        out.insert("additionalProperties".to_owned(), json!(false));
    }
    out
}
