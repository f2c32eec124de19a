//! The second opinion. It looks at each minute's wall clock on its own, so it shares no arithmetic with the crate: no
//! ranges are cut, no offsets remembered.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use openhours_scheduling::*;

const SECOND: SignedDuration = SignedDuration::from_secs(1);
const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// Minutes before and after the request's range that are looked at; rolling windows count from now on.
const MARGIN_HOURS: i64 = 30;

pub struct Oracle<'query> {
    query: &'query Query,
    minutes: Vec<Timestamp>,
    /// By host: whether each minute is worked and open.
    open: Vec<Vec<bool>>,
}

impl<'query> Oracle<'query> {
    pub fn new(query: &'query Query) -> Self {
        let first = whole_minute(query.request.now.min(query.request.range.start())) - hours(MARGIN_HOURS);
        let last = query.request.range.end().max(first + hours(6 * 24)) + hours(MARGIN_HOURS + 6);
        let minutes: Vec<_> = std::iter::successors(Some(first), |minute| Some(*minute + MINUTE))
            .take_while(|at| *at <= last)
            .collect();
        let open = query.hosts.iter().map(|host| open_minutes(query, host, &minutes)).collect();
        Self { query, minutes, open }
    }

    pub fn minute(&self, index: i64) -> Timestamp {
        self.minutes[0] + hours(MARGIN_HOURS) + MINUTE * i32::try_from(index).expect("a small number")
    }

    pub fn end_of(&self, start: Timestamp) -> Timestamp {
        start + SignedDuration::from_mins(self.query.event_type.length_minutes)
    }

    /// Every start on the plain grid that all rules allow.
    pub fn offered(&self) -> Vec<Timestamp> {
        let Query { request, event_type, .. } = self.query;
        let interval =
            i8::try_from(event_type.slot_interval_minutes.expect("a plain interval")).expect("small");
        let on_grid = |at: &Timestamp| request.viewer_zone.to_datetime(*at).minute() % interval == 0;
        let end = request.range.end();
        let in_time = |at: &Timestamp| self.soon_enough(*at) && self.end_of(*at) - SECOND <= end;
        let starts = self.minutes.iter().copied().filter(on_grid).filter(in_time);
        let free: Vec<_> = starts.filter(|at| self.enough_hosts(*at) && !self.is_reserved(*at)).collect();
        let days = free.iter().map(|at| self.viewer_date(*at)).collect::<Vec<_>>();
        let asked = free.into_iter().filter(|at| *at >= request.range.start() && request.range.start() < end);
        let mut seen = None;
        asked
            .filter(|at| {
                seen.replace(self.viewer_date(*at)) != Some(self.viewer_date(*at))
                    || !event_type.only_show_first_available_slot
            })
            .filter(|at| {
                self.within_window(*at) && self.within_rolling_window(*at, &days) && !self.owner_is_away(*at)
            })
            .collect()
    }

    /// Whether the rules that hold for bookings allow it.
    pub fn holds_for_bookings(&self, start: Timestamp) -> bool {
        let soonest = self.query.request.now + SignedDuration::from_mins(self.notice());
        start >= soonest
            && self.within_window(start)
            && self.enough_hosts(start)
            && !self.owner_is_away(start)
    }

    pub fn is_reserved(&self, start: Timestamp) -> bool {
        let end = self.end_of(start);
        self.query.reservations.iter().any(|one| one.range.start() < end && start < one.range.end())
    }

    pub fn free_hosts(&self, start: Timestamp) -> Vec<i64> {
        let free = (0..self.query.hosts.len()).filter(|index| self.is_free(*index, start));
        free.map(|index| self.query.hosts[index].id).collect()
    }

    fn notice(&self) -> i64 {
        self.query.event_type.minimum_booking_notice_minutes
    }

    /// Without notice the minute that has begun is over.
    fn soon_enough(&self, start: Timestamp) -> bool {
        let now = self.query.request.now;
        if self.notice() == 0 { start > now } else { start >= now + SignedDuration::from_mins(self.notice()) }
    }

