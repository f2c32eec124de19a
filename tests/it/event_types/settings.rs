//! Single settings: defaults, what is given back, what a change keeps.

use openhours_tests::{Value, World, claim, json, merged};

use super::{PATH, body, made, one, returned, slugs};

claim!(
    async fn a_new_event_type_has_the_documented_defaults(world: World) {
        let ana = world.stranger("ana").await;
        let sent = json!({"lengthInMinutes": 45, "title": "Intro", "slug": "intro"});
        let made = ana.post(PATH, sent).await.expect(201);
        let id = made.number("data.id");
        let url = made.text("data.bookingUrl");
        assert!(url.starts_with("http") && url.ends_with(&format!("/{}/intro", ana.username)), "{url}");
        let field = |kind: &str, slug: &str, required: bool, hidden: bool| {
            json!({
                "isDefault": true, "type": kind, "slug": slug, "required": required,
                "disableOnPrefill": false, "hidden": hidden,
            })
        };
        let expected = json!({
            "id": id,
            "ownerId": ana.id,
            "lengthInMinutes": 45,
            "title": "Intro",
            "slug": "intro",
            "description": "",
            "locations": [],
            "bookingFields": [
                {
                    "isDefault": true, "type": "name", "slug": "name", "required": true,
                    "label": "your_name", "disableOnPrefill": false,
                },
                field("email", "email", true, false),
                {"isDefault": true, "type": "radioInput", "slug": "location", "required": false, "hidden": false},
                field("text", "title", true, true),
                field("textarea", "notes", false, false),
                field("multiemail", "guests", false, false),
                field("textarea", "rescheduleReason", false, false),
            ],
            "disableGuests": false,
            "slotInterval": null,
            "minimumBookingNotice": 120,
            "beforeEventBuffer": 0,
            "afterEventBuffer": 0,
            "recurrence": null,
            "metadata": {},
            "price": 0,
            "currency": "usd",
            "lockTimeZoneToggleOnBookingPage": false,
        });
        let more = json!({
            "seatsPerTimeSlot": null,
            "forwardParamsSuccessRedirect": true,
            "successRedirectUrl": null,
            "isInstantEvent": false,
            "seatsShowAvailabilityCount": null,
            "scheduleId": null,
            "bookerActiveBookingsLimit": {"disabled": true},
            "onlyShowFirstAvailableSlot": false,
            "bookingWindow": {"disabled": true},
            "confirmationPolicy": {"disabled": true},
            "requiresBookerEmailVerification": false,
            "hideCalendarNotes": false,
            "seats": {"disabled": true},
            "offsetStart": 0,
            "useDestinationCalendarEmail": false,
            "hideCalendarEventDetails": false,
            "hideOrganizerEmail": false,
            "calVideoSettings": null,
            "hidden": false,
            "bookingRequiresAuthentication": false,
            "disableCancelling": {"disabled": false},
            "disableRescheduling": {"disabled": false},
            "interfaceLanguage": null,
            "allowReschedulingPastBookings": false,
            "allowReschedulingCancelledBookings": false,
            "showOptimizedSlots": false,
            "bookingUrl": url,
            "users": [{
                "id": ana.id, "name": ana.name, "username": ana.username, "avatarUrl": null,
                "brandColor": null, "darkBrandColor": null, "weekStart": "Sunday", "metadata": {},
            }],
        });
        let expected = merged(expected, more);
        assert_eq!(made.data(), &expected);
        assert_eq!(ana.get(&one(id)).await.expect(200).data(), &expected);
        assert_eq!(ana.patch(&one(id), json!({})).await.expect(200).data(), &expected);
    }
);

