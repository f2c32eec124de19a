//! Schedules: what a person's hours are, which of them is the default, and who may read and change them.

use openhours_tests::{Answer, Comparison, Method, Person, Value, World, claim, json, merged, without};

const WEEK: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

fn unknown(id: i64) -> String {
    format!("Schedule with ID={id} does not exist.")
}

fn path(id: i64) -> String {
    format!("/v2/schedules/{id}")
}

/// A whole body, with other fields put over it.
fn body(fields: Value) -> Value {
    merged(json!({"name": "Hours", "timeZone": "Europe/Rome", "isDefault": false}), fields)
}

async fn made(person: &Person, fields: Value) -> i64 {
    person.post("/v2/schedules", body(fields)).await.expect(201).number("data.id")
}

async fn default_of(person: &Person) -> Value {
    let answer = person.get("/v2/schedules/default").await.expect(200);
    answer.find("data.id").cloned().unwrap_or_else(|| answer.data().clone())
}

/// The ids of the schedules that say that they are the default.
async fn marked(person: &Person) -> Vec<i64> {
    let answer = person.get("/v2/schedules").await.expect(200);
    let marked = answer.list().iter().filter(|schedule| schedule["isDefault"] == json!(true));
    marked.filter_map(|schedule| schedule["id"].as_i64()).collect()
}

claim!(
    async fn a_schedule_is_given_back_as_it_was_made(world: World) {
        let ana = world.stranger("ana").await;
        let sent = json!({
            "name": "Work",
            "timeZone": "Europe/Rome",
            "isDefault": false,
            "availability": [
                {"days": ["Wednesday", "Monday", "Tuesday"], "startTime": "09:00", "endTime": "12:30"},
                {"days": ["Monday"], "startTime": "00:00", "endTime": "23:59"},
            ],
            "overrides": [
                {"date": "2050-12-10", "startTime": "14:00", "endTime": "16:00"},
                {"date": "2050-12-09", "startTime": "00:00", "endTime": "00:00"},
            ],
        });
        let made = ana.post("/v2/schedules", sent.clone()).await.expect(201);
        let id = made.number("data.id");
        let whole = json!({"status": "success", "data": merged(sent, json!({"id": id, "ownerId": ana.id}))});
        assert_eq!(made.body, whole);
        assert_eq!(ana.get(&path(id)).await.expect(200).body, whole);
        let list = ana.get("/v2/schedules").await.expect(200);
        assert_eq!(list.list().last(), Some(&whole["data"]));
    }
);

claim!(
    async fn without_hours_of_its_own_a_schedule_has_the_usual_week_and_no_exceptions(world: World) {
        let ana = world.stranger("ana").await;
        ana.post("/v2/schedules", body(json!({}))).await.expect(201).has(&json!({
            "data.availability": [{"days": WEEK, "startTime": "09:00", "endTime": "17:00"}],
            "data.overrides": [],
        }));
    }
);

claim!(
    async fn an_empty_list_of_hours_means_no_hours(world: World) {
        let ana = world.stranger("ana").await;
        let made = ana.post("/v2/schedules", body(json!({"availability": []}))).await.expect(201);
        made.has(&json!({"data.availability": []}));
    }
);

claim!(
    async fn the_list_holds_all_own_schedules_in_the_order_of_their_making(world: World) {
        let (ana, bob) = (world.stranger("ana").await, world.stranger("bob").await);
        let before = ana.get("/v2/schedules").await.expect(200).list().len();
        let first = made(&ana, json!({"name": "Same"})).await;
        made(&bob, json!({"name": "Same"})).await;
        let second = made(&ana, json!({"name": "Same"})).await;
        let list = ana.get("/v2/schedules").await.expect(200);
        let ids: Vec<_> = list.list()[before..].iter().filter_map(|one| one["id"].as_i64()).collect();
        assert_eq!(ids, [first, second]);
        assert!(list.list().iter().all(|one| one["ownerId"] == json!(ana.id)), "{list}");
    }
);

claim!(
    async fn the_default_moves_to_the_schedule_that_claims_it(world: World) {
        let ana = world.stranger("ana").await;
        let first = made(&ana, json!({"isDefault": true})).await;
        let second = made(&ana, json!({"isDefault": true})).await;
        assert_eq!((marked(&ana).await, default_of(&ana).await), (vec![second], json!(second)));
        let moved = ana.patch(&path(first), json!({"isDefault": true})).await.expect(200);
        moved.has(&json!({"data.isDefault": true}));
        assert_eq!((marked(&ana).await, default_of(&ana).await), (vec![first], json!(first)));
        ana.get("/v2/me").await.expect(200).has(&json!({"data.defaultScheduleId": first}));
    }
);

