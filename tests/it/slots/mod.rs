//! Slots: the free times of an event type. Here: how it is named, how the query is read, how slots are written. What
//! opens and closes time stands in `time`, the shared table of offers in `offers`.

mod offers;
mod time;

use openhours_tests::{Comparison, EventType, Person, Value, World, claim, json, shape_equal};

/// Monday to Friday of a week far ahead.
const WEEK: &str = "start=2050-09-05&end=2050-09-09";

/// A user with hours from 09:00 to 17:00 in this zone, Monday to Friday, as their default.
pub async fn host(world: &World, name: &str, zone: &str) -> Person {
    let host = world.stranger(name).await;
    host.schedule(json!({"timeZone": zone, "isDefault": true})).await;
    host
}

/// A host in UTC with an event type of an hour.
async fn hourly(world: &World) -> (Person, EventType) {
    let host = host(world, "ana", "UTC").await;
    let event_type = host.event_type(json!({"lengthInMinutes": 60})).await;
    (host, event_type)
}

fn hours_of_monday() -> Vec<String> {
    (9..17).map(|hour| format!("2050-09-05T{hour:02}:00:00.000Z")).collect()
}

claim!(
    async fn a_day_of_hours_is_offered_by_date(world: World) {
        let (_, hourly) = hourly(&world).await;
        let slots = world.slots(&hourly, "2050-09-05", "2050-09-06").await;
        assert_eq!(slots.on("2050-09-05"), hours_of_monday());
        let days: Vec<&String> = slots.answer.data().as_object().expect("days").keys().collect();
        assert_eq!(days, ["2050-09-05", "2050-09-06"]);
        assert_eq!(slots.answer.field("data.2050-09-05.0"), &json!({"start": "2050-09-05T09:00:00.000Z"}));
    }
);

claim!(
    async fn days_without_a_slot_are_absent(world: World) {
        let (_, hourly) = hourly(&world).await;
        let slots = world.slots(&hourly, "2050-09-02", "2050-09-06").await;
        let days: Vec<&String> = slots.answer.data().as_object().expect("days").keys().collect();
        assert_eq!(days, ["2050-09-02", "2050-09-05", "2050-09-06"], "no Saturday, no Sunday");
        let weekend = world.slots(&hourly, "2050-09-03", "2050-09-04").await;
        assert_eq!(weekend.answer.body, json!({"status": "success", "data": {}}));
    }
);

claim!(
    async fn ranges_tell_ends_too(world: World) {
        let (_, hourly) = hourly(&world).await;
        for format in ["range", "RANGE", "Range"] {
            let query = format!("eventTypeId={}&start=2050-09-05&end=2050-09-05&format={format}", hourly.id);
            let first = json!({"start": "2050-09-05T09:00:00.000Z", "end": "2050-09-05T10:00:00.000Z"});
            assert_eq!(world.slots_with(&query).await.answer.field("data.2050-09-05.0"), &first);
        }
        for format in ["time", "TIME", ""] {
            let query = format!("eventTypeId={}&start=2050-09-05&end=2050-09-05&format={format}", hourly.id);
            let first = json!({"start": "2050-09-05T09:00:00.000Z"});
            assert_eq!(world.slots_with(&query).await.answer.field("data.2050-09-05.0"), &first);
        }
    }
);

claim!(
    async fn slots_are_written_for_the_zone_of_their_reader(world: World) {
        let rome = host(&world, "ana", "Europe/Rome").await;
        let meeting = rome.event_type(json!({"lengthInMinutes": 60})).await;
        for (zone, day, first) in [
            ("", "2050-09-05", "2050-09-05T07:00:00.000Z"),
            ("&timeZone=UTC", "2050-09-05", "2050-09-05T07:00:00.000Z"),
            ("&timeZone=GMT", "2050-09-05", "2050-09-05T07:00:00.000Z"),
            ("&timeZone=Etc/UTC", "2050-09-05", "2050-09-05T07:00:00.000+00:00"),
            ("&timeZone=Europe/Rome", "2050-09-05", "2050-09-05T09:00:00.000+02:00"),
            ("&timeZone=europe/rome", "2050-09-05", "2050-09-05T09:00:00.000+02:00"),
            ("&timeZone=America/New_York", "2050-09-05", "2050-09-05T03:00:00.000-04:00"),
            ("&timeZone=Asia/Kathmandu", "2050-09-05", "2050-09-05T13:00:00.000+05:45"),
        ] {
            let slots = world.slots_with(&format!("eventTypeId={}&{WEEK}{zone}", meeting.id)).await;
            assert_eq!(slots.on(day).first().map(String::as_str), Some(first), "{zone}");
        }
    }
);

