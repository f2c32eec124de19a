//! The forms that the checks of event types hold parts of a request against: the rules of each kind of location and
//! booking field, and of settings that are looked at only while they are on. No sentence of a check lives here.

use crate::rules::{Alternative, Field, Kind, Literal, Nested, ObjectRules, Rule, Test};
use crate::union::Shape;

/// The rules of one form.
pub(super) type Form = ObjectRules;

const fn form(fields: &'static [Field]) -> Form {
    Form { fields, ..Form::USUAL }
}

const fn required(name: &'static str, rules: &'static [Rule]) -> Field {
    Field { name, rules, ..Field::REQUIRED }
}

const fn optional(name: &'static str, rules: &'static [Rule]) -> Field {
    Field { name, rules, ..Field::OPTIONAL }
}

const fn count(name: &'static str, rules: &'static [Rule]) -> Field {
    Field { name, rules, kind: Kind::Integer, ..Field::REQUIRED }
}

macro_rules! text {
    ($name:literal) => {
        &[Rule::new("isString", concat!($name, " must be a string"), Test::Text)]
    };
}

macro_rules! truth {
    ($name:literal) => {
        &[Rule::new("isBoolean", concat!($name, " must be a boolean value"), Test::Boolean)]
    };
}

macro_rules! positive {
    ($name:literal) => {
        &[
            Rule::new("min", concat!($name, " must not be less than 1"), Test::Minimum(1.0)),
            Rule::new("isInt", concat!($name, " must be an integer number"), Test::Integer),
        ]
    };
}

macro_rules! among {
    ($name:literal: $first:literal $(, $word:literal)* $(,)?) => {
        &[Rule::new(
            "isIn",
            concat!($name, " must be one of the following values: ", $first $(, ", ", $word)*),
            Test::Among(&[Literal::Text($first) $(, Literal::Text($word))*]),
        )]
    };
}

const PUBLIC: Field = required("public", truth!("public"));

static ADDRESS: Form = form(&[
    required(
        "address",
        &[
            Rule::new(
                "minLength",
                "address must be longer than or equal to 1 characters",
                Test::Length { least: 1, most: usize::MAX },
            ),
            Rule::new("isString", "address must be a string", Test::Text),
        ],
    ),
    PUBLIC,
]);
static LINK: Form =
    form(&[required("link", &[Rule::new("isUrl", "link must be a URL address", Test::Url)]), PUBLIC]);
static PHONE: Form = form(&[
    required("phone", &[Rule::new("isPhoneNumber", "phone must be a valid phone number", Test::Phone)]),
    PUBLIC,
]);
static INTEGRATION: Form = form(&[required(
    "integration",
    among!(
        "integration": "cal-video", "google-meet", "zoom", "whereby-video", "whatsapp-video", "webex-video",
        "telegram-video", "tandem", "sylaps-video", "skype-video", "sirius-video", "signal-video", "shimmer-video",
        "salesroom-video", "roam-video", "riverside-video", "ping-video", "office365-video", "mirotalk-video",
        "jitsi", "jelly-video", "jelly-conferencing", "huddle", "facetime-video", "element-call-video",
        "eightxeight-video", "discord-video", "demodesk-video", "campfire-video",
    ),
)]);
static BARE: Form = form(&[]);

/// The form of a location, by its type.
pub(super) fn location(kind: &str) -> Option<&'static Form> {
    Some(match kind {
        "address" => &ADDRESS,
        "link" => &LINK,
        "phone" => &PHONE,
        "integration" => &INTEGRATION,
        "attendeeAddress" | "attendeePhone" | "attendeeDefined" | "organizersDefaultApp" => &BARE,
        _ => return None,
    })
}

const SLUG: Field = required("slug", text!("slug"));
const LABEL: Field = required("label", text!("label"));
const REQUIRED: Field = required("required", truth!("required"));
const OWN_LABEL: Field = optional("label", text!("label"));
const OWN_REQUIRED: Field = optional("required", truth!("required"));
const PLACEHOLDER: Field = optional("placeholder", text!("placeholder"));
const HIDDEN: Field = optional("hidden", truth!("hidden"));
const DISABLE_ON_PREFILL: Field = optional("disableOnPrefill", truth!("disableOnPrefill"));

static NAME: Form = form(&[OWN_LABEL, PLACEHOLDER, DISABLE_ON_PREFILL]);
static SPLIT_NAME: Form = form(&[
    optional("firstNameLabel", text!("firstNameLabel")),
    optional("firstNamePlaceholder", text!("firstNamePlaceholder")),
    optional("lastNameLabel", text!("lastNameLabel")),
    optional("lastNamePlaceholder", text!("lastNamePlaceholder")),
    optional("lastNameRequired", truth!("lastNameRequired")),
    DISABLE_ON_PREFILL,
]);
static QUESTION: Form = form(&[SLUG, LABEL, REQUIRED, PLACEHOLDER, HIDDEN, DISABLE_ON_PREFILL]);
static OPTION: Nested = Nested::Untagged(&[Alternative {
    shape: &Shape::Text(&[]),
    rules: &[Rule::new("isString", "each value in options must be a string", Test::Text)],
    inner: None,
}]);
static CHOICE: Form = form(&[
    SLUG,
    LABEL,
    REQUIRED,
    Field {
        name: "options",
        rules: &[Rule::new("isArray", "options must be an array", Test::List)],
        inner: Some(Nested::List(&OPTION)),
        ..Field::REQUIRED
    },
    PLACEHOLDER,
    HIDDEN,
    DISABLE_ON_PREFILL,
]);

/// The form of a system field that is named by its slug, and of the email field.
pub(super) static SYSTEM: Form = form(&[OWN_REQUIRED, HIDDEN, OWN_LABEL, PLACEHOLDER, DISABLE_ON_PREFILL]);
/// The system fields that have no type in a request.
pub(super) const SYSTEM_SLUGS: [&str; 5] = ["title", "location", "notes", "guests", "rescheduleReason"];

/// The form of a booking field, by its type.
pub(super) fn booking_field(kind: &str) -> Option<&'static Form> {
    Some(match kind {
        "name" => &NAME,
        "splitName" => &SPLIT_NAME,
        "email" => &SYSTEM,
        "phone" | "address" | "text" | "number" | "textarea" | "url" | "multiemail" | "boolean" => &QUESTION,
        "select" | "multiselect" | "checkbox" | "radio" => &CHOICE,
        _ => return None,
    })
}

/// The limit for one booker.
pub(super) static BOOKER_ACTIVE_BOOKINGS_LIMIT: Form = form(&[
    Field {
        name: "maximumActiveBookings",
        kind: Kind::Integer,
        rules: positive!("maximumActiveBookings"),
        ..Field::OPTIONAL
    },
    optional("offerReschedule", truth!("offerReschedule")),
    optional("disabled", truth!("disabled")),
]);

/// A series of bookings.
pub(super) static RECURRENCE: Form = form(&[
    count("interval", positive!("interval")),
    count("occurrences", positive!("occurrences")),
    required("frequency", among!("frequency": "yearly", "monthly", "weekly")),
    optional("disabled", truth!("disabled")),
]);

/// Seats in a slot.
pub(super) static SEATS: Form = form(&[
    count("seatsPerTimeSlot", positive!("seatsPerTimeSlot")),
    required("showAttendeeInfo", truth!("showAttendeeInfo")),
    required("showAvailabilityCount", truth!("showAvailabilityCount")),
    optional("disabled", truth!("disabled")),
]);
