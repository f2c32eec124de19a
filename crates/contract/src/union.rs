//! Which variant of a `oneOf` a JSON value means. The rules and the generated `Deserialize` impls ask the same
//! functions, so an error is always about the variant that is then read.

use serde::de::{DeserializeOwned, Error};
use serde_json::Value;

use crate::rules::Literal;

/// What is known about one variant of an untagged `oneOf`.
#[derive(Debug)]
pub enum Shape {
    /// An object.
    Object {
        /// The properties that the variant declares.
        known: &'static [&'static str],
        /// The properties that must be there.
        required: &'static [&'static str],
        /// The properties that hold one of a few values.
        constants: &'static [(&'static str, &'static [Literal])],
    },
    /// A list; of what, when its items tell variants apart.
    List(Option<&'static Shape>),
    /// A text; of which values, when they are enumerated.
    Text(&'static [Literal]),
    /// A number.
    Number,
    /// A boolean.
    Boolean,
    /// Null.
    Null,
    /// Anything.
    Any,
}

impl Shape {
    /// Whether the value is of the right JSON type at all.
    pub fn admits(&self, value: &Value) -> bool {
        self.fit(value) >= 0
    }

    /// Whether the value has this form: an object holds all that it must and no wrong constant.
    pub fn is_form_of(&self, value: &Value) -> bool {
        const COMPLETE: i32 = 1000;
        let least = if matches!(self, Self::Object { .. }) { COMPLETE } else { 0 };
        self.fit(value) >= least
    }

    /// How well the value fits: higher is better, negative does not fit.
    fn fit(&self, value: &Value) -> i32 {
        match (self, value) {
            (Self::Object { known, required, constants }, Value::Object(object)) => {
                let wrong = constants.iter().any(|(name, allowed)| {
                    object.get(*name).is_some_and(|found| !allowed.iter().any(|one| one.is(found)))
                });
                if wrong {
                    return 0;
                }
                let told = constants.iter().filter(|(name, _)| object.contains_key(*name)).count();
                let declared = object.keys().filter(|key| known.contains(&key.as_str())).count();
                let complete = required.iter().all(|name| object.contains_key(*name));
                let points = 1 + declared + 100 * told + 1000 * usize::from(complete);
                i32::try_from(points).unwrap_or(i32::MAX)
            }
            (Self::List(item), Value::Array(items)) => match (item, items.first()) {
                (Some(shape), Some(first)) => shape.fit(first).max(0),
                _ => 1,
            },
            (Self::Text(allowed), Value::String(_)) => {
                if allowed.iter().any(|one| one.is(value)) {
                    2
                } else {
                    i32::from(allowed.is_empty())
                }
            }
            (Self::Number, Value::Number(_))
            | (Self::Boolean, Value::Bool(_))
            | (Self::Null, Value::Null) => 1,
            (Self::Any, _) => 0,
            _ => -1,
        }
    }
}

/// The index of the variant that the value means: the best fit, the first of equals.
pub fn choose<'a>(value: &Value, shapes: impl Iterator<Item = &'a Shape>) -> usize {
    let mut best = (0, i32::MIN);
    for (index, shape) in shapes.enumerate() {
        let fit = shape.fit(value);
        if fit > best.1 {
            best = (index, fit);
        }
    }
    best.0
}

/// Reads one variant out of a value.
pub fn variant<T: DeserializeOwned, E: Error>(value: Value) -> Result<T, E> {
    serde_json::from_value(value).map_err(E::custom)
}

/// The error for a tag that names no variant.
pub fn unknown_tag<E: Error>(tag: &str, found: Option<&Value>, known: &[&str]) -> E {
    let known = known.join(", ");
    match found {
        Some(found) => E::custom(format!("{tag} is {found}, which is none of: {known}")),
        None => E::custom(format!("{tag} is missing; it must be one of: {known}")),
    }
}
