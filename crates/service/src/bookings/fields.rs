//! The booker's answers against the booking fields of an event type: first each answer's type and options, then the
//! whole form. Pure; the order of checks and their sentences are what clients know.

use crate::bookings::text;
use crate::{Error, Voice};
use openhours_storage::types::Object;
use serde_json::Value;

/// The booking field that the attendee's phone number answers.
pub(crate) const PHONE: &str = "attendeePhoneNumber";
/// The booking field of the number that reminders are sent to; the attendee's phone number answers it too.
pub(crate) const REMINDER_PHONE: &str = "smsReminderNumber";

/// One booking field, as far as answers are judged by it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: String,
    /// `text`, `select`, `multiemail` …
    pub(crate) kind: String,
    pub(crate) is_required: bool,
    pub(crate) is_hidden: bool,
    /// Whether every event type has it; answers to such a field are judged with the form only.
    pub(crate) is_system: bool,
    /// The values that may be chosen; empty leaves the choice open.
    pub(crate) options: Vec<String>,
    /// Domains or addresses that a booker may not have.
    pub(crate) excluded_emails: Vec<String>,
    /// Domains or addresses of which a booker must have one.
    pub(crate) required_emails: Vec<String>,
}

impl Field {
    fn is_phone(&self) -> bool {
        self.name == PHONE || self.name == REMINDER_PHONE
    }
}

/// Judges each given answer by itself. `given` are the answers to custom fields and the phone number under the names
/// of the fields that it answers.
pub(crate) fn check_answers(fields: &[Field], given: &Object, event_type_id: i64) -> Result<(), Error> {
    fields
        .iter()
        .filter(|field| !field.is_system || field.is_phone())
        .try_for_each(|field| check_answer(field, given.get(&field.name), event_type_id))
}

fn check_answer(field: &Field, answer: Option<&Value>, event_type_id: i64) -> Result<(), Error> {
    match answer {
        // A null is left to the form, as clients know it.
        Some(Value::Null) => Ok(()),
        Some(answer) => {
            check_type(field, answer)?;
            check_options(field, answer)
        }
        None if field.is_required && !field.is_hidden => Err(missing(field, event_type_id)),
        None => Ok(()),
    }
}

fn missing(field: &Field, event_type_id: i64) -> Error {
    if field.is_phone() {
        return Error::invalid(
            "Missing attendee phone number - it is required by the event type. Pass it as \"attendee.phoneNumber\" string in the request.",
        );
    }
    Error::invalid(format!(
        "Missing required booking field response: {} - it is required by the event type booking fields, but missing in the bookingFieldsResponses. You can fetch the event type with ID {event_type_id} to see the required fields.",
        field.name
    ))
}

