//! What a request that the contract does not allow is told, and what is made of one that it does.

use openhours_contract::{
    Checked, Patch, Refusal, body, bookings, event_types, managed_users, memberships, oauth, organizations,
    query, schedules, teams, webhooks,
};
use serde_json::{Value, json};

fn refusal<T: Checked>(request: &Value) -> Refusal {
    match body::<T>(request.to_string().as_bytes()) {
        Ok(_) => panic!("accepted: {request}"),
        Err(refusal) => refusal,
    }
}

/// The errors as the wire shows them.
fn errors<T: Checked>(request: Value) -> Value {
    match refusal::<T>(&request) {
        Refusal::Fields(errors) => serde_json::to_value(errors).expect("errors are JSON"),
        Refusal::Sentence(sentence) => panic!("a sentence: {sentence}"),
    }
}

fn sentence<T: Checked>(request: Value) -> String {
    match refusal::<T>(&request) {
        Refusal::Sentence(sentence) => sentence,
        Refusal::Fields(errors) => panic!("a list: {errors:?}"),
    }
}

fn query_errors<T: Checked>(raw: &str) -> Value {
    match query::<T>(raw) {
        Ok(_) => panic!("accepted: {raw}"),
        Err(Refusal::Fields(errors)) => serde_json::to_value(errors).expect("errors are JSON"),
        Err(Refusal::Sentence(sentence)) => panic!("a sentence: {sentence}"),
    }
}

#[test]
fn every_missing_property_is_reported_at_once() {
    assert_eq!(
        errors::<schedules::CreateSchedule>(json!({})),
        json!([
            { "target": {}, "property": "name", "children": [], "constraints": { "isString": "name must be a string" } },
            { "target": {}, "property": "timeZone", "children": [],
              "constraints": { "isTimeZone": "timeZone must be a valid IANA time-zone" } },
            { "target": {}, "property": "isDefault", "children": [],
              "constraints": { "isBoolean": "isDefault must be a boolean value" } },
        ])
    );
}

#[test]
fn a_missing_integer_breaks_its_bounds_too() {
    let found = errors::<event_types::CreateEventType>(json!({}));
    assert_eq!(
        found[0]["constraints"],
        json!({ "min": "lengthInMinutes must not be less than 1", "isInt": "lengthInMinutes must be an integer number" })
    );
    assert_eq!(found[0].get("value"), None);
}

#[test]
fn a_body_that_is_no_object_counts_as_an_empty_one() {
    for request in [json!([]), json!("x"), json!(null), json!(3)] {
        assert_eq!(errors::<schedules::CreateSchedule>(request)[0]["target"], json!({}));
    }
    assert!(body::<schedules::UpdateSchedule>(b"").is_ok());
}

#[test]
fn malformed_json_is_one_sentence() {
    assert!(matches!(body::<schedules::UpdateSchedule>(b"{bad"), Err(Refusal::Sentence(_))));
}

#[test]
fn a_default_shows_in_the_target_and_in_the_value() {
    let found = errors::<event_types::CreateEventType>(json!({ "lengthInMinutes": 30, "title": "t" }));
    assert_eq!(found[0]["property"], "slug");
    let made: managed_users::CreateManagedUser =
        body(json!({ "email": "ana@example.com", "name": "Ana" }).to_string().as_bytes()).unwrap();
    assert_eq!(made.name, "Ana");
}

#[test]
fn null_is_absence_where_a_property_is_optional() {
    let request = json!({ "email": "ana@example.com", "name": "Ana", "timeZone": null });
    assert!(body::<managed_users::CreateManagedUser>(request.to_string().as_bytes()).is_ok());
    let request = json!({ "email": "ana@example.com", "name": "Ana", "timeZone": "" });
    assert_eq!(errors::<managed_users::CreateManagedUser>(request)[0]["property"], "timeZone");
}

#[test]
fn unknown_properties_are_dropped() {
    let request =
        json!({ "name": "n", "timeZone": "Europe/Riga", "isDefault": true, "dub_id": null, "x": 1 });
    assert!(body::<schedules::CreateSchedule>(request.to_string().as_bytes()).is_ok());
}

#[test]
fn a_time_zone_gets_its_letter_case() {
    for (sent, kept) in [("america/new_york", "America/New_York"), ("egypt", "Egypt"), ("utc", "UTC")] {
        let request = json!({ "name": "n", "timeZone": sent, "isDefault": true });
        let made: schedules::CreateSchedule = body(request.to_string().as_bytes()).unwrap();
        assert_eq!(made.time_zone, kept);
    }
    let request = json!({ "name": "n", "timeZone": "Narnia/Woods", "isDefault": true });
    assert_eq!(errors::<schedules::CreateSchedule>(request)[0]["property"], "timeZone");
}

