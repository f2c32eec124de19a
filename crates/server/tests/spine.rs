//! Claims about what happens around every request: the envelope, spellings, versions, limits, headers, panics.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use actix_web::body::to_bytes;
use actix_web::dev::ServiceResponse;
use actix_web::http::Method;
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::web;
use openhours_server::config::{Configuration, Options};
use openhours_server::routes::prelude::*;
use openhours_server::serve::{Shared, application, mounted_tree};
use openhours_server::tree::{Answerer, Tree};
use openhours_service::access::{ApiKeysWrite, Operator, ProfileRead};
use openhours_service::api_keys::{self, Lifetime};
use openhours_service::bootstrap::{self, FirstStart};
use openhours_service::storage::{self, Database};
use openhours_service::{App, Clock, Secret, Settings};
use serde_json::{Value, json};
use std::sync::Arc;

const NOW: &str = "2026-03-10T12:00:00Z";

#[utoipa::path(get, path = "/v2/things/{name}", operation_id = "getThing", tag = "Things")]
async fn get_thing(_door: Public, name: Path<String>) -> Result<Created<String>, ApiError> {
    Ok(Created(name.into_inner()))
}

#[utoipa::path(get, path = "/v2/panics", operation_id = "panics", tag = "Things")]
async fn panics(door: Public) -> Result<Done, ApiError> {
    door.run(|_| Ok(())).await?;
    panic!("the secret inside")
}

#[utoipa::path(get, path = "/v2/panics/deep", operation_id = "panicsDeep", tag = "Things")]
async fn panics_deep(door: Public) -> Result<Done, ApiError> {
    door.run(|_| panic!("the secret of the room")).await
}

#[utoipa::path(post, path = "/v2/numbers/{id}", operation_id = "postNumber", tag = "Things")]
async fn post_number(_door: Own<ProfileRead>, id: Path<i64>) -> Result<Success<i64>, ApiError> {
    Ok(Success::new(id.into_inner()))
}

#[utoipa::path(get, path = "/v2/rare", operation_id = "rare", tag = "Things")]
async fn rare(_door: Public) -> Result<Done, ApiError> {
    Ok(Done::default())
}

/// A server over an empty database, with its first start.
struct World {
    shared: web::Data<Shared>,
    first: FirstStart,
    clock: Clock,
}

impl World {
    fn new(options: &Options, tree: Tree) -> Self {
        let database = Database::open(&storage::Settings::new("sqlite::memory:")).unwrap();
        database.migrate().unwrap();
        let clock = Clock::standing_at(NOW.parse().unwrap());
        let settings = Settings::with_secrets(Secret::new("jwt"), Secret::new("seal"));
        let app = App { db: database, clock: clock.clone(), settings };
        let first = bootstrap::first_start(&app).unwrap().unwrap();
        let configuration = Configuration::of(options).unwrap();
        let shared = Shared::with_tree(Arc::new(app), &configuration, tree).unwrap();
        Self { shared: web::Data::new(shared), first, clock }
    }

    fn usual() -> Self {
        let things = [
            route!(get_thing),
            route!(panics),
            route!(panics_deep),
            route!(post_number),
            route!(rare).limited(OperationLimit::per_minute("rare_things", 1)),
        ];
        let tree = Tree::of(things.into_iter().map(|route| Answerer::Built(Box::new(route))));
        Self::new(&Options::default(), tree)
    }

    fn real() -> Self {
        Self::new(&Options::default(), mounted_tree())
    }

    async fn ask(&self, request: TestRequest) -> ServiceResponse {
        let service = init_service(application(self.shared.clone())).await;
        call_service(&service, request.to_request()).await.map_into_boxed_body()
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        read(self.ask(TestRequest::get().uri(path)).await).await
    }

    fn key(&self) -> (&'static str, String) {
        ("authorization", format!("Bearer {}", self.first.api_key))
    }
}

