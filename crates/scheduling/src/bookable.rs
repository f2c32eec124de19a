//! The judgement on one start and end: the rules that hold when a booking is made, and the reason for each refusal.

use jiff::Timestamp;

use crate::hosts::{Composition, Layers};
use crate::limits::Ledger;
use crate::offer::{ClosedDays, Search, slot_at};
use crate::query::{Host, Query};
use crate::range::{Micros, SECOND, TimeRange};
use crate::reason::Reason;
use crate::window::{Horizon, too_soon};

/// Whether a booking from `start` to `end` may be made: not past, notice and booking window kept, limits not
/// reached, enough hosts at work and free. The grid, reservations, rolling windows and the query's requested range do
/// not hold for bookings. Joining a seated booking that exists needs no judgement.
pub fn is_bookable(query: &Query, start: Timestamp, end: Timestamp) -> Result<(), Reason> {
    is_bookable_waiving(query, TimeRange::new(start, end), &[])
}

/// [`is_bookable`] without the rules named in `waived`, for hosts who may overrule them.
pub fn is_bookable_waiving(query: &Query, moment: TimeRange, waived: &[Reason]) -> Result<(), Reason> {
    let stands = |reason: &Reason| !waived.contains(reason);
    let own =
        too_soon(query, moment.start).into_iter().chain(Horizon::for_booking(query).refusal(moment.start));
    if let Some(reason) = own.into_iter().find(stands) {
        return Err(reason);
    }
    let ledger = ledger(query, moment);
    let refusals: Vec<_> =
        query.hosts.iter().map(|host| refusals(&ledger, host, moment).into_iter().find(stands)).collect();
    Composition::of(query).judge(&refusals)?;
    if ClosedDays::new(query, around(moment)).holds(moment.start) && stands(&Reason::OutOfOffice) {
        return Err(Reason::OutOfOffice);
    }
    Ok(())
}

/// The ids of the hosts who are at work and free from `start` to `end`, in the query's order.
pub fn free_hosts(query: &Query, start: Timestamp, end: Timestamp) -> Vec<i64> {
    let moment = TimeRange::new(start, end);
    let ledger = ledger(query, moment);
    let is_free = |host: &&Host| refusals(&ledger, host, moment).is_empty();
    query.hosts.iter().filter(is_free).map(|host| host.id).collect()
}

/// The rule that keeps a slot starting at `start` out of [`slots`](crate::slots); none when it is on offer.
pub fn why_not(query: &Query, start: Timestamp) -> Option<Reason> {
    let start = start.as_microsecond();
    let slot = slot_at(query, start);
    if let Err(reason) = is_bookable_waiving(query, slot, &[]) {
        return Some(reason);
    }
    let asked = query.request.range;
    let Some(search) = Search::new(query) else { return Some(Reason::OutsideRequest) };
    if start < asked.start || slot.end - SECOND > asked.end {
        return Some(Reason::OutsideRequest);
    }
    if search.is_held(start) {
        return Some(Reason::Reserved);
    }
    not_listed(query, &search, start)
}

fn not_listed(query: &Query, search: &Search<'_>, start: Micros) -> Option<Reason> {
    let mut day_before = None;
    for candidate in search.asked_for() {
        let is_later_of_day = day_before.replace(candidate.day) == Some(candidate.day);
        if candidate.start == start {
            let is_hidden = is_later_of_day && query.event_type.only_show_first_available_slot;
            return if is_hidden { Some(Reason::NotFirstOfDay) } else { search.horizon().refusal(start) };
        }
    }
    Some(Reason::Grid)
}

fn ledger(query: &Query, moment: TimeRange) -> Ledger<'_> {
    Ledger::asking(query, around(moment), moment.end.saturating_sub(moment.start))
}

fn refusals(ledger: &Ledger<'_>, host: &Host, moment: TimeRange) -> Vec<Reason> {
    Layers::new(ledger, host, around(moment)).refusals(moment).collect()
}

/// The stretch of a host's time to look at: the moment itself, at least a second.
fn around(moment: TimeRange) -> TimeRange {
    TimeRange::of(moment.start, moment.end.max(moment.start + SECOND))
}
