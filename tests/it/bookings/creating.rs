//! Making a booking: which event type, when, by whom, and what a host's time is worth.

use openhours_tests::{Engine, Start, World, claim, json, merged};
use tokio::task::JoinSet;

use super::{TAKEN, anna, at, body, count, refused_bare};

claim!(
    async fn a_booking_takes_its_time_and_leaves_the_next_minute_free(world: World) {
        let ana = world.managed_user("ana").await;
        let (short, long) =
            (ana.event_type(json!({})).await, ana.event_type(json!({"lengthInMinutes": 60})).await);
        world.book(&short, &at("10:00")).await;
        for (event_type, time) in [(&short, "10:00"), (&long, "09:30"), (&long, "10:00"), (&short, "10:15")] {
            world.try_book(event_type, &at(time)).await.refused(400, TAKEN);
        }
        world.book(&short, &at("09:30")).await;
        world.book(&long, &at("10:30")).await;
        assert_eq!((count(&world, &short).await, count(&world, &long).await), (2, 1));
    }
);

claim!(
    async fn buffers_of_both_meetings_keep_them_apart(world: World) {
        let ana = world.managed_user("ana").await;
        let buffered = ana.event_type(json!({"beforeEventBuffer": 15, "afterEventBuffer": 15})).await;
        let plain = ana.event_type(json!({})).await;
        world.book(&buffered, &at("12:00")).await;
        for (event_type, time) in
            [(&plain, "12:30"), (&plain, "11:30"), (&buffered, "12:45"), (&buffered, "11:15")]
        {
            world.try_book(event_type, &at(time)).await.refused(400, TAKEN);
        }
        world.book(&plain, &at("12:45")).await;
        world.book(&buffered, &at("10:30")).await;
    }
);

claim!(
    async fn a_host_who_attends_elsewhere_is_not_free(world: World) {
        let (ana, bob) = (world.managed_user("ana").await, world.managed_user("bob").await);
        let (hers, his) = (ana.event_type(json!({})).await, bob.event_type(json!({})).await);
        let attendee = merged(anna(), json!({"email": bob.email}));
        world.book_with(&hers, &at("10:00"), json!({"attendee": attendee})).await;
        world.try_book(&his, &at("10:00")).await.refused(400, TAKEN);
        world.book(&his, &at("10:30")).await;
    }
);

claim!(
    async fn only_working_hours_can_be_booked(world: World) {
        let event_type = world.managed_user("ana").await.event_type(json!({})).await;
        for start in [at("08:30"), at("16:45"), at("02:00"), "2050-09-04T10:00:00Z".to_owned()] {
            world.try_book(&event_type, &start).await.refused(400, TAKEN);
        }
        world.book(&event_type, &at("16:30")).await;
    }
);

claim!(
    async fn a_booking_is_neither_past_nor_too_soon_nor_too_far_ahead(world: World) {
        let ana = world.managed_user("ana").await;
        let event_type = ana.event_type(json!({})).await;
        world
            .try_book(&event_type, "2020-09-07T10:00:00Z")
            .await
            .refused(400, "Attempting to book a meeting in the past.");
        let part = "The event type can't be booked at the \"start\" time provided.";
        let window = json!({"type": "calendarDays", "value": 30, "rolling": false});
        let near = ana.event_type(json!({"bookingWindow": window})).await;
        world.try_book(&near, &at("10:00")).await.refused_saying(400, part);
        let dates = json!({"type": "range", "value": ["2050-09-06", "2050-09-07"]});
        let later = ana.event_type(json!({"bookingWindow": dates})).await;
        world.try_book(&later, &at("10:00")).await.refused_saying(400, part);
        world.book(&later, "2050-09-07T10:00:00Z").await;
    }
);

claim!(
    async fn a_booking_keeps_to_the_minimum_notice(engine: Engine) {
        let world = World::at(Start::on(engine).at("2050-09-05T09:00:00Z").start()).await;
        let event_type =
            world.managed_user("ana").await.event_type(json!({"minimumBookingNotice": 120})).await;
        let part = "The event type can't be booked at the \"start\" time provided.";
        world.try_book(&event_type, &at("10:30")).await.refused_saying(400, part);
        world.book(&event_type, &at("11:00")).await;
    }
);

claim!(
    async fn limits_of_a_period_are_kept(world: World) {
        let ana = world.managed_user("ana").await;
        let counted = ana.event_type(json!({"bookingLimitsCount": {"day": 2}})).await;
        world.book(&counted, &at("09:00")).await;
        world.book(&counted, &at("10:00")).await;
        refused_bare(&world.try_book(&counted, &at("11:00")).await, 401, "booking_limit_reached");
        world.book(&counted, "2050-09-06T09:00:00Z").await;
        let timed =
            ana.event_type(json!({"bookingLimitsDuration": {"day": 60}, "lengthInMinutes": 45})).await;
        world.book(&timed, &at("13:00")).await;
        refused_bare(&world.try_book(&timed, &at("15:00")).await, 401, "duration_limit_reached");
    }
);

