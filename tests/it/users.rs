//! `/v2/me`: who the caller is, and what callers may change of themselves. Bad bodies are refused together with those
//! of managed users, which have the same fields.

use openhours_tests::{
    Answer, Caller, Comparison, Credentials, Engine, Method, Person, Start, Value, World, claim, json, merged,
};

const ME: &str = "/v2/me";

/// A recorded answer about somebody, by name.
fn recorded(name: &str) -> Value {
    let lines = include_str!("recorded/users.jsonl").lines();
    let steps = lines.map(|line| serde_json::from_str::<Value>(line).expect("a recorded answer"));
    let mut steps = steps.filter(|step| step["name"] == name);
    steps.next().unwrap_or_else(|| panic!("{name} was not recorded"))
}

/// An ordinary user who looks like the recorded one.
fn like(world: &World, step: &Value) -> Caller {
    let field = |name: &str| step["response"]["body"]["data"][name].as_str().unwrap_or_default().to_owned();
    let (email, name, username) = (field("email"), field("name"), field("username"));
    let arguments = ["user", "create", "--email", &email, "--name", &name, "--username", &username];
    let id = world.server().command(&arguments)["id"].to_string();
    if step["response"]["body"]["data"]["organizationId"].is_i64() {
        let arguments = ["org", "create", "--name", "Acme", "--slug", &username, "--owner", &id];
        world.server().command(&arguments);
    }
    let key = world.server().command(&["api-key", "create", "--user", &id]);
    world.caller(Credentials::ApiKey(key["apiKey"].as_str().unwrap_or_default().to_owned()))
}

claim!(
    async fn people_are_told_who_they_are_as_recorded(engine: Engine) {
        let world = World::at(Start::on(engine).start()).await;
        for name in ["setup-me-outsider", "matrix-me-as-ownerB"] {
            let step = recorded(name);
            let caller = like(&world, &step);
            let answer = caller.get(ME).await;
            Comparison::new().ignoring("data.defaultScheduleId").assert(&step["response"], &answer);
            assert!(answer.field("data.defaultScheduleId").is_null());
        }
        let step = recorded("extra-http-me-patch-unknown-property");
        let answer = like(&world, &step).patch(ME, step["request"]["body"].clone()).await;
        Comparison::new().ignoring("data.defaultScheduleId").assert(&step["response"], &answer);
    }
);

claim!(
    async fn everybody_is_told_who_they_are(world: World) {
        let stranger = world.stranger("eve").await;
        let organization = json!({"isPlatform": true, "id": world.organization_id});
        let whole = |person: &Person, fields: Value| {
            let usual = json!({
                "id": person.id, "email": person.email, "name": person.name, "avatarUrl": null, "bio": null,
                "timeFormat": 12, "defaultScheduleId": null, "weekStart": "Sunday", "timeZone": "UTC",
                "username": person.username, "organizationId": null,
            });
            json!({"status": "success", "data": merged(usual, fields)})
        };
        let belonging = json!({"organizationId": world.organization_id, "organization": organization});
        let body = async |caller: &Caller| caller.get(ME).await.expect(200).body;
        assert_eq!(body(&stranger).await, whole(&stranger, json!({})));
        let owner = whole(world.owner(), belonging.clone());
        assert_eq!(body(world.owner()).await, owner);
        // A client acts as the owner of its organization.
        assert_eq!(body(world.client()).await, owner);
        let fields = json!({
            "timeZone": "Europe/Rome", "bio": "b", "avatarUrl": "https://e.example/a.png", "timeFormat": 24,
            "weekStart": "Monday", "locale": "it", "metadata": {"a": "1"},
        });
        let ana = world.managed_user_with("ana", fields).await;
        let own = json!({
            "timeZone": "Europe/Rome", "bio": "b", "avatarUrl": "https://e.example/a.png", "timeFormat": 24,
            "weekStart": "Monday", "defaultScheduleId": ana.made["user"]["defaultScheduleId"],
        });
        assert_eq!(body(&ana).await, whole(&ana, merged(belonging, own)));
    }
);

claim!(
    async fn whoever_does_not_say_who_they_are_is_refused(world: World) {
        for answer in [world.anonymous().get(ME).await, world.anonymous().patch(ME, json!({"name": 5})).await]
        {
            answer.refused_saying(401, "ApiAuthStrategy - No authentication method provided.");
        }
        let key = world.caller(Credentials::ApiKey("cal_nope".to_owned()));
        let token = world.caller(Credentials::AccessToken("nope".to_owned()));
        for (caller, sentence) in
            [(&key, "CustomThrottlerGuard - Invalid API Key"), (&token, "Invalid Access Token.")]
        {
            caller.get(ME).await.refused(401, sentence);
            caller.patch(ME, json!({"name": "x"})).await.refused(401, sentence);
        }
    }
);

