//! Making a user a member of a team or an organization.

use crate::access::{Access, MembershipsWrite, Role};
use crate::{App, Error};
use jiff::Timestamp;
use openhours_storage::Connection;
use openhours_storage::memberships::{self, Membership, NewMembership};
use openhours_storage::profiles::{self, NewProfile};
use openhours_storage::teams::{self, Team};
use openhours_storage::users::{self, User, UserChanges};
use uuid::Uuid;

/// A member to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMember {
    /// The user.
    pub user_id: i64,
    /// The role.
    pub role: Role,
}

/// Makes a user an accepted member of the team or organization that the access is about.
///
/// # Errors
/// Not found for an unknown user or team; conflict for a member.
pub fn create(app: &App, access: &Access<MembershipsWrite>, new: NewMember) -> Result<Membership, Error> {
    let now = app.clock.now();
    let id = access
        .owner()
        .team_id()
        .ok_or_else(|| Error::invalid("Only teams and organizations have members."))?;
    app.db.write(|connection| {
        let team = teams::find(connection, id)?
            .ok_or_else(|| Error::not_found(format!("There is no team or organization {id}.")))?;
        let user = users::find(connection, new.user_id)?
            .ok_or_else(|| Error::not_found(format!("There is no user {}.", new.user_id)))?;
        if memberships::find(connection, user.id, team.id)?.is_some() {
            return Err(Error::conflict(format!(
                "User {} is already a member of team {}.",
                user.id, team.id
            )));
        }
        Admission { user: &user, team: &team, role: new.role, now }.store(connection)
    })
}

/// A user who comes to belong to a team or an organization.
pub(crate) struct Admission<'a> {
    pub user: &'a User,
    pub team: &'a Team,
    pub role: Role,
    pub now: Timestamp,
}

impl Admission<'_> {
    /// Stores the accepted membership; in an organization, with the profile that belongs to it.
    pub(crate) fn store(&self, connection: &mut Connection) -> Result<Membership, Error> {
        let Self { user, team, role, now } = *self;
        let row = NewMembership::accepted(user.id, team.id, role, now);
        let membership = memberships::insert(connection, row)?;
        if team.is_organization && profiles::find(connection, user.id, team.id)?.is_none() {
            self.store_profile(connection)?;
        }
        Ok(membership)
    }

    fn store_profile(&self, connection: &mut Connection) -> Result<(), Error> {
        let Self { user, team, now, .. } = *self;
        let username = user.username.clone().unwrap_or_else(|| format!("user-{}", user.id));
        let profile = NewProfile {
            uid: Uuid::new_v4().to_string(),
            user_id: user.id,
            organization_id: team.id,
            username,
            created_at: now,
            updated_at: now,
        };
        profiles::insert(connection, profile)?;
        if user.organization_id.is_none() {
            let changes = UserChanges { organization_id: Some(Some(team.id)), ..UserChanges::default() };
            users::update(connection, user.id, changes, now)?;
        }
        Ok(())
    }
}
