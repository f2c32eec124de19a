//! The time that a request looks at, the minimum notice, and how far ahead bookings are taken.

use jiff::Timestamp;

use crate::limits::counted_range;
use crate::local::{LocalClock, date_of, day_number, is_business_day};
use crate::query::{BookingWindow, EventType, Query, Request};
use crate::range::{DAY, MINUTE, Micros, SECOND, TimeRange, whole_minute};
use crate::reason::Reason;

/// Rolling windows look at this many dates from today on.
const ROLLING_HORIZON_DAYS: u8 = 61;

/// Business days of the horizon, in calendar days: 61 of them lie within 13 weeks.
const ROLLING_HORIZON_CALENDAR_DAYS: i64 = 91;

/// The range that a request's bounds mean: an end at midnight UTC stands for the end of that day.
pub fn requested_range(start: Timestamp, end: Timestamp) -> TimeRange {
    let end_micros = end.as_microsecond();
    let is_midnight = end_micros.rem_euclid(DAY) == 0;
    let last = if is_midnight { end_micros + DAY - SECOND } else { end_micros };
    TimeRange::of(start.as_microsecond(), last.max(start.as_microsecond()))
}

/// The stretches of time whose rows a caller must hand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loads {
    /// Bookings and calendar events that overlap this may block. It includes the candidate's buffers; widen it by
    /// the largest buffers that the bookings' own event types have.
    pub busy: TimeRange,
    /// Bookings of the event type that start within this count towards its limits.
    pub counted: Option<TimeRange>,
    /// Reservations that overlap this may hide a slot.
    pub reservations: TimeRange,
}

/// What a query over `request` depends on: a slot list over its range, or the judgement on a booking of that range.
/// Nothing before now matters to either. Rolling windows count dates from now on, also before the range.
pub fn loads(event_type: &EventType, request: &Request) -> Loads {
    let minutes = |count: i64| count.max(0).saturating_mul(MINUTE);
    let from = request.range.start.max(request.now.as_microsecond());
    let counted_from = examined(event_type, request).map_or(from, |window| window.start.min(from));
    let window = TimeRange::of(counted_from, request.range.end.max(from));
    // A minute more on each side: starts are cut to whole minutes.
    let before = minutes(event_type.before_event_buffer_minutes).saturating_add(MINUTE);
    let after = minutes(event_type.after_event_buffer_minutes).saturating_add(MINUTE);
    Loads {
        busy: window.widen(before, after),
        counted: counted_range(&event_type.limits, &event_type.zone, window),
        reservations: window.widen(0, minutes(event_type.length_minutes)),
    }
}

/// The earliest start that notice allows. Without notice it is the next full minute.
pub(crate) fn earliest_start(event_type: &EventType, request: &Request) -> Micros {
    let now = request.now.as_microsecond();
    match event_type.minimum_booking_notice_minutes.max(0) {
        0 => whole_minute(now + MINUTE),
        notice => now.saturating_add(notice.saturating_mul(MINUTE)),
    }
}

/// The time in which slots are searched; absent when none can lie in it. Rolling windows count the dates from today
/// on, so they look at all of them.
pub(crate) fn examined(event_type: &EventType, request: &Request) -> Option<TimeRange> {
    let earliest = earliest_start(event_type, request);
    let TimeRange { start, mut end } = request.range;
    let from = if is_rolling(event_type.booking_window) { earliest } else { start.max(earliest) };
    if is_rolling(event_type.booking_window) {
        let mut viewer = LocalClock::new(&request.viewer_zone);
        let today = viewer.day_at(request.now.as_microsecond());
        end = end.min(viewer.start_of_day(today + ROLLING_HORIZON_CALENDAR_DAYS));
    }
    (start < end && from < end).then_some(TimeRange::of(from, end))
}

fn is_rolling(window: BookingWindow) -> bool {
    matches!(window, BookingWindow::RollingCalendarDays(_) | BookingWindow::RollingBusinessDays(_))
}

/// Whether a start keeps to now and to the notice.
pub(crate) fn too_soon(query: &Query, start: Micros) -> Option<Reason> {
    let now = query.request.now.as_microsecond();
    let notice = query.event_type.minimum_booking_notice_minutes.max(0).saturating_mul(MINUTE);
    if start < now {
        Some(Reason::Past)
    } else if start < now.saturating_add(notice) {
        Some(Reason::Notice)
    } else {
        None
    }
}

/// An event type's booking window, resolved for one request.
pub(crate) struct Horizon<'query> {
    rule: Rule,
    zone: LocalClock<'query>,
}

enum Rule {
    Open,
    /// Local dates, both included.
    Days {
        first: i64,
        last: i64,
    },
}

impl<'query> Horizon<'query> {
    /// The rules that hold for bookings: rolling windows do not.
    pub(crate) fn for_booking(query: &'query Query) -> Self {
        Self::resolve(query, None)
    }

