//! Query strings: a query's structure as `name=value` pairs. Nested names are written `filter[name]`, lists as a
//! repeated name or, where the contract says so, separated by commas.

use std::fmt::Write;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Error, Value};

/// What may stand in a name or value as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// `name=a,b`
    Commas,
}

/// Writes a query without its question mark. Lists that `spelling` does not name are written as a repeated name.
pub(crate) fn written(query: &impl Serialize, spelling: &[(&str, Spelling)]) -> Result<String, Error> {
    let mut out = String::new();
    let value = serde_json::to_value(query)?;
    for (name, value) in value.as_object().into_iter().flatten() {
        let commas = spelling.contains(&(name.as_str(), Spelling::Commas));
        match value {
            Value::Array(items) if commas => {
                let joined = items.iter().map(text).collect::<Vec<_>>().join(",");
                pair(&mut out, name, &joined);
            }
            other => pairs(&mut out, name, other),
        }
    }
    Ok(out)
}

fn pairs(out: &mut String, name: &str, value: &Value) {
    match value {
        Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| pairs(out, name, item)),
        Value::Object(fields) => fields.iter().for_each(|(field, value)| pairs(out, &format!("{name}[{field}]"), value)),
        scalar => pair(out, name, &text(scalar)),
    }
}

fn pair(out: &mut String, name: &str, value: &str) {
    let between = if out.is_empty() { "" } else { "&" };
    let name = utf8_percent_encode(name, PLAIN);
    let value = utf8_percent_encode(value, PLAIN);
    write!(out, "{between}{name}={value}").expect("a text takes more text");
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Spelling, written};
    use serde_json::json;

    #[test]
    fn every_kind_of_value_has_its_spelling() {
        for (query, expected) in [
            (json!({"take": 5, "name": "a b&c"}), "take=5&name=a%20b%26c"),
            (json!({"absent": null, "yes": true}), "yes=true"),
            (json!({"ids": [1, 2]}), "ids=1,2"),
            (json!({"days": ["Monday", "Friday"]}), "days=Monday&days=Friday"),
            (json!({"filter": {"name": "x"}}), "filter%5Bname%5D=x"),
        ] {
            let commas = [("ids", Spelling::Commas)];
            assert_eq!(written(&query, &commas).unwrap().replace("%2C", ","), expected);
        }
    }
}
