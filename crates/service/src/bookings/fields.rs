//! The booker's answers against the booking fields of an event type: first each answer's type and options, then the
//! whole form. Pure; the order of checks and their sentences are what clients know.

use crate::bookings::text;
use crate::{Error, Voice};
use openhours_storage::event_types::{BookingField, BookingFieldKind, FieldOrigin};
use openhours_storage::types::Object;
use serde_json::Value;

/// The booking field that the attendee's phone number answers.
pub(crate) const PHONE: &str = "attendeePhoneNumber";
/// The booking field of the number that reminders are sent to; the attendee's phone number answers it too.
pub(crate) const REMINDER_PHONE: &str = "smsReminderNumber";

fn is_hidden(field: &BookingField) -> bool {
    field.hidden == Some(true)
}

/// A hidden field is never required.
fn is_required(field: &BookingField) -> bool {
    field.required && !is_hidden(field)
}

fn is_phone_of_attendee(field: &BookingField) -> bool {
    field.slug == PHONE || field.slug == REMINDER_PHONE
}

/// Judges each given answer by itself. `given` are the answers to custom fields and the phone number under the names
/// of the fields that it answers.
pub(crate) fn check_answers(
    fields: &[BookingField],
    given: &Object,
    event_type_id: i64,
) -> Result<(), Error> {
    fields
        .iter()
        .filter(|field| field.origin == FieldOrigin::User || is_phone_of_attendee(field))
        .try_for_each(|field| check_answer(field, given.get(&field.slug), event_type_id))
}

fn check_answer(field: &BookingField, answer: Option<&Value>, event_type_id: i64) -> Result<(), Error> {
    match answer {
        // A null is left to the form, as clients know it.
        Some(Value::Null) => Ok(()),
        Some(answer) => {
            check_type(field, answer)?;
            check_options(field, answer)
        }
        None if is_required(field) => Err(missing(field, event_type_id)),
        None => Ok(()),
    }
}

fn missing(field: &BookingField, event_type_id: i64) -> Error {
    if is_phone_of_attendee(field) {
        return Error::invalid(
            "Missing attendee phone number - it is required by the event type. Pass it as \"attendee.phoneNumber\" string in the request.",
        );
    }
    Error::invalid(format!(
        "Missing required booking field response: {} - it is required by the event type booking fields, but missing in the bookingFieldsResponses. You can fetch the event type with ID {event_type_id} to see the required fields.",
        field.slug
    ))
}

fn check_type(field: &BookingField, answer: &Value) -> Result<(), Error> {
    use BookingFieldKind as Kind;
    let (expected, fits) = match field.kind {
        Kind::Text | Kind::Textarea | Kind::Phone | Kind::Address | Kind::Url => {
            ("string", answer.is_string())
        }
        Kind::Number => ("number", answer.is_number()),
        Kind::Boolean => ("boolean", answer.is_boolean()),
        Kind::Select | Kind::Radio => ("string or number", answer.is_string() || answer.is_number()),
        Kind::MultiSelect | Kind::Checkbox | Kind::MultiEmail => ("array", answer.is_array()),
        Kind::Name | Kind::SplitName | Kind::Email | Kind::RadioInput => return Ok(()),
    };
    if fits {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "Invalid type for booking field '{}'. Expected type {expected} (compatible with field type '{}'), but received {}.",
        field.slug,
        field.kind.as_str(),
        type_of(answer)
    )))
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => "object",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
    }
}

fn check_options(field: &BookingField, answer: &Value) -> Result<(), Error> {
    if field.options.is_empty() {
        return Ok(());
    }
    let options: Vec<&str> = field.options.iter().map(|option| option.value.as_str()).collect();
    let is_option = |value: &Value| options.contains(&as_text(value).as_str());
    let slug = &field.slug;
    let (fits, complaint) = match (field.kind, answer) {
        (BookingFieldKind::Select | BookingFieldKind::Radio, one) => {
            (is_option(one), format!("Invalid option '{}' for booking field '{slug}'", as_text(one)))
        }
        (BookingFieldKind::MultiSelect | BookingFieldKind::Checkbox, Value::Array(several)) => {
            (several.iter().all(is_option), format!("One or more invalid options for booking field '{slug}'"))
        }
        _ => return Ok(()),
    };
    if fits {
        return Ok(());
    }
    Err(Error::invalid(format!("{complaint}. Allowed options are: {}.", options.join(", "))))
}

fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Judges all answers together by the form that the event type shows. Every complaint is told, the latest first, up
/// to the first answer that is missing.
pub(crate) fn check_form(fields: &[BookingField], responses: &Object) -> Result<(), Error> {
    let mut complaints = Vec::new();
    for field in fields {
        let slug = if field.kind == BookingFieldKind::SplitName { "name" } else { &field.slug };
        let Some(complaint) = judge(field, responses.get(slug)) else { continue };
        complaints.push(format!("responses - {{{slug}}}{complaint}, "));
        if complaint == MISSING {
            break;
        }
    }
    if complaints.is_empty() {
        return Ok(());
    }
    complaints.reverse();
    Err(Error::invalid(complaints.concat()).voiced(Voice::Record))
}

const MISSING: &str = "error_required_field";

/// What is wrong with one answer.
fn judge(field: &BookingField, answer: Option<&Value>) -> Option<&'static str> {
    use BookingFieldKind as Kind;
    let is_required = is_required(field);
    let answer = match answer.filter(|answer| !answer.is_null()) {
        None => return is_required.then_some(MISSING),
        Some(answer) if is_required && is_blank(answer) => return Some(MISSING),
        Some(answer) => answer,
    };
    match field.kind {
        Kind::Email => {
            let email = answer.as_str().unwrap_or_default();
            let may_be_empty = email.is_empty() && !is_required;
            refused_unless(may_be_empty || text::is_email(email), "email_validation_error")
        }
        Kind::MultiEmail => judge_emails(answer),
        Kind::Phone if is_hidden(field) => None,
        Kind::Phone => refused_unless(is_text(answer, text::is_phone), "invalid_number"),
        Kind::Url => refused_unless(is_text(answer, text::is_url), "url_validation_error"),
        Kind::Boolean => refused_unless(answer.is_boolean(), "Invalid Boolean"),
        Kind::Checkbox | Kind::MultiSelect => refused_unless(answer.is_array(), "Invalid array of strings"),
        Kind::Number => refused_unless(answer.is_number(), "invalid_number"),
        Kind::Select | Kind::Radio => {
            refused_unless(answer.is_string() || answer.is_number(), "Invalid string")
        }
        Kind::Text | Kind::Textarea | Kind::Address => refused_unless(answer.is_string(), "Invalid string"),
        Kind::Name | Kind::SplitName | Kind::RadioInput => None,
    }
}

/// A required number may be 0; a required consent must be given.
fn is_blank(answer: &Value) -> bool {
    match answer {
        Value::Null => true,
        Value::Bool(given) => !given,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Number(_) | Value::Object(_) => false,
    }
}

fn is_text(answer: &Value, rule: fn(&str) -> bool) -> bool {
    answer.as_str().is_some_and(rule)
}

fn refused_unless(fits: bool, complaint: &'static str) -> Option<&'static str> {
    (!fits).then_some(complaint)
}

fn judge_emails(answer: &Value) -> Option<&'static str> {
    let Value::Array(items) = answer else { return Some("email_validation_error") };
    if items.iter().all(|item| item.as_str() == Some("")) {
        return None;
    }
    if !items.iter().all(|item| is_text(item, text::is_email)) {
        return Some("email_validation_error");
    }
    let mut emails: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
    emails.sort_unstable();
    let has_twins = emails.windows(2).any(|pair| pair[0] == pair[1]);
    has_twins.then_some("duplicate_email")
}

#[cfg(test)]
mod tests {
    use super::*;
    use openhours_storage::event_types::FieldOption;
    use serde_json::json;

    fn field(slug: &str, kind: &str) -> BookingField {
        BookingField {
            slug: slug.to_owned(),
            kind: kind.parse().unwrap(),
            origin: FieldOrigin::User,
            required: true,
            ..crate::event_types::built_in_fields().remove(0)
        }
    }

    fn answers(value: Value) -> Object {
        value.as_object().unwrap().clone()
    }

    fn first_check(field: BookingField, given: Value) -> String {
        check_answers(&[field], &answers(given), 7)
            .map_or_else(|e| e.sentence().to_owned(), |()| "fine".into())
    }

    fn form(fields: &[BookingField], given: Value) -> String {
        check_form(fields, &answers(given)).map_or_else(|e| e.sentence().to_owned(), |()| "fine".into())
    }