claim!(
    async fn a_length_is_one_of_those_on_offer(world: World) {
        let ana = world.managed_user("ana").await;
        let fixed = ana.event_type(json!({})).await;
        let several = ana.event_type(json!({"lengthInMinutesOptions": [15, 30, 60]})).await;
        let ask = |event_type, minutes: i64| {
            world
                .anonymous()
                .post("/v2/bookings", body(event_type, &at("09:00"), json!({"lengthInMinutes": minutes})))
        };
        ask(&fixed, 30).await.refused(
            400,
            "Can't specify 'lengthInMinutes' because event type does not have multiple possible lengths. Please, remove the 'lengthInMinutes' field from the request.",
        );
        ask(&several, 45).await.refused(
            400,
            "Provided 'lengthInMinutes' is not one of the possible lengths for the event type. The possible lengths are: 15, 30, 60",
        );
        let made = ask(&several, 60).await.expect(201);
        made.has(&json!({"data.duration": 60, "data.end": "2050-09-05T10:00:00.000Z"}));
    }
);

claim!(
    async fn an_event_type_is_found_by_id_or_by_owner_and_slug(world: World) {
        let ana = world.managed_user("ana").await;
        let event_type = ana.event_type(json!({})).await;
        let ask = |named| {
            world
                .anonymous()
                .post("/v2/bookings", merged(json!({"start": at("09:00"), "attendee": anna()}), named))
        };
        let slug = &event_type.slug;
        let cases = [
            (json!({"eventTypeId": 999_999_999}), "Event type with id 999999999 not found.".to_owned()),
            (
                json!({"eventTypeSlug": "x", "username": "nobody-at-all"}),
                "User with username nobody-at-all not found".to_owned(),
            ),
            (
                json!({"eventTypeSlug": "nope", "username": ana.username}),
                format!("Event type with slug nope belonging to user {} not found.", ana.username),
            ),
            (
                json!({"eventTypeSlug": slug, "teamSlug": "no-such-team"}),
                "Team with slug no-such-team not found".to_owned(),
            ),
            (
                json!({"eventTypeSlug": slug, "teamSlug": "t", "organizationSlug": "no-such-org"}),
                "slots-input.service.ts: Organization with slug no-such-org not found".to_owned(),
            ),
        ];
        for (named, sentence) in cases {
            ask(named).await.refused(404, &sentence);
        }
        ask(json!({})).await.refused_saying(400, "eventTypeId or eventTypeSlug + username property is wrong");
        let made = ask(json!({"eventTypeSlug": slug, "username": ana.username})).await.expect(201);
        made.has(&json!({"data.eventTypeId": event_type.id, "data.eventType.slug": slug, "data.hosts.0.id": ana.id}));
    }
);

claim!(
    async fn a_body_that_is_wrong_is_answered_in_one_sentence(world: World) {
        let event_type = world.managed_user("ana").await.event_type(json!({})).await;
        let cases = [
            (
                json!({"start": "tomorrow"}),
                "start property is wrong,start must be a valid ISO 8601 date string",
            ),
            (json!({"attendee": null}), "attendee property is wrong"),
            (
                json!({"attendee": {"name": "A", "timeZone": "Mars/Base", "email": "a@example.com"}}),
                "timeZone must be a valid IANA time-zone",
            ),
            (json!({"attendee": {"name": "A", "timeZone": "UTC", "email": "nope"}}), "Invalid email format"),
            (
                json!({"attendee": {"name": "A", "timeZone": "UTC"}}),
                "Attendee must have at least one contact method (email or phone number)",
            ),
            (json!({"lengthInMinutes": 0}), "lengthInMinutes must not be less than 1"),
            (json!({"guests": "x"}), "guests must be an array"),
            (json!({"surprise": 1}), "property surprise should not exist"),
        ];
        for (wrong, part) in cases {
            let asked = body(&event_type, &at("09:00"), wrong);
            world.anonymous().post("/v2/bookings", asked).await.refused_saying(400, part);
        }
        let broken = world
            .anonymous()
            .post("/v2/bookings", json!({}))
            .body("application/json", b"{\"start\":".to_vec());
        broken.await.expect(400);
        assert_eq!(count(&world, &event_type).await, 0);
    }
);

claim!(
    async fn wrong_credentials_are_refused_although_none_are_needed(world: World) {
        let event_type = world.managed_user("ana").await.event_type(json!({})).await;
        let caller = world
            .caller(openhours_tests::Credentials::ApiKey("cal_0123456789abcdef0123456789abcdef".to_owned()));
        caller
            .post("/v2/bookings", body(&event_type, &at("09:00"), json!({})))
            .await
            .refused_saying(401, "Invalid API Key");
        assert_eq!(count(&world, &event_type).await, 0);
    }
);

