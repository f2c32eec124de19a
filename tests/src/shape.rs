//! The comparison with a recorded answer: status, envelope, field names, types and fixed values must be equal; ids,
//! tokens, instants and URLs only need to be of the same kind.

use serde_json::{Map, Value};

use crate::Answer;
use crate::answer::find;

/// How a recorded answer and ours are compared.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    replaced: Vec<(String, String)>,
    ignored: Vec<String>,
    ignored_anywhere: Vec<String>,
}

/// Fails unless an answer has the status and shape of a recorded response `{status, body}`.
#[track_caller]
pub fn shape_equal(recorded: &Value, answer: &Answer) {
    Comparison::new().assert(recorded, answer);
}

impl Comparison {
    /// The plain comparison.
    pub fn new() -> Self {
        Self::default()
    }

    /// What the recording calls `recorded` is called `actual` in our world: client ids, usernames, ids in sentences.
    /// Only whole words are replaced.
    pub fn replacing(mut self, recorded: impl ToString, actual: impl ToString) -> Self {
        self.replaced.push((recorded.to_string(), actual.to_string()));
        self
    }

    /// The field at this path (`data.0.icsUid`, `*` for any index) may differ or be missing.
    pub fn ignoring(mut self, path: &str) -> Self {
        self.ignored.push(path.to_owned());
        self
    }

    /// Fields of this name may differ or be missing, wherever they stand.
    pub fn ignoring_anywhere(mut self, name: &str) -> Self {
        self.ignored_anywhere.push(name.to_owned());
        self
    }

    /// Fails with all differences from a recorded response `{status, body}`.
    #[track_caller]
    pub fn assert(&self, recorded: &Value, answer: &Answer) {
        let differences = self.differences(recorded, answer);
        assert!(
            differences.is_empty(),
            "The answer differs from the recorded one:\n  {}\n--- recorded\n{recorded:#}\n{answer}",
            differences.join("\n  ")
        );
    }

    /// All differences from a recorded response, one line each.
    pub fn differences(&self, recorded: &Value, answer: &Answer) -> Vec<String> {
        let mut found = Vec::new();
        let status = find(recorded, "status").and_then(Value::as_u64);
        if status != Some(u64::from(answer.status)) {
            found.push(format!("status: recorded {status:?}, ours {}", answer.status));
        }
        let body = self.translated(recorded.get("body").unwrap_or(&Value::Null));
        found.extend(self.compare("", &body, &answer.body));
        found
    }

    fn compare(&self, path: &str, recorded: &Value, ours: &Value) -> Vec<String> {
        match (recorded, ours) {
            _ if self.is_ignored(path) => Vec::new(),
            (Value::Object(recorded), Value::Object(ours)) => self.compare_fields(path, recorded, ours),
            (Value::Array(recorded), Value::Array(ours)) => self.compare_lists(path, recorded, ours),
            _ if Kind::of(path, recorded).admits(path, ours) => Vec::new(),
            _ => vec![format!("{path}: recorded {recorded}, ours {ours}")],
        }
    }

    fn compare_fields(
        &self,
        path: &str,
        recorded: &Map<String, Value>,
        ours: &Map<String, Value>,
    ) -> Vec<String> {
        let mut found = Vec::new();
        for (name, value) in recorded {
            let path = join(path, name);
            match ours.get(name) {
                Some(other) => found.extend(self.compare(&path, value, other)),
                None if self.is_ignored(&path) => {}
                None => found.push(format!("{path}: missing, recorded {value}")),
            }
        }
        let added = ours.iter().filter(|(name, _)| !recorded.contains_key(*name));
        let added = added.map(|(name, value)| (join(path, name), value));
        let added = added.filter(|(path, _)| !self.is_ignored(path));
        found.extend(added.map(|(path, value)| format!("{path}: not recorded, ours {value}")));
        found
    }

    fn compare_lists(&self, path: &str, recorded: &[Value], ours: &[Value]) -> Vec<String> {
        let mut found = Vec::new();
        if recorded.len() != ours.len() {
            found.push(format!("{path}: recorded {} elements, ours {}", recorded.len(), ours.len()));
        }
        for (index, (value, other)) in recorded.iter().zip(ours).enumerate() {
            found.extend(self.compare(&join(path, &index.to_string()), value, other));
        }
        found
    }

    fn is_ignored(&self, path: &str) -> bool {
        let name = path.rsplit('.').next().unwrap_or(path);
        self.ignored_anywhere.iter().any(|ignored| ignored == name)
            || self.ignored.iter().any(|pattern| is_match(pattern, path))
    }

    /// The recorded value in our world's words.
    fn translated(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(
                self.replaced.iter().fold(text.clone(), |text, (from, to)| replace_words(&text, from, to)),
            ),
            Value::Array(items) => items.iter().map(|item| self.translated(item)).collect(),
            Value::Object(fields) => {
                fields.iter().map(|(name, value)| (name.clone(), self.translated(value))).collect()
            }
            other => other.clone(),
        }
    }
}

