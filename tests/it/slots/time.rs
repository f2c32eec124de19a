//! What opens and closes time: weekly hours, exceptions, zones, bookings, buffers, notice, windows, limits. The rules'
//! arithmetic is proved on the scheduling floor; here, that stored things reach it.

use super::{host, hourly, hours_of_monday};
use openhours_tests::{Engine, EventType, Person, Start, Value, World, claim, json};

async fn monday(world: &World, event_type: &EventType) -> Vec<String> {
    world.slots(event_type, "2050-09-05", "2050-09-05").await.on("2050-09-05")
}

/// The starts of a day as `HH:MM`.
fn times(starts: &[String]) -> Vec<&str> {
    starts.iter().filter_map(|start| start.get(11..16)).collect()
}

async fn hours(person: &Person, hours: Value) -> i64 {
    person.schedule(hours).await["id"].as_i64().expect("an id")
}

claim!(
    async fn an_event_type_follows_its_own_schedule_before_the_default(world: World) {
        let ana = host(&world, "ana", "UTC").await;
        let evening = json!([{"days": ["Monday"], "startTime": "18:00", "endTime": "20:00"}]);
        let id = hours(&ana, json!({"availability": evening})).await;
        let late = ana.event_type(json!({"lengthInMinutes": 60, "scheduleId": id})).await;
        let usual = ana.event_type(json!({"lengthInMinutes": 60})).await;
        assert_eq!(times(&monday(&world, &late).await), ["18:00", "19:00"]);
        assert_eq!(monday(&world, &usual).await, hours_of_monday());
        ana.delete(&format!("/v2/schedules/{id}")).await.expect(200);
        assert_eq!(monday(&world, &late).await, hours_of_monday(), "a deleted schedule leaves the default");
    }
);

claim!(
    async fn without_a_default_the_first_schedule_counts_and_without_any_the_built_in_hours(world: World) {
        let ana = world.stranger("ana").await;
        for schedule in ana.get("/v2/schedules").await.expect(200).list() {
            ana.delete(&format!("/v2/schedules/{}", schedule["id"])).await.expect(200);
        }
        let meeting = ana.event_type(json!({"lengthInMinutes": 60})).await;
        assert_eq!(
            monday(&world, &meeting).await,
            hours_of_monday(),
            "09:00 to 17:00 in the user's zone, UTC"
        );
        let morning = json!([{"days": ["Monday"], "startTime": "06:00", "endTime": "08:00"}]);
        let id =
            hours(&ana, json!({"timeZone": "Europe/Rome", "isDefault": true, "availability": morning})).await;
        assert_eq!(times(&monday(&world, &meeting).await), ["04:00", "05:00"]);
        ana.delete(&format!("/v2/schedules/{id}")).await.expect(200);
        assert_eq!(
            monday(&world, &meeting).await,
            hours_of_monday(),
            "a deleted default means the built-in hours"
        );
    }
);

claim!(
    async fn a_schedule_without_hours_offers_nothing(world: World) {
        let ana = world.stranger("ana").await;
        ana.schedule(json!({"isDefault": true, "availability": []})).await;
        let meeting = ana.event_type(json!({})).await;
        assert_eq!(world.slots(&meeting, "2050-09-05", "2050-09-11").await.starts(), [""; 0]);
    }
);

claim!(
    async fn an_exception_replaces_the_hours_of_its_date(world: World) {
        let (ana, hourly) = hourly(&world).await;
        let default = ana.get("/v2/schedules/default").await.expect(200).number("data.id");
        let overrides = json!([
            {"date": "2050-09-05", "startTime": "20:00", "endTime": "22:00"},
            {"date": "2050-09-05", "startTime": "06:00", "endTime": "07:00"},
            {"date": "2050-09-06", "startTime": "00:00", "endTime": "00:00"},
            {"date": "2050-09-10", "startTime": "22:00", "endTime": "23:59"},
        ]);
        ana.patch(&format!("/v2/schedules/{default}"), json!({"overrides": overrides})).await.expect(200);
        let week = world.slots(&hourly, "2050-09-05", "2050-09-10").await;
        assert_eq!(times(&week.on("2050-09-05")), ["06:00", "20:00", "21:00"]);
        assert_eq!(week.on("2050-09-06"), [""; 0], "a date that is closed");
        assert_eq!(times(&week.on("2050-09-07")).len(), 8, "a date without exceptions");
        assert_eq!(times(&week.on("2050-09-10")), ["22:00", "23:00"], "a Saturday that is open, to midnight");
        ana.patch(&format!("/v2/schedules/{default}"), json!({"overrides": []})).await.expect(200);
        assert_eq!(monday(&world, &hourly).await, hours_of_monday());
    }
);