claim!(
    async fn an_event_type_may_demand_credentials_of_its_own_people(world: World) {
        let ana = world.managed_user("ana").await;
        let event_type = ana.event_type(json!({"bookingRequiresAuthentication": true})).await;
        let asked = |time: &str| body(&event_type, &at(time), json!({}));
        world.anonymous().post("/v2/bookings", asked("09:00")).await.refused(
            401,
            "checkBookingRequiresAuthentication - request must be authenticated by passing credentials belonging to event type owner, host or team or org admin or owner.",
        );
        let outsider = world.another().await.managed_user("eve").await;
        outsider.post("/v2/bookings", asked("09:00")).await.refused(
            403,
            "checkBookingRequiresAuthentication - user is not authorized to access this event type. User has to be either event type owner, host, team admin or owner or org admin or owner.",
        );
        ana.post("/v2/bookings", asked("09:00")).await.expect(201);
        world.owner().post("/v2/bookings", asked("10:00")).await.expect(201);
    }
);

claim!(
    async fn a_booking_that_waits_blocks_only_where_the_event_type_says_so(world: World) {
        let ana = world.managed_user("ana").await;
        let policy = |blocks: bool| json!({"confirmationPolicy": {"type": "always", "blockUnconfirmedBookingsInBooker": blocks}});
        let zoe = json!({"attendee": merged(anna(), json!({"email": "zoe@example.com"}))});
        let blocking = ana.event_type(policy(true)).await;
        let made = world.book(&blocking, &at("09:00")).await;
        assert_eq!(made.data["status"], "pending");
        let asked = body(&blocking, &at("09:00"), zoe.clone());
        world.anonymous().post("/v2/bookings", asked).await.refused(400, TAKEN);
        let open = ana.event_type(policy(false)).await;
        world.book(&open, &at("11:00")).await;
        world.book_with(&open, &at("11:00"), zoe).await;
    }
);

claim!(
    async fn asking_twice_for_a_booking_that_waits_gives_the_first_one_back(world: World) {
        let policy = json!({"type": "always", "blockUnconfirmedBookingsInBooker": true});
        let event_type =
            world.managed_user("ana").await.event_type(json!({"confirmationPolicy": policy})).await;
        let (first, second) =
            (world.book(&event_type, &at("09:00")).await, world.book(&event_type, &at("09:00")).await);
        assert_eq!(first.uid, second.uid);
        assert_eq!(count(&world, &event_type).await, 1);
    }
);

claim!(
    async fn one_request_sent_many_times_at_once_makes_one_booking_that_waits(world: World) {
        let policy = json!({"type": "always", "blockUnconfirmedBookingsInBooker": true});
        let event_type =
            world.managed_user("ana").await.event_type(json!({"confirmationPolicy": policy})).await;
        let mut asking = JoinSet::new();
        for _ in 0..8 {
            let (caller, asked) = (world.anonymous().clone(), body(&event_type, &at("09:00"), json!({})));
            asking
                .spawn(async move { caller.post("/v2/bookings", asked).await.expect(201).text("data.uid") });
        }
        let mut uids = asking.join_all().await;
        uids.dedup();
        assert_eq!((uids.len(), count(&world, &event_type).await), (1, 1));
    }
);

claim!(
    async fn a_booking_made_well_ahead_needs_no_confirmation_by_notice(engine: Engine) {
        let world = World::at(Start::on(engine).at("2050-09-05T08:00:00Z").start()).await;
        let policy = json!({"type": "time", "noticeThreshold": {"unit": "hours", "count": 3}, "blockUnconfirmedBookingsInBooker": false});
        let event_type =
            world.managed_user("ana").await.event_type(json!({"confirmationPolicy": policy})).await;
        assert_eq!(world.book(&event_type, &at("11:30")).await.data["status"], "pending");
        assert_eq!(world.book(&event_type, &at("12:00")).await.data["status"], "accepted");
    }
);

claim!(
    async fn one_booker_has_only_so_many_bookings_ahead(world: World) {
        let ana = world.managed_user("ana").await;
        let limited =
            ana.event_type(json!({"bookerActiveBookingsLimit": {"maximumActiveBookings": 1}})).await;
        let first = world.book(&limited, &at("09:00")).await;
        let sentence = "Attendee with this email can't book because the maximum number of active bookings has been reached.";
        world.try_book(&limited, &at("10:00")).await.refused(400, sentence);
        world.anonymous().post(&format!("/v2/bookings/{}/cancel", first.uid), json!({})).await.expect(200);
        world.book(&limited, &at("10:00")).await;
    }
);

