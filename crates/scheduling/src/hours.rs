//! Working hours: weekly hours and date overrides of a schedule, as ranges of real time. Nothing that blocks them.

use jiff::civil::Time;

use crate::local::{LocalClock, day_number, time_of_day, weekday};
use crate::query::{Schedule, Travel};
use crate::range::{Micros, TimeRange, unite};

/// The ranges in which a schedule works, clipped to `window`, sorted, with touching and overlapping ones united.
///
/// Hours are wall-clock times on every date, so a date's real length varies when clocks change. Journeys replace the
/// zone of the dates inside.
pub fn working_ranges(schedule: &Schedule, travel: &[Travel], window: TimeRange) -> Vec<TimeRange> {
    if window.is_empty() {
        return Vec::new();
    }
    let mut home = LocalClock::new(&schedule.zone);
    let mut abroad: Vec<LocalClock<'_>> =
        travel.iter().map(|journey| LocalClock::new(&journey.zone)).collect();
    // A date abroad may begin more than a day earlier or later than at home.
    let margin = if travel.is_empty() { 0 } else { 2 };
    let first = home.day_at(window.start) - margin;
    let last = home.day_at(window.end) + margin;
    let plan = DayPlan::new(schedule, first, last);
    let mut ranges = Vec::with_capacity(plan.expected_ranges());
    for day in first..=last {
        let journey = current_journey(&mut home, travel, day);
        let clock = journey.map_or(&mut home, |index| &mut abroad[index]);
        plan.each(day, |start, end| {
            let range = on_the_clock(clock, day, (start, end)).clip(window);
            if !range.is_empty() {
                ranges.push(range);
            }
        });
    }
    unite(&mut ranges);
    ranges
}

/// Whether overrides, not weekly hours, rule the local date of `instant` in the schedule's zone.
pub(crate) fn is_overridden(schedule: &Schedule, instant: Micros) -> bool {
    let day = LocalClock::new(&schedule.zone).day_at(instant);
    schedule.overrides.iter().any(|one| day_number(one.date) == day)
}

fn current_journey(home: &mut LocalClock<'_>, travel: &[Travel], day: i64) -> Option<usize> {
    if travel.is_empty() {
        return None;
    }
    let midnight = home.start_of_day(day);
    travel.iter().position(|journey| {
        journey.start.as_microsecond() <= midnight
            && journey.end.is_none_or(|end| midnight <= end.as_microsecond())
    })
}

/// One stretch of a date. It never leaves its date, even where the clocks skip a whole day.
fn on_the_clock(clock: &mut LocalClock<'_>, day: i64, (start, end): (Time, Time)) -> TimeRange {
    let date = TimeRange::of(clock.start_of_day(day), clock.start_of_day(day + 1));
    let from = clock.first(day, time_of_day(start));
    let to = if is_end_of_day(end) { date.end } else { clock.last(day, time_of_day(end)) };
    TimeRange::of(from, to).clip(date)
}

/// No time of day can say 24:00, so 23:59 stands for it.
fn is_end_of_day(time: Time) -> bool {
    (time.hour(), time.minute()) == (23, 59)
}

/// A schedule's stretches by local date, with the overrides sorted once.
struct DayPlan<'schedule> {
    schedule: &'schedule Schedule,
    overrides: Vec<(i64, Time, Time)>,
    days: usize,
}

impl<'schedule> DayPlan<'schedule> {
    fn new(schedule: &'schedule Schedule, first: i64, last: i64) -> Self {
        let mut overrides: Vec<_> = schedule
            .overrides
            .iter()
            .map(|one| (day_number(one.date), one.start, one.end))
            .filter(|(day, ..)| (first..=last).contains(day))
            .collect();
        overrides.sort_unstable();
        Self { schedule, overrides, days: usize::try_from(last - first + 1).unwrap_or(0) }
    }

    fn expected_ranges(&self) -> usize {
        self.days.min(400) + self.overrides.len()
    }

