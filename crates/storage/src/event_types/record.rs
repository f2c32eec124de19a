//! The event type as stored: columns that queries and availability need, and structured settings as documents.

use diesel::prelude::*;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::fields::BookingField;
use crate::{
    Json,
    schema::event_types,
    types::{Moment, Object, text_enum},
};

text_enum! {
    /// How a team's hosts take part.
    SchedulingType {
        /// All hosts together.
        Collective = "collective",
        /// One host in turn, beside the fixed ones.
        RoundRobin = "round_robin",
        /// A template: each assignee has a child of it.
        Managed = "managed",
    }
}

text_enum! {
    /// A booking page's layout.
    Layout {
        /// Month.
        Month = "month",
        /// Week.
        Week = "week",
        /// Columns.
        Column = "column",
    }
}

text_enum! {
    /// The unit of a notice.
    NoticeUnit {
        /// Minutes.
        Minutes = "minutes",
        /// Hours.
        Hours = "hours",
    }
}

text_enum! {
    /// How often a recurring booking repeats.
    Frequency {
        /// Every year.
        Yearly = "yearly",
        /// Every month.
        Monthly = "monthly",
        /// Every week.
        Weekly = "weekly",
    }
}

/// A place that an event type offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum EventLocation {
    /// The host's address.
    Address { address: String, public: bool },
    /// The host's link.
    Link { link: String, public: bool },
    /// The host's phone.
    Phone { phone: String, public: bool },
    /// A conferencing app, by its wire name (`cal-video`, `zoom`, …).
    Integration { integration: String, link: Option<String>, credential_id: Option<i64> },
    /// An address that the booker gives.
    AttendeeAddress,
    /// A phone number that the booker gives.
    AttendeePhone,
    /// Whatever the booker writes.
    AttendeeDefined,
    /// The organizer's default app.
    OrganizersDefaultApp,
    /// A stored place of another make, kept as it was.
    Unknown { location: serde_json::Value },
}

/// How far ahead bookings are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum BookingWindow {
    /// No bound.
    #[default]
    Unlimited,
    /// Days from today; rolling counts only days that have slots.
    CalendarDays { days: i64, rolling: bool },
    /// Mondays to Fridays from today.
    BusinessDays { days: i64, rolling: bool },
    /// Dates, both included.
    Range { start: Date, end: Date },
}

/// Limits per calendar period; for durations in minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct PeriodLimits {
    pub day: Option<i64>,
    pub week: Option<i64>,
    pub month: Option<i64>,
    pub year: Option<i64>,
}

/// Whether the host confirms bookings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ConfirmationPolicy {
    /// Bookings are accepted at once.
    #[default]
    Off,
    /// Every booking waits.
    Always { blocks_slots: bool },
    /// Bookings made closer to their start than this wait.
    WithinNotice { count: i64, unit: NoticeUnit, blocks_slots: bool },
}

impl ConfirmationPolicy {
    /// Whether bookings that wait for confirmation take the host's time.
    pub fn blocks_slots(self) -> bool {
        match self {
            Self::Off => false,
            Self::Always { blocks_slots } | Self::WithinNotice { blocks_slots, .. } => blocks_slots,
        }
    }
}

/// A series that one booking makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Recurrence {
    pub interval: i64,
    pub occurrences: i64,
    pub frequency: Frequency,
}

/// Layouts of the booking page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct BookerLayouts {
    pub default: Layout,
    pub enabled: Vec<Layout>,
}

/// Colours of the event type, as sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Color {
    pub light: Option<String>,
    pub dark: Option<String>,
}

/// Switches of the built-in video room; absent ones were never set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct VideoSettings {
    pub disable_recording_for_organizer: Option<bool>,
    pub disable_recording_for_guests: Option<bool>,
    pub enable_automatic_recording_for_organizer: Option<bool>,
    pub enable_automatic_transcription: Option<bool>,
    pub disable_transcription_for_guests: Option<bool>,
    pub disable_transcription_for_organizer: Option<bool>,
    pub redirect_url_on_exit: Option<String>,
}

/// Which standard mails are switched off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct EmailSettings {
    pub disable_to_attendees: bool,
    pub disable_to_hosts: bool,
}

