//! The walk that finds every broken rule of a value at once, in the form that clients read.

use std::sync::{Arc, LazyLock};

use serde_json::{Map, Value};

use super::{Field, Nested, ObjectRules, Others, TaggedRules, Test, meant};
use crate::refusal::{Complaint, FieldError, Refusal};

/// So many items of one list are reported at most; the others only repeat the same mistake.
const MOST_REPORTED_ITEMS: usize = 20;

/// Finds every broken rule of a prepared value.
///
/// # Errors
/// A [`Refusal`] with all of them; a hand-written check may answer with one sentence instead.
pub fn check(value: &Value, shape: Nested) -> Result<(), Refusal> {
    let mut found = Found::default();
    found.nested(value, shape);
    match (found.errors, found.sentence) {
        (errors, None) if errors.is_empty() => Ok(()),
        (errors, Some(sentence)) if errors.is_empty() => Err(Refusal::Sentence(sentence)),
        (errors, _) if found.in_one_sentence => Err(Refusal::Sentence(one_sentence(&errors))),
        (errors, _) => Err(Refusal::Fields(errors)),
    }
}

fn one_sentence(errors: &[FieldError]) -> String {
    let one = |error: &FieldError| {
        let texts: Vec<&str> = error.constraints.values().filter_map(Value::as_str).collect();
        let children = one_sentence(&error.children);
        format!("{} property is wrong,{} {children}", error.property, texts.join(", "))
    };
    errors.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Gives the object or list that an error belongs to; it is copied only when the first error is found.
type Target<'a> = &'a dyn Fn() -> Arc<Value>;

/// What the walk has found at one level.
#[derive(Default)]
struct Found {
    errors: Vec<FieldError>,
    sentence: Option<String>,
    in_one_sentence: bool,
}

impl Found {
    fn nested(&mut self, value: &Value, shape: Nested) {
        match shape {
            Nested::Object(rules) => self.object(value, rules),
            Nested::List(inner) => self.list(value, *inner),
            Nested::Map(inner) => self.map(value, *inner),
            Nested::Tagged(tagged) => self.tagged(value, tagged),
            Nested::Untagged(alternatives) => {
                if let Some(inner) = meant(value, alternatives).and_then(|chosen| chosen.inner) {
                    self.nested(value, inner);
                }
            }
        }
    }

    fn object(&mut self, value: &Value, rules: &ObjectRules) {
        let Value::Object(object) = value else { return };
        self.in_one_sentence |= rules.in_one_sentence;
        // One copy for all errors of this object, made when the first is found.
        let target = LazyLock::new(|| Arc::new(value.clone()));
        let shared = || Arc::clone(&target);
        for field in rules.fields {
            self.field(object.get(field.name), field, &shared);
        }
        if rules.others == Others::Refused {
            for (name, value) in object {
                if !rules.fields.iter().any(|field| field.name == name) {
                    let message = format!("property {name} should not exist");
                    self.rule((name, Some(value)), ("whitelistValidation", message), &shared);
                }
            }
        }
        for complaint in rules.checks.iter().filter_map(|check| check(value).err()) {
            match complaint {
                Complaint::Sentence(text) => {
                    self.sentence.get_or_insert(text);
                }
                Complaint::Inside(errors) => self.errors.extend(errors),
                Complaint::Rule { key, message } => self.rule(("", None), (key, message), &shared),
                Complaint::Property { property, key, message } => {
                    self.rule((&property, object.get(&property)), (key, message), &shared);
                }
            }
        }
    }

    fn rule(&mut self, property: (&str, Option<&Value>), (key, message): (&str, String), target: Target<'_>) {
        let constraints = Map::from_iter([(key.to_owned(), message.into())]);
        self.push(property, (constraints, Vec::new()), target);
    }

    fn field(&mut self, value: Option<&Value>, field: &Field, target: Target<'_>) {
        let absent = match value {
            None => !field.required,
            Some(Value::Null) => field.nullable,
            Some(_) => false,
        };
        if absent {
            return;
        }
        let shown = value.unwrap_or(&Value::Null);
        if let Some(complaint) = field.checks.iter().find_map(|check| check(shown).err()) {
            self.judged(complaint, (field, value), target);
            return;
        }
        let mut constraints = Map::new();
        let variant = match field.inner {
            Some(Nested::Untagged(alternatives)) => {
                meant(shown, alternatives).map_or(&[][..], |one| one.rules)
            }
            _ => &[],
        };
        for rule in field.rules.iter().chain(variant) {
            if !rule.holds(shown) {
                constraints.insert(rule.key.to_owned(), rule.message.into());
            }
        }
        let mut children = field.inner.map(|inner| self.children(shown, inner)).unwrap_or_default();
        if constraints.is_empty() && children.is_empty() {
            return;
        }
        if let Some((key, message)) = field.whole {
            children.clear();
            constraints = Map::from_iter([(key.to_owned(), message.into())]);
        }
        self.push((field.name, value), (constraints, children), target);
    }

    fn push(
        &mut self,
        (property, value): (&str, Option<&Value>),
        (constraints, children): (Map<String, Value>, Vec<FieldError>),
        target: Target<'_>,
    ) {
        self.errors.push(FieldError {
            target: target(),
            value: value.cloned(),
            property: property.to_owned(),
            children,
            constraints,
        });
    }

    /// A property about which a hand-written check complains: no generated rule speaks beside it, except that a
    /// free-form object must be one.
    fn judged(&mut self, complaint: Complaint, (field, value): (&Field, Option<&Value>), target: Target<'_>) {
        let mut constraints = Map::new();
        let mut children = Vec::new();
        match complaint {
            Complaint::Sentence(text) => {
                self.sentence.get_or_insert(text);
                return;
            }
            Complaint::Inside(errors) => children = errors,
            Complaint::Rule { key, message } | Complaint::Property { key, message, .. } => {
                constraints.insert(key.to_owned(), message.into());
                let shown = value.unwrap_or(&Value::Null);
                for rule in field.rules.iter().filter(|rule| matches!(rule.test, Test::Object)) {
                    if !rule.holds(shown) {
                        constraints.insert(rule.key.to_owned(), rule.message.into());
                    }
                }
            }
        }
        self.push((field.name, value), (constraints, children), target);
    }

    /// The errors inside a value; a sentence found there is kept here.
    fn children(&mut self, value: &Value, shape: Nested) -> Vec<FieldError> {
        let mut inside = Self::default();
        inside.nested(value, shape);
        if let Some(text) = inside.sentence {
            self.sentence.get_or_insert(text);
        }
        inside.errors
    }

    fn list(&mut self, value: &Value, inner: Nested) {
        let Value::Array(items) = value else { return };
        let target = LazyLock::new(|| Arc::new(value.clone()));
        for (index, item) in items.iter().enumerate() {
            if self.errors.len() >= MOST_REPORTED_ITEMS {
                return;
            }
            self.part((&index.to_string(), item), inner, &|| Arc::clone(&target));
        }
    }

    fn map(&mut self, value: &Value, inner: Nested) {
        let Value::Object(values) = value else { return };
        let target = LazyLock::new(|| Arc::new(value.clone()));
        for (key, item) in values {
            if self.errors.len() >= MOST_REPORTED_ITEMS {
                return;
            }
            self.part((key, item), inner, &|| Arc::clone(&target));
        }
    }

    /// One item of a list or value of a map.
    fn part(&mut self, (name, item): (&str, &Value), inner: Nested, target: Target<'_>) {
        let mut constraints = Map::new();
        match inner {
            Nested::Object(_) | Nested::Tagged(_) | Nested::Map(_) if !item.is_object() => {
                let message = format!("each value in nested property {name} must be either object or array");
                constraints.insert("nestedValidation".to_owned(), message.into());
            }
            Nested::List(_) if !item.is_array() => {
                let message = format!("{name} must be an array");
                constraints.insert("isArray".to_owned(), message.into());
            }
            Nested::Untagged(alternatives) => {
                for rule in meant(item, alternatives).map_or(&[][..], |one| one.rules) {
                    if !rule.holds(item) {
                        constraints.insert(rule.key.to_owned(), rule.message.into());
                    }
                }
            }
            _ => {}
        }
        let children = self.children(item, inner);
        if !constraints.is_empty() || !children.is_empty() {
            self.push((name, Some(item)), (constraints, children), target);
        }
    }

    fn tagged(&mut self, value: &Value, tagged: &TaggedRules) {
        if !value.is_object() {
            return;
        }
        match tagged.variant(value) {
            Some(inner) => self.nested(value, inner),
            None => {
                let rule = ("isEnum", tagged.message.to_owned());
                self.rule((tagged.tag, value.get(tagged.tag)), rule, &|| Arc::new(value.clone()));
            }
        }
    }
}
