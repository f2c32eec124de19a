//! Between the wire's bookings and the stored ones. No rules: what is missing, null or empty is as clients know it.

use crate::routes::prelude::*;
use crate::versions::Version;
use openhours_contract::bookings::{
    AnyBooking, Booking, BookingAttendee, BookingEventType, BookingHost, BookingHostId, BookingLocation,
    BookingOrSeries, BookingStatus, CancelBooking, CreateBooking, CreateBookingLocation, ListBookingsQuery,
    ListBookingsQuerySortCreated as SortCreated, ListBookingsQuerySortEnd as SortEnd,
    ListBookingsQuerySortStart as SortStart, ListBookingsQuerySortUpdatedAt as SortUpdated,
    ListBookingsQueryStatusItem as Status, SeatedAttendee, SeatedBooking, UnknownUser,
};
use openhours_service::bookings::{
    self, Attendee, AttendeeWithSeat, Booker, BookingOrder, BookingPage, BookingQuery, BookingView,
    CancelRequest, EventTypeLocator, Found, LocationChoice, NewBooking, OwnerName, Routing, SortKey,
    StatusFilter, Waiver, display_email,
};
use serde_json::{Map, Value, json};

/// What stands for a host or a name that is not known.
const UNKNOWN: &str = "unknown";
/// The bookings of a page unless the reader says otherwise.
const USUAL_TAKE: i64 = 100;
/// The version in which hosts may skip the window and the limits.
const OVERRIDES: &str = "2026-02-25";

/// The booking that a body asks for.
pub fn new_booking(body: CreateBooking, version: Version) -> NewBooking {
    let waived = waivers(&body, version);
    let event_type = locator(&body);
    let location = body.location.map(location).or(body.meeting_url.map(LocationChoice::Text));
    NewBooking {
        event_type,
        start: body.start.into(),
        attendee: Booker {
            name: body.attendee.name,
            email: body.attendee.email,
            phone_number: body.attendee.phone_number,
            time_zone: body.attendee.time_zone,
            language: body.attendee.language.as_str().to_owned(),
        },
        responses: body.booking_fields_responses.unwrap_or_default(),
        guests: body.guests,
        location,
        metadata: body.metadata.unwrap_or_default(),
        length_minutes: body.length_in_minutes,
        email_verification_code: body.email_verification_code,
        is_instant: body.instant == Some(true),
        recurrence_count: body.recurrence_count,
        routing: body.routing.map(|routing| Routing {
            team_member_ids: routing.team_member_ids,
            response_id: routing.response_id,
        }),
        reserved_slot_uid: body.reserved_slot_uid,
        waived,
    }
}

/// The contract demands an id or a pair of slugs; an id goes first.
fn locator(body: &CreateBooking) -> EventTypeLocator {
    let owner = match (&body.username, &body.team_slug) {
        (Some(username), _) => Some(OwnerName::User(username.clone())),
        (None, slug) => slug.clone().map(OwnerName::Team),
    };
    match (body.event_type_id, &body.event_type_slug, owner) {
        (None, Some(slug), Some(owner)) => EventTypeLocator::Slugs {
            event_type: slug.clone(),
            owner,
            organization: body.organization_slug.clone(),
        },
        (id, _, _) => EventTypeLocator::Id(id.unwrap_or_default()),
    }
}

fn waivers(body: &CreateBooking, version: Version) -> Vec<Waiver> {
    let has_overrides = version == Version::named(OVERRIDES);
    let asked = [
        (body.allow_conflicts, Waiver::Availability),
        (body.allow_booking_out_of_bounds.filter(|_| has_overrides), Waiver::Bounds),
        (body.skip_booking_limits.filter(|_| has_overrides), Waiver::Limits),
    ];
    asked.into_iter().filter(|(flag, _)| *flag == Some(true)).map(|(_, waiver)| waiver).collect()
}

