//! Where a booking takes place: what the booker chose against what the event type offers. Pure; meetings are made
//! elsewhere, after the booking.

use crate::Error;
use crate::bookings::text;
use openhours_storage::bookings::BookingLocation;
use openhours_storage::event_types::{EventLocation, EventType};
use openhours_storage::types::Object;
use openhours_storage::users::User;
use serde_json::{Value, json};

/// What the booker asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LocationChoice {
    /// A link, a phone number or free text; whatever the event type offers.
    Text(String),
    /// A kind of location, by its wire name, with what the kind carries.
    Kind {
        /// `address`, `attendeePhone`, `integration` …
        kind: String,
        /// The value of the attendee's kinds.
        value: Option<String>,
        /// The app, for `integration`.
        integration: Option<String>,
    },
}

/// Where a booking takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// What is stored.
    pub(crate) location: BookingLocation,
    /// The answer to the location field; none when nothing was chosen.
    pub(crate) answer: Option<Value>,
}

/// The place of a new booking: the chosen one, else the event type's first, else the organizer's default app, else
/// the built-in video.
pub(crate) fn choose(
    choice: Option<&LocationChoice>,
    event_type: &EventType,
    organizer: &User,
) -> Result<Place, Error> {
    match choice {
        Some(LocationChoice::Text(text)) => Ok(of_text(text)),
        Some(LocationChoice::Kind { kind, value, integration }) => {
            let offered = offered(event_type, kind, integration.as_deref())?;
            let location = configured(offered, value.as_deref(), organizer);
            let answer = answer(word_of(offered, &location), value.as_deref().unwrap_or_default());
            Ok(Place { location, answer: Some(answer) })
        }
        None => {
            let location = match event_type.settings.locations.first() {
                Some(first) => configured(first, None, organizer),
                None => default_app(&organizer.metadata),
            };
            Ok(Place { location, answer: None })
        }
    }
}

fn of_text(text: &str) -> Place {
    let owned = text.to_owned();
    let (word, location) = if text::is_url(text) {
        ("link", BookingLocation::Link { link: owned })
    } else if text::is_phone(text) {
        ("phone", BookingLocation::AttendeePhone { phone: owned })
    } else {
        ("somewhereElse", BookingLocation::AttendeeDefined { location: owned })
    };
    Place { location, answer: Some(answer(word.to_owned(), text)) }
}

fn answer(word: String, value: &str) -> Value {
    json!({ "value": word, "optionValue": value })
}

/// The first of the event type's locations that the choice names.
fn offered<'a>(
    event_type: &'a EventType,
    kind: &str,
    integration: Option<&str>,
) -> Result<&'a EventLocation, Error> {
    let locations = &event_type.settings.locations;
    let of_kind = || locations.iter().filter(|location| kind_of(location) == kind);
    let id = event_type.id;
    if of_kind().next().is_none() {
        let kinds: Vec<&str> = locations.iter().map(kind_of).collect();
        return Err(Error::invalid(format!(
            "Booking location with type {kind} not valid for event type with id={id}. The event type has following location types: {}, and only these types are allowed for booking location.",
            kinds.join(", ")
        )));
    }
    of_kind().find(|location| integration.is_none_or(|app| app_of(location) == Some(app))).ok_or_else(|| {
        let apps: Vec<&str> = locations.iter().filter_map(app_of).collect();
        Error::invalid(format!(
            "Booking location with integration {} not valid for event type with id={id}. The event type has following integrations: {}, and only these integrations are allowed for booking location.",
            integration.unwrap_or_default(),
            apps.join(", ")
        ))
    })
}

fn kind_of(location: &EventLocation) -> &'static str {
    match location {
        EventLocation::Address { .. } => "address",
        EventLocation::Link { .. } => "link",
        EventLocation::Phone { .. } => "phone",
        EventLocation::Integration { .. } => "integration",
        EventLocation::AttendeeAddress => "attendeeAddress",
        EventLocation::AttendeePhone => "attendeePhone",
        EventLocation::AttendeeDefined => "attendeeDefined",
        EventLocation::OrganizersDefaultApp => "organizersDefaultApp",
        EventLocation::Unknown { .. } => "unknown",
    }
}

fn app_of(location: &EventLocation) -> Option<&str> {
    match location {
        EventLocation::Integration { integration, .. } => Some(integration),
        _ => None,
    }
}

/// The word that answers use for a kind of location.
fn word_of(offered: &EventLocation, location: &BookingLocation) -> String {
    match offered {
        EventLocation::Address { .. } => "inPerson".to_owned(),
        EventLocation::Link { .. } => "link".to_owned(),
        EventLocation::Phone { .. } => "userPhone".to_owned(),
        EventLocation::AttendeeAddress => "attendeeInPerson".to_owned(),
        EventLocation::AttendeePhone => "phone".to_owned(),
        EventLocation::AttendeeDefined | EventLocation::Unknown { .. } => "somewhereElse".to_owned(),
        EventLocation::OrganizersDefaultApp => "conferencing".to_owned(),
        EventLocation::Integration { .. } => text_of(location),
    }
}

