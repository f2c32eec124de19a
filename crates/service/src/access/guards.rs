//! The guards behind the doors: in which order a caller is asked what, and how each guard refuses.

use super::authenticate::{self, Caller, Credential};
use super::credentials::{Bearer, Offer};
use super::permission::{DoorKind, Facts, OrganizationTeamRole, PermissionCheck, PlatformOrder, TeamOrder};
use super::{Knock, Owner, Role, number, scopes};
use crate::{App, Error, secrets};
use openhours_storage::Connection;
use openhours_storage::memberships::{self, Membership};
use openhours_storage::oauth_clients::{self, OauthClient};
use openhours_storage::teams::{self, Team};
use openhours_storage::{profiles, tokens};

/// What a door has found out.
pub struct Grant {
    pub caller: Caller,
    pub owner: Owner,
    pub organization: Option<Team>,
    pub client: Option<OauthClient>,
}

/// One caller before one door.
struct Entry<'a> {
    app: &'a App,
    connection: &'a mut Connection,
    facts: &'a Facts,
    knock: &'a Knock,
    caller: &'a Caller,
}

/// The least role that a guard asks for, and where.
struct Demand {
    kind: &'static str,
    least: Role,
    place: String,
}

impl Demand {
    fn check(&self, membership: &Membership) -> Result<(), Error> {
        if membership.role >= self.least {
            return Ok(());
        }
        let Self { kind, least, place } = self;
        Err(Error::forbidden(format!(
            "RolesGuard - user with id={} does not have the minimum required role={kind}_{} within {place}.",
            membership.user_id,
            role_name(*least)
        )))
    }
}

/// Asks all that the door asks, in its order.
pub fn admit(app: &App, facts: &Facts, door: DoorKind, knock: &Knock) -> Result<Grant, Error> {
    app.db.read(|connection| {
        if facts.check == PermissionCheck::BeforeAuthentication && door == DoorKind::Own {
            check_offer(app, connection, knock)?;
        }
        let caller = authenticate::caller(app, connection, &knock.credentials)?;
        check_client_permission(&caller, facts)?;
        if let Credential::ThirdParty { scopes: granted, .. } = caller.credential() {
            scopes::check(granted, facts, door)?;
        }
        let mut entry = Entry { app, connection, facts, knock, caller: &caller };
        let (owner, organization, client) = match door {
            DoorKind::Own | DoorKind::Public | DoorKind::MaybeCaller => {
                (Owner::User(caller.user().id), None, None)
            }
            DoorKind::Team => (entry.team()?, None, None),
            DoorKind::Organization => {
                let organization = entry.organization()?;
                (Owner::Organization(organization.id), Some(organization), None)
            }
            DoorKind::OrganizationTeam => {
                let (owner, organization) = entry.organization_team()?;
                (owner, Some(organization), None)
            }
            DoorKind::OrganizationUser => {
                let (owner, organization) = entry.organization_user()?;
                (owner, Some(organization), None)
            }
            DoorKind::Platform => {
                let (organization, client) = entry.platform()?;
                let owner = client.as_ref().map_or_else(
                    || Owner::Organization(organization.id),
                    |client| Owner::Client(client.id.clone()),
                );
                (owner, Some(organization), client)
            }
        };
        Ok(Grant { caller, owner, organization, client })
    })
}

/// Some areas look at the client's permissions before anybody is authenticated: there, credentials that are missing or
/// unknown are forbidden, not unauthorized.
fn check_offer(app: &App, connection: &mut Connection, knock: &Knock) -> Result<(), Error> {
    match knock.credentials.offer(&app.settings.api_key_prefix) {
        Offer::Bearer(Bearer::ApiKey(_)) => Ok(()),
        Offer::Bearer(Bearer::Token(token)) => {
            let is_known = tokens::find_access(connection, &secrets::hash(token))?.is_some()
                || authenticate::third_party_claims(app, token).is_some();
            if is_known {
                return Ok(());
            }
            Err(Error::forbidden(format!(
                "PermissionsGuard - no oAuth client found for access token={token}"
            )))
        }
        Offer::Client { id, .. } if oauth_clients::find(connection, id)?.is_none() => {
            Err(Error::forbidden(format!("PermissionsGuard - no oAuth client found for client id={id}")))
        }
        Offer::Client { .. } | Offer::ClientIdOnly => Ok(()),
        Offer::SecretOnly | Offer::Nothing => Err(Error::forbidden(
            "PermissionsGuard - no authentication provided. Provide either authorization bearer token containing \
             managed user access token or oAuth client id in 'x-cal-client-id' header.",
        )),
    }
}

