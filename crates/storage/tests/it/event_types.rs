//! Event types, their settings and hosts.

use jiff::civil::date;
use openhours_storage::{
    Connection, Database, Error, Json, Owner,
    event_types::{
        self, BookingField, BookingFieldKind, BookingWindow, ConfirmationPolicy, EventLocation, FieldOption,
        FieldOrigin, Frequency, ListOrder, NewEventType, NewEventTypeHost, NoticeUnit, PeriodLimits,
        Recurrence, SchedulingType,
    },
    schedules::{self, NewSchedule},
    teams::{self, NewTeam},
};

use crate::harness::{event_type, new_event_type, now, on_both_engines, user};

fn schedule(c: &mut Connection, user_id: i64) -> i64 {
    let new = NewSchedule {
        user_id,
        name: "S".to_owned(),
        time_zone: None,
        availability: Json(Vec::new()),
        overrides: Json(Vec::new()),
        created_at: now(),
        updated_at: now(),
    };
    schedules::insert(c, new).unwrap().id
}

fn field() -> BookingField {
    BookingField {
        slug: "color".to_owned(),
        kind: BookingFieldKind::Select,
        origin: FieldOrigin::User,
        label: Some("Colour".to_owned()),
        placeholder: None,
        required: true,
        hidden: Some(false),
        disable_on_prefill: false,
        options: vec![FieldOption { label: "Red".to_owned(), value: "Red".to_owned() }],
        split_name: None,
    }
}

fn host(user_id: i64, schedule_id: Option<i64>) -> NewEventTypeHost {
    NewEventTypeHost {
        event_type_id: 0,
        user_id,
        is_fixed: false,
        priority: 2,
        weight: 100,
        weight_adjustment: 0,
        schedule_id,
        group_id: None,
        created_at: now(),
    }
}

