//! Making a booking. What is taken meanwhile decides: the last look and the insert are one transaction that holds the
//! host's lock. Whoever has lost already is told so before taking it.

use super::draft::{self, Draft};
use super::new::{NewBooking, Waiver};
use super::view::{self, BookingView};
use super::{consequences, refusal, uid};
use crate::access::{BookingsWrite, Visit};
use crate::availability::{self, Question, Subject};
use crate::{App, Error};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use openhours_scheduling::{
    self as scheduling, BookingStatus::Accepted, Reason, TimeRange, is_bookable_waiving,
};
use openhours_storage::bookings::{
    self, Booking, BookingEssentials, BookingFilter, BookingStatus, NewAttendee, NewBookingHost,
    NewBookingRow, NewSeat, StatusFilter, Viewer,
};
use openhours_storage::event_types::BookingWindow;
use openhours_storage::slots::{self, Window};
use openhours_storage::{Connection, Json};
use serde_json::{Value, json};
use uuid::Uuid;

/// Books. The answer shows attendees of a seated booking to those who may see them.
///
/// # Errors
/// In the order and words that clients know: what is booked, whether by this caller, the form, then time and hosts.
pub fn create(app: &App, visit: &Visit<BookingsWrite>, new: NewBooking) -> Result<BookingView, Error> {
    let now = app.clock.now();
    let (draft, step) = app.db.read(|connection| {
        let draft = draft::make(connection, visit.caller(), new, now)?;
        let step = first_look(connection, &draft, now)?;
        Ok::<_, Error>((draft, step))
    })?;
    let made = match step {
        Step::Return(existing) => Made { booking: existing, seat_uid: None },
        Step::Join(_) | Step::Insert => {
            app.db.write_for_hosts(&[draft.organizer.id], |connection| take(connection, &draft, now))?
        }
    };
    let mut seen = app.db.read(|connection| view::one(connection, made.booking, visit.caller()))?;
    seen.seat_uid = made.seat_uid;
    Ok(seen)
}

struct Made {
    booking: Booking,
    seat_uid: Option<String>,
}

/// What is to be done, now that others' bookings are known.
enum Step {
    /// The same booker asked for the same before: give back what there is.
    Return(Booking),
    /// Take a seat in a booking that exists.
    Join(Booking),
    /// Make a new booking.
    Insert,
}

/// The last look and the insert. The caller holds the host's lock.
fn take(connection: &mut Connection, draft: &Draft, now: Timestamp) -> Result<Made, Error> {
    let made = match next_step(connection, draft, now)? {
        Step::Return(existing) => return Ok(Made { booking: existing, seat_uid: None }),
        Step::Join(booking) => join(connection, draft, booking)?,
        Step::Insert => insert(connection, draft, now)?,
    };
    if let Some(reservation) = &draft.reserved_slot_uid {
        slots::delete_reservation(connection, reservation)?;
    }
    consequences::made(connection, &made.booking, made.seat_uid.as_deref(), now)?;
    Ok(made)
}

/// The look before the lock: whoever has lost already is told so here. Its reads may see different moments; where one
/// of two bookers at once does not lose (a seat beside the other's, the same request sent twice), what was made between
/// two reads would pass for somebody else's. There only the seats are looked at.
fn first_look(connection: &mut Connection, draft: &Draft, now: Timestamp) -> Result<Step, Error> {
    if draft.seats().is_none() && !draft.is_pending {
        return next_step(connection, draft, now);
    }
    if let Some(booking) = joinable(connection, draft)? {
        check_seat(connection, draft, &booking)?;
    }
    Ok(Step::Insert)
}

fn next_step(connection: &mut Connection, draft: &Draft, now: Timestamp) -> Result<Step, Error> {
    check_active_bookings(connection, draft, now)?;
    if draft.is_pending {
        let booker = (draft.email.as_str(), draft.booker.phone_number.as_deref());
        let twin = bookings::find_live_duplicate(connection, draft.event_type.id, draft.start, booker)?;
        if let Some(twin) = twin {
            return Ok(Step::Return(twin));
        }
    }
    let joined = joinable(connection, draft)?;
    judge(connection, draft, (joined.is_some(), now))?;
    if let Some(booking) = joined {
        check_seat(connection, draft, &booking)?;
        return Ok(Step::Join(booking));
    }
    check_reservations(connection, draft, now)?;
    Ok(Step::Insert)
}

