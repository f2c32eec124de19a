//! Double booking: threads that check a host's time and then take it.

use std::sync::Barrier;

use jiff::ToSpan;
use openhours_storage::{
    Database, Error,
    bookings::{self, NewBookingHost},
    slots::{self, Window},
};

use crate::harness::{at, book, event_type, new_booking, on_both_engines, user};

const ROUNDS: i64 = 20;
const THREADS: i64 = 12;

on_both_engines! {
    fn of_threads_that_take_overlapping_times_of_a_host_exactly_one_wins(database: &Database) {
        let talk = database.write(|c| {
            let ana = user(c, "ana@x.io").id;
            Ok::<_, Error>(event_type(c, ana, "talk"))
        }).unwrap();
        for round in 0..ROUNDS {
            let barrier = Barrier::new(THREADS as usize);
            let attempt = |thread: i64| {
                let start = at("2030-01-02T09:00:00Z") + (round * 24).hours() + thread.minutes();
                let end = start + 30.minutes();
                let mut new = new_booking(
                    &talk,
                    &format!("b{round}-{thread}"),
                    ("2030-01-01T00:00:00Z", "2030-01-01T00:00:00Z"),
                    "b@x.io",
                );
                new.row.starts_at = start;
                new.row.ends_at = end;
                let host = talk.user_id.unwrap();
                barrier.wait();
                database.write_for_hosts(&[host], |c| {
                    let window = Window { from: start, until: end };
                    if !slots::load_busy_bookings(c, &[host], window)?.is_empty() {
                        return Ok(false);
                    }
                    bookings::insert(c, new)?;
                    Ok::<_, Error>(true)
                })
            };
            let winners = std::thread::scope(|scope| {
                let attempt = &attempt;
                let threads: Vec<_> = (0..THREADS).map(|thread| scope.spawn(move || attempt(thread))).collect();
                threads.into_iter().map(|thread| thread.join().unwrap().unwrap()).filter(|won| *won).count()
            });
            assert_eq!(winners, 1, "round {round}");
        }
    }

    fn of_long_bookings_made_at_once_the_longest_is_remembered(database: &Database) {
        let talks: Vec<_> = database.write(|c| {
            let mut made = |number: i64| {
                let host = user(c, &format!("host{number}@x.io")).id;
                event_type(c, host, "talk")
            };
            Ok::<_, Error>((1..=THREADS).map(&mut made).collect())
        }).unwrap();
        let barrier = Barrier::new(THREADS as usize);
        let attempt = |days: i64| {
            let talk = &talks[days as usize - 1];
            let times = ("2030-01-02T00:00:00Z", "2030-01-02T00:00:00Z");
            let mut new = new_booking(talk, &format!("long{days}"), times, "b@x.io");
            new.row.ends_at = new.row.starts_at + (days * 48).hours();
            barrier.wait();
            database.write_for_hosts(&[talk.user_id.unwrap()], |c| bookings::insert(c, new)).unwrap();
        };
        std::thread::scope(|scope| {
            for days in 1..=THREADS {
                let attempt = &attempt;
                scope.spawn(move || attempt(days));
            }
        });
        let longest = talks.last().unwrap();
        let last_hour = at("2030-01-02T00:00:00Z") + (THREADS * 48 - 1).hours();
        let window = Window { from: last_hour, until: last_hour + 30.minutes() };
        let busy = database.read(|c| slots::load_busy_bookings(c, &[longest.user_id.unwrap()], window)).unwrap();
        assert_eq!(busy.len(), 1);
    }

    fn a_live_booking_keeps_its_unique_key_until_it_is_cancelled(database: &Database) {
        let outcome = database.write(|c| {
            let ana = user(c, "ana@x.io").id;
            let talk = event_type(c, ana, "talk");
            let keyed = |uid: &str| {
                let mut new = new_booking(&talk, uid, ("2030-01-02T09:00:00Z", "2030-01-02T09:30:00Z"), "b@x.io");
                new.row.idempotency_key = Some("same".to_owned());
                new.hosts.clear();
                new
            };
            let first = book(c, keyed("b1"));
            let cancellation = bookings::Cancellation {
                reason: None,
                cancelled_by_email: None,
                now: at("2030-01-01T01:00:00Z"),
            };
            bookings::cancel(c, first.id, cancellation)?.unwrap();
            book(c, keyed("b2"));
            bookings::insert(c, keyed("b3"))
        });
        assert!(
            matches!(outcome, Err(Error::Unique { constraint }) if constraint == "bookings_idempotency_key_key")
        );
    }
}

#[test]
fn postgres_itself_refuses_overlapping_guarding_rows_of_a_host() {
    let fresh = crate::harness::postgres();
    let outcome = fresh.database.write(|c| {
        let ana = user(c, "ana@x.io").id;
        let talk = event_type(c, ana, "talk");
        book(c, new_booking(&talk, "b1", ("2030-01-02T09:00:00Z", "2030-01-02T09:30:00Z"), "b@x.io"));
        book(c, new_booking(&talk, "b2", ("2030-01-02T09:30:00Z", "2030-01-02T10:00:00Z"), "b@x.io"));
        let mut seated = new_booking(&talk, "b3", ("2030-01-02T09:00:00Z", "2030-01-02T10:00:00Z"), "b@x.io");
        seated.hosts = vec![NewBookingHost { user_id: ana, guards: false }];
        book(c, seated);
        bookings::insert(
            c,
            new_booking(&talk, "b4", ("2030-01-02T09:15:00Z", "2030-01-02T09:20:00Z"), "b@x.io"),
        )
    });
    assert!(matches!(outcome, Err(Error::Exclusion)));
}
