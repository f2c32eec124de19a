//! Event types of a user: what can be set, what is given back, who sees what, and how requests are refused.

mod fields;
mod listing;
mod owners;
mod recorded;
mod settings;
mod together;

use openhours_tests::{Answer, Person, Value, json, merged};

const PATH: &str = "/v2/event-types";

fn one(id: i64) -> String {
    format!("{PATH}/{id}")
}

/// A whole body with a place, and other fields put over it.
fn body(slug: &str, fields: Value) -> Value {
    let usual = json!({
        "lengthInMinutes": 30,
        "title": "Meeting",
        "slug": slug,
        "locations": [{"type": "address", "address": "1 High St", "public": true}],
    });
    merged(usual, fields)
}

async fn made(person: &Person, slug: &str, fields: Value) -> Answer {
    person.post(PATH, body(slug, fields)).await.expect(201)
}

/// The same setting, sent and given back.
async fn returned(person: &Person, slug: &str, (setting, sent): (&str, Value)) -> Value {
    let answer = made(person, slug, json!({ setting: sent })).await;
    let id = answer.number("data.id");
    let read = person.get(&one(id)).await.expect(200);
    assert_eq!(read.data(), answer.data(), "what was made and what is read differ");
    answer.data().get(setting).cloned().unwrap_or(Value::Null)
}

/// The slugs of the person's event types.
async fn slugs(person: &Person) -> Vec<String> {
    let list = person.get(PATH).await.expect(200);
    list.list().iter().filter_map(|one| one["slug"].as_str().map(ToOwned::to_owned)).collect()
}