claim!(
    async fn every_plain_setting_is_given_back_as_it_was_sent(world: World) {
        let ana = world.stranger("ana").await;
        let schedule = ana.schedule(json!({})).await["id"].clone();
        let sent = json!({
            "lengthInMinutesOptions": [15, 30, 60],
            "description": "About us",
            "slotInterval": 15,
            "minimumBookingNotice": 0,
            "beforeEventBuffer": 10,
            "afterEventBuffer": 20,
            "scheduleId": schedule,
            "onlyShowFirstAvailableSlot": true,
            "offsetStart": 5,
            "bookerLayouts": {"defaultLayout": "week", "enabledLayouts": ["month", "week"]},
            "requiresBookerEmailVerification": true,
            "hideCalendarNotes": true,
            "hideCalendarEventDetails": true,
            "hideOrganizerEmail": true,
            "lockTimeZoneToggleOnBookingPage": true,
            "color": {"lightThemeHex": "#fafafa", "darkThemeHex": "#292929"},
            "customName": "{Event type title} with {Scheduler}",
            "successRedirectUrl": "https://example.com/thanks",
            "hidden": true,
            "bookingRequiresAuthentication": true,
            "disableCancelling": {"disabled": true},
            "disableRescheduling": {"disabled": false, "minutesBefore": 60},
            "interfaceLanguage": "pt-BR",
            "allowReschedulingPastBookings": true,
            "allowReschedulingCancelledBookings": true,
            "showOptimizedSlots": true,
        });
        let answer = made(&ana, "all", sent.clone()).await;
        let read = ana.get(&one(answer.number("data.id"))).await.expect(200);
        let again = ana.patch(&one(answer.number("data.id")), sent.clone()).await.expect(200);
        for (setting, value) in sent.as_object().expect("an object") {
            for answer in [&answer, &read, &again] {
                assert_eq!(answer.data().get(setting), Some(value), "{setting}\n{answer}");
            }
        }
        read.has(&json!({"data.metadata": {"multipleDuration": [15, 30, 60]}}));
    }
);

claim!(
    async fn the_slug_is_brought_into_slug_form(world: World) {
        let ana = world.stranger("ana").await;
        let fields = json!({"title": "Coding Consultation collective!"});
        let answer = made(&ana, "Coding Consultation collective!", fields).await;
        answer.has(&json!({
            "data.slug": "coding-consultation-collective",
            "data.title": "Coding Consultation collective!",
        }));
        let changed = ana.patch(&one(answer.number("data.id")), json!({"slug": "Café & Crème"})).await;
        changed.expect(200).has(&json!({"data.slug": "cafe-creme"}));
    }
);

claim!(
    async fn booking_windows_are_given_back_in_all_their_forms(world: World) {
        let ana = world.stranger("ana").await;
        for (index, (sent, expected)) in [
            (json!({"disabled": true}), json!({"disabled": true})),
            (
                json!({"type": "businessDays", "value": 10, "rolling": true}),
                json!({"type": "businessDays", "value": 10, "rolling": true}),
            ),
            (
                json!({"type": "calendarDays", "value": 30}),
                json!({"type": "calendarDays", "value": 30, "rolling": false}),
            ),
            (
                json!({"type": "range", "value": ["2050-09-05", "2050-09-09"]}),
                json!({"type": "range", "value": ["2050-09-05", "2050-09-09"]}),
            ),
            (
                json!({"type": "range", "value": ["2050-09-05T23:30:00+02:00", "2050-09-09T00:30:00+02:00"]}),
                json!({"type": "range", "value": ["2050-09-05", "2050-09-08"]}),
            ),
        ]
        .into_iter()
        .enumerate()
        {
            let slug = format!("window-{index}");
            assert_eq!(returned(&ana, &slug, ("bookingWindow", sent)).await, expected);
        }
    }
);

claim!(
    async fn confirmation_policies_are_given_back_and_replace_each_other(world: World) {
        let ana = world.stranger("ana").await;
        let by_time = json!({
            "type": "time", "noticeThreshold": {"unit": "hours", "count": 5}, "blockUnconfirmedBookingsInBooker": false,
        });
        let always = json!({"type": "always", "blockUnconfirmedBookingsInBooker": true});
        let off = json!({"disabled": true});
        let answer = made(&ana, "confirm", json!({"confirmationPolicy": by_time})).await;
        assert_eq!(answer.field("data.confirmationPolicy"), &by_time);
        let path = one(answer.number("data.id"));
        for policy in [always, by_time, off] {
            let changed = ana.patch(&path, json!({"confirmationPolicy": policy})).await.expect(200);
            assert_eq!(changed.field("data.confirmationPolicy"), &policy);
        }
    }
);

