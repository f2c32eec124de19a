//! What every request meets, whatever it asks for: addresses, the envelope, ids, CORS, refusals of strangers.

use std::collections::HashSet;

use openhours_tests::{Credentials, Method, World, claim, json};

const NO_METHOD: &str = "ApiAuthStrategy - No authentication method provided. Either pass an API key as 'Bearer' \
header or OAuth client credentials as 'x-cal-secret-key' and 'x-cal-client-id' headers";
const ONLY_ID: &str = "ApiAuthStrategy - Only 'x-cal-client-id' header provided. Please also provide \
'x-cal-secret-key' header or Auth bearer token as 'Authentication' header";

claim!(
    async fn health_is_a_plain_ok_for_anybody(world: World) {
        let answer = world.anonymous().get("/health").await.expect(200);
        assert_eq!(answer.body, json!("OK"));
        let answer = world.anonymous().get("/health").version("2024-06-14").await.expect(200);
        assert_eq!(answer.body, json!("OK"));
    }
);

claim!(
    async fn an_unknown_path_is_refused_with_what_was_asked_for(world: World) {
        for path in ["/v2/nope", "/v2/nope?a=1", "/nowhere"] {
            let answer = world.owner().get(path).await;
            answer.refused(404, &format!("Cannot GET {path}")).has(&json!({
                "path": path,
                "error.code": "NotFoundException",
                "error.details.message": format!("Cannot GET {path}"),
                "error.details.error": "Not Found",
                "error.details.statusCode": 404,
            }));
        }
    }
);

claim!(
    async fn a_known_path_with_another_method_is_an_unknown_path(world: World) {
        world.owner().put("/v2/me", json!({})).await.refused(404, "Cannot PUT /v2/me");
        world.owner().delete("/v2/slots").await.refused(404, "Cannot DELETE /v2/slots");
    }
);

claim!(
    async fn a_version_that_no_handler_takes_is_an_unknown_path(world: World) {
        let answer = world.owner().get("/v2/event-types").version("2024-08-13").await;
        answer.refused(404, "Cannot GET /v2/event-types");
    }
);

claim!(
    async fn operations_without_versions_take_any(world: World) {
        for version in ["2024-04-15", "2024-06-11", "2026-02-25", "nonsense"] {
            world.owner().get("/v2/me").version(version).await.expect(200);
        }
    }
);

claim!(
    async fn every_kind_of_credential_finds_itself(world: World) {
        let ana = world.managed_user("ana").await;
        for (caller, id) in
            [(&**world.owner(), world.owner().id), (&**world.client(), world.owner().id), (&*ana, ana.id)]
        {
            let me = caller.get("/v2/me").await.expect(200);
            me.has(
                &json!({"status": "success", "data.id": id, "data.organizationId": world.organization_id}),
            );
        }
    }
);

claim!(
    async fn an_api_key_is_taken_without_the_word_bearer(world: World) {
        let Credentials::ApiKey(key) = world.owner().credentials().clone() else {
            panic!("owners have keys")
        };
        let answer = world.anonymous().get("/v2/me").header("authorization", &key).await.expect(200);
        assert_eq!(answer.number("data.id"), world.owner().id);
    }
);

claim!(
    async fn client_credentials_go_before_a_bearer(world: World) {
        let ana = world.managed_user("ana").await;
        let Credentials::AccessToken(token) = ana.credentials().clone() else {
            panic!("managed users have tokens")
        };
        let answer = world
            .client()
            .get("/v2/me")
            .header("authorization", &format!("Bearer {token}"))
            .await
            .expect(200);
        assert_eq!(answer.number("data.id"), world.owner().id);
    }
);

claim!(
    async fn strangers_are_told_what_is_missing(world: World) {
        let client = world.client();
        let with = |credentials| world.caller(credentials);
        let key = |text: &str| Credentials::ApiKey(text.to_owned());
        world.anonymous().get("/v2/me").await.refused(401, NO_METHOD);
        world.anonymous().get("/v2/me").header("x-cal-client-id", &client.id).await.refused(401, ONLY_ID);
        let answer = world.anonymous().get("/v2/me").header("x-cal-secret-key", &client.secret).await;
        answer.refused_saying(401, "Only 'x-cal-secret-key' header provided.");
        with(key("cal_nope")).get("/v2/me").await.refused(401, "CustomThrottlerGuard - Invalid API Key");
        with(key("nope")).get("/v2/me").await.refused(401, "Invalid Access Token.");
        let unknown =
            Credentials::ClientCredentials { id: "nobody".to_owned(), secret: client.secret.clone() };
        with(unknown).get("/v2/me").await.refused_saying(401, "Client with ID nobody not found");
        let wrong = Credentials::ClientCredentials { id: client.id.clone(), secret: "wrong".to_owned() };
        with(wrong).get("/v2/me").await.refused_saying(401, "oAuth client - Invalid client secret");
    }
);

claim!(
    async fn a_refusal_of_strangers_has_code_and_details(world: World) {
        world.anonymous().get("/v2/me").await.has(&json!({
            "error.code": "UnauthorizedException",
            "error.details": {"message": NO_METHOD, "error": "Unauthorized", "statusCode": 401},
        }));
    }
);

claim!(
    async fn strangers_are_refused_before_their_input_is_read(world: World) {
        let answer = world.anonymous().patch("/v2/me", json!({"timeFormat": "no"})).await;
        answer.refused(401, NO_METHOD);
    }
);

