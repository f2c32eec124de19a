//! The list of bookings: filters, order and page, and the count under the same filters without loading rows.

use diesel::{dsl, prelude::*};
use jiff::Timestamp;

use super::record::{Booking, BookingStatus};
use crate::{
    Connection, Result,
    connection::MultiBackend,
    schema::{booking_attendees, bookings, event_types, memberships, users},
    types::Moment,
};

/// Whose eyes the list is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// The bookings that this user organizes or attends, and those of the teams (and organizations) the user leads:
    /// organized or attended by their members, or of their event types and managed children.
    User {
        /// The user.
        user_id: i64,
        /// The user's address, as an attendee.
        email: String,
        /// The teams and organizations in which the user is an accepted admin or owner.
        led_team_ids: Vec<i64>,
    },
    /// Bookings organized or attended by any of these users.
    Users(Vec<i64>),
    /// Bookings of a team's event types and their managed children.
    Team(i64),
}

/// A choice of bookings by where they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusFilter {
    /// Not over; of a series only accepted ones, else everything but cancelled and declined.
    Upcoming,
    /// In a series, not over, not cancelled or declined.
    Recurring,
    /// Over, not cancelled or declined.
    Past,
    /// Cancelled or declined.
    Cancelled,
    /// Waiting for confirmation and not over.
    Unconfirmed,
}

/// What a list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum SortKey {
    #[default]
    Start,
    End,
    Created,
    Updated,
}

/// The order of a list; equal keys are told apart by id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum BookingOrder {
    Ascending(SortKey),
    Descending(SortKey),
    /// By start, the earliest first.
    #[default]
    Default,
}

/// Which bookings, beside whose eyes they are for. Empty lists and `None` filter nothing.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct BookingFilter {
    /// Any of these.
    pub statuses: Vec<StatusFilter>,
    /// The moment that upcoming and past are told apart by.
    pub now: Timestamp,
    /// Exactly this address.
    pub attendee_email: Option<String>,
    /// Exactly this name.
    pub attendee_name: Option<String>,
    pub uid: Option<String>,
    /// These event types and their managed children.
    pub event_type_ids: Vec<i64>,
    /// Event types of these teams and their managed children.
    pub team_ids: Vec<i64>,
    pub starts_from: Option<Timestamp>,
    pub ends_until: Option<Timestamp>,
    pub created_from: Option<Timestamp>,
    pub created_until: Option<Timestamp>,
    pub updated_from: Option<Timestamp>,
    pub updated_until: Option<Timestamp>,
    pub order: BookingOrder,
    pub limit: i64,
    pub offset: i64,
}

impl BookingFilter {
    /// Everything, by start, at most 100.
    pub fn new(now: Timestamp) -> Self {
        Self {
            statuses: Vec::new(),
            now,
            attendee_email: None,
            attendee_name: None,
            uid: None,
            event_type_ids: Vec::new(),
            team_ids: Vec::new(),
            starts_from: None,
            ends_until: None,
            created_from: None,
            created_until: None,
            updated_from: None,
            updated_until: None,
            order: BookingOrder::Default,
            limit: 100,
            offset: 0,
        }
    }
}

type Query<'a, ST> = bookings::BoxedQuery<'a, MultiBackend, ST>;
type Condition<'a> =
    Box<dyn BoxableExpression<bookings::table, MultiBackend, SqlType = diesel::sql_types::Bool> + 'a>;

/// The page of bookings under the filter.
pub fn list(connection: &mut Connection, viewer: &Viewer, filter: &BookingFilter) -> Result<Vec<Booking>> {
    let query = bookings::table.select(Booking::as_select()).into_boxed();
    let query = ordered(restricted(query, viewer, filter), filter.order);
    Ok(query.limit(filter.limit).offset(filter.offset).load(connection)?)
}

/// How many bookings the filter leaves, whatever its page.
pub fn count(connection: &mut Connection, viewer: &Viewer, filter: &BookingFilter) -> Result<i64> {
    let query = bookings::table.select(dsl::count_star()).into_boxed();
    Ok(restricted(query, viewer, filter).get_result(connection)?)
}