    fn each(&self, day: i64, mut stretch: impl FnMut(Time, Time)) {
        let next = self.overrides.partition_point(|(overridden, ..)| *overridden < day);
        let replaced = self.overrides[next..].iter().take_while(|(overridden, ..)| *overridden == day);
        let mut is_replaced = false;
        for (_, start, end) in replaced {
            is_replaced = true;
            if start < end {
                stretch(*start, *end);
            }
        }
        if is_replaced {
            return;
        }
        let weekday = weekday(day);
        for hours in self.schedule.hours.iter().filter(|hours| hours.days.contains_number(weekday)) {
            if hours.start < hours.end {
                stretch(hours.start, hours.end);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{DateOverride, Weekdays, WeeklyHours};
    use jiff::tz::TimeZone;

    fn time(text: &str) -> Time {
        text.parse().expect("a time")
    }

    fn every_day(zone: &str, hours: &[(&str, &str)]) -> Schedule {
        let days = Weekdays::from_numbers(0..7);
        Schedule {
            zone: TimeZone::get(zone).expect("a known zone"),
            hours: hours
                .iter()
                .map(|(start, end)| WeeklyHours { days, start: time(start), end: time(end) })
                .collect(),
            overrides: Vec::new(),
        }
    }

    fn window(start: &str, end: &str) -> TimeRange {
        TimeRange::new(start.parse().expect("an instant"), end.parse().expect("an instant"))
    }

    fn shown(ranges: &[TimeRange]) -> Vec<String> {
        ranges.iter().map(|range| format!("{range:?}")).collect()
    }

    #[test]
    fn hours_are_wall_clock_times_on_days_when_clocks_change() {
        // zone, date window, hours, expected ranges
        let cases = [
            (
                "America/New_York",
                "2025-03-09",
                "02:30",
                "05:00",
                "2025-03-09T07:30:00Z..2025-03-09T09:00:00Z",
            ),
            (
                "America/New_York",
                "2025-03-09",
                "01:00",
                "02:30",
                "2025-03-09T06:00:00Z..2025-03-09T07:30:00Z",
            ),
            (
                "America/New_York",
                "2025-11-02",
                "01:30",
                "05:00",
                "2025-11-02T05:30:00Z..2025-11-02T10:00:00Z",
            ),
            (
                "America/New_York",
                "2025-11-02",
                "00:00",
                "01:30",
                "2025-11-02T04:00:00Z..2025-11-02T06:30:00Z",
            ),
            (
                "America/New_York",
                "2025-11-02",
                "00:00",
                "23:59",
                "2025-11-02T04:00:00Z..2025-11-03T05:00:00Z",
            ),
            ("Europe/London", "2025-03-30", "00:00", "23:59", "2025-03-30T00:00:00Z..2025-03-30T23:00:00Z"),
            ("Africa/Cairo", "2025-04-25", "00:00", "23:59", "2025-04-24T22:00:00Z..2025-04-25T21:00:00Z"),
            ("Africa/Cairo", "2025-04-25", "00:30", "02:00", "2025-04-24T22:30:00Z..2025-04-24T23:00:00Z"),
            ("America/Havana", "2025-11-02", "00:00", "23:59", "2025-11-02T04:00:00Z..2025-11-03T05:00:00Z"),
            (
                "Australia/Lord_Howe",
                "2025-10-05",
                "00:00",
                "23:59",
                "2025-10-04T13:30:00Z..2025-10-05T13:00:00Z",
            ),
        ];
        for (zone, date, start, end, expected) in cases {
            let mut schedule = every_day(zone, &[]);
            let date = date.parse().expect("a date");
            schedule.overrides.push(DateOverride { date, start: time(start), end: time(end) });
            let all = window("1990-01-01T00:00:00Z", "2030-01-01T00:00:00Z");
            assert_eq!(
                shown(&working_ranges(&schedule, &[], all)),
                [expected],
                "{zone} {date} {start}-{end}"
            );
        }
    }

    #[test]
    fn a_day_that_a_zone_skips_has_no_hours() {
        let schedule = every_day("Pacific/Apia", &[("09:00", "17:00")]);
        let ranges = working_ranges(&schedule, &[], window("2011-12-29T10:00:00Z", "2011-12-31T10:00:00Z"));
        // The 29th at UTC-10, then the 31st at UTC+14.
        assert_eq!(
            shown(&ranges),
            ["2011-12-29T19:00:00Z..2011-12-30T03:00:00Z", "2011-12-30T19:00:00Z..2011-12-31T03:00:00Z"]
        );
        let mut fridays = every_day("Pacific/Apia", &[("09:00", "17:00")]);
        fridays.hours[0].days = Weekdays::from_numbers([5]);
        let skipped_friday = window("2011-12-29T10:00:00Z", "2012-01-05T10:00:00Z");
        assert!(working_ranges(&fridays, &[], skipped_friday).is_empty());
    }

    #[test]
    fn hours_that_touch_in_any_order_act_as_one_range() {
        let schedule = every_day(
            "UTC",
            &[("12:00", "15:00"), ("09:00", "12:00"), ("22:00", "23:59"), ("00:00", "02:00")],
        );
        let ranges = working_ranges(&schedule, &[], window("2025-06-02T00:00:00Z", "2025-06-04T00:00:00Z"));
        assert_eq!(
            shown(&ranges),
            [
                "2025-06-02T00:00:00Z..2025-06-02T02:00:00Z",
                "2025-06-02T09:00:00Z..2025-06-02T15:00:00Z",
                "2025-06-02T22:00:00Z..2025-06-03T02:00:00Z",
                "2025-06-03T09:00:00Z..2025-06-03T15:00:00Z",
                "2025-06-03T22:00:00Z..2025-06-04T00:00:00Z",
            ]
        );
    }

    #[test]
    fn an_override_replaces_its_date_only_and_an_empty_one_closes_it() {
        let mut schedule = every_day("UTC", &[("00:00", "23:59")]);
        let closed =
            DateOverride { date: jiff::civil::date(2025, 6, 3), start: time("00:00"), end: time("00:00") };
        schedule.overrides.push(closed);
        let ranges = working_ranges(&schedule, &[], window("2025-06-02T00:00:00Z", "2025-06-05T00:00:00Z"));
        assert_eq!(
            shown(&ranges),
            ["2025-06-02T00:00:00Z..2025-06-03T00:00:00Z", "2025-06-04T00:00:00Z..2025-06-05T00:00:00Z"]
        );
    }

    #[test]
    fn hours_that_end_before_they_start_or_at_once_give_nothing() {
        let schedule = every_day("UTC", &[("17:00", "09:00"), ("10:00", "10:00"), ("23:59", "23:59")]);
        assert!(
            working_ranges(&schedule, &[], window("2025-06-02T00:00:00Z", "2025-06-05T00:00:00Z")).is_empty()
        );
    }
}