fn check_type(field: &Field, answer: &Value) -> Result<(), Error> {
    let (expected, fits) = match field.kind.as_str() {
        "text" | "textarea" | "phone" | "address" | "url" | "date" => ("string", answer.is_string()),
        "number" => ("number", answer.is_number()),
        "boolean" => ("boolean", answer.is_boolean()),
        "select" | "radio" => ("string or number", answer.is_string() || answer.is_number()),
        "multiselect" | "checkbox" | "multiemail" => ("array", answer.is_array()),
        _ => return Ok(()),
    };
    if fits {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "Invalid type for booking field '{}'. Expected type {expected} (compatible with field type '{}'), but received {}.",
        field.name,
        field.kind,
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

fn check_options(field: &Field, answer: &Value) -> Result<(), Error> {
    if field.options.is_empty() {
        return Ok(());
    }
    let is_option = |value: &Value| field.options.contains(&as_text(value));
    let (fits, complaint) = match (field.kind.as_str(), answer) {
        ("select" | "radio", one) => {
            (is_option(one), format!("Invalid option '{}' for booking field '{}'", as_text(one), field.name))
        }
        ("multiselect" | "checkbox", Value::Array(several)) => (
            several.iter().all(is_option),
            format!("One or more invalid options for booking field '{}'", field.name),
        ),
        _ => return Ok(()),
    };
    if fits {
        return Ok(());
    }
    Err(Error::invalid(format!("{complaint}. Allowed options are: {}.", field.options.join(", "))))
}

fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Judges all answers together by the form that the event type shows. Every complaint is told, the latest first, up
/// to the first answer that is missing.
pub(crate) fn check_form(fields: &[Field], responses: &Object) -> Result<(), Error> {
    let mut complaints = Vec::new();
    for field in fields {
        match judge(field, responses.get(&field.name)) {
            None => {}
            Some(complaint) => complaints.push(format!("responses - {{{}}}{complaint}, ", field.name)),
        }
        if complaints.last().is_some_and(|complaint| complaint.contains(MISSING)) {
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

/// What is wrong with one answer. A hidden field is never required.
fn judge(field: &Field, answer: Option<&Value>) -> Option<&'static str> {
    let is_required = field.is_required && !field.is_hidden;
    let answer = answer.filter(|answer| is_required || !answer.is_null());
    match answer {
        None if is_required => return Some(MISSING),
        None => return None,
        Some(answer) if is_required && is_blank(answer) => return Some(MISSING),
        Some(_) if field.is_hidden => return None,
        Some(_) => {}
    }
    let answer = answer?;
    match field.kind.as_str() {
        "email" => judge_email(field, answer.as_str().unwrap_or_default(), is_required),
        "multiemail" => judge_emails(answer),
        "phone" => refused_unless(is_text(answer, text::is_phone), "invalid_number"),
        "url" => refused_unless(is_text(answer, text::is_url), "url_validation_error"),
        "boolean" => refused_unless(answer.is_boolean(), "Invalid Boolean"),
        "checkbox" | "multiselect" => refused_unless(answer.is_array(), "Invalid array of strings"),
        "number" => refused_unless(answer.is_number(), "invalid_number"),
        "select" | "radio" => refused_unless(answer.is_string() || answer.is_number(), "Invalid string"),
        "text" | "textarea" | "address" => refused_unless(answer.is_string(), "Invalid string"),
        _ => None,
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

fn judge_email(field: &Field, email: &str, is_required: bool) -> Option<&'static str> {
    if email.is_empty() && !is_required {
        return None;
    }
    let is_of = |list: &[String]| list.iter().any(|entry| belongs_to(email, entry));
    if !text::is_email(email) {
        Some("email_validation_error")
    } else if is_of(&field.excluded_emails) {
        Some("exclude_emails_match_found_error_message")
    } else if !field.required_emails.is_empty() && !is_of(&field.required_emails) {
        Some("require_emails_no_match_found_error_message")
    } else {
        None
    }
}

/// Whether an address is `entry` or of the domain `entry`.
fn belongs_to(email: &str, entry: &str) -> bool {
    let email = email.to_lowercase();
    let entry = entry.trim().to_lowercase();
    !entry.is_empty()
        && (email == entry || email.ends_with(&format!("@{}", entry.trim_start_matches('@'))))
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
    use serde_json::json;

    fn field(name: &str, kind: &str) -> Field {
        Field { name: name.into(), kind: kind.into(), is_required: true, ..Field::default() }
    }

    fn answers(value: Value) -> Object {
        value.as_object().unwrap().clone()
    }

    fn first_check(field: Field, given: Value) -> String {
        check_answers(&[field], &answers(given), 7).map_or_else(|e| e.sentence().to_owned(), |()| "fine".into())
    }

    fn form(fields: &[Field], given: Value) -> String {
        check_form(fields, &answers(given)).map_or_else(|e| e.sentence().to_owned(), |()| "fine".into())
    }

    #[test]
    fn a_required_answer_must_be_there() {
        assert_eq!(
            first_check(field("topic", "text"), json!({})),
            "Missing required booking field response: topic - it is required by the event type booking fields, but missing in the bookingFieldsResponses. You can fetch the event type with ID 7 to see the required fields."
        );
        let phone = Field { is_system: true, ..field(PHONE, "phone") };
        assert!(first_check(phone, json!({})).starts_with("Missing attendee phone number"));
        let hidden = Field { is_hidden: true, ..field("topic", "text") };
        assert_eq!(first_check(hidden, json!({})), "fine");
        let system = Field { is_system: true, ..field("title", "text") };
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
        assert_eq!(first_check(field("f", "mystery"), json!({ "f": 1 })), "fine");
    }

    #[test]
    fn a_choice_is_one_of_the_options() {
        let with = |kind: &str| Field { options: vec!["1".into(), "b".into()], ..field("f", kind) };
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
            (field("guests", "multiemail"), json!({ "guests": ["nope"] }), "responses - {guests}email_validation_error, "),
            (field("guests", "multiemail"), json!({ "guests": ["a@b.co", "a@b.co"] }), "responses - {guests}duplicate_email, "),
            (field("email", "email"), json!({}), "responses - {email}error_required_field, "),
            (field("f", "number"), json!({ "f": 0 }), "fine"),
            (Field { is_hidden: true, ..field("f", "phone") }, json!({ "f": "123" }), "fine"),
            (Field { is_required: false, ..field("f", "text") }, json!({ "f": null }), "fine"),
        ];
        for (field, given, expected) in cases {
            assert_eq!(form(&[field.clone()], given.clone()), expected, "{field:?} {given}");
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

    #[test]
    fn a_bookers_address_keeps_to_the_fields_lists() {
        let picky = Field {
            excluded_emails: vec!["spam.example".into(), "eve@example.com".into()],
            required_emails: vec!["example.com".into()],
            ..field("email", "email")
        };
        let judged = |email: &str| form(std::slice::from_ref(&picky), json!({ "email": email }));
        assert_eq!(judged("ana@example.com"), "fine");
        assert!(judged("eve@example.com").contains("exclude_emails_match_found_error_message"));
        assert!(judged("a@spam.example").contains("exclude_emails_match_found_error_message"));
        assert!(judged("a@other.example").contains("require_emails_no_match_found_error_message"));
    }
}
