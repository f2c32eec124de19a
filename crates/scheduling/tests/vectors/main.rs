//! The shared availability cases, run against the crate's public functions. The data is in `<kind>.json`, one file
//! a kind; where the reference server answers wrongly (marked D and a number there) the correct result is expected.
//!
//! Covered: grid, working_hours, sets, combination, conflict, buffers, rolling_window, limit_order, offers, seats,
//! request_bounds. Not here, because they are decided on another floor:
//! - how instants are written (`Z` or `+00:00`, by zone): the wire contract's;
//! - status codes, messages and look-ups of the HTTP cases: the server's. The one that computes, days out of office, is
//!   among the offers;
//! - text that gives no offset means UTC: the wire contract's; its bounds are judged here.
//!
//! A case cannot be passed over silently: unknown fields fail, every file must be named below, and the number of cases
//! that ran must be the number that is written there.

mod offers;

use std::path::PathBuf;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use openhours_scheduling::away::away_ranges;
use openhours_scheduling::busy::{Margin, blocked_by_booking};
use openhours_scheduling::grid::Grid;
use openhours_scheduling::hosts::Composition;
use openhours_scheduling::hours::working_ranges;
use openhours_scheduling::range::{intersect, subtract, unite};
use openhours_scheduling::window::last_rolling_date;
use openhours_scheduling::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Every kind and how many cases it has.
const KINDS: [(&str, usize); 11] = [
    ("buffers", 2),
    ("combination", 5),
    ("conflict", 9),
    ("grid", 38),
    ("limit_order", 5),
    ("offers", 31),
    ("request_bounds", 3),
    ("rolling_window", 6),
    ("seats", 4),
    ("sets", 5),
    ("working_hours", 17),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VectorFile {
    kind: String,
    cases: Vec<serde_json::Map<String, serde_json::Value>>,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors")
}

/// Runs each case of a kind and reports every one that fails.
fn run<Case: DeserializeOwned>(kind: &str, check: impl Fn(Case) -> Result<(), String>) {
    let text = std::fs::read_to_string(folder().join(kind).with_extension("json")).expect("the kind's file");
    let file: VectorFile = serde_json::from_str(&text).expect("a vector file");
    assert_eq!(file.kind, kind);
    let declared = KINDS.iter().find(|(name, _)| *name == kind).expect("a declared kind").1;
    assert_eq!(file.cases.len(), declared, "cases of {kind}");
    let mut failures = Vec::new();
    for mut fields in file.cases {
        let name = fields.remove("name").expect("a name");
        let case = serde_json::from_value(fields.into()).unwrap_or_else(|error| panic!("{name}: {error}"));
        if let Err(difference) = check(case) {
            failures.push(format!("{name}: {difference}"));
        }
    }
    println!("{kind}: {} of {declared} cases hold", declared - failures.len());
    assert!(failures.is_empty(), "{kind}:\n{}", failures.join("\n"));
}

fn same<Value: PartialEq + std::fmt::Debug>(found: Value, expected: Value) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("\n  found    {found:?}\n  expected {expected:?}")) }
}

type Pair = (Timestamp, Timestamp);

fn range(&(start, end): &Pair) -> TimeRange {
    TimeRange::new(start, end)
}

fn ranges(pairs: &[Pair]) -> Vec<TimeRange> {
    pairs.iter().map(range).collect()
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect("a known zone")
}

