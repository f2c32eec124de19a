//! What a command says when it is done: lines for people, or one JSON object.

use serde_json::{Value, json};

/// The outcome of a command.
pub struct Report {
    text: String,
    value: Value,
}

impl Report {
    /// An outcome in both forms.
    pub fn new(text: impl Into<String>, value: Value) -> Self {
        Self { text: text.into(), value }
    }

    /// Nothing more to say.
    pub fn silent() -> Self {
        Self::new("", Value::Null)
    }

    /// A failure, with what caused it.
    pub fn failure(failure: &(dyn std::error::Error + 'static)) -> Self {
        let mut sentences = vec![failure.to_string()];
        let mut next = failure.source();
        while let Some(cause) = next {
            sentences.push(cause.to_string());
            next = cause.source();
        }
        let text = sentences.join(": ");
        Self::new(format!("openhours: {text}"), json!({ "error": text }))
    }

    /// Prints it to standard output.
    pub fn print(&self, as_json: bool) {
        if let Some(shown) = self.shown(as_json) {
            println!("{shown}");
        }
    }

    /// Prints it to standard error.
    pub fn print_error(&self, as_json: bool) {
        if let Some(shown) = self.shown(as_json) {
            eprintln!("{shown}");
        }
    }

    fn shown(&self, as_json: bool) -> Option<String> {
        let shown = if as_json { self.value.to_string() } else { self.text.clone() };
        (!self.text.is_empty()).then_some(shown)
    }
}
