//! The slot grid: which starts free ranges hold. No days, no notice beyond "not earlier than", no busy times.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::local::LocalClock;
use crate::query::EventType;
use crate::range::{MINUTE, Micros, SECOND, TimeRange, timestamp, whole_minute};

/// How starts are laid into free time.
pub struct Grid<'query> {
    /// Starts are aligned to this zone's full hour.
    pub viewer_zone: &'query TimeZone,
    /// No start lies before the minute that holds this instant.
    pub earliest: Timestamp,
    pub length_minutes: i64,
    /// Distance of starts, before the offset is added to it.
    pub interval_minutes: i64,
    pub offset_minutes: i64,
    /// Leave the full grid where that loses no slot.
    pub optimized: bool,
}

impl<'query> Grid<'query> {
    pub(crate) fn of(event_type: &EventType, viewer_zone: &'query TimeZone, earliest: Micros) -> Self {
        let interval = event_type.slot_interval_minutes.filter(|interval| *interval > 0);
        Self {
            viewer_zone,
            earliest: timestamp(earliest),
            length_minutes: event_type.length_minutes,
            interval_minutes: interval.unwrap_or(event_type.length_minutes),
            offset_minutes: event_type.offset_start_minutes,
            optimized: event_type.show_optimized_slots,
        }
    }

    /// The starts that `ranges` hold, ascending and distinct. Ranges may overlap: ranges of different hosts do. They
    /// need not be sorted.
    pub fn starts(&self, ranges: &[TimeRange]) -> Vec<Timestamp> {
        let mut sorted = ranges.to_vec();
        sorted.sort_unstable();
        self.starts_in(&sorted).into_iter().map(timestamp).collect()
    }

    /// The same over sorted ranges, in microseconds.
    pub(crate) fn starts_in(&self, ranges: &[TimeRange]) -> Vec<Micros> {
        let length = self.length_minutes.max(1).saturating_mul(MINUTE);
        let mut viewer = LocalClock::new(self.viewer_zone);
        let mut starts = Vec::new();
        let step = self.step();
        for range in ranges {
            let mut start = self.continued(self.first(&mut viewer, *range), &starts);
            // A second of tolerance lets ranges that end at :59 hold their last slot.
            while start.saturating_add(length - SECOND) <= range.end {
                // Cutting the seconds off may have led before the range.
                if start >= range.start {
                    insert(&mut starts, start);
                }
                start = start.saturating_add(step);
            }
        }
        starts
    }

    fn step(&self) -> Micros {
        self.interval_minutes.saturating_add(self.offset_minutes).max(1).saturating_mul(MINUTE)
    }

    /// The first start on the viewer's clock, with the offset.
    fn first(&self, viewer: &mut LocalClock<'_>, range: TimeRange) -> Micros {
        let start = whole_minute(range.start.max(self.earliest.as_microsecond()));
        let unit = alignment_unit(self.interval_minutes);
        let minute = viewer.minute_of_hour(start);
        let off_grid = minute % unit != 0;
        let moved = match (off_grid, self.optimized) {
            (false, _) => 0,
            (true, false) => unit - minute % unit,
            (true, true) => spare_move(unit, minute, (range.end - start) / MINUTE),
        };
        start.saturating_add(self.offset_minutes.max(0).saturating_add(moved).saturating_mul(MINUTE))
    }

    /// If the last earlier start's step reaches beyond `start`, its series goes on: overlapping hosts share a grid.
    fn continued(&self, start: Micros, starts: &[Micros]) -> Micros {
        let earlier = starts.partition_point(|other| *other < start).checked_sub(1);
        earlier.map_or(start, |index| start.max(starts[index].saturating_add(self.step())))
    }
}

/// The largest of these parts of an hour that divides the interval.
fn alignment_unit(interval_minutes: i64) -> i64 {
    [60, 30, 20, 15, 10, 5].into_iter().find(|unit| interval_minutes % unit == 0).unwrap_or(1)
}

/// How far a start off the grid moves on without losing a slot: to a full unit, quarter or five minutes if what the
/// range has to spare allows, else not at all.
fn spare_move(unit: i64, minute: i64, room: i64) -> i64 {
    let spare = room.rem_euclid(unit);
    [unit, 15, 5].into_iter().map(|step| step - minute % step).find(|moved| *moved <= spare).unwrap_or(0)
}

