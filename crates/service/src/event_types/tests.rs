//! Claims about the rooms that no request of today can show: teams' event types, and organizations that lock creation.

use super::{Changes, NewEventType, Shown, create, get, update};
use crate::access::{Access, EventTypesRead, EventTypesWrite, Operator, Owner, Permission, Role};
use crate::{App, Clock, Error, Kind, Secret, Settings};
use jiff::Timestamp;
use openhours_storage::event_types::{
    self, EventType, EventTypeSettings, NewEventTypeHost, NewPrivateLink, SchedulingType,
};
use openhours_storage::memberships::{self, NewMembership};
use openhours_storage::profiles::{self, NewProfile};
use openhours_storage::teams::{self, NewTeam, OrganizationSettings};
use openhours_storage::users::{self, NewUser};
use openhours_storage::{Connection, Database, Error as StorageError};

struct Scene {
    app: App,
    organization: i64,
    team: i64,
    admin: i64,
    member: i64,
    outsider: i64,
}

fn now() -> Timestamp {
    "2030-01-07T08:00:00Z".parse().unwrap()
}

fn user(connection: &mut Connection, name: &str) -> Result<i64, StorageError> {
    let new = NewUser { username: Some(name.into()), ..NewUser::new(format!("{name}@example.com"), now()) };
    Ok(users::insert(connection, new)?.id)
}

fn joined(connection: &mut Connection, user: i64, (team, role): (i64, Role)) -> Result<(), StorageError> {
    memberships::insert(connection, NewMembership::accepted(user, team, role, now()))?;
    Ok(())
}

fn profiled(connection: &mut Connection, user_id: i64, organization_id: i64) -> Result<(), StorageError> {
    let profile = NewProfile {
        uid: format!("profile-{user_id}"),
        user_id,
        organization_id,
        username: format!("user-{user_id}"),
        created_at: now(),
        updated_at: now(),
    };
    profiles::insert(connection, profile)?;
    Ok(())
}

impl Scene {
    fn new() -> Self {
        let db = Database::open(&openhours_storage::Settings::new("sqlite::memory:")).unwrap();
        db.migrate().unwrap();
        let (organization, team, [admin, member, outsider]) = db
            .write(|connection| {
                let organization = NewTeam { is_organization: true, ..NewTeam::new("Acme", "acme", now()) };
                let organization = teams::insert(connection, organization)?.id;
                let team = NewTeam { parent_id: Some(organization), ..NewTeam::new("Team", "team", now()) };
                let team = teams::insert(connection, team)?.id;
                let people =
                    [user(connection, "admin")?, user(connection, "member")?, user(connection, "outsider")?];
                for (person, role) in [(people[0], Role::Admin), (people[1], Role::Member)] {
                    joined(connection, person, (organization, role))?;
                    profiled(connection, person, organization)?;
                }
                Ok::<_, StorageError>((organization, team, people))
            })
            .unwrap();
        let app = App {
            db,
            clock: Clock::standing_at(now()),
            settings: Settings::with_secrets(Secret::new("jwt"), Secret::new("encryption")),
        };
        Self { app, organization, team, admin, member, outsider }
    }

    fn access<P: Permission>(&self, user: i64) -> Access<P> {
        Operator::at_the_console().access(&self.app, Owner::User(user), user).unwrap()
    }

    fn make(&self, user: i64) -> Result<Shown, Error> {
        let new = NewEventType {
            title: "Talk".into(),
            slug: "talk".into(),
            length_minutes: 30,
            settings: Changes::default(),
        };
        create(&self.app, &self.access::<EventTypesWrite>(user), new)
    }

    fn lock_creation(&self) {
        let settings = OrganizationSettings {
            lock_event_type_creation: true,
            ..OrganizationSettings::default_of(self.organization)
        };
        self.app.db.write(|connection| teams::save_settings(connection, settings)).unwrap();
    }

    /// A round-robin event type of the team with the member as its host.
    fn team_event_type(&self) -> EventType {
        let mut settings = EventTypeSettings::new("Round", "round", 30);
        settings.scheduling_type = Some(SchedulingType::RoundRobin);
        let new = event_types::NewEventType {
            user_id: None,
            team_id: Some(self.team),
            parent_id: None,
            settings,
            created_by_oauth_client_id: None,
            created_at: now(),
            updated_at: now(),
        };
        self.app
            .db
            .write(|connection| {
                let made = event_types::insert(connection, new)?;
                let host = NewEventTypeHost {
                    event_type_id: made.id,
                    user_id: self.member,
                    is_fixed: false,
                    priority: 3,
                    weight: 100,
                    weight_adjustment: 0,
                    schedule_id: None,
                    group_id: None,
                    created_at: now(),
                };
                event_types::replace_hosts(connection, made.id, vec![host])?;
                Ok::<_, StorageError>(made)
            })
            .unwrap()
    }
}

#[test]
fn an_organization_may_keep_creation_to_its_admins() {
    let scene = Scene::new();
    scene.lock_creation();
    let refusal = scene.make(scene.member).expect_err("a member may not");
    assert_eq!(refusal.kind(), Kind::Unauthorized);
    assert!(scene.make(scene.admin).is_ok());
    assert!(scene.make(scene.outsider).is_ok());
}

#[test]
fn a_members_page_stands_under_the_organizations_name() {
    let scene = Scene::new();
    let made = scene.make(scene.member).and_then(Shown::own).unwrap();
    assert_eq!(made.booking_url, format!("http://acme.localhost:5555/user-{}/talk", scene.member));
    let made = scene.make(scene.outsider).and_then(Shown::own).unwrap();
    assert_eq!(made.booking_url, "http://localhost:5555/outsider/talk");
}

#[test]
fn a_teams_event_type_is_seen_by_its_hosts_and_by_those_above_the_team() {
    let scene = Scene::new();
    let made = scene.team_event_type();
    let seen = |user| get(&scene.app, &scene.access::<EventTypesRead>(user), made.id);
    for user in [scene.member, scene.admin] {
        let Ok(Shown::Team(shown)) = seen(user) else { panic!("user {user} sees it as a team's") };
        assert_eq!(shown.team.id, scene.team);
        assert_eq!(shown.hosts.len(), 1);
        assert_eq!(shown.hosts[0].user.id, scene.member);
        assert_eq!(shown.hosts[0].row.as_ref().map(|row| row.priority), Some(3));
    }
    assert_eq!(seen(scene.outsider).expect_err("nobody else").kind(), Kind::NotFound);
    let changed =
        update(&scene.app, &scene.access::<EventTypesWrite>(scene.member), made.id, Changes::default());
    assert_eq!(changed.expect_err("a host does not own it").kind(), Kind::NotFound);
}

#[test]
fn a_change_leaves_private_links_alone() {
    let scene = Scene::new();
    let made = scene.make(scene.outsider).and_then(Shown::own).unwrap();
    let link = NewPrivateLink {
        link: "secret".into(),
        event_type_id: made.event_type.id,
        expires_at: None,
        max_usage_count: Some(1),
        usage_count: 0,
        created_at: now(),
    };
    scene.app.db.write(|connection| event_types::insert_private_link(connection, link)).unwrap();
    let changes = Changes { title: Some("Other".into()), ..Changes::default() };
    let access = scene.access::<EventTypesWrite>(scene.outsider);
    update(&scene.app, &access, made.event_type.id, changes).unwrap();
    let found = scene.app.db.read(|connection| event_types::find_by_private_link(connection, "secret"));
    assert!(found.unwrap().is_some());
}