async fn read(response: ServiceResponse) -> (u16, Value) {
    let status = response.status().as_u16();
    let bytes = to_bytes(response.into_body()).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

fn header(response: &ServiceResponse, name: &str) -> Option<String> {
    response.headers().get(name).map(|value| value.to_str().unwrap().to_owned())
}

#[actix_web::test]
async fn an_unknown_path_or_method_is_answered_with_what_was_asked() {
    let world = World::real();
    let (status, body) = world.get("/v2/nothing?x=1").await;
    assert_eq!(status, 404);
    assert_eq!(
        body,
        json!({
            "status": "error",
            "timestamp": "2026-03-10T12:00:00.000Z",
            "path": "/v2/nothing?x=1",
            "error": {
                "code": "NotFoundException",
                "message": "Cannot GET /v2/nothing?x=1",
                "details": {
                    "message": "Cannot GET /v2/nothing?x=1",
                    "error": "Not Found",
                    "statusCode": 404
                }
            }
        })
    );
    let (status, body) = read(world.ask(TestRequest::delete().uri("/v2/me")).await).await;
    assert_eq!((status, &body["error"]["message"]), (404, &json!("Cannot DELETE /v2/me")));
}

#[actix_web::test]
async fn paths_are_found_in_every_spelling_and_parameters_keep_theirs() {
    let world = World::usual();
    for path in ["/v2/things/AbC", "/api/v2/things/AbC", "/v2/ee/things/AbC", "/V2/Things/AbC/"] {
        let (status, body) = world.get(path).await;
        assert_eq!((status, &body["data"]), (201, &json!("AbC")), "{path}");
    }
    let (_, body) = world.get("/v2/things/a%20b%2Fc").await;
    assert_eq!(body["data"], "a b/c");
}

#[actix_web::test]
async fn a_panic_is_an_internal_error_that_says_nothing_of_the_inside() {
    for path in ["/v2/panics", "/v2/panics/deep"] {
        let (status, body) = World::usual().get(path).await;
        assert_eq!(status, 500);
        assert_eq!(
            body["error"],
            json!({
                "code": "INTERNAL_SERVER_ERROR",
                "message": "There was an error, please try again later."
            })
        );
    }
}

#[actix_web::test]
async fn guards_speak_before_the_path_is_read() {
    let world = World::usual();
    let (status, _) = read(world.ask(TestRequest::post().uri("/v2/numbers/abc")).await).await;
    assert_eq!(status, 401);
    let request = TestRequest::post().uri("/v2/numbers/abc").insert_header(world.key());
    let (status, body) = read(world.ask(request).await).await;
    assert_eq!(status, 400);
    assert_eq!(body["error"]["message"], "Validation failed (numeric string is expected)");
}

#[actix_web::test]
async fn head_is_answered_like_get_and_without_a_body() {
    let world = World::real();
    let request = TestRequest::default().method(Method::HEAD).uri("/v2/me").insert_header(world.key());
    assert_eq!(world.ask(request).await.status(), 200);
    let anonymous = world.ask(TestRequest::default().method(Method::HEAD).uri("/v2/me")).await;
    assert_eq!(read(anonymous).await, (401, Value::Null));
}

#[actix_web::test]
async fn every_answer_may_be_read_by_every_page_and_carries_a_fresh_id() {
    let world = World::real();
    let ask = || TestRequest::get().uri("/v2/me").insert_header(("x-request-id", "mine"));
    let (first, second) = (world.ask(ask()).await, world.ask(ask()).await);
    assert_eq!(first.status(), 401);
    assert_eq!(header(&first, "access-control-allow-origin").as_deref(), Some("*"));
    assert_eq!(header(&first, "x-content-type-options").as_deref(), Some("nosniff"));
    let (one, two) = (header(&first, "x-request-id").unwrap(), header(&second, "x-request-id").unwrap());
    assert!(one != two && one != "mine");
    assert_eq!(uuid::Uuid::parse_str(&one).unwrap().get_version_num(), 4);
}

#[actix_web::test]
async fn a_preflight_needs_no_credentials() {
    let response = World::real().ask(TestRequest::default().method(Method::OPTIONS).uri("/v2/me")).await;
    assert_eq!(response.status(), 204);
    let allowed = header(&response, "access-control-allow-headers").unwrap();
    for name in
        ["Authorization", "cal-api-version", "x-cal-client-id", "x-cal-secret-key", "x-cal-atoms-version"]
    {
        assert!(allowed.contains(name), "{name}");
    }
    assert_eq!(header(&response, "access-control-max-age").as_deref(), Some("86400"));
}

#[actix_web::test]
async fn too_many_requests_are_refused_until_the_block_ends() {
    let options = Options { rate_limit_default_limit: Some(2), ..Options::default() };
    let world = World::new(&options, mounted_tree());
    let ask = || world.ask(TestRequest::get().uri("/v2/me"));
    let remaining = |response: &ServiceResponse| header(response, "x-ratelimit-remaining-default");
    assert_eq!(remaining(&ask().await).as_deref(), Some("1"));
    let last = ask().await;
    assert_eq!((last.status().as_u16(), remaining(&last).as_deref()), (401, Some("0")));
    let refused = ask().await;
    assert_eq!(header(&refused, "x-ratelimit-reset-default").as_deref(), Some("60"));
    assert_eq!(header(&refused, "access-control-allow-origin").as_deref(), Some("*"));
    let (status, body) = read(refused).await;
    assert_eq!(status, 429);
    let sentence = "CustomThrottlerGuard - Too many requests. Please try again later.";
    assert_eq!(
        body["error"],
        json!({ "code": "ThrottlerException", "message": sentence, "details": sentence })
    );
    world.clock.set("2026-03-10T12:01:00Z".parse().unwrap());
    assert_eq!(remaining(&ask().await).as_deref(), Some("1"));
}

#[actix_web::test]
async fn an_operation_may_have_a_limit_of_its_own() {
    let world = World::usual();
    let ask = || world.ask(TestRequest::get().uri("/v2/rare"));
    assert_eq!(ask().await.status(), 200);
    let refused = ask().await;
    assert_eq!(refused.status(), 429);
    assert_eq!(header(&refused, "x-ratelimit-limit-rare_things").as_deref(), Some("1"));
    assert_eq!(header(&refused, "x-ratelimit-remaining-rare_things").as_deref(), Some("0"));
}

#[actix_web::test]
async fn an_unknown_key_is_refused_by_the_limiter_and_a_replaced_one_by_authentication() {
    let world = World::real();
    let ask = |key: &str| {
        TestRequest::get().uri("/v2/me").insert_header(("authorization", format!("Bearer {key}")))
    };
    let unknown = world.ask(ask("cal_nope")).await;
    assert_eq!(header(&unknown, "x-ratelimit-limit-default"), None);
    let (status, body) = read(unknown).await;
    assert_eq!((status, &body["error"]["message"]), (401, &json!("CustomThrottlerGuard - Invalid API Key")));
    assert_eq!(world.ask(ask(&world.first.api_key)).await.status(), 200);
    let refresh = TestRequest::post().uri("/v2/api-keys/refresh").insert_header(world.key());
    let (status, body) = read(world.ask(refresh).await).await;
    assert_eq!(status, 200);
    let fresh = body["data"]["apiKey"].as_str().unwrap().to_owned();
    let (status, body) = read(world.ask(ask(&world.first.api_key)).await).await;
    assert_eq!(status, 401);
    assert_eq!(body["error"]["message"], "ApiAuthStrategy - api key - Your api key is not valid");
    assert_eq!(world.ask(ask(&fresh)).await.status(), 200);
}

#[actix_web::test]
async fn a_version_that_no_handler_accepts_leads_nowhere_and_older_ones_to_the_contract() {
    let world = World::real();
    let ask = |version: &'static str| {
        world.ask(TestRequest::get().uri("/v2/event-types/1").insert_header(("cal-api-version", version)))
    };
    let (status, body) = read(ask("2024-08-13").await).await;
    assert_eq!((status, &body["error"]["message"]), (404, &json!("Cannot GET /v2/event-types/1")));
    assert_ne!(ask("2024-06-14").await.status(), 404);
    assert_ne!(ask("2024-04-15").await.status(), 404);
}

