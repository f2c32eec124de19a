//! An answer and the words to judge it. Each judgement fails at the line of the test that asked for it, and shows the
//! request and the whole answer.

use std::collections::BTreeSet;
use std::fmt;

use reqwest::Response;
use reqwest::header::HeaderMap;
use serde_json::Value;

/// What a server answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as JSON; a JSON string with its text when it is not JSON.
    pub body: Value,
    asked: String,
    sent: String,
}

impl Answer {
    pub(crate) async fn read(asked: String, sent: String, response: Response) -> Self {
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let text =
            response.text().await.unwrap_or_else(|error| panic!("{asked}: the body broke off: {error}"));
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Self { status, headers, body, asked, sent }
    }

    /// The status is this one. Gives the answer back, so that more can be asked of it.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert!(self.status == status, "Expected status {status}.\n{self}");
        self
    }

    /// The field at a path of names and indexes: `data.user.email`, `data.0.id`.
    #[track_caller]
    pub fn field(&self, path: &str) -> &Value {
        self.find(path).unwrap_or_else(|| panic!("There is no `{path}`.\n{self}"))
    }

    /// The same, or None.
    pub fn find(&self, path: &str) -> Option<&Value> {
        find(&self.body, path)
    }

    /// What stands in `data`.
    #[track_caller]
    pub fn data(&self) -> &Value {
        self.field("data")
    }

    /// The elements of `data`.
    #[track_caller]
    pub fn list(&self) -> &Vec<Value> {
        self.data().as_array().unwrap_or_else(|| panic!("`data` is not a list.\n{self}"))
    }

    /// A field that is an integer.
    #[track_caller]
    pub fn number(&self, path: &str) -> i64 {
        self.field(path).as_i64().unwrap_or_else(|| panic!("`{path}` is not an integer.\n{self}"))
    }

    /// A field that is a text.
    #[track_caller]
    pub fn text(&self, path: &str) -> String {
        let text = self.field(path).as_str();
        text.unwrap_or_else(|| panic!("`{path}` is not a text.\n{self}")).to_owned()
    }

    /// A header's value, or None.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The fields at these paths have these values: `answer.has(&json!({"data.name": "Ana", "data.bio": null}))`.
    #[track_caller]
    pub fn has(&self, expected: &Value) -> &Self {
        let Some(fields) = expected.as_object() else {
            panic!("has() takes an object of paths and values");
        };
        for (path, value) in fields {
            let found = self.find(path);
            assert!(found == Some(value), "Expected `{path}` to be {value}, not {found:?}.\n{self}");
        }
        self
    }

    /// A refusal in the error envelope with exactly this sentence.
    #[track_caller]
    pub fn refused(&self, status: u16, sentence: &str) -> &Self {
        self.is_refusal(status);
        assert!(
            self.find("error.message").and_then(Value::as_str) == Some(sentence),
            "Expected the sentence: {sentence}\n{self}"
        );
        self
    }

    /// A refusal whose sentence contains this part.
    #[track_caller]
    pub fn refused_saying(&self, status: u16, part: &str) -> &Self {
        self.is_refusal(status);
        let sentence = self.find("error.message").and_then(Value::as_str).unwrap_or_default();
        assert!(sentence.contains(part), "Expected a sentence with: {part}\n{self}");
        self
    }

    /// A refusal of the input that lists exactly these broken rules, in any order: `name must be a string`.
    #[track_caller]
    pub fn invalid(&self, messages: &[&str]) -> &Self {
        self.refused(400, "Bad Request Exception");
        let found = self.broken_rules();
        let expected: BTreeSet<String> = messages.iter().map(|message| (*message).to_owned()).collect();
        assert!(found == expected, "Expected the broken rules {expected:#?}, found {found:#?}.\n{self}");
        self
    }

    /// A refusal of the input that lists at least this broken rule.
    #[track_caller]
    pub fn invalid_with(&self, message: &str) -> &Self {
        self.refused(400, "Bad Request Exception");
        let found = self.broken_rules();
        assert!(found.contains(message), "Expected the broken rule {message:?}, found {found:#?}.\n{self}");
        self
    }

    /// The messages of a validation error, those of nested fields too.
    pub fn broken_rules(&self) -> BTreeSet<String> {
        let mut messages = BTreeSet::new();
        if let Some(errors) = self.find("error.details.errors") {
            collect_messages(errors, &mut messages);
        }
        messages
    }

    /// The error envelope is whole: status, a timestamp, the path asked for, a code and a message.
    #[track_caller]
    fn is_refusal(&self, status: u16) {
        assert!(self.status == status, "Expected status {status}.\n{self}");
        assert!(self.find("status") == Some(&Value::from("error")), "Expected the error envelope.\n{self}");
        for field in ["error.code", "error.message", "path"] {
            assert!(self.find(field).is_some_and(Value::is_string), "Expected the text `{field}`.\n{self}");
        }
        let timestamp = self.find("timestamp").and_then(Value::as_str);
        let is_instant = timestamp.is_some_and(|text| text.parse::<jiff::Timestamp>().is_ok());
        assert!(is_instant, "Expected an instant in `timestamp`.\n{self}");
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "--- {}", self.asked)?;
        if !self.sent.is_empty() {
            writeln!(out, "{}", shortened(&self.sent))?;
        }
        writeln!(
            out,
            "--- answered {} (request {})",
            self.status,
            self.header("x-request-id").unwrap_or("without id")
        )?;
        let body = match &self.body {
            Value::String(text) => text.clone(),
            other => serde_json::to_string_pretty(other).unwrap_or_default(),
        };
        write!(out, "{}", shortened(&body))
    }
}

fn shortened(text: &str) -> String {
    const MOST: usize = 6_000;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}… ({} bytes in all)", &text[..end], text.len()),
        None => text.to_owned(),
    }
}

/// The value at a dotted path.
pub fn find<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, step| match value {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        other => other.get(step),
    })
}

fn collect_messages(errors: &Value, messages: &mut BTreeSet<String>) {
    for error in errors.as_array().into_iter().flatten() {
        let constraints = error.get("constraints").and_then(Value::as_object);
        messages.extend(
            constraints.into_iter().flatten().filter_map(|(_, text)| text.as_str().map(str::to_owned)),
        );
        if let Some(children) = error.get("children") {
            collect_messages(children, messages);
        }
    }
}
