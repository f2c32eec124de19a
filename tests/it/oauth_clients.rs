//! OAuth clients of a platform: making, showing, changing and deleting them, and who may.

use openhours_tests::{
    Answer, Caller, Credentials, Method, OAuthClient, Person, Value, World, claim, json, merged, without,
};

const ROOT: &str = "/v2/oauth-clients";
const UNKNOWN: &str = "OAuthClientGuard - OAuth client not found.";
const LEADERS: &str = "OrganizationRolesGuard - User must have one of the roles: ADMIN, OWNER.";
const EVERY: [&str; 10] = [
    "EVENT_TYPE_READ",
    "EVENT_TYPE_WRITE",
    "BOOKING_READ",
    "BOOKING_WRITE",
    "SCHEDULE_READ",
    "SCHEDULE_WRITE",
    "APPS_READ",
    "APPS_WRITE",
    "PROFILE_READ",
    "PROFILE_WRITE",
];

fn path(id: &str) -> String {
    format!("{ROOT}/{id}")
}

fn body(fields: Value) -> Value {
    merged(json!({"name": "App", "redirectUris": ["https://e.example/cb"], "permissions": ["*"]}), fields)
}

async fn made(world: &World, fields: Value) -> OAuthClient {
    let made = world.owner().post(ROOT, body(fields)).await.expect(201);
    let names: Vec<&String> = made.data().as_object().expect("an object").keys().collect();
    assert_eq!(names, ["clientId", "clientSecret"]);
    OAuthClient::new(made.text("data.clientId"), made.text("data.clientSecret"), world.anonymous())
}

async fn all(world: &World) -> Vec<Value> {
    world.owner().get(ROOT).await.expect(200).list().clone()
}

fn member(world: &World, person: &Person, role: &str) {
    let (team, user) = (world.organization_id.to_string(), person.id.to_string());
    world.server().command(&["member", "add", "--team", &team, "--user", &user, "--role", role]);
}

claim!(
    async fn a_client_is_shown_as_it_was_made_and_with_its_secret(world: World) {
        let fields = json!({
            "permissions": ["BOOKING_READ", "PROFILE_READ"],
            "logo": "https://example.com/l.png",
            "bookingRedirectUri": "https://example.com/b",
            "bookingCancelRedirectUri": "https://example.com/c",
            "bookingRescheduleRedirectUri": "https://example.com/r",
            "areEmailsEnabled": true,
            "areDefaultEventTypesEnabled": true,
            "areCalendarEventsEnabled": false,
        });
        let client = made(&world, fields.clone()).await;
        assert_eq!(client.id.len(), 25);
        assert!(client.id.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit()));
        let shown = world.owner().get(&path(&client.id)).await.expect(200);
        let expected = merged(
            body(fields),
            json!({
                "id": client.id,
                "secret": client.secret,
                "organizationId": world.organization_id,
                "createdAt": shown.text("data.createdAt"),
            }),
        );
        assert_eq!(shown.data(), &expected);
        assert!(shown.text("data.createdAt").parse::<jiff::Timestamp>().is_ok());
        assert_eq!(all(&world).await.last(), Some(&expected));
        // The secret that is shown is the one that opens the door.
        client.get(&client.users_path()).await.expect(200);
    }
);

claim!(
    async fn what_is_left_out_has_its_default_and_a_star_stands_for_everything(world: World) {
        let nothing = json!({
            "logo": null, "bookingRedirectUri": null, "areEmailsEnabled": null, "areDefaultEventTypesEnabled": null,
            "areCalendarEventsEnabled": null,
        });
        for fields in [json!({}), nothing, json!({"permissions": ["BOOKING_READ", "*"], "organizationId": 1})]
        {
            let client = made(&world, fields).await;
            let shown = world.owner().get(&path(&client.id)).await.expect(200);
            let expected = json!({
                "id": client.id,
                "name": "App",
                "secret": client.secret,
                "permissions": EVERY,
                "logo": null,
                "redirectUris": ["https://e.example/cb"],
                "organizationId": world.organization_id,
                "createdAt": shown.text("data.createdAt"),
                "areEmailsEnabled": false,
                "areDefaultEventTypesEnabled": false,
                "areCalendarEventsEnabled": true,
            });
            assert_eq!(shown.data(), &expected);
        }
    }
);

