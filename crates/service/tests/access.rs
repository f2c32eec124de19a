//! Claims about who may call: one world of users, teams and organizations, and what each door answers to each of them.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use jiff::Timestamp;
use openhours_service::access::{
    self, ApiKeysWrite, Credentials, DoorKind, EventTypesRead, Knock, ManagedUsersRead, MembershipsRead,
    MembershipsWrite, OauthClientsRead, OauthClientsWrite, Operator, OrganizationsWrite, Owner, Permission,
    PlatformPermission, ProfileRead, Role, SchedulesRead, SlotsWrite, TeamsRead, TeamsWrite,
};
use openhours_service::api_keys::{self, Lifetime};
use openhours_service::memberships::{self, NewMember};
use openhours_service::organizations::{self, NewOrganization};
use openhours_service::secrets::{self, ManagedUserClaims, ThirdPartyClaims, TokenType};
use openhours_service::storage::memberships::MembershipChanges;
use openhours_service::storage::oauth_clients::NewOauthClient;
use openhours_service::storage::tokens::{NewToken, NewTokenPair};
use openhours_service::storage::users::UserChanges;
use openhours_service::storage::{self, Database, Json};
use openhours_service::teams::{self, NewGroup};
use openhours_service::users::{self, NewPerson};
use openhours_service::{App, Clock, Error, Kind, Secret, Settings};

const OPERATOR: Operator = Operator::at_the_console();
const NOW: &str = "2026-03-10T12:00:00Z";

/// The acme organization (owner, admin, member, pending), its team "crew" (member is admin there), the bolt
/// organization with a team, a team that stands alone (outsider owns it), a system administrator, and a platform.
struct World {
    app: App,
    acme: i64,
    crew: i64,
    bolt_team: i64,
    solo: i64,
    platform: i64,
    client: String,
    other_client: String,
}

impl World {
    fn new() -> Self {
        let database = Database::open(&storage::Settings::new("sqlite::memory:")).unwrap();
        database.migrate().unwrap();
        let app = App {
            db: database,
            clock: Clock::standing_at(NOW.parse().unwrap()),
            settings: Settings::with_secrets(Secret::new("jwt"), Secret::new("seal")),
        };
        let user = |name: &str| person(&app, name);
        let [owner, admin, member, pending, bolt_owner, outsider, root, powner] =
            ["owner", "admin", "member", "pending", "bolt", "outsider", "root", "powner"].map(user);
        let acme = organization(&app, "acme", owner, false);
        let bolt = organization(&app, "boltorg", bolt_owner, false);
        let platform = organization(&app, "platform", powner, true);
        let crew = team(&app, "crew", Some(acme), owner);
        let bolt_team = team(&app, "boltteam", Some(bolt), bolt_owner);
        let solo = team(&app, "solo", None, outsider);
        join(&app, acme, admin, Role::Admin);
        join(&app, acme, member, Role::Member);
        join(&app, crew, member, Role::Admin);
        invite(&app, acme, pending);
        promote(&app, root);
        let client = client_of(&app, platform, PlatformPermission::EVERY);
        let other_client = client_of(&app, platform, PlatformPermission::ProfileRead as i64);
        Self { app, acme, crew, bolt_team, solo, platform, client, other_client }
    }

    fn key(&self, name: &str) -> Credentials {
        let user = self.user(name);
        let access = OPERATOR.access::<ApiKeysWrite>(&self.app, Owner::User(user), user).unwrap();
        let (secret, _) = api_keys::create(&self.app, &access, None, Lifetime::Endless).unwrap();
        Credentials { bearer: Some(secret), ..Credentials::default() }
    }

    fn user(&self, name: &str) -> i64 {
        let email = format!("{name}@example.com");
        let found = self.app.db.read(|c| storage::users::find_by_email(c, &email)).unwrap();
        found.unwrap().id
    }

    fn knock(&self, credentials: Credentials) -> Knock {
        Knock { credentials, ..Knock::default() }
    }

    fn answer<P: Permission>(&self, door: DoorKind, knock: &Knock) -> String {
        match access::admit::<P>(&self.app, door, knock) {
            Ok(access) => format!("{:?}", access.owner()),
            Err(error) => told(&error),
        }
    }

    fn own<P: Permission>(&self, credentials: Credentials) -> String {
        self.answer::<P>(DoorKind::Own, &self.knock(credentials))
    }

