//! Bookings: who may make, see and cancel them, what a host's time is worth, and what the answers look like.

mod cancelling;
mod creating;
mod fields;
mod listing;
mod recorded;
mod seats;

use openhours_tests::{EventType, Value, World, json, merged};

/// A Monday far ahead; the shared server's clock is the real one.
const MONDAY: &str = "2050-09-05";

/// An instant on that Monday: `at("09:30")`.
fn at(time: &str) -> String {
    format!("{MONDAY}T{time}:00Z")
}

/// Who books, unless a claim says otherwise.
fn anna() -> Value {
    json!({"name": "Anna Attendee", "email": "anna@example.com", "timeZone": "Europe/Rome", "language": "en"})
}

/// A whole body; `fields` go over the usual ones.
fn body(event_type: &EventType, start: &str, fields: Value) -> Value {
    merged(json!({"eventTypeId": event_type.id, "start": start, "attendee": anna()}), fields)
}

/// The taken time, as clients know it.
const TAKEN: &str = "User either already has booking at this time or is not available";

/// How many bookings an event type has.
async fn count(world: &World, event_type: &EventType) -> i64 {
    let path = format!("/v2/bookings?eventTypeId={}", event_type.id);
    world.client().get(&path).await.expect(200).number("pagination.totalItems")
}

/// A refusal of the booking engine: a bare status and sentence, without the envelope.
#[track_caller]
fn refused_bare(answer: &openhours_tests::Answer, status: u16, sentence: &str) {
    assert_eq!(answer.status, status, "{answer}");
    assert_eq!(answer.body, json!({"statusCode": status, "message": sentence}), "{answer}");
}