claim!(
    async fn an_event_type_is_found_by_its_owner_and_slug(world: World) {
        let (ana, hourly) = hourly(&world).await;
        let by_name = format!("username={}&eventTypeSlug={}&{WEEK}", ana.username, hourly.slug);
        let by_id = format!("eventTypeId={}&{WEEK}", hourly.id);
        assert_eq!(world.slots_with(&by_name).await.answer.body, world.slots_with(&by_id).await.answer.body);
    }
);

claim!(
    async fn within_an_organization_a_username_is_the_one_that_counts_there(world: World) {
        let (ana, hourly) = hourly(&world).await;
        let slug = format!("acme-{}", ana.id);
        let id = ana.id.to_string();
        world.server().command(&["org", "create", "--name", "Acme", "--slug", &slug, "--owner", &id]);
        let there =
            format!("username={}&eventTypeSlug={}&organizationSlug={slug}&{WEEK}", ana.username, hourly.slug);
        assert_eq!(world.slots_with(&there).await.on("2050-09-05"), hours_of_monday());
        let bob = host(&world, "bob", "UTC").await;
        let outside = bob.event_type(json!({})).await;
        let elsewhere = format!(
            "/v2/slots?username={}&eventTypeSlug={}&organizationSlug={slug}&{WEEK}",
            bob.username, outside.slug
        );
        let sentence = format!("User with username {} not found", bob.username);
        world.anonymous().get(&elsewhere).await.refused(404, &sentence);
    }
);

claim!(
    async fn a_group_of_an_organization_meets_when_all_are_free(world: World) {
        let (ana, bob) = (host(&world, "ana", "UTC").await, host(&world, "bob", "Asia/Tokyo").await);
        bob.schedule(json!({
            "timeZone": "UTC", "isDefault": true,
            "availability": [{"days": ["Monday"], "startTime": "10:00", "endTime": "12:00"}],
        }))
        .await;
        let slug = format!("acme-{}", ana.id);
        let (owner, member) = (ana.id.to_string(), bob.id.to_string());
        let made =
            world.server().command(&["org", "create", "--name", "Acme", "--slug", &slug, "--owner", &owner]);
        let organization = made["id"].to_string();
        let role = ["--role", "member"];
        let add = [&["member", "add", "--team", &organization, "--user", &member][..], &role].concat();
        world.server().command(&add);
        let names = format!("{},nobody-knows,{}", ana.username, bob.username);
        let slots =
            world.slots_with(&format!("usernames={names}&organizationSlug={slug}&{WEEK}&format=range")).await;
        let half_hour = |start: &str, end: &str| json!({"start": format!("2050-09-05T{start}:00.000Z"), "end": format!("2050-09-05T{end}:00.000Z")});
        let expected = json!([
            half_hour("10:00", "10:30"),
            half_hour("10:30", "11:00"),
            half_hour("11:00", "11:30"),
            half_hour("11:30", "12:00"),
        ]);
        assert_eq!(slots.answer.data(), &json!({"2050-09-05": expected}), "{}", slots.answer);
        let nobody = world.slots_with(&format!("usernames=x,y&organizationSlug={slug}&{WEEK}")).await;
        assert_eq!(nobody.answer.data(), &json!({}));
        let nowhere =
            world.slots_with(&format!("usernames={names}&organizationSlug=no-such-place&{WEEK}")).await;
        assert_eq!(nowhere.answer.data(), &json!({}));
    }
);

