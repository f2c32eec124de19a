//! What blocks a host: bookings and calendar events, widened by buffers. No working hours, no limits.

use crate::query::{Booking, BookingStatus, CalendarBusy, EventType, Host, Query};
use crate::range::{MINUTE, Micros, TimeRange, subtract, unite, whole_minute};

/// Whether blocked ranges include the buffers around them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Margin {
    /// The meetings and what is kept free around them.
    WithBuffers,
    /// The meetings alone.
    MeetingsOnly,
}

/// The ranges in which `host` is taken and that overlap `window`, sorted and united. An unreadable calendar blocks
/// nothing here: see [`CalendarBusy::Unknown`].
pub fn busy_ranges(query: &Query, host: &Host, window: TimeRange, margin: Margin) -> Vec<TimeRange> {
    let candidate = &query.event_type;
    let mut ranges = Vec::with_capacity(host.bookings.len());
    let near = |range: &TimeRange| range.overlaps(&window);
    for booking in host.bookings.iter().filter(|booking| blocks(query, booking)) {
        ranges.extend(blocked_by_booking(candidate, booking, margin).into_iter().flatten().filter(near));
    }
    let calendar = calendar_ranges(query, host);
    ranges.extend(calendar.into_iter().map(|range| widened(range, candidate, margin)).filter(near));
    unite(&mut ranges);
    ranges
}

/// Blocked time with starts cut to the whole minute. Grid starts and lengths are whole minutes, so this decides the
/// same for them, and it keeps the second of tolerance at the end of a range (which is for hours that end at :59)
/// from reaching into a meeting.
pub(crate) fn on_whole_minutes(busy: &[TimeRange]) -> impl Iterator<Item = TimeRange> + '_ {
    busy.iter().map(|range| TimeRange::of(whole_minute(range.start), range.end))
}

fn blocks(query: &Query, booking: &Booking) -> bool {
    let own = booking.event_type_id == Some(query.event_type.id);
    let counts = match booking.status {
        BookingStatus::Accepted => true,
        BookingStatus::Pending => own && query.event_type.pending_bookings_block,
        BookingStatus::AwaitingHost | BookingStatus::Cancelled | BookingStatus::Rejected => false,
    };
    counts && query.rescheduled_booking != Some(booking.id)
}

/// Whether `booking` is one that more people can join: a booking of the event type itself with a seat taken. It does
/// not block its own time, even when it is full. With one seat a slot, there is nothing to join.
pub(crate) fn is_open_to_join(candidate: &EventType, booking: &Booking) -> bool {
    booking.status == BookingStatus::Accepted
        && booking.event_type_id == Some(candidate.id)
        && booking.seats_taken > 0
        && candidate.seats_per_slot.is_some_and(|seats| seats > 1)
}

/// The buffers of both meetings add up on each side. A booking that can be joined blocks its buffers only.
pub fn blocked_by_booking(
    candidate: &EventType,
    booking: &Booking,
    margin: Margin,
) -> [Option<TimeRange>; 2] {
    let meeting = booking.range;
    let own = match margin {
        Margin::WithBuffers => {
            meeting.widen(minutes(booking.before_buffer_minutes), minutes(booking.after_buffer_minutes))
        }
        Margin::MeetingsOnly => meeting,
    };
    let blocked = widened(own, candidate, margin);
    if !is_open_to_join(candidate, booking) {
        return [Some(blocked), None];
    }
    let before = TimeRange::of(blocked.start, meeting.start);
    let after = TimeRange::of(meeting.end, blocked.end);
    [before, after].map(|buffer| Some(buffer).filter(|buffer| !buffer.is_empty()))
}

/// A calendar event only gets the candidate's buffers: the one after a new meeting lies before the event.
fn widened(range: TimeRange, candidate: &EventType, margin: Margin) -> TimeRange {
    match margin {
        Margin::WithBuffers => {
            let before = minutes(candidate.after_event_buffer_minutes);
            range.widen(before, minutes(candidate.before_event_buffer_minutes))
        }
        Margin::MeetingsOnly => range,
    }
}

/// Calendar events without the copies of bookings that do not block: the one being rescheduled and seated ones.
fn calendar_ranges(query: &Query, host: &Host) -> Vec<TimeRange> {
    let CalendarBusy::Known(events) = &host.calendar_busy else { return Vec::new() };
    if events.is_empty() {
        return Vec::new();
    }
    let mut events = events.clone();
    let mut freed: Vec<TimeRange> = host
        .bookings
        .iter()
        .filter(|booking| {
            query.rescheduled_booking == Some(booking.id) || is_open_to_join(&query.event_type, booking)
        })
        .map(|booking| booking.range)
        .collect();
    if freed.is_empty() {
        return events;
    }
    unite(&mut events);
    freed.sort_unstable();
    subtract(&events, freed)
}

