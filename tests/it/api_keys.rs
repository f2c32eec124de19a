//! API keys: replacing the one that a request is made with.

use std::sync::Arc;

use openhours_tests::{Caller, Credentials, Engine, Method, Server, Start, Value, World, claim, json};

const REFRESH: &str = "/v2/api-keys/refresh";
/// The limiter remembers the key, so that authentication refuses it.
const REPLACED: &str = "ApiAuthStrategy - api key - Your api key is not valid";
const EXPIRED: &str = "ApiAuthStrategy - api key - Your api key is expired";

fn holder(world: &World, key: &str) -> Caller {
    world.caller(Credentials::ApiKey(key.to_owned()))
}

/// Somebody whose key was replaced.
async fn refreshed(world: &World, name: &str, body: Value) -> Caller {
    let person = world.stranger(name).await;
    again(world, &person, body).await
}

/// Replaces the caller's key; the holder of the new one.
async fn again(world: &World, caller: &Caller, body: Value) -> Caller {
    let answer = caller.post(REFRESH, body).await.expect(200);
    holder(world, &answer.text("data.apiKey"))
}

/// A world of its own whose clock stands.
async fn at(engine: Engine, instant: &str) -> (Arc<Server>, World) {
    let server = Start::on(engine).at(instant).start();
    let world = World::at(Arc::clone(&server)).await;
    (server, world)
}

claim!(
    async fn a_new_key_takes_the_place_of_the_old_one(world: World) {
        let eve = world.stranger("eve").await;
        let answer = eve.post(REFRESH, json!({})).await.expect(200);
        let key = answer.text("data.apiKey");
        let secret = key.strip_prefix("cal_").expect("the prefix");
        assert!(secret.len() == 32 && secret.bytes().all(|digit| digit.is_ascii_hexdigit()), "{key}");
        assert_eq!(answer.data().as_object().map(serde_json::Map::len), Some(1));
        eve.get("/v2/me").await.refused(401, REPLACED);
        eve.post(REFRESH, json!({})).await.refused(401, REPLACED);
        let new = holder(&world, &key);
        new.get("/v2/me").await.expect(200).has(&json!({"data.id": eve.id}));
        // No body at all is as good as an empty one.
        let newer = new.request(Method::POST, REFRESH).await.expect(200);
        holder(&world, &newer.text("data.apiKey")).get("/v2/me").await.expect(200);
    }
);

claim!(
    async fn of_many_who_replace_one_key_at_once_one_succeeds(world: World) {
        let eve = world.stranger("eve").await;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let eve = eve.clone();
            tasks.spawn(async move { eve.post(REFRESH, json!({})).await });
        }
        let answers = tasks.join_all().await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        for loser in answers.iter().filter(|answer| answer.status != 200) {
            loser.refused_saying(401, "");
        }
    }
);

claim!(
    async fn a_key_works_thirty_days_unless_it_is_said_otherwise(engine: Engine) {
        let (server, world) = at(engine, "2030-01-01T09:00:00Z").await;
        let usual = refreshed(&world, "eve", json!({})).await;
        let short = refreshed(&world, "fay", json!({"apiKeyDaysValid": 1})).await;
        let said = json!({"apiKeyDaysValid": 60, "apiKeyNeverExpires": false});
        let long = refreshed(&world, "gil", said).await;
        let endless = refreshed(&world, "hal", json!({"apiKeyNeverExpires": true})).await;
        // A key expires at the end of its last day.
        for (instant, works) in [
            ("2030-01-02T23:59:00Z", [true, true, true, true]),
            ("2030-01-03T00:01:00Z", [true, false, true, true]),
            ("2030-01-31T23:59:00Z", [true, false, true, true]),
            ("2030-02-01T00:01:00Z", [false, false, true, true]),
            ("2030-03-03T00:01:00Z", [false, false, false, true]),
            ("2039-12-31T00:00:00Z", [false, false, false, true]),
        ] {
            server.set_clock(instant);
            for (caller, works) in [&usual, &short, &long, &endless].into_iter().zip(works) {
                let answer = caller.get("/v2/me").await;
                if works {
                    answer.expect(200);
                } else {
                    answer.refused(401, EXPIRED);
                }
            }
        }
        // What never expired does so after a replacement that says nothing.
        let now_finite = again(&world, &endless, json!({"apiKeyNeverExpires": null})).await;
        server.set_clock("2040-02-01T00:00:00Z");
        now_finite.get("/v2/me").await.refused(401, EXPIRED);
    }
);

claim!(
    async fn a_bad_lifetime_is_refused_and_the_key_stays(world: World) {
        let eve = world.stranger("eve").await;
        let (whole, least) =
            ("apiKeyDaysValid must be an integer number", "apiKeyDaysValid must not be less than 1");
        let flag = "apiKeyNeverExpires must be a boolean value";
        for (body, rules) in [
            (json!({"apiKeyDaysValid": 0}), vec![least]),
            (json!({"apiKeyDaysValid": -3}), vec![least]),
            (json!({"apiKeyDaysValid": "x"}), vec![whole, least]),
            (json!({"apiKeyDaysValid": 1.5}), vec![whole]),
            (json!({"apiKeyNeverExpires": "yes"}), vec![flag]),
            (json!({"apiKeyDaysValid": 0, "apiKeyNeverExpires": 1}), vec![least, flag]),
        ] {
            eve.post(REFRESH, body).await.invalid(&rules);
        }
        let both = json!({"apiKeyDaysValid": 7, "apiKeyNeverExpires": true});
        eve.post(REFRESH, both).await.refused_saying(
            400,
            "Cannot set both apiKeyDaysValid and apiKeyNeverExpires. It has to be either or none of them.",
        );
        let far = json!({"apiKeyDaysValid": 9_007_199_254_740_991_i64});
        eve.post(REFRESH, far).await.refused_saying(400, "cannot be valid for");
        let broken = eve.request(Method::POST, REFRESH).body("application/json", "{\"apiKey").await;
        assert_eq!(broken.status, 400, "{broken}");
        let large = json!({"note": "x".repeat(110_000)});
        let answer = eve.post(REFRESH, large).await;
        assert_eq!(answer.status, 413, "{answer}");
        eve.get("/v2/me").await.expect(200);
    }
);

claim!(
    async fn only_a_key_can_be_replaced(world: World) {
        let ana = world.managed_user("ana").await;
        let sentence = "ApiKeysService - This endpoint can only be accessed using an API key by providing \
                        'Authorization: Bearer <apiKey>' header";
        let others: [&Caller; 2] = [&ana, world.client()];
        for caller in others {
            caller.post(REFRESH, json!({})).await.refused(401, sentence);
        }
        let nobody = world.anonymous().post(REFRESH, json!({"apiKeyDaysValid": "x"})).await;
        nobody.refused_saying(401, "ApiAuthStrategy - No authentication method provided.");
    }
);
