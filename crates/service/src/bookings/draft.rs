//! A booking about to be made: everything that is decided by the request and the event type alone, before anybody
//! else's bookings are looked at.

use super::new::{Booker, NewBooking, Waiver};
use super::place::{self, Place};
use super::{demands, fields, locate, refusal, rights, text, title};
use crate::Error;
use crate::access::Caller;
use crate::event_types;
use jiff::Timestamp;
use openhours_storage::Connection;
use openhours_storage::event_types::{BookingField, EventType};
use openhours_storage::types::Object;
use openhours_storage::users::{self, User};
use serde_json::Value;

/// A booking about to be made.
pub(crate) struct Draft {
    pub(crate) event_type: EventType,
    pub(crate) organizer: User,
    pub(crate) start: Timestamp,
    pub(crate) end: Timestamp,
    /// Whether the host (or a payment) has to confirm it.
    pub(crate) is_pending: bool,
    pub(crate) title: String,
    pub(crate) place: Place,
    /// All answers, those that have a place of their own included.
    pub(crate) responses: Object,
    pub(crate) metadata: Object,
    pub(crate) booker: Booker,
    /// The booker's address, made up from the number when only that is known.
    pub(crate) email: String,
    pub(crate) guests: Vec<String>,
    pub(crate) reserved_slot_uid: Option<String>,
    pub(crate) waived: Vec<Waiver>,
}

impl Draft {
    /// The seats of one slot, for event types that have them.
    pub(crate) fn seats(&self) -> Option<i64> {
        self.event_type.settings.seats_per_slot.filter(|seats| *seats > 0)
    }
}

/// Checks a request in the order that clients know, as far as others' bookings do not matter.
pub(crate) fn make(
    connection: &mut Connection,
    caller: Option<&Caller>,
    mut new: NewBooking,
    now: Timestamp,
) -> Result<Draft, Error> {
    demands::check_email(new.attendee.email.as_deref())?;
    let event_type = locate::event_type(connection, &new.event_type)?;
    locate::check_authentication(connection, caller, &event_type)?;
    locate::check_kind(connection, &event_type)?;
    demands::check_built(&new, &event_type)?;
    let organizer = organizer(connection, &event_type)?;
    let form = match &event_type.settings.booking_fields {
        Some(stored) => stored.0.clone(),
        None => event_types::built_in_fields(),
    };
    fields::check_answers(&form, &answers(&new), event_type.id)?;
    let minutes = demands::length(&event_type, new.length_minutes)?;
    let place = place::choose(new.location.as_ref(), &event_type, &organizer)?;
    demands::check_metadata(&new.metadata)?;
    let responses = responses(connection, &mut new, (&place, &form, &organizer))?;
    demands::check_verification(&event_type, new.email_verification_code.as_deref())?;
    demands::check_routing(new.routing.as_ref())?;
    demands::check_payment(&event_type)?;
    let waived = waived(connection, caller, (new.waived, &event_type))?;
    let end = demands::end(new.start, minutes)?;
    let title = title::render(&title::Parts {
        template: event_type.settings.custom_name.as_deref(),
        event_type: &event_type.settings.title,
        host: organizer.name.as_deref().unwrap_or("Nameless"),
        booker: &new.attendee.name,
        location: &place::label(&place.location),
        minutes,
        responses: &responses,
    });
    Ok(Draft {
        is_pending: demands::confirmation(*event_type.settings.confirmation, new.start, now),
        email: email_of(&new.attendee),
        guests: new.guests.unwrap_or_default(),
        start: new.start,
        metadata: new.metadata,
        booker: new.attendee,
        reserved_slot_uid: new.reserved_slot_uid,
        event_type,
        organizer,
        end,
        title,
        place,
        responses,
        waived,
    })
}

fn organizer(connection: &mut Connection, event_type: &EventType) -> Result<User, Error> {
    let owner = match event_type.user_id {
        Some(id) => users::find(connection, id)?.filter(|user| !user.is_locked),
        None => None,
    };
    owner.ok_or_else(refusal::not_available)
}

/// The given answers, and the phone number under the names of the fields that it answers.
fn answers(new: &NewBooking) -> Object {
    let mut answers = new.responses.clone();
    if let Some(phone) = &new.attendee.phone_number {
        for field in [fields::PHONE, fields::REMINDER_PHONE] {
            answers.insert(field.to_owned(), phone.clone().into());
        }
    }
    answers
}

/// All answers, checked against the whole form. Plain addresses of a client's managed users are replaced by theirs.
fn responses(
    connection: &mut Connection,
    new: &mut NewBooking,
    (place, form, organizer): (&Place, &[BookingField], &User),
) -> Result<Object, Error> {
    if let Some(client) = organizer.oauth_client_id.as_deref() {
        put_managed_addresses(connection, new, client)?;
    }
    let attendee = &new.attendee;
    let mut responses = new.responses.clone();
    let mut put = |key: &str, value: Value| responses.insert(key.to_owned(), value);
    put("name", attendee.name.clone().into());
    if let Some(phone) = &attendee.phone_number {
        put(fields::PHONE, phone.clone().into());
    }
    if let Some(guests) = new.guests.as_ref().filter(|guests| !guests.is_empty()) {
        put("guests", guests.clone().into());
    }
    if let Some(answer) = &place.answer {
        put("location", answer.clone());
    }
    match &attendee.email {
        Some(email) => put("email", email.clone().into()),
        None => None,
    };
    fields::check_form(form, &responses)?;
    demands::check_phone(attendee.phone_number.as_deref())?;
    demands::check_guests(new.guests.as_deref())?;
    responses.insert("email".to_owned(), email_of(attendee).into());
    Ok(responses)
}

fn put_managed_addresses(
    connection: &mut Connection,
    new: &mut NewBooking,
    client: &str,
) -> Result<(), Error> {
    let mut plain: Vec<&mut String> = new.attendee.email.iter_mut().collect();
    plain.extend(new.guests.iter_mut().flatten());
    let managed: Vec<String> = plain.iter().filter_map(|email| text::managed_email(email, client)).collect();
    let known = users::find_by_emails(connection, &managed)?;
    for email in plain {
        let mut of_client = known.iter().filter(|user| user.oauth_client_id.as_deref() == Some(client));
        let managed = text::managed_email(email, client);
        if let Some(user) = of_client.find(|user| Some(&user.email) == managed.as_ref()) {
            email.clone_from(&user.email);
        }
    }
    Ok(())
}

/// The booker's address, made up from the number when only that is known.
fn email_of(booker: &Booker) -> String {
    booker
        .email
        .clone()
        .unwrap_or_else(|| text::email_of_phone(booker.phone_number.as_deref().unwrap_or_default()))
}

/// The rules that this caller may skip of those asked for; the others simply hold.
fn waived(
    connection: &mut Connection,
    caller: Option<&Caller>,
    (asked, event_type): (Vec<Waiver>, &EventType),
) -> Result<Vec<Waiver>, Error> {
    let Some(caller) = caller.filter(|_| !asked.is_empty()) else { return Ok(Vec::new()) };
    let may_waive = rights::administers(connection, caller.user(), event_type)?;
    Ok(if may_waive { asked } else { Vec::new() })
}