/// Settings that no query and no slot depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Presentation {
    pub hide_calendar_notes: bool,
    pub hide_calendar_event_details: bool,
    pub hide_organizer_email: bool,
    pub lock_time_zone: bool,
    pub interface_language: Option<String>,
    pub color: Option<Color>,
    pub booker_layouts: Option<BookerLayouts>,
    pub forward_params_to_success_redirect: bool,
    pub video: Option<VideoSettings>,
    pub send_transcription_emails: bool,
    pub emails: Option<EmailSettings>,
}

impl Default for Presentation {
    fn default() -> Self {
        Self {
            hide_calendar_notes: false,
            hide_calendar_event_details: false,
            hide_organizer_email: false,
            lock_time_zone: false,
            interface_language: None,
            color: None,
            booker_layouts: None,
            forward_params_to_success_redirect: true,
            video: None,
            send_transcription_emails: true,
            emails: None,
        }
    }
}

/// An event type as stored. It belongs to a user, or to a team, or (a managed child) to a user under a parent.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = event_types)]
pub struct EventType {
    /// Key.
    pub id: i64,
    /// The owning user.
    pub user_id: Option<i64>,
    /// The owning team.
    pub team_id: Option<i64>,
    /// The managed event type that this is a child of.
    pub parent_id: Option<i64>,
    /// Everything that can be set.
    #[diesel(embed)]
    pub settings: EventTypeSettings,
    /// The platform client that made it.
    pub created_by_oauth_client_id: Option<String>,
    /// Creation.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

/// An event type to insert.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = event_types)]
#[allow(missing_docs)]
pub struct NewEventType {
    pub user_id: Option<i64>,
    pub team_id: Option<i64>,
    pub parent_id: Option<i64>,
    #[diesel(embed)]
    pub settings: EventTypeSettings,
    pub created_by_oauth_client_id: Option<String>,
    #[diesel(serialize_as = Moment)]
    pub created_at: Timestamp,
    #[diesel(serialize_as = Moment)]
    pub updated_at: Timestamp,
}

/// What can be set of an event type; start from [`EventTypeSettings::new`], or change a loaded one and save it.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = event_types, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct EventTypeSettings {
    /// Display name.
    pub title: String,
    /// Unique among the owner's event types.
    pub slug: String,
    /// Text for bookers.
    pub description: Option<String>,
    /// Place in the owner's list.
    pub position: i64,
    /// Length unless the booker picks another.
    pub length_minutes: i64,
    /// Lengths to pick from; empty means only the one.
    pub length_options: Json<Vec<i64>>,
    /// Whether public lists leave it out.
    pub hidden: bool,
    /// How a team's hosts take part; null for a user's own and for managed children.
    pub scheduling_type: Option<SchedulingType>,
    /// The schedule that holds for every host; null means each host's own.
    pub schedule_id: Option<i64>,
    /// The zone when no schedule gives one.
    pub time_zone: Option<String>,
    /// Distance of slot starts; null means the length.
    pub slot_interval_minutes: Option<i64>,
    /// How long before its start a booking must be made.
    pub minimum_notice_minutes: i64,
    /// Time kept free before.
    pub before_buffer_minutes: i64,
    /// Time kept free after.
    pub after_buffer_minutes: i64,
    /// Minutes by which slot starts are moved.
    pub offset_start_minutes: i64,
    /// Whether slot starts move to make use of odd ranges.
    pub show_optimized_slots: bool,
    /// Whether only the first slot of a day is offered.
    pub only_first_slot_per_day: bool,
    /// How far ahead.
    pub booking_window: Json<BookingWindow>,
    /// Bookings per period; null means never set, all empty means disabled.
    pub count_limits: Option<Json<PeriodLimits>>,
    /// Booked minutes per period; null means never set, all empty means disabled.
    pub duration_limits: Option<Json<PeriodLimits>>,
    /// Active bookings that one booker may have.
    pub max_active_bookings_per_booker: Option<i64>,
    /// Whether a booker at that limit is offered to reschedule.
    pub offer_reschedule_of_active_booking: bool,
    /// Whether the host confirms.
    pub confirmation: Json<ConfirmationPolicy>,
    /// The series that a booking makes.
    pub recurrence: Option<Json<Recurrence>>,
    /// Seats of one slot; null means not seated.
    pub seats_per_slot: Option<i64>,
    /// Whether bookers see each other.
    pub seats_show_attendees: bool,
    /// Whether bookers see how many seats are left.
    pub seats_show_availability_count: bool,
    /// Places offered, in order.
    pub locations: Json<Vec<EventLocation>>,
    /// Fields of the booking form, in order; null means the built-in ones.
    pub booking_fields: Option<Json<Vec<BookingField>>>,
    /// Whether only owners and hosts may book through the API.
    pub booking_requires_authentication: bool,
    /// Whether the booker's address must be verified.
    pub requires_booker_email_verification: bool,
    /// Whether bookings cannot be cancelled.
    pub disable_cancelling: bool,
    /// Whether bookings cannot be rescheduled.
    pub disable_rescheduling: bool,
    /// How long before its start a booking can still be rescheduled.
    pub minimum_rescheduling_notice_minutes: Option<i64>,
    /// Whether past bookings can be rescheduled.
    pub allow_rescheduling_past: bool,
    /// Whether cancelled bookings can be rescheduled.
    pub allow_rescheduling_cancelled: bool,
    /// Whether every accepted team member, present and future, is a host.
    pub assign_all_team_members: bool,
    /// Whether a reschedule keeps the round-robin host.
    pub reschedule_with_same_host: bool,
    /// Whether a request may narrow the hosts.
    pub is_host_subset_enabled: bool,
    /// Whether hosts' weights count.
    pub are_host_weights_enabled: bool,
    /// How far a round-robin host may lead the others.
    pub max_lead_threshold: Option<i64>,
    /// Whether a booking waits for a host to join at once.
    pub is_instant: bool,
    /// How long such a booking waits.
    pub instant_expiry_seconds: i64,
    /// Price in the currency's smallest unit; 0 means free.
    pub price: i64,
    /// Currency code.
    pub currency: String,
    /// Template of bookings' titles.
    pub custom_name: Option<String>,
    /// Whether mails show the destination calendar's address as the organizer's.
    pub use_destination_calendar_email: bool,
    /// Where a booker goes after booking.
    pub success_redirect_url: Option<String>,
    /// Settings of look and notification.
    pub presentation: Json<Presentation>,
    /// Free-form data that has no column.
    pub metadata: Json<Object>,
    /// Fields that the children of a managed event type may change; null unless managed.
    pub managed_unlocked_fields: Option<Json<Object>>,
}

