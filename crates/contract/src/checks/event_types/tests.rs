//! Claims about the checks of event types, as tables.

use super::*;
use serde_json::json;

fn sentence(outcome: Result<(), Complaint>) -> String {
    match outcome {
        Ok(()) => String::new(),
        Err(Complaint::Sentence(text)) => text,
        Err(other) => panic!("not a sentence: {other:?}"),
    }
}

fn rule(outcome: Result<(), Complaint>) -> String {
    match outcome {
        Ok(()) => String::new(),
        Err(Complaint::Rule { key, message }) => format!("{key}: {message}"),
        Err(Complaint::Inside(errors)) => {
            let one = |error: &FieldError| format!("{} {:?}", error.property, error.constraints);
            errors.iter().map(one).collect::<Vec<_>>().join("; ")
        }
        Err(other) => panic!("not a rule: {other:?}"),
    }
}

#[test]
fn every_kind_of_location_has_its_rules() {
    let unsupported = |kind: &str| {
        format!("Unsupported location type '{kind}'. Valid types are address, link, integration, and phone.")
    };
    for (value, expected) in [
        (json!("x"), "'locations' must be an array.".to_owned()),
        (json!([]), "'locations' must contain at least 1 location.".to_owned()),
        (json!(["x"]), "Each object in 'locations' must be an object.".to_owned()),
        (json!([{}]), "Each object in 'locations' must have a 'type' property.".to_owned()),
        (json!([{"type": "moon"}]), unsupported("moon")),
        (json!([{"type": "unknown", "location": "{}"}]), unsupported("unknown")),
        (json!([{"type": "address", "address": "1 High St", "public": true}]), String::new()),
        (
            json!([{"type": "address", "address": "", "public": true}]),
            "Validation failed for address location: address must be longer than or equal to 1 characters"
                .to_owned(),
        ),
        (
            json!([{"type": "address", "public": "yes"}]),
            "Validation failed for address location: address must be longer than or equal to 1 characters, \
             address must be a string, public must be a boolean value"
                .to_owned(),
        ),
        (json!([{"type": "link", "link": "https://meet.example.com/x", "public": false}]), String::new()),
        (
            json!([{"type": "link", "link": "nope", "public": false}]),
            "Validation failed for link location: link must be a URL address".to_owned(),
        ),
        (json!([{"type": "phone", "phone": "+37120993151", "public": true}]), String::new()),
        (
            json!([{"type": "phone", "phone": "20993151", "public": true}]),
            "Validation failed for phone location: phone must be a valid phone number".to_owned(),
        ),
        (json!([{"type": "integration", "integration": "cal-video"}]), String::new()),
        (
            json!([{"type": "attendeeAddress"}, {"type": "attendeePhone"}, {"type": "attendeeDefined"}]),
            String::new(),
        ),
        (json!([{"type": "organizersDefaultApp"}]), String::new()),
    ] {
        assert_eq!(sentence(locations(&value)), expected, "{value}");
    }
    let wrong = sentence(locations(&json!([{"type": "integration", "integration": "carrier-pigeon"}])));
    assert!(wrong.starts_with("Validation failed for integration location: integration must be one of the following values: cal-video, "));
}