claim!(
    async fn a_client_made_at_the_console_may_do_everything(world: World) {
        let shown = world.owner().get(&path(&world.client().id)).await.expect(200);
        shown.has(&json!({
            "data.permissions": EVERY,
            "data.secret": world.client().secret,
            "data.areDefaultEventTypesEnabled": true,
            "data.areEmailsEnabled": false,
            "data.areCalendarEventsEnabled": true,
        }));
    }
);

claim!(
    async fn the_console_makes_clients_for_platforms_only(world: World) {
        let ordinary = world.stranger("olga").await;
        let owner = ordinary.id.to_string();
        let plain = world.server().command(&[
            "org",
            "create",
            "--name",
            "Plain",
            "--slug",
            &ordinary.username,
            "--owner",
            &owner,
        ]);
        for (organization, part) in [
            (plain["id"].to_string(), "is not a platform"),
            ("999999999".to_owned(), "There is no organization"),
        ] {
            let (code, said) = world.server().try_command(&[
                "oauth-client",
                "create",
                "--org",
                &organization,
                "--name",
                "x",
                "--redirect-uri",
                "https://e.example",
            ]);
            assert!(code != 0 && said.contains(part), "{said}");
        }
    }
);

claim!(
    async fn a_list_holds_the_platforms_own_clients_oldest_first(world: World) {
        let other = world.another().await;
        let (one, two) = (made(&world, json!({})).await, made(&world, json!({})).await);
        let ids: Vec<Value> = all(&world).await.iter().map(|client| client["id"].clone()).collect();
        assert_eq!(ids, [json!(world.client().id), json!(one.id), json!(two.id)]);
        let ids: Vec<Value> = all(&other).await.iter().map(|client| client["id"].clone()).collect();
        assert_eq!(ids, [json!(other.client().id)]);
    }
);

claim!(
    async fn a_change_leaves_alone_what_it_does_not_name(world: World) {
        let client = made(&world, json!({"permissions": ["PROFILE_READ"]})).await;
        let place = path(&client.id);
        let mut expected = world.owner().get(&place).await.expect(200).data().clone();
        for change in [
            json!({"name": "Renamed"}),
            json!({"logo": "https://example.com/l.png", "bookingRedirectUri": "https://example.com/b"}),
            json!({
                "bookingCancelRedirectUri": "https://example.com/c",
                "bookingRescheduleRedirectUri": "https://example.com/r",
            }),
            json!({
                "areEmailsEnabled": true, "areDefaultEventTypesEnabled": true, "areCalendarEventsEnabled": false,
            }),
            json!({"redirectUris": ["https://one.example", "https://two.example"]}),
            json!({"redirectUris": []}),
        ] {
            expected = merged(expected, change.clone());
            assert_eq!(world.owner().patch(&place, change).await.expect(200).data(), &expected);
        }
        for nothing in [
            json!({}),
            json!({"name": null, "logo": null, "redirectUris": null, "areEmailsEnabled": null}),
            json!({"permissions": ["*"], "secret": "mine", "organizationId": 1, "id": "x"}),
        ] {
            assert_eq!(world.owner().patch(&place, nothing).await.expect(200).data(), &expected);
        }
        assert_eq!(world.owner().get(&place).await.expect(200).data(), &expected);
        client.get(&client.users_path()).await.expect(200);
    }
);

claim!(
    async fn a_client_may_do_only_what_it_was_given(world: World) {
        let client = made(&world, json!({"permissions": ["PROFILE_READ"]})).await;
        let user = client
            .post(&client.users_path(), json!({"email": "lim@example.com", "name": "Lim"}))
            .await
            .expect(201);
        let user = world.caller(Credentials::AccessToken(user.text("data.accessToken")));
        user.get("/v2/me").await.expect(200);
        let refused = |permission: &str| {
            format!(
                "PermissionsGuard - oAuth client with id={} does not have the required permissions={permission}. Go \
                 to platform dashboard settings and add the required permissions to the oAuth client.",
                client.id
            )
        };
        user.patch("/v2/me", json!({"bio": "x"})).await.refused(403, &refused("PROFILE_WRITE"));
        user.get("/v2/schedules").await.refused(403, &refused("SCHEDULE_READ"));
        client.get("/v2/schedules").await.refused(403, &refused("SCHEDULE_READ"));
        user.get("/v2/me").await.has(&json!({"data.bio": null}));
    }
);