claim!(
    async fn hours_are_wall_clock_times_before_and_after_the_clocks_change(world: World) {
        let rome = world.stranger("ana").await;
        let noon = json!([{"days": ["Saturday", "Sunday"], "startTime": "12:00", "endTime": "13:00"}]);
        rome.schedule(json!({"timeZone": "Europe/Rome", "isDefault": true, "availability": noon})).await;
        let meeting = rome.event_type(json!({"lengthInMinutes": 60})).await;
        let starts = world.slots(&meeting, "2050-03-26", "2050-03-27").await.starts();
        assert_eq!(starts, ["2050-03-26T11:00:00.000Z", "2050-03-27T10:00:00.000Z"]);
        let starts = world.slots(&meeting, "2050-10-29", "2050-10-30").await.starts();
        assert_eq!(starts, ["2050-10-29T10:00:00.000Z", "2050-10-30T11:00:00.000Z"]);
    }
);

claim!(
    async fn ranges_that_touch_act_as_one_whatever_their_order(world: World) {
        let ana = world.stranger("ana").await;
        let split = json!([
            {"days": ["Monday"], "startTime": "12:00", "endTime": "14:30"},
            {"days": ["Monday"], "startTime": "09:00", "endTime": "12:00"},
        ]);
        ana.schedule(json!({"isDefault": true, "availability": split})).await;
        let long = ana.event_type(json!({"lengthInMinutes": 90})).await;
        assert_eq!(times(&monday(&world, &long).await), ["09:00", "10:30", "12:00"]);
        let longer = ana.event_type(json!({"lengthInMinutes": 120})).await;
        assert_eq!(times(&monday(&world, &longer).await), ["09:00", "11:00"], "11:00 reaches over the seam");
    }
);

claim!(
    async fn the_length_interval_and_offset_shape_the_grid(world: World) {
        let ana = world.stranger("ana").await;
        let short = json!([{"days": ["Monday"], "startTime": "08:00", "endTime": "11:00"}]);
        ana.schedule(json!({"isDefault": true, "availability": short})).await;
        for (fields, expected) in [
            (json!({"lengthInMinutes": 60}), vec!["08:00", "09:00", "10:00"]),
            (
                json!({"lengthInMinutes": 60, "slotInterval": 30}),
                vec!["08:00", "08:30", "09:00", "09:30", "10:00"],
            ),
            (json!({"lengthInMinutes": 30, "offsetStart": 20}), vec!["08:20", "09:10", "10:00"]),
            (json!({"lengthInMinutes": 60, "onlyShowFirstAvailableSlot": true}), vec!["08:00"]),
        ] {
            let event_type = ana.event_type(fields.clone()).await;
            assert_eq!(times(&monday(&world, &event_type).await), expected, "{fields}");
        }
    }
);

claim!(
    async fn another_length_may_be_asked_for(world: World) {
        let (_, hourly) = hourly(&world).await;
        let asked = |duration: &str| {
            format!(
                "eventTypeId={}&start=2050-09-05&end=2050-09-05&format=range&duration={duration}",
                hourly.id
            )
        };
        let slots = world.slots_with(&asked("45")).await;
        let first = json!({"start": "2050-09-05T09:00:00.000Z", "end": "2050-09-05T09:45:00.000Z"});
        assert_eq!(slots.answer.field("data.2050-09-05.0"), &first);
        assert_eq!(slots.starts().len(), 10);
        for none in ["", "0", "-15"] {
            assert_eq!(world.slots_with(&asked(none)).await.starts(), hours_of_monday(), "{none}");
        }
        assert_eq!(world.slots_with(&asked("99999999999999999999")).await.starts(), [""; 0]);
    }
);

claim!(
    async fn the_range_asked_for_cuts_slots_at_both_ends(world: World) {
        let (_, hourly) = hourly(&world).await;
        for (start, end, expected) in [
            ("2050-09-05T10:30:00Z", "2050-09-05T14:00:00Z", vec!["11:00", "12:00", "13:00"]),
            ("2050-09-05T10:00:00Z", "2050-09-05T13:30:00Z", vec!["10:00", "11:00", "12:00"]),
            ("2050-09-05T12:00:00%2B02:00", "2050-09-05T14:00:00%2B02:00", vec!["10:00", "11:00"]),
            ("2050-09-05T15:00:00", "2050-09-05", vec!["15:00", "16:00"]),
            ("2050-09-05T15:00:00Z", "2050-09-05T00:00:00Z", vec!["15:00", "16:00"]),
        ] {
            let starts = world.slots(&hourly, start, end).await.starts();
            assert_eq!(times(&starts), expected, "{start} to {end}");
        }
    }
);

