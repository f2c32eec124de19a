//! Cancelling a booking, a seat, a whole series or the rest of it. Whoever knows the uid may cancel; a whole seated
//! booking is for its hosts.

use super::get::Found;
use super::view;
use super::{consequences, refusal, rights};
use crate::access::{BookingsWrite, Caller, Visit};
use crate::{App, Error};
use jiff::Timestamp;
use openhours_storage::Connection;
use openhours_storage::bookings::{self, Booking, BookingDetails, BookingStatus, Cancellation};
use openhours_storage::event_types;

/// What somebody wants to cancel, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CancelRequest {
    /// Why.
    pub reason: Option<String>,
    /// Whether later occurrences of the series are cancelled too.
    pub includes_subsequent: bool,
    /// The one seat to give up.
    pub seat_uid: Option<String>,
}

/// Cancels what the uid stands for.
///
/// # Errors
/// Not found, already cancelled, and what the event type or the booking's time does not allow, in the words that
/// clients know.
pub fn cancel(
    app: &App,
    visit: &Visit<BookingsWrite>,
    uid: &str,
    request: &CancelRequest,
) -> Result<Found, Error> {
    let now = app.clock.now();
    let caller = visit.caller();
    let known = app.db.read(|connection| target(connection, uid, (request, now)))?;
    // The hosts' locks keep seats from being taken in a booking whose last one is given up.
    let hosts: Vec<i64> = known.cancelled.iter().filter_map(|booking| booking.user_id).collect();
    let target = app.db.write_for_hosts(&hosts, |connection| {
        let target = target(connection, uid, (request, now))?;
        for booking in &target.cancelled {
            cancel_one(connection, booking, (request, caller, now))?;
        }
        Ok::<_, Error>(target)
    })?;
    app.db.read(|connection| match target.shown {
        Shown::One(uid) => {
            let booking = bookings::find_by_uid(connection, &uid)?.ok_or_else(|| unknown(&uid))?;
            Ok(Found::One(Box::new(view::one(connection, booking, caller)?)))
        }
        Shown::Series(uid) => {
            let series = bookings::list_by_recurring_uid(connection, &uid)?;
            Ok(Found::Series(view::several(connection, series, caller)?))
        }
    })
}

/// What a request is about.
struct Target {
    cancelled: Vec<Booking>,
    shown: Shown,
}

enum Shown {
    One(String),
    Series(String),
}

fn unknown(uid: &str) -> Error {
    Error::not_found(format!("Booking with uid={uid} not found"))
}

fn already(uid: &str) -> Error {
    Error::invalid(format!(
        "Can't cancel booking with uid={uid} because it has been cancelled already. Please provide uid of a booking that is not cancelled."
    ))
}

fn is_over(booking: &Booking) -> bool {
    matches!(booking.status, BookingStatus::Cancelled | BookingStatus::Rejected)
}

fn target(
    connection: &mut Connection,
    uid: &str,
    (request, now): (&CancelRequest, Timestamp),
) -> Result<Target, Error> {
    let Some(booking) = bookings::find_by_uid(connection, uid)? else {
        return series(connection, uid, (request, now));
    };
    if is_over(&booking) {
        return Err(already(uid));
    }
    if !request.includes_subsequent {
        return Ok(Target { cancelled: vec![booking], shown: Shown::One(uid.to_owned()) });
    }
    let Some(recurring_uid) = booking.recurring_uid.clone() else {
        return Err(Error::invalid(format!(
            "Booking with bookingUid={uid} is not part of a recurring booking."
        )));
    };
    let mut cancelled = bookings::list_by_recurring_uid(connection, &recurring_uid)?;
    cancelled.retain(|other| other.starts_at >= booking.starts_at && !is_over(other));
    Ok(Target { cancelled, shown: Shown::Series(recurring_uid) })
}

/// Every occurrence that lies ahead.
fn series(
    connection: &mut Connection,
    uid: &str,
    (request, now): (&CancelRequest, Timestamp),
) -> Result<Target, Error> {
    let mut cancelled = bookings::list_by_recurring_uid(connection, uid)?;
    if cancelled.is_empty() {
        return Err(unknown(uid));
    }
    if request.includes_subsequent {
        return Err(Error::invalid(
            "Cannot cancel subsequent bookings for recurring event - you have to provide uid of one of the individual bookings of a recurring booking.",
        ));
    }
    if cancelled.iter().all(is_over) {
        return Err(already(uid));
    }
    cancelled.retain(|booking| booking.starts_at >= now && !is_over(booking));
    Ok(Target { cancelled, shown: Shown::Series(uid.to_owned()) })
}

