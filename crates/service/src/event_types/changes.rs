//! What a request asks of an event type's settings, and how that is laid over the settings there are. Pure: what needs
//! the owner, the store or connected accounts is checked beside it.

use super::{contacts, form, rules};
use crate::Error;
use openhours_storage::Json;
use openhours_storage::event_types::{
    BookerLayouts, BookingField, BookingWindow, Color, ConfirmationPolicy, EventLocation, EventTypeSettings,
    PeriodLimits, Presentation, Recurrence, VideoSettings,
};

/// What to set; `None` leaves a setting as it is, `Some(None)` clears it.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct Changes {
    pub title: Option<String>,
    /// As sent; it is brought into slug form.
    pub slug: Option<String>,
    pub length_minutes: Option<i64>,
    pub length_options: Option<Vec<i64>>,
    pub description: Option<Option<String>>,
    pub locations: Option<Vec<EventLocation>>,
    /// The fields that the request names; the form is completed with the system's.
    pub booking_fields: Option<Vec<BookingField>>,
    /// Hides the field for guests, whatever else the form says.
    pub disable_guests: Option<bool>,
    pub slot_interval_minutes: Option<Option<i64>>,
    pub minimum_notice_minutes: Option<i64>,
    pub before_buffer_minutes: Option<i64>,
    pub after_buffer_minutes: Option<i64>,
    pub offset_start_minutes: Option<i64>,
    pub show_optimized_slots: Option<bool>,
    pub only_first_slot_per_day: Option<bool>,
    pub schedule_id: Option<Option<i64>>,
    /// All empty = switched off.
    pub count_limits: Option<PeriodLimits>,
    /// All empty = switched off.
    pub duration_limits: Option<PeriodLimits>,
    pub active_bookings: Option<ActiveBookings>,
    pub booking_window: Option<BookingWindow>,
    pub booker_layouts: Option<BookerLayouts>,
    pub confirmation: Option<ConfirmationPolicy>,
    pub recurrence: Option<Option<Recurrence>>,
    pub seats: Option<Option<Seats>>,
    pub custom_name: Option<String>,
    pub destination_calendar: Option<CalendarChoice>,
    pub use_destination_calendar_email: Option<bool>,
    pub success_redirect_url: Option<Option<String>>,
    pub video: Option<VideoChanges>,
    pub hidden: Option<bool>,
    pub booking_requires_authentication: Option<bool>,
    pub requires_booker_email_verification: Option<bool>,
    pub disable_cancelling: Option<bool>,
    pub rescheduling: Option<Rescheduling>,
    pub allow_rescheduling_past: Option<bool>,
    pub allow_rescheduling_cancelled: Option<bool>,
    pub hide_calendar_notes: Option<bool>,
    pub hide_calendar_event_details: Option<bool>,
    pub hide_organizer_email: Option<bool>,
    pub lock_time_zone: Option<bool>,
    pub interface_language: Option<String>,
    pub color: Option<Color>,
}

/// How many active bookings one booker may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActiveBookings {
    /// Any number.
    Unlimited,
    /// What to change of the limit.
    Limited {
        /// The most.
        most: Option<i64>,
        /// Whether to offer moving the last one.
        offer_reschedule: Option<bool>,
    },
}

/// Seats of one slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seats {
    /// How many.
    pub per_slot: i64,
    /// Whether bookers see each other.
    pub show_attendees: bool,
    /// Whether bookers see how many are left.
    pub show_availability_count: bool,
}

/// Until when a booking can be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rescheduling {
    /// Always.
    Open,
    /// Never.
    Closed,
    /// Until so many minutes before its start.
    UntilMinutesBefore(i64),
}

/// A calendar, as its app names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarChoice {
    /// Type of the app.
    pub integration: String,
    /// Id in the app.
    pub external_id: String,
}

/// What to change of the built-in video room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VideoChanges {
    /// The switches that are named; the others stay.
    pub switches: VideoSettings,
    /// Where participants go when they leave, or that they go nowhere.
    pub redirect_url_on_exit: Option<Option<String>>,
    /// Whether transcriptions are mailed.
    pub send_transcription_emails: Option<bool>,
}

fn set<T>(target: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *target = value;
    }
}

fn set_json<T: std::fmt::Debug + Send + Sync>(target: &mut Json<T>, value: Option<T>) {
    if let Some(value) = value {
        *target = Json(value);
    }
}

