//! Lists of bookings: whose they are, in which state and order, and how they are paged.

use openhours_tests::{Answer, EventType, Person, Start, Value, World, claim, json, merged};

use super::{anna, at, body};

/// One of each kind by uid: accepted and ahead, pending, cancelled, past.
struct Shelf {
    ana: Person,
    event_type: EventType,
    world: World,
    ahead: String,
    pending: String,
    cancelled: String,
    past: String,
}

impl Shelf {
    async fn on(engine: openhours_tests::Engine) -> Self {
        let world = World::at(Start::on(engine).at("2050-09-05T06:00:00Z").start()).await;
        // Her key outlives the day that the clock is set to; an access token would not.
        let ana = world.stranger("ana").await;
        let event_type = ana.event_type(json!({})).await;
        let policy = json!({"type": "always", "blockUnconfirmedBookingsInBooker": false});
        let waiting = ana.event_type(json!({"confirmationPolicy": policy})).await;
        let past = world.book(&event_type, &at("09:00")).await.uid;
        let zoe = merged(anna(), json!({"name": "Zoe", "email": "zoe+a@example.com"}));
        let ahead = world.book_with(&event_type, "2050-09-07T09:00:00Z", json!({"attendee": zoe})).await.uid;
        let pending = world.book(&waiting, "2050-09-06T09:00:00Z").await.uid;
        let cancelled = world.book(&event_type, "2050-09-08T09:00:00Z").await.uid;
        world.anonymous().post(&format!("/v2/bookings/{cancelled}/cancel"), json!({})).await.expect(200);
        world.server().set_clock("2050-09-05T12:00:00Z");
        Self { ana, event_type, world, ahead, pending, cancelled, past }
    }

    async fn list(&self, query: &str) -> Answer {
        self.ana.client_call(query).await
    }
}

trait Listing {
    async fn client_call(&self, query: &str) -> Answer;
}

impl Listing for Person {
    async fn client_call(&self, query: &str) -> Answer {
        self.get(&format!("/v2/bookings?{query}")).await.expect(200)
    }
}

fn uids(answer: &Answer) -> Vec<String> {
    answer.list().iter().map(|one| one["uid"].as_str().unwrap_or_default().to_owned()).collect()
}

claim!(
    async fn a_state_is_a_choice_of_bookings_and_several_are_any_of_them(engine: openhours_tests::Engine) {
        let shelf = Shelf::on(engine).await;
        let cases: [(&str, Vec<&String>); 9] = [
            ("status=upcoming", vec![&shelf.pending, &shelf.ahead]),
            ("status=past", vec![&shelf.past]),
            ("status=cancelled", vec![&shelf.cancelled]),
            ("status=unconfirmed", vec![&shelf.pending]),
            ("status=recurring", vec![]),
            ("status=upcoming,past", vec![&shelf.past, &shelf.pending, &shelf.ahead]),
            ("status=past&status=cancelled", vec![&shelf.past, &shelf.cancelled]),
            ("status=past,%20cancelled", vec![&shelf.past, &shelf.cancelled]),
            ("", vec![&shelf.past, &shelf.pending, &shelf.ahead, &shelf.cancelled]),
        ];
        for (query, expected) in cases {
            let found = shelf.list(query).await;
            assert_eq!(uids(&found).iter().collect::<Vec<_>>(), expected, "{query}");
            found.has(&json!({"pagination.totalItems": expected.len()}));
        }
    }
);