claim!(
    async fn a_booking_takes_its_time_from_all_event_types_of_its_host(world: World) {
        let (ana, hourly) = hourly(&world).await;
        let half = ana.event_type(json!({"lengthInMinutes": 30})).await;
        let (bob, other) = super::hourly(&world).await;
        let booking = world.book(&half, "2050-09-05T10:00:00Z").await;
        let left: Vec<_> = hours_of_monday().into_iter().filter(|start| !start.contains("T10:00")).collect();
        assert_eq!(monday(&world, &hourly).await, left);
        assert_eq!(monday(&world, &half).await.len(), 15);
        assert_eq!(monday(&world, &other).await, hours_of_monday(), "{} is somebody else", bob.name);
        let cancel = format!("/v2/bookings/{}/cancel", booking.uid);
        ana.post(&cancel, json!({"cancellationReason": "ill"})).await.expect(200);
        assert_eq!(monday(&world, &hourly).await, hours_of_monday(), "a cancelled booking takes nothing");
    }
);

claim!(
    async fn a_host_is_busy_where_they_attend(world: World) {
        let (ana, hourly) = hourly(&world).await;
        let (_, theirs) = super::hourly(&world).await;
        let attendee = json!({"name": "Ana", "email": ana.email, "timeZone": "UTC", "language": "en"});
        world.book_with(&theirs, "2050-09-05T11:00:00Z", json!({"attendee": attendee})).await;
        let left: Vec<_> = hours_of_monday().into_iter().filter(|start| !start.contains("T11:00")).collect();
        assert_eq!(monday(&world, &hourly).await, left);
    }
);

claim!(
    async fn buffers_of_both_meetings_add_up(world: World) {
        let ana = host(&world, "ana", "UTC").await;
        let booked = ana.event_type(json!({"lengthInMinutes": 60, "afterEventBuffer": 15})).await;
        let padded = json!({"lengthInMinutes": 15, "beforeEventBuffer": 30, "afterEventBuffer": 10});
        let padded = ana.event_type(padded).await;
        world.book(&booked, "2050-09-05T14:00:00Z").await;
        let starts = monday(&world, &padded).await;
        let around: Vec<&str> =
            times(&starts).into_iter().filter(|time| ("13:00".."16:30").contains(time)).collect();
        assert_eq!(
            around,
            ["13:00", "13:15", "13:30", "15:45", "16:00", "16:15"],
            "busy from 13:50 to 15:45"
        );
        assert_eq!(times(&starts)[0], "09:00", "buffers do not shorten the day");
    }
);

claim!(
    async fn a_buffer_reaches_into_a_range_that_its_meeting_is_not_part_of(world: World) {
        let ana = host(&world, "ana", "UTC").await;
        let booked = ana.event_type(json!({"lengthInMinutes": 60, "afterEventBuffer": 120})).await;
        let hourly = ana.event_type(json!({"lengthInMinutes": 60})).await;
        world.book(&booked, "2050-09-05T09:00:00Z").await;
        let starts = world.slots(&hourly, "2050-09-05T10:30:00Z", "2050-09-05T14:00:00Z").await.starts();
        assert_eq!(times(&starts), ["12:00", "13:00"]);
    }
);

claim!(
    async fn the_booking_that_is_moved_frees_its_own_time(world: World) {
        let (_, hourly) = hourly(&world).await;
        let booking = world.book(&hourly, "2050-09-05T10:00:00Z").await;
        let query = format!("eventTypeId={}&start=2050-09-05&end=2050-09-05", hourly.id);
        let moving = format!("{query}&bookingUidToReschedule={}", booking.uid);
        assert_eq!(world.slots_with(&moving).await.starts(), hours_of_monday());
        for other in ["unknown", ""] {
            let moving = format!("{query}&bookingUidToReschedule={other}");
            assert_eq!(world.slots_with(&moving).await.starts().len(), 7, "{other}");
        }
    }
);

claim!(
    async fn unconfirmed_bookings_block_only_where_the_event_type_says_so(world: World) {
        let ana = host(&world, "ana", "UTC").await;
        let policy = |blocks: bool| {
            json!({
                "lengthInMinutes": 60,
                "confirmationPolicy": {"type": "always", "blockUnconfirmedBookingsInBooker": blocks},
            })
        };
        let (blocking, open) = (ana.event_type(policy(true)).await, ana.event_type(policy(false)).await);
        world.book(&blocking, "2050-09-05T10:00:00Z").await;
        world.book(&open, "2050-09-05T12:00:00Z").await;
        assert!(!times(&monday(&world, &blocking).await).contains(&"10:00"));
        assert!(times(&monday(&world, &blocking).await).contains(&"12:00"), "of another event type");
        assert_eq!(monday(&world, &open).await, hours_of_monday());
    }
);

