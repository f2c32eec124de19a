//! The booker's answers to the fields of an event type.

use openhours_tests::{Value, World, claim, json};

use super::{anna, at, body, count};

/// One required field of every kind that an owner can add, numbers aside.
pub fn every_kind() -> Value {
    let field = |kind: &str, slug: &str| json!({"type": kind, "slug": slug, "label": slug, "required": true, "placeholder": "p"});
    let choice = |kind: &str, slug: &str, options: &[&str]| {
        let mut field = field(kind, slug);
        field["options"] = json!(options);
        field
    };
    json!([
        field("text", "ftext"),
        field("textarea", "farea"),
        field("phone", "fphone"),
        field("address", "faddr"),
        field("url", "furl"),
        choice("select", "fsel", &["a", "b"]),
        choice("multiselect", "fmulti", &["x", "y", "z"]),
        choice("checkbox", "fcheck", &["c1", "c2"]),
        choice("radio", "fradio", &["r1", "r2"]),
        field("boolean", "fbool"),
        field("multiemail", "fmails"),
    ])
}

claim!(
    async fn a_number_is_taken_and_given_back(world: World) {
        let number = json!([{"type": "number", "slug": "people", "label": "People", "required": true, "placeholder": ""}]);
        let event_type = world.managed_user("ana").await.event_type(json!({"bookingFields": number})).await;
        for (time, people) in [("09:00", json!(5)), ("10:00", json!(0)), ("11:00", json!(2.5))] {
            let asked = body(&event_type, &at(time), json!({"bookingFieldsResponses": {"people": people}}));
            let made = world.anonymous().post("/v2/bookings", asked).await.expect(201);
            made.has(&json!({"data.bookingFieldsResponses.people": people}));
        }
    }
);

claim!(
    async fn a_choice_outside_the_options_is_refused_and_nothing_is_booked(world: World) {
        let fields = json!([
            {"type": "select", "slug": "size", "label": "Size", "required": true, "placeholder": "", "options": ["s", "m"]},
        ]);
        let event_type = world.managed_user("ana").await.event_type(json!({"bookingFields": fields})).await;
        let cases = [
            (json!("xl"), "Invalid option 'xl' for booking field 'size'. Allowed options are: s, m."),
            (
                json!(["s"]),
                "Invalid type for booking field 'size'. Expected type string or number (compatible with field type 'select'), but received object.",
            ),
        ];
        for (answer, sentence) in cases {
            let asked = body(&event_type, &at("09:00"), json!({"bookingFieldsResponses": {"size": answer}}));
            world.anonymous().post("/v2/bookings", asked).await.refused(400, sentence);
        }
        assert_eq!(count(&world, &event_type).await, 0);
    }
);

claim!(
    async fn a_required_consent_must_be_given(world: World) {
        let fields = json!([{"type": "boolean", "slug": "terms", "label": "Terms", "required": true}]);
        let event_type = world.managed_user("ana").await.event_type(json!({"bookingFields": fields})).await;
        let asked = body(&event_type, &at("09:00"), json!({"bookingFieldsResponses": {"terms": false}}));
        let refused = world.anonymous().post("/v2/bookings", asked).await;
        refused.refused(400, "responses - {terms}error_required_field, ");
        assert_eq!(refused.text("error.code"), "BAD_REQUEST");
    }
);

claim!(
    async fn guests_are_distinct_addresses(world: World) {
        let event_type = world.managed_user("ana").await.event_type(json!({})).await;
        let cases = [
            (json!(["nope"]), "responses - {guests}email_validation_error, "),
            (json!(["g@example.com", "g@example.com"]), "responses - {guests}duplicate_email, "),
        ];
        for (guests, sentence) in cases {
            let asked = body(&event_type, &at("09:00"), json!({"guests": guests}));
            world.anonymous().post("/v2/bookings", asked).await.refused(400, sentence);
        }
        let many: Vec<String> = (0..31).map(|number| format!("g{number}@example.com")).collect();
        let asked = body(&event_type, &at("09:00"), json!({"guests": many}));
        world
            .anonymous()
            .post("/v2/bookings", asked)
            .await
            .refused(400, "A booking can have at most 30 guests.");
        assert_eq!(count(&world, &event_type).await, 0);
    }
);

claim!(
    async fn a_phone_number_is_international(world: World) {
        let event_type = world.managed_user("ana").await.event_type(json!({})).await;
        let with = |phone: &str| {
            let mut attendee = anna();
            attendee["phoneNumber"] = json!(phone);
            body(&event_type, &at("09:00"), json!({"attendee": attendee}))
        };
        world
            .anonymous()
            .post("/v2/bookings", with("20993151"))
            .await
            .refused(400, "Invalid phone number format. Please use international format.");
        let made = world.anonymous().post("/v2/bookings", with("+37120993151")).await.expect(201);
        made.has(&json!({
            "data.attendees.0.phoneNumber": "+37120993151",
            "data.bookingFieldsResponses.attendeePhoneNumber": "+37120993151",
        }));
    }
);

claim!(
    async fn metadata_holds_texts_within_bounds(world: World) {
        let event_type = world.managed_user("ana").await.event_type(json!({})).await;
        let long = "v".repeat(501);
        let beyond = "metadata property is wrong,Metadata must have at most 50 keys, each key up to 40 characters, and string values up to 500 characters. ";
        let cases = [
            (json!({"a": long}), beyond),
            (json!({"a": true}), "metadata.a - Expected string, received boolean, "),
            (json!({"a": 1}), "metadata.a - Expected string, received number, "),
        ];
        for (metadata, sentence) in cases {
            let asked = body(&event_type, &at("09:00"), json!({"metadata": metadata}));
            world.anonymous().post("/v2/bookings", asked).await.refused(400, sentence);
        }
        let made = world.book_with(&event_type, &at("09:00"), json!({"metadata": {"a": "b"}})).await;
        assert_eq!(made.data["metadata"], json!({"a": "b"}));
    }
);
