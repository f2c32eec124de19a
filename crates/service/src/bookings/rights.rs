//! Who administers an event type: owner, hosts, and those who manage its team or organization.

use crate::Error;
use openhours_storage::event_types::{self, EventType};
use openhours_storage::memberships::{self, Membership, MembershipRole};
use openhours_storage::users::User;
use openhours_storage::{Connection, teams, users};

/// Whether the user owns, hosts or administers the event type.
pub(crate) fn administers(
    connection: &mut Connection,
    user: &User,
    event_type: &EventType,
) -> Result<bool, Error> {
    if user.is_system_admin || event_type.user_id == Some(user.id) {
        return Ok(true);
    }
    let hosts = event_types::event_type_hosts(connection, event_type.id)?;
    if hosts.iter().any(|host| host.user_id == user.id) {
        return Ok(true);
    }
    let administered: Vec<i64> = memberships::list_of_user(connection, user.id)?
        .iter()
        .filter(|membership| is_admin(membership))
        .map(|membership| membership.team_id)
        .collect();
    if administered.is_empty() {
        return Ok(false);
    }
    let above = owners_teams(connection, event_type)?;
    Ok(above.iter().any(|team| administered.contains(team)))
}

/// Whether the user manages the organization that another user belongs to.
pub(crate) fn manages_organization_of(
    connection: &mut Connection,
    user: &User,
    other: &User,
) -> Result<bool, Error> {
    let Some(organization) = other.organization_id else { return Ok(false) };
    let membership = memberships::find(connection, user.id, organization)?;
    Ok(membership.as_ref().is_some_and(is_admin))
}

fn is_admin(membership: &Membership) -> bool {
    membership.accepted && membership.role >= MembershipRole::Admin
}

/// The team of the event type, its organization, and the organization of the owning user.
fn owners_teams(connection: &mut Connection, event_type: &EventType) -> Result<Vec<i64>, Error> {
    let mut above = Vec::new();
    if let Some(id) = event_type.team_id {
        above.push(id);
        above.extend(teams::find(connection, id)?.and_then(|team| team.parent_id));
    }
    if let Some(id) = event_type.user_id {
        above.extend(users::find(connection, id)?.and_then(|owner| owner.organization_id));
    }
    Ok(above)
}