fn insert(starts: &mut Vec<Micros>, start: Micros) {
    if starts.last().is_none_or(|last| *last < start) {
        starts.push(start);
    } else if let Err(place) = starts.binary_search(&start) {
        starts.insert(place, start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static UTC: TimeZone = TimeZone::UTC;

    /// Starts and ranges as text: "08:00-09:30 10:00-11:00" gives "08:00 08:30 …".
    fn starts(grid: &Grid<'_>, ranges: &str) -> String {
        let at = |time: &str| {
            let seconds = if time.len() == 5 { ":00" } else { "" };
            format!("2025-06-02T{time}{seconds}Z").parse().expect("an instant")
        };
        let ends = ranges.split(' ').map(|range| range.split_once('-').expect("two ends"));
        let ranges: Vec<_> = ends.map(|(start, end)| TimeRange::new(at(start), at(end))).collect();
        let starts = grid.starts(&ranges);
        starts.iter().map(|start| start.strftime("%H:%M").to_string()).collect::<Vec<_>>().join(" ")
    }

    fn grid(zone: &TimeZone, interval: i64) -> Grid<'_> {
        Grid {
            viewer_zone: zone,
            earliest: Timestamp::UNIX_EPOCH,
            length_minutes: interval,
            interval_minutes: interval,
            offset_minutes: 0,
            optimized: false,
        }
    }

    #[test]
    fn the_alignment_unit_is_the_largest_part_of_an_hour_that_divides_the_interval() {
        let table: [(i64, &[i64]); 7] = [
            (60, &[120, 60]),
            (30, &[30, 90, 150]),
            (20, &[20, 40, 80]),
            (15, &[15, 45, 75]),
            (10, &[10, 50, 70]),
            (5, &[5, 25, 55]),
            (1, &[7, 13, 22]),
        ];
        for (unit, intervals) in table {
            for interval in intervals {
                assert_eq!(alignment_unit(*interval), unit, "{interval}");
            }
        }
    }

    #[test]
    fn the_series_starts_aligned_and_runs_on_by_interval_and_offset() {
        let cases = [
            (75, 75, 0, "08:10-12:00", "08:15 09:30 10:45"),
            (30, 30, 20, "08:00-11:00", "08:20 09:10 10:00"),
            (20, 20, 0, "08:08-09:00", "08:20 08:40"),
            (20, 20, 0, "08:50-09:30", "09:00"),
            (7, 7, 0, "08:03-08:20", "08:03 08:10"),
            (30, 60, 0, "08:00-10:15", "08:00 08:30 09:00"),
            (60, 60, 0, "08:00-09:59:59", "08:00 09:00"),
            (60, 60, 0, "08:00-09:59:58", "08:00"),
        ];
        for (interval_minutes, length_minutes, offset_minutes, ranges, expected) in cases {
            let grid = Grid { length_minutes, offset_minutes, ..grid(&UTC, interval_minutes) };
            assert_eq!(starts(&grid, ranges), expected, "{interval_minutes} {offset_minutes} {ranges}");
        }
    }

    #[test]
    fn starts_are_aligned_on_the_viewers_clock() {
        for (zone, expected) in [
            ("UTC", "04:00 05:00"),
            ("Asia/Kolkata", "04:30 05:30"),
            ("Asia/Kathmandu", "04:15 05:15"),
            ("America/St_Johns", "04:30 05:30"),
        ] {
            let zone = TimeZone::get(zone).expect("a known zone");
            assert_eq!(starts(&grid(&zone, 60), "04:00-06:59"), expected, "{zone:?}");
        }
    }

    #[test]
    fn seconds_are_cut_off_but_no_start_leaves_its_range() {
        // 30: 08:00 lies before the range, the series goes on. 7: counted from the minute cut off.
        assert_eq!(starts(&grid(&UTC, 30), "08:00:20-09:30"), "08:30 09:00");
        assert_eq!(starts(&grid(&UTC, 7), "08:00:20-08:20"), "08:07");
        let earliest = "2025-06-02T09:01:20Z".parse().expect("an instant");
        let grid = Grid { earliest, ..grid(&UTC, 30) };
        assert_eq!(starts(&grid, "08:00-10:30"), "09:30 10:00");
    }

    #[test]
    fn overlapping_ranges_share_one_grid() {
        let cases = [
            ("08:00-08:50 08:10-11:00", "08:00 08:45 09:30 10:15"),
            ("08:10-11:00 08:00-08:50", "08:00 08:45 09:30 10:15"),
            ("08:00-09:20 09:10-10:00", "08:00 09:15"),
        ];
        for (ranges, expected) in cases {
            assert_eq!(starts(&grid(&UTC, 45), ranges), expected, "{ranges}");
        }
        // No range holds an hour from 09:00 on.
        assert_eq!(starts(&grid(&UTC, 60), "08:00-09:20 09:10-10:00"), "08:00");
    }

    #[test]
    fn optimized_starts_leave_the_full_hour_only_where_a_slot_would_be_lost() {
        let cases = [
            ("08:20-11:00", "09:00 10:00"),
            ("08:20-10:50", "08:30 09:30"),
            ("08:22-10:25", "08:25 09:25"),
            ("08:22-10:22", "08:22 09:22"),
        ];
        for (ranges, expected) in cases {
            let grid = Grid { optimized: true, ..grid(&UTC, 60) };
            assert_eq!(starts(&grid, ranges), expected, "{ranges}");
        }
    }
}
