//! Claims about slots of several hosts, seats and reservations: things that the operations built so far cannot make,
//! written through storage and asked for in the room. One person's slots are claimed through HTTP.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use jiff::Timestamp;
use jiff::civil::{Weekday, time};
use jiff::tz::TimeZone;
use openhours_scheduling::{TimeRange, slots as offered};
use openhours_service::availability::{self, Question, Subject};
use openhours_service::slots::{self, EventTypeName, Seats, SlotList, SlotRequest};
use openhours_service::storage::bookings::{
    self, BookingEssentials, BookingStatus, NewAttendee, NewBooking, NewBookingHost, NewBookingRow, NewSeat,
};
use openhours_service::storage::event_types::{
    self, EventType, EventTypeSettings, NewEventType, NewEventTypeHost, SchedulingType,
};
use openhours_service::storage::schedules::{self, NewSchedule, WeeklyHours};
use openhours_service::storage::slots::{NewReservation, insert_reservation};
use openhours_service::storage::teams::{self, NewTeam};
use openhours_service::storage::users::{self, NewUser, UserChanges};
use openhours_service::storage::{self, Connection, Database};
use openhours_service::{App, Clock, Kind, Secret, Settings};

const NOW: &str = "2030-05-01T12:00:00Z";

/// A team on an empty instance.
struct World {
    app: App,
    team: i64,
}

/// What a test says of one host of a team.
struct Part {
    user: i64,
    is_fixed: bool,
    schedule: Option<i64>,
    group: Option<&'static str>,
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A moment of the Monday that every test asks about.
fn monday(clock: &str) -> Timestamp {
    at(&format!("2030-05-06T{clock}:00Z"))
}

fn pool(user: i64) -> Part {
    Part { user, is_fixed: false, schedule: None, group: None }
}

fn fixed(user: i64) -> Part {
    Part { is_fixed: true, ..pool(user) }
}

impl World {
    fn new() -> Self {
        let db = Database::open(&storage::Settings::new("sqlite::memory:")).unwrap();
        db.migrate().unwrap();
        let settings = Settings::with_secrets(Secret::new("jwt"), Secret::new("seal"));
        let app = App { db, clock: Clock::standing_at(at(NOW)), settings };
        let team = app.db.write(|c| teams::insert(c, NewTeam::new("Crew", "crew", at(NOW)))).unwrap().id;
        Self { app, team }
    }

    fn write<T>(&self, work: impl FnOnce(&mut Connection) -> storage::Result<T>) -> T {
        self.app.db.write(work).unwrap()
    }

    /// A user in UTC whose default schedule has these hours on Mondays.
    fn host(&self, name: &str, hours: (i8, i8)) -> i64 {
        let user = self.write(|c| {
            let new = NewUser {
                time_zone: "UTC".to_owned(),
                ..NewUser::new(format!("{name}@example.com"), at(NOW))
            };
            users::insert(c, NewUser { username: Some(name.to_owned()), ..new })
        });
        let schedule = self.schedule(user.id, hours);
        self.write(|c| schedules::set_default(c, user.id, schedule, at(NOW)));
        user.id
    }

    fn schedule(&self, user_id: i64, (from, until): (i8, i8)) -> i64 {
        let hours = WeeklyHours {
            days: vec![Weekday::Monday],
            start: time(from, 0, 0, 0),
            end: time(until, 0, 0, 0),
        };
        let new = NewSchedule {
            user_id,
            name: "Hours".to_owned(),
            time_zone: Some("UTC".to_owned()),
            availability: vec![hours].into(),
            overrides: Vec::new().into(),
            created_at: at(NOW),
            updated_at: at(NOW),
        };
        self.write(|c| schedules::insert(c, new)).id
    }

    /// An event type of an hour: the team's with these hosts, or without them the user's.
    fn event_type(&self, owner: Option<i64>, change: impl FnOnce(&mut EventTypeSettings)) -> EventType {
        let mut settings = EventTypeSettings::new("Meeting", "meeting", 60);
        change(&mut settings);
        let new = NewEventType {
            user_id: owner,
            team_id: owner.is_none().then_some(self.team),
            parent_id: None,
            settings,
            created_by_oauth_client_id: None,
            created_at: at(NOW),
            updated_at: at(NOW),
        };
        self.write(|c| event_types::insert(c, new))
    }