claim!(
    async fn saying_that_a_schedule_is_not_the_default_takes_nothing_away(world: World) {
        let ana = world.stranger("ana").await;
        let default = made(&ana, json!({"isDefault": true})).await;
        made(&ana, json!({"isDefault": false})).await;
        ana.patch(&path(default), json!({"isDefault": false})).await.expect(200).has(&json!({
            "data.isDefault": true,
        }));
        assert_eq!(default_of(&ana).await, json!(default));
    }
);

claim!(
    async fn a_deleted_default_is_not_replaced(world: World) {
        let ana = world.stranger("ana").await;
        made(&ana, json!({})).await;
        let default = made(&ana, json!({"isDefault": true})).await;
        let gone = ana.delete(&path(default)).await.expect(200);
        assert_eq!(gone.body, json!({"status": "success"}));
        ana.get(&path(default)).await.refused(404, &unknown(default));
        assert_eq!((marked(&ana).await, default_of(&ana).await), (vec![], json!(null)));
    }
);

claim!(
    async fn the_last_schedule_may_be_deleted(world: World) {
        let ana = world.stranger("ana").await;
        made(&ana, json!({})).await;
        for schedule in ana.get("/v2/schedules").await.expect(200).list() {
            ana.delete(&path(schedule["id"].as_i64().expect("an id"))).await.expect(200);
        }
        assert_eq!(ana.get("/v2/schedules").await.expect(200).body, json!({"status": "success", "data": []}));
        assert_eq!(default_of(&ana).await, json!(null));
    }
);

claim!(
    async fn a_managed_user_starts_with_a_default_schedule_in_their_zone(world: World) {
        let ana = world.managed_user_with("ana", json!({"timeZone": "America/New_York"})).await;
        let list = ana.get("/v2/schedules").await.expect(200);
        assert_eq!(list.list().len(), 1, "{list}");
        list.has(&json!({
            "data.0.name": "Default schedule",
            "data.0.timeZone": "America/New_York",
            "data.0.isDefault": true,
            "data.0.ownerId": ana.id,
            "data.0.availability": [{"days": WEEK, "startTime": "09:00", "endTime": "17:00"}],
            "data.0.overrides": [],
        }));
    }
);

claim!(
    async fn a_change_leaves_alone_what_it_does_not_name(world: World) {
        let ana = world.stranger("ana").await;
        let id = made(
            &ana,
            json!({
                "availability": [{"days": ["Sunday"], "startTime": "10:00", "endTime": "11:00"}],
                "overrides": [{"date": "2050-12-10", "startTime": "14:00", "endTime": "16:00"}],
            }),
        )
        .await;
        let whole = ana.get(&path(id)).await.expect(200).data().clone();
        let changes = [
            json!({}),
            json!({"name": "Renamed"}),
            json!({"timeZone": "Asia/Tokyo"}),
            json!({"availability": [{"days": ["Friday", "Monday"], "startTime": "08:00", "endTime": "09:00"}]}),
            json!({"overrides": []}),
            json!({"availability": []}),
            json!({"overrides": [{"date": "2051-01-01", "startTime": "00:00", "endTime": "00:00"}]}),
        ];
        let mut expected = whole;
        for change in changes {
            expected = merged(expected, change.clone());
            let changed = ana.patch(&path(id), change).await.expect(200);
            assert_eq!(changed.body, json!({"status": "success", "data": expected}));
            assert_eq!(ana.get(&path(id)).await.expect(200).data(), &expected);
        }
    }
);

claim!(
    async fn a_null_in_a_change_counts_as_absent(world: World) {
        let ana = world.stranger("ana").await;
        let id = made(&ana, json!({})).await;
        let before = ana.get(&path(id)).await.expect(200).data().clone();
        let nulls = json!({"name": null, "timeZone": null, "availability": null, "overrides": null, "isDefault": null});
        assert_eq!(ana.patch(&path(id), nulls).await.expect(200).data(), &before);
    }
);

claim!(
    async fn the_zone_of_a_schedule_is_not_the_zone_of_its_owner(world: World) {
        let ana = world.stranger("ana").await;
        let id = made(&ana, json!({"isDefault": true})).await;
        ana.patch(&path(id), json!({"timeZone": "Asia/Tokyo"})).await.expect(200);
        ana.get("/v2/me").await.expect(200).has(&json!({"data.timeZone": "UTC"}));
    }
);