    #[test]
    fn a_required_answer_must_be_there() {
        assert_eq!(
            first_check(field("topic", "text"), json!({})),
            "Missing required booking field response: topic - it is required by the event type booking fields, but missing in the bookingFieldsResponses. You can fetch the event type with ID 7 to see the required fields."
        );
        let phone = BookingField { origin: FieldOrigin::SystemOptional, ..field(PHONE, "phone") };
        assert!(first_check(phone, json!({})).starts_with("Missing attendee phone number"));
        let hidden = BookingField { hidden: Some(true), ..field("topic", "text") };
        assert_eq!(first_check(hidden, json!({})), "fine");
        let system = BookingField { origin: FieldOrigin::SystemOptional, ..field("title", "text") };
        assert_eq!(first_check(system, json!({})), "fine");
        assert_eq!(first_check(field("topic", "text"), json!({ "topic": null })), "fine");
    }

    #[test]
    fn an_answer_has_the_type_of_its_field() {
        let wrong = [
            ("text", json!(5), "string", "number"),
            ("textarea", json!(["x"]), "string", "object"),
            ("address", json!(1), "string", "number"),
            ("url", json!(2), "string", "number"),
            ("phone", json!(true), "string", "boolean"),
            ("number", json!("5"), "number", "string"),
            ("boolean", json!("yes"), "boolean", "string"),
            ("select", json!(["a"]), "string or number", "object"),
            ("radio", json!(true), "string or number", "boolean"),
            ("multiselect", json!("x"), "array", "string"),
            ("checkbox", json!("x"), "array", "string"),
            ("multiemail", json!("m@example.com"), "array", "string"),
        ];
        for (kind, answer, expected, received) in wrong {
            assert_eq!(
                first_check(field("f", kind), json!({ "f": answer })),
                format!(
                    "Invalid type for booking field 'f'. Expected type {expected} (compatible with field type '{kind}'), but received {received}."
                )
            );
        }
    }

    #[test]
    fn a_choice_is_one_of_the_options() {
        let option = |value: &str| FieldOption { label: value.to_owned(), value: value.to_owned() };
        let with = |kind: &str| BookingField { options: vec![option("1"), option("b")], ..field("f", kind) };
        assert_eq!(first_check(with("select"), json!({ "f": 1 })), "fine");
        assert_eq!(
            first_check(with("radio"), json!({ "f": "c" })),
            "Invalid option 'c' for booking field 'f'. Allowed options are: 1, b."
        );
        assert_eq!(
            first_check(with("checkbox"), json!({ "f": ["b", "c"] })),
            "One or more invalid options for booking field 'f'. Allowed options are: 1, b."
        );
        assert_eq!(first_check(field("f", "select"), json!({ "f": "anything" })), "fine");
    }

    #[test]
    fn the_form_names_the_field_of_each_complaint() {
        let cases = [
            (field("f", "text"), json!({ "f": "" }), "responses - {f}error_required_field, "),
            (field("f", "text"), json!({ "f": null }), "responses - {f}error_required_field, "),
            (field("f", "boolean"), json!({ "f": false }), "responses - {f}error_required_field, "),
            (field("f", "phone"), json!({ "f": "123" }), "responses - {f}invalid_number, "),
            (field("f", "url"), json!({ "f": "nope" }), "responses - {f}url_validation_error, "),
            (
                field("guests", "multiemail"),
                json!({ "guests": ["nope"] }),
                "responses - {guests}email_validation_error, ",
            ),
            (
                field("guests", "multiemail"),
                json!({ "guests": ["a@b.co", "a@b.co"] }),
                "responses - {guests}duplicate_email, ",
            ),
            (field("email", "email"), json!({}), "responses - {email}error_required_field, "),
            (field("f", "number"), json!({ "f": 0 }), "fine"),
            (BookingField { hidden: Some(true), ..field("f", "phone") }, json!({ "f": "123" }), "fine"),
            (BookingField { required: false, ..field("f", "text") }, json!({ "f": null }), "fine"),
        ];
        for (field, given, expected) in cases {
            assert_eq!(form(std::slice::from_ref(&field), given.clone()), expected, "{field:?} {given}");
        }
    }

    #[test]
    fn complaints_come_latest_first_and_stop_at_a_missing_answer() {
        let fields = [field("a", "phone"), field("b", "url"), field("c", "text"), field("d", "url")];
        assert_eq!(
            form(&fields, json!({ "a": "1", "b": "x", "d": "x" })),
            "responses - {c}error_required_field, responses - {b}url_validation_error, responses - {a}invalid_number, "
        );
    }
}