    fn at_team<P: Permission>(&self, name: &str, team: &str) -> String {
        let knock = Knock { team: Some(team.to_owned()), ..self.knock(self.key(name)) };
        self.answer::<P>(DoorKind::Team, &knock)
    }

    fn at_organization<P: Permission>(&self, name: &str, organization: &str) -> String {
        let knock = Knock { organization: Some(organization.to_owned()), ..self.knock(self.key(name)) };
        self.answer::<P>(DoorKind::Organization, &knock)
    }

    fn at_acme_team<P: Permission>(&self, name: &str, team: i64) -> String {
        let knock = Knock {
            organization: Some(self.acme.to_string()),
            team: Some(team.to_string()),
            ..self.knock(self.key(name))
        };
        self.answer::<P>(DoorKind::OrganizationTeam, &knock)
    }

    fn at_platform<P: Permission>(&self, credentials: Credentials, client: Option<&str>) -> String {
        let knock = Knock { client: client.map(ToOwned::to_owned), ..self.knock(credentials) };
        self.answer::<P>(DoorKind::Platform, &knock)
    }

    /// An access token of this user, made through the client, with so many minutes left.
    fn token(&self, name: &str, client: &str, minutes: i64) -> Credentials {
        let now: Timestamp = NOW.parse().unwrap();
        let expires_at = now + jiff::SignedDuration::from_mins(minutes);
        let user_id = self.user(name);
        let claims = ManagedUserClaims {
            token_type: TokenType::AccessToken,
            client_id: client.to_owned(),
            owner_id: user_id,
            expires_at: expires_at.as_millisecond(),
            jti: secrets::random_hex::<8>(),
            iat: now.as_second(),
            user_id: None,
        };
        let token = secrets::sign(&self.app.settings.jwt_secret, &claims).unwrap();
        let hashed = |text: &str| NewToken { secret_hash: secrets::hash(text), expires_at };
        let pair = NewTokenPair {
            user_id,
            oauth_client_id: client.to_owned(),
            access: hashed(&token),
            refresh: hashed(&format!("refresh {token}")),
            created_at: now,
        };
        self.app.db.write(|c| storage::tokens::insert_pair(c, pair)).unwrap();
        Credentials { bearer: Some(token), ..Credentials::default() }
    }

    fn third_party(&self, name: &str, scopes: &[&str]) -> Credentials {
        let now: Timestamp = NOW.parse().unwrap();
        let claims = ThirdPartyClaims {
            user_id: Some(self.user(name)),
            team_id: None,
            scope: scopes.iter().map(ToString::to_string).collect(),
            token_type: ThirdPartyClaims::ACCESS_TOKEN.to_owned(),
            client_id: "third".to_owned(),
            iat: now.as_second(),
            exp: now.as_second() + 1800,
        };
        let token = secrets::sign(&self.app.settings.encryption_key, &claims).unwrap();
        Credentials { bearer: Some(token), ..Credentials::default() }
    }
}

fn told(error: &Error) -> String {
    let status = match error.kind() {
        Kind::Invalid => 400,
        Kind::Unauthorized => 401,
        Kind::Forbidden => 403,
        Kind::NotFound => 404,
        Kind::TokenExpired => 498,
        other => panic!("{other:?}: {error:?}"),
    };
    format!("{status} {}", error.sentence())
}

fn person(app: &App, name: &str) -> i64 {
    let new = NewPerson {
        email: format!("{name}@example.com"),
        name: name.to_owned(),
        username: None,
        time_zone: None,
    };
    users::create(app, &OPERATOR, new).unwrap().id
}

fn organization(app: &App, name: &str, owner: i64, is_platform: bool) -> i64 {
    let access = OPERATOR.access::<OrganizationsWrite>(app, Owner::User(owner), owner).unwrap();
    let new = NewOrganization { name: name.to_owned(), slug: name.to_owned(), is_platform };
    organizations::create(app, &access, new).unwrap().id
}

fn team(app: &App, name: &str, organization: Option<i64>, owner: i64) -> i64 {
    let place = organization.map_or(Owner::User(owner), Owner::Organization);
    let access = OPERATOR.access::<TeamsWrite>(app, place, owner).unwrap();
    teams::create(app, &access, NewGroup { name: name.to_owned(), slug: None }).unwrap().id
}