claim!(
    async fn zones_get_their_regular_spelling(world: World) {
        let ana = world.stranger("ana").await;
        for (sent, stored) in
            [("america/new_york", "America/New_York"), ("utc", "UTC"), ("EUROPE/ROME", "Europe/Rome")]
        {
            let made = ana.post("/v2/schedules", body(json!({"timeZone": sent}))).await.expect(201);
            made.has(&json!({"data.timeZone": stored}));
        }
    }
);

claim!(
    async fn a_date_with_a_time_stands_for_its_utc_date(world: World) {
        let ana = world.stranger("ana").await;
        for (sent, stored) in [
            ("2050-12-10", "2050-12-10"),
            ("2050-12-10T23:30:00.000Z", "2050-12-10"),
            ("2050-12-10T01:00:00+02:00", "2050-12-09"),
        ] {
            let overrides = json!([{"date": sent, "startTime": "14:00", "endTime": "16:00"}]);
            let made = ana.post("/v2/schedules", body(json!({"overrides": overrides}))).await.expect(201);
            made.has(&json!({"data.overrides.0.date": stored}));
        }
    }
);

claim!(
    async fn hours_without_a_day_are_taken_and_not_shown(world: World) {
        let ana = world.stranger("ana").await;
        let hours = json!([
            {"days": [], "startTime": "08:00", "endTime": "09:00"},
            {"days": ["Sunday"], "startTime": "10:00", "endTime": "11:00"},
        ]);
        let made = ana.post("/v2/schedules", body(json!({"availability": hours}))).await.expect(201);
        made.has(
            &json!({"data.availability": [{"days": ["Sunday"], "startTime": "10:00", "endTime": "11:00"}]}),
        );
    }
);

claim!(
    async fn hours_are_not_compared_with_each_other(world: World) {
        let ana = world.stranger("ana").await;
        let hours = json!([
            {"days": ["Monday"], "startTime": "17:00", "endTime": "09:00"},
            {"days": ["Monday", "Monday"], "startTime": "23:59", "endTime": "23:59"},
            {"days": ["Monday"], "startTime": "17:00", "endTime": "09:00"},
        ]);
        let overrides = json!([
            {"date": "1999-12-31", "startTime": "10:00", "endTime": "09:00"},
            {"date": "1999-12-31", "startTime": "10:00", "endTime": "09:00"},
        ]);
        let fields = json!({"availability": hours, "overrides": overrides});
        ana.post("/v2/schedules", body(fields.clone())).await.expect(201).has(&json!({
            "data.availability": fields["availability"],
            "data.overrides": fields["overrides"],
        }));
    }
);

claim!(
    async fn undeclared_fields_are_dropped(world: World) {
        let ana = world.stranger("ana").await;
        let made = ana.post("/v2/schedules", body(json!({"ownerId": 1, "colour": "red"}))).await.expect(201);
        made.has(&json!({"data.ownerId": ana.id}));
        assert_eq!(made.find("data.colour"), None);
    }
);

claim!(
    async fn somebody_elses_schedule_is_out_of_reach(world: World) {
        let (ana, eve) = (world.managed_user("ana").await, world.stranger("eve").await);
        let id = made(&ana, json!({})).await;
        let before = ana.get(&path(id)).await.expect(200).data().clone();
        let sentence = format!("User with ID={} does not own schedule with ID={id}", eve.id);
        eve.get(&path(id)).await.refused(403, &sentence);
        eve.patch(&path(id), json!({"name": "Mine", "isDefault": true})).await.refused(403, &sentence);
        eve.delete(&path(id)).await.refused(403, &sentence);
        assert_eq!(ana.get(&path(id)).await.expect(200).data(), &before);
        assert_ne!(default_of(&eve).await, json!(id));
        // Not even who owns the person may act as them here: the platform's owner has schedules of their own.
        let owner = world.owner();
        let sentence = format!("User with ID={} does not own schedule with ID={id}", owner.id);
        owner.get(&path(id)).await.refused(403, &sentence);
    }
);

claim!(
    async fn an_unknown_schedule_is_missed_by_each_verb_in_its_way(world: World) {
        let ana = world.stranger("ana").await;
        for id in [i64::from(i32::MAX), i64::MAX, 0, -1] {
            ana.get(&path(id)).await.refused(404, &unknown(id));
            ana.patch(&path(id), json!({"name": "x"})).await.refused(404, &unknown(id));
            ana.delete(&path(id)).await.refused(400, &unknown(id));
        }
        let id = made(&ana, json!({})).await;
        ana.delete(&path(id)).await.expect(200);
        ana.delete(&path(id)).await.refused(400, &unknown(id));
    }
);