fn location(choice: CreateBookingLocation) -> LocationChoice {
    let choice = match choice {
        CreateBookingLocation::LocationText(text) => return LocationChoice::Text(text),
        CreateBookingLocation::BookingLocation(choice) => choice,
    };
    let (kind, value, integration) = match choice {
        BookingLocation::Address(_) => ("address", None, None),
        BookingLocation::Link(_) => ("link", None, None),
        BookingLocation::Phone(_) => ("phone", None, None),
        BookingLocation::OrganizersDefaultApp(_) => ("organizersDefaultApp", None, None),
        BookingLocation::AttendeeAddress(given) => ("attendeeAddress", Some(given.address), None),
        BookingLocation::AttendeePhone(given) => ("attendeePhone", Some(given.phone), None),
        BookingLocation::AttendeeDefined(given) => ("attendeeDefined", Some(given.location), None),
        BookingLocation::Integration(given) => {
            ("integration", None, Some(given.integration.as_str().to_owned()))
        }
    };
    LocationChoice::Kind { kind: kind.to_owned(), value, integration }
}

/// What a query asks for.
pub fn booking_query(query: ListBookingsQuery) -> BookingQuery {
    let order = order(&query);
    let single = |id: Option<i64>| id.into_iter().collect();
    BookingQuery {
        statuses: query.status.unwrap_or_default().into_iter().map(status_filter).collect(),
        attendee_email: query.attendee_email,
        attendee_name: query.attendee_name,
        uid: query.booking_uid,
        event_type_ids: query.event_type_ids.unwrap_or_else(|| single(query.event_type_id)),
        team_ids: query.teams_ids.unwrap_or_else(|| single(query.team_id)),
        starts_from: query.after_start.map(Into::into),
        ends_until: query.before_end.map(Into::into),
        created_from: query.after_created_at.map(Into::into),
        created_until: query.before_created_at.map(Into::into),
        updated_from: query.after_updated_at.map(Into::into),
        updated_until: query.before_updated_at.map(Into::into),
        order,
        take: query.take.unwrap_or(USUAL_TAKE),
        skip: query.skip.unwrap_or(0),
    }
}

fn status_filter(status: Status) -> StatusFilter {
    match status {
        Status::Upcoming => StatusFilter::Upcoming,
        Status::Recurring => StatusFilter::Recurring,
        Status::Past => StatusFilter::Past,
        Status::Cancelled => StatusFilter::Cancelled,
        Status::Unconfirmed => StatusFilter::Unconfirmed,
    }
}

/// Of several orders the first of start, end, creation and change counts.
fn order(query: &ListBookingsQuery) -> Option<BookingOrder> {
    let by = |is_ascending: bool, key: SortKey| {
        if is_ascending { BookingOrder::Ascending(key) } else { BookingOrder::Descending(key) }
    };
    let start = query.sort_start.map(|sort| by(sort == SortStart::Asc, SortKey::Start));
    let end = query.sort_end.map(|sort| by(sort == SortEnd::Asc, SortKey::End));
    let created = query.sort_created.map(|sort| by(sort == SortCreated::Asc, SortKey::Created));
    let updated = query.sort_updated_at.map(|sort| by(sort == SortUpdated::Asc, SortKey::Updated));
    start.or(end).or(created).or(updated)
}

/// What a body wants cancelled.
pub fn cancel_request(body: CancelBooking) -> CancelRequest {
    CancelRequest {
        reason: body.cancellation_reason,
        includes_subsequent: body.cancel_subsequent_bookings == Some(true),
        seat_uid: body.seat_uid,
    }
}

/// One page, `(take, skip)` of the whole.
pub fn page(page: BookingPage, (take, skip): (i64, i64)) -> Page<AnyBooking> {
    let BookingPage { bookings, total } = page;
    let data: Vec<AnyBooking> = bookings.into_iter().map(booking).collect();
    let returned = i64::try_from(data.len()).unwrap_or(i64::MAX);
    Page::new(data, pagination(total, returned, (take, skip)))
}

