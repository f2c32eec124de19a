//! The first start: secrets that are made once and kept, and somebody to begin with.

use crate::access::PlatformPermission;
use crate::api_keys::{self, Lifetime};
use crate::organizations::{self, NewOrganization};
use crate::users::{self, NewPerson};
use crate::{App, Error, Secret, secrets};
use openhours_storage::oauth_clients::{self, NewOauthClient};
use openhours_storage::teams::{self, Team};
use openhours_storage::users::User;
use openhours_storage::{Database, Json, instance};

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
        let redirect = vec!["http://localhost:3000".to_owned()];
        let client = new_client(app, &organization, "First client".to_owned(), redirect)?;
        let client_id = client.row.id.clone();
        oauth_clients::insert(connection, client.row)?;
        Ok(Some(FirstStart {
            owner,
            api_key: key.secret,
            organization,
            client_id,
            client_secret: client.secret,
        }))
    })
}

/// A client whose secret is known only now.
#[derive(Clone)]
pub struct IssuedClient {
    /// The client's id.
    pub id: String,
    /// Its secret.
    pub secret: String,
}

/// Makes an OAuth client of a platform organization, for the operator.
///
/// # Errors
/// Not found for an unknown organization; forbidden for one that is not a platform.
pub fn oauth_client(
    app: &App,
    organization_id: i64,
    name: String,
    redirect_uris: Vec<String>,
) -> Result<IssuedClient, Error> {
    app.db.write(|connection| {
        let organization = teams::find_organization(connection, organization_id)?
            .ok_or_else(|| Error::not_found(format!("There is no organization {organization_id}.")))?;
        if !organization.is_platform {
            return Err(Error::forbidden(format!(
                "Organization {organization_id} is not a platform; only platforms have OAuth clients."
            )));
        }
        let client = new_client(app, &organization, name, redirect_uris)?;
        let id = client.row.id.clone();
        oauth_clients::insert(connection, client.row)?;
        Ok(IssuedClient { id, secret: client.secret })
    })
}

struct FreshClient {
    secret: String,
    row: NewOauthClient,
}

/// An OAuth client that may do everything for its managed users.
fn new_client(
    app: &App,
    organization: &Team,
    name: String,
    redirect_uris: Vec<String>,
) -> Result<FreshClient, Error> {
    let now = app.clock.now();
    let secret = secrets::random_hex::<32>();
    let row = NewOauthClient {
        id: secrets::new_client_id(),
        organization_id: organization.id,
        name,
        secret_hash: secrets::hash(&secret),
        secret_sealed: secrets::seal(&app.settings.encryption_key, &secret)?,
        permissions: PlatformPermission::EVERY,
        logo: None,
        redirect_uris: Json(redirect_uris),
        booking_redirect_uri: None,
        booking_cancel_redirect_uri: None,
        booking_reschedule_redirect_uri: None,
        are_emails_enabled: false,
        are_default_event_types_enabled: true,
        are_calendar_events_enabled: true,
        created_at: now,
        updated_at: now,
    };
    Ok(FreshClient { secret, row })
}
