//! What a managed user starts with.

use std::sync::Arc;

use openhours_tests::{Caller, Credentials, Engine, Start, Value, World, claim, json, merged, without};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use super::{all, another_client, bearer, made, path};

/// The body of the reference's example.
fn seed() -> Value {
    json!({
        "email": "alice@example.com",
        "name": "Alice Smith",
        "timeFormat": 12,
        "weekStart": "Monday",
        "timeZone": "America/New_York",
        "locale": "en",
        "avatarUrl": "https://example.com/avatar.jpg",
        "bio": "I am a bio",
        "metadata": {"key": "value"},
    })
}

claim!(
    async fn the_seed_request_is_answered_with_user_and_tokens(world: World) {
        let client = world.client();
        let made = world
            .anonymous()
            .post(&client.users_path(), seed())
            .header("x-cal-secret-key", &client.secret)
            .await
            .expect(201);
        let user = made.field("data.user");
        let expected = merged(
            seed(),
            json!({
                "id": user["id"],
                "email": format!("alice+{}@example.com", client.id),
                "username": format!("alice-{}-example-com", client.id),
                "createdDate": user["createdDate"],
                "defaultScheduleId": user["defaultScheduleId"],
            }),
        );
        assert_eq!(user, &expected);
        assert!(made.number("data.user.id") > 0 && made.number("data.user.defaultScheduleId") > 0);
        assert!(made.text("data.user.createdDate").parse::<jiff::Timestamp>().is_ok());
        assert_eq!(made.text("data.accessToken").split('.').count(), 3);
        assert_eq!(made.text("data.refreshToken").split('.').count(), 3);
        assert!(made.number("data.accessTokenExpiresAt") < made.number("data.refreshTokenExpiresAt"));
        assert_eq!(made.body["status"], "success");
        let names: Vec<&String> = made.data().as_object().expect("an object").keys().collect();
        assert_eq!(names.len(), 5, "{names:?}");
        assert!(made.find("error").is_none());
    }
);

claim!(
    async fn the_curl_of_the_first_start_creates_a_managed_user(engine: Engine) {
        let server = Start::on(engine).guarded();
        server.start();
        let output = server.said_after("-d '{");
        let command = output.replace("\\\n", " ");
        let command = command.split("curl -X POST ").nth(1).expect("a curl is printed");
        let quoted: Vec<&str> = command.split('\'').skip(1).step_by(2).take(3).collect();
        let (url, body) = (command.split_whitespace().next().expect("an address"), quoted[2]);
        let address = server.address();
        let port = address.rsplit(':').next().expect("a port");
        let (_, place) = url.split_once(&format!(":{port}")).expect("the server's own port");
        let anyone = openhours_client::Client::new(&address, Credentials::None).expect("certificates");
        let mut request =
            Caller::new(anyone).request(openhours_tests::Method::POST, place).body("application/json", body);
        let (name, value) = quoted[0].split_once(": ").expect("a header");
        assert_eq!((name, quoted[1]), ("x-cal-secret-key", "Content-Type: application/json"));
        request = request.header(name, value);
        let made = request.await.expect(201);
        made.has(&json!({"data.user.name": "Alice", "data.user.timeZone": "America/New_York"}));
        assert!(made.text("data.user.email").starts_with("alice+"));
    }
);

claim!(
    async fn what_is_left_out_has_its_default(world: World) {
        let client = world.client();
        for extra in [
            json!({}),
            json!({
                "timeZone": null, "weekStart": null, "timeFormat": null, "locale": null, "avatarUrl": null,
                "bio": null, "metadata": null,
            }),
            json!({"metadata": {}, "role": "OWNER", "id": 1, "username": "me", "defaultScheduleId": 1}),
        ] {
            let email = format!("u{}@example.com", all(client).await.len());
            let body = merged(json!({"email": email, "name": "Una"}), extra);
            let user = made(client, body).await.field("data.user").clone();
            let expected = json!({
                "id": user["id"],
                "email": user["email"],
                "username": user["username"],
                "name": "Una",
                "bio": null,
                "timeZone": "Europe/London",
                "weekStart": "Sunday",
                "createdDate": user["createdDate"],
                "timeFormat": 12,
                "defaultScheduleId": null,
                "locale": null,
                "avatarUrl": null,
            });
            assert_eq!(user, expected);
        }
    }
);

