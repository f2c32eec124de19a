//! Out of office: whole local dates on which a host is away.

use crate::local::LocalClock;
use crate::query::Host;
use crate::range::{TimeRange, unite};

/// The dates on which `host` is away, as ranges of real time that overlap `window`, sorted and united. Every date
/// that an entry covers is closed, whatever its weekly hours or overrides.
pub fn away_ranges(host: &Host, window: TimeRange) -> Vec<TimeRange> {
    if host.out_of_office.is_empty() {
        return Vec::new();
    }
    let mut clock = LocalClock::new(&host.schedule.zone);
    let mut ranges: Vec<TimeRange> = host
        .out_of_office
        .iter()
        .map(|span| {
            let (first, last) = span.days();
            TimeRange::of(clock.start_of_day(first), clock.start_of_day(last.saturating_add(1)))
        })
        .filter(|range| !range.is_empty() && range.overlaps(&window))
        .collect();
    unite(&mut ranges);
    ranges
}