claim!(
    async fn an_id_that_is_no_number_is_a_bad_request(world: World) {
        let ana = world.stranger("ana").await;
        for text in ["abc", "1.5", "1e3", "%20"] {
            let path = format!("/v2/schedules/{text}");
            let sentence = "Validation failed (numeric string is expected)";
            ana.get(&path).await.refused(400, sentence);
            ana.patch(&path, json!({})).await.refused(400, sentence);
            ana.delete(&path).await.refused(400, sentence);
        }
    }
);

/// Bad fields and the rules that they break, for new schedules and changes alike.
fn bad_fields() -> Vec<(Value, Vec<&'static str>)> {
    let times = |start: &str, end: &str| json!([{"days": ["Monday"], "startTime": start, "endTime": end}]);
    let days = |days: Value| json!([{"days": days, "startTime": "09:00", "endTime": "10:00"}]);
    let dates = |date: Value| json!([{"date": date, "startTime": "09:00", "endTime": "10:00"}]);
    let start = "startTime must be a valid time format HH:MM";
    let end = "endTime must be a valid time format HH:MM";
    let day = "each value in days must be one of the following values: \
               Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday";
    let date = "date must be a valid ISO 8601 date string";
    vec![
        (json!({"name": 7}), vec!["name must be a string"]),
        (json!({"timeZone": "Mars/Base"}), vec!["timeZone must be a valid IANA time-zone"]),
        (json!({"timeZone": ""}), vec!["timeZone must be a valid IANA time-zone"]),
        (json!({"timeZone": 1}), vec!["timeZone must be a valid IANA time-zone"]),
        (json!({"isDefault": "yes"}), vec!["isDefault must be a boolean value"]),
        (json!({"availability": times("24:00", "10:00")}), vec![start]),
        (json!({"availability": times("9:00", "10:00")}), vec![start]),
        (json!({"availability": times("08:00:00", "10:00")}), vec![start]),
        (json!({"availability": times("09:00", "24:00")}), vec![end]),
        (json!({"availability": times("0٩:00", "10:60")}), vec![start, end]),
        (json!({"availability": days(json!(["Moonday"]))}), vec![day]),
        (json!({"availability": days(json!(["monday"]))}), vec![day]),
        (json!({"availability": days(json!([1]))}), vec![day]),
        (json!({"overrides": dates(json!("someday"))}), vec![date]),
        (json!({"overrides": dates(json!("2050-02-30"))}), vec![date]),
        (json!({"overrides": dates(json!(20501210))}), vec![date]),
    ]
}

async fn all_of(person: &Person) -> Value {
    person.get("/v2/schedules").await.expect(200).data().clone()
}

claim!(
    async fn bad_fields_are_refused_with_their_rules_and_nothing_is_written(world: World) {
        let ana = world.stranger("ana").await;
        let id = made(&ana, json!({})).await;
        let before = all_of(&ana).await;
        for (fields, rules) in bad_fields() {
            ana.post("/v2/schedules", body(fields.clone())).await.invalid(&rules);
            ana.patch(&path(id), fields).await.invalid(&rules);
        }
        assert_eq!(all_of(&ana).await, before);
    }
);

claim!(
    async fn every_required_field_of_a_new_schedule_is_asked_for(world: World) {
        let ana = world.stranger("ana").await;
        let before = all_of(&ana).await;
        let rules = [
            "name must be a string",
            "timeZone must be a valid IANA time-zone",
            "isDefault must be a boolean value",
        ];
        for (field, rule) in ["name", "timeZone", "isDefault"].into_iter().zip(rules) {
            ana.post("/v2/schedules", without(body(json!({})), field)).await.invalid(&[rule]);
            ana.post("/v2/schedules", body(json!({field: null}))).await.invalid(&[rule]);
        }
        ana.post("/v2/schedules", json!({})).await.invalid(&rules);
        assert_eq!(all_of(&ana).await, before);
    }
);

