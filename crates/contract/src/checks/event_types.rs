//! The checks that `openapi/event_types.yaml` names: each judges the raw value of one setting alone. What needs stored
//! settings, connected apps or the owner's policy is the service's and must not come here.

use serde_json::Value;

use super::event_type_forms::{self as forms, Form};
use crate::refusal::{Complaint, FieldError};
use crate::rules::{self, Nested};
use crate::{Instant, Refusal};

/// The longest booking window: a hundred years.
const MOST_DAYS: i64 = 36_525;
/// The greatest number of an interval limit: what a column holds.
const MOST: i64 = i32::MAX as i64;
const PERIODS: [&str; 4] = ["day", "week", "month", "year"];
const NAME_VARIABLES: [&str; 13] = [
    "{Event type title}",
    "{Organiser}",
    "{Scheduler}",
    "{Location}",
    "{Organiser first name}",
    "{Scheduler first name}",
    "{Scheduler last name}",
    "{Event duration}",
    "{LOCATION}",
    "{HOST/ATTENDEE}",
    "{HOST}",
    "{ATTENDEE}",
    "{USER}",
];

/// The locations of an event type. Which of them an owner may use is the service's policy.
///
/// # Errors
/// A sentence about the first location that is wrong.
pub fn locations(value: &Value) -> Result<(), Complaint> {
    let Some(items) = value.as_array() else {
        return Err(Complaint::sentence("'locations' must be an array."));
    };
    if items.is_empty() {
        return Err(Complaint::sentence("'locations' must contain at least 1 location."));
    }
    items.iter().try_for_each(location)
}

fn location(item: &Value) -> Result<(), Complaint> {
    if !item.is_object() {
        return Err(Complaint::sentence("Each object in 'locations' must be an object."));
    }
    let Some(kind) = named(item, "type") else {
        return Err(Complaint::sentence("Each object in 'locations' must have a 'type' property."));
    };
    let Some(form) = forms::location(&kind) else {
        return Err(Complaint::sentence(format!(
            "Unsupported location type '{kind}'. Valid types are address, link, integration, and phone."
        )));
    };
    match broken(item, form) {
        None => Ok(()),
        Some(texts) => Err(Complaint::sentence(format!("Validation failed for {kind} location: {texts}"))),
    }
}

/// The booking fields of an event type. Which fields the whole form must have is the service's.
///
/// # Errors
/// A sentence about the first field that is wrong.
pub fn booking_fields(value: &Value) -> Result<(), Complaint> {
    let Some(items) = value.as_array() else {
        return Err(Complaint::sentence("'bookingFields' must be an array."));
    };
    if items.is_empty() {
        return Err(Complaint::sentence("'bookingFields' must contain at least 1 booking field."));
    }
    let mut slugs: Vec<String> = Vec::with_capacity(items.len());
    for item in items {
        let slug = booking_field(item)?;
        if slugs.contains(&slug) {
            return Err(Complaint::sentence(format!(
                "Duplicate bookingFields slug '{slug}' found. All bookingFields slugs must be unique."
            )));
        }
        slugs.push(slug);
    }
    Ok(())
}

/// The slug of a field, if nothing is wrong with it.
fn booking_field(item: &Value) -> Result<String, Complaint> {
    let kind = named(item, "type");
    let slug = named(item, "slug");
    let (word, form) = match (kind, &slug) {
        (Some(kind), _) => {
            let form = forms::booking_field(&kind);
            (kind.clone(), form.ok_or_else(|| format!("Unsupported booking field type '{kind}'.")))
        }
        (None, Some(slug)) if forms::SYSTEM_SLUGS.contains(&slug.as_str()) => {
            (slug.clone(), Ok(&forms::SYSTEM))
        }
        (None, _) => {
            return Err(Complaint::sentence(
                "All booking fields except ones with slug equal to title, notes, guests, rescheduleReason and \
                 location must have a 'type' property.",
            ));
        }
    };
    let has_own_slug = ["name", "splitName", "email"].contains(&word.as_str());
    let slug = match slug {
        _ if has_own_slug => word.clone(),
        Some(slug) => slug,
        None => {
            return Err(Complaint::sentence(
                "Each booking field except ones with type equal to name, splitName, email must have a 'slug' \
                 property.",
            ));
        }
    };
    match broken(item, form.map_err(Complaint::sentence)?) {
        None => Ok(slug),
        Some(texts) => {
            Err(Complaint::sentence(format!("Validation failed for {word} booking field: {texts}")))
        }
    }
}

/// A text property that is there and not empty; another value is written as JSON.
fn named(item: &Value, property: &str) -> Option<String> {
    match item.get(property)? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        other => Some(other.to_string()),
    }
}

/// The texts of the rules that the value breaks, if any.
fn broken(value: &Value, form: &'static Form) -> Option<String> {
    let mut texts = Vec::new();
    broken_fields(value, form)?.iter().for_each(|error| collect_texts(error, &mut texts));
    Some(texts.join(", "))
}

fn collect_texts(error: &FieldError, texts: &mut Vec<String>) {
    texts.extend(error.constraints.values().filter_map(Value::as_str).map(str::to_owned));
    error.children.iter().for_each(|child| collect_texts(child, texts));
}

