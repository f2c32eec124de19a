//! The operator: whoever starts the server or types its commands. Nobody who comes through HTTP is one.

use super::authenticate::{Caller, Credential};
use super::guards::Grant;
use super::{Access, Owner, Permission};
use crate::{App, Error};
use openhours_storage::{memberships, teams, users};
use std::marker::PhantomData;

/// The proof that a command comes from the console. Made by the binary's commands and by the first start only.
#[derive(Debug)]
pub struct Operator {
    only_here: (),
}

impl Operator {
    /// The operator at the console of this process.
    pub const fn at_the_console() -> Self {
        Self { only_here: () }
    }

    /// What the rooms demand, for any owner, acting as this user.
    ///
    /// # Errors
    /// Not found, when the user or the owner does not exist.
    pub fn access<P: Permission>(&self, app: &App, owner: Owner, acting: i64) -> Result<Access<P>, Error> {
        let () = self.only_here;
        let (user, team) = app.db.read(|connection| {
            let user = users::find(connection, acting)?;
            let team = match owner.team_id() {
                Some(id) => Some(
                    teams::find(connection, id)?
                        .ok_or_else(|| Error::not_found(format!("There is no team or organization {id}.")))?,
                ),
                None => None,
            };
            Ok::<_, Error>((user, team))
        })?;
        let user = user.ok_or_else(|| Error::not_found(format!("There is no user {acting}.")))?;
        Ok(Access {
            grant: Grant {
                caller: Caller::new(user, Credential::Operator),
                owner,
                organization: team.filter(|team| team.is_organization),
                client: None,
            },
            permission: PhantomData,
        })
    }
    /// The same for an organization, acting as whoever leads it.
    ///
    /// # Errors
    /// Not found, when the organization does not exist or nobody leads it.
    pub fn access_as_leader<P: Permission>(&self, app: &App, organization: i64) -> Result<Access<P>, Error> {
        let leader = app.db.read(|connection| {
            teams::find_organization(connection, organization)?
                .ok_or_else(|| Error::not_found(format!("There is no organization {organization}.")))?;
            memberships::acting_user_of(connection, organization)?.ok_or_else(|| {
                Error::not_found(format!("Organization {organization} has no owner and no admin."))
            })
        })?;
        self.access(app, Owner::Organization(organization), leader)
    }
}