/// One booker may have so many bookings ahead.
fn check_active_bookings(connection: &mut Connection, draft: &Draft, now: Timestamp) -> Result<(), Error> {
    let settings = &draft.event_type.settings;
    let Some(most) = settings.max_active_bookings_per_booker else { return Ok(()) };
    let id = draft.event_type.id;
    if bookings::count_active_of_booker(connection, id, &draft.email, now)? < most {
        return Ok(());
    }
    let mut sentence =
        "Attendee with this email can't book because the maximum number of active bookings has been reached."
            .to_owned();
    if settings.offer_reschedule_of_active_booking {
        let ahead = BookingFilter {
            statuses: vec![StatusFilter::Upcoming],
            attendee_email: Some(draft.email.clone()),
            event_type_ids: vec![id],
            ..BookingFilter::new(now)
        };
        let ahead = bookings::list(connection, &Viewer::Users(vec![draft.organizer.id]), &ahead)?;
        if let Some(next) = ahead.iter().find(|booking| booking.status == BookingStatus::Accepted) {
            sentence.push_str(&format!(
                " You can reschedule your existing booking ({}) to a new timeslot instead.",
                next.uid
            ));
        }
    }
    Err(Error::invalid(sentence))
}

/// The booking of this slot that a further seat joins. One that waits for its host is nobody's to join.
fn joinable(connection: &mut Connection, draft: &Draft) -> Result<Option<Booking>, Error> {
    if draft.seats().is_none() || draft.is_pending {
        return Ok(None);
    }
    let of_slot = bookings::list_of_slot(connection, draft.event_type.id, draft.start)?;
    Ok(of_slot.into_iter().find(|booking| booking.ends_at == draft.end))
}

fn judge(
    connection: &mut Connection,
    draft: &Draft,
    (is_joining, now): (bool, Timestamp),
) -> Result<(), Error> {
    let moment = TimeRange::new(draft.start, draft.end);
    if !is_joining && is_plainly_taken(connection, draft)? {
        return Err(refusal::of(first_reason(draft, (moment, now))));
    }
    let subject = Subject::of(connection, draft.event_type.clone())?;
    let question = Question {
        length_minutes: Some(draft.end.duration_since(draft.start).as_mins()),
        own_reservation: draft.reserved_slot_uid.clone(),
        ..Question::about(moment, now, TimeZone::get(&draft.booker.time_zone).unwrap_or(TimeZone::UTC))
    };
    let loaded = availability::load(connection, &subject, question)?;
    let waived = waived_reasons(draft, is_joining);
    is_bookable_waiving(&loaded.query, moment, &waived).map_err(refusal::of)?;
    // The floor lets seats be added to a booking of the same event type; one that is not joined takes the time.
    let overlaps_own = |booking: &openhours_scheduling::Booking| {
        booking.seats_taken > 0 && booking.status == Accepted && booking.range.overlaps(&moment)
    };
    let is_taken = loaded.query.hosts.iter().any(|host| host.bookings.iter().any(overlaps_own));
    if is_taken && !is_joining && !draft.waived.contains(&Waiver::Availability) {
        return Err(refusal::not_available());
    }
    Ok(())
}

/// Whether one look at the host's bookings shows that the time is lost: the many who ask for the same time as somebody
/// who was faster are told so without more. Where other rules speak first, they are asked first.
fn is_plainly_taken(connection: &mut Connection, draft: &Draft) -> Result<bool, Error> {
    let settings = &draft.event_type.settings;
    let speaks_first = *settings.booking_window != BookingWindow::Unlimited
        || settings.count_limits.is_some()
        || settings.duration_limits.is_some();
    if speaks_first || draft.seats().is_some() || draft.waived.contains(&Waiver::Availability) {
        return Ok(false);
    }
    let window = Window { from: draft.start, until: draft.end };
    Ok(slots::is_guarded(connection, draft.organizer.id, window)?)
}