fn broken_fields(value: &Value, form: &'static Form) -> Option<Vec<FieldError>> {
    let mut prepared = value.clone();
    rules::prepare(&mut prepared, Nested::Object(form));
    match rules::check(&prepared, Nested::Object(form)) {
        Err(Refusal::Fields(errors)) => Some(errors),
        Ok(()) | Err(Refusal::Sentence(_)) => None,
    }
}

/// Limits on the number of bookings, growing with the period.
///
/// # Errors
/// When it is no such object, or a shorter period has a greater limit.
pub fn interval_limits_count(value: &Value) -> Result<(), Complaint> {
    interval_limits(value, "bookingLimitsCount", "number")
        .map_err(|text| Complaint::rule("ValidateBookingLimistsCount", text))
}

/// Limits on booked minutes, growing with the period.
///
/// # Errors
/// When it is no such object, or a shorter period has a greater limit.
pub fn interval_limits_duration(value: &Value) -> Result<(), Complaint> {
    interval_limits(value, "bookingLimitsDuration", "duration")
        .map_err(|text| Complaint::rule("ValidateBookingLimistsDuration", text))
}

fn interval_limits(value: &Value, property: &str, measure: &str) -> Result<(), String> {
    let Some(object) = value.as_object() else {
        return Err(format!("{property} must be an object"));
    };
    match object.get("disabled") {
        Some(Value::Bool(true)) => return Ok(()),
        None | Some(Value::Null | Value::Bool(false)) => {}
        Some(_) => return Err(format!("Invalid {property}: disabled must be a boolean value.")),
    }
    let mut limits = Vec::new();
    for period in PERIODS {
        match object.get(period) {
            None | Some(Value::Null) => {}
            Some(limit) => match integer(limit).filter(|limit| (1..=MOST).contains(limit)) {
                Some(limit) => limits.push((period, limit)),
                None => {
                    return Err(format!("Invalid {property}: {period} must be an integer of at least 1."));
                }
            },
        }
    }
    for (index, (shorter, limit)) in limits.iter().enumerate() {
        if let Some((longer, _)) = limits[index + 1..].iter().find(|(_, other)| limit > other) {
            return Err(format!(
                "Invalid {property}: The {measure} of bookings for {shorter} cannot exceed the {measure} of \
                 bookings for {longer}."
            ));
        }
    }
    Ok(())
}

fn integer(value: &Value) -> Option<i64> {
    let whole = |number: f64| {
        // Far below the bound of integers that a decimal can name.
        #[allow(clippy::cast_possible_truncation)]
        (number.fract() == 0.0 && number.abs() <= 1e15).then_some(number as i64)
    };
    value.as_i64().or_else(|| value.as_f64().and_then(whole))
}

/// The limit for one booker: at least one of its properties.
///
/// # Errors
/// When there is none, or one of them is wrong.
pub fn booker_active_bookings_limit(value: &Value) -> Result<(), Complaint> {
    inside(value, "bookerActiveBookingsLimit", &forms::BOOKER_ACTIVE_BOOKINGS_LIMIT)?;
    let properties = ["maximumActiveBookings", "offerReschedule", "disabled"];
    if properties.iter().any(|property| value.get(property).is_some_and(|found| !found.is_null())) {
        return Ok(());
    }
    Err(Complaint::rule(
        "atLeastOneProperty",
        "bookerActiveBookingsLimit must have at least one of the properties maximumActiveBookings, offerReschedule \
         and disabled",
    ))
}

/// How far ahead an event type can be booked, in one of its three forms.
///
/// # Errors
/// When it has none of them.
pub fn booking_window(value: &Value) -> Result<(), Complaint> {
    let is_right = match value.get("type").and_then(Value::as_str) {
        _ if is_disabled(value) => true,
        Some("businessDays" | "calendarDays") => {
            let is_rolling =
                value.get("rolling").is_none_or(|rolling| rolling.is_null() || rolling.is_boolean());
            is_rolling
                && value.get("value").and_then(integer).is_some_and(|days| (0..=MOST_DAYS).contains(&days))
        }
        Some("range") => value.get("value").is_some_and(is_range),
        _ => false,
    };
    if is_right {
        return Ok(());
    }
    Err(Complaint::rule("ValidateBookingWindow", "Invalid bookingWindow structure."))
}

fn is_disabled(value: &Value) -> bool {
    value.get("disabled") == Some(&Value::Bool(true))
}

fn is_range(value: &Value) -> bool {
    let dates: Option<Vec<jiff::civil::Date>> =
        value.as_array().and_then(|ends| ends.iter().map(date).collect());
    dates.is_some_and(|dates| dates.len() == 2 && dates[0] <= dates[1])
}

/// A date, or the UTC date of an instant.
fn date(value: &Value) -> Option<jiff::civil::Date> {
    let text = value.as_str()?;
    if text.len() == 10 {
        return text.parse().ok();
    }
    let instant = Instant::parse(text).ok()?;
    Some(jiff::tz::TimeZone::UTC.to_datetime(instant.timestamp()).date())
}

