//! Seats and reservations: what hides a slot from the list, and how many seats a slot has left.

use crate::query::{BookingStatus, Query};
use crate::range::{Micros, TimeRange, any_overlaps, unite};

/// Live reservations of a query, by what they do.
pub(crate) struct Held {
    /// Time held as a whole, sorted and united.
    slots: Vec<TimeRange>,
    /// Starts at which a seat of the event type is held or booked, sorted.
    joinable: Vec<Micros>,
}

impl Held {
    pub(crate) fn new(query: &Query, seats: &SeatLedger) -> Self {
        let live = query.reservations.iter().filter(|one| one.release_at > query.request.now);
        let of_a_host = |host_id| query.hosts.iter().any(|host| host.id == host_id);
        let mut slots: Vec<TimeRange> =
            live.filter(|one| !one.is_seat && of_a_host(one.host_id)).map(|one| one.range).collect();
        unite(&mut slots);
        let mut joinable: Vec<Micros> = seats.rows.iter().map(|row| row.start).collect();
        joinable.dedup();
        Self { slots, joinable }
    }

    /// Whether somebody holds time that `slot` needs. A slot that already has a seat taken can still be joined.
    pub(crate) fn hides(&self, slot: TimeRange) -> bool {
        any_overlaps(&self.slots, slot) && self.joinable.binary_search(&slot.start).is_err()
    }
}

/// Seats of a seated event type that are taken, by start.
pub(crate) struct SeatLedger {
    /// Sorted by start. Empty for event types without seats.
    rows: Vec<SeatRow>,
}

struct SeatRow {
    start: Micros,
    booking_id: Option<i64>,
    taken: i64,
}

impl SeatLedger {
    pub(crate) fn new(query: &Query) -> Self {
        let candidate = &query.event_type;
        if candidate.seats_per_slot.is_none() {
            return Self { rows: Vec::new() };
        }
        let bookings = query.hosts.iter().flat_map(|host| &host.bookings);
        let mut rows: Vec<SeatRow> = bookings
            .filter(|booking| {
                booking.event_type_id == Some(candidate.id)
                    && booking.status == BookingStatus::Accepted
                    && booking.seats_taken > 0
            })
            .map(|one| SeatRow { start: one.range.start, booking_id: Some(one.id), taken: one.seats_taken })
            .collect();
        rows.sort_unstable_by_key(|row| (row.start, row.booking_id));
        // Several hosts of one booking each bring it along.
        rows.dedup_by_key(|row| row.booking_id);
        let live = query.reservations.iter().filter(|one| one.release_at > query.request.now);
        rows.extend(live.filter(|one| one.is_seat && one.event_type_id == candidate.id).map(|one| SeatRow {
            start: one.range.start,
            booking_id: None,
            taken: 1,
        }));
        rows.sort_by_key(|row| row.start);
        Self { rows }
    }

    /// Seats taken at `start`, and the booking that a new one would join.
    pub(crate) fn taken_at(&self, start: Micros) -> (i64, Option<i64>) {
        let from = self.rows.partition_point(|row| row.start < start);
        let at_start = self.rows[from..].iter().take_while(|row| row.start == start);
        at_start
            .fold((0, None), |(taken, booking_id), row| (taken + row.taken, booking_id.or(row.booking_id)))
    }
}