#[test]
fn every_kind_of_booking_field_has_its_rules() {
    let type_missing = "All booking fields except ones with slug equal to title, notes, guests, rescheduleReason \
                        and location must have a 'type' property.";
    let slug_missing = "Each booking field except ones with type equal to name, splitName, email must have a \
                        'slug' property.";
    for (value, expected) in [
        (json!("x"), "'bookingFields' must be an array."),
        (json!([]), "'bookingFields' must contain at least 1 booking field."),
        (json!(["x"]), type_missing),
        (json!([{"slug": "company"}]), type_missing),
        (json!([{"type": "text"}]), slug_missing),
        (json!([{"type": "moon", "slug": "a"}]), "Unsupported booking field type 'moon'."),
        (
            json!([{"type": "name"}, {"type": "email"}, {"slug": "title"}, {"slug": "notes", "hidden": true}]),
            "",
        ),
        (json!([{"type": "splitName", "lastNameRequired": true}]), ""),
        (
            json!([{"type": "text", "slug": "a", "label": "A", "required": true},
                   {"type": "number", "slug": "a", "label": "B", "required": true}]),
            "Duplicate bookingFields slug 'a' found. All bookingFields slugs must be unique.",
        ),
        (
            json!([{"type": "email"}, {"type": "email"}]),
            "Duplicate bookingFields slug 'email' found. All bookingFields slugs must be unique.",
        ),
        (
            json!([{"type": "select", "slug": "a", "label": "A", "required": true}]),
            "Validation failed for select booking field: options must be an array",
        ),
        (
            json!([{"type": "select", "slug": "a", "label": "A", "required": true, "options": [1]}]),
            "Validation failed for select booking field: each value in options must be a string",
        ),
        (
            json!([{"type": "text", "slug": "a"}]),
            "Validation failed for text booking field: label must be a string, required must be a boolean value",
        ),
        (
            json!([{"slug": "guests", "hidden": "no"}]),
            "Validation failed for guests booking field: hidden must be a boolean value",
        ),
        (
            json!([{"type": "phone", "slug": "attendeePhoneNumber", "label": "P", "required": true, "placeholder": null}]),
            "",
        ),
    ] {
        assert_eq!(sentence(booking_fields(&value)), expected, "{value}");
    }
}

#[test]
fn a_longer_period_cannot_have_a_smaller_limit() {
    let count = |value| rule(interval_limits_count(&value));
    assert_eq!(count(json!({"day": 1, "week": 2, "month": 3, "year": 4})), "");
    assert_eq!(count(json!({"disabled": true})), "");
    assert_eq!(count(json!({})), "");
    assert_eq!(
        count(json!({"day": 3, "week": 2, "year": 1})),
        "ValidateBookingLimistsCount: Invalid bookingLimitsCount: The number of bookings for day cannot exceed \
         the number of bookings for week."
    );
    assert_eq!(
        rule(interval_limits_duration(&json!({"day": 120, "week": 60}))),
        "ValidateBookingLimistsDuration: Invalid bookingLimitsDuration: The duration of bookings for day cannot \
         exceed the duration of bookings for week."
    );
    for wrong in
        [json!({"day": 0}), json!({"week": "2"}), json!({"year": 1.5}), json!([]), json!({"disabled": 1})]
    {
        assert_ne!(count(wrong.clone()), "", "{wrong}");
    }
}

#[test]
fn a_booking_window_has_one_of_three_forms() {
    for right in [
        json!({"disabled": true}),
        json!({"type": "businessDays", "value": 10, "rolling": true}),
        json!({"type": "calendarDays", "value": 0}),
        json!({"type": "range", "value": ["2030-09-05", "2030-09-09"]}),
        json!({"type": "range", "value": ["2030-09-05T23:00:00.000Z", "2030-09-05"]}),
    ] {
        assert_eq!(rule(booking_window(&right)), "", "{right}");
    }
    for wrong in [
        json!({}),
        json!({"disabled": false}),
        json!({"type": "moon", "value": 1}),
        json!({"type": "calendarDays", "value": -1}),
        json!({"type": "calendarDays", "value": "3"}),
        json!({"type": "calendarDays", "value": 3, "rolling": "no"}),
        json!({"type": "range", "value": ["2030-09-09", "2030-09-05"]}),
        json!({"type": "range", "value": ["2030-09-05"]}),
        json!({"type": "range", "value": ["tomorrow", "2030-09-05"]}),
        json!("x"),
    ] {
        let expected = "ValidateBookingWindow: Invalid bookingWindow structure.";
        assert_eq!(rule(booking_window(&wrong)), expected, "{wrong}");
    }
}

