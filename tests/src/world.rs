//! The world of a test: a platform organization of its own with an owner and an OAuth client, on a server that other
//! tests share; the people in it and what they own. Isolation is by tenancy: no test sees another's world.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use openhours_client::{Client, Credentials};
use serde_json::{Value, json};

use crate::{Answer, Caller, Engine, Server};

/// A tenancy. Awaited requests go through its people: `world.owner().get("/v2/me").await`.
pub struct World {
    server: Arc<Server>,
    owner: Person,
    client: OAuthClient,
    anonymous: Caller,
    /// The id of its platform organization.
    pub organization_id: i64,
    begun: usize,
}

/// A user with credentials. Requests of the [`Caller`] it derefs to are made as this user.
#[derive(Clone, Debug)]
pub struct Person {
    /// The user's id.
    pub id: i64,
    /// The address as the server knows it.
    pub email: String,
    /// The username.
    pub username: String,
    /// The name.
    pub name: String,
    /// What the server answered when the user was made.
    pub made: Value,
    caller: Caller,
}

/// The platform's OAuth client. Requests are made with its id and secret.
#[derive(Clone, Debug)]
pub struct OAuthClient {
    /// The client's id.
    pub id: String,
    /// The client's secret.
    pub secret: String,
    caller: Caller,
}

/// An event type that a test made.
#[derive(Clone, Debug)]
pub struct EventType {
    /// Its id.
    pub id: i64,
    /// Its slug.
    pub slug: String,
    /// The whole answer's `data`.
    pub data: Value,
}

/// A booking that a test made.
#[derive(Clone, Debug)]
pub struct Booking {
    /// Its uid.
    pub uid: String,
    /// The whole answer's `data`.
    pub data: Value,
}

/// Free slots, as `GET /v2/slots` gave them.
#[derive(Clone, Debug)]
pub struct Slots {
    /// The whole answer.
    pub answer: Answer,
}

impl World {
    /// A world on the engine's shared server.
    pub async fn on(engine: Engine) -> Self {
        Self::at(Server::shared(engine)).await
    }

    /// A world on a server of the test's own.
    pub async fn at(server: Arc<Server>) -> Self {
        let begun = server.said();
        let nobody = Client::new(&server.address(), Credentials::None).expect("the system has certificates");
        let anonymous = Caller::new(nobody);
        let owner = Person::commanded(&server, &anonymous, "owner");
        let name = unique("platform");
        let id = owner.id.to_string();
        let organization = server.command(&[
            "org",
            "create",
            "--name",
            &name,
            "--slug",
            &name,
            "--owner",
            &id,
            "--platform",
        ]);
        let organization_id = integer(&organization, "id");
        let id = organization_id.to_string();
        let made = server.command(&[
            "oauth-client",
            "create",
            "--org",
            &id,
            "--name",
            "Tests",
            "--redirect-uri",
            "https://example.com/callback",
        ]);
        let client = OAuthClient::new(string(&made, "clientId"), string(&made, "clientSecret"), &anonymous);
        Self { server, owner, client, anonymous, organization_id, begun }
    }

    /// A second tenancy on the same server: somebody whose things are none of the first one's business.
    pub async fn another(&self) -> Self {
        Self::at(Arc::clone(&self.server)).await
    }

    /// The server.
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// The organization's owner, with an API key.
    pub fn owner(&self) -> &Person {
        &self.owner
    }

    /// The organization's OAuth client.
    pub fn client(&self) -> &OAuthClient {
        &self.client
    }

    /// A caller without credentials.
    pub fn anonymous(&self) -> &Caller {
        &self.anonymous
    }

    /// A caller with any credentials.
    pub fn caller(&self, credentials: Credentials) -> Caller {
        self.anonymous.with(credentials)
    }

    /// An ordinary user in no organization, with an API key.
    pub async fn stranger(&self, name: &str) -> Person {
        Person::commanded(&self.server, &self.anonymous, name)
    }

    /// A managed user in UTC, so with a default schedule from Monday to Friday, 09:00 to 17:00 UTC.
    pub async fn managed_user(&self, name: &str) -> Person {
        self.managed_user_with(name, json!({"timeZone": "UTC"})).await
    }

    /// A managed user with more fields than address and name, or with others.
    pub async fn managed_user_with(&self, name: &str, fields: Value) -> Person {
        let usual = json!({"email": format!("{}@example.com", unique(name)), "name": name});
        let answer = self.client.post(&self.client.users_path(), merged(usual, fields)).await.expect(201);
        Person {
            id: answer.number("data.user.id"),
            email: answer.text("data.user.email"),
            username: answer.text("data.user.username"),
            name: answer.text("data.user.name"),
            made: answer.data().clone(),
            caller: self.caller(Credentials::AccessToken(answer.text("data.accessToken"))),
        }
    }

    /// The free slots of an event type between two dates or instants, both as they travel in the query.
    pub async fn slots(&self, event_type: &EventType, start: &str, end: &str) -> Slots {
        self.slots_with(&format!("eventTypeId={}&start={start}&end={end}", event_type.id)).await
    }

    /// The free slots that a query asks for.
    pub async fn slots_with(&self, query: &str) -> Slots {
        let answer = self.anonymous.get(&format!("/v2/slots?{query}")).await.expect(200);
        Slots { answer }
    }

