//! Whose event types they are: who reads, changes and deletes them, and whose things they may use.

use openhours_tests::{Method, World, claim, json};

use super::{PATH, body, made, one, slugs};

claim!(
    async fn somebody_elses_event_type_is_not_found_and_cannot_be_deleted(world: World) {
        let (ana, eve) = (world.stranger("ana").await, world.stranger("eve").await);
        let made = made(&ana, "mine", json!({})).await;
        let id = made.number("data.id");
        let unknown = format!("Event type with id {id} not found");
        eve.get(&one(id)).await.refused(404, &unknown);
        eve.patch(&one(id), json!({"title": "Yours"})).await.refused(404, &unknown);
        let sentence = format!("User with ID={} does not own event type with ID={id}", eve.id);
        eve.delete(&one(id)).await.refused(403, &sentence);
        assert_eq!(ana.get(&one(id)).await.expect(200).data(), made.data());
    }
);

claim!(
    async fn an_event_type_that_does_not_exist_is_not_found(world: World) {
        let ana = world.stranger("ana").await;
        let unknown = "Event type with id 99999999 not found";
        ana.get(&one(99_999_999)).await.refused(404, unknown);
        ana.patch(&one(99_999_999), json!({"title": "x"})).await.refused(404, unknown);
        ana.delete(&one(99_999_999)).await.refused(404, "Event type with ID=99999999 does not exist.");
        ana.get(&format!("{PATH}/abc")).await.refused(400, "Validation failed (numeric string is expected)");
    }
);

claim!(
    async fn a_request_that_is_invalid_by_itself_is_so_for_an_unknown_event_type_too(world: World) {
        let ana = world.stranger("ana").await;
        let path = one(99_999_999);
        ana.patch(&path, json!({"lengthInMinutes": 0}))
            .await
            .invalid(&["lengthInMinutes must not be less than 1"]);
        let jitsi = json!({"locations": [{"type": "integration", "integration": "jitsi"}]});
        ana.patch(&path, jitsi).await.refused(400, "jitsi not connected.");
        let schedule = json!({"scheduleId": 99_999_999});
        ana.patch(&path, schedule).await.refused(404, "Event type with id 99999999 not found");
    }
);

claim!(
    async fn an_administrator_of_the_owners_organization_may_look_but_not_touch(world: World) {
        let ana = world.managed_user("ana").await;
        let id = made(&ana, "mine", json!({})).await.number("data.id");
        let (owner, ben) = (world.owner(), world.managed_user("ben").await);
        owner.get(&one(id)).await.expect(200).has(&json!({"data.ownerId": ana.id}));
        let unknown = format!("Event type with id {id} not found");
        owner.patch(&one(id), json!({"title": "x"})).await.refused(404, &unknown);
        let sentence = format!("User with ID={} does not own event type with ID={id}", owner.id);
        owner.delete(&one(id)).await.refused(403, &sentence);
        ben.get(&one(id)).await.refused(404, &unknown);
        let elsewhere = world.another().await;
        elsewhere.owner().get(&one(id)).await.refused(404, &unknown);
    }
);

claim!(
    async fn a_deleted_event_type_is_gone(world: World) {
        let ana = world.stranger("ana").await;
        let id = made(&ana, "gone", json!({})).await.number("data.id");
        let deleted = ana.delete(&one(id)).await.expect(200);
        let expected = json!({"id": id, "lengthInMinutes": 30, "slug": "gone", "title": "Meeting"});
        assert_eq!(deleted.body, json!({"status": "success", "data": expected}));
        ana.get(&one(id)).await.refused(404, &format!("Event type with id {id} not found"));
        ana.delete(&one(id)).await.refused(404, &format!("Event type with ID={id} does not exist."));
        made(&ana, "gone", json!({})).await;
    }
);

claim!(
    async fn without_credentials_event_types_are_forbidden(world: World) {
        let ana = world.stranger("ana").await;
        let id = made(&ana, "mine", json!({})).await.number("data.id");
        let sentence = "PermissionsGuard - no authentication provided. Provide either authorization bearer token \
                        containing managed user access token or oAuth client id in 'x-cal-client-id' header.";
        let nobody = world.anonymous();
        nobody.get(&one(id)).await.refused(403, sentence);
        nobody.patch(&one(id), json!({"lengthInMinutes": "x"})).await.refused(403, sentence);
        nobody.delete(&one(id)).await.refused(403, sentence);
        nobody.post(PATH, json!({})).await.refused(403, sentence);
        assert_eq!(slugs(&ana).await, ["mine"]);
    }
);

claim!(
    async fn other_versions_do_not_know_event_types(world: World) {
        let ana = world.stranger("ana").await;
        let answer = ana.request(Method::GET, PATH).version("2024-08-13").await;
        answer.refused(404, "Cannot GET /v2/event-types");
    }
);