claim!(
    async fn filters_leave_what_they_name(engine: openhours_tests::Engine) {
        let shelf = Shelf::on(engine).await;
        let (all, none) = (4, 0);
        let id = shelf.event_type.id;
        let cases = [
            ("attendeeEmail=zoe%2Ba@example.com".to_owned(), 1),
            ("attendeeEmail=zoe+a@example.com".to_owned(), 1),
            ("attendeeEmail=Zoe%2Ba@example.com".to_owned(), none),
            ("attendeeName=Zoe".to_owned(), 1),
            ("attendeeName=%20Zoe%20".to_owned(), 1),
            (format!("bookingUid={}", shelf.past), 1),
            (format!("eventTypeId={id}"), 3),
            (format!("eventTypeIds={id},999999999"), 3),
            ("teamId=999999999".to_owned(), none),
            ("teamIds=999999999".to_owned(), all),
            ("afterStart=2050-09-06T09:00:00Z".to_owned(), 3),
            ("beforeEnd=2050-09-06T09:30:00Z".to_owned(), 2),
            ("afterStart=2050-09-06T00:00:00Z&beforeEnd=2050-09-07T00:00:00Z".to_owned(), 1),
            ("afterCreatedAt=2099-01-01T00:00:00Z".to_owned(), none),
            ("beforeCreatedAt=2099-01-01T00:00:00Z".to_owned(), all),
            ("afterUpdatedAt=2099-01-01T00:00:00Z".to_owned(), none),
            ("beforeUpdatedAt=2099-01-01T00:00:00Z".to_owned(), all),
            ("foo=bar&limit=1".to_owned(), all),
        ];
        for (query, expected) in cases {
            let found = shelf.list(&query).await;
            assert_eq!(found.list().len(), expected, "{query}");
            found.has(&json!({"pagination.totalItems": expected}));
        }
        let unknown = shelf.ana.get("/v2/bookings?eventTypeId=999999999").await;
        unknown.refused(400, "The requested event-types do not exist.");
    }
);

claim!(
    async fn an_order_is_by_the_first_key_asked_for(engine: openhours_tests::Engine) {
        let shelf = Shelf::on(engine).await;
        let by_start = [&shelf.past, &shelf.pending, &shelf.ahead, &shelf.cancelled];
        let by_creation = [&shelf.past, &shelf.ahead, &shelf.pending, &shelf.cancelled];
        let turned = |order: [&String; 4]| order.into_iter().rev().cloned().collect::<Vec<_>>();
        assert_eq!(uids(&shelf.list("sortStart=asc").await), by_start.map(Clone::clone));
        assert_eq!(uids(&shelf.list("sortStart=desc").await), turned(by_start));
        assert_eq!(uids(&shelf.list("sortEnd=desc").await), turned(by_start));
        assert_eq!(uids(&shelf.list("sortCreated=asc").await), by_creation.map(Clone::clone));
        assert_eq!(uids(&shelf.list("sortStart=asc&sortCreated=desc").await), by_start.map(Clone::clone));
        assert_eq!(uids(&shelf.list("sortUpdatedAt=desc").await)[0], shelf.cancelled);
        let more = shelf.world.book(&shelf.event_type, "2050-09-09T09:00:00Z").await.uid;
        shelf.world.anonymous().post(&format!("/v2/bookings/{more}/cancel"), json!({})).await.expect(200);
        assert_eq!(uids(&shelf.list("status=cancelled").await), [more, shelf.cancelled.clone()]);
    }
);

claim!(
    async fn a_page_knows_its_place_in_the_whole(engine: openhours_tests::Engine) {
        let shelf = Shelf::on(engine).await;
        let first = shelf.list("take=3").await;
        let expected = json!({
            "returnedItems": 3, "totalItems": 4, "itemsPerPage": 3, "remainingItems": 1, "currentPage": 1, "totalPages": 2,
            "hasNextPage": true, "hasPreviousPage": false,
        });
        first.has(&json!({"pagination": expected}));
        let last = shelf.list("take=3&skip=3").await;
        assert_eq!(uids(&last), std::slice::from_ref(&shelf.cancelled));
        last.has(&json!({"pagination.currentPage": 2, "pagination.hasNextPage": false, "pagination.hasPreviousPage": true, "pagination.remainingItems": 0}));
        let beyond = shelf.list("take=250&skip=100000").await;
        beyond.has(&json!({"data": [], "pagination.currentPage": 1, "pagination.totalItems": 4, "pagination.remainingItems": 0}));
    }
);

