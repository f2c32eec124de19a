//! Hand-written checks that a schema names with `x-check: <name>`: rules about one property or one whole object that
//! need no data but the request's own. To add one, write a `pub fn` of type [`crate::rules::Check`] in the section of
//! its area and name it in the spec; a check that must answer with one sentence returns [`Complaint::sentence`].
//!
//! A check of a property sees `null` when a required property is missing; it is not called for an optional one.

mod event_type_forms;
mod event_types;

use serde_json::Value;
use validator::ValidateUrl;

use crate::refusal::Complaint;
pub use event_types::*;

// Shared.

/// A free-form object of a client's own: 50 keys of 40 characters, texts of 500 characters.
///
/// # Errors
/// When one of the limits is passed or the value is not an object.
pub fn metadata(value: &Value) -> Result<(), Complaint> {
    if within_metadata_limits(value) {
        return Ok(());
    }
    Err(Complaint::rule(
        "ValidateMetadata",
        "metadata must be an object with up to 50 keys, each key name up to 40 characters, and values with a maximum length of 500 characters.",
    ))
}

/// An international telephone number.
///
/// # Errors
/// When it is not one.
pub fn phone_number(value: &Value) -> Result<(), Complaint> {
    if value.as_str().is_some_and(crate::rules::is_phone) {
        return Ok(());
    }
    Err(Complaint::rule("isPhoneNumber", "phone must be a valid phone number"))
}

fn within_metadata_limits(value: &Value) -> bool {
    value.as_object().is_some_and(|object| {
        object.len() <= 50
            && object.iter().all(|(key, value)| {
                key.chars().count() <= 40 && value.as_str().is_none_or(|text| text.chars().count() <= 500)
            })
    })
}

// Bookings.

/// The metadata of a booking: the same limits in other words, and nothing inside of anything.
///
/// # Errors
/// When one of the limits is passed or the value is not a flat object.
pub fn booking_metadata(value: &Value) -> Result<(), Complaint> {
    let is_flat = |value: &Value| value.is_string() || value.is_number() || value.is_boolean();
    if within_metadata_limits(value) && value.as_object().is_some_and(|object| object.values().all(is_flat)) {
        return Ok(());
    }
    Err(Complaint::rule(
        "ValidateMetadata",
        "Metadata must have at most 50 keys, each key up to 40 characters, and string values up to 500 characters.",
    ))
}

/// Some way to reach the attendee of a new booking.
///
/// # Errors
/// When there is neither an address nor a phone number.
pub fn attendee_contact(attendee: &Value) -> Result<(), Complaint> {
    if has(attendee, "email") || has(attendee, "phoneNumber") {
        return Ok(());
    }
    Err(Complaint::Property {
        property: "attendee email or phone".to_owned(),
        key: "requireEmailOrPhone",
        message: "Attendee must have at least one contact method (email or phone number)".to_owned(),
    })
}

/// Some way to find the event type of a new booking.
///
/// # Errors
/// When there is no id and no complete pair of slugs.
pub fn event_type_locator(booking: &Value) -> Result<(), Complaint> {
    let by_slugs = has(booking, "eventTypeSlug") && (has(booking, "username") || has(booking, "teamSlug"));
    if by_slugs || has(booking, "eventTypeId") {
        return Ok(());
    }
    Err(Complaint::Property {
        property: "eventTypeId or eventTypeSlug + username".to_owned(),
        key: "requireEventType",
        message: "Either eventTypeId, or eventTypeSlug with username or teamSlug must be provided".to_owned(),
    })
}

/// Moving one seat takes no reason.
///
/// # Errors
/// When there is one.
pub fn move_of_a_seat(request: &Value) -> Result<(), Complaint> {
    not_with_a_seat(request, "reschedulingReason")
}

/// Giving up one seat does not reach into a series.
///
/// # Errors
/// When it should.
pub fn cancellation_of_a_seat(request: &Value) -> Result<(), Complaint> {
    not_with_a_seat(request, "cancelSubsequentBookings")
}

fn not_with_a_seat(request: &Value, property: &str) -> Result<(), Complaint> {
    if !(has(request, "seatUid") && request.get(property).is_some()) {
        return Ok(());
    }
    Err(Complaint::Property {
        property: property.to_owned(),
        key: "whitelistValidation",
        message: format!("property {property} should not exist"),
    })
}