    fn team_event_type(
        &self,
        kind: SchedulingType,
        parts: &[Part],
        change: impl FnOnce(&mut EventTypeSettings),
    ) -> EventType {
        let event_type = self.event_type(None, |settings| {
            settings.scheduling_type = Some(kind);
            change(settings);
        });
        let row = |part: &Part| NewEventTypeHost {
            event_type_id: event_type.id,
            user_id: part.user,
            is_fixed: part.is_fixed,
            priority: 2,
            weight: 100,
            weight_adjustment: 0,
            schedule_id: part.schedule,
            group_id: part.group.map(str::to_owned),
            created_at: at(NOW),
        };
        self.write(|c| event_types::replace_hosts(c, event_type.id, parts.iter().map(row).collect()));
        event_type
    }

    fn request(&self, event_type: EventTypeName) -> SlotRequest {
        SlotRequest {
            event_type,
            start: monday("00:00"),
            end: monday("00:00"),
            viewer_zone: TimeZone::UTC,
            length_minutes: None,
            moved_booking_uid: None,
            host_subset: None,
        }
    }

    fn list(&self, event_type: &EventType) -> SlotList {
        slots::list(&self.app, self.request(EventTypeName::Id(event_type.id))).unwrap()
    }

    fn starts(&self, event_type: &EventType) -> Vec<String> {
        clocks(&self.list(event_type))
    }

    /// An accepted booking of an hour; with seats, one attendee sits on each.
    fn book(&self, event_type: &EventType, (host, uid, clock): (i64, &str, &str), seats: usize) {
        let starts_at = monday(clock);
        let essentials = BookingEssentials {
            uid: uid.to_owned(),
            ical_uid: uid.to_owned(),
            status: BookingStatus::Accepted,
            title: "Meeting".to_owned(),
            starts_at,
            ends_at: starts_at + jiff::SignedDuration::from_hours(1),
            now: at(NOW),
        };
        let row = NewBookingRow {
            user_id: Some(host),
            event_type_id: Some(event_type.id),
            ..NewBookingRow::new(essentials)
        };
        let seat = |number: usize| NewAttendee {
            name: "Guest".to_owned(),
            email: format!("guest-{number}@example.com"),
            phone_number: None,
            time_zone: "UTC".to_owned(),
            locale: "en".to_owned(),
            seat: Some(NewSeat {
                uid: format!("{uid}-{number}"),
                responses: Default::default(),
                metadata: Default::default(),
            }),
        };
        let hosts = vec![NewBookingHost { user_id: host, guards: true }];
        self.write(|c| {
            bookings::insert(c, NewBooking { row, attendees: (0..seats).map(seat).collect(), hosts })
        });
    }

