//! From stored records to what the scheduling floor computes with. No queries.

use super::Subject;
use jiff::tz::TimeZone;
use openhours_scheduling as engine;
use openhours_scheduling::{TimeRange, Weekdays};
use openhours_storage::bookings::BookingStatus;
use openhours_storage::event_types::{BookingWindow, EventTypeSettings, Host, PeriodLimits, SchedulingType};
use openhours_storage::schedules::{DateOverride, Schedule, WeeklyHours};
use openhours_storage::slots::{BusyBooking, CountedBooking, Reservation};

/// No meeting is longer than a century; beyond it, arithmetic on minutes would not be exact.
const LONGEST_MINUTES: i64 = 100 * 366 * 24 * 60;

/// The rules of the event type, with another length if one is asked for.
pub(super) fn event_type(subject: &Subject, length_minutes: Option<i64>) -> engine::EventType {
    let settings = &subject.event_type.settings;
    engine::EventType {
        id: subject.event_type.id,
        zone: zone_of_rules(subject),
        scheduling_type: match settings.scheduling_type {
            Some(SchedulingType::Collective) => engine::SchedulingType::Collective,
            Some(SchedulingType::RoundRobin) => engine::SchedulingType::RoundRobin,
            Some(SchedulingType::Managed) | None => engine::SchedulingType::Personal,
        },
        length_minutes: length_minutes.unwrap_or(settings.length_minutes).min(LONGEST_MINUTES),
        slot_interval_minutes: settings.slot_interval_minutes,
        offset_start_minutes: settings.offset_start_minutes,
        show_optimized_slots: settings.show_optimized_slots,
        only_show_first_available_slot: settings.only_first_slot_per_day,
        minimum_booking_notice_minutes: settings.minimum_notice_minutes,
        before_event_buffer_minutes: settings.before_buffer_minutes,
        after_event_buffer_minutes: settings.after_buffer_minutes,
        booking_window: window(settings.booking_window.0),
        limits: engine::Limits {
            count: limits(settings.count_limits.as_deref()),
            minutes: limits(settings.duration_limits.as_deref()),
        },
        seats_per_slot: settings.seats_per_slot,
        pending_bookings_block: settings.confirmation.blocks_slots(),
    }
}

/// Where limit periods and date windows are counted: in the zone of the event type's own schedule, else in its first
/// host's.
fn zone_of_rules(subject: &Subject) -> TimeZone {
    let settings = &subject.event_type.settings;
    let Some(first) = subject.hosts.first() else { return TimeZone::UTC };
    let own = first.schedule.as_ref().filter(|schedule| settings.schedule_id == Some(schedule.id));
    zone(own.and_then(|schedule| schedule.time_zone.as_deref()).unwrap_or(&first.user.time_zone))
}

fn window(window: BookingWindow) -> engine::BookingWindow {
    match window {
        BookingWindow::Unlimited => engine::BookingWindow::Unlimited,
        BookingWindow::CalendarDays { days, rolling: false } => engine::BookingWindow::CalendarDays(days),
        BookingWindow::CalendarDays { days, rolling: true } => {
            engine::BookingWindow::RollingCalendarDays(days)
        }
        BookingWindow::BusinessDays { days, rolling: false } => engine::BookingWindow::BusinessDays(days),
        BookingWindow::BusinessDays { days, rolling: true } => {
            engine::BookingWindow::RollingBusinessDays(days)
        }
        BookingWindow::Range { start, end } => {
            engine::BookingWindow::Dates(engine::DateSpan { first: start, last: end })
        }
    }
}

fn limits(stored: Option<&PeriodLimits>) -> engine::PeriodLimits {
    let PeriodLimits { day, week, month, year } = stored.copied().unwrap_or_default();
    engine::PeriodLimits { day, week, month, year }
}

/// A host with nothing that blocks yet.
pub(super) fn host(host: &Host, settings: &EventTypeSettings) -> engine::Host {
    let participation = match &host.row {
        Some(row) if !row.is_fixed => engine::Participation::Pool { group: row.group_id.clone() },
        _ => engine::Participation::Fixed,
    };
    engine::Host { participation, ..engine::Host::new(host.user.id, schedule(host, settings)) }
}

/// The hours that hold for a host; without a schedule the built-in ones.
fn schedule(host: &Host, settings: &EventTypeSettings) -> engine::Schedule {
    let fallback = settings.time_zone.as_deref().unwrap_or(&host.user.time_zone);
    let Some(schedule) = &host.schedule else { return engine::Schedule::built_in(zone(fallback)) };
    let Schedule { time_zone, availability, overrides, .. } = schedule;
    engine::Schedule {
        zone: zone(time_zone.as_deref().unwrap_or(fallback)),
        hours: availability.iter().map(weekly_hours).collect(),
        overrides: overrides.iter().map(date_override).collect(),
    }
}

fn weekly_hours(hours: &WeeklyHours) -> engine::WeeklyHours {
    engine::WeeklyHours {
        days: Weekdays::new(hours.days.iter().copied()),
        start: hours.start,
        end: hours.end,
    }
}

fn date_override(one: &DateOverride) -> engine::DateOverride {
    engine::DateOverride { date: one.date, start: one.start, end: one.end }
}

pub(super) fn booking(row: &BusyBooking) -> engine::Booking {
    engine::Booking {
        id: row.booking_id,
        event_type_id: row.event_type_id,
        status: match row.status {
            BookingStatus::Accepted => engine::BookingStatus::Accepted,
            BookingStatus::Pending => engine::BookingStatus::Pending,
            BookingStatus::AwaitingHost => engine::BookingStatus::AwaitingHost,
            BookingStatus::Cancelled => engine::BookingStatus::Cancelled,
            BookingStatus::Rejected => engine::BookingStatus::Rejected,
        },
        range: TimeRange::new(row.starts_at, row.ends_at),
        before_buffer_minutes: row.before_buffer_minutes.unwrap_or(0),
        after_buffer_minutes: row.after_buffer_minutes.unwrap_or(0),
        seats_taken: row.seats_taken.unwrap_or(0),
    }
}

pub(super) fn counted(row: &CountedBooking) -> engine::CountedBooking {
    engine::CountedBooking {
        id: row.id,
        host_id: row.host_id,
        range: TimeRange::new(row.starts_at, row.ends_at),
    }
}

pub(super) fn reservation(row: &Reservation) -> engine::Reservation {
    engine::Reservation {
        host_id: row.user_id,
        event_type_id: row.event_type_id,
        range: TimeRange::new(row.starts_at, row.ends_at),
        release_at: row.release_at,
        is_seat: row.is_seat,
    }
}

/// A stored zone. Names are checked before they are stored; one that the zone database has lost since means UTC.
fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or_else(|error| {
        tracing::warn!(%error, name, "a stored time zone is unknown");
        TimeZone::UTC
    })
}
