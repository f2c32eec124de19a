//! The promise that no host is booked twice: many clients fight for the same and for overlapping times of one host, and
//! afterwards the host's list is looked through for overlaps.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use openhours_tests::{Engine, EventType, Person, Start, Value, Wire, World, claim, json};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

const CLIENTS: usize = 64;
const ROUNDS: usize = 2_000;
const CLASH: &str = "User either already has booking at this time or is not available";

/// What one client asks for in a round: minutes after the round's beginning, and the length.
type Wish = (i64, i64);

/// In every second round all want the same time.
const SAME: [Wish; 1] = [(30, 30)];
/// In the others all want the minutes from 45 to 60, each with more around them.
const OVERLAPPING: [Wish; 5] = [(0, 60), (15, 60), (30, 60), (30, 30), (45, 15)];

/// Who is raced for: one host, an event type for each length.
struct Prize {
    host: Person,
    event_types: Vec<EventType>,
}

impl Prize {
    async fn new(world: &World) -> Self {
        let host = world.stranger("host").await;
        let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        let always = json!([{"days": days, "startTime": "00:00", "endTime": "23:59"}]);
        host.schedule(json!({"availability": always, "isDefault": true})).await;
        let mut event_types = Vec::new();
        for length in [15, 30, 60] {
            event_types.push(host.event_type(json!({"lengthInMinutes": length, "slotInterval": 15})).await);
        }
        Self { host, event_types }
    }

    /// The body with which a client asks for a wish in a round.
    fn body(&self, round: usize, client: usize) -> String {
        let wishes: &[Wish] = if round.is_multiple_of(2) { &SAME } else { &OVERLAPPING };
        let (after, length) = wishes[client % wishes.len()];
        let event_type = self.event_types.iter().find(|one| one.data["lengthInMinutes"] == length);
        let hours = i64::try_from(round).expect("rounds are few") * 2;
        let start = first_round() + SignedDuration::from_hours(hours) + SignedDuration::from_mins(after);
        json!({
            "eventTypeId": event_type.expect("there is one for each length").id,
            "start": start.to_string(),
            "attendee": {"name": "A", "email": format!("client{client}@example.com"), "timeZone": "UTC"},
        })
        .to_string()
    }
}

fn first_round() -> Timestamp {
    "2050-01-01T00:00:00Z".parse().expect("an instant")
}

/// What came of a client's attempts, round by round.
type Outcomes = Vec<(u16, String)>;

async fn run(mut wire: Wire, client: usize, prize: Arc<Prize>, line: Arc<Barrier>) -> Outcomes {
    let mut outcomes = Vec::new();
    for round in 0..ROUNDS {
        let body = prize.body(round, client);
        line.wait().await;
        let (status, answer) = wire.post("/v2/bookings", "2024-08-13", &body).await;
        outcomes.push((status, if status == 201 { String::new() } else { answer }));
    }
    outcomes
}

claim!(
    async fn of_many_who_fight_for_a_hosts_time_exactly_one_gets_it(engine: Engine) {
        let world = World::at(Start::on(engine).with("LOG_LEVEL", "warn").start()).await;
        let prize = Arc::new(Prize::new(&world).await);
        let line = Arc::new(Barrier::new(CLIENTS));
        let mut clients = JoinSet::new();
        for client in 0..CLIENTS {
            let wire = Wire::to(world.server()).await;
            clients.spawn(run(wire, client, Arc::clone(&prize), Arc::clone(&line)));
        }
        let outcomes: Vec<Outcomes> = clients.join_all().await;
        for round in 0..ROUNDS {
            let attempts: Vec<&(u16, String)> = outcomes.iter().map(|client| &client[round]).collect();
            let winners = attempts.iter().filter(|(status, _)| *status == 201).count();
            assert_eq!(winners, 1, "round {round}: {attempts:?}");
            for (status, answer) in attempts.into_iter().filter(|(status, _)| *status != 201) {
                assert!(is_clash(*status, answer), "round {round}: {status} {answer}");
            }
        }
        no_two_overlap(&prize.host).await;
    }
);

/// The documented conflict: the time is taken, or was taken in the very same moment.
fn is_clash(status: u16, answer: &str) -> bool {
    match status {
        400 => answer.contains(CLASH),
        409 => answer.contains("booking_conflict"),
        _ => false,
    }
}

/// Looks through the host's own list: one booking for each round, and none begins before the one before it has ended.
async fn no_two_overlap(host: &Person) {
    let mut bookings: Vec<(Timestamp, Timestamp)> = Vec::new();
    while bookings.len() < ROUNDS {
        let path = format!("/v2/bookings?sortStart=asc&take=250&skip={}", bookings.len());
        let page = host.get(&path).await.expect(200);
        let page: Vec<_> =
            page.list().iter().map(|one| (instant(&one["start"]), instant(&one["end"]))).collect();
        assert!(!page.is_empty(), "the host has {} bookings after {ROUNDS} rounds", bookings.len());
        bookings.extend(page);
    }
    assert_eq!(bookings.len(), ROUNDS);
    for pair in bookings.windows(2) {
        assert!(pair[0].1 <= pair[1].0, "two bookings overlap: {pair:?}");
    }
}

fn instant(value: &Value) -> Timestamp {
    value.as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{value} is no instant"))
}