/// A buffer in microseconds; a negative one would open time that is taken.
fn minutes(buffer: i64) -> Micros {
    buffer.max(0).saturating_mul(MINUTE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Request, Schedule};
    use jiff::tz::TimeZone;

    fn range(start: &str, end: &str) -> TimeRange {
        let at = |time: &str| format!("2025-06-02T{time}:00Z").parse().expect("an instant");
        TimeRange::new(at(start), at(end))
    }

    fn query() -> Query {
        let request = Request {
            now: jiff::Timestamp::UNIX_EPOCH,
            range: range("00:00", "23:00"),
            viewer_zone: TimeZone::UTC,
        };
        let host = Host::new(7, Schedule::built_in(TimeZone::UTC));
        Query::new(request, EventType::new(1, TimeZone::UTC, 30), vec![host])
    }

    fn busy(query: &Query) -> Vec<TimeRange> {
        busy_ranges(query, &query.hosts[0], query.request.range, Margin::WithBuffers)
    }

    #[test]
    fn buffers_of_both_meetings_add_on_each_side() {
        let mut query = query();
        query.event_type.before_event_buffer_minutes = 30;
        query.event_type.after_event_buffer_minutes = 10;
        let after_buffer_minutes = 15;
        query.hosts[0].bookings =
            vec![Booking { after_buffer_minutes, ..Booking::new(1, range("14:00", "15:00")) }];
        assert_eq!(busy(&query), [range("13:50", "15:45")]);
    }

    #[test]
    fn a_calendar_event_gets_only_the_candidates_buffers() {
        let mut query = query();
        query.event_type.before_event_buffer_minutes = 30;
        query.event_type.after_event_buffer_minutes = 10;
        query.hosts[0].calendar_busy = CalendarBusy::Known(vec![range("14:00", "15:00")]);
        assert_eq!(busy(&query), [range("13:50", "15:30")]);
    }

    #[test]
    fn which_bookings_block_depends_on_status_event_type_and_policy() {
        let cases = [
            (BookingStatus::Accepted, Some(2), false, true),
            (BookingStatus::Pending, Some(1), false, false),
            (BookingStatus::Pending, Some(1), true, true),
            (BookingStatus::Pending, Some(2), true, false),
            (BookingStatus::AwaitingHost, Some(1), true, false),
            (BookingStatus::Cancelled, Some(1), true, false),
            (BookingStatus::Rejected, Some(1), true, false),
        ];
        for (status, event_type_id, pending_bookings_block, expected) in cases {
            let mut query = query();
            query.event_type.pending_bookings_block = pending_bookings_block;
            query.hosts[0].bookings =
                vec![Booking { status, event_type_id, ..Booking::new(1, range("14:00", "15:00")) }];
            assert_eq!(
                !busy(&query).is_empty(),
                expected,
                "{status:?} {event_type_id:?} {pending_bookings_block}"
            );
        }
    }

    #[test]
    fn the_rescheduled_booking_and_its_calendar_copy_do_not_block() {
        let mut query = query();
        query.hosts[0].bookings = vec![Booking::new(5, range("14:00", "15:00"))];
        query.hosts[0].calendar_busy = CalendarBusy::Known(vec![range("14:00", "15:30")]);
        query.rescheduled_booking = Some(5);
        assert_eq!(busy(&query), [range("15:00", "15:30")]);
    }

    #[test]
    fn a_seated_booking_of_the_event_type_blocks_its_buffers_only() {
        // seats a slot, seats taken, event type of the booking, expected
        let own_time_free = vec![range("13:50", "14:00"), range("15:00", "15:20")];
        let blocked = vec![range("13:50", "15:20")];
        let cases = [
            (Some(5), 1, Some(1), &own_time_free),
            (Some(5), 5, Some(1), &own_time_free),
            (Some(5), 0, Some(1), &blocked),
            (Some(5), 1, Some(2), &blocked),
            (Some(1), 1, Some(1), &blocked),
            (None, 1, Some(1), &blocked),
        ];
        for (seats_per_slot, seats_taken, event_type_id, expected) in cases {
            let mut query = query();
            query.event_type.seats_per_slot = seats_per_slot;
            let booking = Booking::new(1, range("14:00", "15:00"));
            query.hosts[0].bookings = vec![Booking {
                event_type_id,
                seats_taken,
                before_buffer_minutes: 10,
                after_buffer_minutes: 20,
                ..booking
            }];
            assert_eq!(&busy(&query), expected, "{seats_per_slot:?} {seats_taken} {event_type_id:?}");
        }
    }
}