#[test]
fn an_error_in_a_list_is_a_child_with_its_index() {
    let request = json!({ "name": "n", "timeZone": "Europe/Riga", "isDefault": true,
        "availability": [{ "days": ["Monday"], "startTime": "09:00", "endTime": "25:00" }] });
    let found = errors::<schedules::CreateSchedule>(request);
    let item = &found[0]["children"][0];
    assert_eq!(found[0].get("constraints"), None);
    assert_eq!(item["property"], "0");
    assert_eq!(item["children"][0]["property"], "endTime");
    assert_eq!(
        item["children"][0]["constraints"],
        json!({ "matches": "endTime must be a valid time format HH:MM" })
    );
}

#[test]
fn a_list_that_is_none_breaks_both_rules() {
    let found = errors::<schedules::CreateSchedule>(
        json!({ "name": "n", "timeZone": "Europe/Riga", "isDefault": true, "availability": "x" }),
    );
    assert_eq!(
        found[0]["constraints"],
        json!({
            "isArray": "availability must be an array",
            "nestedValidation": "each value in nested property availability must be either object or array",
        })
    );
}

#[test]
fn metadata_has_its_limits() {
    let many: serde_json::Map<String, Value> = (0..51).map(|n| (n.to_string(), json!("v"))).collect();
    let request = json!({ "email": "ana@example.com", "name": "Ana", "metadata": many });
    let found = errors::<managed_users::CreateManagedUser>(request);
    assert!(found[0]["constraints"]["ValidateMetadata"].is_string());
    let request = json!({ "email": "ana@example.com", "name": "Ana", "metadata": "x" });
    let found = errors::<managed_users::CreateManagedUser>(request);
    let keys: Vec<&String> = found[0]["constraints"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["ValidateMetadata", "isObject"]);
}

#[test]
fn a_booking_is_told_in_one_sentence() {
    let request = json!({ "start": "2030-08-13T09:00:00Z", "eventTypeId": 1,
        "attendee": { "name": "A", "email": "a@example.com", "timeZone": "Nowhere" } });
    assert_eq!(
        sentence::<bookings::CreateBooking>(request),
        "attendee property is wrong, timeZone property is wrong,timeZone must be a valid IANA time-zone "
    );
    let request = json!({ "start": "2030-08-13T09:00:00Z", "eventTypeId": 1 });
    assert_eq!(
        sentence::<bookings::CreateBooking>(request),
        "attendee property is wrong,attendee should not be null or undefined "
    );
    let request = json!({ "start": "2030-08-13T09:00:00Z", "eventTypeId": 1, "foo": 1,
        "attendee": { "name": "A", "email": "a@example.com", "timeZone": "Europe/Riga" } });
    assert_eq!(
        sentence::<bookings::CreateBooking>(request),
        "foo property is wrong,property foo should not exist "
    );
}

#[test]
fn a_named_check_can_answer_with_a_sentence() {
    let request =
        json!({ "lengthInMinutes": 30, "title": "t", "slug": "s", "locations": [{ "type": "moon" }] });
    assert_eq!(
        sentence::<event_types::CreateEventType>(request),
        "Unsupported location type 'moon'. Valid types are address, link, integration, and phone."
    );
}

#[test]
fn a_tagged_union_speaks_about_the_variant_meant() {
    let request = json!({ "name": "w", "trigger": { "type": "newEvent" }, "activation": { "activeOnEventTypeIds": [] },
        "steps": [{ "stepNumber": 1, "action": "sms_attendee", "recipient": "attendee", "template": "reminder",
                    "sender": "s", "message": { "subject": "s" } }] });
    let found = errors::<openhours_contract::workflows::CreateEventTypeWorkflow>(request);
    let steps = found.as_array().unwrap().iter().find(|error| error["property"] == "steps").unwrap();
    assert_eq!(steps["children"][0]["children"][0]["property"], "message");
    let request = json!({ "name": "w", "trigger": { "type": "newEvent" }, "activation": {},
        "steps": [{ "action": "dance" }] });
    let found = errors::<openhours_contract::workflows::CreateEventTypeWorkflow>(request);
    let steps = found.as_array().unwrap().iter().find(|error| error["property"] == "steps").unwrap();
    assert_eq!(steps["children"][0]["children"][0]["property"], "action");
}

#[test]
fn a_query_reads_numbers_and_keeps_what_is_none() {
    let found = query_errors::<memberships::ListOrganizationMembershipsQuery>("take=0&skip=x");
    assert_eq!(found[0]["constraints"], json!({ "min": "take must not be less than 1" }));
    assert_eq!(found[0]["value"], json!(0));
    assert_eq!(
        found[1]["constraints"],
        json!({ "min": "skip must not be less than 0",
                "isNumber": "skip must be a number conforming to the specified constraints" })
    );
    assert_eq!(found[1]["value"], Value::Null);
    assert_eq!(found[1]["target"], json!({ "take": 0, "skip": null }));
    let found = query::<memberships::ListOrganizationMembershipsQuery>("").unwrap();
    assert_eq!((found.take, found.skip), (250, 0));
}

