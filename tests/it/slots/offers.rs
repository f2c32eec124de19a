//! The shared table of offers, asked for through HTTP: every case of one person's hours and bookings. Cases with teams,
//! reservations or absences belong to operations that the table names elsewhere.

use openhours_tests::{Engine, EventType, Person, Slots, Start, Value, World, claim, json, merged};

/// So many cases of the table are about one person alone.
const CASES: usize = 22;
const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

fn cases() -> Vec<Value> {
    let table = include_str!("../../../crates/scheduling/tests/vectors/offers.json");
    let table: Value = serde_json::from_str(table).expect("the table");
    let is_of_one = |case: &&Value| {
        let is_personal = case["event_type"]["scheduling_type"] == "personal";
        let is_free = case["reservations"] == json!([]) && case["hosts"][0].get("out_of_office").is_none();
        is_personal && is_free
    };
    table["cases"].as_array().expect("cases").iter().filter(is_of_one).cloned().collect()
}

claim!(
    async fn every_offer_of_the_table_is_made(engine: Engine) {
        let cases = cases();
        assert_eq!(cases.len(), CASES);
        let server = Start::on(engine).at("2024-05-21T00:00:00Z").start();
        let world = World::at(server).await;
        let mut failures = Vec::new();
        for case in &cases {
            world.server().set_clock(case["now"].as_str().expect("an instant"));
            if let Err(difference) = check(&world, case).await {
                failures.push(format!("{}: {difference}", case["name"]));
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }
);

async fn check(world: &World, case: &Value) -> Result<(), String> {
    let host = world.stranger("host").await;
    let zone = case["hosts"][0]["schedule"]["zone"].as_str().expect("a zone");
    let schedule = host.schedule(schedule(&case["hosts"][0]["schedule"])).await;
    let event_type = host.event_type(event_type(&case["event_type"], &schedule["id"])).await;
    for booking in case["bookings"].as_array().into_iter().flatten() {
        book(world, (&host, &event_type), booking).await;
    }
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let viewer = case["viewer_zone"].as_str().map(|zone| format!("&timeZone={zone}")).unwrap_or_default();
    let (start, end) = (text(&case["range"][0]), text(&case["range"][1]));
    let moved = if case.get("rescheduled_booking").is_some() { "&bookingUidToReschedule=nobody" } else { "" };
    let slots = world
        .slots_with(&format!("eventTypeId={}&start={start}&end={end}{viewer}{moved}", event_type.id))
        .await;
    judge(&slots, &case["expect"], zone)
}

fn judge(slots: &Slots, expected: &Value, host_zone: &str) -> Result<(), String> {
    let instant = |text: &String| text.parse::<jiff::Timestamp>().expect("an instant");
    if let Some(days) = expected["starts_by_day"].as_object() {
        for (day, starts) in days {
            let found: Vec<_> = slots.on(day).iter().map(instant).collect();
            let wanted: Vec<String> = serde_json::from_value(starts.clone()).expect("starts");
            let wanted: Vec<_> = wanted.iter().map(instant).collect();
            if found != wanted {
                return Err(format!("{day}\n  found    {found:?}\n  expected {wanted:?}"));
            }
        }
    }
    let zone = jiff::tz::TimeZone::get(host_zone).expect("a zone");
    for (day, count) in expected["count_by_host_day"].as_object().into_iter().flatten() {
        let is_then = |text: &&String| zone.to_datetime(instant(text)).date().to_string() == *day;
        let found = slots.starts().iter().filter(is_then).count();
        if json!(found) != *count {
            return Err(format!("{day}: found {found}, expected {count}"));
        }
    }
    Ok(())
}

fn schedule(hours: &Value) -> Value {
    let week = |row: &Value| {
        let days: Vec<&str> = row["days"].as_array().into_iter().flatten().map(day).collect();
        json!({"days": days, "startTime": row["start"], "endTime": row["end"]})
    };
    let rows: Vec<Value> = hours["hours"].as_array().into_iter().flatten().map(week).collect();
    assert_eq!(hours["overrides"], json!([]), "no case of one person has exceptions");
    json!({"timeZone": hours["zone"], "availability": rows})
}

fn day(number: &Value) -> &'static str {
    let number = number.as_u64().and_then(|number| usize::try_from(number).ok());
    DAYS[number.expect("the number of a day")]
}

/// The event type of a case, with the schedule as its own. A field of the table that is not known here fails.
fn event_type(rules: &Value, schedule: &Value) -> Value {
    let mut body = json!({"scheduleId": schedule, "minimumBookingNotice": 0});
    for (name, value) in rules.as_object().expect("rules") {
        let fields = match name.as_str() {
            "scheduling_type" => json!({}),
            "length_minutes" => json!({"lengthInMinutes": value}),
            "slot_interval_minutes" => json!({"slotInterval": value}),
            "offset_start_minutes" => json!({"offsetStart": value}),
            "minimum_booking_notice_minutes" => json!({"minimumBookingNotice": value}),
            "before_event_buffer_minutes" => json!({"beforeEventBuffer": value}),
            "after_event_buffer_minutes" => json!({"afterEventBuffer": value}),
            "pending_bookings_block" => json!({"confirmationPolicy": {
                "type": "always", "blockUnconfirmedBookingsInBooker": value,
            }}),
            "count_limits" => json!({"bookingLimitsCount": value}),
            "minute_limits" => json!({"bookingLimitsDuration": value}),
            "booking_window" => json!({"bookingWindow": window(value)}),
            other => panic!("the rule {other} is unknown here"),
        };
        body = merged(body, fields);
    }
    body
}

fn window(window: &Value) -> Value {
    match window["kind"].as_str().expect("a kind") {
        "calendar_days" => json!({"type": "calendarDays", "value": window["days"], "rolling": false}),
        "rolling_calendar_days" => json!({"type": "calendarDays", "value": window["days"], "rolling": true}),
        "dates" => json!({"type": "range", "value": window["dates"]}),
        other => panic!("the window {other} is unknown here"),
    }
}

/// Books the event type itself or, of another one, a time of the same host that is open around the clock.
async fn book(world: &World, (host, event_type): (&Person, &EventType), booking: &Value) {
    let start = booking["range"][0].as_str().expect("a start");
    if booking["same_event_type"] == json!(true) {
        let made = world.book(event_type, start).await;
        assert_eq!(made.data["status"], booking["status"]);
        return;
    }
    let instant = |index: usize| {
        let text = booking["range"][index].as_str().expect("an instant");
        text.parse::<jiff::Timestamp>().expect("an instant")
    };
    let seconds = instant(1).duration_since(instant(0)).as_secs();
    let always = json!([{"days": DAYS, "startTime": "00:00", "endTime": "23:59"}]);
    let schedule = host.schedule(json!({"availability": always})).await;
    let mut other = json!({
        "scheduleId": schedule["id"],
        "lengthInMinutes": (seconds + 59) / 60,
        "beforeEventBuffer": booking["before"],
        "afterEventBuffer": booking["after"],
    });
    if booking["status"] == "pending" {
        let policy = json!({"type": "always", "blockUnconfirmedBookingsInBooker": false});
        other = merged(other, json!({"confirmationPolicy": policy}));
    }
    let other = host.event_type(other).await;
    let made = world.book(&other, start).await;
    assert_eq!(made.data["status"], booking["status"]);
}
