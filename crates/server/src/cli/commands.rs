//! The commands that create things.

use super::report::Report;
use super::{
    ApiKeyCommand, ClientCommand, Command, Failure, MemberCommand, OrganizationCommand, TeamCommand,
    UserCommand,
};
use openhours_service::App;
use openhours_service::access::{
    ApiKeysWrite, MembershipsWrite, OauthClientsWrite, Operator, OrganizationsWrite, Owner, TeamsWrite,
};
use openhours_service::api_keys::{self, Lifetime};
use openhours_service::memberships::{self, NewMember};
use openhours_service::oauth_clients::{self, NewClient};
use openhours_service::organizations::{self, NewOrganization};
use openhours_service::teams::{self, NewGroup};
use openhours_service::users::{self, NewPerson};
use serde_json::json;

const OPERATOR: Operator = Operator::at_the_console();

/// What `migrate` has done.
pub fn migrated(migrations: &[String]) -> Report {
    let text = match migrations.len() {
        0 => "The schema is up to date.".to_owned(),
        count => format!("The schema is up to date after {count} migrations."),
    };
    Report::new(text, json!({ "migrations": migrations }))
}

/// Runs a command that creates something.
pub fn create(app: &App, command: &Command) -> Result<Report, Failure> {
    match command {
        Command::User(UserCommand::Create(user)) => create_user(app, user),
        Command::ApiKey(ApiKeyCommand::Create(key)) => create_key(app, key),
        Command::Org(OrganizationCommand::Create(organization)) => create_organization(app, organization),
        Command::Team(TeamCommand::Create(team)) => create_team(app, team),
        Command::Member(MemberCommand::Add(member)) => add_member(app, member),
        Command::OauthClient(ClientCommand::Create(client)) => create_client(app, client),
        Command::Serve | Command::Migrate => Ok(Report::silent()),
    }
}

fn create_user(app: &App, asked: &super::UserToCreate) -> Result<Report, Failure> {
    let person = NewPerson {
        email: asked.email.clone(),
        name: asked.name.clone(),
        username: asked.username.clone(),
        time_zone: asked.time_zone.clone(),
    };
    let user = users::create(app, &OPERATOR, person)?;
    let username = user.username.clone().unwrap_or_default();
    Ok(Report::new(
        format!("User {} ({username}, {}) is created.", user.id, user.email),
        json!({
            "id": user.id,
            "email": user.email,
            "name": user.name,
            "username": user.username,
            "timeZone": user.time_zone,
        }),
    ))
}

fn create_key(app: &App, asked: &super::KeyToCreate) -> Result<Report, Failure> {
    let access = OPERATOR.access::<ApiKeysWrite>(app, Owner::User(asked.user), asked.user)?;
    let lifetime = asked.days.map_or(Lifetime::Endless, Lifetime::Days);
    let (secret, key) = api_keys::create(app, &access, None, lifetime)?;
    let until = key.expires_at.map_or_else(|| "for ever".to_owned(), |expiry| format!("until {expiry}"));
    Ok(Report::new(
        format!("The key of user {} works {until}. It is shown only now:\n{secret}", key.user_id),
        json!({
            "id": key.id,
            "userId": key.user_id,
            "apiKey": secret,
            "expiresAt": key.expires_at.map(|expiry| expiry.to_string()),
        }),
    ))
}

fn create_organization(app: &App, asked: &super::OrganizationToCreate) -> Result<Report, Failure> {
    let access = OPERATOR.access::<OrganizationsWrite>(app, Owner::User(asked.owner), asked.owner)?;
    let new =
        NewOrganization { name: asked.name.clone(), slug: asked.slug.clone(), is_platform: asked.platform };
    let organization = organizations::create(app, &access, new)?;
    let slug = organization.slug.clone().unwrap_or_default();
    Ok(Report::new(
        format!("Organization {} ({slug}) is created.", organization.id),
        json!({
            "id": organization.id,
            "name": organization.name,
            "slug": organization.slug,
            "isPlatform": organization.is_platform,
            "ownerId": asked.owner,
        }),
    ))
}

fn create_team(app: &App, asked: &super::TeamToCreate) -> Result<Report, Failure> {
    let owner = asked.org.map_or(Owner::User(asked.owner), Owner::Organization);
    let access = OPERATOR.access::<TeamsWrite>(app, owner, asked.owner)?;
    let new = NewGroup { name: asked.name.clone(), slug: Some(asked.slug.clone()) };
    let team = teams::create(app, &access, new)?;
    let slug = team.slug.clone().unwrap_or_default();
    Ok(Report::new(
        format!("Team {} ({slug}) is created.", team.id),
        json!({
            "id": team.id,
            "name": team.name,
            "slug": team.slug,
            "organizationId": team.parent_id,
            "ownerId": asked.owner,
        }),
    ))
}

fn add_member(app: &App, asked: &super::MemberToAdd) -> Result<Report, Failure> {
    let owner = Owner::Team(asked.team);
    let access = OPERATOR.access::<MembershipsWrite>(app, owner, asked.user)?;
    let new = NewMember { user_id: asked.user, role: asked.role };
    let membership = memberships::create(app, &access, new)?;
    let role = membership.role.as_str().to_uppercase();
    Ok(Report::new(
        format!("User {} is {role} of {}.", membership.user_id, membership.team_id),
        json!({
            "id": membership.id,
            "teamId": membership.team_id,
            "userId": membership.user_id,
            "role": role,
        }),
    ))
}

fn create_client(app: &App, asked: &super::ClientToCreate) -> Result<Report, Failure> {
    let access = OPERATOR.access_as_leader::<OauthClientsWrite>(app, asked.org)?;
    let new = NewClient::of_the_operator(asked.name.clone(), asked.redirect_uri.clone());
    let client = oauth_clients::create(app, &access, new)?;
    Ok(Report::new(
        format!("OAuth client {} is created. Its secret is shown only now:\n{}", client.id, client.secret),
        json!({ "clientId": client.id, "clientSecret": client.secret, "organizationId": asked.org }),
    ))
}
