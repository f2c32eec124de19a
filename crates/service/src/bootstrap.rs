//! The first start: secrets that are made once and kept, and somebody to begin with.

use crate::api_keys::{self, Lifetime};
use crate::oauth_clients::{self, NewClient};
use crate::organizations::{self, NewOrganization};
use crate::users::{self, NewPerson};
use crate::{App, Error, Secret, secrets};
use openhours_storage::teams::Team;
use openhours_storage::users::User;
use openhours_storage::{Database, instance};

/// The name under which the database keeps the key of managed users' tokens.
const JWT_SECRET: &str = "jwt_secret";
/// The name under which it keeps the key of stored credentials.
const ENCRYPTION_KEY: &str = "encryption_key";

/// The two secrets of an installation.
#[derive(Debug, Clone)]
pub struct Secrets {
    /// Signs managed users' tokens.
    pub jwt_secret: Secret,
    /// Seals stored credentials and signs third-party tokens.
    pub encryption_key: Secret,
}

/// The configured secrets; those that are not configured are made at the first start and kept in the database.
///
/// # Errors
/// Internal, when the database fails.
pub fn secrets(
    database: &Database,
    jwt_secret: Option<&str>,
    encryption_key: Option<&str>,
) -> Result<Secrets, Error> {
    Ok(Secrets {
        jwt_secret: configured_or_kept(database, JWT_SECRET, jwt_secret)?,
        encryption_key: configured_or_kept(database, ENCRYPTION_KEY, encryption_key)?,
    })
}

fn configured_or_kept(database: &Database, name: &str, configured: Option<&str>) -> Result<Secret, Error> {
    if let Some(text) = configured {
        return Ok(Secret::new(text));
    }
    let fresh = secrets::random_hex::<32>();
    let kept: Result<String, Error> =
        database.write(|connection| Ok(instance::setting_or_insert(connection, name, &fresh)?));
    kept.map(Secret::new)
}

/// What the first start made. The secrets are known only now.
#[derive(Clone)]
pub struct FirstStart {
    /// The owner.
    pub owner: User,
    /// The owner's API key.
    pub api_key: String,
    /// The platform organization.
    pub organization: Team,
    /// Its OAuth client.
    pub client_id: String,
    /// The client's secret.
    pub client_secret: String,
}

/// On an empty database, makes an owner with an API key and a platform organization with an OAuth client, all or
/// nothing; otherwise does nothing.
///
/// # Errors
/// Internal, when the database fails.
pub fn first_start(app: &App) -> Result<Option<FirstStart>, Error> {
    let now = app.clock.now();
    let person = NewPerson {
        email: "owner@example.com".to_owned(),
        name: "Owner".to_owned(),
        username: Some("owner".to_owned()),
        time_zone: None,
    };
    let organization =
        NewOrganization { name: "Platform".to_owned(), slug: "platform".to_owned(), is_platform: true };
    app.db.write(|connection| {
        if !instance::is_empty(connection)? {
            return Ok(None);
        }
        let owner = users::insert(connection, &person, now)?;
        let key = api_keys::issued(app, owner.id, Lifetime::Endless)?;
        api_keys::keep(connection, key.row)?;
        let organization = organizations::insert(connection, &organization, &owner, now)?;
        let client = NewClient::of_the_operator("First client", vec!["http://localhost:3000".to_owned()]);
        let client = oauth_clients::insert(app, connection, &organization, client)?;
        Ok(Some(FirstStart {
            owner,
            api_key: key.secret,
            organization,
            client_id: client.id,
            client_secret: client.secret,
        }))
    })
}
