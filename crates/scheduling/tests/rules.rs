//! Claims about single rules, through the crate's two doors: the slot list and the judgement on a booking.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use openhours_scheduling::*;

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn clock(text: &str) -> Time {
    text.parse().expect("a time")
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect("a known zone")
}

/// "2025-06-02T09:00Z/10:00Z": an instant and a later time of the same UTC day.
fn time(text: &str) -> TimeRange {
    let (start, end) = text.split_once('/').expect("two ends");
    let end = if end.contains('T') { end.to_owned() } else { format!("{}T{end}", &start[..10]) };
    TimeRange::new(at(start), at(&end))
}

fn every_day(zone_name: &str, start: &str, end: &str) -> Schedule {
    let hours = WeeklyHours { days: Weekdays::from_numbers(0..7), start: clock(start), end: clock(end) };
    Schedule { zone: zone(zone_name), hours: vec![hours], overrides: Vec::new() }
}

/// Monday 2 June 2025 to Sunday, asked for on the Sunday before: one UTC host from 09:00 to 12:00, one-hour slots.
fn query() -> Query {
    let request = Request {
        now: at("2025-06-01T12:00:00Z"),
        range: time("2025-06-02T00:00:00Z/2025-06-08T23:59:59Z"),
        viewer_zone: TimeZone::UTC,
    };
    let hosts = vec![Host::new(1, every_day("UTC", "09:00", "12:00"))];
    Query::new(request, EventType::new(1, TimeZone::UTC, 60), hosts)
}

/// The list as text: "06-02: 09:00 10:00", a line a day.
fn listed(query: &Query) -> Vec<String> {
    let line = |(day, slots): (Date, &[Slot])| {
        let times: Vec<_> = slots.iter().map(|slot| slot.start.strftime("%H:%M").to_string()).collect();
        format!("{}: {}", day.strftime("%m-%d"), times.join(" "))
    };
    slots(query).days().map(line).collect()
}

fn listed_on(query: &Query, date: &str) -> String {
    let prefix = format!("{date}: ");
    listed(query).iter().find_map(|line| line.strip_prefix(&prefix).map(str::to_owned)).unwrap_or_default()
}

fn judged(query: &Query, moment: &str) -> Result<(), Reason> {
    let moment = time(moment);
    is_bookable(query, moment.start(), moment.end())
}

fn span(first: &str, last: &str) -> DateSpan {
    DateSpan { first: day(first), last: day(last) }
}

#[test]
fn each_rule_refuses_a_booking_by_its_name() {
    let monday = "2025-06-02T09:00Z/10:00Z";
    type Change = fn(&mut Query);
    let cases: [(&str, Change, Reason); 12] = [
        ("2025-06-01T11:00Z/12:00Z", |_| {}, Reason::Past),
        (monday, |query| query.event_type.minimum_booking_notice_minutes = 21 * 60 + 1, Reason::Notice),
        (
            monday,
            |query| query.event_type.booking_window = BookingWindow::CalendarDays(0),
            Reason::BookingWindow,
        ),
        (
            monday,
            |query| query.event_type.booking_window = BookingWindow::Dates(span("2025-06-03", "2025-06-03")),
            Reason::BookingWindow,
        ),
        (monday, |query| query.event_type.limits.count.day = Some(0), Reason::CountLimit),
        (monday, |query| query.event_type.limits.minutes.week = Some(59), Reason::DurationLimit),
        (monday, |query| query.hosts.clear(), Reason::NoHost),
        ("2025-06-02T11:01Z/12:01Z", |_| {}, Reason::OutsideHours),
        (
            monday,
            |query| {
                let late =
                    DateOverride { date: day("2025-06-02"), start: clock("10:00"), end: clock("12:00") };
                query.hosts[0].schedule.overrides.push(late);
            },
            Reason::Override,
        ),
        (
            monday,
            |query| query.hosts[0].out_of_office.push(span("2025-06-01", "2025-06-02")),
            Reason::OutOfOffice,
        ),
        (monday, |query| query.hosts[0].calendar_busy = CalendarBusy::Unknown, Reason::CalendarUnknown),
        (
            monday,
            |query| query.hosts[0].bookings.push(Booking::new(1, time("2025-06-02T09:59Z/11:00Z"))),
            Reason::Busy,
        ),
    ];
    for (moment, change, expected) in cases {
        let mut query = query();
        change(&mut query);
        assert_eq!(judged(&query, moment), Err(expected));
        let start = time(moment).start();
        assert_eq!(why_not(&query, start), Some(expected));
        assert!(slots(&query).all().iter().all(|slot| slot.start != start), "{expected:?}");
    }
    assert_eq!(judged(&query(), monday), Ok(()));
}