claim!(
    async fn what_is_not_found_is_named(world: World) {
        let (ana, hourly) = hourly(&world).await;
        for (keys, sentence) in [
            ("eventTypeId=999999999".to_owned(), "Event Type not found".to_owned()),
            ("eventTypeId=99999999999999999999".to_owned(), "Event Type not found".to_owned()),
            (format!("username={}&eventTypeSlug=nope", ana.username), "Event Type not found".to_owned()),
            (
                format!("username=nobody-here&eventTypeSlug={}", hourly.slug),
                "User with username nobody-here not found".to_owned(),
            ),
            (
                "username=u&eventTypeSlug=e&organizationSlug=no-such-place".to_owned(),
                "slots-input.service.ts: Organization with slug no-such-place not found".to_owned(),
            ),
            (
                "teamSlug=t&eventTypeSlug=e&organizationSlug=no-such-place".to_owned(),
                "slots-input.service.ts: Organization with slug no-such-place not found".to_owned(),
            ),
            ("teamSlug=no-team&eventTypeSlug=e".to_owned(), "Team with slug no-team not found".to_owned()),
        ] {
            world.anonymous().get(&format!("/v2/slots?{keys}&{WEEK}")).await.refused(404, &sentence);
        }
    }
);

claim!(
    async fn another_owners_slug_is_not_found(world: World) {
        let (_, hourly) = hourly(&world).await;
        let bob = host(&world, "bob", "UTC").await;
        let path = format!("/v2/slots?username={}&eventTypeSlug={}&{WEEK}", bob.username, hourly.slug);
        world.anonymous().get(&path).await.refused(404, "Event Type not found");
    }
);

claim!(
    async fn a_bad_query_is_refused_in_one_sentence(world: World) {
        let (_, hourly) = hourly(&world).await;
        let id = format!("eventTypeId={}", hourly.id);
        let missing = "usernames property is wrong,The array must contain at least 2 elements., each value in \
                       usernames must be a string, usernames must be an array , \
                       organizationSlug property is wrong,organizationSlug must be a string ";
        for (query, sentence) in [
            (
                format!("{id}&{WEEK}&username=u"),
                "username property is wrong,property username should not exist ".into(),
            ),
            (format!("{id}&{WEEK}&foo=1"), "foo property is wrong,property foo should not exist ".into()),
            (
                format!("{id}&{WEEK}&timeZone=Mars/Base"),
                "timeZone property is wrong,timeZone must be a valid IANA time-zone ".into(),
            ),
            (
                format!("{id}&{WEEK}&format=list"),
                "format property is wrong,slotFormat must be either 'range' or 'time' ".into(),
            ),
            (
                format!("{id}&start=soon&end=2050-09-09"),
                "start property is wrong,start must be a valid ISO 8601 date string ".into(),
            ),
            (
                format!("{id}&start=2050-09-05T09:00:00+02:00&end=2050-09-09"),
                "start property is wrong,start must be a valid ISO 8601 date string ".into(),
            ),
            (
                id.clone(),
                "start property is wrong,start must be a valid ISO 8601 date string , \
                 end property is wrong,end must be a valid ISO 8601 date string "
                    .into(),
            ),
            (
                format!("usernames=alice&organizationSlug=o&{WEEK}"),
                "usernames property is wrong,The array must contain at least 2 elements. ".into(),
            ),
            (
                format!("usernames=alice,bob&{WEEK}"),
                "organizationSlug property is wrong,organizationSlug must be a string ".into(),
            ),
            (
                format!("eventTypeSlug=e&{WEEK}"),
                format!(
                    "eventTypeSlug property is wrong,property eventTypeSlug should not exist , {missing}"
                ),
            ),
            (WEEK.to_owned(), missing.to_owned()),
        ] as [(String, String); 11]
        {
            let answer = world.anonymous().get(&format!("/v2/slots?{query}")).await;
            answer.refused(400, &sentence).has(&json!({
                "error.code": "BadRequestException",
                "error.details": {"message": sentence, "error": "Bad Request", "statusCode": 400},
            }));
        }
    }
);

claim!(
    async fn more_than_three_years_at_once_are_refused(world: World) {
        let (_, hourly) = hourly(&world).await;
        let path = format!("/v2/slots?eventTypeId={}&start=2050-09-05&end=2054-09-05", hourly.id);
        world.anonymous().get(&path).await.refused(
            400,
            "The time between 'start' and 'end' is too long: ask for at most 1098 days at once.",
        );
        let long_past = format!("/v2/slots?eventTypeId={}&start=1970-01-01&end=2000-01-01", hourly.id);
        assert_eq!(world.anonymous().get(&long_past).await.expect(200).data(), &json!({}));
    }
);

