//! Lists: a user's for everybody, one's own, and the event type that a group shares.

use openhours_tests::{Answer, World, claim, json};

use super::{PATH, made, one};

fn ids(answer: &Answer) -> Vec<i64> {
    answer.list().iter().filter_map(|one| one["id"].as_i64()).collect()
}

fn form(answer: &Answer) -> Vec<&str> {
    let fields = answer.list()[0]["bookingFields"].as_array().expect("a list");
    fields.iter().filter_map(|field| field["slug"].as_str()).collect()
}

claim!(
    async fn hidden_event_types_are_shown_to_their_owner_only(world: World) {
        let (ana, eve) = (world.stranger("ana").await, world.stranger("eve").await);
        let open = made(&ana, "open", json!({})).await.number("data.id");
        let secret = made(&ana, "secret", json!({"hidden": true})).await.number("data.id");
        let all = format!("{PATH}?username={}", ana.username);
        let single = format!("{all}&eventSlug=secret");
        assert_eq!(ids(&ana.get(PATH).await.expect(200)), [open, secret]);
        assert_eq!(ids(&ana.get(&all).await.expect(200)), [open, secret]);
        assert_eq!(ids(&ana.get(&single).await.expect(200)), [secret]);
        for other in [&*eve, world.anonymous()] {
            assert_eq!(ids(&other.get(&all).await.expect(200)), [open]);
            assert_eq!(ids(&other.get(&single).await.expect(200)), [0; 0]);
            assert_eq!(ids(&other.get(&format!("{all}&eventSlug=open")).await.expect(200)), [open]);
        }
    }
);

claim!(
    async fn lists_leave_out_hidden_booking_fields(world: World) {
        let ana = world.stranger("ana").await;
        let made = made(&ana, "fields", json!({"disableGuests": true})).await;
        let list = ana.get(PATH).await.expect(200);
        assert_eq!(form(&list), ["name", "email", "location", "notes", "rescheduleReason"]);
        list.has(&json!({"data.0.disableGuests": true}));
        assert_eq!(list.find("data.0.calVideoSettings"), None);
        let public =
            world.anonymous().get(&format!("{PATH}?username={}&eventSlug=fields", ana.username)).await;
        assert_eq!(form(&public), form(&list));
        let whole = ana.get(&one(made.number("data.id"))).await.expect(200);
        assert_eq!(whole.field("data.bookingFields").as_array().map(Vec::len), Some(7));
    }
);

claim!(
    async fn nobody_has_an_empty_list(world: World) {
        let ana = world.stranger("ana").await;
        made(&ana, "intro", json!({})).await;
        for query in [
            "",
            "?username=nobody-of-this-name",
            "?username=nobody-of-this-name&eventSlug=intro",
            "?usernames=nobody-of-this-name",
            "?eventSlug=intro",
            "?orgId=99999999&username=ana",
            "?orgSlug=no-such-organization&username=ana",
        ] {
            let answer = world.anonymous().get(&format!("{PATH}{query}")).await.expect(200);
            assert_eq!(answer.body, json!({"status": "success", "data": []}), "{query}");
        }
        let unknown = format!("{PATH}?username={}&eventSlug=other", ana.username);
        assert_eq!(ids(&world.anonymous().get(&unknown).await.expect(200)), [0; 0]);
    }
);

claim!(
    async fn a_list_is_sorted_by_creation(world: World) {
        let ana = world.stranger("ana").await;
        let mut made_ids = Vec::new();
        for slug in ["one", "two", "three"] {
            made_ids.push(made(&ana, slug, json!({})).await.number("data.id"));
        }
        assert_eq!(ids(&ana.get(&format!("{PATH}?sortCreatedAt=asc")).await.expect(200)), made_ids);
        made_ids.reverse();
        assert_eq!(ids(&ana.get(&format!("{PATH}?sortCreatedAt=desc")).await.expect(200)), made_ids);
        let public = format!("{PATH}?username={}&sortCreatedAt=desc", ana.username);
        assert_eq!(ids(&world.anonymous().get(&public).await.expect(200)), made_ids);
        let wrong = ana.get(&format!("{PATH}?sortCreatedAt=up")).await;
        wrong.invalid(&["sortCreatedAt must be one of the following values: asc, desc"]);
    }
);

claim!(
    async fn a_group_has_one_event_type_that_nobody_made(world: World) {
        let (ana, ben) = (world.stranger("ana").await, world.stranger("ben").await);
        let query = format!("{PATH}?usernames={},nobody-of-this-name,{}", ana.username, ben.username);
        let answer = world.anonymous().get(&query).await.expect(200);
        assert_eq!(answer.list().len(), 1);
        answer.has(&json!({
            "data.0.id": 0,
            "data.0.ownerId": 0,
            "data.0.title": "Group Meeting",
            "data.0.slug": "dynamic",
            "data.0.lengthInMinutes": 30,
            "data.0.lengthInMinutesOptions": [15, 30, 45, 60, 90],
            "data.0.users.0.id": ana.id,
            "data.0.users.1.id": ben.id,
            "data.0.bookingFields": [],
            "data.0.disableGuests": true,
        }));
        assert_eq!(answer.field("data.0.users").as_array().map(Vec::len), Some(2));
    }
);

claim!(
    async fn a_managed_user_starts_with_four_event_types_and_no_page(world: World) {
        let ana = world.managed_user("ana").await;
        let list = ana.get(PATH).await.expect(200);
        let mut found: Vec<_> = list
            .list()
            .iter()
            .map(|one| {
                json!([
                    one["title"],
                    one["slug"],
                    one["lengthInMinutes"],
                    one["locations"],
                    one["bookingUrl"]
                ])
            })
            .collect();
        found.sort_by_key(ToString::to_string);
        let video = json!([{"type": "integration", "integration": "cal-video"}]);
        assert_eq!(
            found,
            [
                json!(["30 Minutes", "thirty-minutes", 30, [], ""]),
                json!(["30 Minutes", "thirty-minutes-video", 30, video, ""]),
                json!(["60 Minutes", "sixty-minutes", 60, [], ""]),
                json!(["60 Minutes", "sixty-minutes-video", 60, video, ""]),
            ]
        );
        let id = list.list()[0]["id"].as_i64().expect("an id");
        let whole = ana.get(&one(id)).await.expect(200);
        assert_eq!(
            whole.find("data.bookingFields.0.label"),
            None,
            "fields that nobody has set have no label"
        );
        assert_eq!(whole.field("data.bookingFields").as_array().map(Vec::len), Some(7));
    }
);