/// What a recorded value demands of ours.
#[derive(Debug, PartialEq)]
enum Kind {
    Fixed(Value),
    AnyInteger,
    AnyText,
    Instant,
    Url,
}

impl Kind {
    fn of(path: &str, recorded: &Value) -> Self {
        let name = named(path);
        match recorded {
            Value::Number(number) if is_id(name) || name.ends_with("At") => {
                if number.is_f64() {
                    Self::Fixed(recorded.clone())
                } else {
                    Self::AnyInteger
                }
            }
            Value::String(text) => Self::of_text(name, text),
            other => Self::Fixed(other.clone()),
        }
    }

    fn of_text(name: &str, text: &str) -> Self {
        let is_moment = ["At", "Until", "Date", "timestamp"].iter().any(|ending| name.ends_with(ending));
        if is_moment && is_instant(text) {
            Self::Instant
        } else if text.starts_with("http://") || text.starts_with("https://") {
            Self::Url
        } else if is_id(name) || is_secret(name) || text == "<jwt>" {
            Self::AnyText
        } else {
            Self::Fixed(Value::String(text.to_owned()))
        }
    }

    fn admits(&self, path: &str, ours: &Value) -> bool {
        match (self, ours) {
            (Self::Fixed(Value::String(recorded)), Value::String(ours)) if named(path) == "path" => {
                without_digits(recorded) == without_digits(ours)
            }
            (Self::Fixed(recorded), ours) => recorded == ours,
            (Self::AnyInteger, ours) => ours.is_i64() || ours.is_u64(),
            (Self::AnyText, ours) => ours.as_str().is_some_and(|text| !text.is_empty()),
            (Self::Instant, ours) => ours.as_str().is_some_and(is_instant),
            (Self::Url, ours) => ours.as_str().is_some_and(|text| text.starts_with("http")),
        }
    }
}

/// The name of the field at a path; for an element of a list, the list's name.
fn named(path: &str) -> &str {
    let is_index = |step: &&str| step.bytes().all(|byte| byte.is_ascii_digit());
    path.rsplit('.').find(|step| !is_index(step)).unwrap_or(path)
}

fn is_id(name: &str) -> bool {
    let endings = ["Id", "Ids", "Uid", "UID", "Uids"];
    matches!(name, "id" | "uid") || endings.iter().any(|ending| name.ends_with(ending))
}

fn is_secret(name: &str) -> bool {
    ["Token", "Secret", "Key"].iter().any(|ending| name.ends_with(ending))
        || matches!(name, "secret" | "token")
}

fn is_instant(text: &str) -> bool {
    text.parse::<jiff::Timestamp>().is_ok()
}

fn without_digits(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_ascii_digit()).collect()
}

fn join(path: &str, step: &str) -> String {
    if path.is_empty() { step.to_owned() } else { format!("{path}.{step}") }
}

fn is_match(pattern: &str, path: &str) -> bool {
    let (mut pattern, mut path) = (pattern.split('.'), path.split('.'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some(one), Some(other)) if one == "*" || one == other => {}
            _ => return false,
        }
    }
}

/// Replaces `from` where no letter or digit stands beside it.
pub(crate) fn replace_words(text: &str, from: &str, to: &str) -> String {
    let is_part = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, after) = (&rest[..at], &rest[at + from.len()..]);
        let is_word = !is_part(before.chars().next_back()) && !is_part(after.chars().next());
        out.push_str(before);
        out.push_str(if is_word { to } else { from });
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn compared(recorded: &Value, ours: &Value, comparison: &Comparison) -> Vec<String> {
        comparison.compare("", &comparison.translated(recorded), ours)
    }

    #[test]
    fn ids_instants_and_tokens_only_need_the_same_kind() {
        let recorded =
            json!({"id": 4, "uid": "abc", "createdAt": "2026-11-23T16:13:43.199Z", "accessToken": "<jwt>"});
        let ours =
            json!({"id": 9, "uid": "xyz", "createdAt": "2027-01-01T00:00:00.000Z", "accessToken": "eyJ"});
        assert_eq!(compared(&recorded, &ours, &Comparison::new()), Vec::<String>::new());
    }

    #[test]
    fn other_values_names_and_types_must_be_equal() {
        let recorded = json!({"id": 4, "name": "Ana", "bio": null, "start": "2026-12-07T09:00:00.000Z"});
        let ours = json!({"id": "4", "name": "Bob", "start": "2026-12-07T10:00:00.000Z", "extra": 1});
        let found = compared(&recorded, &ours, &Comparison::new());
        assert_eq!(found.len(), 5, "{found:?}");
    }

    #[test]
    fn an_ignored_field_may_differ_or_be_missing() {
        let comparison = Comparison::new().ignoring("data.*.rating").ignoring_anywhere("extra");
        let recorded = json!({"data": [{"rating": 1, "extra": 2}]});
        assert!(compared(&recorded, &json!({"data": [{}]}), &comparison).is_empty());
    }

    #[test]
    fn only_whole_words_are_replaced() {
        assert_eq!(replace_words("user 10 of 102, 10", "10", "7"), "user 7 of 102, 7");
    }
}
