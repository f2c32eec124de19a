//! What a request demands of an event type, one rule a function: length, kind, metadata, proof of the address. Pure.

use super::{NewBooking, Routing, refusal, text};
use crate::{Error, Voice};
use jiff::{SignedDuration, Timestamp};
use openhours_scheduling::Reason;
use openhours_storage::event_types::{ConfirmationPolicy, EventType, NoticeUnit};
use openhours_storage::types::Object;
use serde_json::Value;

/// The most guests that one booking takes.
const MOST_GUESTS: usize = 30;

/// Refuses the kinds of bookings that are not built yet, and a team's kind for a personal event type.
pub(crate) fn check_built(new: &NewBooking, event_type: &EventType) -> Result<(), Error> {
    let settings = &event_type.settings;
    let id = event_type.id;
    if new.is_instant && event_type.team_id.is_none() {
        return Err(Error::invalid(
            "Instant bookings are only supported for team event types, not individual user event types.",
        ));
    }
    if event_type.team_id.is_some() {
        return Err(Error::unprocessable(format!(
            "Event type with id={id} belongs to a team. This server books personal event types only, so far."
        )));
    }
    let Some(recurrence) = &settings.recurrence else { return Ok(()) };
    if settings.seats_per_slot.is_some() {
        return Err(refusal::engine(Error::invalid("recurring_event_seats_error")));
    }
    if new.recurrence_count.is_some_and(|count| count > recurrence.occurrences) {
        return Err(Error::invalid(
            "Provided recurrence count is higher than the event type's recurring event count.",
        ));
    }
    Err(Error::unprocessable(format!(
        "Event type with id={id} is booked as a series. This server books single bookings only, so far."
    )))
}

/// The length of the booking: the event type's, or one of those that it offers.
pub(crate) fn length(event_type: &EventType, asked: Option<i64>) -> Result<i64, Error> {
    let offered = &event_type.settings.length_options;
    let Some(asked) = asked else { return Ok(event_type.settings.length_minutes) };
    if offered.is_empty() {
        return Err(Error::invalid(
            "Can't specify 'lengthInMinutes' because event type does not have multiple possible lengths. Please, remove the 'lengthInMinutes' field from the request.",
        ));
    }
    if offered.contains(&asked) {
        return Ok(asked);
    }
    let offered: Vec<String> = offered.iter().map(ToString::to_string).collect();
    Err(Error::invalid(format!(
        "Provided 'lengthInMinutes' is not one of the possible lengths for the event type. The possible lengths are: {}",
        offered.join(", ")
    )))
}

/// When a booking ends; the calendar has one too.
pub(crate) fn end(start: Timestamp, minutes: i64) -> Result<Timestamp, Error> {
    start
        .checked_add(SignedDuration::from_mins(minutes))
        .map_err(|error| refusal::of(Reason::BookingWindow).because(error))
}

/// Metadata holds texts. Every other value is named, the latest first.
pub(crate) fn check_metadata(metadata: &Object) -> Result<(), Error> {
    let complaints: String = metadata
        .iter()
        .rev()
        .filter(|(_, value)| !value.is_string())
        .map(|(key, value)| format!("metadata.{key} - Expected string, received {}, ", type_of(value)))
        .collect();
    if complaints.is_empty() {
        return Ok(());
    }
    Err(Error::invalid(complaints).voiced(Voice::Record))
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// An address, when given, is one. The sentence is that of the body's other rules.
pub(crate) fn check_email(email: Option<&str>) -> Result<(), Error> {
    if email.is_none_or(text::is_email) {
        return Ok(());
    }
    Err(Error::invalid("attendee property is wrong, email property is wrong,Invalid email format "))
}

/// A phone number, when given, is international.
pub(crate) fn check_phone(phone: Option<&str>) -> Result<(), Error> {
    if phone.is_none_or(text::is_phone) {
        return Ok(());
    }
    Err(Error::invalid("Invalid phone number format. Please use international format."))
}

/// A booking takes so many guests.
pub(crate) fn check_guests(guests: Option<&[String]>) -> Result<(), Error> {
    if guests.is_none_or(|guests| guests.len() <= MOST_GUESTS) {
        return Ok(());
    }
    Err(Error::invalid(format!("A booking can have at most {MOST_GUESTS} guests.")))
}

/// Some event types want proof that the address is the booker's. No code has been mailed by this server so far, so
/// none is right.
pub(crate) fn check_verification(event_type: &EventType, code: Option<&str>) -> Result<(), Error> {
    if !event_type.settings.requires_booker_email_verification {
        return Ok(());
    }
    let sentence = match code {
        None => "email_verification_required",
        Some(_) => "invalid_verification_code",
    };
    Err(refusal::engine(Error::invalid(sentence)))
}

/// Hosts are chosen by a form's response or not at all.
pub(crate) fn check_routing(routing: Option<&Routing>) -> Result<(), Error> {
    if routing.is_none_or(|routing| routing.team_member_ids.is_empty() || routing.response_id.is_some()) {
        return Ok(());
    }
    Err(refusal::engine(Error::invalid("Missing routingFormResponseId")))
}

/// A price needs an app that takes the money.
pub(crate) fn check_payment(event_type: &EventType) -> Result<(), Error> {
    if event_type.settings.price <= 0 {
        return Ok(());
    }
    Err(refusal::engine(Error::invalid("Missing payment credentials")))
}

/// Whether a booking waits for its host. By notice it does when the whole units until its start are not more than the
/// policy's.
pub(crate) fn confirmation(policy: ConfirmationPolicy, start: Timestamp, now: Timestamp) -> bool {
    match policy {
        ConfirmationPolicy::Off => false,
        ConfirmationPolicy::Always { .. } => true,
        ConfirmationPolicy::WithinNotice { count, unit, .. } => {
            let left = start.duration_since(now);
            let units = match unit {
                NoticeUnit::Minutes => left.as_mins(),
                NoticeUnit::Hours => left.as_hours(),
            };
            units <= count
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn confirmation_by_notice_counts_whole_units() {
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        let policy =
            ConfirmationPolicy::WithinNotice { count: 2, unit: NoticeUnit::Hours, blocks_slots: false };
        let now = at("2030-01-01T00:00:00Z");
        assert!(confirmation(policy, at("2030-01-01T01:00:00Z"), now));
        assert!(confirmation(policy, at("2030-01-01T02:59:00Z"), now));
        assert!(!confirmation(policy, at("2030-01-01T03:00:00Z"), now));
        assert!(!confirmation(ConfirmationPolicy::Off, now, now));
        assert!(confirmation(
            ConfirmationPolicy::Always { blocks_slots: false },
            at("2031-01-01T00:00:00Z"),
            now
        ));
    }

    #[test]
    fn metadata_holds_texts_only() {
        let metadata = json!({ "a": "text", "b": true, "c": 5 });
        let error = check_metadata(metadata.as_object().unwrap()).unwrap_err();
        assert_eq!(
            error.sentence(),
            "metadata.c - Expected string, received number, metadata.b - Expected string, received boolean, "
        );
        assert!(check_metadata(&Object::new()).is_ok());
    }
}