claim!(
    async fn the_other_prefix_means_the_same(world: World) {
        let one = world.owner().get("/v2/me").await.expect(200);
        let other = world.owner().get("/api/v2/me").await.expect(200);
        assert_eq!(one.body, other.body);
        world.owner().get("/api/v2/nope").await.refused(404, "Cannot GET /v2/nope");
    }
);

claim!(
    async fn trailing_slashes_and_the_case_of_letters_do_not_matter(world: World) {
        for path in ["/v2/me/", "/V2/Me", "/API/V2/ME/"] {
            world.owner().get(path).await.expect(200);
        }
    }
);

claim!(
    async fn every_answer_has_an_id_of_its_own(world: World) {
        let mut ids = HashSet::new();
        for path in ["/health", "/v2/me", "/v2/nope", "/v2/organizations/1/roles"] {
            let answer = world.anonymous().get(path).header("x-request-id", "mine").await;
            let id = answer.header("x-request-id").unwrap_or_default().to_owned();
            assert!(id.len() == 36 && id.as_bytes()[14] == b'4', "not a UUID v4: {id:?}");
            assert!(ids.insert(id), "the id was used twice");
        }
    }
);

claim!(
    async fn a_preflight_is_answered_for_anybody(world: World) {
        let request = world.anonymous().request(Method::OPTIONS, "/v2/bookings");
        let answer = request
            .header("origin", "https://app.example.com")
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization,cal-api-version")
            .await
            .expect(204);
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        assert_eq!(answer.header("access-control-max-age"), Some("86400"));
        let methods = answer.header("access-control-allow-methods").unwrap_or_default().to_uppercase();
        for method in ["GET", "PATCH", "DELETE", "HEAD", "POST", "PUT", "OPTIONS"] {
            assert!(methods.contains(method), "{method} is not allowed: {methods}");
        }
        let headers = answer.header("access-control-allow-headers").unwrap_or_default().to_lowercase();
        for header in
            ["authorization", "content-type", "cal-api-version", "x-cal-client-id", "x-cal-secret-key"]
        {
            assert!(headers.contains(header), "{header} is not allowed: {headers}");
        }
    }
);

claim!(
    async fn a_browser_may_read_refusals_too(world: World) {
        for path in ["/v2/me", "/v2/nope", "/v2/bookings"] {
            let answer = world.anonymous().get(path).header("origin", "https://app.example.com").await;
            assert!(answer.status >= 400, "{answer}");
            assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{answer}");
        }
    }
);

claim!(
    async fn head_answers_like_get_without_a_body(world: World) {
        let answer = world.owner().request(Method::HEAD, "/v2/me").await.expect(200);
        assert_eq!(answer.body, json!(""));
        let answer = world.anonymous().request(Method::HEAD, "/v2/me").await.expect(401);
        assert_eq!(answer.body, json!(""));
    }
);

claim!(
    async fn a_planned_operation_says_so(world: World) {
        let path = format!("/v2/organizations/{}/delegation-credentials", world.organization_id);
        let answer = world.owner().post(&path, json!({})).await;
        answer.refused_saying(501, "is not built yet").has(&json!({"error.code": "NotImplementedException"}));
    }
);

claim!(
    async fn a_body_that_is_too_large_is_refused_without_the_envelope(world: World) {
        let body = json!({"bio": "x".repeat(200_000)});
        let answer = world.owner().patch("/v2/me", body).await.expect(413);
        assert_eq!(answer.body, json!({"statusCode": 413, "message": "request entity too large"}));
        world.owner().get("/v2/me").await.has(&json!({"data.bio": null}));
    }
);

claim!(
    async fn malformed_json_is_refused_and_nothing_is_written(world: World) {
        for body in ["{", "{\"name\": }", "not json", "{\"name\": \"x\"} trailing", "\u{0}"] {
            let request = world.owner().request(Method::PATCH, "/v2/me").body("application/json", body);
            let answer = request.await;
            answer.refused_saying(400, "").has(&json!({"error.code": "BadRequestException"}));
        }
        world.owner().get("/v2/me").await.has(&json!({"data.name": "owner"}));
    }
);

claim!(
    async fn the_document_describes_every_operation(world: World) {
        let document = world.anonymous().get("/openapi.json").await.expect(200);
        document.has(&json!({"openapi": "3.1.0"}));
        let paths = document.field("paths").as_object().expect("paths are an object");
        let is_method = |name: &&String| ["get", "post", "put", "patch", "delete"].contains(&name.as_str());
        let operations =
            paths.values().flat_map(|path| path.as_object().into_iter().flatten().map(|(name, _)| name));
        assert_eq!(operations.filter(is_method).count(), 272);
    }
);

claim!(
    async fn the_documentation_is_served_without_a_network(world: World) {
        let answer = world.anonymous().get("/docs").await.expect(302);
        let place = answer.header("location").unwrap_or_default().to_owned();
        let page = world.anonymous().get(&place).await.expect(200);
        assert!(page.body.as_str().is_some_and(|page| page.contains("swagger-ui")), "{page}");
    }
);

claim!(
    async fn measurements_are_served_for_prometheus(world: World) {
        world.owner().get("/v2/me").await.expect(200);
        let page = world.anonymous().get("/metrics").await.expect(200);
        let text = page.body.as_str().unwrap_or_default();
        assert!(text.contains("http_requests_total") && text.contains("operation=\"getMe\""), "{page}");
    }
);
