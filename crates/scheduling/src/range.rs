//! Stretches of time and the set operations on sorted lists of them. No zones, no rules: those stand above.

use jiff::Timestamp;

/// Microseconds since the epoch: the unit of all arithmetic inside this crate. It holds every `Timestamp`, and
/// adding minutes to one cannot overflow.
pub(crate) type Micros = i64;

pub(crate) const SECOND: Micros = 1_000_000;
pub(crate) const MINUTE: Micros = 60 * SECOND;
pub(crate) const HOUR: Micros = 60 * MINUTE;
pub(crate) const DAY: Micros = 24 * HOUR;

/// From `start` up to, not including, `end`. An empty range (`start == end`) is a point: it can stand for a busy
/// moment that no meeting may span.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeRange {
    pub(crate) start: Micros,
    pub(crate) end: Micros,
}

impl TimeRange {
    /// The range between two instants; an end before the start gives the empty range at `start`.
    pub fn new(start: Timestamp, end: Timestamp) -> Self {
        Self::of(start.as_microsecond(), end.as_microsecond().max(start.as_microsecond()))
    }

    pub(crate) const fn of(start: Micros, end: Micros) -> Self {
        Self { start, end }
    }

    /// The first instant inside.
    pub fn start(&self) -> Timestamp {
        timestamp(self.start)
    }

    /// The first instant after it.
    pub fn end(&self) -> Timestamp {
        timestamp(self.end)
    }

    /// Whether nothing lies inside.
    pub fn is_empty(&self) -> bool {
        self.start >= self.end
    }

    /// Whether the two share time; touching ends do not count, a point strictly inside the other does.
    pub fn overlaps(&self, other: &TimeRange) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub(crate) fn clip(&self, to: TimeRange) -> TimeRange {
        let start = self.start.max(to.start);
        Self::of(start, self.end.min(to.end).max(start))
    }

    pub(crate) fn widen(&self, before: Micros, after: Micros) -> TimeRange {
        Self::of(self.start.saturating_sub(before), self.end.saturating_add(after))
    }
}

impl std::fmt::Debug for TimeRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}..{}", self.start(), self.end())
    }
}

/// The nearest representable instant.
pub(crate) fn timestamp(micros: Micros) -> Timestamp {
    let clamped = micros.clamp(Timestamp::MIN.as_second() * SECOND, latest());
    Timestamp::from_microsecond(clamped).expect("the value was clamped to the representable range")
}

/// The last whole second that an instant can name.
pub(crate) fn latest() -> Micros {
    Timestamp::MAX.as_second() * SECOND
}

/// The start of the minute that holds `instant`.
pub(crate) fn whole_minute(instant: Micros) -> Micros {
    instant - instant.rem_euclid(MINUTE)
}

/// Sorts, then unites ranges that touch or overlap, in place.
pub fn unite(ranges: &mut Vec<TimeRange>) {
    ranges.sort_unstable();
    ranges.dedup_by(|next, kept| {
        let joins = next.start <= kept.end;
        if joins {
            kept.end = kept.end.max(next.end);
        }
        joins
    });
}

/// What is left of `ranges`, sorted and disjoint, outside of `removed`, sorted by start (it may overlap itself). A
/// removed point strictly inside a range splits it.
pub fn subtract(ranges: &[TimeRange], removed: impl IntoIterator<Item = TimeRange>) -> Vec<TimeRange> {
    let mut left = Vec::with_capacity(ranges.len());
    let mut removed = removed.into_iter().peekable();
    // The part of `removed` that reaches furthest right so far: it may still cover the next ranges.
    let mut reach = Micros::MIN;
    for range in ranges {
        let mut cursor = range.start.max(reach);
        while let Some(cut) = removed.peek().copied().filter(|cut| cut.start < range.end) {
            if cut.end > cursor {
                if cut.start > cursor {
                    left.push(TimeRange::of(cursor, cut.start));
                }
                cursor = cursor.max(cut.end);
            }
            reach = reach.max(cut.end);
            removed.next();
        }
        if cursor < range.end {
            left.push(TimeRange::of(cursor, range.end));
        }
    }
    left
}

