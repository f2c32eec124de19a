//! Listing, changing and deleting managed users.

use openhours_tests::{Person, World, claim, json, merged};

use super::{all, another_client, bearer, made, path, unknown};

async fn three(world: &World) -> [Person; 3] {
    [
        world.managed_user_with("ana", json!({"email": "ana@example.com"})).await,
        world.managed_user_with("ben", json!({"email": "ben@example.com"})).await,
        world.managed_user_with("cia", json!({"email": "cia@example.com"})).await,
    ]
}

claim!(
    async fn a_list_is_in_order_of_creation_and_has_limit_and_offset(world: World) {
        let client = world.client();
        let [ana, ben, cia] = three(&world).await;
        for (query, expected) in [
            ("", vec![ana.id, ben.id, cia.id]),
            ("?limit=2", vec![ana.id, ben.id]),
            ("?limit=2&offset=1", vec![ben.id, cia.id]),
            ("?offset=3", vec![]),
            ("?limit=100&offset=2", vec![cia.id]),
        ] {
            let answer = client.get(&format!("{}{query}", client.users_path())).await.expect(200);
            let ids: Vec<i64> = answer.list().iter().filter_map(|user| user["id"].as_i64()).collect();
            assert_eq!(ids, expected, "{query}");
        }
    }
);

claim!(
    async fn a_list_can_be_asked_for_by_address(world: World) {
        let client = world.client();
        let [ana, ben, _] = three(&world).await;
        let other = another_client(&world, world.owner()).await;
        made(&other, json!({"email": "ana@example.com", "name": "another Ana"})).await;
        let stored = ben.email.replace('+', "%2B");
        for (emails, expected) in [
            ("ana@example.com".to_owned(), vec![ana.id]),
            (stored.clone(), vec![ben.id]),
            (format!("ana@example.com,{stored}"), vec![ana.id, ben.id]),
            ("nobody@example.com".to_owned(), vec![]),
            ("Ana@example.com".to_owned(), vec![]),
            (String::new(), all(client).await.iter().filter_map(|user| user["id"].as_i64()).collect()),
        ] {
            let answer = client.get(&format!("{}?emails={emails}", client.users_path())).await.expect(200);
            let ids: Vec<i64> = answer.list().iter().filter_map(|user| user["id"].as_i64()).collect();
            assert_eq!(ids, expected, "{emails}");
        }
    }
);

claim!(
    async fn a_list_refuses_what_is_no_address_and_no_number(world: World) {
        let client = world.client();
        let ask = async |query: &str| client.get(&format!("{}?{query}", client.users_path())).await;
        ask("emails=nope").await.refused(400, "Invalid email nope");
        ask("emails=ana@example.com,x@").await.refused(400, "Invalid email x@");
        // A plus sign that is not encoded is a space.
        ask("emails=a+b@example.com").await.refused(400, "Invalid email a b@example.com");
        for (query, message) in [
            ("limit=0", "limit must not be less than 1"),
            ("limit=101", "limit must not be greater than 100"),
            ("offset=-1", "offset must not be less than 0"),
            ("limit=x", "limit must be a number conforming to the specified constraints"),
        ] {
            ask(query).await.invalid_with(message);
        }
    }
);

claim!(
    async fn a_change_leaves_alone_what_it_does_not_name(world: World) {
        let client = world.client();
        let ana = world
            .managed_user_with(
                "ana",
                json!({"bio": "old", "locale": "fr", "metadata": {"a": "1"}, "timeZone": "UTC"}),
            )
            .await;
        let mut expected = ana.made["user"].clone();
        for change in [
            json!({"name": "Ana Maria", "bio": "new"}),
            json!({"timeFormat": 24, "weekStart": "Friday", "locale": "de"}),
            json!({"avatarUrl": "https://e.example/a.png", "metadata": {"b": "2"}}),
            json!({"email": ana.email}),
        ] {
            expected = merged(expected, change.clone());
            let answer = client.patch(&path(client, ana.id), change).await.expect(200);
            assert_eq!(answer.data(), &expected);
        }
        for nothing in [
            json!({}),
            json!({"name": null, "bio": null, "email": null, "timeZone": null, "defaultScheduleId": null,
                "metadata": null, "locale": null, "avatarUrl": null, "timeFormat": null, "weekStart": null}),
            json!({"id": 1, "username": "x", "createdDate": "2020-01-01T00:00:00Z", "isSystemAdmin": true}),
        ] {
            assert_eq!(client.patch(&path(client, ana.id), nothing).await.expect(200).data(), &expected);
        }
        assert_eq!(client.get(&path(client, ana.id)).await.expect(200).data(), &expected);
    }
);

