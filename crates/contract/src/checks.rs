//! Hand-written checks that a schema names with `x-check: <name>`: rules about one property or one whole object that
//! need no data but the request's own. To add one, write a `pub fn` of type [`crate::rules::Check`] in the section of
//! its area and name it in the spec; a check that must answer with one sentence returns [`Complaint::sentence`].
//!
//! A check of a property sees `null` when a required property is missing; it is not called for an optional one.

use serde_json::Value;

use crate::refusal::Complaint;

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
pub fn phone(value: &Value) -> Result<(), Complaint> {
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

/// The metadata of a booking: the same limits in other words.
///
/// # Errors
/// When one of the limits is passed or the value is not an object.
pub fn booking_metadata(value: &Value) -> Result<(), Complaint> {
    if within_metadata_limits(value) {
        return Ok(());
    }
    Err(Complaint::rule(
        "ValidateMetadata",
        "Metadata must have at most 50 keys, each key up to 40 characters, and string values up to 500 characters.",
    ))
}
