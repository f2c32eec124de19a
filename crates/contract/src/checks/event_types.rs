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
mod tests;