claim!(
    async fn a_deleted_client_takes_its_tokens_along_and_leaves_its_users(world: World) {
        let client = made(&world, json!({"areDefaultEventTypesEnabled": true})).await;
        let before = world.owner().get(&path(&client.id)).await.expect(200);
        let user = client
            .post(&client.users_path(), json!({"email": "lea@example.com", "name": "Lea", "timeZone": "UTC"}))
            .await
            .expect(201);
        let deleted = world.owner().delete(&path(&client.id)).await.expect(200);
        assert_eq!(deleted.data(), before.data());
        world.owner().delete(&path(&client.id)).await.refused(404, UNKNOWN);
        world.owner().get(&path(&client.id)).await.refused(404, UNKNOWN);
        world.owner().get(&client.users_path()).await.refused(404, UNKNOWN);
        let gone = format!("ApiAuthStrategy - oAuth client - Client with ID {} not found", client.id);
        client.get(&client.users_path()).await.refused(401, &gone);
        let refresh = json!({"refreshToken": user.text("data.refreshToken")});
        client.post(&format!("/v2/oauth/{}/refresh", client.id), refresh).await.refused(401, &gone);
        let token = world.caller(Credentials::AccessToken(user.text("data.accessToken")));
        let sentence = "ApiAuthStrategy - access token - OAuth client not found given the access token";
        token.get("/v2/me").await.refused(401, sentence);
        let query = format!("/v2/event-types?username={}", user.text("data.user.username"));
        assert_eq!(world.anonymous().get(&query).await.expect(200).list().len(), 4);
        assert_eq!(all(&world).await.len(), 1);
    }
);

/// Every operation, on the client with this id where there is one.
async fn everything(caller: &Caller, id: &str) -> [Answer; 5] {
    [
        caller.get(ROOT).await,
        caller.post(ROOT, json!({})).await,
        caller.get(&path(id)).await,
        caller.patch(&path(id), json!({"name": 5})).await,
        caller.delete(&path(id)).await,
    ]
}

claim!(
    async fn whoever_has_no_right_is_refused_before_the_body_is_read(world: World) {
        let ana = world.managed_user("ana").await;
        let stranger = world.stranger("eve").await;
        let ordinary = world.stranger("olga").await;
        let owner = ordinary.id.to_string();
        let name = &ordinary.username;
        world.server().command(&["org", "create", "--name", name, "--slug", name, "--owner", &owner]);
        let before = all(&world).await;
        let id = &world.client().id;
        for answer in everything(world.anonymous(), id).await {
            answer.refused_saying(401, "ApiAuthStrategy - ");
        }
        world.anonymous().post(ROOT, json!({})).await.refused(
            401,
            "ApiAuthStrategy - No authentication method provided. Either pass an API key as 'Bearer' header or OAuth \
             client credentials as 'x-cal-secret-key' and 'x-cal-client-id' headers",
        );
        for answer in everything(&ana, id).await {
            answer.refused_saying(401, "Invalid authentication method.");
        }
        for answer in everything(&stranger, id).await {
            answer.refused(403, "OrganizationRolesGuard - No organization associated with the user.");
        }
        for id in [id.as_str(), "nope"] {
            for answer in everything(&ordinary, id).await {
                answer.refused(403, "OrganizationRolesGuard - Organization is not a platform (SHP).");
            }
        }
        let wrong = world.caller(Credentials::ClientCredentials { id: id.clone(), secret: "x".to_owned() });
        for answer in everything(&wrong, id).await {
            answer.refused(401, "ApiAuthStrategy - oAuth client - Invalid client secret");
        }
        assert_eq!(all(&world).await, before);
    }
);

