//! Random queries: hosts in zones whose clocks change within the week, hours, overrides, absences, bookings, limits
//! and windows.

use jiff::civil::{Date, Time, date, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use openhours_scheduling::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Zones with a date on which their clocks change (the last two never do).
const CHANGES: [(&str, Date); 20] = [
    ("America/New_York", date(2025, 3, 9)),
    ("America/New_York", date(2025, 11, 2)),
    ("Europe/London", date(2025, 3, 30)),
    ("Europe/London", date(2025, 10, 26)),
    ("Africa/Cairo", date(2025, 4, 25)),
    ("Africa/Cairo", date(2025, 10, 31)),
    ("America/Havana", date(2025, 3, 9)),
    ("America/Havana", date(2025, 11, 2)),
    ("America/Santiago", date(2025, 4, 6)),
    ("America/Santiago", date(2025, 9, 7)),
    ("Australia/Lord_Howe", date(2025, 4, 6)),
    ("Australia/Lord_Howe", date(2025, 10, 5)),
    ("Pacific/Auckland", date(2025, 4, 6)),
    ("Pacific/Auckland", date(2025, 9, 28)),
    ("Africa/Casablanca", date(2025, 2, 23)),
    ("America/St_Johns", date(2025, 3, 9)),
    ("Asia/Beirut", date(2025, 3, 30)),
    ("Asia/Beirut", date(2025, 10, 26)),
    ("Asia/Kathmandu", date(2025, 6, 1)),
    ("UTC", date(2025, 12, 31)),
];

/// Viewers; their clocks change by full hours or not at all.
const VIEWERS: [&str; 6] =
    ["UTC", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago"];

/// Intervals that are their own alignment unit, so that the grid is every such minute of the viewer's hour.
const PLAIN_INTERVALS: [i64; 7] = [1, 5, 10, 15, 20, 30, 60];

/// A query whose grid is plain.
pub fn any_query() -> impl Strategy<Value = Query> {
    (select(CHANGES.to_vec()), select(PLAIN_INTERVALS.to_vec())).prop_flat_map(|((zone, day), interval)| {
        query(zone, day).prop_map(move |mut query| {
            query.event_type.slot_interval_minutes = Some(interval);
            query
        })
    })
}

/// A query with any interval, offset and placement.
pub fn any_query_on_any_grid() -> impl Strategy<Value = Query> {
    (any_query(), proptest::option::of(1..100_i64), 0..40_i64, any::<bool>()).prop_map(
        |(mut query, interval, offset, optimized)| {
            query.event_type.slot_interval_minutes = interval;
            query.event_type.offset_start_minutes = offset;
            query.event_type.show_optimized_slots = optimized;
            query
        },
    )
}

/// Minutes counted from the start of the oracle's time.
pub fn some_minutes() -> impl Strategy<Value = Vec<i64>> {
    vec(0..6 * 24 * 60_i64, 24)
}

/// The day when clocks change, its UTC midnight, and distances from there in seconds.
fn query(zone: &'static str, day: Date) -> impl Strategy<Value = Query> {
    let midnight = TimeZone::UTC.to_timestamp(day.to_datetime(Time::midnight())).expect("a plain date");
    let hours = 3600_i64;
    // Whole minutes mostly, and sometimes any second.
    let moment = |from: i64, to: i64| prop_oneof![3 => (from * 60..to * 60).prop_map(|minute| minute * 60), 1 => from * hours..to * hours];
    let request = (
        moment(-48, 6),
        moment(-30, 20),
        prop_oneof![1 => 0..hours, 9 => 12 * hours..72 * hours],
        select(VIEWERS.to_vec()),
    )
        .prop_map(move |(now, start, length, viewer)| Request {
            now: midnight + SignedDuration::from_secs(now),
            range: span(midnight, start, length),
            viewer_zone: TimeZone::get(viewer).expect("a known zone"),
        });
    let holds = vec((moment(-24, 72), 0..200 * 60_i64), 0..2);
    (request, event_type(day), hosts(zone, day, midnight), holds, counted(midnight)).prop_map(
        move |(request, mut event_type, hosts, holds, counted)| {
            event_type.zone = hosts[0].schedule.zone.clone();
            let mut query = Query::new(request, event_type, hosts);
            let release_at = query.request.now + SignedDuration::from_mins(5);
            let hold = |(start, length)| Reservation {
                host_id: 1,
                event_type_id: 9,
                range: span(midnight, start, length),
                release_at,
                is_seat: false,
            };
            query.reservations = holds.into_iter().map(hold).collect();
            query.counted = counted;
            query
        },
    )
}

fn span(from: Timestamp, start: i64, length: i64) -> TimeRange {
    let start = from + SignedDuration::from_secs(start);
    TimeRange::new(start, start + SignedDuration::from_secs(length))
}

fn event_type(day: Date) -> impl Strategy<Value = EventType> {
    let length = prop_oneof![4 => 1..45_i64, 1 => 45..150_i64];
    let rules = (
        length,
        select(vec![0, 0, 0, 30, 600]),
        0..30_i64,
        0..30_i64,
        prop_oneof![4 => Just(false), 1 => Just(true)],
    );
    let scheduling = select(vec![
        SchedulingType::Personal,
        SchedulingType::Personal,
        SchedulingType::Collective,
        SchedulingType::RoundRobin,
    ]);
    (rules, scheduling, booking_window(day), limits()).prop_map(
        |(rules, scheduling_type, booking_window, limits)| {
            let (length, notice, before, after, first_only) = rules;
            EventType {
                scheduling_type,
                minimum_booking_notice_minutes: notice,
                before_event_buffer_minutes: before,
                after_event_buffer_minutes: after,
                only_show_first_available_slot: first_only,
                booking_window,
                limits,
                ..EventType::new(1, TimeZone::UTC, length)
            }
        },
    )
}

fn booking_window(day: Date) -> impl Strategy<Value = BookingWindow> {
    let dates = (-3..3_i32, 0..4_i32).prop_map(move |(first, length)| {
        BookingWindow::Dates(DateSpan { first: later(day, first), last: later(day, first + length) })
    });
    prop_oneof![
        6 => Just(BookingWindow::Unlimited),
        1 => (0..5_i64).prop_map(BookingWindow::CalendarDays),
        1 => (0..5_i64).prop_map(BookingWindow::BusinessDays),
        1 => (0..4_i64).prop_map(BookingWindow::RollingCalendarDays),
        1 => (0..4_i64).prop_map(BookingWindow::RollingBusinessDays),
        1 => dates,
    ]
}

fn limits() -> impl Strategy<Value = Limits> {
    let counts = (1..5_i64, 0..4_usize).prop_map(|(limit, period)| only(period, limit));
    let minutes = (60..400_i64, 0..4_usize).prop_map(|(limit, period)| only(period, limit));
    prop_oneof![
        6 => Just(Limits::default()),
        1 => counts.prop_map(|count| Limits { count, ..Limits::default() }),
        1 => minutes.prop_map(|minutes| Limits { minutes, ..Limits::default() }),
    ]
}

fn only(period: usize, limit: i64) -> PeriodLimits {
    let mut limits = PeriodLimits::default();
    *[&mut limits.day, &mut limits.week, &mut limits.month, &mut limits.year][period] = Some(limit);
    limits
}

fn counted(from: Timestamp) -> impl Strategy<Value = Vec<CountedBooking>> {
    vec((-72..96_i64, 1..120_i64, 1..3_i64), 0..5).prop_map(move |bookings| {
        let booking = |((hour, minutes, host), id)| CountedBooking {
            id,
            host_id: Some(host),
            range: span(from, hour * 3600, minutes * 60),
        };
        bookings.into_iter().zip(100..).map(booking).collect()
    })
}

fn hosts(zone: &'static str, day: Date, from: Timestamp) -> impl Strategy<Value = Vec<Host>> {
    let other = prop_oneof![Just(zone), select(CHANGES.map(|(zone, _)| zone).to_vec())];
    let group = select(vec![None, Some("a"), Some("b")]);
    let participation = prop_oneof![
        Just(Participation::Fixed),
        group.prop_map(|group| Participation::Pool { group: group.map(str::to_owned) }),
    ];
    let absences = prop_oneof![2 => Just(Vec::new()), 1 => vec((-2..4_i32, 0..2_i32), 1..3)];
    let host = (schedule(day), other, participation, absences, bookings(from)).prop_map(
        move |(mut schedule, zone, participation, absences, bookings)| {
            schedule.zone = TimeZone::get(zone).expect("a known zone");
            let away =
                |(first, length)| DateSpan { first: later(day, first), last: later(day, first + length) };
            Host {
                participation,
                out_of_office: absences.into_iter().map(away).collect(),
                bookings,
                ..Host::new(0, schedule)
            }
        },
    );
    let count = prop_oneof![3 => Just(1_usize), 2 => 2..4_usize];
    (vec(host, 3), count).prop_map(|(mut hosts, count)| {
        hosts.truncate(count);
        hosts.iter_mut().zip(1..).for_each(|(host, id)| host.id = id);
        hosts
    })
}

fn later(day: Date, days: i32) -> Date {
    day.saturating_add(SignedDuration::from_hours(i64::from(days) * 24))
}

fn schedule(day: Date) -> impl Strategy<Value = Schedule> {
    let clock =
        || (0..24_i8, select(vec![0_i8, 0, 30, 15, 59])).prop_map(|(hour, minute)| time(hour, minute, 0, 0));
    let edge = || prop_oneof![3 => clock(), 1 => Just(time(0, 0, 0, 0)), 1 => Just(time(23, 59, 0, 0))];
    // Early enough that most of them hold something.
    let opening = prop_oneof![1 => edge(), 2 => (0..12_i8).prop_map(|hour| time(hour, 0, 0, 0))];
    let weekly = (vec(0..7_i64, 3..12), opening, edge()).prop_map(|(days, start, end)| WeeklyHours {
        days: Weekdays::from_numbers(days),
        start,
        end,
    });
    let dated = (-2..4_i32, edge(), edge()).prop_map(move |(days, start, end)| DateOverride {
        date: later(day, days),
        start,
        end,
    });
    let always =
        WeeklyHours { days: Weekdays::from_numbers(0..7), start: time(0, 0, 0, 0), end: time(23, 59, 0, 0) };
    (prop_oneof![1 => Just(vec![always]), 1 => vec(weekly, 2..6)], vec(dated, 0..3))
        .prop_map(|(hours, overrides)| Schedule { zone: TimeZone::UTC, hours, overrides })
}

fn bookings(from: Timestamp) -> impl Strategy<Value = Vec<Booking>> {
    let seconds = prop_oneof![4 => Just(0_i64), 1 => 0..60_i64];
    let status = select(vec![
        BookingStatus::Accepted,
        BookingStatus::Accepted,
        BookingStatus::Accepted,
        BookingStatus::Pending,
        BookingStatus::Cancelled,
    ]);
    let booking = (-24 * 60..72 * 60_i64, seconds, 0..200_i64, 0..30_i64, 0..30_i64, status).prop_map(
        move |(minute, second, length, before, after, status)| Booking {
            status,
            before_buffer_minutes: before,
            after_buffer_minutes: after,
            ..Booking::new(0, span(from, minute * 60 + second, length * 60))
        },
    );
    vec(booking, 0..6).prop_map(|mut bookings| {
        bookings.iter_mut().zip(1..).for_each(|(booking, id)| booking.id = id);
        bookings
    })
}
