//! The queries: each answers for all hosts at once, and there are as many of them for one host as for a thousand.

use super::{Question, Subject, convert};
use crate::Error;
use jiff::{SignedDuration, Timestamp};
use openhours_scheduling::{CalendarBusy, DateSpan, Host, Query, Request, TimeRange, loads};
use openhours_storage::Connection;
use openhours_storage::slots::{self, BusyBooking, Reservation, Window};
use std::collections::HashMap;

/// The longest buffer that an event type may have, in minutes: how far around a time other bookings are looked for.
pub(crate) const LONGEST_BUFFER_MINUTES: i64 = 24 * 60;
/// Absences are calendar dates in their host's zone, stored by their UTC dates.
const ZONE_MARGIN: SignedDuration = SignedDuration::from_hours(24);

/// A query, ready to be computed.
#[derive(Debug)]
pub struct Loaded {
    /// What the scheduling floor takes.
    pub query: Query,
    /// The uids of the seated bookings that a slot may tell.
    pub seated_uids: HashMap<i64, String>,
}

/// Loads everything that a question about the subject depends on.
///
/// # Errors
/// Only those of the store.
pub fn load(connection: &mut Connection, subject: &Subject, question: Question) -> Result<Loaded, Error> {
    let Question { now, range, viewer_zone, length_minutes, moved_booking, own_reservation } = question;
    let event_type = convert::event_type(subject, length_minutes);
    let request = Request { now, range, viewer_zone };
    let needed = loads(&event_type, &request);
    let ids = subject.host_ids();
    let mut hosts: Vec<Host> =
        subject.hosts.iter().map(|host| convert::host(host, &subject.event_type.settings)).collect();
    let busy = slots::load_busy_bookings(
        connection,
        &ids,
        widened(needed.busy, SignedDuration::from_mins(LONGEST_BUFFER_MINUTES)),
    )?;
    give_bookings(&mut hosts, &busy);
    give_calendars(connection, &mut hosts, (&ids, needed.busy))?;
    give_absences(connection, &mut hosts, (&ids, needed.busy))?;
    let counted = match needed.counted {
        Some(window) => slots::counted_bookings(connection, event_type.id, exactly(window))?,
        None => Vec::new(),
    };
    let is_seated = event_type.seats_per_slot.is_some();
    let mut held = slots::live_reservations_of_hosts(connection, &ids, exactly(needed.reservations), now)?;
    held.retain(|one| !one.is_seat);
    if is_seated {
        let window = exactly(needed.reservations);
        let seats = slots::live_reservations_of_event_type(connection, event_type.id, window, now)?;
        held.extend(seats.into_iter().filter(|one| one.is_seat));
    }
    let is_another = |one: &&Reservation| own_reservation.as_ref() != Some(&one.uid);
    let seated_uids = if is_seated { uids_of(busy, event_type.id) } else { HashMap::new() };
    let mut query = Query::new(request, event_type, hosts);
    query.counted = counted.iter().map(convert::counted).collect();
    query.reservations = held.iter().filter(is_another).map(convert::reservation).collect();
    query.rescheduled_booking = moved_booking;
    Ok(Loaded { query, seated_uids })
}

/// Both lists are in order of host.
fn give_bookings(hosts: &mut [Host], busy: &[BusyBooking]) {
    for host in hosts {
        let first = busy.partition_point(|row| row.host_id < host.id);
        let own = busy[first..].iter().take_while(|row| row.host_id == host.id);
        host.bookings = own.map(convert::booking).collect();
    }
}

fn give_calendars(
    connection: &mut Connection,
    hosts: &mut [Host],
    (ids, range): (&[i64], TimeRange),
) -> Result<(), Error> {
    let failing = slots::hosts_with_failing_calendars(connection, ids)?;
    let busy = slots::calendar_busy(connection, ids, exactly(range))?;
    for host in hosts {
        host.calendar_busy = if failing.contains(&host.id) {
            CalendarBusy::Unknown
        } else {
            let first = busy.partition_point(|row| row.host_id < host.id);
            let own = busy[first..].iter().take_while(|row| row.host_id == host.id);
            CalendarBusy::Known(own.map(|row| TimeRange::new(row.starts_at, row.ends_at)).collect())
        };
    }
    Ok(())
}

fn give_absences(
    connection: &mut Connection,
    hosts: &mut [Host],
    (ids, range): (&[i64], TimeRange),
) -> Result<(), Error> {
    let absences = slots::out_of_office(connection, ids, widened(range, ZONE_MARGIN))?;
    for host in hosts {
        let first = absences.partition_point(|row| row.host_id < host.id);
        let own = absences[first..].iter().take_while(|row| row.host_id == host.id);
        host.out_of_office = own.map(|row| DateSpan::of_utc_dates(row.starts_at, row.ends_at)).collect();
    }
    Ok(())
}

fn uids_of(busy: Vec<BusyBooking>, event_type_id: i64) -> HashMap<i64, String> {
    let own = busy.into_iter().filter(|row| row.event_type_id == Some(event_type_id));
    own.map(|row| (row.booking_id, row.uid)).collect()
}

fn exactly(range: TimeRange) -> Window {
    Window { from: range.start(), until: range.end() }
}

fn widened(range: TimeRange, margin: SignedDuration) -> Window {
    Window {
        from: range.start().checked_sub(margin).unwrap_or(Timestamp::MIN),
        until: range.end().checked_add(margin).unwrap_or(Timestamp::MAX),
    }
}