claim!(
    async fn members_may_read_clients_and_not_write_them(world: World) {
        let (plain, admin) = (world.stranger("mel").await, world.stranger("adam").await);
        member(&world, &plain, "MEMBER");
        member(&world, &admin, "ADMIN");
        let client = made(&world, json!({})).await;
        let place = path(&client.id);
        assert_eq!(plain.get(ROOT).await.expect(200).list().len(), 2);
        plain.get(&place).await.expect(200);
        plain.post(ROOT, json!({})).await.refused(403, LEADERS);
        plain.patch(&place, json!({"name": "x"})).await.refused(403, LEADERS);
        plain.delete(&place).await.refused(403, LEADERS);
        // The role comes before the client.
        plain.patch(&path("nope"), json!({"name": "x"})).await.refused(403, LEADERS);
        plain.get(&path("nope")).await.refused(404, UNKNOWN);
        admin.patch(&place, json!({"name": "By Adam"})).await.expect(200);
        admin.delete(&place).await.expect(200);
    }
);

claim!(
    async fn clients_of_another_platform_are_out_of_reach(world: World) {
        let other = world.another().await;
        let id = &world.client().id;
        let before = all(&world).await;
        let foreign = format!(
            "OAuthClientGuard - forbidden. oAuth client with id={id} does not belong to the organization with id={}.",
            other.organization_id
        );
        other.owner().get(&path(id)).await.refused(403, &foreign);
        other.owner().patch(&path(id), json!({"name": "Mine"})).await.refused(403, &foreign);
        other.owner().delete(&path(id)).await.refused(403, &foreign);
        other.owner().get(&path("nope")).await.refused(404, UNKNOWN);
        assert_eq!(all(&world).await, before);
    }
);

claim!(
    async fn a_client_reaches_its_platforms_clients_with_its_own_credentials(world: World) {
        let client = world.client();
        assert_eq!(client.get(ROOT).await.expect(200).list().len(), 1);
        client.get(&path(&client.id)).await.expect(200).has(&json!({"data.id": client.id}));
    }
);

claim!(
    async fn a_bad_body_is_refused_and_nothing_is_written(world: World) {
        let before = all(&world).await;
        let place = path(&world.client().id);
        let owner = world.owner();
        let permissions = "each value in permissions must be one of the following values: ";
        for (field, message) in [
            (json!({"name": 5}), "name must be a string"),
            (json!({"redirectUris": "https://e.example"}), "redirectUris must be an array"),
            (json!({"redirectUris": [5]}), "each value in redirectUris must be a string"),
            (json!({"logo": 1}), "logo must be a string"),
            (json!({"bookingRedirectUri": []}), "bookingRedirectUri must be a string"),
            (json!({"bookingCancelRedirectUri": {}}), "bookingCancelRedirectUri must be a string"),
            (json!({"bookingRescheduleRedirectUri": true}), "bookingRescheduleRedirectUri must be a string"),
            (json!({"areEmailsEnabled": "yes"}), "areEmailsEnabled must be a boolean value"),
            (
                json!({"areDefaultEventTypesEnabled": 1}),
                "areDefaultEventTypesEnabled must be a boolean value",
            ),
            (json!({"areCalendarEventsEnabled": "no"}), "areCalendarEventsEnabled must be a boolean value"),
        ] {
            owner.post(ROOT, body(field.clone())).await.invalid(&[message]);
            owner.patch(&place, merged(json!({"name": "Changed"}), field)).await.invalid(&[message]);
        }
        for missing in ["name", "redirectUris", "permissions"] {
            let answer = owner.post(ROOT, without(body(json!({})), missing)).await;
            answer.refused(400, "Bad Request Exception");
            answer.has(&json!({"error.details.errors.0.property": missing}));
        }
        for bad in [json!(["NOPE"]), json!(["booking_read"]), json!([1]), json!(["*", "NOPE"])] {
            owner.post(ROOT, body(json!({"permissions": bad}))).await.invalid(&[permissions]);
        }
        let answer = owner.post(ROOT, body(json!({"permissions": "x"}))).await;
        answer.invalid(&["permissions must be an array", permissions]);
        for (method, place) in [(Method::POST, ROOT), (Method::PATCH, &place)] {
            let broken = owner.request(method.clone(), place).body("application/json", "{\"name\": ").await;
            assert_eq!(broken.status, 400, "{broken}");
            let large = json!({"name": "x".repeat(110_000)});
            let answer = owner.request(method, place).json(&large).await;
            assert_eq!(answer.status, 413, "{answer}");
        }
        assert_eq!(all(&world).await, before);
    }
);