#[test]
fn a_buffer_is_told_from_a_meeting() {
    let mut query = query();
    query.event_type.after_event_buffer_minutes = 15;
    query.hosts[0].bookings.push(Booking::new(1, time("2025-06-02T10:10Z/10:30Z")));
    assert_eq!(judged(&query, "2025-06-02T09:00Z/10:00Z"), Err(Reason::Buffer));
    assert_eq!(judged(&query, "2025-06-02T09:15Z/10:15Z"), Err(Reason::Busy));
    assert_eq!(judged(&query, "2025-06-02T10:30Z/11:30Z"), Ok(()));
}

#[test]
fn a_waived_rule_lets_the_next_one_speak() {
    let mut query = query();
    query.event_type.minimum_booking_notice_minutes = 3 * 24 * 60;
    query.hosts[0].bookings.push(Booking::new(1, time("2025-06-02T09:00Z/10:00Z")));
    let moment = time("2025-06-02T09:30Z/10:30Z");
    let waiving = |waived: &[Reason]| is_bookable_waiving(&query, moment, waived);
    assert_eq!(waiving(&[]), Err(Reason::Notice));
    assert_eq!(waiving(&[Reason::Notice]), Err(Reason::Busy));
    assert_eq!(waiving(&[Reason::Notice, Reason::Busy]), Ok(()));
}

#[test]
fn rules_of_the_list_alone_are_named_too() {
    let mut query = query();
    query.event_type.slot_interval_minutes = Some(30);
    query.event_type.only_show_first_available_slot = true;
    let hold = Reservation {
        host_id: 1,
        event_type_id: 9,
        range: time("2025-06-03T09:00Z/10:00Z"),
        release_at: at("2025-06-01T12:05:00Z"),
        is_seat: false,
    };
    query.reservations.push(hold);
    let cases = [
        ("2025-06-02T09:00:00Z", None),
        ("2025-06-02T09:30:00Z", Some(Reason::NotFirstOfDay)),
        ("2025-06-02T09:10:00Z", Some(Reason::Grid)),
        ("2025-06-03T09:30:00Z", Some(Reason::Reserved)),
        ("2025-06-03T10:00:00Z", None),
        ("2025-06-09T09:00:00Z", Some(Reason::OutsideRequest)),
    ];
    for (start, expected) in cases {
        assert_eq!(why_not(&query, at(start)), expected, "{start}");
        assert_eq!(
            is_bookable(&query, at(start), at(start) + SignedDuration::from_hours(1)),
            Ok(()),
            "{start}"
        );
    }
    query.reservations[0].release_at = query.request.now;
    assert_eq!(why_not(&query, at("2025-06-03T09:00:00Z")), None, "released");
    query.reservations[0] = Reservation { host_id: 2, ..hold };
    assert_eq!(why_not(&query, at("2025-06-03T09:00:00Z")), None, "somebody else's");
}

#[test]
fn the_last_rolling_date_is_the_reason_beyond_it() {
    let mut query = query();
    query.event_type.booking_window = BookingWindow::RollingCalendarDays(2);
    assert_eq!(listed(&query), ["06-02: 09:00 10:00 11:00", "06-03: 09:00 10:00 11:00"]);
    assert_eq!(why_not(&query, at("2025-06-04T09:00:00Z")), Some(Reason::BookingWindow));
    assert_eq!(judged(&query, "2025-06-04T09:00Z/10:00Z"), Ok(()), "it does not hold for bookings");
    // Dates before the range asked for count.
    query.request.range = time("2025-06-03T00:00:00Z/2025-06-08T23:59:59Z");
    assert_eq!(listed(&query), ["06-03: 09:00 10:00 11:00"]);
}

#[test]
fn windows_of_days_end_with_the_viewers_day() {
    // Sunday noon UTC is Sunday in New York and already Monday in Auckland from 12:00 on (UTC+12).
    let cases = [
        ("UTC", BookingWindow::CalendarDays(1), "06-02"),
        ("Pacific/Auckland", BookingWindow::CalendarDays(1), "06-03"),
        ("UTC", BookingWindow::BusinessDays(5), "06-06"),
        ("UTC", BookingWindow::BusinessDays(6), "06-08"),
        ("UTC", BookingWindow::RollingBusinessDays(5), "06-06"),
        ("UTC", BookingWindow::RollingCalendarDays(6), "06-07"),
    ];
    for (viewer, window, last) in cases {
        let mut query = query();
        query.request.viewer_zone = zone(viewer);
        query.event_type.booking_window = window;
        let lines = listed(&query);
        assert_eq!(lines.last().map(|line| &line[..5]), Some(last), "{viewer} {window:?} {lines:?}");
    }
}

