//! Who may not reach managed users, and which bodies are refused.

use openhours_tests::{Answer, Method, Person, Value, World, claim, json, merged};

use super::{all, another_client, path, unknown};

const LOCALES: &str = "locale must be one of the following values: ar, ca, de, es, eu, he, id, ja, lv, pl, ro, sr, \
                       th, vi, az, cs, el, es-419, fi, hr, it, km, nl, pt, ru, sv, tr, zh-CN, bg, da, en, et, fr, hu, \
                       iw, ko, no, pt-BR, sk, ta, uk, zh-TW, bn";
const DAYS: &str = "weekStart must be one of the following values: Monday, Tuesday, Wednesday, Thursday, Friday, \
                    Saturday, Sunday";
const METADATA: &str = "metadata must be an object with up to 50 keys, each key name up to 40 characters, and values \
                        with a maximum length of 500 characters.";

/// Fields that neither a new user nor a change may have, with the broken rule.
fn bad_fields() -> Vec<(Value, &'static str)> {
    let many: serde_json::Map<String, Value> = (0..51).map(|n| (format!("k{n}"), json!("v"))).collect();
    vec![
        (json!({"email": 5}), "email must be a string"),
        (json!({"name": ["x"]}), "name must be a string"),
        (json!({"timeFormat": 13}), "timeFormat must be a number either 12 or 24"),
        (json!({"timeFormat": "12"}), "timeFormat must be a number either 12 or 24"),
        (json!({"timeFormat": 12.5}), "timeFormat must be a number either 12 or 24"),
        (json!({"weekStart": "Noday"}), DAYS),
        (json!({"weekStart": "monday"}), DAYS),
        (json!({"timeZone": "Narnia/Woods"}), "timeZone must be a valid IANA time-zone"),
        (json!({"timeZone": ""}), "timeZone must be a valid IANA time-zone"),
        (json!({"timeZone": 1}), "timeZone must be a valid IANA time-zone"),
        (json!({"locale": "xx"}), LOCALES),
        (json!({"avatarUrl": "not a link"}), "avatarUrl must be a URL address"),
        (json!({"avatarUrl": 7}), "avatarUrl must be a URL address"),
        (json!({"bio": true}), "bio must be a string"),
        (json!({"metadata": many}), METADATA),
        (json!({"metadata": {"k".repeat(41): "v"}}), METADATA),
        (json!({"metadata": {"k": "v".repeat(501)}}), METADATA),
    ]
}

claim!(
    async fn metadata_within_its_bounds_is_kept(world: World) {
        let mut metadata: serde_json::Map<String, Value> =
            (0..49).map(|n| (format!("k{n}"), json!("v"))).collect();
        metadata.insert("é".repeat(40), json!("ü".repeat(500)));
        let ana = world.managed_user_with("ana", json!({"metadata": metadata})).await;
        assert_eq!(ana.made["user"]["metadata"], Value::Object(metadata));
    }
);

claim!(
    async fn a_bad_field_is_refused_and_nothing_is_written(world: World) {
        let client = world.client();
        let ana = world.managed_user("ana").await;
        let before = all(client).await;
        for (field, message) in bad_fields() {
            let body = merged(json!({"email": "bad@example.com", "name": "Bad"}), field.clone());
            client.post(&client.users_path(), body).await.invalid_with(message);
            let change = merged(json!({"name": "Changed"}), field.clone());
            client.patch(&path(client, ana.id), change.clone()).await.invalid_with(message);
            ana.patch("/v2/me", change).await.invalid_with(message);
        }
        for metadata in [json!("x"), json!(1), json!([])] {
            let body = json!({"email": "bad@example.com", "name": "Bad", "metadata": metadata});
            client.post(&client.users_path(), body).await.invalid_with("metadata must be an object");
        }
        assert_eq!(all(client).await, before);
    }
);

claim!(
    async fn all_that_is_wrong_is_said_at_once(world: World) {
        let client = world.client();
        let answer = client.post(&client.users_path(), json!({})).await;
        answer.invalid(&["email must be a string", "name must be a string"]);
        let body = json!({
            "email": null, "name": 1, "timeFormat": 13, "weekStart": "Noday", "timeZone": "x", "locale": "xx",
            "avatarUrl": "x",
        });
        client.post(&client.users_path(), body).await.invalid(&[
            "email must be a string",
            "name must be a string",
            "timeFormat must be a number either 12 or 24",
            DAYS,
            "timeZone must be a valid IANA time-zone",
            LOCALES,
            "avatarUrl must be a URL address",
        ]);
        let schedule = json!({"defaultScheduleId": "1"});
        let path = path(client, 1);
        let rule = "defaultScheduleId must be a number conforming to the specified constraints";
        client.patch(&path, schedule).await.invalid(&[rule]);
    }
);

