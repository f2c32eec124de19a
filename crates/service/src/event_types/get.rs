//! Reading one event type, by its id alone.

use super::show::{self, Shown};
use crate::access::{Access, Caller, EventTypesRead, Role};
use crate::{App, Error};
use openhours_storage::event_types::{self, EventType};
use openhours_storage::{Connection, memberships, profiles, teams};

/// An event type that the caller owns, hosts or administers.
///
/// # Errors
/// Not found, when there is no such event type for this caller.
pub fn get(app: &App, access: &Access<EventTypesRead>, id: i64) -> Result<Shown, Error> {
    app.db.read(|connection| {
        let unknown = || Error::not_found(format!("Event type with id {id} not found"));
        let event_type = event_types::find(connection, id)?.ok_or_else(unknown)?;
        if !may_see(connection, access.caller(), &event_type)? {
            return Err(unknown());
        }
        show::one(app, connection, event_type)
    })
}

fn may_see(connection: &mut Connection, caller: &Caller, event_type: &EventType) -> Result<bool, Error> {
    let caller_id = caller.user().id;
    if caller.is_system_admin() || event_type.user_id == Some(caller_id) {
        return Ok(true);
    }
    if hosts(connection, caller_id, event_type)? {
        return Ok(true);
    }
    for place in places_above(connection, event_type)? {
        if administers(connection, caller_id, place)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the user takes its bookings, in person or through a managed child.
fn hosts(connection: &mut Connection, user_id: i64, event_type: &EventType) -> Result<bool, Error> {
    let is_host =
        event_types::event_type_hosts(connection, event_type.id)?.iter().any(|host| host.user_id == user_id);
    Ok(is_host
        || event_types::children(connection, event_type.id)?
            .iter()
            .any(|child| child.user_id == Some(user_id)))
}

/// The team that owns it and that team's organization, or the organizations of the user who owns it.
fn places_above(connection: &mut Connection, event_type: &EventType) -> Result<Vec<i64>, Error> {
    if let Some(team_id) = event_type.team_id {
        let organization_id = teams::find(connection, team_id)?.and_then(|team| team.parent_id);
        return Ok(std::iter::once(team_id).chain(organization_id).collect());
    }
    let Some(user_id) = event_type.user_id else { return Ok(Vec::new()) };
    let profiles = profiles::list_of_user(connection, user_id)?;
    Ok(profiles.into_iter().map(|profile| profile.organization_id).collect())
}

fn administers(connection: &mut Connection, user_id: i64, team_id: i64) -> Result<bool, Error> {
    let membership = memberships::find(connection, user_id, team_id)?;
    Ok(membership.is_some_and(|membership| membership.accepted && membership.role >= Role::Admin))
}