#[test]
fn every_vector_file_is_covered() {
    let paths =
        std::fs::read_dir(folder()).expect("the vectors").map(|entry| entry.expect("an entry").path());
    let data = paths.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    let mut found: Vec<String> =
        data.map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect();
    found.sort();
    assert_eq!(found, KINDS.map(|(kind, _)| kind.to_owned()));
    println!("{} cases of {} kinds are covered", KINDS.iter().map(|kind| kind.1).sum::<usize>(), KINDS.len());
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GridCase {
    viewer_zone: String,
    now: Timestamp,
    notice_minutes: i64,
    interval_minutes: i64,
    length_minutes: i64,
    offset_minutes: i64,
    optimized: bool,
    ranges: Vec<Pair>,
    expect: GridExpectation,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GridExpectation {
    count: usize,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    starts: Option<Vec<Timestamp>>,
}

#[test]
fn grid() {
    run("grid", |case: GridCase| {
        let viewer_zone = zone(&case.viewer_zone);
        let grid = Grid {
            viewer_zone: &viewer_zone,
            earliest: case.now + case.notice_minutes.minutes(),
            length_minutes: case.length_minutes,
            interval_minutes: case.interval_minutes,
            offset_minutes: case.offset_minutes,
            optimized: case.optimized,
        };
        let starts = grid.starts(&ranges(&case.ranges));
        same(starts.len(), case.expect.count)?;
        same(starts.first().copied(), case.expect.first.or(starts.first().copied()))?;
        same(starts.last().copied(), case.expect.last.or(starts.last().copied()))?;
        case.expect.starts.map_or(Ok(()), |expected| same(starts, expected))
    });
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HoursFields {
    days: Vec<i64>,
    start: Time,
    end: Time,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OverrideFields {
    date: Date,
    start: Time,
    end: Time,
}

fn schedule(zone_name: &str, hours: &[HoursFields], overrides: &[OverrideFields]) -> Schedule {
    let weekly = |one: &HoursFields| WeeklyHours {
        days: Weekdays::from_numbers(one.days.iter().copied()),
        start: one.start,
        end: one.end,
    };
    let dated = |one: &OverrideFields| DateOverride { date: one.date, start: one.start, end: one.end };
    Schedule {
        zone: zone(zone_name),
        hours: hours.iter().map(weekly).collect(),
        overrides: overrides.iter().map(dated).collect(),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WorkingHoursCase {
    zone: String,
    window: Pair,
    hours: Vec<HoursFields>,
    overrides: Vec<OverrideFields>,
    out_of_office: Vec<Date>,
    travel: Vec<TravelFields>,
    expect: WorkingHoursExpectation,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TravelFields {
    start: Timestamp,
    end: Option<Timestamp>,
    zone: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WorkingHoursExpectation {
    ranges: Vec<Pair>,
    /// What is left for team event types.
    present: Option<Vec<Pair>>,
}

#[test]
fn working_hours() {
    run("working_hours", |case: WorkingHoursCase| {
        let mut host = Host::new(1, schedule(&case.zone, &case.hours, &case.overrides));
        host.out_of_office =
            case.out_of_office.iter().map(|date| DateSpan { first: *date, last: *date }).collect();
        let journey = |one: &TravelFields| Travel { start: one.start, end: one.end, zone: zone(&one.zone) };
        host.travel = case.travel.iter().map(journey).collect();
        let window = range(&case.window);
        let found = working_ranges(&host.schedule, &host.travel, window);
        let present = subtract(&found, away_ranges(&host, window));
        same(&found, &ranges(&case.expect.ranges))?;
        case.expect.present.map_or(Ok(()), |expected| same(present, ranges(&expected)))
    });
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetCase {
    operation: String,
    lists: Vec<Vec<Pair>>,
    expect: Vec<Pair>,
}

#[test]
fn sets() {
    run("sets", |case: SetCase| {
        let mut lists: Vec<_> = case.lists.iter().map(|list| ranges(list)).collect();
        lists.iter_mut().for_each(unite);
        let found = match case.operation.as_str() {
            "subtract" => subtract(&lists[0], lists[1].iter().copied()),
            "intersect" => lists.into_iter().reduce(|left, right| intersect(&left, &right)).expect("a list"),
            other => return Err(format!("unknown operation {other}")),
        };
        same(found, ranges(&case.expect))
    });
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CombinationCase {
    scheduling_type: String,
    hosts: Vec<FreeHost>,
    expect: Vec<Pair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FreeHost {
    fixed: bool,
    group: Option<String>,
    ranges: Vec<Pair>,
}

fn scheduling_type(name: &str) -> SchedulingType {
    match name {
        "personal" => SchedulingType::Personal,
        "collective" => SchedulingType::Collective,
        "round_robin" => SchedulingType::RoundRobin,
        other => panic!("unknown scheduling type {other}"),
    }
}

fn participation(fixed: bool, group: Option<&str>) -> Participation {
    if fixed { Participation::Fixed } else { Participation::Pool { group: group.map(str::to_owned) } }
}

#[test]
fn combination() {
    run("combination", |case: CombinationCase| {
        let participations: Vec<_> =
            case.hosts.iter().map(|host| participation(host.fixed, host.group.as_deref())).collect();
        let free: Vec<_> = case
            .hosts
            .iter()
            .map(|host| {
                let mut free = ranges(&host.ranges);
                unite(&mut free);
                free
            })
            .collect();
        let composition = Composition::new(scheduling_type(&case.scheduling_type), &participations);
        same(composition.combine(&free), ranges(&case.expect))
    });
}

/// A host who always works.
fn tireless_host() -> Host {
    let all_day = [HoursFields {
        days: (0..7).collect(),
        start: Time::midnight(),
        end: jiff::civil::time(23, 59, 0, 0),
    }];
    Host::new(1, schedule("UTC", &all_day, &[]))
}

/// A query for the day around `start`, as asked the day before.
fn query_around(start: Timestamp, length_minutes: i64) -> Query {
    let request = Request {
        now: start - 24.hours(),
        range: TimeRange::new(start - 12.hours(), start + 12.hours()),
        viewer_zone: TimeZone::UTC,
    };
    Query::new(request, EventType::new(1, TimeZone::UTC, length_minutes), vec![tireless_host()])
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConflictCase {
    start: Timestamp,
    length_minutes: i64,
    busy: Vec<Pair>,
    joinable_starts: Vec<Timestamp>,
    expect: bool,
}

#[test]
fn conflict() {
    run("conflict", |case: ConflictCase| {
        let mut query = query_around(case.start, case.length_minutes);
        query.event_type.slot_interval_minutes = Some(15);
        query.event_type.seats_per_slot = Some(10);
        let seated = |start: &Timestamp| Booking {
            event_type_id: Some(1),
            seats_taken: 1,
            ..Booking::new(1, TimeRange::new(*start, *start + case.length_minutes.minutes()))
        };
        query.hosts[0].bookings = case.joinable_starts.iter().map(seated).collect();
        let hold = |pair: &Pair| Reservation {
            host_id: 1,
            event_type_id: 2,
            range: range(pair),
            release_at: case.start,
            is_seat: false,
        };
        query.reservations = case.busy.iter().map(hold).collect();
        let expected = case.expect.then_some(Reason::Reserved);
        same(why_not(&query, case.start), expected)?;
        // The same time taken by other bookings conflicts wherever no seat is open.
        query.reservations.clear();
        query.hosts[0].bookings =
            ranges(&case.busy).into_iter().map(|range| Booking::new(2, range)).collect();
        let expected = (case.expect || !case.joinable_starts.is_empty()).then_some(Reason::Busy);
        same(why_not(&query, case.start), expected)
    });
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BufferCase {
    booking: Pair,
    own: (i64, i64),
    candidate: (i64, i64),
    seats_per_slot: Option<i64>,
    seats_taken: i64,
    same_event_type: bool,
    expect: Vec<Pair>,
}

#[test]
fn buffers() {
    run("buffers", |case: BufferCase| {
        let candidate = EventType {
            before_event_buffer_minutes: case.candidate.0,
            after_event_buffer_minutes: case.candidate.1,
            seats_per_slot: case.seats_per_slot,
            ..EventType::new(1, TimeZone::UTC, 60)
        };
        let booking = Booking {
            event_type_id: case.same_event_type.then_some(1),
            before_buffer_minutes: case.own.0,
            after_buffer_minutes: case.own.1,
            seats_taken: case.seats_taken,
            ..Booking::new(1, range(&case.booking))
        };
        let found = blocked_by_booking(&candidate, &booking, Margin::WithBuffers);
        same(found.into_iter().flatten().collect(), ranges(&case.expect))
    });
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RollingWindowCase {
    now: Timestamp,
    utc_offset_hours: i8,
    days: i64,
    business_days: bool,
    bookable: Vec<Date>,
    expect: Date,
}

#[test]
fn rolling_window() {
    run("rolling_window", |case: RollingWindowCase| {
        let window = if case.business_days {
            BookingWindow::RollingBusinessDays(case.days)
        } else {
            BookingWindow::RollingCalendarDays(case.days)
        };
        let today = jiff::tz::offset(case.utc_offset_hours).to_datetime(case.now).date();
        same(last_rolling_date(window, today, &case.bookable), Some(case.expect))
    });
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct LimitFields {
    day: Option<i64>,
    week: Option<i64>,
    month: Option<i64>,
    year: Option<i64>,
}

fn limits(fields: LimitFields) -> PeriodLimits {
    PeriodLimits { day: fields.day, week: fields.week, month: fields.month, year: fields.year }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitOrderCase {
    limits: LimitFields,
    expect: bool,
}

#[test]
fn limit_order() {
    run("limit_order", |case: LimitOrderCase| {
        same(limits(case.limits).contradiction().is_none(), case.expect)
    });
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequestBoundsCase {
    start: Timestamp,
    end: Timestamp,
    expect: Pair,
}

#[test]
fn request_bounds() {
    run("request_bounds", |case: RequestBoundsCase| {
        same(requested_range(case.start, case.end), range(&case.expect))
    });
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeatsCase {
    start: Timestamp,
    length_minutes: i64,
    seats_per_slot: Option<i64>,
    attendees: i64,
    seat_reservations: usize,
    expect: SeatsExpectation,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeatsExpectation {
    day: Option<Date>,
    end: Option<Timestamp>,
    booked: Option<i64>,
    remaining: Option<i64>,
    has_booking: Option<bool>,
}

#[test]
fn seats() {
    run("seats", |case: SeatsCase| {
        let mut query = query_around(case.start, case.length_minutes);
        query.event_type.seats_per_slot = case.seats_per_slot;
        let time = TimeRange::new(case.start, case.start + case.length_minutes.minutes());
        if case.attendees > 0 {
            let booking =
                Booking { event_type_id: Some(1), seats_taken: case.attendees, ..Booking::new(77, time) };
            query.hosts[0].bookings.push(booking);
        }
        let seat =
            Reservation { host_id: 1, event_type_id: 1, range: time, release_at: case.start, is_seat: true };
        query.reservations = vec![seat; case.seat_reservations];
        let found = slots(&query);
        let (day, slot) = found
            .days()
            .flat_map(|(day, slots)| slots.iter().map(move |slot| (day, *slot)))
            .find(|(_, slot)| slot.start == case.start)
            .ok_or("not on offer")?;
        same(Some(day), case.expect.day.or(Some(day)))?;
        same(Some(slot.end), case.expect.end.or(Some(slot.end)))?;
        same(slot.seats.map(|seats| seats.booked), case.expect.booked)?;
        let remaining = slot.seats.map(|seats| seats.remaining());
        same(remaining, case.expect.remaining.or(remaining))?;
        same(slot.seats.map(|seats| seats.booking_id == Some(77)), case.expect.has_booking)
    });
}
