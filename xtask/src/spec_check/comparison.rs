//! Compares a described schema, parameter or content with a derived one and collects the places where they differ.

use std::collections::BTreeMap;

use serde_json::Value;

use super::schema::{Node, Side};
use super::text;

/// A place where the sides differ.
#[derive(Debug)]
pub struct Difference {
    /// The way to it.
    pub place: String,
    /// What the description says there.
    pub described: String,
    /// What the code says there.
    pub derived: String,
}

/// A comparison under way.
#[derive(Debug)]
pub struct Comparison<'a> {
    described: Side<'a>,
    derived: Side<'a>,
    /// The differences so far.
    pub found: Vec<Difference>,
}

impl<'a> Comparison<'a> {
    /// Nothing has been compared.
    pub fn new(described: &'a BTreeMap<String, Value>, derived: &'a BTreeMap<String, Value>) -> Self {
        Self { described: Side { schemas: described }, derived: Side { schemas: derived }, found: Vec::new() }
    }

    /// Compares two values as they are.
    pub fn fact(&mut self, place: &str, described: Option<&Value>, derived: Option<&Value>) {
        if described != derived {
            let (described, derived) = (shown(described), shown(derived));
            self.found.push(Difference { place: place.to_owned(), described, derived });
        }
    }

    /// Compares two schemas and what is below them.
    pub fn schema(&mut self, place: &str, described: &Value, derived: &Value) {
        let mut ours = self.described.node(described, self.derived);
        let mut theirs = self.derived.node(derived, self.described);
        // Two references to one name are compared where that name is. A derive inlines what stands in a list, so a
        // reference meets the thing itself; then the thing is what counts. It ends, because the thing is finite.
        if ours.reference.is_none() || theirs.reference.is_none() {
            ours = self.described.followed(ours, self.derived);
            theirs = self.derived.followed(theirs, self.described);
        }
        let name = |node: &Node| node.reference.clone().map(Value::from);
        self.fact(&format!("{place}.$ref"), name(&ours).as_ref(), name(&theirs).as_ref());
        self.facts(place, &ours.facts, &theirs.facts);
        self.properties(place, &ours, &theirs);
        self.below(&format!("{place}[]"), ours.items.as_ref(), theirs.items.as_ref());
        self.below(&format!("{place}{{}}"), ours.others.as_ref(), theirs.others.as_ref());
        self.variants(place, &ours, &theirs);
    }

    /// Compares lists of parameters, whatever their order.
    pub fn parameters(&mut self, described: &[&Value], derived: &[&Value]) {
        let (described, derived) = (by_name(described), by_name(derived));
        for (name, ours) in &described {
            match derived.get(name) {
                None => self.one_sided(name, true),
                Some(theirs) => self.parameter(name, ours, theirs),
            }
        }
        for name in derived.keys().filter(|name| !described.contains_key(*name)) {
            self.one_sided(name, false);
        }
    }

    fn parameter(&mut self, place: &str, described: &Value, derived: &Value) {
        let required = |parameter: &Value| Value::Bool(parameter["required"] == true);
        self.fact(&format!("{place}.required"), Some(&required(described)), Some(&required(derived)));
        if !is_only_a_schema(derived) {
            for key in ["style", "explode"] {
                let (ours, theirs) = (writing(described, key), writing(derived, key));
                self.fact(&format!("{place}.{key}"), ours.as_ref(), theirs.as_ref());
            }
        }
        self.schema(place, &described["schema"], &derived["schema"]);
    }

    /// Compares the media types of a body or an answer.
    pub fn content(&mut self, place: &str, described: &Value, derived: &Value) {
        let media = |value: &Value| value["content"].as_object().cloned().unwrap_or_default();
        let (described, derived) = (media(described), media(derived));
        for (kind, ours) in &described {
            match derived.get(kind) {
                None => self.one_sided(&format!("{place} as {kind}"), true),
                Some(theirs) => self.schema(place, &ours["schema"], &theirs["schema"]),
            }
        }
        for kind in derived.keys().filter(|kind| !described.contains_key(*kind)) {
            self.one_sided(&format!("{place} as {kind}"), false);
        }
    }