/// Lays the changes over the settings. The destination calendar is not among the settings.
///
/// # Errors
/// Invalid, for a form or a combination that cannot be.
pub(super) fn apply(changes: Changes, settings: &mut EventTypeSettings) -> Result<(), Error> {
    let mut changes = changes;
    rules::check_request(&changes)?;
    let fields = changes.booking_fields.take();
    if let Some(fields) = form::changed(settings.booking_fields.as_ref(), fields, changes.disable_guests) {
        contacts::check_reachable(&fields)?;
        settings.booking_fields = Some(Json(fields));
    }
    apply_presentation(&mut changes, &mut settings.presentation);
    apply_hours(&mut changes, settings);
    apply_bookings(changes, settings);
    rules::check_seats(settings)
}

fn apply_hours(changes: &mut Changes, settings: &mut EventTypeSettings) {
    set(&mut settings.length_minutes, changes.length_minutes);
    set_json(&mut settings.length_options, changes.length_options.take());
    set(&mut settings.slot_interval_minutes, changes.slot_interval_minutes);
    set(&mut settings.minimum_notice_minutes, changes.minimum_notice_minutes);
    set(&mut settings.before_buffer_minutes, changes.before_buffer_minutes);
    set(&mut settings.after_buffer_minutes, changes.after_buffer_minutes);
    set(&mut settings.offset_start_minutes, changes.offset_start_minutes);
    set(&mut settings.show_optimized_slots, changes.show_optimized_slots);
    set(&mut settings.only_first_slot_per_day, changes.only_first_slot_per_day);
    set(&mut settings.schedule_id, changes.schedule_id);
    set_json(&mut settings.booking_window, changes.booking_window);
    set(&mut settings.count_limits, changes.count_limits.map(|limits| Some(Json(limits))));
    set(&mut settings.duration_limits, changes.duration_limits.map(|limits| Some(Json(limits))));
    match changes.active_bookings {
        None => {}
        Some(ActiveBookings::Unlimited) => {
            settings.max_active_bookings_per_booker = None;
            settings.offer_reschedule_of_active_booking = false;
        }
        Some(ActiveBookings::Limited { most, offer_reschedule }) => {
            set(&mut settings.max_active_bookings_per_booker, most.map(Some));
            set(&mut settings.offer_reschedule_of_active_booking, offer_reschedule);
        }
    }
}

fn apply_bookings(changes: Changes, settings: &mut EventTypeSettings) {
    set(&mut settings.title, changes.title);
    set(&mut settings.description, changes.description);
    set_json(&mut settings.locations, changes.locations);
    set_json(&mut settings.confirmation, changes.confirmation);
    set(&mut settings.recurrence, changes.recurrence.map(|series| series.map(Json)));
    set(&mut settings.custom_name, changes.custom_name.map(Some));
    set(&mut settings.use_destination_calendar_email, changes.use_destination_calendar_email);
    set(&mut settings.success_redirect_url, changes.success_redirect_url);
    set(&mut settings.hidden, changes.hidden);
    set(&mut settings.booking_requires_authentication, changes.booking_requires_authentication);
    set(&mut settings.requires_booker_email_verification, changes.requires_booker_email_verification);
    set(&mut settings.disable_cancelling, changes.disable_cancelling);
    set(&mut settings.allow_rescheduling_past, changes.allow_rescheduling_past);
    set(&mut settings.allow_rescheduling_cancelled, changes.allow_rescheduling_cancelled);
    if let Some(seats) = changes.seats {
        settings.seats_per_slot = seats.map(|seats| seats.per_slot);
        settings.seats_show_attendees = seats.is_some_and(|seats| seats.show_attendees);
        settings.seats_show_availability_count = seats.is_none_or(|seats| seats.show_availability_count);
    }
    if let Some(rescheduling) = changes.rescheduling {
        settings.disable_rescheduling = rescheduling == Rescheduling::Closed;
        settings.minimum_rescheduling_notice_minutes = match rescheduling {
            Rescheduling::UntilMinutesBefore(minutes) => Some(minutes),
            Rescheduling::Open | Rescheduling::Closed => None,
        };
    }
}

