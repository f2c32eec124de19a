//! The binary itself: its first start, its next ones, its commands, its end.

use std::future::IntoFuture;

use openhours_tests::{Caller, Credentials, Engine, Start, Value, World, claim, json};

/// The word after a label in what the first start prints.
fn printed(output: &str, label: &str) -> String {
    let line = output.lines().find(|line| line.trim_start().starts_with(label));
    let line = line.unwrap_or_else(|| panic!("no line starts with {label:?}:\n{output}"));
    line.split_whitespace().last().unwrap_or_default().to_owned()
}

fn caller(address: &str, credentials: Credentials) -> Caller {
    let client = openhours_client::Client::new(address, credentials).expect("the system has certificates");
    Caller::new(client)
}

claim!(
    async fn the_first_start_prints_credentials_that_work(engine: Engine) {
        let server = Start::on(engine).guarded();
        server.start();
        let output = server.said_after("-d '{");
        let key = Credentials::ApiKey(printed(&output, "API key"));
        let (id, secret) = (printed(&output, "OAuth client"), printed(&output, "client secret"));
        let me = caller(&server.address(), key).get("/v2/me").await.expect(200);
        assert!(me.number("data.organizationId") > 0);
        let path = format!("/v2/oauth-clients/{id}/users");
        assert!(output.contains(&path) && output.contains("/docs"), "{output}");
        let made = caller(&server.address(), Credentials::None)
            .post(
                &path,
                json!({"email": "alice@example.com", "name": "Alice", "timeZone": "America/New_York"}),
            )
            .header("x-cal-secret-key", &secret)
            .await
            .expect(201);
        assert_eq!(made.text("data.user.email"), format!("alice+{id}@example.com"));
    }
);

claim!(
    async fn the_seed_request_is_answered_in_full(world: World) {
        let body = json!({
            "email": "alice@example.com", "name": "Alice Smith", "timeFormat": 12, "weekStart": "Monday",
            "timeZone": "America/New_York", "locale": "en", "avatarUrl": "https://example.com/alice.png",
            "bio": "I am a bio", "metadata": {"key": "value"},
        });
        let client = world.client();
        let request = world.anonymous().post(&client.users_path(), body.clone());
        let made = request.header("x-cal-secret-key", &client.secret).await.expect(201);
        made.has(
            &json!({"status": "success", "data.user.email": format!("alice+{}@example.com", client.id)}),
        );
        for field in ["name", "timeFormat", "weekStart", "timeZone", "locale", "avatarUrl", "bio", "metadata"]
        {
            assert_eq!(made.field(&format!("data.user.{field}")), &body[field], "{field}: {made}");
        }
        for field in ["id", "username", "createdDate", "defaultScheduleId"] {
            assert!(!made.field(&format!("data.user.{field}")).is_null(), "{field}: {made}");
        }
        let (access, refresh) =
            (made.number("data.accessTokenExpiresAt"), made.number("data.refreshTokenExpiresAt"));
        assert!(access < refresh, "{made}");
        let token = Credentials::AccessToken(made.text("data.accessToken"));
        let me = world.caller(token).get("/v2/me").await.expect(200);
        assert_eq!(me.number("data.id"), made.number("data.user.id"));
        assert!(!made.text("data.refreshToken").is_empty());
    }
);

claim!(
    async fn a_second_start_keeps_everything_and_prints_no_secrets(engine: Engine) {
        let server = Start::on(engine).start();
        let world = World::at(server.clone()).await;
        let ana = world.managed_user("ana").await;
        let stopped = server.stop();
        assert_eq!(stopped.code, 0, "{}", stopped.output);
        let said = server.start();
        assert!(!said.contains("secret"), "{said}");
        let me = caller(&server.address(), ana.credentials().clone()).get("/v2/me").await.expect(200);
        assert_eq!(me.number("data.id"), ana.id);
    }
);

claim!(
    async fn a_stop_lets_running_requests_end(engine: Engine) {
        let server = Start::on(engine).start();
        let world = World::at(server.clone()).await;
        let requests: Vec<_> =
            (0..32).map(|_| tokio::spawn(world.owner().get("/v2/me").into_future())).collect();
        for request in requests {
            request.await.expect("a request does not panic").expect(200);
        }
        let stopped = server.stop();
        assert_eq!(stopped.code, 0, "{}", stopped.output);
        assert!(stopped.output.contains("stopped"), "{}", stopped.output);
    }
);

claim!(
    async fn a_bad_setting_stops_the_start_with_its_name(engine: Engine) {
        for (name, value) in [
            ("API_PORT", "many"),
            ("RATE_LIMIT_DEFAULT_LIMIT", "0"),
            ("WEB_APP_URL", "example.com"),
            ("JWT_SECRET", " "),
            ("LOG_FORMAT", "poem"),
        ] {
            let stopped = Start::on(engine).with(name, value).guarded().start_in_vain();
            assert_ne!(stopped.code, 0, "{name}={value} was accepted");
            assert!(stopped.output.contains(name), "{name} is not named in: {}", stopped.output);
        }
    }
);

claim!(
    async fn commands_create_what_the_api_knows(engine: Engine) {
        let server = Start::on(engine).start();
        let user = server.command(&[
            "user",
            "create",
            "--email",
            "una@example.com",
            "--name",
            "Una",
            "--username",
            "una",
        ]);
        let id = user["id"].to_string();
        let key = server.command(&["api-key", "create", "--user", &id, "--days", "1"]);
        let una = caller(&server.address(), Credentials::ApiKey(text(&key["apiKey"])));
        let me = una.get("/v2/me").await.expect(200);
        me.has(
            &json!({"data.email": "una@example.com", "data.username": "una", "data.organizationId": null}),
        );
        let organization =
            server.command(&["org", "create", "--name", "Acme", "--slug", "acme", "--owner", &id]);
        let org = organization["id"].to_string();
        let team = server.command(&[
            "team", "create", "--name", "Design", "--slug", "design", "--org", &org, "--owner", &id,
        ]);
        assert_eq!(team["organizationId"], organization["id"]);
        let other = server.command(&["user", "create", "--email", "vera@example.com", "--name", "Vera"]);
        let arguments = [
            "member",
            "add",
            "--team",
            &team["id"].to_string(),
            "--user",
            &other["id"].to_string(),
            "--role",
            "MEMBER",
        ];
        assert_eq!(server.command(&arguments)["role"], "MEMBER");
        una.get("/v2/me").await.has(&json!({"data.organizationId": organization["id"]}));
    }
);

claim!(
    async fn a_command_that_cannot_be_done_says_why(engine: Engine) {
        let server = Start::on(engine).guarded();
        for arguments in [
            &["api-key", "create", "--user", "999999"][..],
            &["org", "create", "--name", "Acme", "--slug", "acme", "--owner", "999999"],
            &["user", "create", "--email", "no address", "--name", "Una"],
            &["user", "create", "--email", "una@example.com", "--name", "Una", "--time-zone", "Mars/Base"],
        ] {
            let (code, said) = server.try_command(arguments);
            assert_ne!(code, 0, "{arguments:?} succeeded: {said}");
            assert!(!said.trim().is_empty() && !said.contains("panicked"), "{arguments:?}: {said}");
        }
    }
);

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