claim!(
    async fn what_is_no_address_is_refused_and_nothing_is_written(world: World) {
        let client = world.client();
        let ana = world.managed_user("ana").await;
        let before = all(client).await;
        for bad in ["nope", "", "@example.com", "a@b", "a b@example.com", "a@example..com", "a@b@example.com"]
        {
            let sentence = format!("{bad} is not a valid email address.");
            let body = json!({"email": bad, "name": "Bad"});
            let refused = client.post(&client.users_path(), body.clone()).await;
            refused.refused(400, &sentence).has(&json!({"error.code": "TRPCError"}));
            assert!(refused.find("error.details").is_none());
            client.patch(&path(client, ana.id), body.clone()).await.refused(400, &sentence);
            ana.patch("/v2/me", body).await.refused(400, &sentence);
        }
        assert_eq!(all(client).await, before);
    }
);

claim!(
    async fn a_body_that_cannot_be_read_is_refused_and_nothing_is_written(world: World) {
        let client = world.client();
        let ana = world.managed_user("ana").await;
        let before = all(client).await;
        let places = [
            (Method::POST, client.users_path()),
            (Method::PATCH, path(client, ana.id)),
            (Method::POST, format!("/v2/oauth/{}/refresh", client.id)),
        ];
        for (method, place) in places {
            for text in ["{\"email\": \"a@example.com\", ", "nonsense", "{\"name\": \"\\ud800\"}"] {
                let answer = client.request(method.clone(), &place).body("application/json", text).await;
                assert_eq!(answer.status, 400, "{answer}");
            }
            let large = json!({"email": "l@example.com", "name": "x".repeat(110_000)});
            let answer = client.request(method.clone(), &place).json(&large).await;
            assert_eq!(answer.status, 413, "{answer}");
        }
        let form = client.request(Method::POST, &client.users_path()).body("text/plain", "email=a@b.example");
        form.await.invalid(&["email must be a string", "name must be a string"]);
        assert_eq!(all(client).await, before);
    }
);

/// Every operation on the users of a client, and on one of them.
async fn everything(caller: &openhours_tests::Caller, users: &str, id: i64) -> Vec<Answer> {
    let body = json!({"email": "new@example.com", "name": "New"});
    vec![
        caller.get(users).await,
        caller.post(users, body.clone()).await,
        caller.get(&format!("{users}/{id}")).await,
        caller.patch(&format!("{users}/{id}"), body).await,
        caller.post(&format!("{users}/{id}/force-refresh"), json!({})).await,
        caller.delete(&format!("{users}/{id}")).await,
    ]
}

fn member(world: &World, person: &Person, role: &str) {
    let (team, user) = (world.organization_id.to_string(), person.id.to_string());
    world.server().command(&["member", "add", "--team", &team, "--user", &user, "--role", role]);
}