impl EventTypeSettings {
    /// The defaults: two hours' notice, no buffers, limits or seats, the built-in form, free.
    pub fn new(title: impl Into<String>, slug: impl Into<String>, length_minutes: i64) -> Self {
        Self {
            title: title.into(),
            slug: slug.into(),
            description: None,
            position: 0,
            length_minutes,
            length_options: Json::default(),
            hidden: false,
            scheduling_type: None,
            schedule_id: None,
            time_zone: None,
            slot_interval_minutes: None,
            minimum_notice_minutes: 120,
            before_buffer_minutes: 0,
            after_buffer_minutes: 0,
            offset_start_minutes: 0,
            show_optimized_slots: false,
            only_first_slot_per_day: false,
            booking_window: Json::default(),
            count_limits: None,
            duration_limits: None,
            max_active_bookings_per_booker: None,
            offer_reschedule_of_active_booking: false,
            confirmation: Json::default(),
            recurrence: None,
            seats_per_slot: None,
            seats_show_attendees: false,
            seats_show_availability_count: true,
            locations: Json::default(),
            booking_fields: None,
            booking_requires_authentication: false,
            requires_booker_email_verification: false,
            disable_cancelling: false,
            disable_rescheduling: false,
            minimum_rescheduling_notice_minutes: None,
            allow_rescheduling_past: false,
            allow_rescheduling_cancelled: false,
            assign_all_team_members: false,
            reschedule_with_same_host: false,
            is_host_subset_enabled: false,
            are_host_weights_enabled: false,
            max_lead_threshold: None,
            is_instant: false,
            instant_expiry_seconds: 90,
            price: 0,
            currency: "usd".to_owned(),
            custom_name: None,
            use_destination_calendar_email: false,
            success_redirect_url: None,
            presentation: Json::default(),
            metadata: Json::default(),
            managed_unlocked_fields: None,
        }
    }
}