claim!(
    async fn everything_given_is_given_back_by_every_read(world: World) {
        let client = world.client();
        let body = json!({
            "email": "zoe@example.com", "name": "Zoë 🎈", "timeFormat": 24, "weekStart": "Saturday",
            "timeZone": "america/new_york", "locale": "pt-BR", "avatarUrl": "https://e.example/z.png?x=1",
            "bio": "", "metadata": {"a": "1", "b": 2, "c": true, "d": null, "e": ["x"]},
        });
        let user = made(client, body.clone()).await.field("data.user").clone();
        let expected = merged(body, json!({"timeZone": "America/New_York", "email": user["email"]}));
        for (name, value) in expected.as_object().expect("an object") {
            assert_eq!(&user[name], value, "{name}");
        }
        let id = user["id"].as_i64().expect("an id");
        assert_eq!(client.get(&path(client, id)).await.expect(200).data(), &user);
        assert_eq!(all(client).await, [user]);
    }
);

claim!(
    async fn an_address_exists_once_for_each_client_and_besides_as_an_ordinary_user(world: World) {
        let ordinary = world.stranger("ana").await;
        let one = world.client();
        let two = another_client(&world, world.owner()).await;
        let body = json!({"email": ordinary.email, "name": "Ana"});
        let (local, domain) = ordinary.email.split_once('@').expect("an address");
        for client in [one, &two] {
            let user = made(client, body.clone()).await.field("data.user").clone();
            assert_eq!(user["email"], format!("{local}+{}@{domain}", client.id));
            assert_eq!(user["username"], format!("{local}-{}-example-com", client.id));
        }
    }
);

claim!(
    async fn an_address_that_carries_the_clients_id_is_kept(world: World) {
        let client = world.client();
        let stored = format!("ben+{}@example.com", client.id);
        let user = made(client, json!({"email": stored, "name": "Ben"})).await;
        user.has(&json!({"data.user.email": stored}));
        let again = client.post(&client.users_path(), json!({"email": "ben@example.com", "name": "B"})).await;
        again.refused(409, &taken(user.number("data.user.id")));
    }
);

claim!(
    async fn a_username_is_made_of_the_address_and_two_labels_of_its_domain(world: World) {
        let client = world.client();
        for (email, before, after) in [
            ("a@mail.example.org", "a", "mail-example"),
            ("Cara.Lee@example.com", "cara.lee", "example-com"),
            ("dan_x+work@example.com", "dan-x-work", "example-com"),
        ] {
            let user = made(client, json!({"email": email, "name": "x"})).await;
            user.has(&json!({"data.user.username": format!("{before}-{}-{after}", client.id)}));
            let (local, domain) = email.split_once('@').expect("an address");
            user.has(&json!({"data.user.email": format!("{local}+{}@{domain}", client.id)}));
        }
    }
);

claim!(
    async fn two_addresses_that_ask_for_one_username_both_get_a_user(world: World) {
        let client = world.client();
        let mut names = Vec::new();
        for email in ["eva@mail.example.com", "eva@mail.example.org", "eva@mail.example.net"] {
            names.push(made(client, json!({"email": email, "name": "Eva"})).await.text("data.user.username"));
        }
        let first = format!("eva-{}-mail-example", client.id);
        assert_eq!(names, [first.clone(), format!("{first}-2"), format!("{first}-3")]);
    }
);

fn taken(id: i64) -> String {
    format!("User with the provided e-mail already exists. Existing user ID={id}")
}

claim!(
    async fn of_many_who_create_one_address_at_once_one_succeeds(world: World) {
        const MANY: usize = 16;
        let client = world.client();
        let barrier = Arc::new(Barrier::new(MANY));
        let mut tasks = JoinSet::new();
        for number in 0..MANY {
            let (client, barrier) = (client.clone(), Arc::clone(&barrier));
            tasks.spawn(async move {
                let body =
                    json!({"email": "race@example.com", "name": number.to_string(), "timeZone": "UTC"});
                barrier.wait().await;
                client.post(&client.users_path(), body).await
            });
        }
        let answers = tasks.join_all().await;
        let winners: Vec<i64> = answers
            .iter()
            .filter(|answer| answer.status == 201)
            .map(|answer| answer.number("data.user.id"))
            .collect();
        let [winner] = winners[..] else { panic!("{winners:?} were created") };
        for loser in answers.iter().filter(|answer| answer.status != 201) {
            loser.refused(409, &taken(winner));
        }
        assert_eq!(all(client).await.len(), 1);
    }
);