    /// All rules. `days` are the viewer's dates that have a slot, ascending.
    pub(crate) fn for_slots(query: &'query Query, days: &[i64]) -> Self {
        Self::resolve(query, Some(days))
    }

    fn resolve(query: &'query Query, days: Option<&[i64]>) -> Self {
        let Request { now, viewer_zone, .. } = &query.request;
        let mut viewer = LocalClock::new(viewer_zone);
        let today = viewer.day_at(now.as_microsecond());
        let until = |last| Rule::Days { first: i64::MIN, last };
        let rolling = |count, is_counted| {
            days.map_or(Rule::Open, |days| until(rolling_end(today, count, (days, is_counted))))
        };
        let (rule, zone) = match query.event_type.booking_window {
            BookingWindow::Unlimited => (Rule::Open, viewer),
            BookingWindow::CalendarDays(count) => (until(today.saturating_add(count)), viewer),
            BookingWindow::BusinessDays(count) => (until(business_day_after(today, count)), viewer),
            BookingWindow::RollingCalendarDays(count) => (rolling(count, every_day), viewer),
            BookingWindow::RollingBusinessDays(count) => (rolling(count, is_business_day), viewer),
            BookingWindow::Dates(span) => {
                let (first, last) = span.days();
                (Rule::Days { first, last }, LocalClock::new(&query.event_type.zone))
            }
        };
        Self { rule, zone }
    }

    pub(crate) fn refusal(&mut self, start: Micros) -> Option<Reason> {
        match self.rule {
            Rule::Open => None,
            Rule::Days { first, last } => {
                let day = self.zone.day_at(start);
                (day < first || day > last).then_some(Reason::BookingWindow)
            }
        }
    }
}

fn every_day(_: i64) -> bool {
    true
}

/// The n-th Monday-to-Friday after `today`.
fn business_day_after(today: i64, count: i64) -> i64 {
    // Five business days are a week; the rest is walked.
    let count = count.clamp(0, 1_000_000);
    let mut day = today + count / 5 * 7;
    // From a weekend, the Friday before it is as many business days away as the weekend day itself.
    while !is_business_day(day) && count > 0 {
        day -= 1;
    }
    let mut left = count % 5;
    while left > 0 {
        day += 1;
        left -= i64::from(is_business_day(day));
    }
    day
}

/// The last date of a rolling window: the one on which the wanted number of bookable dates is reached. `bookable` is
/// the ascending dates that have slots and which dates are counted.
fn rolling_end(today: i64, wanted: i64, (bookable, is_counted): (&[i64], fn(i64) -> bool)) -> i64 {
    if wanted <= 0 {
        return today;
    }
    let examined = (today..).filter(|day| is_counted(*day)).take(usize::from(ROLLING_HORIZON_DAYS));
    let found = examined.filter(|day| bookable.binary_search(day).is_ok());
    let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
    found.take(wanted).last().unwrap_or(today + i64::from(ROLLING_HORIZON_DAYS))
}

/// The last bookable date of a rolling window of `window`'s kind, given the local date of today and the dates that
/// have a slot. Absent for windows of another kind.
pub fn last_rolling_date(
    window: BookingWindow,
    today: jiff::civil::Date,
    bookable: &[jiff::civil::Date],
) -> Option<jiff::civil::Date> {
    let mut days: Vec<i64> = bookable.iter().map(|date| day_number(*date)).collect();
    days.sort_unstable();
    let today = day_number(today);
    let end = match window {
        BookingWindow::RollingCalendarDays(count) => rolling_end(today, count, (&days, every_day)),
        BookingWindow::RollingBusinessDays(count) => rolling_end(today, count, (&days, is_business_day)),
        _ => return None,
    };
    Some(date_of(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn business_days_are_counted_after_today_over_weekends() {
        // 1970-01-01 (0) was a Thursday; 2 and 3 are the weekend.
        for today in -10..10 {
            for count in 0..25 {
                let mut expected = today;
                let mut left = count;
                while left > 0 {
                    expected += 1;
                    left -= i64::from(is_business_day(expected));
                }
                assert_eq!(business_day_after(today, count), expected, "{count} after {today}");
            }
        }
    }

    #[test]
    fn an_end_at_midnight_is_the_end_of_that_day() {
        let at = |text: &str| text.parse().expect("an instant");
        let range = requested_range(at("2025-06-02T00:00:00Z"), at("2025-06-04T00:00:00Z"));
        assert_eq!(range.end(), at("2025-06-04T23:59:59Z"));
        let range = requested_range(at("2025-06-02T00:00:00Z"), at("2025-06-04T02:00:00+02:00"));
        assert_eq!(range.end(), at("2025-06-04T23:59:59Z"));
        let range = requested_range(at("2025-06-05T00:00:00Z"), at("2025-06-02T00:00:00Z"));
        assert!(range.is_empty());
    }
}
