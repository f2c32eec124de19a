//! From requests to what the rooms are asked for. Which values are allowed is the contract's and the rooms' business.

use super::{fields, places};
use crate::error::ApiError;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use openhours_contract::Instant;
use openhours_contract::common::SortOrder;
use openhours_contract::event_types as wire;
use openhours_service::event_types::{
    ActiveBookings, BookerLayouts, BookingWindow, CalendarChoice, Changes, Color, ConfirmationPolicy,
    Frequency, Layout, ListOrder, Listing, NewEventType, NoticeUnit, PeriodLimits, Recurrence, Rescheduling,
    Seats, VideoChanges, VideoSettings,
};

/// The settings that every body may hold; title, slug and length come beside them.
macro_rules! settings_of {
    ($body:ident) => {
        Changes {
            title: None,
            slug: None,
            length_minutes: None,
            length_options: $body.length_in_minutes_options,
            description: $body.description.into_change(),
            locations: $body.locations.map(places::stored).transpose()?,
            booking_fields: $body.booking_fields.map(fields::stored),
            disable_guests: $body.disable_guests,
            slot_interval_minutes: $body.slot_interval.into_change(),
            minimum_notice_minutes: $body.minimum_booking_notice,
            before_buffer_minutes: $body.before_event_buffer,
            after_buffer_minutes: $body.after_event_buffer,
            offset_start_minutes: $body.offset_start,
            show_optimized_slots: $body.show_optimized_slots,
            only_first_slot_per_day: $body.only_show_first_available_slot,
            schedule_id: $body.schedule_id.into_change(),
            count_limits: $body.booking_limits_count.map(|limits| period_limits(&limits)),
            duration_limits: $body.booking_limits_duration.map(|limits| period_limits(&limits)),
            active_bookings: $body.booker_active_bookings_limit.map(|limit| active_bookings(&limit)),
            booking_window: $body.booking_window.map(booking_window).transpose()?,
            booker_layouts: $body.booker_layouts.map(booker_layouts),
            confirmation: $body.confirmation_policy.map(confirmation).transpose()?,
            recurrence: $body.recurrence.map(recurrence),
            seats: $body.seats.map(seats),
            custom_name: $body.custom_name,
            destination_calendar: $body.destination_calendar.map(calendar_choice),
            use_destination_calendar_email: $body.use_destination_calendar_email,
            success_redirect_url: $body.success_redirect_url.into_change(),
            video: $body.cal_video_settings.map(video),
            hidden: $body.hidden,
            booking_requires_authentication: $body.booking_requires_authentication,
            requires_booker_email_verification: $body.requires_booker_email_verification,
            disable_cancelling: $body.disable_cancelling.and_then(|setting| setting.disabled),
            rescheduling: $body.disable_rescheduling.map(|setting| rescheduling(&setting)),
            allow_rescheduling_past: $body.allow_rescheduling_past_bookings,
            allow_rescheduling_cancelled: $body.allow_rescheduling_cancelled_bookings,
            hide_calendar_notes: $body.hide_calendar_notes,
            hide_calendar_event_details: $body.hide_calendar_event_details,
            hide_organizer_email: $body.hide_organizer_email,
            lock_time_zone: $body.lock_time_zone_toggle_on_booking_page,
            interface_language: $body.interface_language.map(|language| language.as_str().to_owned()),
            color: $body.color.map(color),
        }
    };
}

/// An event type to be made.
pub fn new_event_type(body: wire::CreateEventType) -> Result<NewEventType, ApiError> {
    let settings = settings_of!(body);
    Ok(NewEventType { title: body.title, slug: body.slug, length_minutes: body.length_in_minutes, settings })
}

/// A change of an event type.
pub fn changes(body: wire::UpdateEventType) -> Result<Changes, ApiError> {
    let settings = settings_of!(body);
    Ok(Changes { title: body.title, slug: body.slug, length_minutes: body.length_in_minutes, ..settings })
}

/// Which event types are wanted. Empty values count as absent.
pub fn listing(query: wire::ListEventTypesQuery) -> Listing {
    let given = |value: Option<String>| value.filter(|text| !text.is_empty());
    let names = |list: String| {
        list.split(',').map(str::trim).filter(|name| !name.is_empty()).map(ToOwned::to_owned).collect()
    };
    Listing {
        username: given(query.username),
        event_slug: given(query.event_slug),
        usernames: given(query.usernames).map(names),
        organization_slug: given(query.org_slug),
        organization_id: query.org_id,
        order: match query.sort_created_at {
            Some(SortOrder::Desc) => ListOrder::Descending,
            Some(SortOrder::Asc) | None => ListOrder::Ascending,
        },
    }
}

fn period_limits(sent: &wire::IntervalLimits) -> PeriodLimits {
    if sent.disabled == Some(true) {
        return PeriodLimits::default();
    }
    PeriodLimits { day: sent.day, week: sent.week, month: sent.month, year: sent.year }
}

fn active_bookings(sent: &wire::BookerActiveBookingsLimit) -> ActiveBookings {
    if sent.disabled == Some(true) {
        return ActiveBookings::Unlimited;
    }
    ActiveBookings::Limited { most: sent.maximum_active_bookings, offer_reschedule: sent.offer_reschedule }
}