    /// Holds a slot of an hour, of a seated event type one seat.
    fn reserve(&self, event_type: &EventType, host: i64, (uid, clock, release): (&str, &str, &str)) {
        let starts_at = monday(clock);
        let new = NewReservation {
            uid: uid.to_owned(),
            event_type_id: event_type.id,
            user_id: host,
            starts_at,
            ends_at: starts_at + jiff::SignedDuration::from_hours(1),
            release_at: at(release),
            is_seat: event_type.settings.seats_per_slot.is_some(),
            created_at: at(NOW),
        };
        self.write(|c| insert_reservation(c, new));
    }
}

fn clocks(list: &SlotList) -> Vec<String> {
    list.slots.all().iter().map(|slot| slot.start.to_string()[11..16].to_owned()).collect()
}

#[test]
fn a_collective_meets_when_all_hosts_are_free() {
    let world = World::new();
    let (ana, ben) = (world.host("ana", (9, 13)), world.host("ben", (10, 15)));
    let meeting = world.team_event_type(SchedulingType::Collective, &[pool(ana), fixed(ben)], |_| {});
    assert_eq!(world.starts(&meeting), ["10:00", "11:00", "12:00"]);
    world.book(&world.event_type(Some(ben), |_| {}), (ben, "b1", "11:00"), 0);
    assert_eq!(world.starts(&meeting), ["10:00", "12:00"]);
}

#[test]
fn a_round_robin_needs_its_fixed_hosts_and_one_of_each_group() {
    let world = World::new();
    let [ana, ben, cid] =
        [("ana", (9, 11)), ("ben", (10, 12)), ("cid", (8, 11))].map(|(name, hours)| world.host(name, hours));
    let round_robin = |parts: &[Part]| {
        let event_type = world.team_event_type(SchedulingType::RoundRobin, parts, |_| {});
        let starts = world.starts(&event_type);
        world.write(|c| event_types::delete(c, &storage::Owner::Team(world.team), event_type.id).map(|_| ()));
        starts
    };
    assert_eq!(round_robin(&[pool(ana), pool(ben)]), ["09:00", "10:00", "11:00"]);
    assert_eq!(round_robin(&[pool(ana), pool(ben), fixed(cid)]), ["09:00", "10:00"]);
    assert_eq!(round_robin(&[fixed(ana), fixed(cid), pool(ben)]), ["10:00"]);
    assert_eq!(round_robin(&[]), [""; 0]);
}

#[test]
fn schedules_of_the_event_type_and_of_the_host_come_before_the_default() {
    let world = World::new();
    let (ana, ben) = (world.host("ana", (9, 11)), world.host("ben", (9, 11)));
    let (late, later) = (world.schedule(ana, (14, 15)), world.schedule(ben, (20, 21)));
    let chosen = Part { schedule: Some(late), ..pool(ana) };
    let hosts = [chosen, pool(ben)];
    let meeting = world.team_event_type(SchedulingType::RoundRobin, &hosts, |_| {});
    assert_eq!(world.starts(&meeting), ["09:00", "10:00", "14:00"]);
    let for_all = world.team_event_type(SchedulingType::RoundRobin, &hosts, |settings| {
        settings.slug = "for-all".to_owned();
        settings.schedule_id = Some(later);
    });
    assert_eq!(world.starts(&for_all), ["20:00"]);
}

#[test]
fn templates_of_managed_event_types_and_locked_hosts_offer_nothing() {
    let world = World::new();
    let ana = world.host("ana", (9, 11));
    let template = world.team_event_type(SchedulingType::Managed, &[pool(ana)], |_| {});
    assert_eq!(world.starts(&template), [""; 0]);
    let own = world.event_type(Some(ana), |_| {});
    assert_eq!(world.starts(&own), ["09:00", "10:00"]);
    let locked = UserChanges { is_locked: Some(true), ..UserChanges::default() };
    world.write(|c| users::update(c, ana, locked, at(NOW)).map(|_| ()));
    assert_eq!(world.starts(&own), [""; 0]);
}

#[test]
fn a_reservation_hides_its_time_while_it_lives_from_all_but_its_holder() {
    let world = World::new();
    let ana = world.host("ana", (9, 12));
    let (own, other) = (
        world.event_type(Some(ana), |_| {}),
        world.event_type(Some(ana), |settings| settings.slug = "other".to_owned()),
    );
    world.reserve(&other, ana, ("r1", "10:00", "2030-05-01T12:05:00Z"));
    world.reserve(&own, ana, ("r2", "11:00", "2030-05-01T12:00:00Z"));
    assert_eq!(world.starts(&own), ["09:00", "11:00"], "r1 lives, r2 has ended");
    let range = TimeRange::new(monday("00:00"), monday("23:00"));
    let mut question = Question::about(range, at(NOW), TimeZone::UTC);
    question.own_reservation = Some("r1".to_owned());
    let loaded = world.app.db.read(|c| {
        let subject = Subject::of(c, own.clone())?;
        availability::load(c, &subject, question)
    });
    assert_eq!(offered(&loaded.unwrap().query).all().len(), 3);
}

#[test]
fn seats_are_counted_from_bookings_and_reservations_and_full_slots_stay() {
    let world = World::new();
    let ana = world.host("ana", (9, 12));
    let seated = world.event_type(Some(ana), |settings| settings.seats_per_slot = Some(3));
    world.book(&seated, (ana, "two", "09:00"), 2);
    world.book(&seated, (ana, "three", "10:00"), 3);
    world.reserve(&seated, ana, ("r1", "09:00", "2030-05-01T12:05:00Z"));
    world.reserve(&seated, ana, ("r2", "11:00", "2030-05-01T12:05:00Z"));
    let list = world.list(&seated);
    let seats: Vec<(i64, i64, Option<&str>)> = list
        .slots
        .all()
        .iter()
        .map(|slot| {
            let Seats { booked, booking_id, .. } = slot.seats.unwrap();
            let uid = booking_id.map(|id| list.booking_uids[&id].as_str());
            (booked, slot.seats.unwrap().remaining(), uid)
        })
        .collect();
    assert_eq!(seats, [(3, 0, Some("two")), (3, 0, Some("three")), (1, 2, None)]);
}

#[test]
fn a_request_narrows_the_hosts_only_where_the_event_type_lets_it() {
    let world = World::new();
    let (ana, ben) = (world.host("ana", (9, 10)), world.host("ben", (10, 11)));
    let only_ben = |event_type: &EventType| {
        let request =
            SlotRequest { host_subset: Some(vec![ben]), ..world.request(EventTypeName::Id(event_type.id)) };
        clocks(&slots::list(&world.app, request).unwrap())
    };
    let hosts = [pool(ana), pool(ben)];
    let closed = world.team_event_type(SchedulingType::RoundRobin, &hosts, |_| {});
    assert_eq!(only_ben(&closed), ["09:00", "10:00"]);
    let open = world.team_event_type(SchedulingType::RoundRobin, &hosts, |settings| {
        settings.slug = "open".to_owned();
        settings.is_host_subset_enabled = true;
    });
    assert_eq!(only_ben(&open), ["10:00"]);
}

#[test]
fn a_moved_booking_keeps_its_round_robin_host_where_the_event_type_says_so() {
    let world = World::new();
    let (ana, ben) = (world.host("ana", (9, 11)), world.host("ben", (10, 12)));
    let hosts = [pool(ana), pool(ben)];
    let moving = |event_type: &EventType, uid: &str| {
        let request = SlotRequest {
            moved_booking_uid: Some(uid.to_owned()),
            ..world.request(EventTypeName::Id(event_type.id))
        };
        clocks(&slots::list(&world.app, request).unwrap())
    };
    let kept = world.team_event_type(SchedulingType::RoundRobin, &hosts, |settings| {
        settings.reschedule_with_same_host = true;
    });
    world.book(&kept, (ben, "moved", "10:00"), 0);
    assert_eq!(moving(&kept, "moved"), ["10:00", "11:00"], "ben alone, whose own time is free");
    assert_eq!(moving(&kept, "unknown"), ["09:00", "10:00", "11:00"]);
    world.write(|c| event_types::replace_hosts(c, kept.id, vec![]));
    assert_eq!(moving(&kept, "moved"), [""; 0]);
}

#[test]
fn a_team_is_found_by_its_slug_and_a_group_refuses_when_one_of_it_does() {
    let world = World::new();
    let ana = world.host("ana", (9, 10));
    world.team_event_type(SchedulingType::RoundRobin, &[pool(ana)], |_| {});
    let by_slug = EventTypeName::OfTeam { team: "crew".into(), slug: "meeting".into(), organization: None };
    let list = slots::list(&world.app, world.request(by_slug)).unwrap();
    assert_eq!(clocks(&list), ["09:00"]);
    let acme = world.write(|c| {
        let new = NewTeam { is_organization: true, ..NewTeam::new("Acme", "acme", at(NOW)) };
        let acme = teams::insert(c, new)?;
        let profile = storage::profiles::NewProfile {
            uid: "p1".to_owned(),
            user_id: ana,
            organization_id: acme.id,
            username: "ana".to_owned(),
            created_at: at(NOW),
            updated_at: at(NOW),
        };
        storage::profiles::insert(c, profile)?;
        let alone = UserChanges { allow_dynamic_booking: Some(false), ..UserChanges::default() };
        users::update(c, ana, alone, at(NOW))?;
        Ok(acme)
    });
    let group = EventTypeName::Group {
        usernames: vec!["ana".into(), "nobody".into()],
        organization: acme.slug.unwrap(),
    };
    let refusal = slots::list(&world.app, world.request(group)).unwrap_err();
    assert_eq!(refusal.kind(), Kind::Unauthorized);
    assert_eq!(refusal.sentence(), "Some of the users in this group do not allow dynamic booking");
}
