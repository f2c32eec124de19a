//! The booking form: which fields there are, in which order, and what a change of it does.

use openhours_tests::{Answer, Value, World, claim, json};

use super::{PATH, body, made, one, slugs};

fn form(answer: &Answer) -> Vec<&str> {
    let fields = answer.field("data.bookingFields").as_array().expect("a list");
    fields.iter().filter_map(|field| field["slug"].as_str()).collect()
}

#[track_caller]
fn field<'a>(answer: &'a Answer, slug: &str) -> &'a Value {
    let fields = answer.field("data.bookingFields").as_array().expect("a list");
    fields.iter().find(|field| field["slug"] == slug).unwrap_or_else(|| panic!("no field {slug}\n{answer}"))
}

fn question(slug: &str) -> Value {
    json!({"type": "text", "slug": slug, "label": slug, "required": false})
}

claim!(
    async fn the_order_of_the_form_does_not_depend_on_the_request(world: World) {
        let ana = world.stranger("ana").await;
        let sent = json!([
            {"slug": "notes", "label": "Anything else?", "required": true},
            question("size"),
            {"type": "phone", "slug": "attendeePhoneNumber", "label": "Phone", "required": false},
            {"type": "email", "label": "Mail"},
            question("company"),
            {"slug": "location", "label": "Where?"},
        ]);
        let answer = made(&ana, "order", json!({"bookingFields": sent})).await;
        assert_eq!(
            form(&answer),
            [
                "name",
                "email",
                "location",
                "size",
                "attendeePhoneNumber",
                "company",
                "title",
                "notes",
                "guests",
                "rescheduleReason",
            ]
        );
        assert_eq!(
            field(&answer, "notes"),
            &json!({
                "isDefault": true, "type": "textarea", "slug": "notes", "required": true,
                "label": "Anything else?", "disableOnPrefill": false, "hidden": false,
            })
        );
        assert_eq!(
            field(&answer, "location"),
            &json!({
                "isDefault": true, "type": "radioInput", "slug": "location", "required": false,
                "label": "Where?", "hidden": false,
            })
        );
        assert_eq!(field(&answer, "attendeePhoneNumber")["isDefault"], json!(true));
        assert_eq!(field(&answer, "size")["isDefault"], json!(false));
        assert_eq!(field(&answer, "email")["label"], json!("Mail"));
        assert_eq!(field(&answer, "email")["required"], json!(true));
    }
);

claim!(
    async fn every_kind_of_field_is_given_back(world: World) {
        let ana = world.stranger("ana").await;
        let kinds = ["phone", "address", "text", "number", "textarea", "url", "multiemail", "boolean"];
        let choices = ["select", "multiselect", "checkbox", "radio"];
        let plain = kinds.iter().map(|kind| {
            json!({
                "type": kind, "slug": kind, "label": kind, "required": true, "placeholder": "p",
                "disableOnPrefill": true, "hidden": true,
            })
        });
        let chosen = choices.iter().map(|kind| {
            json!({
                "type": kind, "slug": kind, "label": kind, "required": false, "placeholder": "p",
                "options": ["Small", "Large"],
            })
        });
        let sent: Vec<Value> = plain.chain(chosen).collect();
        let answer = made(&ana, "kinds", json!({"bookingFields": sent})).await;
        for kind in kinds {
            let mut expected = json!({
                "isDefault": false, "type": kind, "slug": kind, "required": true, "label": kind,
                "placeholder": "p", "disableOnPrefill": true, "hidden": true,
            });
            if kind == "boolean" {
                expected.as_object_mut().expect("an object").remove("placeholder");
            }
            assert_eq!(field(&answer, kind), &expected);
        }
        for kind in choices {
            let mut expected = json!({
                "isDefault": false, "type": kind, "slug": kind, "required": false, "label": kind,
                "placeholder": "p", "disableOnPrefill": false, "hidden": false, "options": ["Small", "Large"],
            });
            if kind != "select" {
                expected.as_object_mut().expect("an object").remove("placeholder");
            }
            assert_eq!(field(&answer, kind), &expected);
        }
    }
);

claim!(
    async fn a_split_name_takes_the_place_of_the_name(world: World) {
        let ana = world.stranger("ana").await;
        let split = json!({
            "type": "splitName", "firstNameLabel": "First", "lastNameLabel": "Last", "lastNameRequired": true,
        });
        let answer = made(&ana, "split", json!({"bookingFields": [split]})).await;
        assert_eq!(form(&answer)[..2], ["splitName", "email"]);
        assert_eq!(
            field(&answer, "splitName"),
            &json!({
                "isDefault": true, "type": "splitName", "slug": "splitName", "required": true,
                "disableOnPrefill": false, "firstNameLabel": "First", "lastNameLabel": "Last",
                "lastNameRequired": true,
            })
        );
    }
);

