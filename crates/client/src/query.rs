//! Query strings: a query's structure as `name=value` pairs. Nested names are written `filter[name]`, lists as a
//! repeated name (`filter[0][name]` when they hold objects) or, where the contract says so, separated by commas.

use std::fmt::Write;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Error, Value};

/// What may stand in a name or value as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Writes a query without its question mark; the lists of the names in `commas` as one value each.
pub(crate) fn written(query: &impl Serialize, commas: &[&str]) -> Result<String, Error> {
    let mut out = String::new();
    let value = serde_json::to_value(query)?;
    for (name, value) in value.as_object().into_iter().flatten() {
        match value {
            Value::Array(items) if commas.contains(&name.as_str()) => {
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
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| match item {
            Value::Object(_) => pairs(out, &format!("{name}[{index}]"), item),
            plain => pairs(out, name, plain),
        }),
        Value::Object(fields) => {
            fields.iter().for_each(|(field, value)| pairs(out, &format!("{name}[{field}]"), value))
        }
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
    use super::written;
    use serde_json::json;

    #[test]
    fn every_kind_of_value_has_its_spelling() {
        for (query, expected) in [
            (json!({"take": 5, "name": "a b&c"}), "take=5&name=a%20b%26c"),
            (json!({"absent": null, "yes": true}), "yes=true"),
            (json!({"ids": [1, 2]}), "ids=1,2"),
            (json!({"days": ["Monday", "Friday"]}), "days=Monday&days=Friday"),
            (json!({"filter": {"name": "x"}}), "filter%5Bname%5D=x"),
            (json!({"ranks": [{"id": "x"}, {"id": "y"}]}), "ranks%5B0%5D%5Bid%5D=x&ranks%5B1%5D%5Bid%5D=y"),
        ] {
            assert_eq!(written(&query, &["ids"]).unwrap().replace("%2C", ","), expected);
        }
    }
}
