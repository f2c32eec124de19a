//! A first session with the Rust client: a platform makes a managed user, who reads its own profile and schedules.
//! Arguments: address, client id, client secret. `cargo xtask clients` runs it against a fresh server.

use openhours_client::{Client, Credentials, Error};
use openhours_contract::managed_users::CreateManagedUser;
use serde_json::json;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, id, secret] = arguments.as_slice() else {
        return Err("arguments: address, client id, client secret".into());
    };
    let credentials = Credentials::ClientCredentials { id: id.clone(), secret: secret.clone() };
    let platform = Client::new(address, credentials)?;
    let body: CreateManagedUser = serde_json::from_value(
        json!({ "email": "rust@example.com", "name": "Rus Ty", "timeZone": "Europe/Rome" }),
    )?;
    let made = platform.create_managed_user(id, &body).await?.data;

    let person = platform.with_credentials(Credentials::AccessToken(made.access_token));
    let me = person.get_me().await?.data;
    assert_eq!((me.id, me.time_zone.as_str()), (made.user.id, "Europe/Rome"));

    let schedules = person.list_schedules().await?.data;
    assert_eq!(schedules.iter().map(|schedule| schedule.is_default).collect::<Vec<_>>(), [true]);

    match platform.with_credentials(Credentials::None).get_me().await {
        Err(Error::Refused(refusal)) => assert_eq!(refusal.status, 401),
        other => return Err(format!("a stranger was answered: {other:?}").into()),
    }
    Ok(())
}