/// Why a moment that is taken cannot be booked: it may be past or too soon besides.
fn first_reason(draft: &Draft, (moment, now): (TimeRange, Timestamp)) -> Reason {
    let minutes = draft.event_type.settings.minimum_notice_minutes;
    let rules = scheduling::EventType {
        minimum_booking_notice_minutes: if draft.waived.contains(&Waiver::Bounds) { 0 } else { minutes },
        ..scheduling::EventType::new(draft.event_type.id, TimeZone::UTC, 1)
    };
    let request = scheduling::Request { now, range: moment, viewer_zone: TimeZone::UTC };
    let query = scheduling::Query::new(request, rules, Vec::new());
    is_bookable_waiving(&query, moment, &[]).err().unwrap_or(Reason::Busy)
}

const AVAILABILITY: [Reason; 6] = [
    Reason::OutsideHours,
    Reason::Override,
    Reason::OutOfOffice,
    Reason::CalendarUnknown,
    Reason::Busy,
    Reason::Buffer,
];
const BOUNDS: [Reason; 2] = [Reason::Notice, Reason::BookingWindow];
const LIMITS: [Reason; 2] = [Reason::CountLimit, Reason::DurationLimit];

/// A booking that exists was judged when it was made; a further seat only has to be in time.
fn waived_reasons(draft: &Draft, is_joining: bool) -> Vec<Reason> {
    let mut waived = Vec::new();
    if is_joining {
        waived.extend(AVAILABILITY);
        waived.extend(LIMITS);
    }
    for waiver in &draft.waived {
        match waiver {
            Waiver::Availability => waived.extend(AVAILABILITY),
            Waiver::Bounds => waived.extend(BOUNDS),
            Waiver::Limits => waived.extend(LIMITS),
        }
    }
    waived
}

/// A seat is free, and the booker has none yet.
fn check_seat(connection: &mut Connection, draft: &Draft, booking: &Booking) -> Result<(), Error> {
    let seated = view::seated(connection, booking)?;
    if seated.iter().any(|attendee| attendee.email.eq_ignore_ascii_case(&draft.email)) {
        return Err(refusal::engine(Error::conflict("already_signed_up_for_this_booking_error")));
    }
    let taken = i64::try_from(seated.len()).unwrap_or(i64::MAX);
    if draft.seats().is_some_and(|seats| taken < seats) {
        return Ok(());
    }
    Err(Error::conflict("No more seats left at this seated booking."))
}

/// Whoever brings a reservation yields to an older one of the same slot.
fn check_reservations(connection: &mut Connection, draft: &Draft, now: Timestamp) -> Result<(), Error> {
    let Some(own) = &draft.reserved_slot_uid else { return Ok(()) };
    if draft.seats().is_some() {
        return Ok(());
    }
    let window = Window { from: draft.start, until: draft.end };
    let live = slots::live_reservations_of_event_type(connection, draft.event_type.id, window, now)?;
    let place = live.iter().find(|one| &one.uid == own).map(|one| one.id);
    let older = live.iter().find(|one| &one.uid != own && place.is_none_or(|place| one.id < place));
    let Some(older) = older else { return Ok(()) };
    let seconds = older.release_at.duration_since(now).as_secs().max(1);
    Err(refusal::engine(Error::invalid(format!(
        "Someone else reserved this slot before you. It will be freed up in {seconds} seconds."
    ))))
}

fn insert(connection: &mut Connection, draft: &Draft, now: Timestamp) -> Result<Made, Error> {
    let seat = draft.seats().map(|_| seat(draft));
    let seat_uid = seat.as_ref().map(|seat| seat.uid.clone());
    let mut attendees = vec![booker(draft, seat)];
    attendees.extend(draft.guests.iter().map(|email| guest(draft, email)));
    let guards = !draft.is_pending && !draft.waived.contains(&Waiver::Availability);
    let new = bookings::NewBooking {
        row: row(draft, now),
        attendees,
        hosts: vec![NewBookingHost { user_id: draft.organizer.id, guards }],
    };
    let booking = bookings::insert(connection, new).map_err(taken_meanwhile)?;
    Ok(Made { booking, seat_uid })
}