/// A location of the event type as the booking keeps it. Where the attendee should have given a value and did not,
/// the kind's word stands for it.
fn configured(offered: &EventLocation, value: Option<&str>, organizer: &User) -> BookingLocation {
    let given = |word: &str| value.unwrap_or(word).to_owned();
    match offered.clone() {
        EventLocation::Address { address, .. } => BookingLocation::Address { address },
        EventLocation::Link { link, .. } => BookingLocation::Link { link },
        EventLocation::Phone { phone, .. } => BookingLocation::Phone { phone },
        EventLocation::Integration { link: Some(link), .. } => BookingLocation::Link { link },
        EventLocation::Integration { integration, .. } => BookingLocation::Integration { integration },
        EventLocation::AttendeeAddress => {
            BookingLocation::AttendeeAddress { address: given("attendeeInPerson") }
        }
        EventLocation::AttendeePhone => BookingLocation::AttendeePhone { phone: given("phone") },
        EventLocation::AttendeeDefined => {
            BookingLocation::AttendeeDefined { location: given("somewhereElse") }
        }
        EventLocation::OrganizersDefaultApp => default_app(&organizer.metadata),
        EventLocation::Unknown { location } => BookingLocation::AttendeeDefined {
            location: location
                .get("type")
                .and_then(Value::as_str)
                .map_or_else(|| location.to_string(), ToOwned::to_owned),
        },
    }
}

/// A stored place as the API shows it: its text, or `integrations:<app>` until a meeting is made.
pub fn text_of(location: &BookingLocation) -> String {
    match location {
        BookingLocation::Address { address } | BookingLocation::AttendeeAddress { address } => {
            address.clone()
        }
        BookingLocation::Link { link } => link.clone(),
        BookingLocation::Phone { phone } | BookingLocation::AttendeePhone { phone } => phone.clone(),
        BookingLocation::AttendeeDefined { location } => location.clone(),
        BookingLocation::Integration { integration } => stored_app(integration),
        BookingLocation::OrganizersDefaultApp => "conferencing".to_owned(),
    }
}

/// The stored form of an app's name.
fn stored_app(name: &str) -> String {
    match name {
        "cal-video" => "integrations:daily".to_owned(),
        "google-meet" => "integrations:google:meet".to_owned(),
        "huddle" => "integrations:huddle01".to_owned(),
        "sirius-video" => "integrations:sirius_video_video".to_owned(),
        "element-call-video" => "integrations:element-call_video".to_owned(),
        other => format!("integrations:{}", other.replace('-', "_")),
    }
}

/// The conferencing app that a user has chosen for everything.
fn default_app(metadata: &Object) -> BookingLocation {
    let chosen = metadata.get("defaultConferencingApp");
    let text = |key: &str| chosen.and_then(|app| app.get(key)).and_then(Value::as_str);
    if let Some(link) = text("appLink").filter(|link| !link.is_empty()) {
        return BookingLocation::Link { link: link.to_owned() };
    }
    let integration = match text("appSlug") {
        None | Some("" | "daily-video" | "cal-video") => "cal-video",
        Some("msteams") => "office365-video",
        Some(slug) => slug,
    };
    BookingLocation::Integration { integration: integration.to_owned() }
}

/// A place as people call it, for titles.
pub(crate) fn label(location: &BookingLocation) -> String {
    match location {
        BookingLocation::Integration { integration } => match integration.as_str() {
            "cal-video" => "Cal Video".to_owned(),
            "office365-video" => "MS Teams".to_owned(),
            other => other.split('-').map(capitalized).collect::<Vec<_>>().join(" "),
        },
        other => text_of(other),
    }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer_to(text: &str) -> Value {
        of_text(text).answer.unwrap()
    }

    #[test]
    fn a_text_is_a_link_a_number_or_a_place() {
        assert_eq!(
            answer_to("https://e.example/x"),
            json!({ "value": "link", "optionValue": "https://e.example/x" })
        );
        assert_eq!(answer_to("+37120993151"), json!({ "value": "phone", "optionValue": "+37120993151" }));
        assert_eq!(answer_to("some place"), json!({ "value": "somewhereElse", "optionValue": "some place" }));
    }

    #[test]
    fn apps_are_stored_under_their_own_names() {
        let cases = [
            ("cal-video", "integrations:daily", "Cal Video"),
            ("google-meet", "integrations:google:meet", "Google Meet"),
            ("zoom", "integrations:zoom", "Zoom"),
            ("office365-video", "integrations:office365_video", "MS Teams"),
            ("element-call-video", "integrations:element-call_video", "Element Call Video"),
        ];
        for (name, stored, shown) in cases {
            let location = BookingLocation::Integration { integration: name.to_owned() };
            assert_eq!((text_of(&location).as_str(), label(&location).as_str()), (stored, shown));
        }
    }

    #[test]
    fn without_a_choice_of_app_it_is_the_built_in_video() {
        let app = |metadata: Value| text_of(&default_app(metadata.as_object().unwrap()));
        assert_eq!(app(json!({})), "integrations:daily");
        assert_eq!(
            app(json!({ "defaultConferencingApp": { "appSlug": "daily-video" } })),
            "integrations:daily"
        );
        assert_eq!(app(json!({ "defaultConferencingApp": { "appSlug": "zoom" } })), "integrations:zoom");
        let link =
            json!({ "defaultConferencingApp": { "appSlug": "campfire", "appLink": "https://c.example" } });
        assert_eq!(app(link), "https://c.example");
    }
}
