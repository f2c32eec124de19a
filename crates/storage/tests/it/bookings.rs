//! The busy query, the list's filters, details and cancelling.

use openhours_storage::{
    Connection, Database, Error,
    bookings::{
        self, BookingFilter, BookingOrder, BookingStatus, Cancellation, NewBookingHost, NewSeat, SortKey,
        StatusFilter, Viewer,
    },
    event_types::{EventType, NewEventType},
    memberships::{self, MembershipRole, NewMembership},
    slots::{self, BusyBooking, NewReservation, Window},
    teams::{self, NewTeam},
    types::Object,
};

use crate::harness::{
    at, attendee, book, event_type, new_booking, new_event_type, now, on_both_engines, user,
};

fn window(from: &str, until: &str) -> Window {
    Window { from: at(from), until: at(until) }
}

fn uids(found: &[BusyBooking]) -> Vec<(i64, &str)> {
    found.iter().map(|busy| (busy.host_id, busy.uid.as_str())).collect()
}

/// Books with a status, an organizer's row of hosts included.
fn book_as(c: &mut Connection, talk: &EventType, (uid, status): (&str, BookingStatus), times: (&str, &str)) {
    let mut new = new_booking(talk, uid, times, "guest@x.io");
    new.row.status = status;
    new.hosts[0].guards = false;
    book(c, new);
}

/// Five bookings of one host around 2 January 2030, noon.
fn a_varied_day(c: &mut Connection) -> (i64, EventType) {
    let ana = user(c, "ana@x.io").id;
    let talk = event_type(c, ana, "talk");
    book_as(c, &talk, ("past", BookingStatus::Accepted), ("2030-01-02T08:00:00Z", "2030-01-02T08:30:00Z"));
    book_as(c, &talk, ("next", BookingStatus::Accepted), ("2030-01-02T14:00:00Z", "2030-01-02T14:30:00Z"));
    book_as(c, &talk, ("open", BookingStatus::Pending), ("2030-01-02T15:00:00Z", "2030-01-02T15:30:00Z"));
    book_as(c, &talk, ("gone", BookingStatus::Cancelled), ("2030-01-02T16:00:00Z", "2030-01-02T16:30:00Z"));
    let mut series = new_booking(&talk, "series", ("2030-01-02T17:00:00Z", "2030-01-02T17:30:00Z"), "s@x.io");
    series.row.status = BookingStatus::Pending;
    series.row.recurring_uid = Some("r".to_owned());
    book(c, series);
    (ana, talk)
}

fn listed(c: &mut Connection, viewer: &Viewer, filter: &BookingFilter) -> Vec<String> {
    let found = bookings::list(c, viewer, filter).unwrap();
    if filter.offset == 0 && filter.limit >= 100 {
        assert_eq!(bookings::count(c, viewer, filter).unwrap(), found.len() as i64);
    }
    found.into_iter().map(|booking| booking.uid).collect()
}

fn viewer(user_id: i64, email: &str) -> Viewer {
    Viewer::User { user_id, email: email.to_owned(), led_team_ids: Vec::new() }
}

