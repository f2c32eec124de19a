//! Event types with what belongs to them, as their readers see them: the owner, the hosts, the calendar, the page.

use super::page;
use crate::{App, Error};
use openhours_storage::event_types::{self, DestinationCalendar, EventType, EventTypeHost, SchedulingType};
use openhours_storage::teams::{self, Team};
use openhours_storage::users::{self, User};
use openhours_storage::{Connection, profiles};

/// An event type in the form that fits its owner.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// A user's.
    Own(Box<OwnEventType>),
    /// A team's.
    Team(Box<TeamEventType>),
}

/// An event type of a user, a managed child included.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnEventType {
    /// The event type.
    pub event_type: EventType,
    /// Its owner.
    pub owner: User,
    /// The calendar that its bookings are written to.
    pub destination_calendar: Option<DestinationCalendar>,
    /// Address of its booking page; empty when there is none.
    pub booking_url: String,
}

/// An event type of a team.
#[derive(Clone, Debug, PartialEq)]
pub struct TeamEventType {
    /// The event type.
    pub event_type: EventType,
    /// Its owner.
    pub team: Team,
    /// Who takes bookings; of a managed event type the owners of its children.
    pub hosts: Vec<TeamHost>,
    /// The calendar that its bookings are written to.
    pub destination_calendar: Option<DestinationCalendar>,
}

/// A host of a team's event type.
#[derive(Clone, Debug, PartialEq)]
pub struct TeamHost {
    /// Who.
    pub user: User,
    /// How they take part; the owner of a managed child has no row.
    pub row: Option<EventTypeHost>,
}

impl Shown {
    /// The event type of a user.
    ///
    /// # Errors
    /// Internal, when it is a team's: the room was asked through the wrong door.
    pub fn own(self) -> Result<OwnEventType, Error> {
        match self {
            Self::Own(own) => Ok(*own),
            Self::Team(_) => Err(Error::internal("a team's event type where a user's was due")),
        }
    }
}

/// One event type.
pub(super) fn one(app: &App, connection: &mut Connection, event_type: EventType) -> Result<Shown, Error> {
    match (event_type.team_id, event_type.user_id) {
        (Some(team_id), _) => {
            let team = teams::find(connection, team_id)?.ok_or_else(|| dangling(&event_type))?;
            let hosts = hosts(connection, &event_type)?;
            let destination_calendar = destinations(connection, &[event_type.id])?.pop();
            Ok(Shown::Team(Box::new(TeamEventType { event_type, team, hosts, destination_calendar })))
        }
        (None, Some(user_id)) => {
            let owner = users::find(connection, user_id)?.ok_or_else(|| dangling(&event_type))?;
            let one = of_user(app, connection, (&owner, vec![event_type]))?.pop();
            one.map(|own| Shown::Own(Box::new(own))).ok_or_else(|| Error::internal("an event type vanished"))
        }
        (None, None) => Err(dangling(&event_type)),
    }
}

fn dangling(event_type: &EventType) -> Error {
    Error::internal(format!("event type {} has no owner", event_type.id))
}

/// Event types of one user.
pub(super) fn of_user(
    app: &App,
    connection: &mut Connection,
    (owner, event_types): (&User, Vec<EventType>),
) -> Result<Vec<OwnEventType>, Error> {
    let (origin, username) = place_of_pages(app, connection, owner)?;
    let ids: Vec<i64> = event_types.iter().map(|event_type| event_type.id).collect();
    let destinations = destinations(connection, &ids)?;
    let with_owner = |event_type: EventType| OwnEventType {
        booking_url: page::of(&origin, username.as_deref(), &event_type.settings.slug),
        destination_calendar: destinations
            .iter()
            .find(|calendar| calendar.event_type_id == Some(event_type.id))
            .cloned(),
        owner: owner.clone(),
        event_type,
    };
    Ok(event_types.into_iter().map(with_owner).collect())
}

/// Where a user's booking pages are, and the name under which they are there. Managed users have none: their platform
/// shows pages of its own.
pub(super) fn place_of_pages(
    app: &App,
    connection: &mut Connection,
    user: &User,
) -> Result<(String, Option<String>), Error> {
    let base = &app.settings.web_app_url;
    if user.is_platform_managed {
        return Ok((base.clone(), None));
    }
    match profiles::main_organization(connection, user.id)? {
        Some((profile, team)) if !team.is_platform => {
            Ok((page::origin(base, Some(&team)), Some(profile.username)))
        }
        _ => Ok((base.clone(), user.username.clone())),
    }
}

fn destinations(connection: &mut Connection, ids: &[i64]) -> Result<Vec<DestinationCalendar>, Error> {
    Ok(event_types::destinations_of(connection, ids)?)
}

fn hosts(connection: &mut Connection, event_type: &EventType) -> Result<Vec<TeamHost>, Error> {
    if event_type.settings.scheduling_type == Some(SchedulingType::Managed) {
        let children = event_types::children(connection, event_type.id)?;
        let ids: Vec<i64> = children.iter().filter_map(|child| child.user_id).collect();
        let owners = users::find_many(connection, &ids)?;
        return Ok(owners.into_iter().map(|user| TeamHost { user, row: None }).collect());
    }
    let rows = event_types::event_type_hosts(connection, event_type.id)?;
    let ids: Vec<i64> = rows.iter().map(|row| row.user_id).collect();
    let users = users::find_many(connection, &ids)?;
    let host = |row: EventTypeHost| {
        let user = users.iter().find(|user| user.id == row.user_id)?.clone();
        Some(TeamHost { user, row: Some(row) })
    };
    Ok(rows.into_iter().filter_map(host).collect())
}