#[test]
fn a_window_of_dates_is_counted_in_the_event_types_zone() {
    let mut query = query();
    query.hosts[0].schedule = every_day("Asia/Tokyo", "00:00", "23:59");
    query.event_type.zone = zone("Asia/Tokyo");
    query.event_type.booking_window = BookingWindow::Dates(span("2025-06-04", "2025-06-04"));
    let found = slots(&query);
    let bounds = found.all().first().zip(found.all().last()).map(|(first, last)| (first.start, last.start));
    assert_eq!(bounds, Some((at("2025-06-03T15:00:00Z"), at("2025-06-04T14:00:00Z"))));
}

#[test]
fn slots_start_and_end_inside_the_range_asked_for() {
    let cases = [
        ("2025-06-02T09:20:00Z/2025-06-02T12:00:00Z", "10:00 11:00"),
        ("2025-06-02T00:00:00Z/2025-06-02T11:30:00Z", "09:00 10:00"),
        ("2025-06-02T00:00:00Z/2025-06-02T11:59:59Z", "09:00 10:00 11:00"),
        ("2025-06-02T09:00:30Z/2025-06-02T12:00:00Z", "10:00 11:00"),
        ("2025-06-02T12:00:00Z/2025-06-02T09:00:00Z", ""),
        ("2025-05-02T00:00:00Z/2025-05-03T00:00:00Z", ""),
    ];
    for (range, expected) in cases {
        let mut query = query();
        let (start, end) = range.split_once('/').expect("two ends");
        query.request.range = TimeRange::new(at(start), at(end));
        assert_eq!(listed_on(&query, "06-02"), expected, "{range}");
    }
}

#[test]
fn notice_is_exact_and_without_it_the_minute_that_runs_is_over() {
    let cases = [
        ("2025-06-02T09:00:00Z", 0, "09:05 09:10 09:15"),
        ("2025-06-02T08:59:20Z", 0, "09:00 09:05 09:10 09:15"),
        ("2025-06-02T08:30:00Z", 30, "09:00 09:05 09:10 09:15"),
        ("2025-06-02T08:30:01Z", 30, "09:05 09:10 09:15"),
    ];
    for (now, notice, expected) in cases {
        let mut query = query();
        query.request.now = at(now);
        query.hosts[0].schedule = every_day("UTC", "09:00", "09:20");
        query.event_type =
            EventType { minimum_booking_notice_minutes: notice, ..EventType::new(1, TimeZone::UTC, 5) };
        assert_eq!(listed_on(&query, "06-02"), expected, "{now} {notice}");
    }
}

#[test]
fn the_second_of_tolerance_does_not_reach_into_a_meeting() {
    let mut query = query();
    query.hosts[0].bookings.push(Booking::new(1, time("2025-06-02T09:59:59Z/2025-06-02T10:00:30Z")));
    assert_eq!(listed_on(&query, "06-02"), "11:00");
    assert_eq!(judged(&query, "2025-06-02T09:00Z/10:00Z"), Err(Reason::Busy));
}

#[test]
fn a_busy_moment_without_length_stops_slots_that_span_it() {
    let mut query = query();
    query.event_type.slot_interval_minutes = Some(30);
    query.hosts[0].bookings.push(Booking::new(1, time("2025-06-02T10:00Z/10:00Z")));
    assert_eq!(listed_on(&query, "06-02"), "09:00 10:00 10:30 11:00");
    assert_eq!(judged(&query, "2025-06-02T09:30Z/10:30Z"), Err(Reason::Busy));
}

#[test]
fn an_owner_who_is_away_loses_the_slots_that_start_on_those_dates() {
    let mut query = query();
    query.hosts[0].schedule = every_day("America/New_York", "00:00", "23:59");
    query.hosts[0].out_of_office.push(span("2025-06-03", "2025-06-03"));
    query.event_type = EventType::new(1, zone("America/New_York"), 8 * 60);
    query.request.viewer_zone = zone("America/New_York");
    let starts: Vec<_> = slots(&query).all().iter().map(|slot| slot.start.to_string()).collect();
    // Local 20:00, 04:00 and 12:00. Monday's 20:00 runs into the Tuesday, and stays; the series goes on unchanged.
    assert_eq!(
        starts[2..6],
        ["2025-06-02T16:00:00Z", "2025-06-03T00:00:00Z", "2025-06-04T08:00:00Z", "2025-06-04T16:00:00Z"]
    );
}

