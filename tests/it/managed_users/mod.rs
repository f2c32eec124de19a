//! Managed users: who they are at first, who may reach them, how they change and end. Their tokens have a module of
//! their own.

mod changes;
mod creation;
mod refusals;
mod tokens;

use openhours_tests::{Answer, Credentials, OAuthClient, Person, Value, World, json};

/// The path of one user.
fn path(client: &OAuthClient, id: i64) -> String {
    format!("{}/{id}", client.users_path())
}

fn unknown(id: impl std::fmt::Display) -> String {
    format!("User with ID {id} is not part of this OAuth client.")
}

/// Creates a user with these fields.
async fn made(client: &OAuthClient, body: Value) -> Answer {
    client.post(&client.users_path(), body).await.expect(201)
}

/// All users of the client as they are shown.
async fn all(client: &OAuthClient) -> Vec<Value> {
    client.get(&format!("{}?limit=100", client.users_path())).await.expect(200).list().clone()
}

/// Another OAuth client, made through the API.
async fn another_client(world: &World, owner: &Person) -> OAuthClient {
    let body = json!({"name": "Other", "redirectUris": ["https://o.example"], "permissions": ["*"]});
    let made = owner.post("/v2/oauth-clients", body).await.expect(201);
    OAuthClient::new(made.text("data.clientId"), made.text("data.clientSecret"), world.anonymous())
}

/// Whoever holds this access token.
fn bearer(world: &World, token: &str) -> openhours_tests::Caller {
    world.caller(Credentials::AccessToken(token.to_owned()))
}