fn join(app: &App, team: i64, user: i64, role: Role) -> i64 {
    let access = OPERATOR.access::<MembershipsWrite>(app, Owner::Team(team), user).unwrap();
    memberships::create(app, &access, NewMember { user_id: user, role }).unwrap().id
}

fn invite(app: &App, team: i64, user: i64) {
    let id = join(app, team, user, Role::Member);
    let changes = MembershipChanges { accepted: Some(false), ..MembershipChanges::default() };
    let now = app.clock.now();
    app.db.write(|c| storage::memberships::update(c, (team, id), changes, now)).unwrap();
    app.db.write(|c| storage::profiles::delete(c, user, team)).unwrap();
}

fn promote(app: &App, user: i64) {
    let changes = UserChanges { is_system_admin: Some(true), ..UserChanges::default() };
    let now = app.clock.now();
    app.db.write(|c| storage::users::update(c, user, changes, now)).unwrap();
}

fn client_of(app: &App, organization_id: i64, permissions: i64) -> String {
    let now = app.clock.now();
    let row = NewOauthClient {
        id: secrets::new_client_id(),
        organization_id,
        name: "client".to_owned(),
        secret_hash: secrets::hash("client-secret"),
        secret_sealed: secrets::seal(&app.settings.encryption_key, "client-secret").unwrap(),
        permissions,
        logo: None,
        redirect_uris: Json(vec!["https://app.example".to_owned()]),
        booking_redirect_uri: None,
        booking_cancel_redirect_uri: None,
        booking_reschedule_redirect_uri: None,
        are_emails_enabled: false,
        are_default_event_types_enabled: false,
        are_calendar_events_enabled: false,
        created_at: now,
        updated_at: now,
    };
    app.db.write(|c| storage::oauth_clients::insert(c, row)).unwrap().id
}

fn client_and_secret(id: &str, secret: &str) -> Credentials {
    Credentials {
        client_id: Some(id.to_owned()),
        client_secret: Some(secret.to_owned()),
        ..Credentials::default()
    }
}

#[test]
fn whoever_does_not_say_who_they_are_is_told_how() {
    let world = World::new();
    let nothing = world.own::<ProfileRead>(Credentials::default());
    assert!(nothing.starts_with("401 ApiAuthStrategy - No authentication method provided."));
    let only_id = Credentials { client_id: Some(world.client.clone()), ..Credentials::default() };
    assert!(
        world.own::<ProfileRead>(only_id).starts_with("401 ApiAuthStrategy - Only 'x-cal-client-id' header")
    );
    let only_secret = Credentials { client_secret: Some("s".to_owned()), ..Credentials::default() };
    assert!(
        world
            .own::<ProfileRead>(only_secret)
            .starts_with("401 ApiAuthStrategy - Only 'x-cal-secret-key' header")
    );
}

#[test]
fn credentials_that_do_not_hold_are_named() {
    let world = World::new();
    let bearer = |text: &str| Credentials { bearer: Some(text.to_owned()), ..Credentials::default() };
    assert_eq!(
        world.own::<ProfileRead>(bearer("cal_nope")),
        "401 ApiAuthStrategy - api key - Your api key is not valid"
    );
    assert_eq!(world.own::<ProfileRead>(bearer("nope")), "401 Invalid Access Token.");
    assert_eq!(
        world.own::<ProfileRead>(client_and_secret("nope", "s")),
        "401 ApiAuthStrategy - oAuth client - Client with ID nope not found"
    );
    assert_eq!(
        world.own::<ProfileRead>(client_and_secret(&world.client, "wrong")),
        "401 ApiAuthStrategy - oAuth client - Invalid client secret"
    );
}

#[test]
fn an_expired_key_is_refused_from_the_next_day_on() {
    let world = World::new();
    let user = world.user("member");
    let access = OPERATOR.access::<ApiKeysWrite>(&world.app, Owner::User(user), user).unwrap();
    let (secret, _) = api_keys::create(&world.app, &access, None, Lifetime::Days(1)).unwrap();
    let key = Credentials { bearer: Some(secret), ..Credentials::default() };
    world.app.clock.set("2026-03-11T23:59:59Z".parse().unwrap());
    assert_eq!(world.own::<ProfileRead>(key.clone()), format!("User({user})"));
    world.app.clock.set("2026-03-12T00:00:00Z".parse().unwrap());
    assert_eq!(world.own::<ProfileRead>(key), "401 ApiAuthStrategy - api key - Your api key is expired");
}