claim!(
    async fn lists_of_another_shape_are_refused(world: World) {
        let ana = world.stranger("ana").await;
        let before = all_of(&ana).await;
        for fields in [
            json!({"availability": "always"}),
            json!({"availability": {"days": ["Monday"]}}),
            json!({"availability": ["Monday"]}),
            json!({"availability": [[]]}),
            json!({"availability": [{"days": "Monday", "startTime": "09:00", "endTime": "10:00"}]}),
            json!({"overrides": "none"}),
            json!({"overrides": [null]}),
        ] {
            let answer: Answer = ana.post("/v2/schedules", body(fields)).await;
            answer.refused(400, "Bad Request Exception");
            assert!(!answer.broken_rules().is_empty(), "{answer}");
        }
        assert_eq!(all_of(&ana).await, before);
    }
);

claim!(
    async fn schedules_are_for_those_who_say_who_they_are(world: World) {
        let ana = world.managed_user("ana").await;
        let id = made(&ana, json!({})).await;
        let nobody = world.anonymous();
        for path in ["/v2/schedules", "/v2/schedules/default", &path(id)] {
            nobody.get(path).await.refused_saying(401, "No authentication method provided");
        }
        nobody
            .post("/v2/schedules", json!({}))
            .await
            .refused_saying(401, "No authentication method provided");
        nobody.patch(&path(id), json!({})).await.refused_saying(401, "No authentication method provided");
        nobody.delete(&path(id)).await.refused_saying(401, "No authentication method provided");
        ana.get(&path(id)).await.expect(200);
    }
);

fn recorded(name: &str) -> Value {
    let lines = include_str!("recorded/schedules.jsonl").lines();
    let mut all = lines.map(|line| serde_json::from_str::<Value>(line).expect("a line of JSON"));
    all.find(|one| one["name"] == name).unwrap_or_else(|| panic!("{name} is not recorded"))
}

claim!(
    async fn the_recorded_conversation_of_an_owner_is_repeated(world: World) {
        let bob = world.managed_user("bob").await;
        let first = json!({
            "name": "Work",
            "availability": [{"days": ["Monday", "Tuesday", "Wednesday"], "startTime": "09:00", "endTime": "12:30"}],
            "overrides": [{"date": "2026-12-10", "startTime": "14:00", "endTime": "16:00"}],
        });
        let id = made(&bob, first).await;
        let same = Comparison::new().replacing(4, id).replacing(102, bob.id).replacing(999_999, i64::MAX);
        same.assert(&recorded("schedule-get"), &bob.get(&path(id)).await);
        let missing = bob.get(&path(i64::MAX)).await;
        same.ignoring("path").assert(&recorded("schedule-get-404"), &missing);
        let patched = bob.patch(&path(id), json!({"name": "Work 2", "overrides": []})).await;
        Comparison::new().assert(&recorded("schedule-patch"), &patched);
    }
);

claim!(
    async fn the_recorded_conversation_of_a_new_default_is_repeated(world: World) {
        let ana = world.stranger("ana").await;
        let hours = json!([{"days": WEEK, "startTime": "08:00", "endTime": "20:00"}]);
        let wide =
            json!({"name": "Wide", "timeZone": "Europe/London", "isDefault": true, "availability": hours});
        let made = ana.post("/v2/schedules", wide.clone()).await;
        Comparison::new().assert(&recorded("schedule-memberA"), &made);
        let default = ana.get("/v2/schedules/default").version("2024-06-14").await;
        Comparison::new().assert(&recorded("versions-schedules-default-2024-06-14"), &default);
        let other = world.stranger("other").await;
        let foreign = other.get(&path(made.number("data.id"))).await;
        Comparison::new()
            .replacing(181, other.id)
            .replacing(61, made.number("data.id"))
            .ignoring("path")
            .assert(&recorded("org-schedules-user-get-other-users"), &foreign);
    }
);

claim!(
    async fn versions_decide_whether_there_are_schedules(world: World) {
        let ana = world.stranger("ana").await;
        for version in ["2024-06-11", "2024-06-14"] {
            ana.get("/v2/schedules").version(version).await.expect(200);
        }
        let list = ana.get("/v2/schedules").version("2024-09-04").await;
        Comparison::new().assert(&recorded("versions-schedules-2024-09-04"), &list);
        let default = ana.get("/v2/schedules/default").version("2024-08-13").await;
        Comparison::new().assert(&recorded("versions-schedules-default-2024-08-13"), &default);
    }
);

claim!(
    async fn a_body_that_is_no_json_counts_as_empty(world: World) {
        let ana = world.stranger("ana").await;
        let form = ana.request(Method::POST, "/v2/schedules");
        let form = form.body("application/x-www-form-urlencoded", "name=x").await;
        Comparison::new().assert(&recorded("http-form-body"), &form);
    }
);