fn check_client_permission(caller: &Caller, facts: &Facts) -> Result<(), Error> {
    let (Some(client), Some(permission)) = (caller.platform_client(), facts.platform) else {
        return Ok(());
    };
    if permission.is_in(client.permissions) {
        return Ok(());
    }
    Err(Error::forbidden(format!(
        "PermissionsGuard - oAuth client with id={} does not have the required permissions={}. Go to platform \
         dashboard settings and add the required permissions to the oAuth client.",
        client.id,
        permission.key()
    )))
}

impl Entry<'_> {
    fn membership(&mut self, team: i64) -> Result<Option<Membership>, Error> {
        Ok(memberships::find(self.connection, self.caller.user().id, team)?)
    }

    /// A team that the path names alone.
    fn team(&mut self) -> Result<Owner, Error> {
        let id = named(self.knock.team.as_deref())?;
        let found = teams::find(self.connection, id)?.filter(|team| !team.is_organization);
        if self.caller.is_system_admin() {
            let team = found.ok_or_else(|| no_team(id))?;
            return Ok(Owner::Team(team.id));
        }
        let membership = match found {
            Some(_) => self.membership(id)?,
            None => None,
        };
        let membership = membership.ok_or_else(|| {
            Error::forbidden(format!("RolesGuard - User is not a member of the team with id={id}."))
        })?;
        let place = format!("team with id={id}");
        Demand { kind: "TEAM", least: self.facts.team_role, place }.check(&membership)?;
        Ok(Owner::Team(id))
    }

    /// An organization that the path names, without roles.
    fn existing_organization(&mut self) -> Result<Team, Error> {
        let id = named(self.knock.organization.as_deref())?;
        teams::find(self.connection, id)?.filter(|team| team.is_organization).ok_or_else(|| {
            Error::forbidden(format!(
                "IsOrgGuard - provided organization id={id} does not represent any existing organization."
            ))
        })
    }

    /// An organization that the path names alone.
    fn organization(&mut self) -> Result<Team, Error> {
        let organization = self.existing_organization()?;
        self.organization_role(&organization)?;
        self.admin_api(&organization)?;
        Ok(organization)
    }

    fn organization_role(&mut self, organization: &Team) -> Result<(), Error> {
        if self.caller.is_system_admin() {
            return Ok(());
        }
        let id = organization.id;
        let membership = self.membership(id)?.ok_or_else(|| {
            Error::forbidden(format!("RolesGuard - User is not a member of the organization with id={id}."))
        })?;
        let place = format!("organization with id={id}");
        Demand { kind: "ORG", least: self.facts.organization_role, place }.check(&membership)
    }

    /// A team of an organization.
    fn organization_team(&mut self) -> Result<(Owner, Team), Error> {
        let organization = self.existing_organization()?;
        let id = named(self.knock.team.as_deref())?;
        if self.facts.team_order == TeamOrder::TeamFirst {
            self.team_in(id, &organization)?;
        }
        self.team_role_in(id, &organization)?;
        self.admin_api(&organization)?;
        self.team_in(id, &organization)?;
        Ok((Owner::Team(id), organization))
    }

    fn team_in(&mut self, id: i64, organization: &Team) -> Result<(), Error> {
        let team = teams::find(self.connection, id)?;
        match team {
            Some(team) if team.parent_id == Some(organization.id) => Ok(()),
            _ => Err(no_team(id)),
        }
    }

    fn team_role_in(&mut self, team: i64, organization: &Team) -> Result<(), Error> {
        if self.caller.is_system_admin() {
            return Ok(());
        }
        let id = organization.id;
        let above = self.membership(id)?.ok_or_else(|| {
            Error::forbidden(format!("RolesGuard - User is not part of the organization with id={id}."))
        })?;
        let place = format!("organization with id={id} team with id={team}");
        let least = match self.facts.organization_team_role {
            OrganizationTeamRole::Organization(least) => {
                return Demand { kind: "ORG", least, place }.check(&above);
            }
            OrganizationTeamRole::Team(least) => least,
        };
        if above.role >= Role::Admin {
            return Ok(());
        }
        let membership = self.membership(team)?.ok_or_else(|| {
            Error::forbidden(format!(
                "RolesGuard - User is not part of the team with id={team} and/or, is not an admin nor an owner of \
                 the organization with id={id}."
            ))
        })?;
        Demand { kind: "TEAM", least, place }.check(&membership)
    }

    /// A user of an organization.
    fn organization_user(&mut self) -> Result<(Owner, Team), Error> {
        let organization = self.organization()?;
        let id = named(self.knock.user.as_deref())?;
        if profiles::find(self.connection, id, organization.id)?.is_some() {
            return Ok((Owner::User(id), organization));
        }
        Err(Error::forbidden(format!(
            "IsUserInOrg - user with id={id} is not part of the organization with id={}.",
            organization.id
        )))
    }

    /// Organizations that are no platforms may have the API for their administration switched off.
    fn admin_api(&mut self, organization: &Team) -> Result<(), Error> {
        let is_on = organization.is_platform
            || (self.app.settings.admin_api
                && teams::settings(self.connection, organization.id)?.is_admin_api_enabled);
        if is_on {
            return Ok(());
        }
        Err(Error::forbidden("IsAdminAPIEnabledGuard - Organization does not have Admin API access."))
    }

    /// The caller's platform, and the client that the path names.
    fn platform(&mut self) -> Result<(Team, Option<OauthClient>), Error> {
        if !matches!(self.caller.credential(), Credential::ApiKey(_) | Credential::Client(_)) {
            return Err(Error::unauthorized(
                "ApiAuthStrategy - Invalid authentication method. Please provide one of the allowed methods: \
                 API_KEY, OAUTH_CLIENT_CREDENTIALS",
            ));
        }
        let organization = self.callers_organization()?;
        match self.facts.platform_order {
            PlatformOrder::ClientFirst => {
                let organization = organization.ok_or_else(|| no_organization("OAuthClientGuard"))?;
                let client = self.client_of(&organization)?;
                self.platform_role(&organization)?;
                Ok((organization, client))
            }
            PlatformOrder::OrganizationFirst => {
                let organization = organization.ok_or_else(|| no_organization("OrganizationRolesGuard"))?;
                self.platform_role(&organization)?;
                let client = self.client_of(&organization)?;
                Ok((organization, client))
            }
        }
    }

    /// The organization that the request is for: the key's, the client's, else the user's main one.
    fn callers_organization(&mut self) -> Result<Option<Team>, Error> {
        let named = match self.caller.credential() {
            Credential::ApiKey(key) => key.team_id,
            Credential::Client(client) => Some(client.organization_id),
            Credential::ManagedUser(_) | Credential::ThirdParty { .. } | Credential::Operator => None,
        };
        if let Some(id) = named {
            let team = teams::find(self.connection, id)?;
            return Ok(team.filter(|team| team.is_organization));
        }
        let main = profiles::main_organization(self.connection, self.caller.user().id)?;
        Ok(main.map(|(_, organization)| organization))
    }

    fn client_of(&mut self, organization: &Team) -> Result<Option<OauthClient>, Error> {
        let Some(id) = self.knock.client.as_deref() else {
            return Ok(None);
        };
        let client = oauth_clients::find(self.connection, id)?
            .ok_or_else(|| Error::not_found("OAuthClientGuard - OAuth client not found."))?;
        if client.organization_id == organization.id || self.caller.is_system_admin() {
            return Ok(Some(client));
        }
        Err(Error::forbidden(format!(
            "OAuthClientGuard - forbidden. oAuth client with id={id} does not belong to the organization with id={}.",
            organization.id
        )))
    }

    fn platform_role(&mut self, organization: &Team) -> Result<(), Error> {
        let refused = |sentence: &str| Error::forbidden(format!("OrganizationRolesGuard - {sentence}"));
        if !organization.is_platform {
            return Err(refused("Organization is not a platform (SHP)."));
        }
        let membership = self.membership(organization.id)?;
        let least = self.facts.organization_role;
        let roles = if least == Role::Member { "ADMIN, OWNER, MEMBER" } else { "ADMIN, OWNER" };
        match membership {
            Some(membership) if !membership.accepted => {
                Err(refused("User has not accepted membership in the organization."))
            }
            Some(membership) if membership.role >= least => Ok(()),
            _ => Err(refused(&format!("User must have one of the roles: {roles}."))),
        }
    }
}

/// A role's name as refusals spell it.
fn role_name(role: Role) -> String {
    role.as_str().to_uppercase()
}

fn no_team(id: i64) -> Error {
    Error::not_found(format!("IsTeamInOrg - Team ({id}) not found."))
}

fn no_organization(guard: &str) -> Error {
    Error::forbidden(format!("{guard} - No organization associated with the user."))
}

/// An id that the path must name, read only now that it is known who asks.
fn named(text: Option<&str>) -> Result<i64, Error> {
    text.map_or_else(|| Err(Error::internal("a door stands at a path without its owner")), number)
}
