//! Cancelling: who may, when, with which reason, and what becomes free.

use openhours_tests::{Start, World, claim, json};

use super::{at, refused_bare};

claim!(
    async fn cancelling_frees_the_time_and_happens_once(world: World) {
        let event_type = world.managed_user("ana").await.event_type(json!({})).await;
        let made = world.book(&event_type, &at("09:00")).await;
        let path = format!("/v2/bookings/{}/cancel", made.uid);
        let gone = world.anonymous().post(&path, json!({"cancellationReason": "ill"})).await.expect(200);
        gone.has(
            &json!({"data.status": "cancelled", "data.cancellationReason": "ill", "data.uid": made.uid}),
        );
        world.anonymous().post(&path, json!({})).await.refused(
            400,
            &format!(
                "Can't cancel booking with uid={} because it has been cancelled already. Please provide uid of a booking that is not cancelled.",
                made.uid
            ),
        );
        let again = world.book(&event_type, &at("09:00")).await;
        assert_ne!(again.uid, made.uid);
    }
);

claim!(
    async fn no_body_is_needed_to_cancel_and_nothing_unknown_is_taken(world: World) {
        let event_type = world.managed_user("ana").await.event_type(json!({})).await;
        let made = world.book(&event_type, &at("09:00")).await;
        let path = format!("/v2/bookings/{}/cancel", made.uid);
        world
            .anonymous()
            .post(&path, json!({"foo": 1}))
            .await
            .refused(400, "foo property is wrong,property foo should not exist ");
        world
            .anonymous()
            .get(&format!("/v2/bookings/{}", made.uid))
            .await
            .has(&json!({"data.status": "accepted"}));
        let bare = world.anonymous().request(openhours_tests::Method::POST, &path);
        bare.await.expect(200).has(&json!({"data.status": "cancelled", "data.cancellationReason": ""}));
    }
);

claim!(
    async fn an_unknown_uid_cancels_nothing(world: World) {
        world
            .anonymous()
            .post("/v2/bookings/nope/cancel", json!({}))
            .await
            .refused(404, "Booking with uid=nope not found");
    }
);

claim!(
    async fn a_host_says_why_unless_a_platform_owns_the_event_type(world: World) {
        let eve = world.stranger("eve").await;
        let event_type = eve.event_type(json!({})).await;
        let made = world.book(&event_type, &at("09:00")).await;
        let path = format!("/v2/bookings/{}/cancel", made.uid);
        for body in [json!({}), json!({"cancellationReason": "  "})] {
            refused_bare(
                &eve.post(&path, body).await,
                400,
                "Cancellation reason is required when you are the host",
            );
        }
        eve.post(&path, json!({"cancellationReason": "ill"})).await.expect(200);
        let ana = world.managed_user("ana").await;
        let made = world.book(&ana.event_type(json!({})).await, &at("09:00")).await;
        ana.post(&format!("/v2/bookings/{}/cancel", made.uid), json!({})).await.expect(200);
    }
);

claim!(
    async fn what_is_over_is_not_cancelled(engine: openhours_tests::Engine) {
        let world = World::at(Start::on(engine).at("2050-09-05T06:00:00Z").start()).await;
        let event_type = world.managed_user("ana").await.event_type(json!({})).await;
        let made = world.book(&event_type, &at("09:00")).await;
        world.server().set_clock("2050-09-05T10:00:00Z");
        let answer = world.anonymous().post(&format!("/v2/bookings/{}/cancel", made.uid), json!({})).await;
        refused_bare(&answer, 400, "Cannot cancel a booking that has already ended");
    }
);

claim!(
    async fn an_event_type_may_refuse_cancellations(world: World) {
        let event_type = world
            .managed_user("ana")
            .await
            .event_type(json!({"disableCancelling": {"disabled": true}}))
            .await;
        let made = world.book(&event_type, &at("09:00")).await;
        let answer = world.anonymous().post(&format!("/v2/bookings/{}/cancel", made.uid), json!({})).await;
        refused_bare(&answer, 400, "This event type does not allow cancellations");
    }
);

claim!(
    async fn later_occurrences_are_cancelled_of_a_series_only(world: World) {
        let event_type = world.managed_user("ana").await.event_type(json!({})).await;
        let made = world.book(&event_type, &at("09:00")).await;
        let path = format!("/v2/bookings/{}/cancel", made.uid);
        world.anonymous().post(&path, json!({"cancelSubsequentBookings": true})).await.refused(
            400,
            &format!("Booking with bookingUid={} is not part of a recurring booking.", made.uid),
        );
        world
            .anonymous()
            .get(&format!("/v2/bookings/{}", made.uid))
            .await
            .has(&json!({"data.status": "accepted"}));
    }
);