fn ordered<ST>(query: Query<'_, ST>, order: BookingOrder) -> Query<'_, ST> {
    match order {
        BookingOrder::Default | BookingOrder::Ascending(SortKey::Start) => {
            query.order((bookings::starts_at.asc(), bookings::id.asc()))
        }
        BookingOrder::Ascending(SortKey::End) => query.order((bookings::ends_at.asc(), bookings::id.asc())),
        BookingOrder::Ascending(SortKey::Created) => {
            query.order((bookings::created_at.asc(), bookings::id.asc()))
        }
        BookingOrder::Ascending(SortKey::Updated) => {
            query.order((bookings::updated_at.asc(), bookings::id.asc()))
        }
        BookingOrder::Descending(SortKey::Start) => {
            query.order((bookings::starts_at.desc(), bookings::id.desc()))
        }
        BookingOrder::Descending(SortKey::End) => {
            query.order((bookings::ends_at.desc(), bookings::id.desc()))
        }
        BookingOrder::Descending(SortKey::Created) => {
            query.order((bookings::created_at.desc(), bookings::id.desc()))
        }
        BookingOrder::Descending(SortKey::Updated) => {
            query.order((bookings::updated_at.desc(), bookings::id.desc()))
        }
    }
}

fn restricted<'a, ST>(query: Query<'a, ST>, viewer: &Viewer, filter: &BookingFilter) -> Query<'a, ST> {
    let mut query = between(query.filter(visible_to(viewer)), filter);
    if let Some(condition) = any(filter.statuses.iter().map(|status| stands(*status, filter.now))) {
        query = query.filter(condition);
    }
    if let Some(uid) = &filter.uid {
        query = query.filter(bookings::uid.eq(uid.clone()));
    }
    if let Some(email) = &filter.attendee_email {
        query = query.filter(attended_by_emails(vec![email.clone()]));
    }
    if let Some(name) = &filter.attendee_name {
        let named = booking_attendees::table
            .filter(booking_attendees::name.eq(name.clone()))
            .select(booking_attendees::booking_id);
        query = query.filter(bookings::id.eq_any(named));
    }
    if !filter.event_type_ids.is_empty() {
        let children = event_types::table
            .filter(event_types::parent_id.eq_any(filter.event_type_ids.clone()))
            .select(event_types::id.nullable());
        let of_type: Condition<'a> = Box::new(
            bookings::event_type_id
                .eq_any(filter.event_type_ids.clone())
                .or(bookings::event_type_id.eq_any(children))
                .assume_not_null(),
        );
        query = query.filter(of_type);
    }
    if !filter.team_ids.is_empty() {
        query = query.filter(of_teams(filter.team_ids.clone()));
    }
    query
}

fn between<'a, ST>(mut query: Query<'a, ST>, filter: &BookingFilter) -> Query<'a, ST> {
    if let Some(from) = filter.starts_from {
        query = query.filter(bookings::starts_at.ge(Moment(from)));
    }
    if let Some(until) = filter.ends_until {
        query = query.filter(bookings::ends_at.le(Moment(until)));
    }
    if let Some(from) = filter.created_from {
        query = query.filter(bookings::created_at.ge(Moment(from)));
    }
    if let Some(until) = filter.created_until {
        query = query.filter(bookings::created_at.le(Moment(until)));
    }
    if let Some(from) = filter.updated_from {
        query = query.filter(bookings::updated_at.ge(Moment(from)));
    }
    if let Some(until) = filter.updated_until {
        query = query.filter(bookings::updated_at.le(Moment(until)));
    }
    query
}

fn any<'a>(conditions: impl Iterator<Item = Condition<'a>>) -> Option<Condition<'a>> {
    conditions.reduce(|left, right| Box::new(left.or(right)))
}

const DEAD: [BookingStatus; 2] = [BookingStatus::Cancelled, BookingStatus::Rejected];