#[test]
fn an_absence_closes_a_date_that_only_an_override_opens() {
    let mut query = query();
    query.hosts[0].schedule.hours.clear();
    let open = DateOverride { date: day("2025-06-07"), start: clock("09:00"), end: clock("11:00") };
    query.hosts[0].schedule.overrides.push(open);
    assert_eq!(listed(&query), ["06-07: 09:00 10:00"]);
    query.hosts[0].out_of_office.push(span("2025-06-07", "2025-06-07"));
    assert_eq!(listed(&query), Vec::<String>::new());
}

#[test]
fn the_first_slot_of_a_day_is_chosen_before_absences_and_after_reservations() {
    let mut query = query();
    query.event_type.only_show_first_available_slot = true;
    query.hosts[0].out_of_office.push(span("2025-06-03", "2025-06-07"));
    let range = time("2025-06-02T09:00Z/09:30Z");
    let release_at = at("2025-06-02T00:00:00Z");
    query.reservations.push(Reservation { host_id: 1, event_type_id: 1, range, release_at, is_seat: false });
    assert_eq!(listed(&query), ["06-02: 10:00", "06-08: 09:00"]);
}

#[test]
fn a_seated_slot_stays_until_and_after_its_last_seat_is_taken() {
    let mut query = query();
    query.event_type.seats_per_slot = Some(2);
    let booking = Booking {
        event_type_id: Some(1),
        seats_taken: 2,
        ..Booking::new(5, time("2025-06-02T10:00Z/11:00Z"))
    };
    query.hosts[0].bookings.push(booking);
    let release_at = at("2025-06-02T00:00:00Z");
    let range = time("2025-06-02T09:00Z/10:00Z");
    query.reservations.push(Reservation { host_id: 1, event_type_id: 1, range, release_at, is_seat: true });
    let seats: Vec<_> = slots(&query).all()[..3].iter().map(|slot| slot.seats.expect("seats")).collect();
    assert_eq!(
        seats,
        [
            Seats { booked: 1, total: 2, booking_id: None },
            Seats { booked: 2, total: 2, booking_id: Some(5) },
            Seats { booked: 0, total: 2, booking_id: None },
        ]
    );
    assert_eq!(seats.iter().map(Seats::remaining).collect::<Vec<_>>(), [1, 0, 2]);
    // With one seat a slot there is nothing to join: the booking blocks.
    query.event_type.seats_per_slot = Some(1);
    query.hosts[0].bookings[0].seats_taken = 1;
    assert_eq!(listed_on(&query, "06-02"), "09:00 11:00");
}

#[test]
fn a_booking_of_several_hosts_counts_its_seats_once() {
    let mut query = query();
    query.event_type.seats_per_slot = Some(5);
    query.event_type.scheduling_type = SchedulingType::Collective;
    let booking = Booking {
        event_type_id: Some(1),
        seats_taken: 2,
        ..Booking::new(5, time("2025-06-02T10:00Z/11:00Z"))
    };
    query.hosts[0].bookings.push(booking);
    query.hosts.push(Host { id: 2, ..query.hosts[0].clone() });
    let seats = slots(&query).all()[1].seats;
    assert_eq!(seats, Some(Seats { booked: 2, total: 5, booking_id: Some(5) }));
}

#[test]
fn fixed_hosts_who_are_never_free_leave_nothing_to_the_others() {
    let mut query = query();
    query.event_type.scheduling_type = SchedulingType::RoundRobin;
    query.hosts[0].bookings.push(Booking::new(1, time("2025-06-01T00:00:00Z/2025-06-10T00:00:00Z")));
    let pooled = Participation::Pool { group: None };
    query.hosts.push(Host { participation: pooled, ..Host::new(2, every_day("UTC", "09:00", "12:00")) });
    assert!(slots(&query).is_empty());
    assert_eq!(judged(&query, "2025-06-02T09:00Z/10:00Z"), Err(Reason::Busy));
    let moment = time("2025-06-02T09:00Z/10:00Z");
    assert_eq!(free_hosts(&query, moment.start(), moment.end()), [2]);
}

#[test]
fn an_unreadable_calendar_closes_its_host_only() {
    let mut query = query();
    query.hosts[0].calendar_busy = CalendarBusy::Unknown;
    assert!(slots(&query).is_empty());
    query.event_type.scheduling_type = SchedulingType::RoundRobin;
    query.hosts[0].participation = Participation::Pool { group: None };
    query.hosts.push(Host {
        id: 2,
        calendar_busy: CalendarBusy::Known(Vec::new()),
        ..query.hosts[0].clone()
    });
    assert_eq!(listed_on(&query, "06-02"), "09:00 10:00 11:00");
}

