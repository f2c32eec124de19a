//! Booking limits: which days, weeks, months and years are full. Counting only, no hosts' hours.

use crate::local::{LocalClock, date_of, day_number, weekday};
use crate::query::{Limits, PeriodLimits, Query};
use crate::range::{MINUTE, Micros, TimeRange, any_overlaps, unite};
use crate::reason::Reason;

/// A kind of period in which bookings are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    Day,
    /// From Sunday to Saturday.
    Week,
    Month,
    Year,
}

impl Period {
    pub const ALL: [Period; 4] = [Period::Day, Period::Week, Period::Month, Period::Year];

    /// First day of the period that holds `day`, and first day of the next.
    fn around(self, day: i64) -> (i64, i64) {
        let date = date_of(day);
        match self {
            Period::Day => (day, day + 1),
            Period::Week => {
                let sunday = day - i64::from(weekday(day));
                (sunday, sunday + 7)
            }
            Period::Month => (day_number(date.first_of_month()), day_number(date.last_of_month()) + 1),
            Period::Year => (day_number(date.first_of_year()), day_number(date.last_of_year()) + 1),
        }
    }
}

impl PeriodLimits {
    /// The limit of one kind of period.
    pub fn of(&self, period: Period) -> Option<i64> {
        match period {
            Period::Day => self.day,
            Period::Week => self.week,
            Period::Month => self.month,
            Period::Year => self.year,
        }
    }

    /// The first two limits that contradict each other: a shorter period must not allow more than a longer one.
    pub fn contradiction(&self) -> Option<(Period, Period)> {
        let set: Vec<_> =
            Period::ALL.into_iter().filter_map(|period| Some((period, self.of(period)?))).collect();
        let falls = set.windows(2).find(|pair| pair[0].1 > pair[1].1)?;
        Some((falls[0].0, falls[1].0))
    }

    fn widest(&self) -> Option<Period> {
        Period::ALL.into_iter().rev().find(|period| self.of(*period).is_some())
    }
}

/// From the start of the earliest to the end of the latest limited period that touches `window`: the stretch whose
/// bookings count. Absent without limits.
pub(crate) fn counted_range(
    limits: &Limits,
    zone: &jiff::tz::TimeZone,
    window: TimeRange,
) -> Option<TimeRange> {
    let mut clock = LocalClock::new(zone);
    let (first, last) = (clock.day_at(window.start), clock.day_at(window.end));
    let all = limits.count.widest().into_iter().chain(limits.minutes.widest());
    let spans: Vec<_> = all.map(|period| (period.around(first).0, period.around(last).1)).collect();
    let from = spans.iter().map(|span| span.0).min()?;
    let to = spans.iter().map(|span| span.1).max()?;
    Some(TimeRange::of(clock.start_of_day(from), clock.start_of_day(to)))
}

/// The counted bookings of a query by local date, and the periods they fill.
pub struct Ledger<'query> {
    query: &'query Query,
    entries: Vec<Entry>,
    window: TimeRange,
    asked: Micros,
    full_by_count: Vec<TimeRange>,
}

struct Entry {
    day: i64,
    length: Micros,
    host_id: Option<i64>,
}

impl<'query> Ledger<'query> {
    /// The ledger for slots of the event type's length.
    pub fn new(query: &'query Query, window: TimeRange) -> Self {
        Self::asking(query, window, query.event_type.length_minutes.saturating_mul(MINUTE))
    }