    fn enough_hosts(&self, start: Timestamp) -> bool {
        let hosts = &self.query.hosts;
        let is_pooled = |host: &Host| {
            self.query.event_type.scheduling_type == SchedulingType::RoundRobin
                && host.participation != Participation::Fixed
        };
        (0..hosts.len()).all(|index| {
            self.is_free(index, start)
                || is_pooled(&hosts[index])
                    && (0..hosts.len()).any(|other| {
                        hosts[other].participation == hosts[index].participation && self.is_free(other, start)
                    })
        })
    }

    fn is_free(&self, index: usize, start: Timestamp) -> bool {
        let end = self.end_of(start);
        let first = self.minutes.binary_search(&start).expect("a minute that is looked at");
        let length = usize::try_from(self.query.event_type.length_minutes).expect("a length");
        let is_open = self.open[index][first..first + length].iter().all(|open| *open);
        is_open && !self.query.hosts[index].bookings.iter().any(|booking| self.blocks(booking, start, end))
    }

    fn blocks(&self, booking: &Booking, start: Timestamp, end: Timestamp) -> bool {
        let candidate = &self.query.event_type;
        let before =
            SignedDuration::from_mins(booking.before_buffer_minutes + candidate.after_event_buffer_minutes);
        let after =
            SignedDuration::from_mins(booking.after_buffer_minutes + candidate.before_event_buffer_minutes);
        let (from, to) = (booking.range.start() - before, booking.range.end() + after);
        booking.status == BookingStatus::Accepted && from < end && start < to
    }

    fn viewer_date(&self, at: Timestamp) -> Date {
        self.query.request.viewer_zone.to_datetime(at).date()
    }

    fn owner_is_away(&self, start: Timestamp) -> bool {
        let hosts = &self.query.hosts;
        is_personal(self.query) && is_away(&hosts[0], start)
    }

    fn within_window(&self, start: Timestamp) -> bool {
        let day = self.viewer_date(start);
        let mut from_today = dates(self.viewer_date(self.query.request.now), Date::MAX);
        let last = match self.query.event_type.booking_window {
            BookingWindow::CalendarDays(count) => from_today.nth(size(count)),
            BookingWindow::BusinessDays(0) => from_today.next(),
            BookingWindow::BusinessDays(count) => {
                from_today.skip(1).filter(is_business_day).nth(size(count) - 1)
            }
            BookingWindow::Dates(span) => {
                let day = self.query.event_type.zone.to_datetime(start).date();
                return span.first <= day && day <= span.last;
            }
            _ => return true,
        };
        last.is_some_and(|last| day <= last)
    }

    fn within_rolling_window(&self, start: Timestamp, days: &[Date]) -> bool {
        let today = self.viewer_date(self.query.request.now);
        let (count, is_counted): (i64, fn(&Date) -> bool) = match self.query.event_type.booking_window {
            BookingWindow::RollingCalendarDays(count) => (count, |_| true),
            BookingWindow::RollingBusinessDays(count) => (count, is_business_day),
            _ => return true,
        };
        let mut bookable: Vec<_> = days.iter().copied().filter(is_counted).collect();
        bookable.dedup();
        let last = if count == 0 { Some(&today) } else { bookable.iter().take(size(count)).next_back() };
        last.is_none_or(|last| self.viewer_date(start) <= *last)
    }
}

fn open_minutes(query: &Query, host: &Host, minutes: &[Timestamp]) -> Vec<bool> {
    let worked = worked_minutes(&host.schedule, minutes);
    let mut full: BTreeMap<Date, bool> = BTreeMap::new();
    minutes
        .iter()
        .zip(worked)
        .map(|(at, worked)| {
            let date = query.event_type.zone.to_datetime(*at).date();
            let is_full = *full.entry(date).or_insert_with(|| is_full(query, host, date));
            worked && !is_full && (is_personal(query) || !is_away(host, *at))
        })
        .collect()
}

fn worked_minutes(schedule: &Schedule, minutes: &[Timestamp]) -> Vec<bool> {
    let wall: Vec<_> = minutes.iter().map(|at| schedule.zone.to_datetime(*at)).collect();
    let mut worked = vec![false; minutes.len()];
    let mut first = 0;
    while first < wall.len() {
        let date = wall[first].date();
        let last =
            (first..wall.len()).take_while(|index| wall[*index].date() == date).last().expect("one minute");
        for (start, end) in stretches(schedule, date) {
            let from = showing(&wall[first..=last], start, |shown| shown.first().copied());
            let is_midnight = (end.hour(), end.minute()) == (23, 59);
            let to = if is_midnight {
                last + 1 - first
            } else {
                showing(&wall[first..=last], end, |shown| shown.last().copied())
            };
            (first + from..(first + to).min(last + 1)).for_each(|index| worked[index] = true);
        }
        first = last + 1;
    }
    worked
}