#[test]
fn a_confirmation_by_time_needs_its_threshold() {
    let hours = json!({"unit": "hours", "count": 5});
    for right in [
        json!({"disabled": true}),
        json!({"type": "always", "blockUnconfirmedBookingsInBooker": false}),
        json!({"type": "time", "noticeThreshold": hours, "blockUnconfirmedBookingsInBooker": true}),
    ] {
        assert_eq!(rule(confirmation_policy(&right)), "", "{right}");
    }
    for wrong in [
        json!({"type": "maybe"}),
        json!({"type": "time", "blockUnconfirmedBookingsInBooker": true}),
        json!({"type": "time", "noticeThreshold": {"unit": "days", "count": 1}, "blockUnconfirmedBookingsInBooker": true}),
        json!({"type": "time", "noticeThreshold": {"unit": "hours", "count": 0}, "blockUnconfirmedBookingsInBooker": true}),
        json!({"disabled": false}),
    ] {
        assert!(
            rule(confirmation_policy(&wrong)).starts_with("ConfirmationPolicyValidator: Invalid requires"),
            "{wrong}"
        );
    }
}

#[test]
fn seats_and_series_are_looked_at_only_while_they_are_on() {
    assert_eq!(rule(seats(&json!({"disabled": true}))), "");
    assert_eq!(rule(recurrence(&json!({"disabled": true}))), "");
    let offered = json!({"seatsPerTimeSlot": 2, "showAttendeeInfo": true, "showAvailabilityCount": false});
    assert_eq!(rule(seats(&offered)), "");
    let incomplete = rule(seats(&json!({"seatsPerTimeSlot": 2})));
    assert!(incomplete.contains("showAttendeeInfo must be a boolean value"), "{incomplete}");
    assert!(incomplete.contains("showAvailabilityCount must be a boolean value"), "{incomplete}");
    assert_eq!(rule(recurrence(&json!({"interval": 1, "occurrences": 10, "frequency": "weekly"}))), "");
    let wrong = rule(recurrence(&json!({"interval": 0, "occurrences": 10, "frequency": "daily"})));
    assert!(wrong.contains("interval must not be less than 1"), "{wrong}");
    assert!(
        wrong.contains("frequency must be one of the following values: yearly, monthly, weekly"),
        "{wrong}"
    );
}

#[test]
fn a_limit_for_one_booker_says_something() {
    let limit = |value| rule(booker_active_bookings_limit(&value));
    assert_eq!(limit(json!({"maximumActiveBookings": 2, "offerReschedule": true})), "");
    assert_eq!(limit(json!({"disabled": true})), "");
    assert!(limit(json!({})).starts_with("atLeastOneProperty"));
    let zero = limit(json!({"maximumActiveBookings": 0}));
    assert!(zero.contains("maximumActiveBookings must not be less than 1"), "{zero}");
}

#[test]
fn a_custom_name_uses_known_variables_only() {
    for right in ["{Event type title} with {Scheduler}", "no variables", "{} and { brace", "{HOST/ATTENDEE}"]
    {
        assert_eq!(custom_name(&json!(right)), Ok(()), "{right}");
    }
    let unknown = sentence(custom_name(&json!("{Scheduler} {nope} {other}")));
    assert_eq!(unknown, "Invalid event name variables: {nope}");
    assert_eq!(rule(custom_name(&json!(5))), "isString: customName must be a string");
}

#[test]
fn a_team_event_type_cannot_become_a_managed_one() {
    assert_eq!(scheduling_type(&json!("managed")), Ok(()));
    assert_eq!(scheduling_type(&json!("ROUND_ROBIN")), Ok(()));
    assert!(rule(scheduling_type(&Value::Null)).starts_with("isEnum: schedulingType must be one of"));
    assert_eq!(scheduling_type_change(&json!("collective")), Ok(()));
    assert!(
        rule(scheduling_type_change(&json!("managed"))).starts_with("isIn: schedulingType must be one of")
    );
}