on_both_engines! {
    fn every_setting_comes_back_as_saved(database: &Database) {
        database.write(|c| {
            let user_id = user(c, "ana@x.io").id;
            let owner = Owner::User(user_id);
            let id = event_type(c, user_id, "talk").id;
            let mut loaded = event_types::lock(c, &owner, id)?.unwrap();
            let settings = &mut loaded.settings;
            settings.length_options = Json(vec![15, 30]);
            settings.booking_window = Json(BookingWindow::Range { start: date(2030, 1, 1), end: date(2030, 2, 1) });
            settings.count_limits = Some(Json(PeriodLimits { week: Some(3), ..PeriodLimits::default() }));
            settings.duration_limits = Some(Json(PeriodLimits::default()));
            settings.confirmation = Json(ConfirmationPolicy::WithinNotice {
                count: 2,
                unit: NoticeUnit::Hours,
                blocks_slots: true,
            });
            settings.recurrence =
                Some(Json(Recurrence { interval: 2, occurrences: 5, frequency: Frequency::Weekly }));
            settings.locations = Json(vec![
                EventLocation::Integration { integration: "cal-video".to_owned(), link: None, credential_id: None },
                EventLocation::Unknown { location: serde_json::json!({"type": "moon"}) },
            ]);
            settings.booking_fields = Some(Json(vec![field()]));
            settings.presentation.hide_calendar_notes = true;
            settings.metadata.insert("k".to_owned(), serde_json::json!([1]));
            settings.seats_per_slot = Some(3);
            settings.scheduling_type = Some(SchedulingType::Collective);
            let saved = event_types::save(c, &owner, loaded.clone(), now())?.unwrap();
            assert_eq!(saved, loaded);
            loaded.settings.seats_per_slot = None;
            loaded.settings.booking_fields = None;
            let cleared = event_types::save(c, &owner, loaded.clone(), now())?.unwrap();
            assert_eq!(cleared, loaded);
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn an_event_type_is_found_listed_and_deleted_by_its_owner_only(database: &Database) {
        database.write(|c| {
            let (ana, ben) = (user(c, "ana@x.io").id, user(c, "ben@x.io").id);
            let first = event_type(c, ana, "first").id;
            let second = event_type(c, ana, "second").id;
            let (owner, stranger) = (Owner::User(ana), Owner::User(ben));
            let ids = |c: &mut Connection, order| -> Vec<i64> {
                event_types::list(c, &owner, order).unwrap().iter().map(|found| found.id).collect()
            };
            assert_eq!(ids(c, ListOrder::Ascending), [first, second]);
            assert_eq!(ids(c, ListOrder::Descending), [second, first]);
            assert_eq!(event_types::find_by_slug(c, &owner, "second")?.unwrap().id, second);
            assert!(event_types::find_by_slug(c, &stranger, "second")?.is_none());
            assert!(event_types::find_owned(c, &stranger, first)?.is_none());
            assert!(event_types::delete(c, &stranger, first)?.is_none());
            assert_eq!(event_types::delete(c, &owner, first)?.unwrap().settings.slug, "first");
            assert_eq!(ids(c, ListOrder::Ascending), [second]);
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn an_owner_has_each_slug_once(database: &Database) {
        let outcome = database.write(|c| {
            let (ana, ben) = (user(c, "ana@x.io").id, user(c, "ben@x.io").id);
            event_type(c, ana, "talk");
            event_type(c, ben, "talk");
            event_types::insert(c, new_event_type(ana, "talk"))
        });
        assert!(
            matches!(outcome, Err(Error::Unique { constraint }) if constraint == "event_types_user_id_slug_key")
        );
    }

    fn the_schedule_of_a_personal_host_falls_back_in_order(database: &Database) {
        database.write(|c| {
            let user_id = user(c, "ana@x.io").id;
            let owner = Owner::User(user_id);
            let id = event_type(c, user_id, "talk").id;
            let schedule_of_host = |c: &mut Connection| {
                let loaded = event_types::find(c, id).unwrap().unwrap();
                let hosts = event_types::hosts_of_event_type(c, &loaded).unwrap();
                assert_eq!((hosts.len(), hosts[0].user.id), (1, user_id));
                hosts[0].schedule.as_ref().map(|schedule| schedule.id)
            };
            assert_eq!(schedule_of_host(c), None);
            let (oldest, default, own) = (schedule(c, user_id), schedule(c, user_id), schedule(c, user_id));
            assert_eq!(schedule_of_host(c), Some(oldest));
            schedules::set_default(c, user_id, default, now())?;
            assert_eq!(schedule_of_host(c), Some(default));
            let mut loaded = event_types::lock(c, &owner, id)?.unwrap();
            loaded.settings.schedule_id = Some(own);
            event_types::save(c, &owner, loaded, now())?;
            assert_eq!(schedule_of_host(c), Some(own));
            schedules::delete(c, user_id, own)?;
            schedules::delete(c, user_id, default)?;
            assert_eq!(schedule_of_host(c), None, "a deleted default means the built-in hours, not the oldest");
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn a_teams_hosts_come_with_their_rows_and_schedules(database: &Database) {
        database.write(|c| {
            let (ana, ben) = (user(c, "ana@x.io").id, user(c, "ben@x.io").id);
            let (anas, bens) = (schedule(c, ana), schedule(c, ben));
            let special = schedule(c, ben);
            let team_id = teams::insert(c, NewTeam::new("T", "t", now()))?.id;
            let new = NewEventType { user_id: None, team_id: Some(team_id), ..new_event_type(ana, "talk") };
            let talk = event_types::insert(c, new)?;
            event_types::replace_hosts(c, talk.id, vec![host(ana, None), host(ben, Some(special))])?;
            let loaded = |c: &mut Connection| -> Vec<(i64, bool, Option<i64>)> {
                let hosts = event_types::hosts_of_event_type(c, &talk).unwrap();
                let schedule = |host: &event_types::Host| host.schedule.as_ref().map(|schedule| schedule.id);
                hosts.iter().map(|host| (host.user.id, host.row.is_some(), schedule(host))).collect()
            };
            assert_eq!(loaded(c), [(ana, true, Some(anas)), (ben, true, Some(special))]);
            schedules::delete(c, ben, special)?;
            assert_eq!(loaded(c), [(ana, true, Some(anas)), (ben, true, Some(bens))]);
            let dynamic = event_types::hosts_of_users(c, &[ana, ben, 999])?;
            assert!(dynamic.len() == 2 && dynamic.iter().all(|host| host.row.is_none()));
            event_types::replace_hosts(c, talk.id, vec![host(ben, None)])?;
            assert_eq!(event_types::event_type_hosts(c, talk.id)?.len(), 1);
            Ok::<_, Error>(())
        }).unwrap();
    }
}