claim!(
    async fn a_query_that_is_wrong_names_each_rule(world: World) {
        let ana = world.managed_user("ana").await;
        let cases = [
            ("status=nope", "Invalid status. Allowed are upcoming, recurring, past, cancelled, unconfirmed"),
            ("status=", "status cannot be empty."),
            ("take=0", "take must not be less than 1"),
            ("take=251", "take must not be greater than 250"),
            ("skip=-1", "skip must not be less than 0"),
            ("afterStart=yesterday", "fromDate must be a valid ISO 8601 date."),
            ("beforeEnd=tomorrow", "toDate must be a valid ISO 8601 date."),
            ("sortStart=up", "SortStart must be either \"asc\" or \"desc\"."),
        ];
        for (query, rule) in cases {
            ana.get(&format!("/v2/bookings?{query}")).await.invalid(&[rule]);
        }
    }
);

claim!(
    async fn everybody_sees_their_own_and_leaders_their_members_bookings(world: World) {
        let (ana, bob) = (world.managed_user("ana").await, world.managed_user("bob").await);
        let event_type = ana.event_type(json!({})).await;
        let attendee = json!({"attendee": merged(anna(), json!({"email": bob.email}))});
        let shared = world.book_with(&event_type, &at("09:00"), attendee).await.uid;
        let hers = world.book(&event_type, &at("10:00")).await.uid;
        let both = [shared.clone(), hers.clone()];
        assert_eq!(uids(&ana.client_call("").await), both);
        assert_eq!(uids(&bob.client_call("").await), [shared]);
        let seen = |answer: Answer| uids(&answer).into_iter().filter(|uid| both.contains(uid)).count();
        assert_eq!(seen(world.owner().client_call("").await), 2);
        assert_eq!(seen(world.client().get("/v2/bookings").await.expect(200)), 2);
        let elsewhere = world.another().await;
        assert_eq!(seen(elsewhere.owner().client_call("").await), 0);
        assert_eq!(seen(world.stranger("eve").await.client_call("").await), 0);
    }
);

claim!(
    async fn a_list_needs_a_caller(world: World) {
        let refusal = "PermissionsGuard - no authentication provided. Provide either authorization bearer token containing managed user access token or oAuth client id in 'x-cal-client-id' header.";
        world.anonymous().get("/v2/bookings").await.refused(403, refusal);
        let token = world.caller(openhours_tests::Credentials::AccessToken("nope".to_owned()));
        let refusal = "PermissionsGuard - no oAuth client found for access token=nope";
        token.get("/v2/bookings").await.refused(403, refusal);
    }
);

claim!(
    async fn whoever_knows_the_uid_reads_the_booking(world: World) {
        let event_type = world.managed_user("ana").await.event_type(json!({})).await;
        let asked = body(
            &event_type,
            &at("09:00"),
            json!({"bookingFieldsResponses": {"notes": "bring flowers", "colour": "red"}}),
        );
        let made = world.anonymous().post("/v2/bookings", asked).await.expect(201);
        let path = format!("/v2/bookings/{}", made.text("data.uid"));
        let eve = world.another().await.managed_user("eve").await;
        for caller in [world.anonymous(), &*eve] {
            let seen = caller.get(&path).await.expect(200);
            assert_eq!(seen.data(), made.data());
            seen.has(
                &json!({"data.description": "bring flowers", "data.bookingFieldsResponses.colour": "red"}),
            );
        }
        let uid: Value = made.field("data.uid").clone();
        assert_eq!(uid.as_str().map(str::len), Some(22));
        world
            .anonymous()
            .get("/v2/bookings/nope")
            .await
            .refused(404, "Booking with uid=nope was not found in the database");
    }
);