    /// Tells that something is on one side only.
    pub fn one_sided(&mut self, place: &str, is_described: bool) {
        let (there, nothing) = ("there".to_owned(), shown(None));
        let (described, derived) = if is_described { (there, nothing) } else { (nothing, there) };
        self.found.push(Difference { place: place.to_owned(), described, derived });
    }

    fn facts(&mut self, place: &str, ours: &BTreeMap<String, Value>, theirs: &BTreeMap<String, Value>) {
        for (key, value) in ours {
            self.fact(&format!("{place}.{key}"), Some(value), theirs.get(key));
        }
        for (key, value) in theirs.iter().filter(|(key, _)| !ours.contains_key(*key)) {
            self.fact(&format!("{place}.{key}"), None, Some(value));
        }
    }

    fn properties(&mut self, place: &str, ours: &Node, theirs: &Node) {
        for (name, schema) in &ours.properties {
            let place = format!("{place}.{name}");
            match theirs.properties.get(name) {
                None => self.one_sided(&place, true),
                Some(derived) => self.schema(&place, schema, derived),
            }
        }
        for name in theirs.properties.keys().filter(|name| !ours.properties.contains_key(*name)) {
            self.one_sided(&format!("{place}.{name}"), false);
        }
        for name in ours.required.symmetric_difference(&theirs.required) {
            let is = |node: &Node| Value::Bool(node.required.contains(name));
            self.fact(&format!("{place}.{name}.required"), Some(&is(ours)), Some(&is(theirs)));
        }
    }

    fn below(&mut self, place: &str, described: Option<&Value>, derived: Option<&Value>) {
        match (described, derived) {
            (Some(described), Some(derived)) => self.schema(place, described, derived),
            (None, None) => {}
            (described, _) => self.one_sided(place, described.is_some()),
        }
    }

    fn variants(&mut self, place: &str, ours: &Node, theirs: &Node) {
        let count = |node: &Node| Value::from(node.variants.len());
        self.fact(&format!("{place}.oneOf"), Some(&count(ours)), Some(&count(theirs)));
        if ours.variants.len() == theirs.variants.len() {
            for (at, (described, derived)) in ours.variants.iter().zip(&theirs.variants).enumerate() {
                self.schema(&format!("{place}.oneOf[{at}]"), described, derived);
            }
        }
    }
}

/// Whether the derive was given the schema by a function, as it must be where it has no attributes for the items of a
/// list. Then it says nothing else about the parameter, and the description is that of the schema.
fn is_only_a_schema(derived: &Value) -> bool {
    derived.get("description").is_none() && derived["schema"].get("description").is_some()
}

/// How a list or an object is written in a parameter; silence has a meaning that depends on the place.
fn writing(parameter: &Value, key: &str) -> Option<Value> {
    let usual = if text(parameter, "in") == "query" { "form" } else { "simple" };
    let style = parameter.get("style").and_then(Value::as_str).unwrap_or(usual);
    match key {
        "style" => Some(style.into()),
        _ => Some(parameter.get("explode").cloned().unwrap_or_else(|| (style == "form").into())),
    }
}

fn by_name<'a>(parameters: &[&'a Value]) -> BTreeMap<String, &'a Value> {
    let key = |parameter: &Value| format!("{} {}", text(parameter, "in"), text(parameter, "name"));
    parameters.iter().map(|parameter| (key(parameter), *parameter)).collect()
}

/// A value for a message.
fn shown(value: Option<&Value>) -> String {
    let Some(value) = value else {
        return "nothing".to_owned();
    };
    let text = value.to_string();
    match text.char_indices().nth(160) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
