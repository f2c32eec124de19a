//! The tokens of managed users: what they say, how long they work, how they are renewed.

use openhours_tests::{Engine, OAuthClient, Person, Request, Server, Start, Value, World, claim, json};
use std::sync::Arc;

use super::{another_client, bearer, path};

const INVALID: &str = "Invalid refresh token";

/// A world of its own whose clock stands.
async fn at(engine: Engine, instant: &str) -> (Arc<Server>, World) {
    let server = Start::on(engine).at(instant).start();
    let world = World::at(Arc::clone(&server)).await;
    (server, world)
}

fn refresh(client: &OAuthClient, token: &Value) -> Request {
    client.post(&format!("/v2/oauth/{}/refresh", client.id), json!({"refreshToken": token}))
}

fn force_refresh(client: &OAuthClient, person: &Person) -> Request {
    client.post(&format!("{}/force-refresh", path(client, person.id)), json!({}))
}

/// What a token says.
fn claims(token: &Value) -> Value {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let part = token.as_str().and_then(|token| token.split('.').nth(1)).expect("three parts");
    let (mut bits, mut count, mut bytes) = (0u32, 0, Vec::new());
    for letter in part.bytes() {
        let value = LETTERS.iter().position(|known| *known == letter).expect("a letter of base64");
        bits = bits << 6 | u32::try_from(value).expect("below 64");
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 255).expect("a byte"));
        }
    }
    serde_json::from_slice(&bytes).expect("claims in JSON")
}

claim!(
    async fn tokens_say_whose_they_are_and_how_long_they_work(engine: Engine) {
        let (_server, world) = at(engine, "2026-11-23T16:13:43.349Z").await;
        let ana = world.managed_user("ana").await;
        let access_end = 1_795_453_980_000_i64;
        let refresh_end = 1_826_928_000_000_i64;
        assert_eq!(ana.made["accessTokenExpiresAt"], access_end);
        assert_eq!(ana.made["refreshTokenExpiresAt"], refresh_end);
        for (token, kind, end) in
            [("accessToken", "access_token", access_end), ("refreshToken", "refresh_token", refresh_end)]
        {
            let said = claims(&ana.made[token]);
            let expected = json!({
                "type": kind, "clientId": world.client().id, "ownerId": ana.id, "expiresAt": end,
                "jti": said["jti"], "iat": 1_795_450_423,
            });
            assert_eq!(said, expected);
            assert!(said["jti"].is_string());
        }
        let renewed = refresh(world.client(), &ana.made["refreshToken"]).await.expect(200);
        assert_eq!(claims(renewed.field("data.accessToken"))["userId"], ana.id);
        assert_eq!(renewed.number("data.accessTokenExpiresAt"), access_end);
        assert_eq!(renewed.number("data.refreshTokenExpiresAt"), refresh_end);
        assert_eq!(renewed.data().as_object().map(serde_json::Map::len), Some(4));
    }
);

claim!(
    async fn an_access_token_works_until_it_expires_and_then_says_so(engine: Engine) {
        let (server, world) = at(engine, "2030-01-01T09:00:30Z").await;
        let ana = world.managed_user("ana").await;
        server.set_clock("2030-01-01T09:59:59Z");
        ana.get("/v2/me").await.expect(200);
        server.set_clock("2030-01-01T10:00:00Z");
        let expired = ana.get("/v2/me").await;
        expired.refused(498, "ACCESS_TOKEN_IS_EXPIRED");
        expired
            .has(&json!({"error.code": "TokenExpiredException", "error.details": "ACCESS_TOKEN_IS_EXPIRED"}));
        let renewed = refresh(world.client(), &ana.made["refreshToken"]).await.expect(200);
        bearer(&world, &renewed.text("data.accessToken")).get("/v2/me").await.expect(200);
        // The exchange cleared expired tokens away, and still they are expired, not unknown.
        ana.get("/v2/me").await.refused(498, "ACCESS_TOKEN_IS_EXPIRED");
    }
);

claim!(
    async fn a_token_that_was_taken_away_is_unknown_before_its_end_and_after(engine: Engine) {
        let (server, world) = at(engine, "2030-01-01T09:00:00Z").await;
        let (ana, ben) = (world.managed_user("ana").await, world.managed_user("ben").await);
        world.client().delete(&path(world.client(), ana.id)).await.expect(200);
        let client = another_client(&world, world.owner()).await;
        let body = json!({"email": "cia@example.com", "name": "Cia"});
        let cia = client.post(&client.users_path(), body).await.expect(201);
        let cia = bearer(&world, &cia.text("data.accessToken"));
        world.owner().delete(&format!("/v2/oauth-clients/{}", client.id)).await.expect(200);
        for instant in ["2030-01-01T09:01:00Z", "2030-01-02T09:00:00Z"] {
            server.set_clock(instant);
            ana.get("/v2/me").await.refused(401, "Invalid Access Token.");
            let gone = "ApiAuthStrategy - access token - OAuth client not found given the access token";
            cia.get("/v2/me").await.refused(401, gone);
        }
        ben.get("/v2/me").await.refused(498, "ACCESS_TOKEN_IS_EXPIRED");
    }
);

