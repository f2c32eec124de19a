//! Recorded conversations, held again: status, envelope, field names, types and fixed values of the answers are those
//! that clients have always got.

use openhours_tests::{Conversation, Credentials, Engine, Person, Start, World, claim};

/// When the first conversation was recorded.
const THEN: &str = "2026-11-23T16:13:42Z";

/// Fields that the contract has and the recorded release had not yet.
const YOUNGER: [&str; 1] = ["displayEmail"];

async fn world_then(engine: Engine) -> World {
    World::at(Start::on(engine).at(THEN).start()).await
}

fn key(person: &Person) -> String {
    match person.credentials() {
        Credentials::ApiKey(key) => key.clone(),
        other => panic!("{} has {other:?}", person.name),
    }
}

claim!(
    async fn the_core_loop_is_answered_as_recorded(engine: Engine) {
        let world = world_then(engine).await;
        Conversation::new(include_str!("recorded/core.jsonl"))
            .knowing("CLIENTID", &world.client().id)
            .knowing("CLIENTSECRET", &world.client().secret)
            .knowing("OWNERKEY", key(world.owner()))
            .but_for(&YOUNGER)
            .hold(world.anonymous())
            .await;
    }
);

claim!(
    async fn clients_and_keys_are_answered_as_recorded(engine: Engine) {
        let world = world_then(engine).await;
        let lone = world.stranger("lone").await;
        let ordinary = world.stranger("ordinary").await;
        let id = ordinary.id.to_string();
        world
            .server()
            .command(&["org", "create", "--name", "Ordinary", "--slug", "ordinary", "--owner", &id]);
        Conversation::new(include_str!("recorded/platform.jsonl"))
            .knowing("CLIENTID", &world.client().id)
            .knowing("CLIENTSECRET", &world.client().secret)
            .knowing("OWNERKEY", key(world.owner()))
            .knowing("ORDINARYKEY", key(&ordinary))
            .knowing("LONEKEY", key(&lone))
            .hold(world.anonymous())
            .await;
    }
);