/// Whether bookings must be confirmed.
///
/// # Errors
/// When it is neither off, nor `always`, nor `time` with a whole threshold.
pub fn confirmation_policy(value: &Value) -> Result<(), Complaint> {
    let has_threshold = || {
        value.get("noticeThreshold").is_some_and(|threshold| {
            let is_unit = matches!(threshold.get("unit").and_then(Value::as_str), Some("minutes" | "hours"));
            let count = threshold.get("count").and_then(integer);
            is_unit && count.is_some_and(|count| (1..=MOST).contains(&count))
        })
    };
    let blocks = || value.get("blockUnconfirmedBookingsInBooker").is_some_and(Value::is_boolean);
    let is_right = match value.get("type").and_then(Value::as_str) {
        _ if is_disabled(value) => true,
        Some("always") => blocks(),
        Some("time") => blocks() && has_threshold(),
        _ => false,
    };
    if is_right {
        return Ok(());
    }
    Err(Complaint::rule(
        "ConfirmationPolicyValidator",
        "Invalid requiresConfirmation structure. Use \"type\": \"always\" or provide a valid time and unit in \
         \"noticeThreshold\" for \"type\": \"time\".",
    ))
}

/// A series of bookings, or none.
///
/// # Errors
/// When it is on and one of its properties is wrong.
pub fn recurrence(value: &Value) -> Result<(), Complaint> {
    inside(value, "recurrence", &forms::RECURRENCE)
}

/// Seats, or none.
///
/// # Errors
/// When they are on and one of their properties is wrong.
pub fn seats(value: &Value) -> Result<(), Complaint> {
    inside(value, "seats", &forms::SEATS)
}

/// The rules of a form that does not count while it is disabled.
fn inside(value: &Value, property: &str, form: &'static Form) -> Result<(), Complaint> {
    if !value.is_object() {
        return Err(Complaint::rule(
            "nestedValidation",
            format!("nested property {property} must be either object or array"),
        ));
    }
    if is_disabled(value) {
        return Ok(());
    }
    broken_fields(value, form).map_or(Ok(()), |errors| Err(Complaint::Inside(errors)))
}

/// The template of booking titles.
///
/// # Errors
/// A sentence about the first variable that is not known.
pub fn custom_name(value: &Value) -> Result<(), Complaint> {
    let Some(text) = value.as_str() else {
        return Err(Complaint::rule("isString", "customName must be a string"));
    };
    match variables(text).find(|variable| !NAME_VARIABLES.contains(variable)) {
        None => Ok(()),
        Some(unknown) => Err(Complaint::sentence(format!("Invalid event name variables: {unknown}"))),
    }
}

/// What stands between braces, the braces included.
fn variables(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('{').filter_map(|(start, _)| {
        let length = text[start..].find('}')?;
        (length > 1).then(|| &text[start..=start + length])
    })
}

/// The kind of a new team event type.
///
/// # Errors
/// When it is none of the three.
pub fn scheduling_type(value: &Value) -> Result<(), Complaint> {
    match value.as_str() {
        Some("collective" | "COLLECTIVE" | "roundRobin" | "ROUND_ROBIN" | "managed" | "MANAGED") => Ok(()),
        _ => Err(Complaint::rule(
            "isEnum",
            "schedulingType must be one of the following values: ROUND_ROBIN, COLLECTIVE, MANAGED",
        )),
    }
}

/// The kind that an existing team event type may get.
///
/// # Errors
/// When it is neither of the two.
pub fn scheduling_type_change(value: &Value) -> Result<(), Complaint> {
    match value.as_str() {
        Some("collective" | "COLLECTIVE" | "roundRobin" | "ROUND_ROBIN") => Ok(()),
        _ => Err(Complaint::rule(
            "isIn",
            "schedulingType must be one of the following values: COLLECTIVE, ROUND_ROBIN",
        )),
    }
}

#[cfg(test)]
mod tests {
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
            format!(
                "Unsupported location type '{kind}'. Valid types are address, link, integration, and phone."
            )
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
                "Validation failed for address location: address must be longer than or equal to 1 characters".to_owned(),
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
            (json!([{"type": "attendeeAddress"}, {"type": "attendeePhone"}, {"type": "attendeeDefined"}]), String::new()),
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
                rule(confirmation_policy(&wrong))
                    .starts_with("ConfirmationPolicyValidator: Invalid requires"),
                "{wrong}"
            );
        }
    }

    #[test]
    fn seats_and_series_are_looked_at_only_while_they_are_on() {
        assert_eq!(rule(seats(&json!({"disabled": true}))), "");
        assert_eq!(rule(recurrence(&json!({"disabled": true}))), "");
        let offered =
            json!({"seatsPerTimeSlot": 2, "showAttendeeInfo": true, "showAvailabilityCount": false});
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
        for right in
            ["{Event type title} with {Scheduler}", "no variables", "{} and { brace", "{HOST/ATTENDEE}"]
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
            rule(scheduling_type_change(&json!("managed")))
                .starts_with("isIn: schedulingType must be one of")
        );
    }
}