claim!(
    async fn past_and_reversed_ranges_hold_nothing(world: World) {
        let (_, hourly) = hourly(&world).await;
        for (start, end) in [
            ("2020-01-06", "2020-01-10"),
            ("2050-09-09", "2050-09-05"),
            ("2050-09-05T10:00:00Z", "2050-09-05T10:00:00Z"),
        ] {
            let slots = world.slots(&hourly, start, end).await;
            assert_eq!(slots.answer.body, json!({"status": "success", "data": {}}));
        }
    }
);

claim!(
    async fn nobody_is_asked_who_they_are(world: World) {
        let (ana, hourly) = hourly(&world).await;
        let path = format!("/v2/slots?eventTypeId={}&{WEEK}", hourly.id);
        let expected = world.anonymous().get(&path).await.expect(200).body;
        assert_eq!(ana.get(&path).await.expect(200).body, expected);
        for (name, value) in [("authorization", "Bearer nonsense"), ("x-cal-client-id", "nobody")] {
            let answer = world.anonymous().get(&path).header(name, value).await.expect(200);
            assert_eq!(answer.body, expected, "{name}");
        }
    }
);

claim!(
    async fn hidden_event_types_are_served(world: World) {
        let ana = host(&world, "ana", "UTC").await;
        let hidden = ana.event_type(json!({"lengthInMinutes": 60, "hidden": true})).await;
        assert_eq!(world.slots(&hidden, "2050-09-05", "2050-09-05").await.starts(), hours_of_monday());
    }
);

claim!(
    async fn seats_are_told_only_where_there_are_seats(world: World) {
        let ana = host(&world, "ana", "UTC").await;
        let seats = json!({"seatsPerTimeSlot": 5, "showAttendeeInfo": true, "showAvailabilityCount": true});
        let seated = ana.event_type(json!({"lengthInMinutes": 60, "seats": seats})).await;
        let slots = world.slots(&seated, "2050-09-05", "2050-09-05").await;
        let first = slots.answer.field("data.2050-09-05.0");
        assert_eq!(
            first,
            &json!({
                "start": "2050-09-05T09:00:00.000Z", "seatsBooked": 0, "seatsRemaining": 5, "seatsTotal": 5,
            })
        );
    }
);

fn recorded(name: &str) -> Value {
    let lines = include_str!("../recorded/slots.jsonl").lines();
    let mut all = lines.map(|line| serde_json::from_str::<Value>(line).expect("a line of JSON"));
    all.find(|one| one["name"] == name).unwrap_or_else(|| panic!("{name} is not recorded"))
}

claim!(
    async fn the_recorded_conversation_is_repeated(engine: openhours_tests::Engine) {
        let server = openhours_tests::Start::on(engine).at("2026-11-23T16:13:52Z").start();
        let world = World::at(server).await;
        let bob = host(&world, "bob", "Europe/London").await;
        let intro = bob.event_type(json!({"lengthInMinutes": 30, "minimumBookingNotice": 120})).await;
        let names = [
            "slots-week-range",
            "slots-by-username-slug",
            "slots-bad-duration",
            "slots-end-before-start",
            "slots-event-type-404",
            "slots-bad-timezone",
            "slots-team-slug-no-org",
        ];
        for name in names {
            let recorded = recorded(name);
            let path = recorded["path"].as_str().expect("a path");
            let ours = path
                .replace("eventTypeId=17", &format!("eventTypeId={}", intro.id))
                .replace("bob161342-clpeer0000000000000000001-example-com", &bob.username)
                .replace("eventTypeSlug=intro", &format!("eventTypeSlug={}", intro.slug));
            let answer = world.anonymous().get(&ours).await;
            if recorded["status"] == json!(200) {
                assert_eq!(answer.expect(200).body, recorded["body"], "{name}");
            } else {
                Comparison::new().ignoring("path").assert(&recorded, &answer);
            }
        }
        shape_equal(&json!({"status": 200, "body": "OK"}), &world.anonymous().get("/health").await);
    }
);