fn has(object: &Value, property: &str) -> bool {
    object.get(property).is_some_and(|value| !value.is_null())
}

// Out of office.

/// An instant written in UTC with `Z`, such as `2030-05-01T00:00:00Z` or with milliseconds.
///
/// # Errors
/// When a text is written in another way; whether there is a text at all is another rule's business.
pub fn utc_instant(value: &Value) -> Result<(), Complaint> {
    match value.as_str() {
        Some(text) if !is_utc_instant(text) => Err(Complaint::sentence("Invalid Date.")),
        _ => Ok(()),
    }
}

/// `YYYY-MM-DDTHH:MM:SS[.mmm]Z` and a moment that exists.
fn is_utc_instant(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let known = ["0000-00-00T00:00:00Z", "0000-00-00T00:00:00.000Z"];
    known.contains(&shape.as_str()) && crate::Instant::parse(text).is_ok()
}

// Calendars.

/// The addresses of ICS feeds. That there is a list, and one that is not empty, is the schema's matter.
///
/// # Errors
/// When one of them is not the URL of an `.ics` file.
pub fn ics_urls(value: &Value) -> Result<(), Complaint> {
    let is_feed = |url: &Value| {
        url.as_str().is_some_and(|url| {
            let path = url.split(['?', '#']).next().unwrap_or_default();
            let web = url.starts_with("http://") || url.starts_with("https://");
            web && path.ends_with(".ics") && url.validate_url()
        })
    };
    if value.as_array().is_none_or(|urls| urls.iter().all(is_feed)) {
        return Ok(());
    }
    Err(Complaint::rule("IsICSUrlConstraint", "The URL must be a valid ICS URL (ending with .ics)"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_attendee_needs_an_address_or_a_phone_number() {
        assert!(attendee_contact(&json!({ "name": "Ana", "email": "ana@example.com" })).is_ok());
        assert!(attendee_contact(&json!({ "name": "Ana", "phoneNumber": "+37120993151" })).is_ok());
        assert!(attendee_contact(&json!({ "name": "Ana", "email": null })).is_err());
    }

    #[test]
    fn a_bookings_metadata_is_flat() {
        assert!(booking_metadata(&json!({ "a": "b", "c": 1, "d": true })).is_ok());
        for nested in [json!({ "a": {} }), json!({ "a": [] }), json!({ "a": null }), json!("x")] {
            assert!(booking_metadata(&nested).is_err(), "{nested}");
        }
    }

    #[test]
    fn an_event_type_is_named_by_id_or_by_a_pair_of_slugs() {
        assert!(event_type_locator(&json!({ "eventTypeId": 1 })).is_ok());
        assert!(event_type_locator(&json!({ "eventTypeSlug": "intro", "teamSlug": "design" })).is_ok());
        assert!(event_type_locator(&json!({ "eventTypeSlug": "intro" })).is_err());
    }

    #[test]
    fn a_seat_is_neither_moved_with_a_reason_nor_cancelled_with_its_series() {
        assert!(move_of_a_seat(&json!({ "reschedulingReason": "ill" })).is_ok());
        assert!(move_of_a_seat(&json!({ "seatUid": "s", "reschedulingReason": "ill" })).is_err());
        assert!(cancellation_of_a_seat(&json!({ "seatUid": "s", "cancellationReason": "ill" })).is_ok());
        assert!(
            cancellation_of_a_seat(&json!({ "seatUid": "s", "cancelSubsequentBookings": true })).is_err()
        );
    }

    #[test]
    fn out_of_office_takes_instants_in_utc_only() {
        for good in ["2030-05-01T00:00:00Z", "2030-05-01T00:00:00.000Z"] {
            assert!(utc_instant(&json!(good)).is_ok(), "{good}");
        }
        for bad in ["2030-05-01", "2030-05-01T00:00:00+02:00", "2030-02-30T00:00:00Z", "tomorrow"] {
            assert_eq!(utc_instant(&json!(bad)), Err(Complaint::sentence("Invalid Date.")), "{bad}");
        }
        assert!(utc_instant(&Value::Null).is_ok(), "a missing value is another rule's business");
    }
}