claim!(
    async fn metadata_is_replaced_as_a_whole_and_empty_is_none(world: World) {
        let client = world.client();
        let ana = world.managed_user_with("ana", json!({"metadata": {"a": "1", "b": "2"}})).await;
        let change = async |metadata| {
            client.patch(&path(client, ana.id), json!({"metadata": metadata})).await.expect(200)
        };
        change(json!({"c": "3"})).await.has(&json!({"data.metadata": {"c": "3"}}));
        assert!(change(json!({})).await.find("data.metadata").is_none());
    }
);

claim!(
    async fn a_new_address_carries_the_clients_id_and_brings_a_new_username(world: World) {
        let client = world.client();
        let ana = world.managed_user("ana").await;
        let answer = client.patch(&path(client, ana.id), json!({"email": "maria@new.example"})).await;
        answer.expect(200).has(&json!({
            "data.email": format!("maria+{}@new.example", client.id),
            "data.username": format!("maria-{}-new-example", client.id),
        }));
        ana.get("/v2/me").await.has(&json!({"data.username": format!("maria-{}-new-example", client.id)}));
        // The old address and the old username are free again.
        let old = made(client, json!({"email": ana.email, "name": "Ana"})).await;
        old.has(&json!({"data.user.username": ana.username}));
    }
);

claim!(
    async fn a_taken_address_conflicts_and_changes_nothing(world: World) {
        let client = world.client();
        let [ana, ben, _] = three(&world).await;
        let before = all(client).await;
        let answer =
            client.patch(&path(client, ben.id), json!({"email": "ana@example.com", "name": "Thief"})).await;
        answer.refused(
            409,
            &format!("User with the provided e-mail already exists. Existing user ID={}", ana.id),
        );
        assert_eq!(all(client).await, before);
    }
);

claim!(
    async fn a_new_zone_is_the_users_and_not_the_schedules(world: World) {
        let client = world.client();
        let ana = world.managed_user_with("ana", json!({"timeZone": "Europe/Rome"})).await;
        let answer = client.patch(&path(client, ana.id), json!({"timeZone": "asia/tokyo"})).await.expect(200);
        answer.has(&json!({"data.timeZone": "Asia/Tokyo"}));
        ana.get("/v2/schedules/default").await.expect(200).has(&json!({"data.timeZone": "Europe/Rome"}));
    }
);

claim!(
    async fn a_default_schedule_must_be_the_users_own(world: World) {
        let client = world.client();
        let (ana, ben) = (world.managed_user("ana").await, world.managed_user("ben").await);
        let (own, foreign) = (ana.schedule(json!({})).await, ben.schedule(json!({})).await);
        let path = path(client, ana.id);
        let answer = client.patch(&path, json!({"defaultScheduleId": own["id"]})).await.expect(200);
        answer.has(&json!({"data.defaultScheduleId": own["id"]}));
        ana.get("/v2/schedules/default").await.has(&json!({"data.id": own["id"]}));
        for id in [foreign["id"].clone(), json!(999_999_999)] {
            let answer = client.patch(&path, json!({"defaultScheduleId": id, "name": "Changed"})).await;
            answer.refused(404, &format!("Schedule with ID={id} does not exist."));
        }
        client.get(&path).await.has(&json!({"data.defaultScheduleId": own["id"], "data.name": "ana"}));
    }
);

claim!(
    async fn a_deleted_user_leaves_nothing_behind(world: World) {
        let client = world.client();
        let ana = world.managed_user("ana").await;
        let event_type = ana.event_type(json!({})).await;
        let booking = world.book(&event_type, "2050-09-05T10:00:00Z").await;
        let answer = client.delete(&path(client, ana.id)).await.expect(200);
        assert_eq!(answer.data(), &ana.made["user"]);
        client.delete(&path(client, ana.id)).await.refused(404, &unknown(ana.id));
        client.get(&path(client, ana.id)).await.refused(404, &unknown(ana.id));
        assert!(all(client).await.is_empty());
        ana.get("/v2/me").await.refused(401, "Invalid Access Token.");
        let refresh = json!({"refreshToken": ana.made["refreshToken"]});
        let answer = client.post(&format!("/v2/oauth/{}/refresh", client.id), refresh).await;
        answer.refused(400, "Invalid refresh token");
        let gone = world.anonymous().get(&format!("/v2/bookings/{}", booking.uid)).await;
        assert_eq!(gone.status, 404, "{gone}");
        let query = format!("/v2/event-types?username={}&eventSlug={}", ana.username, event_type.slug);
        assert!(world.anonymous().get(&query).await.expect(200).list().is_empty());
        // Address and username can be had again, by a new user.
        let again = made(client, json!({"email": ana.email, "name": "Ana"})).await;
        assert_ne!(again.number("data.user.id"), ana.id);
        again.has(&json!({"data.user.username": ana.username}));
        bearer(&world, &again.text("data.accessToken")).get("/v2/me").await.expect(200);
    }
);
