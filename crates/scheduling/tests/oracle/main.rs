//! Random queries around days when clocks change, judged by a slow and obvious second opinion (`slow.rs`) that walks
//! through time minute by minute.

mod slow;
mod world;

use openhours_scheduling::{Reason, free_hosts, is_bookable, slots, why_not};
use proptest::prelude::*;
use slow::Oracle;

fn cases() -> ProptestConfig {
    ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_list_is_every_start_that_the_minutes_allow(query in world::any_query()) {
        let found: Vec<_> = slots(&query).all().iter().map(|slot| slot.start).collect();
        prop_assert_eq!(found, Oracle::new(&query).offered());
    }

    #[test]
    fn days_are_the_viewers_dates_in_order(query in world::any_query()) {
        let found = slots(&query);
        let days: Vec<_> = found.days().map(|(day, _)| day).collect();
        prop_assert!(days.is_sorted_by(|earlier, later| earlier < later), "{:?}", days);
        for (day, slots) in found.days() {
            prop_assert!(!slots.is_empty());
            for slot in slots {
                prop_assert_eq!(query.request.viewer_zone.to_datetime(slot.start).date(), day);
            }
        }
    }

    #[test]
    fn what_is_offered_can_be_booked_whatever_the_grid(query in world::any_query_on_any_grid()) {
        let oracle = Oracle::new(&query);
        for slot in slots(&query).all() {
            prop_assert_eq!(is_bookable(&query, slot.start, slot.end), Ok(()), "{}", slot.start);
            prop_assert!(oracle.holds_for_bookings(slot.start), "{}", slot.start);
            prop_assert_eq!(why_not(&query, slot.start), None);
        }
    }

    #[test]
    fn the_judgement_on_a_booking_is_that_of_the_minutes(query in world::any_query(), minutes in world::some_minutes()) {
        let oracle = Oracle::new(&query);
        for minute in minutes {
            let start = oracle.minute(minute);
            let end = oracle.end_of(start);
            let verdict = is_bookable(&query, start, end);
            prop_assert_eq!(verdict.is_ok(), oracle.holds_for_bookings(start), "{} {:?}", start, verdict);
            prop_assert_eq!(free_hosts(&query, start, end), oracle.free_hosts(start), "{}", start);
        }
    }

    #[test]
    fn a_start_has_a_reason_exactly_when_it_is_not_listed(query in world::any_query_on_any_grid(), minutes in world::some_minutes()) {
        let oracle = Oracle::new(&query);
        let listed: Vec<_> = slots(&query).all().iter().map(|slot| slot.start).collect();
        for minute in minutes {
            let start = oracle.minute(minute);
            let reason = why_not(&query, start);
            prop_assert_eq!(reason.is_none(), listed.contains(&start), "{} {:?}", start, reason);
            if reason == Some(Reason::Reserved) {
                prop_assert!(oracle.is_reserved(start));
            }
        }
    }
}
