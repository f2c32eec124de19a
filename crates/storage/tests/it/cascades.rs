//! What a deletion takes with it, and what it leaves.

use openhours_storage::{
    Database, Error, Owner, bookings, event_types,
    slots::{self, NewReservation},
    users,
};

use crate::harness::{at, book, event_type, new_booking, now, on_both_engines, user};

on_both_engines! {
    fn a_deleted_user_takes_event_types_and_bookings_along(database: &Database) {
        database.write(|c| {
            let ana = user(c, "ana@x.io").id;
            let talk = event_type(c, ana, "talk");
            book(c, new_booking(&talk, "b1", ("2030-01-02T09:00:00Z", "2030-01-02T09:30:00Z"), "b@x.io"));
            assert_eq!(users::delete(c, ana)?.unwrap().id, ana);
            assert!(users::delete(c, ana)?.is_none());
            assert!(event_types::find(c, talk.id)?.is_none());
            assert!(bookings::find_by_uid(c, "b1")?.is_none());
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn a_deleted_event_type_leaves_its_bookings(database: &Database) {
        database.write(|c| {
            let ana = user(c, "ana@x.io").id;
            let talk = event_type(c, ana, "talk");
            book(c, new_booking(&talk, "b1", ("2030-01-02T09:00:00Z", "2030-01-02T09:30:00Z"), "b@x.io"));
            let held = NewReservation {
                uid: "r1".to_owned(),
                event_type_id: talk.id,
                user_id: ana,
                starts_at: at("2030-01-02T10:00:00Z"),
                ends_at: at("2030-01-02T10:30:00Z"),
                release_at: at("2030-01-01T00:05:00Z"),
                is_seat: false,
                created_at: now(),
            };
            slots::insert_reservation(c, held)?;
            event_types::delete(c, &Owner::User(ana), talk.id)?;
            assert_eq!(bookings::find_by_uid(c, "b1")?.unwrap().event_type_id, None);
            assert!(slots::find_reservation(c, "r1")?.is_none());
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn a_reference_to_nobody_is_refused_as_a_foreign_key(database: &Database) {
        let outcome = database.write(|c| event_types::insert(c, crate::harness::new_event_type(999, "talk")));
        assert!(matches!(outcome, Err(Error::ForeignKey)));
    }
}
