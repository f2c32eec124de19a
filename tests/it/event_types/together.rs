//! Settings that exclude each other, in one request and with what is stored.

use openhours_tests::{World, claim, json};

use super::{PATH, body, made, one, slugs};

const TWO_PLACES: &str = "Seats Validation failed: Seats are enabled but more than one location provided.";
const CONFIRMATION: &str = "Seats Validation failed: Seats are enabled but requiresConfirmation is true.";

claim!(
    async fn seats_exclude_several_places_and_confirmation(world: World) {
        let ana = world.stranger("ana").await;
        let seats = json!({"seatsPerTimeSlot": 2, "showAttendeeInfo": true, "showAvailabilityCount": true});
        let places = json!([{"type": "attendeePhone"}, {"type": "attendeeAddress"}]);
        let always = json!({"type": "always", "blockUnconfirmedBookingsInBooker": true});
        let both = json!({"seats": seats, "locations": places, "confirmationPolicy": always});
        ana.post(PATH, body("a", both)).await.refused(400, TWO_PLACES);
        let confirmed = json!({"seats": seats, "confirmationPolicy": always});
        ana.post(PATH, body("a", confirmed)).await.refused(400, CONFIRMATION);

        let seated = one(made(&ana, "seated", json!({"seats": seats})).await.number("data.id"));
        ana.patch(&seated, json!({"locations": places})).await.refused(400, TWO_PLACES);
        ana.patch(&seated, json!({"confirmationPolicy": always})).await.refused(400, CONFIRMATION);
        let placed = one(made(&ana, "placed", json!({"locations": places})).await.number("data.id"));
        ana.patch(&placed, json!({"seats": seats})).await.refused(400, TWO_PLACES);
        let waiting =
            one(made(&ana, "waiting", json!({"confirmationPolicy": always})).await.number("data.id"));
        ana.patch(&waiting, json!({"seats": seats})).await.refused(400, CONFIRMATION);
    }
);

// A known difference: seats that the same request gives up no longer stand in its way.
claim!(
    async fn seats_can_give_way_to_a_second_place_in_one_request(world: World) {
        let ana = world.stranger("ana").await;
        let seats = json!({"seatsPerTimeSlot": 2, "showAttendeeInfo": true, "showAvailabilityCount": true});
        let seated = one(made(&ana, "seated", json!({"seats": seats})).await.number("data.id"));
        let places = json!([{"type": "attendeePhone"}, {"type": "attendeeAddress"}]);
        let change = json!({"seats": {"disabled": true}, "locations": places});
        ana.patch(&seated, change).await.expect(200).has(&json!({
            "data.seats": {"disabled": true},
            "data.locations": places,
        }));
    }
);

claim!(
    async fn seats_exclude_a_series(world: World) {
        let ana = world.stranger("ana").await;
        let seats = json!({"seatsPerTimeSlot": 2, "showAttendeeInfo": true, "showAvailabilityCount": true});
        let series = json!({"interval": 1, "occurrences": 2, "frequency": "weekly"});
        let sentence = "Seats Validation failed: Seats are enabled but the event type is recurring.";
        ana.post(PATH, body("a", json!({"seats": seats, "recurrence": series}))).await.refused(400, sentence);
        let seated = one(made(&ana, "seated", json!({"seats": seats})).await.number("data.id"));
        ana.patch(&seated, json!({"recurrence": series})).await.refused(400, sentence);
    }
);

claim!(
    async fn a_series_has_no_limit_for_one_booker(world: World) {
        let ana = world.stranger("ana").await;
        let series = json!({"interval": 1, "occurrences": 2, "frequency": "weekly"});
        let both = json!({"recurrence": series, "bookerActiveBookingsLimit": {"maximumActiveBookings": 1}});
        let sentence = "Can't have `recurrence` and `bookerActiveBookingsLimit` enabled at the same time - recurring \
                        events do not support maximum active bookings limit setting.";
        ana.post(PATH, body("a", both)).await.refused(400, sentence);
        let off = json!({"recurrence": series, "bookerActiveBookingsLimit": {"disabled": true}});
        made(&ana, "b", off).await;
    }
);

claim!(
    async fn the_first_layout_must_be_offered_and_names_use_known_variables(world: World) {
        let ana = world.stranger("ana").await;
        let layouts = json!({"bookerLayouts": {"defaultLayout": "column", "enabledLayouts": ["month"]}});
        let sentence = "The default layout must be one of the enabled layouts.";
        ana.post(PATH, body("a", layouts)).await.refused(400, sentence);
        let name = json!({"customName": "{Scheduler} {nope} {other}"});
        ana.post(PATH, body("a", name)).await.refused(400, "Invalid event name variables: {nope}");
        assert!(slugs(&ana).await.is_empty());
    }
);