claim!(
    async fn limits_that_were_switched_off_are_empty_and_limits_never_set_are_absent(world: World) {
        let ana = world.stranger("ana").await;
        let count = json!({"day": 1, "week": 2, "month": 3, "year": 4});
        let answer = made(&ana, "limits", json!({"bookingLimitsCount": count})).await;
        assert_eq!(answer.field("data.bookingLimitsCount"), &count);
        assert_eq!(answer.find("data.bookingLimitsDuration"), None);
        let off = json!({"bookingLimitsCount": {"disabled": true}, "bookingLimitsDuration": {"week": 100}});
        let changed = ana.patch(&one(answer.number("data.id")), off).await.expect(200);
        changed.has(&json!({"data.bookingLimitsCount": {}, "data.bookingLimitsDuration": {"week": 100}}));
    }
);

claim!(
    async fn a_limit_for_one_booker_can_be_set_and_removed(world: World) {
        let ana = world.stranger("ana").await;
        let limit = json!({"maximumActiveBookings": 2, "offerReschedule": true});
        let answer = made(&ana, "limit", json!({"bookerActiveBookingsLimit": limit})).await;
        assert_eq!(answer.field("data.bookerActiveBookingsLimit"), &limit);
        let path = one(answer.number("data.id"));
        let less = json!({"bookerActiveBookingsLimit": {"maximumActiveBookings": 1}});
        let expected = json!({"maximumActiveBookings": 1, "offerReschedule": true});
        let changed = ana.patch(&path, less).await.expect(200);
        assert_eq!(changed.field("data.bookerActiveBookingsLimit"), &expected);
        let off = json!({"bookerActiveBookingsLimit": {"disabled": true}});
        let changed = ana.patch(&path, off).await.expect(200);
        assert_eq!(changed.field("data.bookerActiveBookingsLimit"), &json!({"disabled": true}));
    }
);

claim!(
    async fn a_series_can_be_set_and_ended(world: World) {
        let ana = world.stranger("ana").await;
        let sent = json!({"interval": 2, "occurrences": 4, "frequency": "weekly"});
        let answer = made(&ana, "series", json!({"recurrence": sent})).await;
        assert_eq!(answer.field("data.recurrence"), &merged(sent, json!({"disabled": false})));
        let ended =
            ana.patch(&one(answer.number("data.id")), json!({"recurrence": {"disabled": true}})).await;
        ended.expect(200).has(&json!({"data.recurrence": null}));
    }
);

claim!(
    async fn seats_are_given_back_and_can_be_switched_off(world: World) {
        let ana = world.stranger("ana").await;
        let sent = json!({"seatsPerTimeSlot": 3, "showAttendeeInfo": true, "showAvailabilityCount": false});
        let answer = made(&ana, "seats", json!({"seats": sent})).await;
        answer.has(&json!({"data.seatsPerTimeSlot": 3, "data.seatsShowAvailabilityCount": false}));
        assert_eq!(answer.field("data.seats"), &merged(sent, json!({"disabled": false})));
        let off =
            ana.patch(&one(answer.number("data.id")), json!({"seats": {"disabled": true}})).await.expect(200);
        off.has(&json!({"data.seats": {"disabled": true}, "data.seatsPerTimeSlot": null}));
    }
);

claim!(
    async fn never_moving_wins_over_a_notice_and_removes_it(world: World) {
        let ana = world.stranger("ana").await;
        let both = json!({"disabled": true, "minutesBefore": 30});
        assert_eq!(
            returned(&ana, "never", ("disableRescheduling", both.clone())).await,
            json!({"disabled": true})
        );
        let notice = json!({"disableRescheduling": {"minutesBefore": 30}});
        let answer = made(&ana, "notice", notice).await;
        answer.has(&json!({"data.disableRescheduling": {"disabled": false, "minutesBefore": 30}}));
        let path = one(answer.number("data.id"));
        ana.patch(&path, json!({"disableRescheduling": both})).await.expect(200);
        let open = ana.patch(&path, json!({"disableRescheduling": {"disabled": false}})).await.expect(200);
        open.has(&json!({"data.disableRescheduling": {"disabled": false}}));
    }
);

