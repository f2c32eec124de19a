//! Claims about the rooms that no request can show: consequences, and reservations as the store has them.

use super::{Booker, CancelRequest, EventTypeLocator, NewBooking, cancel, consequences, create};
use crate::access::{BookingsWrite, Credentials, Visit, visit};
use crate::{App, Clock, Error, Secret, Settings};
use jiff::{SignedDuration, Timestamp};
use openhours_storage::event_types::{self, EventTypeSettings, NewEventType};
use openhours_storage::slots::{self, NewReservation};
use openhours_storage::types::Object;
use openhours_storage::users::{self, NewUser};
use openhours_storage::{Database, outbox};

struct Scene {
    app: App,
    event_type_id: i64,
    host_id: i64,
}

fn now() -> Timestamp {
    "2030-01-07T08:00:00Z".parse().unwrap()
}

/// A Monday at ten, UTC.
fn ten() -> Timestamp {
    "2030-01-14T10:00:00Z".parse().unwrap()
}

impl Scene {
    fn new() -> Self {
        let db = Database::open(&openhours_storage::Settings::new("sqlite::memory:")).unwrap();
        db.migrate().unwrap();
        let (host_id, event_type_id) = db
            .write(|connection| {
                let host = NewUser { time_zone: "UTC".into(), ..NewUser::new("host@example.com", now()) };
                let host = users::insert(connection, host)?;
                let new = NewEventType {
                    user_id: Some(host.id),
                    team_id: None,
                    parent_id: None,
                    settings: EventTypeSettings::new("Talk", "talk", 30),
                    created_by_oauth_client_id: None,
                    created_at: now(),
                    updated_at: now(),
                };
                Ok::<_, openhours_storage::Error>((host.id, event_types::insert(connection, new)?.id))
            })
            .unwrap();
        let app = App {
            db,
            clock: Clock::standing_at(now()),
            settings: Settings::with_secrets(Secret::new("jwt"), Secret::new("encryption")),
        };
        Self { app, event_type_id, host_id }
    }

    fn visit(&self) -> Visit<BookingsWrite> {
        visit(&self.app, &Credentials::default()).unwrap()
    }

    fn wish(&self, reserved_slot_uid: Option<&str>) -> NewBooking {
        NewBooking {
            event_type: EventTypeLocator::Id(self.event_type_id),
            start: ten(),
            attendee: Booker {
                name: "Ana".into(),
                email: Some("ana@example.com".into()),
                phone_number: None,
                time_zone: "UTC".into(),
                language: "en".into(),
            },
            responses: Object::new(),
            guests: None,
            location: None,
            metadata: Object::new(),
            length_minutes: None,
            email_verification_code: None,
            is_instant: false,
            recurrence_count: None,
            routing: None,
            reserved_slot_uid: reserved_slot_uid.map(Into::into),
            waived: Vec::new(),
        }
    }

    fn reserve(&self, uid: &str) {
        let new = NewReservation {
            uid: uid.into(),
            event_type_id: self.event_type_id,
            user_id: self.host_id,
            starts_at: ten(),
            ends_at: ten() + SignedDuration::from_mins(30),
            release_at: now() + SignedDuration::from_mins(5),
            is_seat: false,
            created_at: now(),
        };
        self.app.db.write(|connection| slots::insert_reservation(connection, new)).unwrap();
    }

    fn is_reserved(&self, uid: &str) -> bool {
        let found = self.app.db.read(|connection| slots::find_reservation(connection, uid));
        found.unwrap().is_some()
    }

    fn consequences_of(&self, booking_id: i64) -> Vec<String> {
        let subject = consequences::subject(booking_id);
        self.app.db.read(|connection| outbox::kinds_of(connection, &subject)).unwrap()
    }
}

#[test]
fn making_and_cancelling_leave_one_consequence_each() {
    let scene = Scene::new();
    let made = create(&scene.app, &scene.visit(), scene.wish(None)).unwrap().details.booking;
    assert_eq!(scene.consequences_of(made.id), ["booking.created"]);
    cancel(&scene.app, &scene.visit(), &made.uid, &CancelRequest::default()).unwrap();
    assert_eq!(scene.consequences_of(made.id), ["booking.created", "booking.cancelled"]);
}

#[test]
fn a_refused_booking_leaves_no_consequence() {
    let scene = Scene::new();
    let made = create(&scene.app, &scene.visit(), scene.wish(None)).unwrap().details.booking;
    assert!(create(&scene.app, &scene.visit(), scene.wish(None)).is_err());
    assert_eq!(scene.consequences_of(made.id).len(), 1);
    assert!(scene.consequences_of(made.id + 1).is_empty());
}

#[test]
fn a_reservation_is_used_up_by_its_booking() {
    let scene = Scene::new();
    scene.reserve("mine");
    create(&scene.app, &scene.visit(), scene.wish(Some("mine"))).unwrap();
    assert!(!scene.is_reserved("mine"));
}

#[test]
fn an_older_reservation_goes_before_a_younger_one_and_both_stay() {
    let scene = Scene::new();
    scene.reserve("theirs");
    scene.reserve("mine");
    let refused: Error = create(&scene.app, &scene.visit(), scene.wish(Some("mine"))).unwrap_err();
    assert_eq!(
        refused.sentence(),
        "Someone else reserved this slot before you. It will be freed up in 300 seconds."
    );
    assert!(scene.is_reserved("mine") && scene.is_reserved("theirs"));
    create(&scene.app, &scene.visit(), scene.wish(Some("theirs"))).unwrap();
}

#[test]
fn a_reservation_does_not_bind_those_who_bring_none() {
    let scene = Scene::new();
    scene.reserve("theirs");
    create(&scene.app, &scene.visit(), scene.wish(None)).unwrap();
    assert!(scene.is_reserved("theirs"));
}