/// The time common to both lists, each as [`drop_contained`] leaves it: sorted, possibly overlapping itself. The
/// pieces are not united, so that a piece always lies inside one range of each side.
pub fn intersect(left: &[TimeRange], right: &[TimeRange]) -> Vec<TimeRange> {
    let mut common = Vec::with_capacity(left.len().max(right.len()));
    let mut first = 0;
    for range in left {
        while first < right.len() && right[first].end <= range.start {
            first += 1;
        }
        for other in right[first..].iter().take_while(|other| other.start < range.end) {
            let piece = range.clip(*other);
            if range.overlaps(other) && !piece.is_empty() {
                common.push(piece);
            }
        }
    }
    drop_contained(&mut common);
    common
}

/// Sorts, then drops ranges that lie wholly inside another one.
pub fn drop_contained(ranges: &mut Vec<TimeRange>) {
    ranges.sort_unstable_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut reach = Micros::MIN;
    ranges.retain(|range| {
        let reaches_further = range.end > reach;
        reach = reach.max(range.end);
        reaches_further
    });
}

/// Whether `moment` overlaps one of `ranges`, which must be sorted and united.
pub(crate) fn any_overlaps(ranges: &[TimeRange], moment: TimeRange) -> bool {
    let next = ranges.partition_point(|range| range.end <= moment.start);
    ranges.get(next).is_some_and(|range| range.overlaps(&moment))
}

/// Whether `moment` lies wholly inside one of `ranges`, which must be sorted and united.
pub(crate) fn any_contains(ranges: &[TimeRange], moment: TimeRange) -> bool {
    let next = ranges.partition_point(|range| range.end < moment.end);
    ranges.get(next).is_some_and(|range| range.start <= moment.start && moment.end <= range.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges(pairs: &[(i64, i64)]) -> Vec<TimeRange> {
        pairs.iter().map(|&(start, end)| TimeRange::of(start, end)).collect()
    }

    #[test]
    fn uniting_joins_touching_and_nested_ranges_whatever_their_order() {
        let mut list = ranges(&[(12, 15), (9, 12), (20, 30), (22, 25), (31, 32)]);
        unite(&mut list);
        assert_eq!(list, ranges(&[(9, 15), (20, 30), (31, 32)]));
    }

    #[test]
    fn subtracting_leaves_both_remainders_and_reaches_over_several_ranges() {
        let cases = [
            (ranges(&[(0, 10)]), ranges(&[(3, 5)]), ranges(&[(0, 3), (5, 10)])),
            (ranges(&[(0, 10), (20, 30)]), ranges(&[(5, 25)]), ranges(&[(0, 5), (25, 30)])),
            (ranges(&[(0, 10), (20, 30)]), ranges(&[(5, 40), (6, 7)]), ranges(&[(0, 5)])),
            (ranges(&[(0, 10)]), ranges(&[(0, 2), (8, 10)]), ranges(&[(2, 8)])),
            (ranges(&[(0, 10)]), ranges(&[(10, 12), (12, 12)]), ranges(&[(0, 10)])),
        ];
        for (given, removed, expected) in cases {
            assert_eq!(subtract(&given, removed.clone()), expected, "{given:?} without {removed:?}");
        }
    }

    #[test]
    fn a_busy_point_splits_a_range_only_strictly_inside() {
        assert_eq!(subtract(&ranges(&[(0, 10)]), ranges(&[(4, 4)])), ranges(&[(0, 4), (4, 10)]));
        assert_eq!(subtract(&ranges(&[(0, 10)]), ranges(&[(0, 0)])), ranges(&[(0, 10)]));
        assert_eq!(subtract(&ranges(&[(0, 10)]), ranges(&[(10, 10)])), ranges(&[(0, 10)]));
    }

    #[test]
    fn intersecting_keeps_pieces_of_overlapping_lists_apart() {
        let pool = ranges(&[(0, 20), (10, 30)]);
        assert_eq!(intersect(&pool, &ranges(&[(5, 25)])), ranges(&[(5, 20), (10, 25)]));
        assert_eq!(intersect(&ranges(&[(0, 5)]), &ranges(&[(5, 9)])), ranges(&[]));
    }

    #[test]
    fn the_look_ups_agree_with_a_scan() {
        let list = ranges(&[(0, 10), (20, 30), (40, 40)]);
        for start in -2..45 {
            for end in start..46 {
                let moment = TimeRange::of(start, end);
                assert_eq!(
                    any_overlaps(&list, moment),
                    list.iter().any(|r| r.overlaps(&moment)),
                    "{start}..{end}"
                );
                let inside = list.iter().any(|r| r.start <= start && end <= r.end);
                assert_eq!(any_contains(&list, moment), inside, "{start}..{end}");
            }
        }
    }
}