claim!(
    async fn whoever_has_no_right_is_refused_and_nothing_is_written(world: World) {
        let client = world.client();
        let ana = world.managed_user("ana").await;
        let before = all(client).await;
        let (users, id) = (client.users_path(), &client.id);
        let other = world.another().await;
        let (stranger, plain) = (world.stranger("eve").await, world.stranger("mel").await);
        member(&world, &plain, "MEMBER");
        let ordinary = world.stranger("olga").await;
        let (slug, owner) = (ordinary.username.clone(), ordinary.id.to_string());
        let made =
            world.server().command(&["org", "create", "--name", "Plain", "--slug", &slug, "--owner", &owner]);
        let foreign = |organization: &Value| {
            format!(
                "OAuthClientGuard - forbidden. oAuth client with id={id} does not belong to the organization with \
                 id={organization}."
            )
        };
        let callers: Vec<(&str, &openhours_tests::Caller, u16, String)> = vec![
            (
                "nobody",
                world.anonymous(),
                401,
                "ApiAuthStrategy - Only 'x-cal-client-id' header provided. Please also provide 'x-cal-secret-key' \
                 header or Auth bearer token as 'Authentication' header"
                    .to_owned(),
            ),
            (
                "a managed user",
                &ana,
                401,
                "ApiAuthStrategy - Invalid authentication method. Please provide one of the allowed methods: \
                 API_KEY, OAUTH_CLIENT_CREDENTIALS"
                    .to_owned(),
            ),
            (
                "a stranger",
                &stranger,
                403,
                "OAuthClientGuard - No organization associated with the user.".to_owned(),
            ),
            ("an ordinary organization", &ordinary, 403, foreign(&made["id"])),
            ("another platform's owner", other.owner(), 403, foreign(&json!(other.organization_id))),
            (
                "a member",
                &plain,
                403,
                "OrganizationRolesGuard - User must have one of the roles: ADMIN, OWNER.".to_owned(),
            ),
        ];
        for (name, caller, status, sentence) in callers {
            for answer in everything(caller, &users, ana.id).await {
                assert_eq!(answer.status, status, "{name}: {answer}");
                answer.refused(status, &sentence);
            }
        }
        let wrong = world.anonymous().get(&users).header("x-cal-secret-key", "wrong").await;
        wrong.refused(401, "ApiAuthStrategy - oAuth client - Invalid client secret");
        // The path's client counts, whatever the header says.
        let mixed = other.client().get(&users).await;
        mixed.refused(401, "ApiAuthStrategy - oAuth client - Invalid client secret");
        assert_eq!(all(client).await, before);
        ana.get("/v2/me").await.expect(200);
    }
);

claim!(
    async fn an_unknown_client_is_told_by_the_kind_of_credentials(world: World) {
        let users = "/v2/oauth-clients/nope/users";
        for answer in everything(world.owner(), users, 1).await {
            answer.refused(404, "OAuthClientGuard - OAuth client not found.");
        }
        let answer = world.anonymous().get(users).header("x-cal-secret-key", "x").await;
        answer.refused(401, "ApiAuthStrategy - oAuth client - Client with ID nope not found");
    }
);

claim!(
    async fn guards_speak_before_the_body_is_read(world: World) {
        let users = world.client().users_path();
        let stranger = world.stranger("eve").await;
        world
            .anonymous()
            .post(&users, json!({"email": 5}))
            .await
            .refused_saying(401, "Only 'x-cal-client-id'");
        stranger.post(&users, json!({"email": 5})).await.refused_saying(403, "No organization associated");
    }
);

claim!(
    async fn admins_and_owners_of_the_platform_reach_its_managed_users_by_key(world: World) {
        let ana = world.managed_user("ana").await;
        let admin = world.stranger("adam").await;
        member(&world, &admin, "ADMIN");
        for leader in [world.owner(), &admin] {
            let listed = leader.get(&world.client().users_path()).await.expect(200);
            assert_eq!(listed.list().len(), 1);
            let path = path(world.client(), ana.id);
            leader.patch(&path, json!({"bio": leader.name})).await.expect(200);
        }
    }
);

claim!(
    async fn users_of_other_clients_and_ordinary_users_are_not_found(world: World) {
        let client = world.client();
        let sibling = another_client(&world, world.owner()).await;
        let other = world.another().await;
        let ana = world.managed_user("ana").await;
        let theirs = other.managed_user("bob").await;
        for (asking, id) in [
            (&sibling, ana.id),
            (other.client(), ana.id),
            (client, theirs.id),
            (client, world.owner().id),
            (client, 999_999_999),
            (client, -1),
        ] {
            let answers = everything(asking, &asking.users_path(), id).await;
            for answer in &answers[2..] {
                answer.refused(404, &unknown(id));
            }
        }
        ana.get("/v2/me").await.expect(200).has(&json!({"data.name": "ana"}));
        theirs.get("/v2/me").await.expect(200);
    }
);

claim!(
    async fn an_id_that_is_no_number_is_refused(world: World) {
        let client = world.client();
        for id in ["abc", "1.5", "1e3", "%20"] {
            let path = format!("{}/{id}", client.users_path());
            let sentence = "Validation failed (numeric string is expected)";
            client.get(&path).await.refused(400, sentence);
            client.patch(&path, json!({})).await.refused(400, sentence);
            client.delete(&path).await.refused(400, sentence);
            client.post(&format!("{path}/force-refresh"), json!({})).await.refused(400, sentence);
        }
    }
);