claim!(
    async fn video_settings_are_merged_and_the_mail_switch_stands_alone(world: World) {
        let ana = world.stranger("ana").await;
        let mails = json!({"calVideoSettings": {"sendTranscriptionEmails": false}});
        let answer = made(&ana, "video", mails).await;
        answer.has(&json!({"data.calVideoSettings": {"sendTranscriptionEmails": false}}));
        let path = one(answer.number("data.id"));
        let bye = "https://example.com/bye";
        let room = json!({"disableRecordingForGuests": true, "redirectUrlOnExit": bye});
        ana.patch(&path, json!({"calVideoSettings": room})).await.expect(200);
        let more = json!({"calVideoSettings": {"enableAutomaticTranscription": true}});
        let changed = ana.patch(&path, more).await.expect(200);
        let expected = json!({
            "disableRecordingForOrganizer": false,
            "disableRecordingForGuests": true,
            "redirectUrlOnExit": bye,
            "enableAutomaticRecordingForOrganizer": false,
            "enableAutomaticTranscription": true,
            "disableTranscriptionForGuests": false,
            "disableTranscriptionForOrganizer": false,
            "sendTranscriptionEmails": false,
        });
        assert_eq!(changed.field("data.calVideoSettings"), &expected);
    }
);

claim!(
    async fn every_kind_of_location_is_given_back(world: World) {
        let ana = world.stranger("ana").await;
        let sent = json!([
            {"type": "address", "address": "1 High St", "public": false},
            {"type": "link", "link": "https://meet.example.com/x", "public": true},
            {"type": "phone", "phone": "+37120993151", "public": true},
            {"type": "integration", "integration": "cal-video"},
            {"type": "attendeeAddress"},
            {"type": "attendeePhone"},
            {"type": "attendeeDefined"},
        ]);
        assert_eq!(returned(&ana, "places", ("locations", sent.clone())).await, sent);
    }
);

claim!(
    async fn a_change_keeps_what_it_does_not_name(world: World) {
        let ana = world.stranger("ana").await;
        let fields = json!({
            "lengthInMinutesOptions": [30, 60],
            "bookerLayouts": {"defaultLayout": "month", "enabledLayouts": ["month"]},
            "confirmationPolicy": {
                "type": "time", "noticeThreshold": {"unit": "minutes", "count": 90},
                "blockUnconfirmedBookingsInBooker": true,
            },
            "bookingFields": [{"type": "text", "slug": "company", "label": "Company", "required": true}],
            "hidden": true,
        });
        let before = made(&ana, "keep", fields).await;
        let path = one(before.number("data.id"));
        let after = ana.patch(&path, json!({"title": "Changed"})).await.expect(200);
        assert_eq!(after.data(), &merged(before.data().clone(), json!({"title": "Changed"})));
        let after = ana.patch(&path, json!({"lengthInMinutesOptions": [15]})).await.expect(200);
        after.has(&json!({
            "data.bookerLayouts": before.field("data.bookerLayouts"),
            "data.confirmationPolicy": before.field("data.confirmationPolicy"),
            "data.metadata": {"multipleDuration": [15]},
        }));
    }
);

claim!(
    async fn null_clears_what_can_be_cleared_and_counts_as_absent_elsewhere(world: World) {
        let ana = world.stranger("ana").await;
        let schedule = ana.schedule(json!({})).await["id"].clone();
        let fields = json!({
            "slotInterval": 15, "successRedirectUrl": "https://example.com", "scheduleId": schedule,
            "description": "d", "minimumBookingNotice": 5,
        });
        let path = one(made(&ana, "null", fields).await.number("data.id"));
        let nothing = json!({
            "slotInterval": null, "successRedirectUrl": null, "scheduleId": null, "description": null,
            "minimumBookingNotice": null, "title": null, "bookingWindow": null,
        });
        ana.patch(&path, nothing).await.expect(200).has(&json!({
            "data.slotInterval": null, "data.successRedirectUrl": null, "data.scheduleId": null,
            "data.description": "", "data.minimumBookingNotice": 5, "data.title": "Meeting",
        }));
    }
);

claim!(
    async fn unknown_properties_are_dropped(world: World) {
        let ana = world.stranger("ana").await;
        let sent = body(
            "more",
            json!({"foo": 1, "color": {"lightThemeHex": "#fff", "darkThemeHex": "#000", "x": 1}}),
        );
        let answer = ana.post(PATH, sent).await.expect(201);
        assert_eq!(answer.find("data.foo"), None);
        assert_eq!(answer.field("data.color"), &json!({"lightThemeHex": "#fff", "darkThemeHex": "#000"}));
    }
);