#[test]
fn a_query_reads_lists_in_every_spelling() {
    use openhours_contract::bookings::ListBookingsQuery;
    for raw in [
        "status=upcoming&status=past",
        "status[]=upcoming&status[]=past",
        "status=upcoming,past",
        "status%5B0%5D=upcoming&status%5B1%5D=past",
        "status[1]=past&status[0]=upcoming",
    ] {
        let found = query::<ListBookingsQuery>(raw).unwrap();
        let statuses: Vec<Value> =
            found.status.into_iter().flatten().map(|status| serde_json::to_value(status).unwrap()).collect();
        assert_eq!(statuses, [json!("upcoming"), json!("past")], "{raw}");
    }
    let found = query_errors::<ListBookingsQuery>("status=nope");
    assert_eq!(
        found[0]["constraints"],
        json!({ "isEnum": "Invalid status. Allowed are upcoming, recurring, past, cancelled, unconfirmed" })
    );
    assert_eq!(found[0]["value"], json!(["nope"]));
}

#[test]
fn a_query_reads_objects_in_brackets() {
    use openhours_contract::calendars::ListCalendarBusyTimesQuery;
    let raw = "loggedInUsersTz=Europe%2FLondon&dateFrom=2026-12-09&dateTo=2026-12-10\
               &calendarsToLoad%5B0%5D%5BcredentialId%5D=3&calendarsToLoad[0][externalId]=a+b";
    let found = query::<ListCalendarBusyTimesQuery>(raw).unwrap().calendars_to_load.unwrap();
    assert_eq!(found[0].credential_id, 3);
    assert_eq!(found[0].external_id, "a b");
    let raw = raw.replace("credentialId%5D=3", "credentialId%5D=three");
    let found = query_errors::<ListCalendarBusyTimesQuery>(&raw);
    assert_eq!(found[0]["children"][0]["children"][0]["property"], "credentialId");
}

#[test]
fn the_four_token_requests_are_told_apart() {
    let request = json!({ "client_id": "c", "grant_type": "refresh_token", "refresh_token": "r" });
    let made: oauth::OAuth2TokenRequest = body(request.to_string().as_bytes()).unwrap();
    assert!(matches!(made, oauth::OAuth2TokenRequest::OAuth2RefreshPublic(_)));
    let form = "client_id=c&grant_type=authorization_code&code=x&redirect_uri=https%3A%2F%2Fa.example&client_secret=s";
    let made = query::<oauth::OAuth2TokenRequest>(form).unwrap();
    assert!(matches!(made, oauth::OAuth2TokenRequest::OAuth2CodeConfidential(_)));
    let request = json!({ "client_id": "c", "grant_type": "refresh_token", "refresh_token": "r", "x": 1 });
    assert_eq!(errors::<oauth::OAuth2TokenRequest>(request)[0]["property"], "x");
}

#[test]
fn one_rule_stands_for_a_whole_property() {
    use openhours_contract::delegation::CreateDelegationCredential;
    let found = errors::<CreateDelegationCredential>(
        json!({ "workspacePlatformSlug": "google", "domain": "a.example", "serviceAccountKey": { "x": 1 } }),
    );
    assert!(found[0]["constraints"]["isServiceAccountKey"].is_string());
    assert_eq!(found[0]["children"], json!([]));
}

#[test]
fn absent_null_and_a_value_differ_in_a_change() {
    let read = |request: Value| -> webhooks::UpdateWebhook { body(request.to_string().as_bytes()).unwrap() };
    assert_eq!(read(json!({})).secret, Patch::Absent);
    assert_eq!(read(json!({ "secret": null })).secret, Patch::Null);
    assert_eq!(read(json!({ "secret": "s" })).secret, Patch::Value("s".to_owned()));
}

#[test]
fn a_rule_can_have_the_words_of_the_description() {
    let found = errors::<teams::CreateTeam>(json!({ "name": "" }));
    assert_eq!(
        found[0]["constraints"],
        json!({ "isLength": "name must be longer than or equal to 1 characters" })
    );
    let found =
        errors::<organizations::CreateManagedOrganization>(json!({ "name": "n", "apiKeyDaysValid": 0 }));
    assert_eq!(found[0]["property"], "apiKeyDaysValid");
}

#[test]
fn a_character_that_no_database_keeps_is_refused() {
    assert!(sentence::<schedules::UpdateSchedule>(json!({ "name": "a\u{0}b" })).contains("U+0000"));
}

#[test]
fn the_errors_of_a_long_list_are_cut() {
    let items: Vec<Value> = (0..500).map(|_| json!({})).collect();
    let request = json!({ "name": "n", "timeZone": "Europe/Riga", "isDefault": true, "availability": items });
    let found = errors::<schedules::CreateSchedule>(request);
    assert_eq!(found[0]["children"].as_array().unwrap().len(), 20);
}