fn pagination(total: i64, returned: i64, (take, skip): (i64, i64)) -> Pagination {
    let take = take.max(1);
    let total_pages = total / take + i64::from(total % take > 0);
    Pagination {
        total_items: total,
        remaining_items: total.saturating_sub(skip.saturating_add(returned)).max(0),
        returned_items: returned,
        items_per_page: take,
        current_page: (skip / take + 1).min(total_pages),
        total_pages,
        has_next_page: skip.saturating_add(take) < total,
        has_previous_page: skip > 0,
    }
}

/// What a uid stood for.
pub fn found(found: Found) -> BookingOrSeries {
    match found {
        Found::One(one) => BookingOrSeries::AnyBooking(booking(*one)),
        Found::Series(several) => BookingOrSeries::BookingSeries(several.into_iter().map(booking).collect()),
    }
}

/// A booking in the shape of its kind.
pub fn booking(view: BookingView) -> AnyBooking {
    if view.is_seated() { AnyBooking::SeatedBooking(seated(view)) } else { AnyBooking::Booking(plain(view)) }
}

fn plain(view: BookingView) -> Booking {
    let seated = common(&view);
    let details = view.details;
    let responses = details.booking.responses.0;
    Booking {
        description: Some(details.booking.description.unwrap_or_default()),
        cancelled_by_email: Some(String::new()),
        attendees: details.attendees.into_iter().map(|one| attendee(one.attendee)).collect(),
        guests: guests(&responses),
        booking_fields_responses: responses,
        metadata: Some(details.booking.metadata.0),
        id: seated.id,
        uid: seated.uid,
        title: seated.title,
        hosts: seated.hosts,
        status: seated.status,
        cancellation_reason: seated.cancellation_reason,
        rescheduling_reason: seated.rescheduling_reason,
        rescheduled_by_email: seated.rescheduled_by_email,
        rescheduled_from_uid: seated.rescheduled_from_uid,
        rescheduled_to_uid: seated.rescheduled_to_uid,
        start: seated.start,
        end: seated.end,
        duration: seated.duration,
        event_type_id: seated.event_type_id,
        event_type: seated.event_type,
        meeting_url: seated.meeting_url,
        location: seated.location,
        absent_host: seated.absent_host,
        created_at: seated.created_at,
        updated_at: seated.updated_at,
        rating: seated.rating,
        ics_uid: seated.ics_uid,
        recurring_booking_uid: seated.recurring_booking_uid,
    }
}

fn seated(view: BookingView) -> SeatedBooking {
    let common = common(&view);
    let attendees = if view.shows_attendees { view.details.attendees } else { Vec::new() };
    SeatedBooking {
        attendees: attendees.into_iter().map(seated_attendee).collect(),
        seat_uid: view.seat_uid,
        ..common
    }
}

/// What every booking has, in the shape that has nothing else.
fn common(view: &BookingView) -> SeatedBooking {
    let details = &view.details;
    let booking = &details.booking;
    let location = booking
        .meeting_url
        .clone()
        .or_else(|| booking.location.as_ref().map(|location| bookings::location_text(location)));
    let location = location.unwrap_or_default();
    let moved_on_by = details.rescheduled_to_by.as_ref().and_then(|(by, _)| by.clone());
    SeatedBooking {
        id: booking.id,
        uid: booking.uid.clone(),
        title: booking.title.clone(),
        description: None,
        hosts: vec![host(view)],
        status: status(booking.status),
        cancellation_reason: Some(booking.cancellation_reason.clone().unwrap_or_default()),
        cancelled_by_email: None,
        rescheduling_reason: booking.rescheduling_reason.clone(),
        rescheduled_by_email: booking.rescheduled_by_email.clone().or(moved_on_by),
        rescheduled_from_uid: booking.from_reschedule_uid.clone(),
        rescheduled_to_uid: details.rescheduled_to_uid.clone(),
        start: booking.starts_at.into(),
        end: booking.ends_at.into(),
        duration: booking.ends_at.duration_since(booking.starts_at).as_mins(),
        event_type_id: details.event_type.as_ref().map(|event_type| event_type.id),
        event_type: details
            .event_type
            .as_ref()
            .map(|event_type| BookingEventType { id: event_type.id, slug: event_type.slug.clone() }),
        meeting_url: Some(location.clone()),
        location,
        absent_host: booking.host_absent,
        created_at: booking.created_at.into(),
        updated_at: booking.updated_at.into(),
        rating: booking.rating,
        ics_uid: Some(booking.ical_uid.clone()),
        recurring_booking_uid: booking.recurring_uid.clone(),
        attendees: Vec::new(),
        seat_uid: None,
    }
}

