//! The two entrances: bytes of a body, text of a query. Each parses, prepares, checks every rule, reads the typed
//! value and has `validator` look at it as a second line.

use serde_json::{Map, Value};
use validator::{ValidationErrors, ValidationErrorsKind};

use crate::refusal::{FieldError, Refusal};
use crate::rules::{self, Checked, Nested};

/// Reads a JSON body. No body at all, or one that is not an object where an object is due, counts as an empty object.
///
/// # Errors
/// A [`Refusal`] with every broken rule, or with the parser's sentence when the text is not JSON.
pub fn body<T: Checked>(bytes: &[u8]) -> Result<T, Refusal> {
    let value = if bytes.iter().all(u8::is_ascii_whitespace) {
        Value::Object(Map::new())
    } else {
        serde_json::from_slice(bytes).map_err(|error| Refusal::Sentence(error.to_string()))?
    };
    let value = admitted(value, T::rules())?;
    typed(value)
}

/// Reads a query string, without its question mark.
///
/// # Errors
/// A [`Refusal`] with every broken rule.
pub fn query<T: Checked>(raw: &str) -> Result<T, Refusal> {
    let value = crate::query::value(raw, T::rules());
    let value = admitted(value, T::rules()).map_err(crate::query::numbers_as_null)?;
    typed(value)
}

/// The prepared value, if it keeps every rule. Free of generics, so that it is compiled once.
fn admitted(mut value: Value, shape: Nested) -> Result<Value, Refusal> {
    if rules::holds_nul(&value) {
        let sentence = "A text must not contain the character U+0000.";
        return Err(Refusal::Sentence(sentence.to_owned()));
    }
    if matches!(shape, Nested::Object(_)) && !value.is_object() {
        value = Value::Object(Map::new());
    }
    rules::prepare(&mut value, shape);
    rules::check(&value, shape)?;
    Ok(value)
}

fn typed<T: Checked>(value: Value) -> Result<T, Refusal> {
    let typed: T = serde_json::from_value(value).map_err(|error| Refusal::Sentence(error.to_string()))?;
    match typed.validate() {
        Ok(()) => Ok(typed),
        Err(errors) => Err(Refusal::Fields(second_line(&errors))),
    }
}

/// What `validator` found and the rules did not: only possible where the two were generated apart.
fn second_line(errors: &ValidationErrors) -> Vec<FieldError> {
    errors
        .errors()
        .iter()
        .map(|(property, kind)| {
            let mut error = FieldError {
                target: Value::Null.into(),
                value: None,
                property: property.to_string(),
                children: Vec::new(),
                constraints: Map::new(),
            };
            match kind {
                ValidationErrorsKind::Struct(inner) => error.children = second_line(inner),
                ValidationErrorsKind::List(items) => {
                    error.children = items.values().flat_map(|item| second_line(item)).collect();
                }
                ValidationErrorsKind::Field(broken) => {
                    for one in broken {
                        let message = format!("{property} breaks the rule {}", one.code);
                        error.constraints.insert(one.code.to_string(), message.into());
                    }
                }
            }
            error
        })
        .collect()
}
