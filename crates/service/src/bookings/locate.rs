//! Finding the event type that a booker names, and whether this caller may book it at all.

use super::new::{EventTypeLocator, OwnerName};
use super::rights;
use crate::Error;
use crate::access::Caller;
use openhours_storage::event_types::{self, EventType, SchedulingType};
use openhours_storage::{Connection, Owner, teams, users};

/// The event type that a locator names.
pub(crate) fn event_type(
    connection: &mut Connection,
    locator: &EventTypeLocator,
) -> Result<EventType, Error> {
    match locator {
        EventTypeLocator::Id(id) => event_types::find(connection, *id)?
            .ok_or_else(|| Error::not_found(format!("Event type with id {id} not found."))),
        EventTypeLocator::Slugs { event_type, owner, organization } => {
            let organization = organization.as_deref();
            let found = owner_id(connection, owner, organization)?;
            event_types::find_by_slug(connection, &found, event_type)?.ok_or_else(|| {
                let (kind, name) = match owner {
                    OwnerName::User(name) => ("user", name),
                    OwnerName::Team(name) => ("team", name),
                };
                let within =
                    organization.map(|slug| format!(" within organization {slug}")).unwrap_or_default();
                Error::not_found(format!(
                    "Event type with slug {event_type} belonging to {kind} {name}{within} not found."
                ))
            })
        }
    }
}

fn owner_id(
    connection: &mut Connection,
    owner: &OwnerName,
    organization: Option<&str>,
) -> Result<Owner, Error> {
    match owner {
        OwnerName::User(username) => {
            let user = match organization {
                Some(slug) => users::find_by_organization_username(connection, slug, username)?,
                None => users::find_by_username(connection, username)?,
            };
            let user =
                user.ok_or_else(|| Error::not_found(format!("User with username {username} not found")))?;
            Ok(Owner::User(user.id))
        }
        OwnerName::Team(slug) => team_id(connection, slug, organization).map(Owner::Team),
    }
}

fn team_id(connection: &mut Connection, slug: &str, organization: Option<&str>) -> Result<i64, Error> {
    let parent = match organization {
        None => None,
        Some(name) => {
            let organization = teams::find_organization_by_slug(connection, name)?.ok_or_else(|| {
                Error::not_found(format!("slots-input.service.ts: Organization with slug {name} not found"))
            })?;
            Some(organization.id)
        }
    };
    let team = teams::find_by_slug(connection, parent, slug)?;
    let team = team.ok_or_else(|| Error::not_found(format!("Team with slug {slug} not found")))?;
    Ok(team.id)
}

/// Some event types are for those who own, host or administer them.
pub(crate) fn check_authentication(
    connection: &mut Connection,
    caller: Option<&Caller>,
    event_type: &EventType,
) -> Result<(), Error> {
    if !event_type.settings.booking_requires_authentication {
        return Ok(());
    }
    let Some(caller) = caller else {
        return Err(Error::unauthorized(
            "checkBookingRequiresAuthentication - request must be authenticated by passing credentials belonging to event type owner, host or team or org admin or owner.",
        ));
    };
    if rights::administers(connection, caller.user(), event_type)? {
        return Ok(());
    }
    Err(Error::forbidden(
        "checkBookingRequiresAuthentication - user is not authorized to access this event type. User has to be either event type owner, host, team admin or owner or org admin or owner.",
    ))
}

/// A template of a managed event type is never booked itself, and a team's needs hosts.
pub(crate) fn check_kind(connection: &mut Connection, event_type: &EventType) -> Result<(), Error> {
    let id = event_type.id;
    if event_type.settings.scheduling_type == Some(SchedulingType::Managed) {
        return Err(Error::invalid(format!(
            "Event type with id={id} is the parent managed event type that can't be booked. You have to provide the child event type id aka id of event type that has been assigned to one of the users."
        )));
    }
    let Some(team) = event_type.team_id else { return Ok(()) };
    if event_types::event_type_hosts(connection, id)?.is_empty() {
        return Err(Error::unprocessable(format!(
            "Can't book this team event type because it has no hosts. Please, add at least 1 host to event type with id={id} belonging to team with id={team} and try again."
        )));
    }
    Ok(())
}
