//! Whole queries: the list of slots that an event type, its hosts and their bookings give.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use openhours_scheduling::*;
use serde::Deserialize;

use crate::{HoursFields, LimitFields, OverrideFields, Pair};
use crate::{limits, participation, range, run, same, schedule, scheduling_type, zone};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfferCase {
    now: Timestamp,
    range: Pair,
    viewer_zone: Option<String>,
    event_type: EventTypeFields,
    hosts: Vec<HostFields>,
    bookings: Vec<BookingFields>,
    reservations: Vec<ReservationFields>,
    rescheduled_booking: Option<i64>,
    expect: OfferExpectation,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventTypeFields {
    scheduling_type: String,
    length_minutes: i64,
    slot_interval_minutes: Option<i64>,
    #[serde(default)]
    offset_start_minutes: i64,
    /// The wire contract's default.
    #[serde(default = "two_hours")]
    minimum_booking_notice_minutes: i64,
    #[serde(default)]
    before_event_buffer_minutes: i64,
    #[serde(default)]
    after_event_buffer_minutes: i64,
    booking_window: Option<WindowFields>,
    #[serde(default)]
    pending_bookings_block: bool,
    #[serde(default)]
    count_limits: LimitFields,
    #[serde(default)]
    minute_limits: LimitFields,
}

fn two_hours() -> i64 {
    120
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum WindowFields {
    CalendarDays { days: i64 },
    BusinessDays { days: i64 },
    RollingCalendarDays { days: i64 },
    RollingBusinessDays { days: i64 },
    Dates { dates: (Date, Date) },
}

impl WindowFields {
    fn window(&self) -> BookingWindow {
        match *self {
            Self::CalendarDays { days } => BookingWindow::CalendarDays(days),
            Self::BusinessDays { days } => BookingWindow::BusinessDays(days),
            Self::RollingCalendarDays { days } => BookingWindow::RollingCalendarDays(days),
            Self::RollingBusinessDays { days } => BookingWindow::RollingBusinessDays(days),
            Self::Dates { dates: (first, last) } => BookingWindow::Dates(DateSpan { first, last }),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HostFields {
    id: i64,
    schedule: ScheduleFields,
    fixed: bool,
    out_of_office: Option<(Date, Date)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScheduleFields {
    zone: String,
    hours: Vec<HoursFields>,
    overrides: Vec<OverrideFields>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BookingFields {
    host: i64,
    status: String,
    range: Pair,
    before: i64,
    after: i64,
    same_event_type: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReservationFields {
    host: i64,
    range: Pair,
    expired: bool,
    same_event_type: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
enum OfferExpectation {
    /// The starts of these days; days not named are not judged.
    StartsByDay(BTreeMap<Date, Vec<Timestamp>>),
    /// How many slots start on these dates of the first host's zone.
    CountByHostDay(BTreeMap<Date, usize>),
    /// All days that have slots.
    Days(Vec<Date>),
}

impl OfferCase {
    fn query(&self) -> Query {
        let viewer_zone = self.viewer_zone.as_deref().map_or(TimeZone::UTC, zone);
        let request = Request { now: self.now, range: range(&self.range), viewer_zone };
        let hosts = self.hosts.iter().map(|host| self.host(host)).collect();
        let mut query = Query::new(request, self.event_type(), hosts);
        query.rescheduled_booking = self.rescheduled_booking;
        let own =
            self.bookings.iter().zip(1..).filter(|(one, _)| one.same_event_type && one.status == "accepted");
        query.counted = own
            .map(|(one, id)| CountedBooking { id, host_id: Some(one.host), range: range(&one.range) })
            .collect();
        query.reservations = self.reservations.iter().map(|one| self.reservation(one)).collect();
        query
    }

    fn event_type(&self) -> EventType {
        let fields = &self.event_type;
        EventType {
            scheduling_type: scheduling_type(&fields.scheduling_type),
            slot_interval_minutes: fields.slot_interval_minutes,
            offset_start_minutes: fields.offset_start_minutes,
            minimum_booking_notice_minutes: fields.minimum_booking_notice_minutes,
            before_event_buffer_minutes: fields.before_event_buffer_minutes,
            after_event_buffer_minutes: fields.after_event_buffer_minutes,
            booking_window: fields
                .booking_window
                .as_ref()
                .map_or(BookingWindow::Unlimited, WindowFields::window),
            limits: Limits { count: limits(fields.count_limits), minutes: limits(fields.minute_limits) },
            pending_bookings_block: fields.pending_bookings_block,
            ..EventType::new(1, zone(&self.hosts[0].schedule.zone), fields.length_minutes)
        }
    }

    fn host(&self, fields: &HostFields) -> Host {
        let ScheduleFields { zone, hours, overrides } = &fields.schedule;
        let mut host = Host::new(fields.id, schedule(zone, hours, overrides));
        host.participation = participation(fields.fixed, None);
        host.out_of_office =
            fields.out_of_office.map(|(first, last)| DateSpan { first, last }).into_iter().collect();
        let mine = self.bookings.iter().zip(1..).filter(|(one, _)| one.host == fields.id);
        host.bookings = mine.map(|(one, id)| booking(id, one)).collect();
        host
    }

    fn reservation(&self, fields: &ReservationFields) -> Reservation {
        let life = if fields.expired { -5 } else { 5 };
        Reservation {
            host_id: fields.host,
            event_type_id: if fields.same_event_type { 1 } else { 2 },
            range: range(&fields.range),
            release_at: self.now + life.minutes(),
            is_seat: false,
        }
    }
}

fn booking(id: i64, fields: &BookingFields) -> Booking {
    let status = match fields.status.as_str() {
        "accepted" => BookingStatus::Accepted,
        "pending" => BookingStatus::Pending,
        other => panic!("unknown status {other}"),
    };
    Booking {
        status,
        event_type_id: Some(if fields.same_event_type { 1 } else { 2 }),
        before_buffer_minutes: fields.before,
        after_buffer_minutes: fields.after,
        ..Booking::new(id, range(&fields.range))
    }
}

#[test]
fn offers() {
    run("offers", |case: OfferCase| {
        let query = case.query();
        let found = slots(&query);
        for slot in found.all() {
            same(is_bookable(&query, slot.start, slot.end), Ok(()))?;
        }
        let mut by_day: BTreeMap<Date, Vec<Timestamp>> =
            found.days().map(|(day, slots)| (day, slots.iter().map(|slot| slot.start).collect())).collect();
        match &case.expect {
            OfferExpectation::Days(days) => same(&by_day.into_keys().collect(), days),
            OfferExpectation::StartsByDay(expected) => {
                let judged =
                    expected.keys().map(|day| (*day, by_day.remove(day).unwrap_or_default())).collect();
                same(&judged, expected)
            }
            OfferExpectation::CountByHostDay(expected) => {
                let zone = &query.hosts[0].schedule.zone;
                let on = |day: &Date| {
                    found.all().iter().filter(|slot| zone.to_datetime(slot.start).date() == *day).count()
                };
                same(&expected.keys().map(|day| (*day, on(day))).collect(), expected)
            }
        }
    });
}