#[test]
fn a_client_acts_as_the_owner_of_its_organization_and_goes_before_a_key() {
    let world = World::new();
    let powner = format!("User({})", world.user("powner"));
    let mut both = client_and_secret(&world.client, "client-secret");
    both.bearer = world.key("member").bearer;
    assert_eq!(world.own::<ProfileRead>(both), powner);
}

#[test]
fn a_managed_users_token_works_until_it_expires_and_only_from_known_origins() {
    let world = World::new();
    let member = world.user("member");
    let mut token = world.token("member", &world.client, 60);
    assert_eq!(world.own::<ProfileRead>(token.clone()), format!("User({member})"));
    token.origin = Some("https://app.example".to_owned());
    assert_eq!(world.own::<ProfileRead>(token.clone()), format!("User({member})"));
    token.origin = Some("https://evil.example".to_owned());
    assert_eq!(
        world.own::<ProfileRead>(token),
        format!(
            "401 ApiAuthStrategy - access token - Invalid request origin - please add the origin \
             'https://evil.example' to the 'Redirect uris' of your OAuth client with ID '{}'",
            world.client
        )
    );
    let expired = world.token("member", &world.client, 0);
    assert_eq!(world.own::<ProfileRead>(expired), "498 ACCESS_TOKEN_IS_EXPIRED");
}

#[test]
fn tokens_of_a_deleted_client_are_told_so() {
    let world = World::new();
    let token = world.token("member", &world.other_client, 60);
    world.app.db.write(|c| storage::oauth_clients::delete(c, &world.other_client)).unwrap();
    assert_eq!(
        world.own::<ProfileRead>(token),
        "401 ApiAuthStrategy - access token - OAuth client not found given the access token"
    );
}

#[test]
fn a_platform_client_needs_the_permission_and_keys_do_not() {
    let world = World::new();
    let refusal = format!(
        "403 PermissionsGuard - oAuth client with id={} does not have the required permissions=SCHEDULE_READ. Go to \
         platform dashboard settings and add the required permissions to the oAuth client.",
        world.other_client
    );
    let client = client_and_secret(&world.other_client, "client-secret");
    assert_eq!(world.own::<SchedulesRead>(client), refusal);
    assert_eq!(world.own::<SchedulesRead>(world.token("member", &world.other_client, 60)), refusal);
    assert!(world.own::<SchedulesRead>(world.key("member")).starts_with("User("));
}

#[test]
fn some_areas_look_at_permissions_before_anybody_is_authenticated() {
    let world = World::new();
    assert_eq!(
        world.own::<EventTypesRead>(Credentials::default()),
        "403 PermissionsGuard - no authentication provided. Provide either authorization bearer token containing \
         managed user access token or oAuth client id in 'x-cal-client-id' header."
    );
    let bearer = Credentials { bearer: Some("nope".to_owned()), ..Credentials::default() };
    assert_eq!(
        world.own::<EventTypesRead>(bearer),
        "403 PermissionsGuard - no oAuth client found for access token=nope"
    );
    assert_eq!(
        world.own::<EventTypesRead>(client_and_secret("nope", "s")),
        "403 PermissionsGuard - no oAuth client found for client id=nope"
    );
    let key = Credentials { bearer: Some("cal_nope".to_owned()), ..Credentials::default() };
    assert!(world.own::<EventTypesRead>(key).starts_with("401 "));
}

#[test]
fn a_third_party_may_do_what_its_scopes_say() {
    let world = World::new();
    let member = format!("User({})", world.user("member"));
    let scoped = world.third_party("member", &["EVENT_TYPE_READ"]);
    assert_eq!(world.own::<EventTypesRead>(scoped.clone()), member);
    assert_eq!(
        world.own::<SchedulesRead>(scoped),
        "403 insufficient_scope: token does not have the required scopes. Required: SCHEDULE_READ. Token has: \
         EVENT_TYPE_READ"
    );
    assert_eq!(world.own::<SchedulesRead>(world.third_party("member", &[])), member);
    world.app.clock.set("2026-03-10T12:30:00Z".parse().unwrap());
    let old = world.third_party("member", &[]);
    world.app.clock.set("2026-03-10T13:00:00Z".parse().unwrap());
    assert_eq!(world.own::<ProfileRead>(old), "401 Invalid Access Token.");
}

