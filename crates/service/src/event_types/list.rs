//! Listing event types: a user's for everybody, one's own, or the one that a group of users shares.

use super::page;
use super::show::{self, OwnEventType};
use crate::access::{EventTypesRead, Owner, Visit};
use crate::{App, Error};
use openhours_storage::event_types::{self, BookingField, EventType, ListOrder};
use openhours_storage::users::{self, User};
use openhours_storage::{Connection, teams};

/// So many people at most make a group.
const MOST_PEOPLE: usize = 50;

/// Which event types are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Whose.
    pub username: Option<String>,
    /// Which of that user's.
    pub event_slug: Option<String>,
    /// The people of a group.
    pub usernames: Option<Vec<String>>,
    /// The organization in which the names are usernames, by slug.
    pub organization_slug: Option<String>,
    /// The same, by id.
    pub organization_id: Option<i64>,
    /// In which order.
    pub order: ListOrder,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Listed {
    /// Event types of one user, without the booking fields that are hidden.
    EventTypes(Vec<OwnEventType>),
    /// The people who can be booked together; nobody, when no name was known.
    Group(Group),
}

/// People who can be booked together without an event type of their own.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The people, in the order of the request.
    pub people: Vec<User>,
    /// Address of their common page; empty when there is none.
    pub booking_url: String,
}

/// The slug under which a group is booked.
const GROUP_SLUG: &str = "dynamic";

/// Lists event types. What nobody has is an empty list, never an error.
///
/// # Errors
/// Only those of the store.
pub fn list(app: &App, visit: &Visit<EventTypesRead>, wanted: &Listing) -> Result<Listed, Error> {
    let caller = visit.caller().map(|caller| caller.user());
    app.db.read(|connection| {
        if let Some(username) = &wanted.username {
            let Some(user) = person(connection, wanted, username)? else {
                return Ok(Listed::EventTypes(Vec::new()));
            };
            let is_owner = caller.is_some_and(|caller| caller.id == user.id);
            let mut found = of_user(connection, wanted, &user)?;
            found.retain(|event_type| is_owner || !event_type.settings.hidden);
            return shown(app, connection, (&user, found));
        }
        if let Some(usernames) = &wanted.usernames {
            return group(app, connection, (wanted, usernames)).map(Listed::Group);
        }
        match caller {
            None => Ok(Listed::EventTypes(Vec::new())),
            Some(caller) => {
                let found = event_types::list(connection, &Owner::User(caller.id), wanted.order)?;
                shown(app, connection, (caller, found))
            }
        }
    })
}

/// The user with this name: in the organization that is named, or outside of all.
fn person(connection: &mut Connection, wanted: &Listing, username: &str) -> Result<Option<User>, Error> {
    let organization = match (&wanted.organization_slug, wanted.organization_id) {
        (Some(slug), _) => Some(slug.clone()),
        (None, Some(id)) => match teams::find_organization(connection, id)?.and_then(|team| team.slug) {
            Some(slug) => Some(slug),
            None => return Ok(None),
        },
        (None, None) => None,
    };
    Ok(match organization {
        Some(slug) => users::find_by_organization_username(connection, &slug, username)?,
        None => users::find_by_username(connection, username)?,
    })
}

fn of_user(connection: &mut Connection, wanted: &Listing, user: &User) -> Result<Vec<EventType>, Error> {
    let owner = Owner::User(user.id);
    Ok(match &wanted.event_slug {
        Some(slug) => event_types::find_by_slug(connection, &owner, slug)?.into_iter().collect(),
        None => event_types::list(connection, &owner, wanted.order)?,
    })
}

fn shown(
    app: &App,
    connection: &mut Connection,
    (user, mut found): (&User, Vec<EventType>),
) -> Result<Listed, Error> {
    let is_shown = |field: &BookingField| field.hidden != Some(true);
    for fields in found.iter_mut().filter_map(|event_type| event_type.settings.booking_fields.as_mut()) {
        fields.retain(is_shown);
    }
    for event_type in found.iter_mut().filter(|event_type| event_type.settings.booking_fields.is_none()) {
        let mut fields = super::form::built_in();
        fields.retain(is_shown);
        event_type.settings.booking_fields = Some(fields.into());
    }
    show::of_user(app, connection, (user, found)).map(Listed::EventTypes)
}

fn group(
    app: &App,
    connection: &mut Connection,
    (wanted, usernames): (&Listing, &[String]),
) -> Result<Group, Error> {
    let mut people: Vec<User> = Vec::new();
    for name in usernames.iter().take(MOST_PEOPLE) {
        let found = person(connection, wanted, name)?;
        people.extend(found.filter(|user| people.iter().all(|known| known.id != user.id)));
    }
    let booking_url = match people.first() {
        None => String::new(),
        Some(first) => {
            let (origin, username) = show::place_of_pages(app, connection, first)?;
            let names: Vec<&str> = people.iter().filter_map(|user| user.username.as_deref()).collect();
            page::of(&origin, username.map(|_| names.join("+")).as_deref(), GROUP_SLUG)
        }
    };
    Ok(Group { people, booking_url })
}
