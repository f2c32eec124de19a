//! Claims about replacing a team's key, which nothing on the wire makes.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use openhours_service::access::{
    self, Access, ApiKeysWrite, Credentials, DoorKind, Knock, MembershipsWrite, Operator, Owner, Role,
    TeamsWrite,
};
use openhours_service::api_keys::{self, Lifetime};
use openhours_service::memberships::{self, NewMember};
use openhours_service::storage::api_keys::{ApiKey, NewApiKey};
use openhours_service::storage::{self, Database};
use openhours_service::teams::{self, NewGroup};
use openhours_service::users::{self, NewPerson};
use openhours_service::{App, Clock, Error, Kind, Secret, Settings, secrets};

const OPERATOR: Operator = Operator::at_the_console();

fn app() -> App {
    let db = Database::open(&storage::Settings::new("sqlite::memory:")).unwrap();
    db.migrate().unwrap();
    App {
        db,
        clock: Clock::standing_at("2030-01-01T12:00:00Z".parse().unwrap()),
        settings: Settings::with_secrets(Secret::new("jwt"), Secret::new("seal")),
    }
}

fn person(app: &App, name: &str) -> i64 {
    let (email, name) = (format!("{name}@example.com"), name.to_owned());
    users::create(app, &OPERATOR, NewPerson { email, name, username: None, time_zone: None }).unwrap().id
}

/// A team of the owner's, with somebody in that role.
fn team_with(app: &App, role: Role) -> (i64, i64) {
    let (owner, person) = (person(app, "owner"), person(app, "person"));
    let access = OPERATOR.access::<TeamsWrite>(app, Owner::User(owner), owner).unwrap();
    let team = teams::create(app, &access, NewGroup { name: "Crew".to_owned(), slug: None }).unwrap().id;
    let access = OPERATOR.access::<MembershipsWrite>(app, Owner::Team(team), person).unwrap();
    memberships::create(app, &access, NewMember { user_id: person, role }).unwrap();
    (team, person)
}

/// A key of the team that makes requests as this user.
fn team_key(app: &App, team: i64, user: i64) -> String {
    let secret = secrets::new_api_key("cal_");
    let row = NewApiKey {
        id: "key".to_owned(),
        user_id: user,
        team_id: Some(team),
        secret_hash: secrets::api_key_hash("cal_", &secret),
        note: Some("for the crew".to_owned()),
        expires_at: None,
        created_at: app.clock.now(),
    };
    app.db.write(|c| storage::api_keys::insert(c, row)).unwrap();
    secret
}

fn admitted(app: &App, key: &str) -> Result<Access<ApiKeysWrite>, Error> {
    let credentials = Credentials { bearer: Some(key.to_owned()), ..Credentials::default() };
    access::admit(app, DoorKind::Own, &Knock { credentials, ..Knock::default() })
}

fn stored(app: &App, key: &str) -> Option<ApiKey> {
    app.db.read(|c| storage::api_keys::find_by_hash(c, &secrets::api_key_hash("cal_", key))).unwrap()
}

#[test]
fn a_leader_of_the_team_replaces_its_key_and_note_and_team_stay() {
    let app = app();
    let (team, admin) = team_with(&app, Role::Admin);
    let old = team_key(&app, team, admin);
    let new = api_keys::refresh(&app, &admitted(&app, &old).unwrap(), Lifetime::Days(2)).unwrap();
    assert!(stored(&app, &old).is_none());
    assert_eq!(admitted(&app, &old).err().map(|error| error.kind()), Some(Kind::Unauthorized));
    let key = stored(&app, &new).unwrap();
    assert_eq!((key.user_id, key.team_id), (admin, Some(team)));
    assert_eq!(key.note.as_deref(), Some("for the crew"));
    assert_eq!(key.expires_at, Some("2030-01-03T12:00:00Z".parse().unwrap()));
}

#[test]
fn a_plain_member_does_not_replace_the_teams_key() {
    let app = app();
    let (team, member) = team_with(&app, Role::Member);
    let key = team_key(&app, team, member);
    let error = api_keys::refresh(&app, &admitted(&app, &key).unwrap(), Lifetime::USUAL).unwrap_err();
    assert_eq!(error.kind(), Kind::Forbidden);
    assert!(stored(&app, &key).is_some());
}