    /// Sorts the counted bookings into local dates of the event type's zone, by their starts. `asked` is the length of
    /// the booking that is to be added.
    pub(crate) fn asking(query: &'query Query, window: TimeRange, asked: Micros) -> Self {
        let limits = &query.event_type.limits;
        let mut ledger = Self { query, entries: Vec::new(), window, asked, full_by_count: Vec::new() };
        if *limits == Limits::default() {
            return ledger;
        }
        let mut clock = LocalClock::new(&query.event_type.zone);
        ledger.entries = query
            .counted
            .iter()
            .filter(|booking| query.rescheduled_booking != Some(booking.id))
            .map(|booking| Entry {
                day: clock.day_at(booking.range.start),
                length: booking.range.end.saturating_sub(booking.range.start),
                host_id: booking.host_id,
            })
            .collect();
        ledger.entries.sort_unstable_by_key(|entry| entry.day);
        ledger.full_by_count = ledger
            .full(&limits.count, |_, entries, limit| i64::try_from(entries.len()).is_ok_and(|n| n >= limit));
        ledger
    }

    pub(crate) fn query(&self) -> &'query Query {
        self.query
    }

    /// Periods that hold as many bookings as they may, over all hosts together.
    pub fn full_by_count(&self) -> &[TimeRange] {
        &self.full_by_count
    }

    /// Periods in which one more booking of the length asked for would exceed the minutes allowed to a host; in a
    /// year the minutes of all hosts count together.
    pub fn full_by_minutes(&self, host_id: i64) -> Vec<TimeRange> {
        self.full(&self.query.event_type.limits.minutes, |period, entries, limit| {
            let counts =
                |entry: &&Entry| period == Period::Year || entry.host_id.is_none_or(|id| id == host_id);
            let booked: Micros = entries.iter().filter(counts).map(|entry| entry.length).sum();
            booked.saturating_add(self.asked) > limit.saturating_mul(MINUTE)
        })
    }

    /// Which limit `moment` would break for a host.
    pub(crate) fn refusal(&self, host_id: i64, moment: TimeRange) -> Option<Reason> {
        if any_overlaps(self.full_by_count(), moment) {
            return Some(Reason::CountLimit);
        }
        any_overlaps(&self.full_by_minutes(host_id), moment).then_some(Reason::DurationLimit)
    }

    fn full(&self, limits: &PeriodLimits, is_full: impl Fn(Period, &[Entry], i64) -> bool) -> Vec<TimeRange> {
        let mut clock = LocalClock::new(&self.query.event_type.zone);
        let (first, last) = (clock.day_at(self.window.start), clock.day_at(self.window.end));
        let mut full = Vec::new();
        for (period, limit) in Period::ALL.into_iter().filter_map(|period| Some((period, limits.of(period)?)))
        {
            let (mut start, mut next) = period.around(first);
            while start <= last {
                if is_full(period, self.between(start, next), limit) {
                    full.push(TimeRange::of(clock.start_of_day(start), clock.start_of_day(next)));
                }
                (start, next) = period.around(next);
            }
        }
        unite(&mut full);
        full
    }

    fn between(&self, first: i64, next: i64) -> &[Entry] {
        let from = self.entries.partition_point(|entry| entry.day < first);
        let to = self.entries.partition_point(|entry| entry.day < next);
        &self.entries[from..to]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{CountedBooking, EventType, Request};
    use jiff::tz::TimeZone;

    fn range(start: &str, end: &str) -> TimeRange {
        TimeRange::new(start.parse().expect("an instant"), end.parse().expect("an instant"))
    }

    fn query(limits: Limits, counted: &[(i64, &str, &str)]) -> Query {
        let zone = TimeZone::get("America/New_York").expect("a known zone");
        let request = Request {
            now: jiff::Timestamp::UNIX_EPOCH,
            range: range("2025-03-01T00:00:00Z", "2025-04-10T00:00:00Z"),
            viewer_zone: TimeZone::UTC,
        };
        let mut query = Query::new(request, EventType { limits, ..EventType::new(1, zone, 60) }, Vec::new());
        query.counted = counted
            .iter()
            .zip(1..)
            .map(|((host, start, end), id)| CountedBooking {
                id,
                host_id: Some(*host),
                range: range(start, end),
            })
            .collect();
        query
    }

    fn counts(limits: PeriodLimits) -> Limits {
        Limits { count: limits, minutes: PeriodLimits::default() }
    }

    fn minutes(limits: PeriodLimits) -> Limits {
        Limits { count: PeriodLimits::default(), minutes: limits }
    }

    #[test]
    fn a_full_period_is_closed_up_to_the_next_local_midnight() {
        // Saturday evening in New York, already Sunday in UTC; the clocks change that Sunday.
        let booked = [(1, "2025-03-09T01:00:00Z", "2025-03-09T02:00:00Z")];
        let cases = [
            (
                PeriodLimits { day: Some(1), ..PeriodLimits::default() },
                "2025-03-08T05:00:00Z",
                "2025-03-09T05:00:00Z",
            ),
            (
                PeriodLimits { week: Some(1), ..PeriodLimits::default() },
                "2025-03-02T05:00:00Z",
                "2025-03-09T05:00:00Z",
            ),
            (
                PeriodLimits { month: Some(1), ..PeriodLimits::default() },
                "2025-03-01T05:00:00Z",
                "2025-04-01T04:00:00Z",
            ),
            (
                PeriodLimits { year: Some(1), ..PeriodLimits::default() },
                "2025-01-01T05:00:00Z",
                "2026-01-01T05:00:00Z",
            ),
        ];
        for (limits, start, end) in cases {
            let query = query(counts(limits), &booked);
            let ledger = Ledger::new(&query, query.request.range);
            assert_eq!(ledger.full_by_count(), [range(start, end)], "{limits:?}");
        }
    }

    #[test]
    fn a_count_below_the_limit_and_the_rescheduled_booking_close_nothing() {
        let booked = [
            (1, "2025-03-04T15:00:00Z", "2025-03-04T16:00:00Z"),
            (2, "2025-03-04T17:00:00Z", "2025-03-04T18:00:00Z"),
        ];
        let limits = |day| counts(PeriodLimits { day: Some(day), ..PeriodLimits::default() });
        for (limit, rescheduled, full) in [(3, None, 0), (2, None, 1), (2, Some(1), 0), (1, Some(1), 1)] {
            let mut query = query(limits(limit), &booked);
            query.rescheduled_booking = rescheduled;
            let ledger = Ledger::new(&query, query.request.range);
            assert_eq!(ledger.full_by_count().len(), full, "{limit} {rescheduled:?}");
        }
    }

    #[test]
    fn minutes_count_per_host_but_together_in_a_year() {
        let booked = [
            (1, "2025-03-04T15:00:00Z", "2025-03-04T16:00:00Z"),
            (2, "2025-03-04T17:00:00Z", "2025-03-04T18:00:00Z"),
        ];
        let day = |limit| minutes(PeriodLimits { day: Some(limit), ..PeriodLimits::default() });
        let year = |limit| minutes(PeriodLimits { year: Some(limit), ..PeriodLimits::default() });
        for (limits, full) in [(day(120), 0), (day(119), 1), (year(180), 0), (year(179), 1)] {
            let query = query(limits, &booked);
            let ledger = Ledger::new(&query, query.request.range);
            assert_eq!(ledger.full_by_minutes(1).len(), full, "{limits:?}");
        }
    }

    #[test]
    fn bookings_count_from_the_start_of_the_first_period_to_the_end_of_the_last() {
        let limits = Limits {
            count: PeriodLimits { week: Some(1), ..PeriodLimits::default() },
            minutes: PeriodLimits { day: Some(1), month: Some(9), ..PeriodLimits::default() },
        };
        let window = range("2025-03-04T12:00:00Z", "2025-03-31T12:00:00Z");
        let counted = counted_range(&limits, &TimeZone::UTC, window);
        assert_eq!(counted, Some(range("2025-03-01T00:00:00Z", "2025-04-06T00:00:00Z")));
        assert_eq!(counted_range(&Limits::default(), &TimeZone::UTC, window), None);
    }
}