#[actix_web::test]
async fn a_body_is_read_only_up_to_its_limit_and_only_as_json() {
    let world = World::real();
    let ask = |kind: &'static str, body: String| {
        let request = TestRequest::post().uri("/v2/api-keys/refresh").insert_header(world.key());
        world.ask(request.insert_header(("content-type", kind)).set_payload(body))
    };
    let large = ask("application/json", "x".repeat(110 * 1024)).await;
    assert_eq!(read(large).await, (413, json!({ "statusCode": 413, "message": "request entity too large" })));
    let (status, body) = read(ask("application/json", "{bad".to_owned()).await).await;
    assert_eq!((status, &body["error"]["code"]), (400, &json!("BadRequestException")));
    let other_kind = ask("application/x-www-form-urlencoded", "apiKeyDaysValid=x".to_owned()).await;
    assert_eq!(other_kind.status(), 200);
}

#[actix_web::test]
async fn me_is_the_owner_of_the_key_or_of_the_clients_organization() {
    let world = World::real();
    let expected = json!({
        "status": "success",
        "data": {
            "id": world.first.owner.id,
            "username": "owner",
            "email": "owner@example.com",
            "name": "Owner",
            "avatarUrl": null,
            "bio": null,
            "timeFormat": 12,
            "defaultScheduleId": null,
            "weekStart": "Sunday",
            "timeZone": "Europe/London",
            "organizationId": world.first.organization.id,
            "organization": { "isPlatform": true, "id": world.first.organization.id }
        }
    });
    let with_key = TestRequest::get().uri("/v2/me").insert_header(world.key());
    assert_eq!(read(world.ask(with_key).await).await, (200, expected.clone()));
    let with_client = TestRequest::get()
        .uri("/v2/me")
        .insert_header(("x-cal-client-id", world.first.client_id.clone()))
        .insert_header(("x-cal-secret-key", world.first.client_secret.clone()));
    assert_eq!(read(world.ask(with_client).await).await, (200, expected));
}