/// The place of the minute at which a day's clock shows `time`. Where the clock skips it, the old clock runs on.
fn showing(day: &[jiff::civil::DateTime], time: Time, pick: impl Fn(&[usize]) -> Option<usize>) -> usize {
    let shown: Vec<_> = (0..day.len()).filter(|index| day[*index].time() == time).collect();
    let minute_of_day = |time: Time| {
        usize::try_from(i64::from(time.hour()) * 60 + i64::from(time.minute())).expect("positive")
    };
    pick(&shown).unwrap_or_else(|| {
        let before = (0..day.len()).take_while(|index| day[*index].time() < time).last();
        before.map_or(minute_of_day(time), |index| {
            index + minute_of_day(time) - minute_of_day(day[index].time())
        })
    })
}

fn stretches(schedule: &Schedule, date: Date) -> Vec<(Time, Time)> {
    let dated: Vec<_> =
        schedule.overrides.iter().filter(|one| one.date == date).map(|one| (one.start, one.end)).collect();
    let on_that_day = |hours: &&WeeklyHours| hours.days.contains(date.weekday());
    let all = if dated.is_empty() {
        schedule.hours.iter().filter(on_that_day).map(|hours| (hours.start, hours.end)).collect()
    } else {
        dated
    };
    all.into_iter().filter(|(start, end)| start < end).collect()
}

fn is_full(query: &Query, host: &Host, date: Date) -> bool {
    let EventType { limits, zone, length_minutes, .. } = &query.event_type;
    let start_of = |booking: &CountedBooking| zone.to_datetime(booking.range.start()).date();
    let within = |same: &dyn Fn(Date) -> bool| {
        query.counted.iter().filter(|one| same(start_of(one))).copied().collect::<Vec<_>>()
    };
    let periods = [
        (limits.count.day, limits.minutes.day, within(&|other| other == date), false),
        (limits.count.week, limits.minutes.week, within(&|other| sunday(other) == sunday(date)), false),
        (
            limits.count.month,
            limits.minutes.month,
            within(&|other| other.first_of_month() == date.first_of_month()),
            false,
        ),
        (limits.count.year, limits.minutes.year, within(&|other| other.year() == date.year()), true),
    ];
    periods.into_iter().any(|(count, minutes, booked, is_shared)| {
        let mine = booked.iter().filter(|one| is_shared || one.host_id == Some(host.id));
        let spent: SignedDuration = mine.map(|one| one.range.end().duration_since(one.range.start())).sum();
        let asked = spent + SignedDuration::from_mins(*length_minutes);
        count.is_some_and(|limit| booked.len() >= size(limit))
            || minutes.is_some_and(|limit| asked > SignedDuration::from_mins(limit))
    })
}

fn sunday(date: Date) -> Date {
    dates_back(date).find(|date| date.weekday() == Weekday::Sunday).expect("a Sunday")
}

fn is_away(host: &Host, at: Timestamp) -> bool {
    let date = host.schedule.zone.to_datetime(at).date();
    host.out_of_office.iter().any(|span| span.first <= date && date <= span.last)
}

fn is_personal(query: &Query) -> bool {
    query.event_type.scheduling_type == SchedulingType::Personal && query.hosts.len() == 1
}

fn is_business_day(date: &Date) -> bool {
    !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn dates(from: Date, to: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(from), |date| date.tomorrow().ok()).take_while(move |date| *date <= to)
}

fn dates_back(from: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(from), |date| date.yesterday().ok())
}

fn hours(count: i64) -> SignedDuration {
    SignedDuration::from_hours(count)
}

fn size(count: i64) -> usize {
    usize::try_from(count).expect("a positive number")
}

fn whole_minute(at: Timestamp) -> Timestamp {
    let seconds = TimeZone::UTC.to_datetime(at).second();
    Timestamp::from_second(at.as_second() - i64::from(seconds)).expect("an instant")
}
