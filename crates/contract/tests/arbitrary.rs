//! No input makes an entrance panic.

use openhours_contract::{body, bookings, calendars, event_types, oauth, query, schedules, workflows};
use proptest::collection::{hash_map, vec};
use proptest::prelude::*;
use serde_json::{Number, Value};

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| Number::from_f64(number).map_or(Value::Null, Value::Number)),
        prop_oneof!["\\PC*", "address|email_host|range|weekly|text|2030-01-01", "[+-]?[0-9]{1,20}"]
            .prop_map(Value::String),
    ];
    let key = prop_oneof![
        "type|action|slug|start|attendee|locations|steps|bookingFields|availability|grant_type|timeZone|value",
        "recurrence|seats|bookingWindow|confirmationPolicy|message|location|overrides|days|hosts|metadata",
        "\\PC{0,8}"
    ];
    leaf.prop_recursive(4, 48, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::Array),
            hash_map(key.clone(), inner, 0..8).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_read_or_refused(value in json()) {
        let text = value.to_string();
        let _ = body::<bookings::CreateBooking>(text.as_bytes());
        let _ = body::<event_types::CreateTeamEventType>(text.as_bytes());
        let _ = body::<event_types::UpdateEventType>(text.as_bytes());
        let _ = body::<schedules::CreateSchedule>(text.as_bytes());
        let _ = body::<workflows::CreateEventTypeWorkflow>(text.as_bytes());
        let _ = body::<oauth::OAuth2TokenRequest>(text.as_bytes());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..200)) {
        let _ = body::<schedules::UpdateSchedule>(&bytes);
    }

    #[test]
    fn any_query_is_read_or_refused(raw in "([a-zA-Z%\\[\\]0-9]{0,12}=[\\PC]{0,12}&){0,8}") {
        let _ = query::<bookings::ListBookingsQuery>(&raw);
        let _ = query::<oauth::OAuth2TokenRequest>(&raw);
    }

    #[test]
    fn any_brackets_are_read_or_refused(raw in "(calendarsToLoad(%5B|\\[)[0-9]{0,22}(%5D|\\])(\\[[a-zA-Z]{0,12}\\]){0,8}=[0-9a-z,%+]{0,9}&){0,8}") {
        let _ = query::<calendars::ListCalendarBusyTimesQuery>(&raw);
    }
}
