//! Conversations as clients know them, held word by word. What differs on purpose is not among them.

use std::collections::HashMap;

use openhours_tests::{
    Answer, Comparison, Engine, EventType, Person, Start, Value, World, claim, json, merged,
};

const CONVERSATIONS: &str = include_str!("../recorded/bookings.jsonl");
/// When the conversations took place.
const THEN: &str = "2026-11-23T16:00:00Z";

/// One conversation under way: who takes part, and what is called how in our world.
struct Story {
    world: World,
    cast: HashMap<&'static str, Person>,
    event_types: HashMap<i64, i64>,
    uids: Vec<(String, String)>,
}

impl Story {
    async fn begin(engine: Engine) -> Self {
        let world = World::at(Start::on(engine).at(THEN).start()).await;
        Self { world, cast: HashMap::new(), event_types: HashMap::new(), uids: Vec::new() }
    }

    async fn cast(&mut self, part: &'static str, name: &str, local: &str) {
        let email = format!("{local}@example.com");
        let fields = json!({"name": name, "email": email, "timeZone": "Europe/London"});
        let person = self.world.managed_user_with(part, fields).await;
        let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        let always = json!([{"days": days, "startTime": "00:00", "endTime": "23:59"}]);
        person
            .schedule(json!({"availability": always, "isDefault": true, "timeZone": "Europe/London"}))
            .await;
        self.cast.insert(part, person);
    }

    async fn event_type(&mut self, recorded: i64, part: &str, fields: Value) {
        let usual = json!({"locations": [{"type": "address", "address": "1 High St", "public": true}]});
        let made: EventType = self.cast[part].event_type(merged(usual, fields)).await;
        self.event_types.insert(recorded, made.id);
    }

    /// What the recording says, in the words of our world.
    fn comparison(&self) -> Comparison {
        let mut comparison = Comparison::new();
        for (recorded, ours) in &self.event_types {
            comparison = comparison.replacing(recorded, ours);
        }
        for (recorded, ours) in &self.uids {
            comparison = comparison.replacing(recorded, ours);
        }
        for (part, name) in [("host", "membera"), ("second", "member2a")] {
            let person = &self.cast[part];
            let half_way = format!("{}@acme.example", person.username);
            comparison = comparison.replacing(name, &person.username).replacing(half_way, &person.email);
        }
        comparison.ignoring_anywhere("displayEmail")
    }

    fn in_our_words(&self, mut path: String, mut body: Value) -> (String, Value) {
        for (recorded, ours) in &self.uids {
            path = path.replace(recorded, ours);
        }
        if let Some(id) = body.get("eventTypeId").and_then(Value::as_i64) {
            body["eventTypeId"] = json!(self.event_types.get(&id).copied().unwrap_or(id));
        }
        (path, body)
    }

    async fn ask(&self, step: &Value) -> Answer {
        let request = &step["request"];
        let path = request["path"].as_str().expect("a path").to_owned();
        let (path, body) = self.in_our_words(path, request["body"].clone());
        let caller = match step["as"].as_str() {
            Some(part) => &self.cast[part],
            None => self.world.anonymous(),
        };
        match request["method"].as_str() {
            Some("GET") => caller.get(&path).await,
            _ => caller.post(&path, body).await,
        }
    }

    async fn tell(&mut self) {
        let mut differences = Vec::new();
        for line in CONVERSATIONS.lines() {
            let step: Value = serde_json::from_str(line).expect("a step");
            let answer = self.ask(&step).await;
            if step["response"].is_null() {
                let made = answer.expect(201).text("data.uid");
                self.uids.push((step["uid"].as_str().expect("a uid").to_owned(), made));
                continue;
            }
            self.learn(&step["response"]["body"], &answer);
            let found = self.comparison().differences(&step["response"], &answer);
            if !found.is_empty() {
                differences.push(format!("{}:\n    {}\n{answer}", step["name"], found.join("\n    ")));
            }
        }
        assert!(differences.is_empty(), "{}", differences.join("\n"));
    }

    /// The uids of what was made, so that later requests and sentences name ours.
    fn learn(&mut self, recorded: &Value, answer: &Answer) {
        for field in ["uid", "seatUid"] {
            let recorded = recorded["data"][field].as_str();
            let ours = answer.body["data"][field].as_str();
            if let (Some(recorded), Some(ours)) = (recorded, ours) {
                self.uids.push((recorded.to_owned(), ours.to_owned()));
            }
        }
    }
}

claim!(
    async fn choices_of_bookers_are_answered_as_recorded(engine: Engine) {
        let mut story = Story::begin(engine).await;
        story.cast("host", "memberA Person", "membera").await;
        story.cast("second", "member2A Person", "member2a").await;
        let outsider = story.world.another().await.managed_user("outsider").await;
        story.cast.insert("outsider", outsider);
        house(&mut story).await;
        story.tell().await;
    }
);

/// The event types of the house, by the ids that the recording knows them by.
async fn house(story: &mut Story) {
    let seats = |count: i64, shown: bool| json!({"seatsPerTimeSlot": count, "showAttendeeInfo": shown, "showAvailabilityCount": true});
    let first = [
        (169, json!({"title": "Priv 2", "slug": "priv"})),
        (171, json!({"title": "Seats", "slug": "seats", "seats": seats(2, false)})),
        (172, json!({"title": "Seatsv", "slug": "seatsv", "seats": seats(3, true)})),
        (173, json!({"title": "Rec", "slug": "rec"})),
        (176, json!({"title": "Var", "slug": "var", "lengthInMinutesOptions": [15, 30, 60]})),
        (
            177,
            json!({"title": "Conf", "slug": "conf", "confirmationPolicy": {"type": "always", "blockUnconfirmedBookingsInBooker": true}}),
        ),
        (179, json!({"title": "Reqauth", "slug": "reqauth", "bookingRequiresAuthentication": true})),
        (
            180,
            json!({"title": "Limit", "slug": "limit", "bookerActiveBookingsLimit": {"maximumActiveBookings": 1, "offerReschedule": true}}),
        ),
        (182, json!({"title": "Verify", "slug": "verify", "requiresBookerEmailVerification": true})),
        (185, json!({"title": "Hidden", "slug": "hidden", "hidden": true})),
    ];
    for (id, fields) in first {
        story.event_type(id, "host", fields).await;
    }
    let places = json!([
        {"type": "address", "address": "1 High St", "public": false},
        {"type": "link", "link": "https://meet.example.com/x", "public": true},
        {"type": "phone", "phone": "+37120993151", "public": true},
        {"type": "attendeeAddress"}, {"type": "attendeePhone"}, {"type": "attendeeDefined"},
    ]);
    story.event_type(186, "second", json!({"title": "Loc", "slug": "loc", "locations": places})).await;
    story
        .event_type(
            188,
            "second",
            json!({"title": "Fields", "slug": "fields", "bookingFields": super::fields::every_kind()}),
        )
        .await;
    let number =
        json!([{"type": "number", "slug": "fnum", "label": "Fnum", "required": true, "placeholder": "p"}]);
    story.event_type(189, "second", json!({"title": "Fnum", "slug": "fnum", "bookingFields": number})).await;
}