claim!(
    async fn a_slug_is_used_once_by_each_owner(world: World) {
        let (ana, eve) = (world.stranger("ana").await, world.stranger("eve").await);
        made(&ana, "intro", json!({})).await;
        made(&eve, "intro", json!({})).await;
        let taken = "User already has an event type with this slug.";
        ana.post(PATH, body("Intro!", json!({}))).await.refused(400, taken);
        let other = made(&ana, "other", json!({})).await.number("data.id");
        let answer = ana.patch(&one(other), json!({"slug": "intro"})).await;
        answer.refused(400, "error_event_type_url_duplicate");
        ana.patch(&one(other), json!({"slug": "other"})).await.expect(200);
        assert_eq!(slugs(&ana).await, ["intro", "other"]);
    }
);

claim!(
    async fn of_many_requests_for_one_slug_one_wins(world: World) {
        let ana = world.stranger("ana").await;
        let requests: Vec<_> = (0..12)
            .map(|_| {
                let ana = ana.clone();
                tokio::spawn(async move { ana.post(PATH, body("race", json!({}))).await })
            })
            .collect();
        let mut won = 0;
        for request in requests {
            let answer = request.await.expect("the request ends");
            match answer.status {
                201 => won += 1,
                _ => {
                    answer.refused(400, "User already has an event type with this slug.");
                }
            }
        }
        assert_eq!(won, 1);
        assert_eq!(slugs(&ana).await, ["race"]);
    }
);

claim!(
    async fn a_schedule_must_belong_to_the_owner(world: World) {
        let (ana, eve) = (world.stranger("ana").await, world.stranger("eve").await);
        let theirs = eve.schedule(json!({})).await["id"].clone();
        let kept = made(&ana, "kept", json!({})).await;
        for id in [theirs, json!(99_999_999)] {
            let sentence = format!("User with ID={} does not own schedule with ID={id}", ana.id);
            ana.post(PATH, body("new", json!({"scheduleId": id}))).await.refused(404, &sentence);
            let path = one(kept.number("data.id"));
            ana.patch(&path, json!({"scheduleId": id, "title": "x"})).await.refused(404, &sentence);
            assert_eq!(ana.get(&path).await.expect(200).data(), kept.data());
        }
        assert_eq!(slugs(&ana).await, ["kept"]);
    }
);

claim!(
    async fn apps_and_calendars_must_be_connected(world: World) {
        let ana = world.stranger("ana").await;
        let app = |name: &str| json!({"locations": [{"type": "integration", "integration": name}]});
        let calendar = json!({"integration": "google_calendar", "externalId": "x"});
        for (fields, sentence) in [
            (app("google-meet"), "google-meet not connected."),
            (app("office365-video"), "msteams not connected."),
            (app("jelly-conferencing"), "jelly not connected."),
            (
                json!({"locations": [{"type": "organizersDefaultApp"}]}),
                "Unsupported location type 'organizersDefaultApp'. Valid types are address, link, integration, and \
                 phone.",
            ),
            (
                json!({ "destinationCalendar": calendar }),
                "Invalid destinationCalendarId: Calendar does not exist",
            ),
            (
                json!({"useDestinationCalendarEmail": true}),
                "Validation failed: A primary connected calendar is required to set useDestinationCalendarEmail",
            ),
        ] {
            ana.post(PATH, body("new", fields)).await.refused(400, sentence);
        }
        assert!(slugs(&ana).await.is_empty());
    }
);

claim!(
    async fn locations_that_break_a_rule_are_refused_in_one_sentence(world: World) {
        let ana = world.stranger("ana").await;
        for (locations, sentence) in [
            (json!("x"), "'locations' must be an array."),
            (json!([]), "'locations' must contain at least 1 location."),
            (json!(["x"]), "Each object in 'locations' must be an object."),
            (json!([{}]), "Each object in 'locations' must have a 'type' property."),
            (
                json!([{"type": "moon"}]),
                "Unsupported location type 'moon'. Valid types are address, link, integration, and phone.",
            ),
            (
                json!([{"type": "unknown", "location": "{}"}]),
                "Unsupported location type 'unknown'. Valid types are address, link, integration, and phone.",
            ),
            (
                json!([{"type": "link", "link": "nope", "public": true}]),
                "Validation failed for link location: link must be a URL address",
            ),
            (
                json!([{"type": "phone", "phone": "123", "public": true}]),
                "Validation failed for phone location: phone must be a valid phone number",
            ),
        ] {
            ana.post(PATH, body("new", json!({ "locations": locations }))).await.refused(400, sentence);
        }
        assert!(slugs(&ana).await.is_empty());
    }
);