claim!(
    async fn a_refresh_token_works_once_and_access_tokens_live_on(world: World) {
        let client = world.client();
        let ana = world.managed_user("ana").await;
        let first = refresh(client, &ana.made["refreshToken"]).await.expect(200);
        ana.get("/v2/me").await.expect(200);
        bearer(&world, &first.text("data.accessToken")).get("/v2/me").await.expect(200);
        refresh(client, &ana.made["refreshToken"]).await.refused(400, INVALID);
        let second = refresh(client, first.field("data.refreshToken")).await.expect(200);
        bearer(&world, &second.text("data.accessToken")).get("/v2/me").await.expect(200);
        assert_ne!(first.data(), second.data());
    }
);

claim!(
    async fn of_many_who_exchange_one_refresh_token_one_succeeds(world: World) {
        let client = world.client();
        let ana = world.managed_user("ana").await;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (client, token) = (client.clone(), ana.made["refreshToken"].clone());
            tasks.spawn(async move { refresh(&client, &token).await });
        }
        let answers = tasks.join_all().await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        for loser in answers.iter().filter(|answer| answer.status != 200) {
            loser.refused(400, INVALID);
        }
    }
);

claim!(
    async fn a_refresh_token_works_until_the_start_of_its_last_day(engine: Engine) {
        let (server, world) = at(engine, "2030-03-05T12:00:00Z").await;
        let (ana, ben) = (world.managed_user("ana").await, world.managed_user("ben").await);
        server.set_clock("2031-03-04T23:59:59Z");
        refresh(world.client(), &ana.made["refreshToken"]).await.expect(200);
        server.set_clock("2031-03-05T00:00:00Z");
        refresh(world.client(), &ben.made["refreshToken"]).await.refused(400, INVALID);
    }
);

claim!(
    async fn what_is_no_refresh_token_of_the_client_is_refused(world: World) {
        let client = world.client();
        let ana = world.managed_user("ana").await;
        let sibling = another_client(&world, world.owner()).await;
        refresh(client, &json!("nope")).await.refused(400, INVALID);
        refresh(client, &json!("")).await.refused(400, INVALID);
        refresh(client, &ana.made["accessToken"]).await.refused(400, INVALID);
        refresh(&sibling, &ana.made["refreshToken"]).await.refused(400, INVALID);
        for body in [json!({}), json!({"refreshToken": null}), json!({"refreshToken": 5})] {
            let answer = client.post(&format!("/v2/oauth/{}/refresh", client.id), body).await;
            answer.invalid(&["refreshToken must be a string"]);
        }
        // None of this used the token up.
        refresh(client, &ana.made["refreshToken"]).await.expect(200);
    }
);

claim!(
    async fn a_refresh_takes_the_credentials_of_the_client_and_no_others(world: World) {
        let client = world.client();
        let ana = world.managed_user("ana").await;
        let stranger = world.stranger("eve").await;
        let place = format!("/v2/oauth/{}/refresh", client.id);
        let body = json!({"refreshToken": ana.made["refreshToken"]});
        let none = world.anonymous().post(&place, body.clone()).await;
        none.refused_saying(401, "Only 'x-cal-client-id' header provided.");
        let wrong = world.anonymous().post(&place, body.clone()).header("x-cal-secret-key", "wrong").await;
        wrong.refused(401, "ApiAuthStrategy - oAuth client - Invalid client secret");
        let unknown = world
            .anonymous()
            .post("/v2/oauth/nope/refresh", body.clone())
            .header("x-cal-secret-key", &client.secret)
            .await;
        unknown.refused(401, "ApiAuthStrategy - oAuth client - Client with ID nope not found");
        let others: [&openhours_tests::Caller; 3] = [world.owner(), &stranger, &ana];
        for caller in others {
            let refused = caller.post(&place, body.clone()).await;
            refused.refused(400, "Invalid OAuthClient credentials.");
        }
        let other = world.another().await;
        let refused = other.client().post(&place, body.clone()).await;
        refused.refused(401, "ApiAuthStrategy - oAuth client - Invalid client secret");
        let by_path = world.anonymous().post(&place, body).header("x-cal-secret-key", &client.secret).await;
        by_path.expect(200);
    }
);

claim!(
    async fn a_forced_refresh_takes_every_token_of_that_user_away(world: World) {
        let client = world.client();
        let (ana, ben) = (world.managed_user("ana").await, world.managed_user("ben").await);
        let second = refresh(client, &ana.made["refreshToken"]).await.expect(200);
        let forced = force_refresh(client, &ana).await.expect(200);
        assert_eq!(forced.data().as_object().map(serde_json::Map::len), Some(4));
        ana.get("/v2/me").await.refused(401, "Invalid Access Token.");
        let second_access = bearer(&world, &second.text("data.accessToken"));
        second_access.get("/v2/me").await.refused(401, "Invalid Access Token.");
        refresh(client, second.field("data.refreshToken")).await.refused(400, INVALID);
        bearer(&world, &forced.text("data.accessToken")).get("/v2/me").await.expect(200);
        refresh(client, forced.field("data.refreshToken")).await.expect(200);
        ben.get("/v2/me").await.expect(200);
        refresh(client, &ben.made["refreshToken"]).await.expect(200);
    }
);