fn status(status: bookings::BookingStatus) -> BookingStatus {
    match status {
        bookings::BookingStatus::Accepted => BookingStatus::Accepted,
        bookings::BookingStatus::Pending => BookingStatus::Pending,
        bookings::BookingStatus::Cancelled => BookingStatus::Cancelled,
        bookings::BookingStatus::Rejected => BookingStatus::Rejected,
        bookings::BookingStatus::AwaitingHost => BookingStatus::AwaitingHost,
    }
}

fn host(view: &BookingView) -> BookingHost {
    let unknown = || UNKNOWN.to_owned();
    let Some(user) = &view.details.organizer else {
        return BookingHost {
            id: BookingHostId::UnknownUser(UnknownUser::Unknown),
            name: unknown(),
            email: unknown(),
            display_email: unknown(),
            username: unknown(),
            time_zone: unknown(),
        };
    };
    BookingHost {
        id: BookingHostId::UserId(user.id),
        name: user.name.clone().unwrap_or_else(unknown),
        email: user.email.clone(),
        display_email: display_email(&user.email),
        username: user.username.clone().unwrap_or_else(unknown),
        time_zone: user.time_zone.clone(),
    }
}

fn attendee(attendee: Attendee) -> BookingAttendee {
    BookingAttendee {
        display_email: display_email(&attendee.email),
        name: attendee.name,
        email: attendee.email,
        time_zone: attendee.time_zone,
        language: Some(attendee.locale),
        absent: attendee.is_absent,
        phone_number: attendee.phone_number,
    }
}

/// Somebody without a seat (a guest of a seat's holder) has answered nothing.
fn seated_attendee(one: AttendeeWithSeat) -> SeatedAttendee {
    let BookingAttendee { name, email, display_email, time_zone, language, absent, phone_number } =
        attendee(one.attendee);
    let (seat_uid, booking_fields_responses, metadata) = match one.seat {
        Some(seat) => (Some(seat.uid), without_email(seat.responses.0), seat.metadata.0),
        None => (None, answered_nothing(), Map::new()),
    };
    SeatedAttendee {
        name,
        email,
        display_email,
        time_zone,
        language,
        absent,
        phone_number,
        seat_uid,
        booking_fields_responses,
        metadata,
    }
}

fn without_email(mut responses: Map<String, Value>) -> Map<String, Value> {
    responses.shift_remove("email");
    responses
}

fn answered_nothing() -> Map<String, Value> {
    Map::from_iter([("name".to_owned(), json!(UNKNOWN))])
}

fn guests(responses: &Map<String, Value>) -> Option<Vec<String>> {
    let guests: Vec<String> = responses
        .get("guests")?
        .as_array()?
        .iter()
        .filter_map(|guest| guest.as_str().map(ToOwned::to_owned))
        .collect();
    (!guests.is_empty()).then_some(guests)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(total: i64, returned: i64, at: (i64, i64)) -> (i64, i64, i64, bool, bool) {
        let page = pagination(total, returned, at);
        (
            page.remaining_items,
            page.current_page,
            page.total_pages,
            page.has_next_page,
            page.has_previous_page,
        )
    }

    #[test]
    fn a_page_knows_its_place() {
        assert_eq!(place(76, 3, (3, 0)), (73, 1, 26, true, false));
        assert_eq!(place(76, 1, (3, 75)), (0, 26, 26, false, true));
        assert_eq!(place(76, 0, (250, 100_000)), (0, 1, 1, false, true));
        assert_eq!(place(0, 0, (2, 0)), (0, 0, 0, false, false));
    }
}