fn stands<'a>(status: StatusFilter, now: Timestamp) -> Condition<'a> {
    let not_over = || bookings::ends_at.ge(Moment(now));
    match status {
        StatusFilter::Upcoming => {
            let single = bookings::recurring_uid.is_null().and(bookings::status.ne_all(DEAD));
            let of_series =
                bookings::recurring_uid.is_not_null().and(bookings::status.eq(BookingStatus::Accepted));
            Box::new(not_over().and(single.or(of_series)))
        }
        StatusFilter::Recurring => {
            Box::new(bookings::recurring_uid.is_not_null().and(not_over()).and(bookings::status.ne_all(DEAD)))
        }
        StatusFilter::Past => Box::new(bookings::ends_at.le(Moment(now)).and(bookings::status.ne_all(DEAD))),
        StatusFilter::Cancelled => Box::new(bookings::status.eq_any(DEAD)),
        StatusFilter::Unconfirmed => Box::new(bookings::status.eq(BookingStatus::Pending).and(not_over())),
    }
}

fn visible_to<'a>(viewer: &Viewer) -> Condition<'a> {
    match viewer {
        Viewer::Team(id) => of_teams(vec![*id]),
        Viewer::Users(ids) => Box::new(organized_by(ids.clone()).or(attended_by_users(ids.clone()))),
        Viewer::User { user_id, email, led_team_ids } => {
            let own: Condition<'a> =
                Box::new(organized_by(vec![*user_id]).or(attended_by_emails(vec![email.clone()])));
            if led_team_ids.is_empty() {
                return own;
            }
            Box::new(own.or(of_members(led_team_ids.clone())).or(of_teams(led_team_ids.clone())))
        }
    }
}

fn organized_by<'a>(user_ids: Vec<i64>) -> Condition<'a> {
    Box::new(bookings::user_id.is_not_null().and(bookings::user_id.assume_not_null().eq_any(user_ids)))
}

fn attended_by_emails<'a>(emails: Vec<String>) -> Condition<'a> {
    let attended = booking_attendees::table
        .filter(booking_attendees::email.eq_any(emails))
        .select(booking_attendees::booking_id);
    Box::new(bookings::id.eq_any(attended))
}

fn attended_by_users<'a>(user_ids: Vec<i64>) -> Condition<'a> {
    let emails = users::table.filter(users::id.eq_any(user_ids)).select(users::email);
    let attended = booking_attendees::table
        .filter(booking_attendees::email.eq_any(emails))
        .select(booking_attendees::booking_id);
    Box::new(bookings::id.eq_any(attended))
}

fn of_members<'a>(team_ids: Vec<i64>) -> Condition<'a> {
    let members = || {
        memberships::table
            .filter(memberships::team_id.eq_any(team_ids.clone()))
            .filter(memberships::accepted)
            .select(memberships::user_id)
    };
    let emails = users::table.filter(users::id.eq_any(members())).select(users::email);
    let attended = booking_attendees::table
        .filter(booking_attendees::email.eq_any(emails))
        .select(booking_attendees::booking_id);
    Box::new(
        bookings::user_id
            .is_not_null()
            .and(bookings::user_id.assume_not_null().eq_any(members()))
            .or(bookings::id.eq_any(attended)),
    )
}

diesel::alias!(event_types as parents: Parents);

/// Bookings of these teams' event types and of those's managed children.
fn of_teams<'a>(team_ids: Vec<i64>) -> Condition<'a> {
    let managed = parents
        .filter(parents.field(event_types::team_id).eq_any(team_ids.clone()))
        .select(parents.field(event_types::id).nullable());
    let of_team = event_types::table
        .filter(event_types::team_id.eq_any(team_ids).or(event_types::parent_id.eq_any(managed)))
        .select(event_types::id);
    Box::new(
        bookings::event_type_id.is_not_null().and(bookings::event_type_id.assume_not_null().eq_any(of_team)),
    )
}