fn apply_presentation(changes: &mut Changes, presentation: &mut Presentation) {
    set(&mut presentation.hide_calendar_notes, changes.hide_calendar_notes);
    set(&mut presentation.hide_calendar_event_details, changes.hide_calendar_event_details);
    set(&mut presentation.hide_organizer_email, changes.hide_organizer_email);
    set(&mut presentation.lock_time_zone, changes.lock_time_zone);
    set(&mut presentation.interface_language, changes.interface_language.take().map(Some));
    set(&mut presentation.color, changes.color.take().map(Some));
    set(&mut presentation.booker_layouts, changes.booker_layouts.take().map(Some));
    if let Some(video) = changes.video.take() {
        set(&mut presentation.send_transcription_emails, video.send_transcription_emails);
        apply_video(video, &mut presentation.video);
    }
}

/// The room's switches exist from the first time that one of them is set.
fn apply_video(changes: VideoChanges, stored: &mut Option<VideoSettings>) {
    let VideoChanges { switches, redirect_url_on_exit, .. } = changes;
    if switches == VideoSettings::default() && redirect_url_on_exit.is_none() {
        return;
    }
    let room = stored.get_or_insert_default();
    let named = |value: Option<bool>| value.map(Some);
    set(&mut room.disable_recording_for_organizer, named(switches.disable_recording_for_organizer));
    set(&mut room.disable_recording_for_guests, named(switches.disable_recording_for_guests));
    set(
        &mut room.enable_automatic_recording_for_organizer,
        named(switches.enable_automatic_recording_for_organizer),
    );
    set(&mut room.enable_automatic_transcription, named(switches.enable_automatic_transcription));
    set(&mut room.disable_transcription_for_guests, named(switches.disable_transcription_for_guests));
    set(&mut room.disable_transcription_for_organizer, named(switches.disable_transcription_for_organizer));
    set(&mut room.redirect_url_on_exit, redirect_url_on_exit);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(settings: &mut EventTypeSettings, changes: Changes) {
        apply(changes, settings).expect("these changes are allowed");
    }

    #[test]
    fn what_is_not_named_stays() {
        let mut settings = EventTypeSettings::new("Intro", "intro", 30);
        applied(&mut settings, Changes { minimum_notice_minutes: Some(5), ..Changes::default() });
        applied(&mut settings, Changes { length_options: Some(vec![15, 30]), ..Changes::default() });
        let layouts =
            BookerLayouts { default: super::super::Layout::Week, enabled: vec![super::super::Layout::Week] };
        applied(&mut settings, Changes { booker_layouts: Some(layouts.clone()), ..Changes::default() });
        applied(&mut settings, Changes::default());
        assert_eq!(settings.minimum_notice_minutes, 5);
        assert_eq!(settings.length_options.0, [15, 30]);
        assert_eq!(settings.presentation.booker_layouts, Some(layouts));
    }

    #[test]
    fn a_mail_switch_alone_makes_no_video_settings() {
        let mut settings = EventTypeSettings::new("Intro", "intro", 30);
        let mails = VideoChanges { send_transcription_emails: Some(false), ..VideoChanges::default() };
        applied(&mut settings, Changes { video: Some(mails), ..Changes::default() });
        assert!(!settings.presentation.send_transcription_emails);
        assert_eq!(settings.presentation.video, None);
        let switches = VideoSettings { disable_recording_for_guests: Some(true), ..VideoSettings::default() };
        let room = VideoChanges { switches, ..VideoChanges::default() };
        applied(&mut settings, Changes { video: Some(room), ..Changes::default() });
        let exit = VideoChanges {
            redirect_url_on_exit: Some(Some("https://example.com/bye".to_owned())),
            ..VideoChanges::default()
        };
        applied(&mut settings, Changes { video: Some(exit), ..Changes::default() });
        let room = settings.presentation.video.as_ref().expect("it was set");
        assert_eq!(room.disable_recording_for_guests, Some(true));
        assert_eq!(room.redirect_url_on_exit.as_deref(), Some("https://example.com/bye"));
    }

    #[test]
    fn never_wins_over_a_notice() {
        let mut settings = EventTypeSettings::new("Intro", "intro", 30);
        let until = Some(Rescheduling::UntilMinutesBefore(60));
        applied(&mut settings, Changes { rescheduling: until, ..Changes::default() });
        assert_eq!(settings.minimum_rescheduling_notice_minutes, Some(60));
        applied(&mut settings, Changes { rescheduling: Some(Rescheduling::Closed), ..Changes::default() });
        assert!(settings.disable_rescheduling);
        assert_eq!(settings.minimum_rescheduling_notice_minutes, None);
    }
}
