//! Makes a value regular before it is checked. Nothing is refused here.

use serde_json::{Map, Value};

use super::test::{is_time_zone, spelling};
use super::{Kind, Nested, ObjectRules, Others, meant};

/// The regular spelling of a time zone: `america/new_york` becomes `America/New_York`.
pub fn regular_time_zone(text: &str) -> String {
    if is_time_zone(text) {
        return text.to_owned();
    }
    let capitalized = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect()
        })
    };
    let word = |word: &str| {
        let stem = word.trim_end_matches(|letter: char| !letter.is_ascii_alphabetic());
        match stem.to_ascii_uppercase().as_str() {
            "GMT" | "EST" | "UTC" => word.to_ascii_uppercase(),
            _ => capitalized(word),
        }
    };
    let segment = |segment: &str| segment.split('_').map(word).collect::<Vec<_>>().join("_");
    let regular = text.split('/').map(segment).collect::<Vec<_>>().join("/");
    // Zones such as `America/Port-au-Prince` have small words inside: the database knows them in any case.
    spelling(&regular).unwrap_or(regular)
}

/// Whether a text or a key anywhere in the value holds the character that no database text can hold.
pub fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        Value::Object(object) => object.iter().any(|(key, inner)| key.contains('\0') || holds_nul(inner)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Makes a value regular before it is checked: undeclared properties go, an optional null counts as absent, defaults
/// come in, whole numbers become integers, and time zones get their letter case.
pub fn prepare(value: &mut Value, shape: Nested) {
    match (shape, value) {
        (Nested::Object(rules), Value::Object(object)) => prepare_object(object, rules),
        (Nested::List(inner), Value::Array(items)) => {
            items.iter_mut().for_each(|item| prepare(item, *inner));
        }
        (Nested::Map(inner), Value::Object(object)) => {
            object.values_mut().for_each(|item| prepare(item, *inner));
        }
        (Nested::Tagged(tagged), value) => {
            if let Some(inner) = tagged.variant(value) {
                prepare(value, inner);
            }
        }
        (Nested::Untagged(alternatives), value) => {
            // What has none of the forms stays as it came, so that its errors show it so.
            let chosen = meant(value, alternatives).filter(|chosen| chosen.shape.is_form_of(value));
            if let Some(inner) = chosen.and_then(|chosen| chosen.inner) {
                prepare(value, inner);
            }
        }
        _ => {}
    }
}

fn prepare_object(object: &mut Map<String, Value>, rules: &ObjectRules) {
    if rules.others == Others::Dropped {
        object.retain(|key, _| rules.fields.iter().any(|field| field.name == key));
    }
    for field in rules.fields {
        if !field.nullable && object.get(field.name).is_some_and(Value::is_null) {
            object.shift_remove(field.name);
        }
        match object.get_mut(field.name) {
            Some(value) => {
                regularize(value, field.kind);
                if let Some(inner) = field.inner {
                    prepare(value, inner);
                }
            }
            None => {
                if let Some(value) = field.default.and_then(|text| serde_json::from_str(text).ok()) {
                    object.insert(field.name.to_owned(), value);
                }
            }
        }
    }
}

fn regularize(value: &mut Value, kind: Kind) {
    match (kind, &mut *value) {
        (Kind::TimeZone, Value::String(text)) => *text = regular_time_zone(text),
        (Kind::Date, Value::String(text)) => {
            if let Ok(instant) = crate::Instant::parse(text) {
                *text = instant.timestamp().strftime("%Y-%m-%d").to_string();
            }
        }
        (Kind::Integer, Value::Number(number)) => {
            if let Some(whole) = number.as_f64().filter(|_| !number.is_i64()).and_then(whole) {
                *value = whole.into();
            }
        }
        (Kind::List(inner), Value::Array(items)) => {
            items.iter_mut().for_each(|item| regularize(item, *inner));
        }
        _ => {}
    }
}

/// The integer that a decimal stands for, as `5.0` does.
fn whole(number: f64) -> Option<i64> {
    // Beyond 2^53 a decimal no longer names one integer.
    #[allow(clippy::cast_possible_truncation)]
    (number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0).then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_zones_get_their_regular_spelling() {
        for (sent, regular) in [
            ("america/new_york", "America/New_York"),
            ("utc/gmt+3_est", "UTC/GMT+3_EST"),
            ("egypt", "Egypt"),
            ("etc/gmt+3", "Etc/GMT+3"),
            ("america/port-au-prince", "America/Port-au-Prince"),
            ("EUROPE/RIGA", "Europe/Riga"),
            ("narnia/woods", "Narnia/Woods"),
        ] {
            assert_eq!(regular_time_zone(sent), regular);
        }
    }

    #[test]
    fn names_that_only_a_machine_knows_are_no_zones() {
        for name in ["localtime", "posix/Europe/Riga", "right/Europe/Riga", "posixrules", ""] {
            assert!(!is_time_zone(name), "{name}");
        }
    }
}
