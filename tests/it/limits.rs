//! Request limits: how many requests a caller has, what the headers say, when a block ends. Each claim sets low limits
//! and a clock on a server of its own.

use openhours_tests::{Answer, Caller, Engine, Start, World, claim};

const NOON: &str = "2030-01-01T12:00:00Z";

/// A world whose server stands at noon and allows few requests.
async fn limited(engine: Engine, name: &str, requests: u32) -> World {
    World::at(Start::on(engine).with(name, requests).at(NOON).start()).await
}

/// What the three headers say: limit, remaining, reset.
fn told(answer: &Answer) -> (i64, i64, i64) {
    let number = |name: &str| answer.header(name).and_then(|text| text.parse().ok()).unwrap_or(-1);
    (
        number("x-ratelimit-limit-default"),
        number("x-ratelimit-remaining-default"),
        number("x-ratelimit-reset-default"),
    )
}

/// Three requests pass, the fourth and fifth are refused.
async fn has_three(caller: &Caller) {
    for remaining in [2, 1, 0] {
        let answer = caller.get("/v2/me").await;
        assert_ne!(answer.status, 429, "{answer}");
        assert_eq!(told(&answer), (3, remaining, 60), "{answer}");
    }
    for _ in 0..2 {
        let answer = caller.get("/v2/me").await;
        answer.refused(429, "CustomThrottlerGuard - Too many requests. Please try again later.");
        assert_eq!(answer.text("error.code"), "ThrottlerException");
        assert_eq!(answer.field("error.details"), answer.field("error.message"));
        assert_eq!(told(&answer), (3, 0, 60), "{answer}");
    }
}

claim!(
    async fn an_api_key_has_its_limit(engine: Engine) {
        let world = limited(engine, "RATE_LIMIT_DEFAULT_LIMIT_API_KEY", 3).await;
        has_three(world.owner()).await;
        let other = world.stranger("eve").await;
        assert_eq!(told(&other.get("/v2/me").await), (3, 2, 60));
    }
);

claim!(
    async fn an_oauth_client_has_its_limit(engine: Engine) {
        let world = limited(engine, "RATE_LIMIT_DEFAULT_LIMIT_OAUTH_CLIENT", 3).await;
        has_three(world.client()).await;
        world.owner().get("/v2/me").await.expect(200);
    }
);

claim!(
    async fn an_access_token_has_its_limit(engine: Engine) {
        let world = limited(engine, "RATE_LIMIT_DEFAULT_LIMIT_ACCESS_TOKEN", 3).await;
        let ana = world.managed_user("ana").await;
        has_three(&ana).await;
    }
);

claim!(
    async fn an_address_has_its_limit(engine: Engine) {
        let world = limited(engine, "RATE_LIMIT_DEFAULT_LIMIT", 3).await;
        has_three(world.anonymous()).await;
        world.owner().get("/v2/me").await.expect(200);
    }
);

claim!(
    async fn a_block_ends_after_its_time_and_not_before(engine: Engine) {
        let world = limited(engine, "RATE_LIMIT_DEFAULT_LIMIT_API_KEY", 2).await;
        for _ in 0..3 {
            world.owner().get("/v2/me").await;
        }
        world.server().set_clock("2030-01-01T12:00:59Z");
        let answer = world.owner().get("/v2/me").await.expect(429);
        assert_eq!(told(&answer), (2, 0, 1));
        world.server().set_clock("2030-01-01T12:01:01Z");
        let answer = world.owner().get("/v2/me").await.expect(200);
        assert_eq!(told(&answer), (2, 1, 60));
    }
);

claim!(
    async fn a_window_that_was_not_used_up_starts_anew(engine: Engine) {
        let world = limited(engine, "RATE_LIMIT_DEFAULT_LIMIT_API_KEY", 3).await;
        world.owner().get("/v2/me").await.expect(200);
        world.server().set_clock("2030-01-01T12:00:30Z");
        assert_eq!(told(&world.owner().get("/v2/me").await), (3, 1, 30));
        world.server().set_clock("2030-01-01T12:01:01Z");
        assert_eq!(told(&world.owner().get("/v2/me").await), (3, 2, 60));
    }
);
