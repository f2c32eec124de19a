//! Fresh databases for tests and short ways to fill them. No claim lives here.

use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use jiff::Timestamp;
use openhours_storage::{
    Connection, Database, Error, Settings,
    bookings::{
        Booking, BookingEssentials, BookingStatus, NewAttendee, NewBooking, NewBookingHost, NewBookingRow,
    },
    event_types::{EventType, EventTypeSettings, NewEventType},
    users::{NewUser, User},
};

/// Makes a claim into one test per engine.
macro_rules! on_both_engines {
    ($($(#[$attribute:meta])* fn $claim:ident($database:ident: &Database) $body:block)+) => {
        $(mod $claim {
            use super::*;

            fn claim($database: &Database) $body

            $(#[$attribute])*
            #[test]
            fn on_sqlite() {
                let fresh = crate::harness::sqlite();
                claim(&fresh.database);
            }

            $(#[$attribute])*
            #[test]
            fn on_postgres() {
                let fresh = crate::harness::postgres();
                claim(&fresh.database);
            }
        })+
    };
}

pub(crate) use on_both_engines;

/// A migrated database that goes away with the value.
pub struct Fresh {
    pub database: Database,
    _place: Place,
}

enum Place {
    Directory { _kept: tempfile::TempDir },
    Server { url: String, name: String },
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Self::Server { url, name } = self {
            server(url, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// A fresh SQLite file.
pub fn sqlite() -> Fresh {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("test.sqlite");
    let database = Database::open(&Settings::new(path.to_str().unwrap())).unwrap();
    database.migrate().unwrap();
    Fresh { database, _place: Place::Directory { _kept: directory } }
}

/// A fresh PostgreSQL database on the test server.
pub fn postgres() -> Fresh {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let url = std::env::var("TEST_POSTGRES_URL")
        .expect("TEST_POSTGRES_URL must name a PostgreSQL server; `cargo xtask test` starts one");
    let name = format!("storage_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    server(&url, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    server(&url, &format!("CREATE DATABASE {name}"));
    let (base, _) = url.rsplit_once('/').unwrap();
    let settings = Settings { pool_size: 20, ..Settings::new(format!("{base}/{name}")) };
    let database = Database::open(&settings).unwrap();
    database.migrate().unwrap();
    Fresh { database, _place: Place::Server { url, name } }
}

fn server(url: &str, statement: &str) {
    let settings = Settings { pool_size: 1, ..Settings::new(url) };
    let server = Database::open(&settings).unwrap();
    server.read(|c| c.batch_execute(statement).map_err(Error::from)).unwrap();
}

/// An instant written in ISO form.
pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The moment at which the tests' rows are made.
pub fn now() -> Timestamp {
    at("2030-01-01T00:00:00Z")
}

pub fn user(c: &mut Connection, email: &str) -> User {
    openhours_storage::users::insert(c, NewUser::new(email, now())).unwrap()
}

pub fn new_event_type(user_id: i64, slug: &str) -> NewEventType {
    NewEventType {
        user_id: Some(user_id),
        team_id: None,
        parent_id: None,
        settings: EventTypeSettings::new("Talk", slug, 30),
        created_by_oauth_client_id: None,
        created_at: now(),
        updated_at: now(),
    }
}

pub fn event_type(c: &mut Connection, user_id: i64, slug: &str) -> EventType {
    openhours_storage::event_types::insert(c, new_event_type(user_id, slug)).unwrap()
}

/// An accepted booking of the event type's owner by an attendee with this address.
pub fn new_booking(event_type: &EventType, uid: &str, (start, end): (&str, &str), email: &str) -> NewBooking {
    let host = event_type.user_id.unwrap();
    let mut row = NewBookingRow::new(BookingEssentials {
        uid: uid.to_owned(),
        ical_uid: format!("{uid}@example.com"),
        status: BookingStatus::Accepted,
        title: "Talk".to_owned(),
        starts_at: at(start),
        ends_at: at(end),
        now: now(),
    });
    row.user_id = Some(host);
    row.event_type_id = Some(event_type.id);
    NewBooking {
        row,
        attendees: vec![attendee(email)],
        hosts: vec![NewBookingHost { user_id: host, guards: true }],
    }
}

pub fn attendee(email: &str) -> NewAttendee {
    NewAttendee {
        name: "Ana".to_owned(),
        email: email.to_owned(),
        phone_number: None,
        time_zone: "Europe/Rome".to_owned(),
        locale: "en".to_owned(),
        seat: None,
    }
}

pub fn book(c: &mut Connection, new: NewBooking) -> Booking {
    openhours_storage::bookings::insert(c, new).unwrap()
}