claim!(
    async fn a_form_chooses_hosts_by_its_response_only(world: World) {
        let event_type = world.managed_user("ana").await.event_type(json!({})).await;
        let asked = body(&event_type, &at("09:00"), json!({"routing": {"teamMemberIds": [1]}}));
        refused_bare(
            &world.anonymous().post("/v2/bookings", asked).await,
            400,
            "Missing routingFormResponseId",
        );
        assert_eq!(count(&world, &event_type).await, 0);
    }
);

claim!(
    async fn a_template_makes_the_title(world: World) {
        let event_type = world
            .managed_user_with("ana", json!({"name": "Ana Host", "timeZone": "UTC"}))
            .await
            .event_type(json!({"title": "Talk", "customName": "{Event type title}: {Scheduler first name} & {Organiser}, {Event duration} at {Location}",
                "locations": [{"type": "address", "address": "1 High St", "public": true}]}))
            .await;
        let made = world.book(&event_type, &at("09:00")).await;
        assert_eq!(made.data["title"], "Talk: Anna & Ana Host, 30 mins at 1 High St");
    }
);

claim!(
    async fn plain_addresses_of_a_clients_users_stand_for_them(world: World) {
        let (ana, bob) = (world.managed_user("ana").await, world.managed_user("bob").await);
        let event_type = ana.event_type(json!({})).await;
        let plain = bob.email.replace(&format!("+{}", world.client().id), "");
        let attendee = merged(anna(), json!({"email": plain}));
        let fields = json!({"attendee": attendee, "guests": ["unknown@example.com"]});
        let made = world.book_with(&event_type, &at("09:00"), fields).await;
        assert_eq!(made.data["attendees"][0]["email"], json!(bob.email));
        assert_eq!(made.data["attendees"][0]["displayEmail"], json!(plain));
        assert_eq!(made.data["attendees"][1]["email"], "unknown@example.com");
        let his = bob.get("/v2/bookings").await.expect(200);
        his.has(&json!({"data.0.uid": made.uid, "pagination.totalItems": 1}));
    }
);

claim!(
    async fn kinds_of_bookings_that_are_not_built_are_refused_and_not_faked(world: World) {
        let ana = world.managed_user("ana").await;
        let plain = ana.event_type(json!({})).await;
        let instant = body(&plain, &at("09:00"), json!({"instant": true}));
        world.anonymous().post("/v2/bookings", instant).await.refused(
            400,
            "Instant bookings are only supported for team event types, not individual user event types.",
        );
        let weekly = json!({"recurrence": {"interval": 1, "occurrences": 3, "frequency": "weekly"}});
        let series = ana.event_type(weekly).await;
        world.try_book(&series, &at("09:00")).await.refused_saying(422, "is booked as a series");
        let asked = body(&series, &at("09:00"), json!({"recurrenceCount": 4}));
        world
            .anonymous()
            .post("/v2/bookings", asked)
            .await
            .refused(400, "Provided recurrence count is higher than the event type's recurring event count.");
        assert_eq!((count(&world, &plain).await, count(&world, &series).await), (0, 0));
    }
);

claim!(
    async fn hosts_may_overrule_hours_and_clashes_and_nobody_else(world: World) {
        let ana = world.managed_user("ana").await;
        let event_type = ana.event_type(json!({})).await;
        let asked = |time: &str| body(&event_type, &at(time), json!({"allowConflicts": true}));
        world.book(&event_type, &at("10:00")).await;
        world.anonymous().post("/v2/bookings", asked("10:15")).await.refused(400, TAKEN);
        world
            .another()
            .await
            .managed_user("eve")
            .await
            .post("/v2/bookings", asked("10:15"))
            .await
            .refused(400, TAKEN);
        ana.post("/v2/bookings", asked("10:15")).await.expect(201);
        ana.post("/v2/bookings", asked("22:00")).await.expect(201);
        refused_bare(&ana.post("/v2/bookings", asked("10:15")).await, 409, "booking_conflict");
    }
);

claim!(
    async fn hosts_may_overrule_window_and_limits_in_the_newer_version_only(world: World) {
        let ana = world.managed_user("ana").await;
        let window = json!({"type": "calendarDays", "value": 30, "rolling": false});
        let event_type =
            ana.event_type(json!({"bookingWindow": window, "bookingLimitsCount": {"day": 1}})).await;
        let out = |time: &str| {
            body(&event_type, &at(time), json!({"allowBookingOutOfBounds": true, "skipBookingLimits": true}))
        };
        ana.post("/v2/bookings", out("10:00"))
            .await
            .refused_saying(400, "can't be booked at the \"start\" time");
        for time in ["10:00", "11:00"] {
            ana.post("/v2/bookings", out(time)).version("2026-02-25").await.expect(201);
        }
    }
);