#[actix_web::test]
async fn a_refreshed_key_lives_as_long_as_was_asked() {
    let world = World::real();
    let both = json!({ "apiKeyDaysValid": 3, "apiKeyNeverExpires": true });
    let ask = |body: &Value| {
        let request = TestRequest::post().uri("/v2/api-keys/refresh").insert_header(world.key());
        world.ask(request.set_json(body))
    };
    let (status, body) = read(ask(&both).await).await;
    assert_eq!(status, 400);
    let sentence = body["error"]["message"].as_str().unwrap();
    assert!(sentence.contains("Cannot set both apiKeyDaysValid and apiKeyNeverExpires."));
    let (_, body) = read(ask(&json!({ "apiKeyDaysValid": 3 })).await).await;
    let fresh = body["data"]["apiKey"].as_str().unwrap().to_owned();
    world.clock.set("2026-03-14T00:00:00Z".parse().unwrap());
    let request = TestRequest::get().uri("/v2/me").insert_header(("authorization", fresh));
    let (status, body) = read(world.ask(request).await).await;
    assert_eq!(status, 401);
    assert_eq!(body["error"]["message"], "ApiAuthStrategy - api key - Your api key is expired");
}

#[actix_web::test]
async fn the_pages_beside_the_api_need_no_credentials() {
    let world = World::real();
    for (path, status) in [
        ("/health", 200),
        ("/metrics", 200),
        ("/openapi.json", 200),
        ("/docs", 302),
        ("/v2/docs", 302),
        ("/docs/index.html", 200),
        ("/docs/nothing.js", 404),
    ] {
        assert_eq!(world.ask(TestRequest::get().uri(path)).await.status(), status, "{path}");
    }
    let health = world.ask(TestRequest::get().uri("/health")).await;
    assert_eq!(to_bytes(health.into_body()).await.unwrap().as_ref(), b"OK");
}

#[test]
fn a_second_start_makes_nobody() {
    let world = World::real();
    assert!(bootstrap::first_start(&world.shared.app).unwrap().is_none());
}

#[test]
fn secrets_are_made_once_and_kept() {
    let database = Database::open(&storage::Settings::new("sqlite::memory:")).unwrap();
    database.migrate().unwrap();
    let first = bootstrap::secrets(&database, None, None).unwrap();
    let second = bootstrap::secrets(&database, None, Some("mine")).unwrap();
    assert_eq!(first.jwt_secret, second.jwt_secret);
    assert_eq!(second.encryption_key.expose(), "mine");
    assert_eq!(first.jwt_secret.expose().len(), 64);
}

#[test]
fn a_key_may_be_made_at_the_console() {
    let world = World::real();
    let owner = world.first.owner.id;
    let access = Operator::at_the_console()
        .access::<ApiKeysWrite>(&world.shared.app, Owner::User(owner), owner)
        .unwrap();
    let (secret, key) =
        api_keys::create(&world.shared.app, &access, Some("for tests".to_owned()), Lifetime::Days(2))
            .unwrap();
    assert!(secret.starts_with("cal_") && !key.secret_hash.contains(&secret[4..]));
}