fn booking_window(sent: wire::BookingWindow) -> Result<BookingWindow, ApiError> {
    Ok(match sent {
        wire::BookingWindow::Disabled(_) => BookingWindow::Unlimited,
        wire::BookingWindow::DaysWindow(window) => {
            let (days, rolling) = (window.value, window.rolling.unwrap_or(false));
            match window.r#type {
                wire::DaysWindowType::BusinessDays => BookingWindow::BusinessDays { days, rolling },
                wire::DaysWindowType::CalendarDays => BookingWindow::CalendarDays { days, rolling },
            }
        }
        wire::BookingWindow::RangeWindow(window) => {
            let [start, end] = window.value.as_slice() else { return Err(no_window()) };
            BookingWindow::Range { start: date(start)?, end: date(end)? }
        }
    })
}

/// A date, or the UTC date of an instant.
fn date(text: &str) -> Result<Date, ApiError> {
    if let Some(date) = text.parse().ok().filter(|_| text.len() == 10) {
        return Ok(date);
    }
    match Instant::parse(text) {
        Ok(instant) => Ok(TimeZone::UTC.to_datetime(instant.timestamp()).date()),
        Err(error) => {
            tracing::debug!(%error, "the end of a booking window is no date");
            Err(no_window())
        }
    }
}

fn no_window() -> ApiError {
    ApiError::bad_request("Invalid bookingWindow structure.")
}

fn booker_layouts(sent: wire::BookerLayouts) -> BookerLayouts {
    BookerLayouts {
        default: layout(sent.default_layout),
        enabled: sent.enabled_layouts.into_iter().map(layout).collect(),
    }
}

fn layout(sent: wire::BookerLayout) -> Layout {
    match sent {
        wire::BookerLayout::Month => Layout::Month,
        wire::BookerLayout::Week => Layout::Week,
        wire::BookerLayout::Column => Layout::Column,
    }
}

fn confirmation(sent: wire::ConfirmationPolicy) -> Result<ConfirmationPolicy, ApiError> {
    let wire::ConfirmationPolicy::RequiredConfirmation(policy) = sent else {
        return Ok(ConfirmationPolicy::Off);
    };
    let blocks_slots = policy.block_unconfirmed_bookings_in_booker;
    match (policy.r#type, policy.notice_threshold) {
        (wire::RequiredConfirmationType::Always, _) => Ok(ConfirmationPolicy::Always { blocks_slots }),
        (wire::RequiredConfirmationType::Time, Some(threshold)) => {
            let unit = match threshold.unit {
                wire::NoticeThresholdUnit::Minutes => NoticeUnit::Minutes,
                wire::NoticeThresholdUnit::Hours => NoticeUnit::Hours,
            };
            Ok(ConfirmationPolicy::WithinNotice { count: threshold.count, unit, blocks_slots })
        }
        (wire::RequiredConfirmationType::Time, None) => {
            Err(ApiError::bad_request("confirmationPolicy needs a noticeThreshold"))
        }
    }
}

fn recurrence(sent: wire::RecurrenceInput) -> Option<Recurrence> {
    let wire::RecurrenceInput::Recurrence(series) = sent else { return None };
    if series.disabled == Some(true) {
        return None;
    }
    let frequency = match series.frequency {
        wire::RecurrenceFrequency::Yearly => Frequency::Yearly,
        wire::RecurrenceFrequency::Monthly => Frequency::Monthly,
        wire::RecurrenceFrequency::Weekly => Frequency::Weekly,
    };
    Some(Recurrence { interval: series.interval, occurrences: series.occurrences, frequency })
}

fn seats(sent: wire::Seats) -> Option<Seats> {
    let wire::Seats::OfferedSeats(seats) = sent else { return None };
    (seats.disabled != Some(true)).then_some(Seats {
        per_slot: seats.seats_per_time_slot,
        show_attendees: seats.show_attendee_info,
        show_availability_count: seats.show_availability_count,
    })
}

fn calendar_choice(sent: wire::EventTypeDestinationCalendar) -> CalendarChoice {
    CalendarChoice { integration: sent.integration, external_id: sent.external_id }
}

fn video(sent: wire::VideoSettings) -> VideoChanges {
    VideoChanges {
        switches: VideoSettings {
            disable_recording_for_organizer: sent.disable_recording_for_organizer,
            disable_recording_for_guests: sent.disable_recording_for_guests,
            enable_automatic_recording_for_organizer: sent.enable_automatic_recording_for_organizer,
            enable_automatic_transcription: sent.enable_automatic_transcription,
            disable_transcription_for_guests: sent.disable_transcription_for_guests,
            disable_transcription_for_organizer: sent.disable_transcription_for_organizer,
            redirect_url_on_exit: None,
        },
        redirect_url_on_exit: sent.redirect_url_on_exit.into_change(),
        send_transcription_emails: sent.send_transcription_emails,
    }
}

/// Never wins over a notice; a notice of nothing is none.
fn rescheduling(sent: &wire::DisableRescheduling) -> Rescheduling {
    match (sent.disabled, sent.minutes_before) {
        (Some(true), _) => Rescheduling::Closed,
        (_, Some(minutes)) if minutes > 0 => Rescheduling::UntilMinutesBefore(minutes),
        _ => Rescheduling::Open,
    }
}

fn color(sent: wire::EventTypeColor) -> Color {
    Color { light: Some(sent.light_theme_hex), dark: Some(sent.dark_theme_hex) }
}