fn cancel_one(
    connection: &mut Connection,
    booking: &Booking,
    (request, caller, now): (&CancelRequest, Option<&Caller>, Timestamp),
) -> Result<(), Error> {
    let details = bookings::details(connection, vec![booking.clone()])?
        .pop()
        .ok_or_else(|| Error::internal("the details of a booking were left out"))?;
    let seat = seat_to_give_up(&details, request)?;
    check_allowed(&details, request, (caller, now))?;
    let is_seated = details.event_type.as_ref().is_some_and(|one| one.seats_per_slot.is_some());
    if is_seated && request.seat_uid.is_none() {
        check_host(connection, &details, caller)?;
    }
    if let Some(attendee) = seat {
        bookings::remove_attendee(connection, booking.id, attendee, now)?;
        let others = details.attendees.iter().filter(|one| one.seat.is_some()).count() - 1;
        if others > 0 {
            return consequences::cancelled(connection, booking, request.seat_uid.as_deref(), now);
        }
    }
    let cancellation = Cancellation {
        reason: request.reason.clone(),
        cancelled_by_email: caller.map(|caller| caller.user().email.clone()),
        now,
    };
    // Somebody else may have been faster, in a transaction that ended meanwhile.
    bookings::cancel(connection, booking.id, cancellation)?.ok_or_else(|| already(&booking.uid))?;
    consequences::cancelled(connection, booking, request.seat_uid.as_deref(), now)
}

/// The attendee whose seat the request names.
fn seat_to_give_up(details: &BookingDetails, request: &CancelRequest) -> Result<Option<i64>, Error> {
    let Some(uid) = &request.seat_uid else { return Ok(None) };
    let is_named = |one: &&bookings::AttendeeWithSeat| one.seat.as_ref().is_some_and(|seat| &seat.uid == uid);
    match details.attendees.iter().find(is_named) {
        Some(found) => Ok(Some(found.attendee.id)),
        None => {
            Err(Error::invalid("Invalid seatUid: this seat does not exist or has already been cancelled."))
        }
    }
}

/// What the event type and the time allow.
fn check_allowed(
    details: &BookingDetails,
    request: &CancelRequest,
    (caller, now): (Option<&Caller>, Timestamp),
) -> Result<(), Error> {
    let refuse = |sentence: &'static str| Err(refusal::engine(Error::invalid(sentence)));
    let booking = &details.booking;
    let Some(organizer) = booking.user_id else { return refuse("User not found") };
    if details.event_type.as_ref().is_some_and(|event_type| event_type.disable_cancelling) {
        return refuse("This event type does not allow cancellations");
    }
    let is_organizer = caller.is_some_and(|caller| caller.user().id == organizer);
    let has_reason = request.reason.as_deref().is_some_and(|reason| !reason.trim().is_empty());
    if is_organizer && !has_reason && !belongs_to_client(details) {
        return refuse("Cancellation reason is required when you are the host");
    }
    if booking.ends_at < now {
        return refuse("Cannot cancel a booking that has already ended");
    }
    Ok(())
}

/// Whether a platform's OAuth client owns what was booked.
fn belongs_to_client(details: &BookingDetails) -> bool {
    let of_event_type = |one: &bookings::EventTypeSummary| one.created_by_oauth_client_id.is_some();
    details.event_type.as_ref().is_some_and(of_event_type)
        || details.organizer.as_ref().is_some_and(|user| user.oauth_client_id.is_some())
}

/// A whole seated booking is cancelled by its hosts, the event type's administrators and those of the organizer's
/// organization.
fn check_host(
    connection: &mut Connection,
    details: &BookingDetails,
    caller: Option<&Caller>,
) -> Result<(), Error> {
    let refused = || {
        refusal::engine(Error::unauthorized("User not a host of this event or an admin of the booking user"))
    };
    let user = caller.ok_or_else(refused)?.user();
    if details.hosts.iter().any(|host| host.user_id == user.id) {
        return Ok(());
    }
    if let Some(organizer) = &details.organizer
        && rights::manages_organization_of(connection, user, organizer)?
    {
        return Ok(());
    }
    let event_type = match details.booking.event_type_id {
        Some(id) => event_types::find(connection, id)?,
        None => None,
    };
    match event_type {
        Some(event_type) if rights::administers(connection, user, &event_type)? => Ok(()),
        _ => Err(refused()),
    }
}