    /// Books an event type at an instant, anonymously.
    pub async fn book(&self, event_type: &EventType, start: &str) -> Booking {
        self.book_with(event_type, start, json!({})).await
    }

    /// Books with more or other fields.
    pub async fn book_with(&self, event_type: &EventType, start: &str, fields: Value) -> Booking {
        let body = merged(booking_body(event_type, start), fields);
        let answer = self.anonymous.post("/v2/bookings", body).await.expect(201);
        Booking { uid: answer.text("data.uid"), data: answer.data().clone() }
    }

    /// Tries to book, and gives back whatever came of it.
    pub async fn try_book(&self, event_type: &EventType, start: &str) -> Answer {
        self.anonymous.post("/v2/bookings", booking_body(event_type, start)).await
    }
}

/// When a test fails, shows what the server said meanwhile.
impl Drop for World {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let said = self.server.said_since(self.begun);
            let lines: Vec<&str> = said.lines().collect();
            let last = &lines[lines.len().saturating_sub(100)..];
            eprintln!("--- the server ({:?}) said, of all tests:\n{}", self.server.engine(), last.join("\n"));
        }
    }
}

impl Person {
    /// An ordinary user, made by the binary's own commands.
    fn commanded(server: &Server, anonymous: &Caller, name: &str) -> Self {
        let email = format!("{}@example.com", unique(name));
        let made =
            server.command(&["user", "create", "--email", &email, "--name", name, "--time-zone", "UTC"]);
        let id = integer(&made, "id");
        let key = server.command(&["api-key", "create", "--user", &id.to_string()]);
        Self {
            id,
            email,
            username: string(&made, "username"),
            name: name.to_owned(),
            caller: anonymous.with(Credentials::ApiKey(string(&key, "apiKey"))),
            made,
        }
    }

    /// Makes a schedule; what is not given is: "Hours", UTC, Monday to Friday 09:00 to 17:00, not the default one.
    pub async fn schedule(&self, fields: Value) -> Value {
        let usual = json!({"name": "Hours", "timeZone": "UTC", "isDefault": false});
        let answer = self.post("/v2/schedules", merged(usual, fields)).await.expect(201);
        answer.data().clone()
    }

    /// Makes an event type; what is not given is: "Meeting", a fresh slug, 30 minutes, no minimum notice.
    pub async fn event_type(&self, fields: Value) -> EventType {
        let usual = json!({
            "title": "Meeting", "slug": unique("meeting"), "lengthInMinutes": 30, "minimumBookingNotice": 0,
        });
        let answer = self.post("/v2/event-types", merged(usual, fields)).await.expect(201);
        EventType {
            id: answer.number("data.id"),
            slug: answer.text("data.slug"),
            data: answer.data().clone(),
        }
    }
}

impl Deref for Person {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl OAuthClient {
    /// A client with these credentials.
    pub fn new(id: String, secret: String, anyone: &Caller) -> Self {
        let caller = anyone.with(Credentials::ClientCredentials { id: id.clone(), secret: secret.clone() });
        Self { id, secret, caller }
    }

    /// The path of its managed users.
    pub fn users_path(&self) -> String {
        format!("/v2/oauth-clients/{}/users", self.id)
    }
}

impl Deref for OAuthClient {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl Slots {
    /// All starts in the order of the answer.
    pub fn starts(&self) -> Vec<String> {
        let days = self.answer.data().as_object().into_iter().flatten();
        days.flat_map(|(_, slots)| starts_of(slots)).collect()
    }

    /// The starts under one date.
    pub fn on(&self, date: &str) -> Vec<String> {
        self.answer.data().get(date).map(starts_of).unwrap_or_default()
    }
}

fn starts_of(slots: &Value) -> Vec<String> {
    slots.as_array().into_iter().flatten().map(|slot| string(slot, "start")).collect()
}

/// What a booking of an event type at an instant is asked for with.
fn booking_body(event_type: &EventType, start: &str) -> Value {
    json!({
        "eventTypeId": event_type.id,
        "start": start,
        "attendee": {
            "name": "Anna Attendee", "email": "anna@example.com", "timeZone": "Europe/Rome", "language": "en",
        },
    })
}

/// An object with the fields of another put over its own.
pub fn merged(mut base: Value, fields: Value) -> Value {
    if let (Value::Object(base), Value::Object(fields)) = (&mut base, fields) {
        base.extend(fields);
    }
    base
}

/// An object without a field.
pub fn without(mut base: Value, field: &str) -> Value {
    if let Value::Object(base) = &mut base {
        base.shift_remove(field);
    }
    base
}

/// A name that nobody else in this run has: `ana-12`.
pub(crate) fn unique(name: &str) -> String {
    static NAMES: AtomicU32 = AtomicU32::new(1);
    format!("{name}-{}", NAMES.fetch_add(1, Ordering::Relaxed))
}

#[track_caller]
fn integer(value: &Value, field: &str) -> i64 {
    let found = value.get(field).and_then(Value::as_i64);
    found.unwrap_or_else(|| panic!("There is no integer `{field}` in {value}"))
}

#[track_caller]
fn string(value: &Value, field: &str) -> String {
    let found = value.get(field).and_then(Value::as_str);
    found.unwrap_or_else(|| panic!("There is no text `{field}` in {value}")).to_owned()
}
