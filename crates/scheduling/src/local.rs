//! Local calendar days and wall-clock times of one zone, with the zone's offset remembered between look-ups.
//! Nothing about schedules here.
//!
//! A day is a number: days since 1970-01-01, in the calendar of the zone at hand.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};

use crate::range::{DAY, MINUTE, Micros, SECOND, timestamp};

const EPOCH: Date = Date::constant(1970, 1, 1);

/// No zone changes its clocks by more than this; further from a change, wall-clock times are unambiguous.
const WIDEST_CHANGE: Micros = 26 * 60 * MINUTE;

/// The number of a calendar date.
pub(crate) fn day_number(date: Date) -> i64 {
    date.duration_since(EPOCH).as_secs().div_euclid(86_400)
}

/// The calendar date of a number, at the calendar's ends the last one that it has.
pub(crate) fn date_of(day: i64) -> Date {
    EPOCH.saturating_add(jiff::SignedDuration::from_hours(day.clamp(-5_000_000, 5_000_000) * 24))
}

/// 0 = Sunday … 6 = Saturday. 1970-01-01 was a Thursday.
pub(crate) fn weekday(day: i64) -> u8 {
    u8::try_from((day + 4).rem_euclid(7)).expect("a remainder of seven fits")
}

pub(crate) fn is_business_day(day: i64) -> bool {
    !matches!(weekday(day), 0 | 6)
}

/// Time of day since midnight.
pub(crate) fn time_of_day(time: Time) -> Micros {
    (i64::from(time.hour()) * 60 + i64::from(time.minute())) * MINUTE + i64::from(time.second()) * SECOND
}

/// A zone's clock. Look-ups close to the last one cost a comparison.
pub(crate) struct LocalClock<'zone> {
    zone: &'zone TimeZone,
    offset: Micros,
    /// `offset` holds from here, inclusive …
    from: Micros,
    /// … to here, exclusive.
    until: Micros,
}

impl<'zone> LocalClock<'zone> {
    pub(crate) fn new(zone: &'zone TimeZone) -> Self {
        Self { zone, offset: 0, from: Micros::MAX, until: Micros::MIN }
    }

    /// Local time minus UTC at `instant`.
    pub(crate) fn offset_at(&mut self, instant: Micros) -> Micros {
        if instant < self.from || instant >= self.until {
            self.look_up(instant);
        }
        self.offset
    }

    fn look_up(&mut self, instant: Micros) {
        let at = timestamp(instant);
        self.offset = i64::from(self.zone.to_offset(at).seconds()) * SECOND;
        // A change exactly at `instant` already counts: look back from just after it.
        let just_after = timestamp(instant.saturating_add(1));
        let boundary = |found: Option<jiff::tz::TimeZoneTransition<'_>>, none: Micros| {
            found.map_or(none, |transition| transition.timestamp().as_microsecond())
        };
        self.from = boundary(self.zone.preceding(just_after).next(), Micros::MIN);
        self.until = boundary(self.zone.following(at).next(), Micros::MAX);
    }

    /// The local date at `instant`.
    pub(crate) fn day_at(&mut self, instant: Micros) -> i64 {
        (instant + self.offset_at(instant)).div_euclid(DAY)
    }

    /// The minute of the hour that the local clock shows at `instant`.
    pub(crate) fn minute_of_hour(&mut self, instant: Micros) -> i64 {
        (instant + self.offset_at(instant)).div_euclid(MINUTE).rem_euclid(60)
    }

    /// The first instant of a local date.
    pub(crate) fn start_of_day(&mut self, day: i64) -> Micros {
        if let Some(instant) = self.plain(day, 0) {
            return instant;
        }
        let midnight = self.zone.to_ambiguous_timestamp(civil(day, 0));
        let skipped = matches!(midnight.offset(), jiff::tz::AmbiguousOffset::Gap { .. });
        let instant = midnight.compatible().map_or_else(|_| utc(day, 0), |at| at.as_microsecond());
        if skipped {
            // Midnight does not exist: the date begins with the change of the clocks itself.
            self.look_up(instant);
            return self.from;
        }
        instant
    }

    /// When the local clock first shows `time` on `day`; a time that the clocks skip moves on by what they skip.
    pub(crate) fn first(&mut self, day: i64, time: Micros) -> Micros {
        self.plain(day, time).unwrap_or_else(|| {
            let read = self.zone.to_ambiguous_timestamp(civil(day, time)).compatible();
            read.map_or_else(|_| utc(day, time), |at| at.as_microsecond())
        })
    }

    /// When the local clock last shows `time` on `day`; a time that the clocks skip moves on by what they skip.
    pub(crate) fn last(&mut self, day: i64, time: Micros) -> Micros {
        self.plain(day, time).unwrap_or_else(|| {
            let read = self.zone.to_ambiguous_timestamp(civil(day, time)).later();
            read.map_or_else(|_| utc(day, time), |at| at.as_microsecond())
        })
    }

    /// The instant of a wall-clock time that is far from any change of the clocks.
    fn plain(&mut self, day: i64, time: Micros) -> Option<Micros> {
        let wall = utc(day, time);
        let guess = wall - self.offset_at(wall);
        let offset = self.offset_at(guess);
        let clear = guess.saturating_sub(self.from) >= WIDEST_CHANGE
            && self.until.saturating_sub(guess) >= WIDEST_CHANGE;
        clear.then_some(wall - offset)
    }
}