#[test]
fn an_organization_asks_whether_it_exists_then_for_roles() {
    let world = World::new();
    let (acme, crew) = (world.acme.to_string(), world.crew.to_string());
    let ask = |name: &str, id: &str| world.at_organization::<MembershipsRead>(name, id);
    assert_eq!(ask("admin", &acme), format!("Organization({acme})"));
    assert_eq!(ask("root", &acme), format!("Organization({acme})"));
    for id in ["99999999", crew.as_str()] {
        assert_eq!(
            ask("owner", id),
            format!(
                "403 IsOrgGuard - provided organization id={id} does not represent any existing organization."
            )
        );
    }
    assert_eq!(
        ask("outsider", &acme),
        format!("403 RolesGuard - User is not a member of the organization with id={acme}.")
    );
    for name in ["member", "pending"] {
        assert_eq!(
            ask(name, &acme),
            format!(
                "403 RolesGuard - user with id={} does not have the minimum required role=ORG_ADMIN within \
                 organization with id={acme}.",
                world.user(name)
            )
        );
    }
    assert_eq!(ask("owner", "abc"), "400 Validation failed (numeric string is expected)");
}

#[test]
fn an_organizations_team_asks_for_roles_before_it_says_whether_the_team_is_its_own() {
    let world = World::new();
    let (acme, crew, foreign) = (world.acme, world.crew, world.bolt_team);
    let ask = |name: &str, team: i64| world.at_acme_team::<MembershipsRead>(name, team);
    assert_eq!(ask("admin", crew), format!("Team({crew})"));
    assert_eq!(ask("member", crew), format!("Team({crew})"));
    assert_eq!(
        ask("bolt", crew),
        format!("403 RolesGuard - User is not part of the organization with id={acme}.")
    );
    assert_eq!(
        ask("pending", crew),
        format!(
            "403 RolesGuard - User is not part of the team with id={crew} and/or, is not an admin nor an owner of \
             the organization with id={acme}."
        )
    );
    assert_eq!(ask("owner", foreign), format!("404 IsTeamInOrg - Team ({foreign}) not found."));
    assert!(ask("member", foreign).starts_with("403 RolesGuard - User is not part of the team"));
    assert_eq!(
        world.at_acme_team::<TeamsWrite>("member", crew),
        format!(
            "403 RolesGuard - user with id={} does not have the minimum required role=ORG_ADMIN within organization \
             with id={acme} team with id={crew}.",
            world.user("member")
        )
    );
}

#[test]
fn schedules_say_first_whether_the_team_is_the_organizations() {
    let world = World::new();
    let foreign = world.bolt_team;
    assert_eq!(
        world.at_acme_team::<SchedulesRead>("member", foreign),
        format!("404 IsTeamInOrg - Team ({foreign}) not found.")
    );
}

#[test]
fn a_team_is_open_to_its_members_and_to_system_administrators() {
    let world = World::new();
    let solo = world.solo.to_string();
    let ask = |name: &str, id: &str| world.at_team::<TeamsRead>(name, id);
    assert_eq!(ask("outsider", &solo), format!("Team({solo})"));
    assert_eq!(ask("root", &solo), format!("Team({solo})"));
    assert_eq!(
        ask("owner", &solo),
        format!("403 RolesGuard - User is not a member of the team with id={solo}.")
    );
    let acme = world.acme.to_string();
    assert!(ask("owner", &acme).starts_with("403 "), "an organization is not a team");
    assert_eq!(
        world.at_team::<TeamsWrite>("member", &world.crew.to_string()),
        format!(
            "403 RolesGuard - user with id={} does not have the minimum required role=TEAM_OWNER within team with \
             id={}.",
            world.user("member"),
            world.crew
        )
    );
}