/// The starts of the day on which the servers of their own stand.
async fn today(world: &World, event_type: &EventType) -> Vec<String> {
    world.slots(event_type, "2031-04-07", "2031-04-07").await.on("2031-04-07")
}

claim!(
    async fn notice_and_the_present_close_what_is_too_near(engine: Engine) {
        let server = Start::on(engine).at("2031-04-07T08:41:20Z").start();
        let world = World::at(server).await;
        let ana = host(&world, "ana", "UTC").await;
        let soon = ana.event_type(json!({"lengthInMinutes": 30, "minimumBookingNotice": 20})).await;
        assert_eq!(times(&today(&world, &soon).await)[0], "09:30", "09:01 and the next half hour");
        let now = ana.event_type(json!({"lengthInMinutes": 30})).await;
        assert_eq!(times(&today(&world, &now).await)[0], "09:00");
        world.server().set_clock("2031-04-07T11:10:00Z");
        assert_eq!(times(&today(&world, &now).await)[0], "11:30", "what has begun is not on offer");
        let usual = json!({"lengthInMinutes": 60, "minimumBookingNotice": 120});
        assert_eq!(times(&today(&world, &ana.event_type(usual).await).await)[0], "14:00");
    }
);

claim!(
    async fn booking_windows_end_where_they_say(engine: Engine) {
        let server = Start::on(engine).at("2031-04-07T08:00:00Z").start(); // a Monday
        let world = World::at(server).await;
        let ana = host(&world, "ana", "UTC").await;
        for (window, last) in [
            (json!({"type": "calendarDays", "value": 2, "rolling": false}), "2031-04-09"),
            (json!({"type": "businessDays", "value": 6, "rolling": false}), "2031-04-15"),
            (json!({"type": "calendarDays", "value": 6, "rolling": true}), "2031-04-14"),
            (json!({"type": "businessDays", "value": 2, "rolling": true}), "2031-04-08"),
            (json!({"type": "range", "value": ["2031-04-10", "2031-04-11"]}), "2031-04-11"),
        ] {
            let event_type = ana.event_type(json!({"bookingWindow": window})).await;
            let slots = world.slots(&event_type, "2031-04-07", "2031-04-30").await;
            let days: Vec<&String> = slots.answer.data().as_object().expect("days").keys().collect();
            assert_eq!(days.last().map(|day| day.as_str()), Some(last), "{window}");
        }
    }
);

claim!(
    async fn limits_close_the_rest_of_their_period(world: World) {
        let ana = host(&world, "ana", "UTC").await;
        let daily = json!({"lengthInMinutes": 60, "bookingLimitsCount": {"day": 1}});
        let daily = ana.event_type(daily).await;
        let weekly = json!({"lengthInMinutes": 60, "bookingLimitsDuration": {"week": 120}});
        let weekly = ana.event_type(weekly).await;
        world.book(&daily, "2050-09-05T10:00:00Z").await;
        let week = world.slots(&daily, "2050-09-05", "2050-09-06").await;
        assert_eq!((week.on("2050-09-05").len(), week.on("2050-09-06").len()), (0, 8));
        world.book(&weekly, "2050-09-06T10:00:00Z").await;
        assert_eq!(world.slots(&weekly, "2050-09-05", "2050-09-09").await.starts().len(), 8 * 5 - 2);
        world.book(&weekly, "2050-09-07T10:00:00Z").await;
        assert_eq!(world.slots(&weekly, "2050-09-05", "2050-09-09").await.starts(), [""; 0]);
        assert_eq!(world.slots(&weekly, "2050-09-12", "2050-09-12").await.starts().len(), 8, "the next week");
    }
);

claim!(
    async fn every_slot_on_offer_can_be_booked(world: World) {
        let ana = host(&world, "ana", "Europe/Rome").await;
        let fields = json!({"lengthInMinutes": 45, "beforeEventBuffer": 5, "afterEventBuffer": 10, "slotInterval": 20});
        let event_type = ana.event_type(fields).await;
        let mut booked = 0;
        while let Some(start) = world.slots(&event_type, "2050-09-05", "2050-09-05").await.starts().first() {
            let at = start.parse::<jiff::Timestamp>().expect("an instant").to_string();
            world.book(&event_type, &at).await;
            booked += 1;
        }
        assert_eq!(booked, 8, "one an hour from 07:00 UTC");
    }
);
