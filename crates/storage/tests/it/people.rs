//! Users, teams, memberships, keys, clients, tokens and schedules.

use jiff::civil::{Weekday, date, time};
use openhours_storage::{
    Connection, Database, Error, Json, Owner,
    api_keys::{self, NewApiKey},
    managed_users::{self, ManagedUserFilter},
    memberships::{self, MembershipChanges, MembershipRole, NewMembership},
    oauth_clients::{self, NewOauthClient, OauthClientChanges},
    profiles::{self, NewProfile},
    schedules::{self, DateOverride, NewSchedule, Page, ScheduleChanges, WeeklyHours},
    teams::{self, NewTeam, OrganizationSettings, Team},
    tokens::{self, NewToken, NewTokenPair},
    users::{self, NewUser, UserChanges},
};

use crate::harness::{at, now, on_both_engines, user};

fn organization(c: &mut Connection, slug: &str) -> Team {
    let new = NewTeam { is_organization: true, is_platform: true, ..NewTeam::new("Org", slug, now()) };
    teams::insert(c, new).unwrap()
}

fn client(c: &mut Connection, organization_id: i64, id: &str) -> oauth_clients::OauthClient {
    let new = NewOauthClient {
        id: id.to_owned(),
        organization_id,
        name: "App".to_owned(),
        secret_hash: format!("hash of {id}"),
        secret_sealed: "sealed".to_owned(),
        permissions: 1023,
        logo: None,
        redirect_uris: Json(vec!["https://app.example/cb".to_owned()]),
        booking_redirect_uri: None,
        booking_cancel_redirect_uri: None,
        booking_reschedule_redirect_uri: None,
        are_emails_enabled: false,
        are_default_event_types_enabled: true,
        are_calendar_events_enabled: true,
        created_at: now(),
        updated_at: now(),
    };
    oauth_clients::insert(c, new).unwrap()
}

fn managed(c: &mut Connection, client_id: &str, email: &str) -> i64 {
    let new = NewUser {
        oauth_client_id: Some(client_id.to_owned()),
        is_platform_managed: true,
        ..NewUser::new(email, now())
    };
    users::insert(c, new).unwrap().id
}

fn schedule(c: &mut Connection, user_id: i64, name: &str) -> schedules::Schedule {
    let hours = WeeklyHours {
        days: vec![Weekday::Friday, Weekday::Monday],
        start: time(9, 0, 0, 0),
        end: time(23, 59, 0, 0),
    };
    let new = NewSchedule {
        user_id,
        name: name.to_owned(),
        time_zone: Some("Europe/Rome".to_owned()),
        availability: Json(vec![hours]),
        overrides: Json(Vec::new()),
        created_at: now(),
        updated_at: now(),
    };
    schedules::insert(c, new).unwrap()
}

