//! A recorded conversation that is held again: each step's request is sent, its answer compared with the recorded one.
//!
//! A conversation is text, one JSON object in each line: `name`, `request {method, path, headers, body}`, `response
//! {status, body}` (absent in steps that only prepare others), `keep {symbol: path}` (this field of our answer is what
//! later steps call `symbol`) and `ignore [paths]` (where we answer otherwise on purpose).

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::Value;

use crate::shape::replace_words;
use crate::{Answer, Caller, Comparison, Credentials};

/// A conversation and what its symbols stand for.
pub struct Conversation {
    steps: Vec<String>,
    symbols: BTreeMap<String, String>,
    comparison: Comparison,
}

impl Conversation {
    /// The conversation in a text.
    pub fn new(text: &str) -> Self {
        let steps = text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
        Self { steps, symbols: BTreeMap::new(), comparison: Comparison::new() }
    }

    /// What the steps call `symbol` is `actual` here. Only whole words are replaced.
    pub fn knowing(mut self, symbol: &str, actual: impl ToString) -> Self {
        self.symbols.insert(symbol.to_owned(), actual.to_string());
        self
    }

    /// Fields of these names are younger than the recording, or differ on purpose, wherever they stand.
    pub fn but_for(mut self, names: &[&str]) -> Self {
        self.comparison =
            names.iter().fold(self.comparison, |comparison, name| comparison.ignoring_anywhere(name));
        self
    }

    /// Holds it, and fails with the differences of all steps together.
    pub async fn hold(mut self, anyone: &Caller) {
        let mut differing = Vec::new();
        for line in std::mem::take(&mut self.steps) {
            let step = self.translated(&line);
            let answer = ask(anyone, &step["request"]).await;
            self.keep(&step, &answer);
            let found = self.differences(&step, &answer);
            if !found.is_empty() {
                let name = step["name"].as_str().unwrap_or_default();
                differing.push(format!("{name}\n    {}\n{answer}", found.join("\n    ")));
            }
        }
        assert!(differing.is_empty(), "{} steps differ:\n\n{}", differing.len(), differing.join("\n\n"));
    }

    /// A step in the words of our world.
    fn translated(&self, line: &str) -> Value {
        let line =
            self.symbols.iter().fold(line.to_owned(), |line, (from, to)| replace_words(&line, from, to));
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("not a step ({error}): {line}"))
    }

    fn keep(&mut self, step: &Value, answer: &Answer) {
        for (symbol, path) in step["keep"].as_object().into_iter().flatten() {
            let value = match answer.find(path.as_str().unwrap_or_default()) {
                Some(Value::String(text)) => text.clone(),
                Some(other) => other.to_string(),
                None => panic!("{}: there is no {path} to keep.\n{answer}", step["name"]),
            };
            self.symbols.insert(symbol.clone(), value);
        }
    }

    /// Where an answer differs from the recorded one; in a step without a recorded answer, a refusal differs.
    fn differences(&self, step: &Value, answer: &Answer) -> Vec<String> {
        let Some(recorded) = step.get("response") else {
            return if answer.status < 300 {
                Vec::new()
            } else {
                vec!["the preparation was refused".to_owned()]
            };
        };
        let ignored = step["ignore"].as_array().into_iter().flatten().filter_map(Value::as_str);
        ignored.fold(self.comparison.clone(), Comparison::ignoring).differences(recorded, answer)
    }
}

async fn ask(anyone: &Caller, request: &Value) -> Answer {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let method: Method = text(&request["method"]).parse().expect("a method");
    let mut asked = anyone.with(Credentials::None).request(method, &text(&request["path"])).without_version();
    for (name, value) in request["headers"].as_object().into_iter().flatten() {
        asked = asked.header(name, &text(value));
    }
    if !request["body"].is_null() {
        asked = asked.json(&request["body"]);
    }
    asked.await
}
