//! The slot list: every rule applied to a query, grouped by the viewer's calendar days.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::away::away_ranges;
use crate::grid::Grid;
use crate::hosts::{closes_days_first, combined_ranges};
use crate::local::{LocalClock, date_of};
use crate::query::Query;
use crate::range::{MINUTE, Micros, TimeRange, any_overlaps, latest, timestamp};
use crate::seats::{Held, SeatLedger};
use crate::window::{Horizon, earliest_start, examined, too_soon};

/// A time on offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub start: Timestamp,
    pub end: Timestamp,
    /// Present for seated event types.
    pub seats: Option<Seats>,
}

/// Seats of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seats {
    /// Attendees of the slot's booking and live reservations of seats.
    pub booked: i64,
    pub total: i64,
    /// The booking that a new attendee joins; none when seats are only reserved.
    pub booking_id: Option<i64>,
}

impl Seats {
    /// Seats left; full slots stay on the list.
    pub fn remaining(&self) -> i64 {
        (self.total - self.booked).max(0)
    }
}

/// Slots in ascending order, grouped by the viewer's local date of their start. Days without slots are absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slots {
    slots: Vec<Slot>,
    /// Each day with the place of its first slot.
    days: Vec<(Date, usize)>,
}

impl Slots {
    /// The days in ascending order.
    pub fn days(&self) -> impl Iterator<Item = (Date, &[Slot])> {
        self.days.iter().enumerate().map(|(index, (date, first))| {
            let next = self.days.get(index + 1).map_or(self.slots.len(), |day| day.1);
            (*date, &self.slots[*first..next])
        })
    }

    /// All slots, whatever their day.
    pub fn all(&self) -> &[Slot] {
        &self.slots
    }

    /// Whether nothing is on offer.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    fn push(&mut self, day: Date, slot: Slot) {
        if self.days.last().is_none_or(|(last, _)| *last != day) {
            self.days.push((day, self.slots.len()));
        }
        self.slots.push(slot);
    }
}

/// Lists the slots of a query.
pub fn slots(query: &Query) -> Slots {
    let Some(search) = Search::new(query) else { return Slots::default() };
    let mut horizon = search.horizon();
    let mut found = Slots::default();
    let mut seen = None;
    for candidate in search.asked_for() {
        let is_later_of_day = seen.replace(candidate.day) == Some(candidate.day);
        if is_later_of_day && query.event_type.only_show_first_available_slot {
            continue;
        }
        if horizon.refusal(candidate.start).is_none() && !search.closed.holds(candidate.start) {
            found.push(date_of(candidate.day), search.slot(candidate.start));
        }
    }
    found
}

/// A start that the grid gives and nobody holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) start: Micros,
    /// The viewer's local date.
    pub(crate) day: i64,
}

/// A query's candidates and the rules that still apply to them one by one.
pub(crate) struct Search<'query> {
    query: &'query Query,
    candidates: Vec<Candidate>,
    closed: ClosedDays,
    seats: SeatLedger,
    held: Held,
}

impl<'query> Search<'query> {
    /// Absent when the request can have no slots.
    pub(crate) fn new(query: &'query Query) -> Option<Self> {
        let window = examined(&query.event_type, &query.request)?;
        let free = combined_ranges(query, window);
        let earliest = earliest_start(&query.event_type, &query.request);
        let starts = Grid::of(&query.event_type, &query.request.viewer_zone, earliest).starts_in(&free);
        let seats = SeatLedger::new(query);
        let held = Held::new(query, &seats);
        let closed = ClosedDays::new(query, window);
        let mut search = Self { query, candidates: Vec::with_capacity(starts.len()), closed, seats, held };
        let mut viewer = LocalClock::new(&query.request.viewer_zone);
        for start in starts {
            if too_soon(query, start).is_none() && !search.held.hides(slot_at(query, start)) {
                search.candidates.push(Candidate { start, day: viewer.day_at(start) });
            }
        }
        Some(search)
    }

    /// The booking window. A rolling one counts every date that has a candidate, also before the range asked for.
    pub(crate) fn horizon(&self) -> Horizon<'query> {
        let mut days: Vec<i64> = self.candidates.iter().map(|candidate| candidate.day).collect();
        days.dedup();
        Horizon::for_slots(self.query, &days)
    }

    pub(crate) fn asked_for(&self) -> impl Iterator<Item = Candidate> + '_ {
        let start = self.query.request.range.start;
        self.candidates.iter().copied().filter(move |candidate| candidate.start >= start)
    }

    pub(crate) fn is_held(&self, start: Micros) -> bool {
        self.held.hides(slot_at(self.query, start))
    }

    fn slot(&self, start: Micros) -> Slot {
        let range = slot_at(self.query, start);
        let seats = self.query.event_type.seats_per_slot.map(|total| {
            let (booked, booking_id) = self.seats.taken_at(start);
            Seats { booked, total, booking_id }
        });
        Slot { start: timestamp(range.start), end: timestamp(range.end), seats }
    }
}

/// The time of a slot that starts at `start`.
pub(crate) fn slot_at(query: &Query, start: Micros) -> TimeRange {
    let length = query.event_type.length_minutes.max(1).saturating_mul(MINUTE);
    TimeRange::of(start, start.saturating_add(length).min(latest()))
}

/// Dates on which the owner of a personal event type is away: they close the slots that start on them.
pub(crate) struct ClosedDays(Vec<TimeRange>);

impl ClosedDays {
    pub(crate) fn new(query: &Query, window: TimeRange) -> Self {
        if closes_days_first(query) {
            return Self(Vec::new());
        }
        Self(query.hosts.first().map(|owner| away_ranges(owner, window)).unwrap_or_default())
    }

    pub(crate) fn holds(&self, start: Micros) -> bool {
        any_overlaps(&self.0, TimeRange::of(start, start + 1))
    }
}
