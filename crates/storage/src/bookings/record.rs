//! The booking as stored, with attendees, seats and hosts.

use diesel::prelude::*;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    Json,
    schema::{booking_attendees, booking_hosts, booking_seats, bookings},
    types::{MaybeMoment, Moment, Object, text_enum},
};

text_enum! {
    /// Where a booking stands.
    BookingStatus {
        /// Confirmed; takes the host's time.
        Accepted = "accepted",
        /// Waits for confirmation or payment.
        Pending = "pending",
        /// Cancelled, or superseded by a reschedule.
        Cancelled = "cancelled",
        /// Declined by the host.
        Rejected = "rejected",
        /// An instant booking that no host has joined.
        AwaitingHost = "awaiting_host",
    }
}

/// Where a booking takes place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum BookingLocation {
    /// The host's address.
    Address { address: String },
    /// The host's link, or a link that the booker sent.
    Link { link: String },
    /// The host's phone number.
    Phone { phone: String },
    /// A meeting that an app makes, by the app's wire name.
    Integration { integration: String },
    /// The booker's address.
    AttendeeAddress { address: String },
    /// The booker's phone number.
    AttendeePhone { phone: String },
    /// What the booker wrote.
    AttendeeDefined { location: String },
    /// The organizer's default app.
    OrganizersDefaultApp,
}

/// A booking as stored.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = bookings)]
pub struct Booking {
    /// Key.
    pub id: i64,
    /// The capability to read, cancel and reschedule it.
    pub uid: String,
    /// Where it stands.
    pub status: BookingStatus,
    /// The organizer; none while an instant booking waits.
    pub user_id: Option<i64>,
    /// What was booked; null when that was deleted.
    pub event_type_id: Option<i64>,
    /// Rendered title.
    pub title: String,
    /// The booker's notes.
    pub description: Option<String>,
    /// Start.
    pub starts_at: Timestamp,
    /// End.
    pub ends_at: Timestamp,
    /// Place.
    pub location: Option<Json<BookingLocation>>,
    /// URL of a generated meeting.
    pub meeting_url: Option<String>,
    /// Answers by field.
    pub responses: Json<Object>,
    /// The caller's data.
    pub metadata: Json<Object>,
    /// Unique while the booking is live; released by cancelling.
    pub idempotency_key: Option<String>,
    /// The series.
    pub recurring_uid: Option<String>,
    /// The booking that this one replaced.
    pub from_reschedule_uid: Option<String>,
    /// Whether another booking replaced this one.
    pub is_rescheduled: bool,
    /// Why this booking came into being by reschedule.
    pub rescheduling_reason: Option<String>,
    /// Who rescheduled.
    pub rescheduled_by_email: Option<String>,
    /// Why it was cancelled.
    pub cancellation_reason: Option<String>,
    /// Who cancelled.
    pub cancelled_by_email: Option<String>,
    /// Why it was declined.
    pub rejection_reason: Option<String>,
    /// Why it got another host.
    pub reassign_reason: Option<String>,
    /// Who gave it another host.
    pub reassigned_by_id: Option<i64>,
    /// The organizer's address as attendees see it.
    pub organizer_email: Option<String>,
    /// The primary attendee's address.
    pub booker_email: Option<String>,
    /// Where reminders are sent as text.
    pub sms_reminder_number: Option<String>,
    /// Whether it was paid.
    pub is_paid: bool,
    /// Whether the host did not come.
    pub host_absent: bool,
    /// The booker's rating.
    pub rating: Option<i64>,
    /// What the booker wrote with it.
    pub rating_feedback: Option<String>,
    /// UID of calendar entries; kept across reschedules.
    pub ical_uid: String,
    /// Sequence of calendar entries.
    pub ical_sequence: i64,
    /// Where it is written.
    pub destination_calendar_id: Option<i64>,
    /// The platform client that asked for it.
    pub oauth_client_id: Option<String>,
    /// Hash of the token with which a host joins.
    pub instant_token_hash: Option<String>,
    /// Until when a host may join.
    pub instant_expires_at: Option<Timestamp>,
    /// Creation.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

/// A booking to insert, with its attendees and hosts.
#[derive(Clone, Debug)]
pub struct NewBooking {
    /// The row.
    pub row: NewBookingRow,
    /// The booker first, then guests, then co-hosts.
    pub attendees: Vec<NewAttendee>,
    /// Every host whose time it takes, the organizer included.
    pub hosts: Vec<NewBookingHost>,
}

/// The columns of a booking to insert.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = bookings)]
#[allow(missing_docs)]
pub struct NewBookingRow {
    pub uid: String,
    pub status: BookingStatus,
    pub user_id: Option<i64>,
    pub event_type_id: Option<i64>,
    pub title: String,
    pub description: Option<String>,
    #[diesel(serialize_as = Moment)]
    pub starts_at: Timestamp,
    #[diesel(serialize_as = Moment)]
    pub ends_at: Timestamp,
    pub location: Option<Json<BookingLocation>>,
    pub meeting_url: Option<String>,
    pub responses: Json<Object>,
    pub metadata: Json<Object>,
    pub idempotency_key: Option<String>,
    pub recurring_uid: Option<String>,
    pub from_reschedule_uid: Option<String>,
    pub is_rescheduled: bool,
    pub rescheduling_reason: Option<String>,
    pub rescheduled_by_email: Option<String>,
    pub organizer_email: Option<String>,
    pub booker_email: Option<String>,
    pub sms_reminder_number: Option<String>,
    pub is_paid: bool,
    pub host_absent: bool,
    pub ical_uid: String,
    pub ical_sequence: i64,
    pub destination_calendar_id: Option<i64>,
    pub oauth_client_id: Option<String>,
    pub instant_token_hash: Option<String>,
    #[diesel(serialize_as = MaybeMoment)]
    pub instant_expires_at: Option<Timestamp>,
    #[diesel(serialize_as = Moment)]
    pub created_at: Timestamp,
    #[diesel(serialize_as = Moment)]
    pub updated_at: Timestamp,
}

/// What every booking must say; the rest of [`NewBookingRow`] has defaults.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct BookingEssentials {
    pub uid: String,
    pub ical_uid: String,
    pub status: BookingStatus,
    pub title: String,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub now: Timestamp,
}