#[test]
fn an_organizations_user_must_have_a_profile_there() {
    let world = World::new();
    let ask = |name: &str, user: i64| {
        let knock = Knock {
            organization: Some(world.acme.to_string()),
            user: Some(user.to_string()),
            ..world.knock(world.key(name))
        };
        world.answer::<SchedulesRead>(DoorKind::OrganizationUser, &knock)
    };
    let (member, pending) = (world.user("member"), world.user("pending"));
    assert_eq!(ask("admin", member), format!("User({member})"));
    assert_eq!(
        ask("admin", pending),
        format!(
            "403 IsUserInOrg - user with id={pending} is not part of the organization with id={}.",
            world.acme
        )
    );
}

#[test]
fn managed_users_ask_for_the_client_first_and_oauth_clients_for_the_organization() {
    let world = World::new();
    let client = Some(world.client.as_str());
    let managed = |name: &str, client| world.at_platform::<ManagedUsersRead>(world.key(name), client);
    let clients = |name: &str, client| world.at_platform::<OauthClientsRead>(world.key(name), client);
    assert_eq!(managed("powner", client), format!("Client({:?})", world.client));
    assert_eq!(
        managed("outsider", client),
        "403 OAuthClientGuard - No organization associated with the user."
    );
    assert_eq!(managed("owner", Some("nope")), "404 OAuthClientGuard - OAuth client not found.");
    assert_eq!(
        managed("owner", client),
        format!(
            "403 OAuthClientGuard - forbidden. oAuth client with id={} does not belong to the organization with \
             id={}.",
            world.client, world.acme
        )
    );
    let not_a_platform = "403 OrganizationRolesGuard - Organization is not a platform (SHP).";
    assert_eq!(clients("owner", Some("nope")), not_a_platform);
    assert_eq!(clients("owner", None), not_a_platform);
    assert_eq!(clients("powner", Some("nope")), "404 OAuthClientGuard - OAuth client not found.");
    assert_eq!(clients("powner", None), format!("Organization({})", world.platform));
    assert_eq!(
        clients("root", None),
        "403 OrganizationRolesGuard - No organization associated with the user."
    );
}

#[test]
fn a_platforms_members_may_read_its_clients_and_not_write_them() {
    let world = World::new();
    let platform = world.platform;
    let helper = person(&world.app, "helper");
    join(&world.app, platform, helper, Role::Member);
    assert_eq!(
        world.at_platform::<OauthClientsRead>(world.key("helper"), None),
        format!("Organization({platform})")
    );
    assert_eq!(
        world.at_platform::<OauthClientsWrite>(world.key("helper"), None),
        "403 OrganizationRolesGuard - User must have one of the roles: ADMIN, OWNER."
    );
}

#[test]
fn a_managed_users_token_does_not_open_the_platform() {
    let world = World::new();
    let helper = person(&world.app, "helper");
    join(&world.app, world.platform, helper, Role::Member);
    let token = world.token("helper", &world.client, 60);
    let answer = world.at_platform::<OauthClientsRead>(token, None);
    assert!(answer.starts_with("401 ApiAuthStrategy - Invalid authentication method."), "{answer}");
}

#[test]
fn an_open_door_lets_everybody_in_and_refuses_credentials_that_do_not_hold() {
    let world = World::new();
    let visit = |credentials: Credentials| access::visit::<SlotsWrite>(&world.app, &credentials);
    assert!(visit(Credentials::default()).unwrap().caller().is_none());
    let only_id = Credentials { client_id: Some(world.client.clone()), ..Credentials::default() };
    assert!(visit(only_id).unwrap().caller().is_none());
    let known = visit(world.key("member")).unwrap();
    assert_eq!(known.caller().unwrap().user().id, world.user("member"));
    let bad = Credentials { bearer: Some("nope".to_owned()), ..Credentials::default() };
    assert_eq!(visit(bad).err().unwrap().sentence(), "Invalid Access Token.");
    let expired = visit(world.token("member", &world.client, 0));
    assert_eq!(expired.err().unwrap().kind(), Kind::TokenExpired);
}

#[test]
fn the_admin_api_is_on_unless_it_is_switched_off() {
    let mut world = World::new();
    let acme = world.acme.to_string();
    world.app.settings.admin_api = false;
    assert_eq!(
        world.at_organization::<MembershipsRead>("admin", &acme),
        "403 IsAdminAPIEnabledGuard - Organization does not have Admin API access."
    );
    let platform = world.platform.to_string();
    assert_eq!(
        world.at_organization::<MembershipsRead>("powner", &platform),
        format!("Organization({platform})")
    );
}
