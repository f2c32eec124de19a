//! What a booker asks for, before anything is checked.

use super::place::LocationChoice;
use jiff::Timestamp;
use openhours_storage::types::Object;

/// A booking that somebody wants.
#[derive(Clone, Debug)]
pub struct NewBooking {
    /// What is booked.
    pub event_type: EventTypeLocator,
    /// When it starts.
    pub start: Timestamp,
    /// Who books.
    pub attendee: Booker,
    /// Answers to booking fields by slug.
    pub responses: Object,
    /// Addresses of further people; `None` when the booker said nothing about guests.
    pub guests: Option<Vec<String>>,
    /// Where; `None` leaves it to the event type.
    pub location: Option<LocationChoice>,
    /// Anything to keep.
    pub metadata: Object,
    /// One of the lengths that the event type offers.
    pub length_minutes: Option<i64>,
    /// The code that was mailed to the booker.
    pub email_verification_code: Option<String>,
    /// Whether a team is to be called at once.
    pub is_instant: bool,
    /// Occurrences of a series.
    pub recurrence_count: Option<i64>,
    /// What a routing form decided.
    pub routing: Option<Routing>,
    /// The reservation that this uses up.
    pub reserved_slot_uid: Option<String>,
    /// Rules that the booker would like to skip; only hosts and administrators may.
    pub waived: Vec<Waiver>,
}

/// How a booker names an event type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventTypeLocator {
    /// By id.
    Id(i64),
    /// By slugs.
    Slugs {
        /// The event type's slug.
        event_type: String,
        /// Whose it is.
        owner: OwnerName,
        /// The organization that the owner belongs to.
        organization: Option<String>,
    },
}

/// The name of an event type's owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnerName {
    /// A username.
    User(String),
    /// A team's slug.
    Team(String),
}

/// Who books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booker {
    /// The name.
    pub name: String,
    /// The address.
    pub email: Option<String>,
    /// The number in international form.
    pub phone_number: Option<String>,
    /// The IANA zone.
    pub time_zone: String,
    /// The language to write in.
    pub language: String,
}

/// What a routing form decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Routing {
    /// The hosts to choose from.
    pub team_member_ids: Vec<i64>,
    /// The response that decided it.
    pub response_id: Option<i64>,
}

/// A rule that hosts may skip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiver {
    /// That hosts are at work and free.
    Availability,
    /// The minimum notice and the booking window.
    Bounds,
    /// The limits of bookings per period.
    Limits,
}
