//! Bookings that several attendees share, each with a seat.

use openhours_tests::{EventType, Person, Value, World, claim, json, merged};
use tokio::task::JoinSet;

use super::{TAKEN, anna, at, body, count, refused_bare};

async fn seated(host: &Person, fields: Value) -> EventType {
    let seats = json!({"seatsPerTimeSlot": 2, "showAttendeeInfo": false, "showAvailabilityCount": true});
    host.event_type(merged(json!({"seats": seats}), fields)).await
}

fn attendee(name: &str) -> Value {
    json!({"attendee": merged(anna(), json!({"name": name, "email": format!("{name}@example.com")}))})
}

claim!(
    async fn seats_are_taken_in_one_booking_until_none_is_left(world: World) {
        let event_type = seated(&world.managed_user("ana").await, json!({})).await;
        let first = world.book_with(&event_type, &at("09:00"), attendee("bob")).await;
        refused_bare(
            &world.anonymous().post("/v2/bookings", body(&event_type, &at("09:00"), attendee("bob"))).await,
            409,
            "already_signed_up_for_this_booking_error",
        );
        let second = world.book_with(&event_type, &at("09:00"), attendee("cleo")).await;
        assert_eq!(first.uid, second.uid);
        assert_ne!(first.data["seatUid"], second.data["seatUid"]);
        let third = body(&event_type, &at("09:00"), attendee("dan"));
        world
            .anonymous()
            .post("/v2/bookings", third)
            .await
            .refused(409, "No more seats left at this seated booking.");
        assert_eq!(count(&world, &event_type).await, 1);
    }
);

claim!(
    async fn a_seated_booking_takes_the_hosts_time_for_everything_else(world: World) {
        let ana = world.managed_user("ana").await;
        let (seats, plain) =
            (seated(&ana, json!({"slotInterval": 15})).await, ana.event_type(json!({})).await);
        world.book_with(&seats, &at("09:00"), attendee("bob")).await;
        world.try_book(&plain, &at("09:00")).await.refused(400, TAKEN);
        world.try_book(&seats, &at("09:15")).await.refused(400, TAKEN);
        world.book_with(&seats, &at("09:30"), attendee("bob")).await;
    }
);

claim!(
    async fn hidden_attendees_are_shown_to_hosts_and_administrators(world: World) {
        let ana = world.managed_user("ana").await;
        let event_type = seated(&ana, json!({})).await;
        let made = world.book_with(&event_type, &at("09:00"), attendee("bob")).await;
        assert_eq!(made.data["attendees"], json!([]));
        let path = format!("/v2/bookings/{}", made.uid);
        world.anonymous().get(&path).await.expect(200).has(&json!({"data.attendees": []}));
        for caller in [&*ana, &**world.owner()] {
            let seen = caller.get(&path).await.expect(200);
            seen.has(&json!({"data.attendees.0.name": "bob", "data.attendees.0.bookingFieldsResponses": {"name": "bob", "guests": []}}));
            assert!(seen.find("data.seatUid").is_none());
        }
        ana.get("/v2/bookings").await.expect(200).has(&json!({"data.0.attendees.0.name": "bob"}));
    }
);

claim!(
    async fn a_seat_is_given_up_and_the_last_one_cancels(world: World) {
        let event_type = seated(&world.managed_user("ana").await, json!({})).await;
        let first = world.book_with(&event_type, &at("09:00"), attendee("bob")).await;
        let second = world.book_with(&event_type, &at("09:00"), attendee("cleo")).await;
        let path = format!("/v2/bookings/{}/cancel", first.uid);
        let give_up = |seat: &Value| world.anonymous().post(&path, json!({"seatUid": seat}));
        give_up(&first.data["seatUid"]).await.expect(200).has(&json!({"data.status": "accepted"}));
        let sentence = "Invalid seatUid: this seat does not exist or has already been cancelled.";
        give_up(&first.data["seatUid"]).await.refused(400, sentence);
        world.book_with(&event_type, &at("09:00"), attendee("dan")).await;
        give_up(&second.data["seatUid"]).await.expect(200).has(&json!({"data.status": "accepted"}));
        let dan = world.client().get(&format!("/v2/bookings/{}", first.uid)).await.expect(200);
        let last = give_up(dan.field("data.attendees.0.seatUid")).await.expect(200);
        last.has(&json!({"data.status": "cancelled", "data.attendees": []}));
    }
);

claim!(
    async fn a_whole_seated_booking_is_cancelled_by_its_host_only(world: World) {
        let ana = world.managed_user("ana").await;
        let event_type = seated(&ana, json!({})).await;
        let made = world.book_with(&event_type, &at("09:00"), attendee("bob")).await;
        let path = format!("/v2/bookings/{}/cancel", made.uid);
        let refusal = "User not a host of this event or an admin of the booking user";
        refused_bare(&world.anonymous().post(&path, json!({})).await, 401, refusal);
        let eve = world.another().await.managed_user("eve").await;
        refused_bare(&eve.post(&path, json!({})).await, 401, refusal);
        let gone = ana.post(&path, json!({"cancellationReason": "ill"})).await.expect(200);
        gone.has(&json!({"data.status": "cancelled", "data.attendees": []}));
    }
);

claim!(
    async fn of_many_who_want_a_seat_at_once_as_many_get_one_as_there_are(world: World) {
        let event_type = seated(&world.managed_user("ana").await, json!({})).await;
        let mut asking = JoinSet::new();
        for number in 0..12 {
            let asked = body(&event_type, &at("09:00"), attendee(&format!("guest{number}")));
            let caller = world.anonymous().clone();
            asking.spawn(async move { caller.post("/v2/bookings", asked).await.status });
        }
        let mut statuses = asking.join_all().await;
        statuses.sort_unstable();
        assert_eq!(statuses[..2], [201, 201]);
        assert!(statuses[2..].iter().all(|status| *status == 409), "{statuses:?}");
        assert_eq!(count(&world, &event_type).await, 1);
    }
);