#[test]
fn what_to_load_covers_buffers_limit_periods_and_the_dates_of_rolling_windows() {
    let mut query = query();
    query.event_type.before_event_buffer_minutes = 10;
    query.event_type.after_event_buffer_minutes = 20;
    query.event_type.limits.count.week = Some(3);
    let needed = loads(&query.event_type, &query.request);
    assert_eq!(needed.busy, time("2025-06-01T23:49:00Z/2025-06-09T00:20:59Z"));
    assert_eq!(needed.counted, Some(time("2025-06-01T00:00:00Z/2025-06-15T00:00:00Z")));
    assert_eq!(needed.reservations, time("2025-06-02T00:00:00Z/2025-06-09T00:59:59Z"));
    query.event_type.booking_window = BookingWindow::RollingCalendarDays(3);
    let needed = loads(&query.event_type, &query.request);
    assert_eq!(needed.busy.start(), at("2025-06-01T11:50:00Z"));
}

#[test]
fn what_to_load_begins_with_now_whatever_the_notice() {
    let mut query = query();
    query.event_type.minimum_booking_notice_minutes = 600;
    let cases = [
        ("2025-06-01T13:00:00Z/2025-06-01T14:00:00Z", "2025-06-01T12:59:00Z/2025-06-01T14:01:00Z"),
        ("2000-01-01T00:00:00Z/2025-06-01T14:00:00Z", "2025-06-01T11:59:00Z/2025-06-01T14:01:00Z"),
        ("2000-01-01T00:00:00Z/2001-01-01T00:00:00Z", "2025-06-01T11:59:00Z/2025-06-01T12:01:00Z"),
    ];
    for (range, expected) in cases {
        query.request.range = time(range);
        assert_eq!(loads(&query.event_type, &query.request).busy, time(expected), "{range}");
    }
}

#[test]
fn extreme_values_are_judged_like_others() {
    let mut query = query();
    let ever = DateSpan { first: Date::MIN, last: Date::MAX };
    query.event_type.booking_window = BookingWindow::CalendarDays(i64::MAX);
    query.event_type.limits.count.year = Some(i64::MAX);
    query.event_type.limits.minutes.year = Some(i64::MAX);
    query.hosts[0].schedule.overrides.push(DateOverride {
        date: Date::MAX,
        start: Time::MIN,
        end: Time::MAX,
    });
    query.hosts[0].bookings.push(Booking::new(1, TimeRange::new(Timestamp::MIN, Timestamp::MIN)));
    assert_eq!(listed_on(&query, "06-02"), "09:00 10:00 11:00");
    for window in [
        BookingWindow::BusinessDays(i64::MAX),
        BookingWindow::Dates(ever),
        BookingWindow::RollingCalendarDays(i64::MAX),
    ] {
        query.event_type.booking_window = window;
        assert_eq!(listed_on(&query, "06-02"), "09:00 10:00 11:00", "{window:?}");
    }
    for window in [
        BookingWindow::CalendarDays(-1),
        BookingWindow::BusinessDays(-1),
        BookingWindow::RollingBusinessDays(-1),
    ] {
        query.event_type.booking_window = window;
        assert!(slots(&query).is_empty(), "{window:?}");
    }
    query.event_type.booking_window = BookingWindow::Unlimited;
    type Change = fn(&mut Query);
    let closed: [Change; 5] = [
        |query| query.event_type.minimum_booking_notice_minutes = i64::MAX,
        |query| query.event_type.length_minutes = 10_000_000,
        |query| query.event_type.offset_start_minutes = i64::MAX,
        |query| query.hosts[0].out_of_office.push(DateSpan { first: Date::MIN, last: Date::MAX }),
        |query| query.hosts[0].bookings.push(Booking::new(2, TimeRange::new(Timestamp::MIN, Timestamp::MAX))),
    ];
    for (number, close) in closed.into_iter().enumerate() {
        let mut query = query.clone();
        close(&mut query);
        assert!(slots(&query).is_empty(), "{number}");
        assert!(why_not(&query, at("2025-06-02T09:00:00Z")).is_some(), "{number}");
    }
    query.hosts[0].bookings.push(Booking {
        after_buffer_minutes: i64::MAX,
        ..Booking::new(3, time("2025-06-03T09:00Z/10:00Z"))
    });
    query.event_type.slot_interval_minutes = Some(i64::MAX);
    assert_eq!(listed(&query), ["06-02: 09:00"]);
}