claim!(
    async fn a_change_of_oneself_leaves_alone_what_it_does_not_name(world: World) {
        let ana = world.managed_user("ana").await;
        let stranger = world.stranger("eve").await;
        for person in [&ana, &stranger, world.owner()] {
            let before = person.get(ME).await.expect(200).data().clone();
            // The answer to a change names the organization by its id only.
            let mut expected = before.clone();
            expected.as_object_mut().expect("an object").shift_remove("organization");
            for change in [
                json!({"name": "New name", "bio": "New bio"}),
                json!({"timeFormat": 24, "weekStart": "Friday", "avatarUrl": "https://e.example/n.png"}),
                json!({"timeZone": "America/New_york"}),
                json!({}),
                json!({"name": null, "timeZone": null, "email": null, "defaultScheduleId": null}),
            ] {
                let stays = |name: &str| change.get(name).is_none_or(Value::is_null);
                for (name, value) in change.as_object().expect("an object") {
                    if !stays(name) {
                        expected[name] = value.clone();
                    }
                }
                if !stays("timeZone") {
                    expected["timeZone"] = json!("America/New_York");
                }
                assert_eq!(person.patch(ME, change).await.expect(200).data(), &expected);
            }
            let after = person.get(ME).await.expect(200);
            assert_eq!(after.find("data.organization"), before.get("organization"));
        }
    }
);

claim!(
    async fn locale_and_metadata_are_kept_and_not_shown(world: World) {
        let ana = world.managed_user("ana").await;
        let answer = ana.patch(ME, json!({"locale": "de", "metadata": {"a": "1"}})).await.expect(200);
        assert!(answer.find("data.locale").is_none() && answer.find("data.metadata").is_none());
        let path = format!("{}/{}", world.client().users_path(), ana.id);
        let user = world.client().get(&path).await.expect(200);
        user.has(&json!({"data.locale": "de", "data.metadata": {"a": "1"}}));
    }
);

claim!(
    async fn a_new_zone_is_that_of_the_default_schedule_too(world: World) {
        let ana = world.managed_user("ana").await;
        let other = ana.schedule(json!({"timeZone": "Asia/Tokyo"})).await;
        ana.patch(ME, json!({"timeZone": "europe/rome"})).await.expect(200);
        ana.get("/v2/schedules/default").await.has(&json!({"data.timeZone": "Europe/Rome"}));
        let path = format!("/v2/schedules/{}", other["id"]);
        ana.get(&path).await.has(&json!({"data.timeZone": "Asia/Tokyo"}));
        // With another default in the same change, that one follows.
        let change = json!({"timeZone": "Africa/Cairo", "defaultScheduleId": other["id"]});
        ana.patch(ME, change).await.expect(200).has(&json!({"data.defaultScheduleId": other["id"]}));
        ana.get(&path).await.has(&json!({"data.timeZone": "Africa/Cairo"}));
        let bare = world.managed_user_with("ben", json!({})).await;
        bare.patch(ME, json!({"timeZone": "Europe/Rome"})).await.expect(200);
        assert!(bare.get("/v2/schedules").await.expect(200).list().is_empty());
    }
);

claim!(
    async fn a_default_schedule_must_be_ones_own(world: World) {
        let (ana, ben) = (world.managed_user("ana").await, world.managed_user("ben").await);
        let foreign = ben.schedule(json!({})).await;
        let before = ana.get(ME).await.body;
        for id in [foreign["id"].clone(), json!(999_999_999)] {
            let answer = ana.patch(ME, json!({"defaultScheduleId": id, "name": "Changed"})).await;
            answer.refused(404, &format!("Schedule with ID={id} does not exist."));
        }
        assert_eq!(ana.get(ME).await.body, before);
    }
);

claim!(
    async fn a_new_address_counts_at_once_and_as_it_is_given(world: World) {
        let (ana, eve) = (world.managed_user("ana").await, world.stranger("eve").await);
        for person in [&ana, &eve] {
            let email = format!("New.{}", person.email);
            let answer = person.patch(ME, json!({"email": email})).await.expect(200);
            answer.has(&json!({"data.email": email, "data.username": person.username}));
            person.get(ME).await.has(&json!({"data.email": email}));
        }
    }
);

claim!(
    async fn a_taken_address_conflicts_and_changes_nothing(world: World) {
        let (ana, ben) = (world.managed_user("ana").await, world.managed_user("ben").await);
        let before = ben.get(ME).await.body;
        for email in [&ana.email, &world.owner().email] {
            let answer = ben.patch(ME, json!({"email": email, "name": "Changed"})).await;
            answer.refused(409, "User with the provided e-mail already exists.");
        }
        assert_eq!(ben.get(ME).await.body, before);
    }
);

async fn broken(person: &Person, body: &str) -> Answer {
    person.request(Method::PATCH, ME).body("application/json", body).await
}

claim!(
    async fn a_body_that_cannot_be_read_is_refused(world: World) {
        let eve = world.stranger("eve").await;
        let before = eve.get(ME).await.body;
        let malformed = broken(&eve, "{\"name\": ").await;
        assert_eq!(malformed.status, 400, "{malformed}");
        let large = broken(&eve, &json!({"bio": "x".repeat(110_000)}).to_string()).await;
        assert_eq!(large.status, 413, "{large}");
        let rule = "defaultScheduleId must be a number conforming to the specified constraints";
        eve.patch(ME, json!({"defaultScheduleId": "1"})).await.invalid(&[rule]);
        eve.patch(ME, json!({"timeFormat": 100, "weekStart": "Noday", "timeZone": "x"})).await.invalid(&[
            "timeFormat must be a number either 12 or 24",
            "weekStart must be one of the following values: Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, \
             Sunday",
            "timeZone must be a valid IANA time-zone",
        ]);
        assert_eq!(eve.get(ME).await.body, before);
    }
);