claim!(
    async fn of_many_who_ask_for_one_username_at_once_all_succeed(world: World) {
        const MANY: usize = 4;
        let client = world.client();
        let barrier = Arc::new(Barrier::new(MANY));
        let mut tasks = JoinSet::new();
        for number in 0..MANY {
            let (client, barrier) = (client.clone(), Arc::clone(&barrier));
            tasks.spawn(async move {
                let body = json!({"email": format!("fay@mail.example.c{number}"), "name": "Fay"});
                barrier.wait().await;
                client.post(&client.users_path(), body).await.expect(201).text("data.user.username")
            });
        }
        let mut names = tasks.join_all().await;
        names.sort();
        names.dedup();
        assert_eq!(names.len(), MANY, "{names:?}");
    }
);

claim!(
    async fn a_zone_brings_one_schedule_and_none_brings_none(world: World) {
        let client = world.client();
        let body = json!({"email": "gil@example.com", "name": "Gil", "timeZone": "Asia/Tokyo"});
        let with_zone = made(client, body.clone()).await;
        let gil = bearer(&world, &with_zone.text("data.accessToken"));
        let schedules = gil.get("/v2/schedules").await.expect(200);
        let hours = json!([{
            "days": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
            "startTime": "09:00",
            "endTime": "17:00",
        }]);
        assert_eq!(
            schedules.data(),
            &json!([{
                "id": with_zone.number("data.user.defaultScheduleId"),
                "ownerId": with_zone.number("data.user.id"),
                "name": "Default schedule",
                "timeZone": "Asia/Tokyo",
                "availability": hours,
                "isDefault": true,
                "overrides": [],
            }])
        );
        let body = merged(without(body, "timeZone"), json!({"email": "hal@example.com"}));
        let hal = bearer(&world, &made(client, body).await.text("data.accessToken"));
        assert!(hal.get("/v2/schedules").await.expect(200).list().is_empty());
    }
);

claim!(
    async fn the_client_says_whether_a_user_starts_with_event_types(world: World) {
        let other = another_client(&world, world.owner()).await;
        for (client, is_on) in [(world.client(), true), (&other, false)] {
            let user = made(client, json!({"email": "ivy@example.com", "name": "Ivy"})).await;
            let ivy = bearer(&world, &user.text("data.accessToken"));
            let listed = ivy.get("/v2/event-types").await.expect(200);
            let mut starts: Vec<(&str, &str, i64)> = listed
                .list()
                .iter()
                .map(|one| {
                    let text = |name: &str| one[name].as_str().unwrap_or_default();
                    (text("slug"), text("title"), one["lengthInMinutes"].as_i64().unwrap_or_default())
                })
                .collect();
            starts.sort_unstable();
            let expected = [
                ("sixty-minutes", "60 Minutes", 60),
                ("sixty-minutes-video", "60 Minutes", 60),
                ("thirty-minutes", "30 Minutes", 30),
                ("thirty-minutes-video", "30 Minutes", 30),
            ];
            assert_eq!(starts, if is_on { &expected[..] } else { &[] });
        }
    }
);

claim!(
    async fn a_managed_user_belongs_to_the_clients_organization_as_a_member(world: World) {
        let ana = world.managed_user("ana").await;
        ana.get("/v2/me").await.expect(200).has(&json!({
            "data.id": ana.id,
            "data.username": ana.username,
            "data.organizationId": world.organization_id,
            "data.organization": {"isPlatform": true, "id": world.organization_id},
        }));
        let organization = world.organization_id.to_string();
        let user = ana.id.to_string();
        let (code, said) = world.server().try_command(&[
            "member",
            "add",
            "--team",
            &organization,
            "--user",
            &user,
            "--role",
            "MEMBER",
        ]);
        assert!(code != 0 && said.contains("already a member"), "{said}");
    }
);