claim!(
    async fn naming_a_system_field_makes_it_visible_and_optional(world: World) {
        let ana = world.stranger("ana").await;
        let answer =
            made(&ana, "title", json!({"bookingFields": [{"slug": "title", "label": "About"}]})).await;
        assert_eq!(field(&answer, "title")["hidden"], json!(false));
        assert_eq!(field(&answer, "title")["required"], json!(false));
        let other = json!({"bookingFields": [question("size")]});
        let changed = ana.patch(&one(answer.number("data.id")), other).await.expect(200);
        assert_eq!(field(&changed, "title")["hidden"], json!(true));
        assert_eq!(field(&changed, "title")["required"], json!(true));
    }
);

claim!(
    async fn a_change_of_the_form_replaces_the_owners_fields(world: World) {
        let ana = world.stranger("ana").await;
        let fields = json!({"bookingFields": [question("size"), question("company")]});
        let answer = made(&ana, "replace", fields).await;
        let less = json!({"bookingFields": [question("colour")]});
        let changed = ana.patch(&one(answer.number("data.id")), less).await.expect(200);
        assert_eq!(
            form(&changed),
            ["name", "email", "location", "colour", "title", "notes", "guests", "rescheduleReason"]
        );
    }
);

// A known difference: the switch for guests does not throw away the owner's fields.
claim!(
    async fn switching_guests_off_keeps_the_owners_fields(world: World) {
        let ana = world.stranger("ana").await;
        let answer = made(&ana, "guests", json!({"bookingFields": [question("size")]})).await;
        let path = one(answer.number("data.id"));
        let off = ana.patch(&path, json!({"disableGuests": true})).await.expect(200);
        off.has(&json!({"data.disableGuests": true}));
        assert_eq!(form(&off), form(&answer));
        assert_eq!(field(&off, "guests")["hidden"], json!(true));
        let on = ana.patch(&path, json!({"disableGuests": false})).await.expect(200);
        assert_eq!(on.data(), answer.data());
        let hidden = json!({"bookingFields": [{"slug": "guests", "hidden": true}]});
        ana.patch(&path, hidden).await.expect(200).has(&json!({"data.disableGuests": true}));
    }
);

claim!(
    async fn a_form_that_breaks_a_rule_is_refused_in_one_sentence(world: World) {
        let ana = world.stranger("ana").await;
        let kept = made(&ana, "kept", json!({})).await;
        let path = one(kept.number("data.id"));
        let reach = "Booking fields validation failed: visible and required email or visible and required attendee \
                     phone field is needed.";
        let phone_only = json!([
            {"type": "email", "required": false, "hidden": true},
            {"type": "phone", "slug": "attendeePhoneNumber", "label": "P", "required": true, "hidden": false},
        ]);
        for (fields, sentence) in [
            (json!("x"), "'bookingFields' must be an array."),
            (json!([]), "'bookingFields' must contain at least 1 booking field."),
            (
                json!([{"slug": "size"}]),
                "All booking fields except ones with slug equal to title, notes, guests, rescheduleReason and \
                 location must have a 'type' property.",
            ),
            (
                json!([{"type": "text", "label": "A", "required": true}]),
                "Each booking field except ones with type equal to name, splitName, email must have a 'slug' \
                 property.",
            ),
            (
                json!([question("a"), question("a")]),
                "Duplicate bookingFields slug 'a' found. All bookingFields slugs must be unique.",
            ),
            (json!([{"type": "moon", "slug": "a"}]), "Unsupported booking field type 'moon'."),
            (
                json!([{"type": "select", "slug": "a", "label": "A", "required": true}]),
                "Validation failed for select booking field: options must be an array",
            ),
            (
                json!([{"slug": "notes", "hidden": "no"}]),
                "Validation failed for notes booking field: hidden must be a boolean value",
            ),
            (json!([{"type": "email", "required": false, "hidden": true}]), reach),
            (phone_only, "checkIsEmailUserAccessible - Email booking field must be required and visible"),
            (json!([question("email")]), "Duplicate booking field name: email"),
        ] {
            let fields = json!({ "bookingFields": fields });
            ana.post(PATH, body("new", fields.clone())).await.refused(400, sentence);
            ana.patch(&path, fields).await.refused(400, sentence);
        }
        assert_eq!(slugs(&ana).await, ["kept"]);
        assert_eq!(ana.get(&path).await.expect(200).data(), kept.data());
    }
);
