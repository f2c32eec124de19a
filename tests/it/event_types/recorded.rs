//! Recorded conversations about event types, held again.

use openhours_tests::{Conversation, Credentials, Person, World, claim};

fn bearer(person: &Person) -> String {
    match person.credentials() {
        Credentials::ApiKey(text) | Credentials::AccessToken(text) => text.clone(),
        other => panic!("{} has {other:?}", person.name),
    }
}

claim!(
    async fn event_types_are_answered_as_recorded(world: World) {
        let (ana, eve) = (world.managed_user("ana").await, world.stranger("eve").await);
        Conversation::new(include_str!("../recorded/event_types.jsonl"))
            .knowing("MEMBERTOKEN", bearer(&ana))
            .knowing("MEMBERNAME", &ana.name)
            .knowing("MEMBERUSER", &ana.username)
            .knowing("900201", ana.id)
            .knowing("OWNERKEY", bearer(world.owner()))
            .knowing("OTHERKEY", bearer(&eve))
            .knowing("900205", eve.id)
            .hold(world.anonymous())
            .await;
    }
);