on_both_engines! {
    fn a_user_comes_back_as_inserted_and_as_changed(database: &Database) {
        database.write(|c| {
            let mut new = NewUser::new("ana@example.com", now());
            new.metadata.insert("team".to_owned(), serde_json::json!({"size": [1, 2.5, null]}));
            new.bio = Some("Hello \u{1F44B}".to_owned());
            let inserted = users::insert(c, new)?;
            assert_eq!(users::find(c, inserted.id)?.unwrap(), inserted);
            assert_eq!(inserted.metadata["team"]["size"][1], 2.5);
            let changes = UserChanges { bio: Some(None), time_format: Some(24), ..UserChanges::default() };
            let later = at("2030-02-01T00:00:00.123456Z");
            let changed = users::update(c, inserted.id, changes, later)?.unwrap();
            assert_eq!((changed.bio, changed.time_format, changed.updated_at), (None, 24, later));
            assert_eq!(users::update(c, 999, UserChanges::default(), later)?, None);
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn a_managed_user_list_is_filtered_and_paged_by_client(database: &Database) {
        database.write(|c| {
            let organization_id = organization(c, "acme").id;
            client(c, organization_id, "one");
            client(c, organization_id, "two");
            let ids: Vec<i64> = ["a@x.io", "b@x.io", "c@x.io"].iter().map(|email| managed(c, "one", email)).collect();
            let other = managed(c, "two", "d@x.io");
            user(c, "ordinary@x.io");
            let listed = |c: &mut Connection, emails: &[&str], limit, offset| {
                let emails = emails.iter().map(ToString::to_string).collect();
                let filter = ManagedUserFilter { emails, limit, offset };
                managed_users::list(c, "one", &filter).unwrap().iter().map(|user| user.id).collect::<Vec<_>>()
            };
            assert_eq!(listed(c, &[], 50, 0), ids);
            assert_eq!(listed(c, &[], 1, 1), [ids[1]]);
            assert_eq!(listed(c, &["c@x.io", "d@x.io"], 50, 0), [ids[2]]);
            assert!(managed_users::find(c, "one", other)?.is_none());
            assert_eq!(managed_users::find(c, "two", other)?.unwrap().id, other);
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn usernames_are_unique_outside_organizations_and_within_each(database: &Database) {
        database.write(|c| {
            let organization_id = organization(c, "acme").id;
            let named = |email: &str, organization_id| NewUser {
                username: Some("ana".to_owned()),
                organization_id,
                ..NewUser::new(email, now())
            };
            let member = users::insert(c, named("1@x.io", Some(organization_id)))?;
            let outside = users::insert(c, named("2@x.io", None))?;
            assert_eq!(users::find_by_username(c, "ana")?.unwrap().id, outside.id);
            let profile = NewProfile {
                uid: "p1".to_owned(),
                user_id: member.id,
                organization_id,
                username: "ana".to_owned(),
                created_at: now(),
                updated_at: now(),
            };
            profiles::insert(c, profile)?;
            assert_eq!(users::find_by_organization_username(c, "acme", "ana")?.unwrap().id, member.id);
            let (_, team) = profiles::main_organization(c, member.id)?.unwrap();
            assert_eq!(team.id, organization_id);
            assert!(profiles::main_organization(c, outside.id)?.is_none());
            users::insert(c, named("3@x.io", None))
        }).expect_err("the second ana outside organizations");
    }

    fn the_acting_user_of_an_organization_is_its_owner_before_its_admins(database: &Database) {
        database.write(|c| {
            let organization_id = organization(c, "acme").id;
            assert_eq!(memberships::acting_user_of(c, organization_id)?, None);
            let admin = user(c, "admin@x.io").id;
            let owner = user(c, "owner@x.io").id;
            memberships::insert(c, NewMembership::accepted(admin, organization_id, MembershipRole::Admin, now()))?;
            assert_eq!(memberships::acting_user_of(c, organization_id)?, Some(admin));
            let pending = NewMembership {
                accepted: false,
                ..NewMembership::accepted(owner, organization_id, MembershipRole::Owner, now())
            };
            let membership = memberships::insert(c, pending)?;
            assert_eq!(memberships::acting_user_of(c, organization_id)?, Some(admin));
            assert!(!memberships::share_a_team(c, admin, owner)?);
            let accept = MembershipChanges { accepted: Some(true), ..MembershipChanges::default() };
            let accepted = memberships::update(c, (organization_id, membership.id), accept, now())?.unwrap();
            assert_eq!(accepted.role, MembershipRole::Owner);
            assert_eq!(memberships::acting_user_of(c, organization_id)?, Some(owner));
            assert!(memberships::share_a_team(c, admin, owner)?);
            assert!(memberships::custom_permissions(c, owner, organization_id)?.is_empty());
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn a_slug_may_name_a_team_an_organization_and_a_team_in_it(database: &Database) {
        database.write(|c| {
            let organization_id = organization(c, "acme").id;
            let alone = teams::insert(c, NewTeam::new("Alone", "acme", now()))?;
            let inside = NewTeam { parent_id: Some(organization_id), ..NewTeam::new("Inside", "acme", now()) };
            let inside = teams::insert(c, inside)?;
            assert_eq!(teams::find_by_slug(c, None, "acme")?.unwrap().id, alone.id);
            assert_eq!(teams::find_by_slug(c, Some(organization_id), "acme")?.unwrap().id, inside.id);
            assert_eq!(teams::find_organization_by_slug(c, "acme")?.unwrap().id, organization_id);
            assert!(teams::find_organization(c, alone.id)?.is_none());
            assert!(teams::find_in_organization(c, organization_id, alone.id)?.is_none());
            let settings = OrganizationSettings {
                is_admin_api_enabled: false,
                ..OrganizationSettings::default_of(organization_id)
            };
            assert!(teams::settings(c, organization_id)?.is_admin_api_enabled);
            teams::save_settings(c, settings.clone())?;
            teams::save_settings(c, settings.clone())?;
            assert_eq!(teams::settings(c, organization_id)?, settings);
            teams::insert(c, NewTeam { parent_id: Some(organization_id), ..NewTeam::new("Again", "acme", now()) })
        }).expect_err("the second team with this slug in the organization");
    }

    fn rotating_an_api_key_replaces_it_once(database: &Database) {
        database.write(|c| {
            let user_id = user(c, "ana@x.io").id;
            let key = |id: &str| NewApiKey {
                id: id.to_owned(),
                user_id,
                team_id: None,
                secret_hash: format!("hash of {id}"),
                note: None,
                expires_at: Some(at("2030-02-01T00:00:00Z")),
                created_at: now(),
            };
            api_keys::insert(c, key("a"))?;
            assert_eq!(api_keys::rotate(c, "a", key("b"))?.unwrap().id, "b");
            assert!(api_keys::find_by_hash(c, "hash of a")?.is_none());
            assert!(api_keys::rotate(c, "a", key("c"))?.is_none());
            assert_eq!(api_keys::list_of_user(c, user_id)?.len(), 1);
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn a_refresh_token_is_taken_once_and_only_by_its_client(database: &Database) {
        database.write(|c| {
            let organization_id = organization(c, "acme").id;
            client(c, organization_id, "one");
            let user_id = managed(c, "one", "a@x.io");
            let token = |hash: &str| NewToken { secret_hash: hash.to_owned(), expires_at: at("2030-01-01T01:00:00Z") };
            let pair = NewTokenPair {
                user_id,
                oauth_client_id: "one".to_owned(),
                access: token("access"),
                refresh: token("refresh"),
                created_at: now(),
            };
            tokens::insert_pair(c, pair)?;
            assert!(tokens::take_refresh(c, "two", "refresh")?.is_none());
            assert_eq!(tokens::take_refresh(c, "one", "refresh")?.unwrap().user_id, user_id);
            assert!(tokens::take_refresh(c, "one", "refresh")?.is_none());
            tokens::delete_expired(c, "one", now())?;
            assert_eq!(tokens::find_access(c, "access")?.unwrap().expires_at, at("2030-01-01T01:00:00Z"));
            tokens::delete_all(c, user_id, "one")?;
            assert!(tokens::find_access(c, "access")?.is_none());
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn deleting_a_client_keeps_its_users_unlinked(database: &Database) {
        database.write(|c| {
            let organization_id = organization(c, "acme").id;
            client(c, organization_id, "one");
            let user_id = managed(c, "one", "a@x.io");
            let changes = OauthClientChanges { name: Some("New".to_owned()), ..OauthClientChanges::default() };
            assert_eq!(oauth_clients::update(c, "one", changes, now())?.unwrap().redirect_uris.len(), 1);
            assert_eq!(oauth_clients::list(c, organization_id)?.len(), 1);
            assert_eq!(oauth_clients::delete(c, "one")?.unwrap().name, "New");
            assert_eq!(users::find(c, user_id)?.unwrap().oauth_client_id, None);
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn a_schedule_keeps_its_days_order_and_its_lists_apart(database: &Database) {
        database.write(|c| {
            let user_id = user(c, "ana@x.io").id;
            let inserted = schedule(c, user_id, "Work");
            assert_eq!(schedules::find(c, inserted.id)?.unwrap(), inserted);
            let day_off =
                DateOverride { date: date(2030, 3, 1), start: time(0, 0, 0, 0), end: time(0, 0, 0, 0) };
            let changes =
                ScheduleChanges { overrides: Some(Json(vec![day_off.clone()])), ..ScheduleChanges::default() };
            let changed = schedules::update(c, (user_id, inserted.id), changes, now())?.unwrap();
            assert_eq!(changed.availability, inserted.availability);
            assert_eq!(changed.availability[0].days, [Weekday::Friday, Weekday::Monday]);
            assert_eq!(*changed.overrides, [day_off]);
            let stranger = user(c, "ben@x.io").id;
            assert!(schedules::update(c, (stranger, inserted.id), ScheduleChanges::default(), now())?.is_none());
            assert!(!schedules::delete(c, stranger, inserted.id)?);
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn a_deleted_default_schedule_is_no_default_but_stays_named(database: &Database) {
        database.write(|c| {
            let user_id = user(c, "ana@x.io").id;
            let first = schedule(c, user_id, "First").id;
            let second = schedule(c, user_id, "Second").id;
            assert_eq!(schedules::default_of(c, user_id)?, None);
            schedules::set_default(c, user_id, second, now())?;
            assert_eq!(schedules::default_of(c, user_id)?.unwrap().id, second);
            assert!(schedules::delete(c, user_id, second)?);
            assert_eq!(schedules::default_of(c, user_id)?, None);
            assert_eq!(users::find(c, user_id)?.unwrap().default_schedule_id, Some(second));
            assert_eq!(schedules::first_of(c, user_id)?, Some(first));
            let page = Page { limit: 10, offset: 0 };
            assert_eq!(schedules::list(c, &Owner::User(user_id), page)?.len(), 1);
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn a_team_lists_its_members_schedules_and_an_organization_its_profiles(database: &Database) {
        database.write(|c| {
            let organization_id = organization(c, "acme").id;
            let team_id = teams::insert(c, NewTeam::new("T", "t", now()))?.id;
            let (ana, ben) = (user(c, "ana@x.io").id, user(c, "ben@x.io").id);
            schedule(c, ana, "Ana's");
            schedule(c, ben, "Ben's");
            memberships::insert(c, NewMembership::accepted(ana, team_id, MembershipRole::Member, now()))?;
            let profile = NewProfile {
                uid: "p".to_owned(),
                user_id: ben,
                organization_id,
                username: "ben".to_owned(),
                created_at: now(),
                updated_at: now(),
            };
            profiles::insert(c, profile)?;
            let page = Page { limit: 10, offset: 0 };
            assert_eq!(schedules::list(c, &Owner::Team(team_id), page)?[0].user_id, ana);
            assert_eq!(schedules::list(c, &Owner::Organization(organization_id), page)?[0].user_id, ben);
            Ok::<_, Error>(())
        }).unwrap();
    }
}