fn utc(day: i64, time: Micros) -> Micros {
    day.saturating_mul(DAY).saturating_add(time)
}

fn civil(day: i64, time: Micros) -> DateTime {
    Offset::UTC.to_datetime(timestamp(utc(day, time)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).expect("a known zone")
    }

    fn day(text: &str) -> i64 {
        day_number(text.parse().expect("a date"))
    }

    fn at(text: &str) -> Micros {
        text.parse::<jiff::Timestamp>().expect("an instant").as_microsecond()
    }

    #[test]
    fn day_numbers_and_weekdays_follow_the_calendar() {
        for (text, expected) in [("1970-01-01", 4), ("2024-02-29", 4), ("2025-06-01", 0), ("1969-12-28", 0)] {
            assert_eq!(weekday(day(text)), expected, "{text}");
            assert_eq!(date_of(day(text)).to_string(), text);
        }
    }

    #[test]
    fn wall_clock_times_around_changes_of_the_clocks() {
        let cases = [
            // Skipped 02:00-03:00: moves on by the hour.
            ("America/New_York", "2025-03-09", 150, "2025-03-09T07:30:00Z", "2025-03-09T07:30:00Z"),
            // Shown twice 01:00-02:00: first and last showing.
            ("America/New_York", "2025-11-02", 90, "2025-11-02T05:30:00Z", "2025-11-02T06:30:00Z"),
            // Plain times on both sides of the change.
            ("America/New_York", "2025-03-09", 60, "2025-03-09T06:00:00Z", "2025-03-09T06:00:00Z"),
            ("America/New_York", "2025-03-09", 540, "2025-03-09T13:00:00Z", "2025-03-09T13:00:00Z"),
            // Half an hour of change.
            ("Australia/Lord_Howe", "2025-04-06", 105, "2025-04-05T14:45:00Z", "2025-04-05T15:15:00Z"),
            ("Asia/Kolkata", "2025-06-01", 570, "2025-06-01T04:00:00Z", "2025-06-01T04:00:00Z"),
        ];
        for (name, date, minutes, first, last) in cases {
            let zone = zone(name);
            let mut clock = LocalClock::new(&zone);
            assert_eq!(
                timestamp(clock.first(day(date), minutes * MINUTE)).to_string(),
                first,
                "{name} {date}"
            );
            assert_eq!(timestamp(clock.last(day(date), minutes * MINUTE)).to_string(), last, "{name} {date}");
        }
    }

    #[test]
    fn a_date_begins_at_its_first_instant() {
        let cases = [
            ("Africa/Cairo", "2025-04-25", "2025-04-24T22:00:00Z"),
            ("America/Havana", "2025-11-02", "2025-11-02T04:00:00Z"),
            ("America/Havana", "2025-03-09", "2025-03-09T05:00:00Z"),
            ("America/Santiago", "2025-09-07", "2025-09-07T04:00:00Z"),
            ("America/Santiago", "2025-04-06", "2025-04-06T04:00:00Z"),
            ("America/Toronto", "1919-03-31", "1919-03-31T04:30:00Z"),
            ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
            ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"),
            ("UTC", "2025-01-01", "2025-01-01T00:00:00Z"),
        ];
        for (name, date, expected) in cases {
            let zone = zone(name);
            assert_eq!(
                timestamp(LocalClock::new(&zone).start_of_day(day(date))).to_string(),
                expected,
                "{name} {date}"
            );
        }
    }

    #[test]
    fn the_remembered_offset_is_the_zones_offset_at_every_hour_of_a_year() {
        for name in ["America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu", "UTC"]
        {
            let zone = zone(name);
            let mut clock = LocalClock::new(&zone);
            for hour in 0..24 * 366 {
                let instant = at("2025-01-01T00:00:00Z") + hour * 60 * MINUTE;
                let expected = i64::from(zone.to_offset(timestamp(instant)).seconds()) * SECOND;
                assert_eq!(clock.offset_at(instant), expected, "{name} {}", timestamp(instant));
            }
        }
    }
}