on_both_engines! {
    fn a_host_is_busy_as_host_and_as_attendee_but_not_beside_the_window(database: &Database) {
        database.write(|c| {
            let (ana, ben) = (user(c, "ana@x.io").id, user(c, "ben@x.io").id);
            let talk = event_type(c, ana, "talk");
            let mut other = new_event_type(ben, "other");
            other.settings.before_buffer_minutes = 10;
            let other = openhours_storage::event_types::insert(c, other)?;
            book(c, new_booking(&talk, "own", ("2030-01-02T09:00:00Z", "2030-01-02T10:00:00Z"), "x@x.io"));
            book(c, new_booking(&other, "guest", ("2030-01-02T10:00:00Z", "2030-01-02T11:00:00Z"), "ana@x.io"));
            book(c, new_booking(&talk, "before", ("2030-01-02T08:00:00Z", "2030-01-02T09:00:00Z"), "x@x.io"));
            book(c, new_booking(&talk, "after", ("2030-01-02T11:00:00Z", "2030-01-02T12:00:00Z"), "x@x.io"));
            let noon = window("2030-01-02T09:00:00Z", "2030-01-02T11:00:00Z");
            let found = slots::load_busy_bookings(c, &[ana], noon)?;
            assert_eq!(uids(&found), [(ana, "own"), (ana, "guest")]);
            assert_eq!(found[1].before_buffer_minutes, Some(10));
            let both = slots::load_busy_bookings(c, &[ben, ana], noon)?;
            assert_eq!(uids(&both), [(ana, "own"), (ana, "guest"), (ben, "guest")]);
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn cancelled_and_declined_bookings_take_no_time(database: &Database) {
        database.write(|c| {
            let (ana, _) = a_varied_day(c);
            let day = window("2030-01-02T00:00:00Z", "2030-01-03T00:00:00Z");
            let found = slots::load_busy_bookings(c, &[ana], day)?;
            assert_eq!(uids(&found), [(ana, "past"), (ana, "next"), (ana, "open"), (ana, "series")]);
            assert_eq!(found[2].status, BookingStatus::Pending);
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn a_booking_of_many_days_is_seen_from_its_last_one(database: &Database) {
        database.write(|c| {
            let ana = user(c, "ana@x.io").id;
            let talk = event_type(c, ana, "talk");
            book(c, new_booking(&talk, "long", ("2030-01-02T09:00:00Z", "2030-02-02T09:00:00Z"), "x@x.io"));
            let last = window("2030-02-02T08:00:00Z", "2030-02-02T08:30:00Z");
            assert_eq!(uids(&slots::load_busy_bookings(c, &[ana], last)?), [(ana, "long")]);
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn seats_are_counted_and_found_by_their_uid(database: &Database) {
        database.write(|c| {
            let ana = user(c, "ana@x.io").id;
            let talk = event_type(c, ana, "talk");
            let seat = |uid: &str| NewSeat {
                uid: uid.to_owned(),
                responses: Object::new(),
                metadata: Object::new(),
            };
            let mut new = new_booking(&talk, "b1", ("2030-01-02T09:00:00Z", "2030-01-02T10:00:00Z"), "1@x.io");
            new.attendees[0].seat = Some(seat("s1"));
            new.hosts = vec![NewBookingHost { user_id: ana, guards: false }];
            let booking = book(c, new);
            let mut second = attendee("2@x.io");
            second.seat = Some(seat("s2"));
            bookings::insert_attendee(c, &booking, second)?;
            let day = window("2030-01-02T00:00:00Z", "2030-01-03T00:00:00Z");
            assert_eq!(slots::load_busy_bookings(c, &[ana], day)?[0].seats_taken, Some(2));
            assert_eq!(bookings::find_by_seat(c, "s2")?.unwrap().id, booking.id);
            assert_eq!(bookings::list_of_slot(c, talk.id, at("2030-01-02T09:00:00Z"))?.len(), 1);
            let details = bookings::details(c, vec![booking])?.remove(0);
            assert_eq!(details.attendees[1].seat.as_ref().unwrap().uid, "s2");
            assert_eq!(details.organizer.unwrap().id, ana);
            assert_eq!(details.event_type.unwrap().slug, "talk");
            assert_eq!(details.hosts.len(), 1);
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn the_status_filters_choose_by_state_and_time(database: &Database) {
        database.write(|c| {
            let (ana, _) = a_varied_day(c);
            let eyes = viewer(ana, "ana@x.io");
            let noon = BookingFilter::new(at("2030-01-02T12:00:00Z"));
            let with = |statuses: &[StatusFilter]| BookingFilter { statuses: statuses.to_vec(), ..noon.clone() };
            assert_eq!(listed(c, &eyes, &noon), ["past", "next", "open", "gone", "series"]);
            assert_eq!(listed(c, &eyes, &with(&[StatusFilter::Upcoming])), ["next", "open"]);
            assert_eq!(listed(c, &eyes, &with(&[StatusFilter::Recurring])), ["series"]);
            assert_eq!(listed(c, &eyes, &with(&[StatusFilter::Past])), ["past"]);
            assert_eq!(listed(c, &eyes, &with(&[StatusFilter::Cancelled])), ["gone"]);
            assert_eq!(listed(c, &eyes, &with(&[StatusFilter::Unconfirmed])), ["open", "series"]);
            let two = with(&[StatusFilter::Past, StatusFilter::Cancelled]);
            assert_eq!(listed(c, &eyes, &two), ["past", "gone"]);
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn the_other_filters_the_order_and_the_page_hold_together(database: &Database) {
        database.write(|c| {
            let (ana, talk) = a_varied_day(c);
            let eyes = viewer(ana, "ana@x.io");
            let all = BookingFilter::new(at("2030-01-02T12:00:00Z"));
            let descending =
                BookingFilter { order: BookingOrder::Descending(SortKey::End), limit: 2, offset: 1, ..all.clone() };
            assert_eq!(listed(c, &eyes, &descending), ["gone", "open"]);
            assert_eq!(bookings::count(c, &eyes, &descending)?, 5);
            let filters = [
                BookingFilter { attendee_email: Some("s@x.io".to_owned()), ..all.clone() },
                BookingFilter { uid: Some("series".to_owned()), ..all.clone() },
                BookingFilter { starts_from: Some(at("2030-01-02T17:00:00Z")), ..all.clone() },
            ];
            for filter in filters {
                assert_eq!(listed(c, &eyes, &filter), ["series"], "{filter:?}");
            }
            let empty = [
                BookingFilter { attendee_email: Some("S@x.io".to_owned()), ..all.clone() },
                BookingFilter { attendee_name: Some("Nobody".to_owned()), ..all.clone() },
                BookingFilter { event_type_ids: vec![talk.id + 1], ..all.clone() },
                BookingFilter { team_ids: vec![1], ..all.clone() },
                BookingFilter { created_from: Some(at("2030-01-01T00:00:01Z")), ..all.clone() },
                BookingFilter { updated_until: Some(at("2029-12-31T23:59:59Z")), ..all.clone() },
            ];
            for filter in empty {
                assert!(listed(c, &eyes, &filter).is_empty(), "{filter:?}");
            }
            let early = BookingFilter { ends_until: Some(at("2030-01-02T14:30:00Z")), ..all.clone() };
            assert_eq!(listed(c, &eyes, &early), ["past", "next"]);
            let typed = BookingFilter { event_type_ids: vec![talk.id], ..all };
            assert_eq!(listed(c, &eyes, &typed).len(), 5);
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn a_user_sees_own_attended_and_led_bookings_only(database: &Database) {
        database.write(|c| {
            let (ana, _) = a_varied_day(c);
            let guest = user(c, "guest@x.io").id;
            let lead = user(c, "lead@x.io").id;
            let filter = BookingFilter::new(now());
            assert_eq!(listed(c, &viewer(guest, "guest@x.io"), &filter).len(), 4);
            assert!(listed(c, &viewer(lead, "lead@x.io"), &filter).is_empty());
            let team_id = teams::insert(c, NewTeam::new("T", "t", now()))?.id;
            let eyes =
                Viewer::User { user_id: lead, email: "lead@x.io".to_owned(), led_team_ids: vec![team_id] };
            assert!(listed(c, &eyes, &filter).is_empty());
            memberships::insert(c, NewMembership::accepted(ana, team_id, MembershipRole::Member, now()))?;
            assert_eq!(listed(c, &eyes, &filter).len(), 5);
            assert_eq!(listed(c, &Viewer::Users(vec![guest]), &filter).len(), 4);
            let new = NewEventType { user_id: None, team_id: Some(team_id), ..new_event_type(ana, "team") };
            let of_team = openhours_storage::event_types::insert(c, new)?;
            let child = NewEventType { parent_id: Some(of_team.id), ..new_event_type(guest, "child") };
            let child = openhours_storage::event_types::insert(c, child)?;
            book(c, new_booking(&child, "child", ("2030-01-03T09:00:00Z", "2030-01-03T10:00:00Z"), "q@x.io"));
            assert_eq!(listed(c, &Viewer::Team(team_id), &filter), ["child"]);
            assert_eq!(listed(c, &eyes, &filter).len(), 6);
            let children = BookingFilter { event_type_ids: vec![of_team.id], ..filter };
            assert_eq!(listed(c, &eyes, &children), ["child"]);
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn a_booking_is_cancelled_once_and_frees_the_hosts_time(database: &Database) {
        database.write(|c| {
            let ana = user(c, "ana@x.io").id;
            let talk = event_type(c, ana, "talk");
            let times = ("2030-01-02T09:00:00Z", "2030-01-02T10:00:00Z");
            let booking = book(c, new_booking(&talk, "b1", times, "1@x.io"));
            let cancellation = Cancellation {
                reason: Some("ill".to_owned()),
                cancelled_by_email: Some("1@x.io".to_owned()),
                now: at("2030-01-01T12:00:00Z"),
            };
            let cancelled = bookings::cancel(c, booking.id, cancellation.clone())?.unwrap();
            assert_eq!((cancelled.status, cancelled.ical_sequence), (BookingStatus::Cancelled, 1));
            assert_eq!(cancelled.cancellation_reason.as_deref(), Some("ill"));
            assert!(bookings::cancel(c, booking.id, cancellation)?.is_none());
            book(c, new_booking(&talk, "b2", times, "1@x.io"));
            let duplicate =
                bookings::find_live_duplicate(c, talk.id, at("2030-01-02T09:00:00Z"), ("1@x.io", None))?;
            assert_eq!(duplicate.unwrap().uid, "b2");
            assert_eq!(bookings::count_active_of_booker(c, talk.id, "1@x.io", now())?, 1);
            let day = window("2030-01-02T00:00:00Z", "2030-01-03T00:00:00Z");
            assert_eq!(slots::counted_bookings(c, talk.id, day)?.len(), 1);
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn reservations_live_until_their_release(database: &Database) {
        database.write(|c| {
            let ana = user(c, "ana@x.io").id;
            let talk = event_type(c, ana, "talk");
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
            let day = window("2030-01-02T00:00:00Z", "2030-01-03T00:00:00Z");
            let release = at("2030-01-01T00:05:00Z");
            assert_eq!(slots::live_reservations_of_hosts(c, &[ana], day, now())?.len(), 1);
            assert_eq!(slots::live_reservations_of_event_type(c, talk.id, day, now())?.len(), 1);
            assert!(slots::live_reservations_of_hosts(c, &[ana], day, release)?.is_empty());
            slots::delete_expired(c, talk.id, now())?;
            assert!(slots::find_reservation(c, "r1")?.is_some());
            slots::delete_expired(c, talk.id, release)?;
            assert!(slots::find_reservation(c, "r1")?.is_none());
            assert!(!slots::delete_reservation(c, "r1")?);
            Ok::<_, Error>(())
        }).unwrap();
    }
}