claim!(
    async fn settings_that_break_a_rule_are_refused_and_nothing_is_written(world: World) {
        let ana = world.stranger("ana").await;
        let kept = made(&ana, "kept", json!({})).await;
        let path = one(kept.number("data.id"));
        let cases: Vec<(Value, Vec<&str>)> = vec![
            (
                json!({"lengthInMinutes": "x"}),
                vec!["lengthInMinutes must be an integer number", "lengthInMinutes must not be less than 1"],
            ),
            (json!({"lengthInMinutes": 0}), vec!["lengthInMinutes must not be less than 1"]),
            (json!({"title": 5, "slug": true}), vec!["title must be a string", "slug must be a string"]),
            (json!({"lengthInMinutesOptions": []}), vec!["lengthInMinutesOptions should not be empty"]),
            (
                json!({"lengthInMinutesOptions": [15, 15]}),
                vec!["All lengthInMinutesOptions's elements must be unique"],
            ),
            (json!({"minimumBookingNotice": -1}), vec!["minimumBookingNotice must not be less than 0"]),
            (json!({"beforeEventBuffer": -1}), vec!["beforeEventBuffer must not be less than 0"]),
            (json!({"hidden": "yes"}), vec!["hidden must be a boolean value"]),
            (json!({"successRedirectUrl": "nope"}), vec!["successRedirectUrl must be a URL address"]),
            (
                json!({"bookingWindow": {"type": "moon", "value": 1}}),
                vec!["Invalid bookingWindow structure."],
            ),
            (
                json!({"bookingWindow": {"type": "calendarDays", "value": -1}}),
                vec!["Invalid bookingWindow structure."],
            ),
            (
                json!({"bookingWindow": {"type": "range", "value": ["2050-12-27", "2050-12-07"]}}),
                vec!["Invalid bookingWindow structure."],
            ),
            (
                json!({"bookingLimitsDuration": {"day": 120, "week": 60}}),
                vec![
                    "Invalid bookingLimitsDuration: The duration of bookings for day cannot exceed the duration of bookings for week.",
                ],
            ),
            (
                json!({"bookingLimitsCount": {"week": 3, "year": 2}}),
                vec![
                    "Invalid bookingLimitsCount: The number of bookings for week cannot exceed the number of bookings for year.",
                ],
            ),
            (
                json!({"confirmationPolicy": {"type": "maybe"}}),
                vec![
                    "Invalid requiresConfirmation structure. Use \"type\": \"always\" or provide a valid time and unit in \"noticeThreshold\" for \"type\": \"time\".",
                ],
            ),
            (
                json!({"seats": {"seatsPerTimeSlot": 2}}),
                vec![
                    "showAttendeeInfo must be a boolean value",
                    "showAvailabilityCount must be a boolean value",
                ],
            ),
            (
                json!({"recurrence": {"interval": 0, "occurrences": 0, "frequency": "weekly"}}),
                vec!["interval must not be less than 1", "occurrences must not be less than 1"],
            ),
            (
                json!({"bookerActiveBookingsLimit": {"maximumActiveBookings": 0}}),
                vec!["maximumActiveBookings must not be less than 1"],
            ),
        ];
        for (fields, rules) in cases {
            ana.post(PATH, body("new", fields.clone())).await.invalid(&rules);
            ana.patch(&path, fields).await.invalid(&rules);
        }
        assert_eq!(slugs(&ana).await, ["kept"]);
        assert_eq!(ana.get(&path).await.expect(200).data(), kept.data());
    }
);

claim!(
    async fn what_makes_no_sense_is_refused(world: World) {
        let ana = world.stranger("ana").await;
        ana.post(PATH, body("x", json!({"title": " "}))).await.refused(400, "title should not be empty");
        let sentence = "slug should hold at least one letter or digit";
        ana.post(PATH, body("!!!", json!({}))).await.refused(400, sentence);
        let long = json!({"lengthInMinutes": 600_000});
        ana.post(PATH, body("x", long)).await.refused(400, "lengthInMinutes must not be greater than 527040");
        let pause = json!({"afterEventBuffer": 1441});
        ana.post(PATH, body("x", pause)).await.refused(400, "afterEventBuffer must not be greater than 1440");
        let red = json!({"color": {"lightThemeHex": "red", "darkThemeHex": "x"}});
        ana.post(PATH, body("x", red)).await.refused(400, "Bad Request Exception");
        assert!(slugs(&ana).await.is_empty());
    }
);