impl NewBookingRow {
    /// A row with these essentials and nothing else set.
    pub fn new(essentials: BookingEssentials) -> Self {
        Self {
            uid: essentials.uid,
            status: essentials.status,
            user_id: None,
            event_type_id: None,
            title: essentials.title,
            description: None,
            starts_at: essentials.starts_at,
            ends_at: essentials.ends_at,
            location: None,
            meeting_url: None,
            responses: Json::default(),
            metadata: Json::default(),
            idempotency_key: None,
            recurring_uid: None,
            from_reschedule_uid: None,
            is_rescheduled: false,
            rescheduling_reason: None,
            rescheduled_by_email: None,
            organizer_email: None,
            booker_email: None,
            sms_reminder_number: None,
            is_paid: false,
            host_absent: false,
            ical_uid: essentials.ical_uid,
            ical_sequence: 0,
            destination_calendar_id: None,
            oauth_client_id: None,
            instant_token_hash: None,
            instant_expires_at: None,
            created_at: essentials.now,
            updated_at: essentials.now,
        }
    }
}

/// An attendee as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = booking_attendees)]
pub struct Attendee {
    /// Key; attendees are in this order.
    pub id: i64,
    /// The booking.
    pub booking_id: i64,
    /// The booking's start, kept here for the busy query.
    pub starts_at: Timestamp,
    /// The booking's end.
    pub ends_at: Timestamp,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Phone number, if known.
    pub phone_number: Option<String>,
    /// IANA name.
    pub time_zone: String,
    /// Language code.
    pub locale: String,
    /// Whether the attendee did not come.
    pub is_absent: bool,
}

/// An attendee to insert.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct NewAttendee {
    pub name: String,
    pub email: String,
    pub phone_number: Option<String>,
    pub time_zone: String,
    pub locale: String,
    /// The seat that the attendee takes.
    pub seat: Option<NewSeat>,
}

/// A seat as stored.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = booking_seats)]
pub struct Seat {
    /// Key.
    pub id: i64,
    /// The capability to cancel and reschedule it.
    pub uid: String,
    /// The booking.
    pub booking_id: i64,
    /// Who sits there.
    pub attendee_id: i64,
    /// Answers by field.
    pub responses: Json<Object>,
    /// The caller's data.
    pub metadata: Json<Object>,
    /// Creation.
    pub created_at: Timestamp,
}

/// A seat to insert.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct NewSeat {
    pub uid: String,
    pub responses: Object,
    pub metadata: Object,
}

/// A host's part in a booking, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = booking_hosts)]
pub struct BookingHost {
    /// The booking.
    pub booking_id: i64,
    /// The host.
    pub user_id: i64,
    /// The booking's start.
    pub starts_at: Timestamp,
    /// The booking's end.
    pub ends_at: Timestamp,
    /// Whether no other guarding row of the host may overlap.
    pub guards: bool,
}

/// A host to insert. `guards` belongs on accepted bookings that tolerate no other: not on seated ones, nor where
/// conflicts were allowed on purpose.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct NewBookingHost {
    pub user_id: i64,
    pub guards: bool,
}
