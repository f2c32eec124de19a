//! Listing bookings: those of the caller and of whom the caller administers. A page costs a fixed number of queries.

use super::text;
use super::view::BookingView;
use crate::access::{Access, BookingsRead, Caller};
use crate::{App, Error, Voice};
use jiff::Timestamp;
use openhours_storage::bookings::{self, BookingFilter, BookingOrder, SortKey, StatusFilter, Viewer};
use openhours_storage::memberships::{self, MembershipRole};
use openhours_storage::{Connection, event_types, teams, users};

/// Which bookings somebody asks for. Empty lists and `None` leave the choice open.
#[derive(Clone, Debug, Default)]
pub struct BookingQuery {
    /// Any of these states.
    pub statuses: Vec<StatusFilter>,
    /// Exactly this address of an attendee.
    pub attendee_email: Option<String>,
    /// Exactly this name of an attendee.
    pub attendee_name: Option<String>,
    /// Exactly this booking.
    pub uid: Option<String>,
    /// These event types and their children.
    pub event_type_ids: Vec<i64>,
    /// Event types of these teams and their children.
    pub team_ids: Vec<i64>,
    /// Start then or later.
    pub starts_from: Option<Timestamp>,
    /// End then or earlier.
    pub ends_until: Option<Timestamp>,
    /// Made then or later.
    pub created_from: Option<Timestamp>,
    /// Made then or earlier.
    pub created_until: Option<Timestamp>,
    /// Changed then or later.
    pub updated_from: Option<Timestamp>,
    /// Changed then or earlier.
    pub updated_until: Option<Timestamp>,
    /// The order, if one was asked for.
    pub order: Option<BookingOrder>,
    /// The most to give.
    pub take: i64,
    /// How many to leave out.
    pub skip: i64,
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct BookingPage {
    /// The bookings of this page.
    pub bookings: Vec<BookingView>,
    /// How many there are on all pages.
    pub total: i64,
}

/// The caller's bookings.
///
/// # Errors
/// Invalid, when event types are asked for of which none exists.
pub fn list(app: &App, access: &Access<BookingsRead>, query: BookingQuery) -> Result<BookingPage, Error> {
    app.db.read(|connection| {
        check_event_types(connection, &query.event_type_ids)?;
        let viewer = viewer(connection, access.caller())?;
        let filter = filter(connection, query, (access.caller(), app.clock.now()))?;
        let total = bookings::count(connection, &viewer, &filter)?;
        let found = bookings::list(connection, &viewer, &filter)?;
        let bookings = bookings::details(connection, found)?
            .into_iter()
            // A list shows the attendees of seated bookings to whoever is shown the booking.
            .map(|details| BookingView { details, shows_attendees: true, seat_uid: None })
            .collect();
        Ok(BookingPage { bookings, total })
    })
}

fn check_event_types(connection: &mut Connection, ids: &[i64]) -> Result<(), Error> {
    if ids.is_empty() || !event_types::find_many(connection, ids)?.is_empty() {
        return Ok(());
    }
    Err(Error::invalid("The requested event-types do not exist.").voiced(Voice::Product))
}

/// Whose eyes a list is for: the caller's, who sees what the teams do that the caller leads, an organization's teams
/// among them.
fn viewer(connection: &mut Connection, caller: &Caller) -> Result<Viewer, Error> {
    let user = caller.user();
    let mut led_team_ids: Vec<i64> = memberships::list_of_user(connection, user.id)?
        .iter()
        .filter(|membership| membership.accepted && membership.role >= MembershipRole::Admin)
        .map(|membership| membership.team_id)
        .collect();
    let organizations: Vec<i64> = teams::find_many(connection, &led_team_ids)?
        .iter()
        .filter(|team| team.is_organization)
        .map(|team| team.id)
        .collect();
    for organization in organizations {
        let teams = teams::list_of_organization(connection, organization)?;
        led_team_ids.extend(teams.iter().map(|team| team.id));
    }
    led_team_ids.sort_unstable();
    led_team_ids.dedup();
    Ok(Viewer::User { user_id: user.id, email: user.email.clone(), led_team_ids })
}

fn filter(
    connection: &mut Connection,
    query: BookingQuery,
    (caller, now): (&Caller, Timestamp),
) -> Result<BookingFilter, Error> {
    let attendee_email = match query.attendee_email {
        Some(email) => Some(stored_address(connection, &email, caller)?),
        None => None,
    };
    Ok(BookingFilter {
        order: query.order.unwrap_or_else(|| usual_order(&query.statuses)),
        statuses: query.statuses,
        now,
        attendee_email,
        attendee_name: query.attendee_name.map(|name| name.trim().to_owned()),
        uid: query.uid,
        event_type_ids: query.event_type_ids,
        team_ids: query.team_ids,
        starts_from: query.starts_from,
        ends_until: query.ends_until,
        created_from: query.created_from,
        created_until: query.created_until,
        updated_from: query.updated_from,
        updated_until: query.updated_until,
        limit: query.take,
        offset: query.skip,
    })
}

/// The latest first where one looks back, else the earliest.
fn usual_order(statuses: &[StatusFilter]) -> BookingOrder {
    match statuses {
        [StatusFilter::Past | StatusFilter::Cancelled] => BookingOrder::Descending(SortKey::Start),
        _ => BookingOrder::Ascending(SortKey::Start),
    }
}

/// The address as it is stored: blanks are plus signs that lost their escape, and a managed user may name another
/// one of the same client by the plain address.
fn stored_address(connection: &mut Connection, email: &str, caller: &Caller) -> Result<String, Error> {
    let email = email.trim().replace(' ', "+");
    let Some(client) = caller.user().oauth_client_id.as_deref() else { return Ok(email) };
    let Some(managed) = text::managed_email(&email, client) else { return Ok(email) };
    let known = users::find_by_emails(connection, &[email.clone(), managed.clone()])?;
    let is_only_managed = known.len() == 1 && known[0].email == managed;
    Ok(if is_only_managed { managed } else { email })
}