/// The second line behind the lock: what the store itself refuses is a conflict like any other.
fn taken_meanwhile(error: openhours_storage::Error) -> Error {
    match &error {
        openhours_storage::Error::Exclusion => refusal::not_available().because(error),
        openhours_storage::Error::Unique { constraint } if constraint == "bookings_idempotency_key_key" => {
            refusal::twice().because(error)
        }
        _ => error.into(),
    }
}

fn row(draft: &Draft, now: Timestamp) -> NewBookingRow {
    let uid = uid::new();
    let is_seated = draft.seats().is_some();
    let notes = draft.responses.get("notes").and_then(Value::as_str).unwrap_or_default();
    let key =
        format!("{}:{}:{}", draft.organizer.id, draft.start.as_microsecond(), draft.end.as_microsecond());
    NewBookingRow {
        user_id: Some(draft.organizer.id),
        event_type_id: Some(draft.event_type.id),
        description: (!is_seated).then(|| notes.to_owned()),
        location: Some(Json(draft.place.location.clone())),
        responses: Json(if is_seated { Default::default() } else { draft.responses.clone() }),
        metadata: Json(if is_seated { Default::default() } else { draft.metadata.clone() }),
        idempotency_key: (!draft.is_pending).then_some(key),
        organizer_email: Some(draft.organizer.email.clone()),
        booker_email: Some(draft.email.clone()),
        sms_reminder_number: draft.booker.phone_number.clone(),
        oauth_client_id: draft.organizer.oauth_client_id.clone(),
        ..NewBookingRow::new(BookingEssentials {
            ical_uid: uid::ics(&uid),
            uid,
            status: if draft.is_pending { BookingStatus::Pending } else { BookingStatus::Accepted },
            title: draft.title.clone(),
            starts_at: draft.start,
            ends_at: draft.end,
            now,
        })
    }
}

fn booker(draft: &Draft, seat: Option<NewSeat>) -> NewAttendee {
    let booker = &draft.booker;
    NewAttendee {
        name: booker.name.clone(),
        email: draft.email.clone(),
        phone_number: booker.phone_number.clone(),
        time_zone: booker.time_zone.clone(),
        locale: booker.language.clone(),
        seat,
    }
}

fn guest(draft: &Draft, email: &str) -> NewAttendee {
    NewAttendee {
        name: String::new(),
        email: email.to_owned(),
        phone_number: None,
        time_zone: draft.booker.time_zone.clone(),
        locale: "en".to_owned(),
        seat: None,
    }
}

/// A seat keeps the answers and the metadata of its holder.
fn seat(draft: &Draft) -> NewSeat {
    let mut responses = draft.responses.clone();
    responses.entry("guests").or_insert_with(|| json!([]));
    NewSeat { uid: Uuid::new_v4().to_string(), responses, metadata: draft.metadata.clone() }
}

fn join(connection: &mut Connection, draft: &Draft, booking: Booking) -> Result<Made, Error> {
    let seat = seat(draft);
    let seat_uid = Some(seat.uid.clone());
    bookings::insert_attendee(connection, &booking, booker(draft, Some(seat)))?;
    for email in &draft.guests {
        bookings::insert_attendee(connection, &booking, guest(draft, email))?;
    }
    Ok(Made { booking, seat_uid })
}

#[cfg(test)]
mod tests {
    use super::*;
    use openhours_storage::Error as Storage;

    #[test]
    fn what_the_store_refuses_is_a_conflict_and_no_failure() {
        let overlapping = taken_meanwhile(Storage::Exclusion);
        assert_eq!(overlapping.sentence(), refusal::not_available().sentence());
        let twice = taken_meanwhile(Storage::Unique { constraint: "bookings_idempotency_key_key".into() });
        assert_eq!(twice.sentence(), "booking_conflict");
        let broken = taken_meanwhile(Storage::Unavailable("gone".into()));
        assert_eq!(broken.kind(), crate::Kind::Internal);
    }
}
