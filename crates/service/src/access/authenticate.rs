//! From credentials to a caller: the four kinds, and what is said when they do not hold.

use super::credentials::{Bearer, Credentials, Offer};
use crate::secrets::{self, ManagedUserClaims, ThirdPartyClaims, TokenType};
use crate::{App, Error};
use jiff::Timestamp;
use jiff::tz::Offset;
use openhours_storage::Connection;
use openhours_storage::api_keys::{self, ApiKey};
use openhours_storage::oauth_clients::{self, OauthClient};
use openhours_storage::users::{self, User};
use openhours_storage::{managed_users, memberships, tokens};

/// Who is calling, and how they showed it.
#[derive(Debug, Clone)]
pub struct Caller {
    user: User,
    credential: Credential,
}

/// How a caller showed who they are.
#[derive(Debug, Clone)]
pub enum Credential {
    /// With an API key.
    ApiKey(Box<ApiKey>),
    /// With a platform OAuth client and its secret; the caller is an owner of its organization.
    Client(Box<OauthClient>),
    /// With a managed user's access token, made through this client.
    ManagedUser(Box<OauthClient>),
    /// With a third party's access token.
    ThirdParty {
        /// The third party's client.
        client_id: String,
        /// What was allowed.
        scopes: Vec<String>,
    },
    /// At the console of this process.
    Operator,
}

impl Caller {
    pub(super) fn new(user: User, credential: Credential) -> Self {
        Self { user, credential }
    }

    /// The user that the caller acts as.
    pub fn user(&self) -> &User {
        &self.user
    }

    /// How the caller showed who they are.
    pub fn credential(&self) -> &Credential {
        &self.credential
    }

    /// The platform OAuth client through which the caller acts.
    pub fn platform_client(&self) -> Option<&OauthClient> {
        match &self.credential {
            Credential::Client(client) | Credential::ManagedUser(client) => Some(client),
            Credential::ApiKey(_) | Credential::ThirdParty { .. } | Credential::Operator => None,
        }
    }

    /// The API key that the caller used.
    pub fn api_key(&self) -> Option<&ApiKey> {
        match &self.credential {
            Credential::ApiKey(key) => Some(key),
            _ => None,
        }
    }

    /// Whether the caller administers the whole installation.
    pub fn is_system_admin(&self) -> bool {
        self.user.is_system_admin
    }
}

/// Finds out who is calling.
pub fn caller(app: &App, connection: &mut Connection, credentials: &Credentials) -> Result<Caller, Error> {
    match credentials.offer(&app.settings.api_key_prefix) {
        Offer::Client { id, secret } => client(connection, id, secret),
        Offer::Bearer(Bearer::ApiKey(key)) => api_key(app, connection, key),
        Offer::Bearer(Bearer::Token(token)) => {
            token_holder(app, connection, token, credentials.origin.as_deref())
        }
        Offer::ClientIdOnly => Err(refused(
            "Only 'x-cal-client-id' header provided. Please also provide 'x-cal-secret-key' header or Auth bearer \
             token as 'Authentication' header",
        )),
        Offer::SecretOnly => Err(refused(
            "Only 'x-cal-secret-key' header provided. Please also provide 'x-cal-client-id' header or Auth bearer \
             token as 'Authentication' header",
        )),
        Offer::Nothing => Err(refused(
            "No authentication method provided. Either pass an API key as 'Bearer' header or OAuth client \
             credentials as 'x-cal-secret-key' and 'x-cal-client-id' headers",
        )),
    }
}

fn refused(sentence: impl std::fmt::Display) -> Error {
    Error::unauthorized(format!("ApiAuthStrategy - {sentence}"))
}

fn client(connection: &mut Connection, id: &str, secret: &str) -> Result<Caller, Error> {
    let client = oauth_clients::find(connection, id)?
        .ok_or_else(|| refused(format_args!("oAuth client - Client with ID {id} not found")))?;
    if !secrets::equal(&client.secret_hash, &secrets::hash(secret)) {
        return Err(refused("oAuth client - Invalid client secret"));
    }
    let user = leader(connection, client.organization_id)?
        .ok_or_else(|| refused("oAuth client - No owner ID found for this OAuth client"))?;
    Ok(Caller { user, credential: Credential::Client(Box::new(client)) })
}

fn api_key(app: &App, connection: &mut Connection, key: &str) -> Result<Caller, Error> {
    let hash = secrets::api_key_hash(&app.settings.api_key_prefix, key);
    let unknown = || refused("api key - Your api key is not valid");
    let key = api_keys::find_by_hash(connection, &hash)?.ok_or_else(unknown)?;
    if key.expires_at.is_some_and(|expiry| day_is_over(expiry, app.clock.now())) {
        return Err(refused("api key - Your api key is expired"));
    }
    let user = users::find(connection, key.user_id)?.ok_or_else(unknown)?;
    Ok(Caller { user, credential: Credential::ApiKey(Box::new(key)) })
}

/// A key that expires today works until midnight (UTC).
fn day_is_over(expiry: Timestamp, now: Timestamp) -> bool {
    let day = |instant: Timestamp| Offset::UTC.to_datetime(instant).date();
    day(expiry) < day(now)
}

fn token_holder(
    app: &App,
    connection: &mut Connection,
    token: &str,
    origin: Option<&str>,
) -> Result<Caller, Error> {
    if let Some(stored) = tokens::find_access(connection, &secrets::hash(token))? {
        if stored.expires_at <= app.clock.now() {
            return Err(Error::token_expired());
        }
        let client = oauth_clients::find(connection, &stored.oauth_client_id)?.ok_or_else(gone_client)?;
        let user = users::find(connection, stored.user_id)?.ok_or_else(unknown_token)?;
        check_origin(&client, origin)?;
        return Ok(Caller { user, credential: Credential::ManagedUser(Box::new(client)) });
    }
    if let Some(claims) = third_party_claims(app, token) {
        return third_party(connection, claims);
    }
    // One of ours that is no longer stored: its client was deleted, or it had expired and was cleared away.
    let claims: Option<ManagedUserClaims> = secrets::verify(&app.settings.jwt_secret, token);
    Err(match claims {
        Some(claims) => no_longer_stored(connection, &claims, app.clock.now())?,
        None => unknown_token(),
    })
}

fn no_longer_stored(
    connection: &mut Connection,
    claims: &ManagedUserClaims,
    now: Timestamp,
) -> Result<Error, Error> {
    if oauth_clients::find(connection, &claims.client_id)?.is_none() {
        return Ok(gone_client());
    }
    let was_access = claims.token_type == TokenType::AccessToken && claims.expires_at <= now.as_millisecond();
    if was_access && managed_users::find(connection, &claims.client_id, claims.owner_id)?.is_some() {
        return Ok(Error::token_expired());
    }
    Ok(unknown_token())
}

/// The claims of a valid access token of a third party.
pub fn third_party_claims(app: &App, token: &str) -> Option<ThirdPartyClaims> {
    secrets::verify(&app.settings.encryption_key, token)
        .filter(|claims: &ThirdPartyClaims| claims.opens(app.clock.now()))
}

fn third_party(connection: &mut Connection, claims: ThirdPartyClaims) -> Result<Caller, Error> {
    let user = match (claims.user_id, claims.team_id) {
        (Some(user), _) => users::find(connection, user)?,
        (None, Some(team)) => leader(connection, team)?,
        (None, None) => None,
    };
    Ok(Caller {
        user: user.ok_or_else(unknown_token)?,
        credential: Credential::ThirdParty { client_id: claims.client_id, scopes: claims.scope },
    })
}

/// The user who acts for a team or an organization.
fn leader(connection: &mut Connection, team: i64) -> Result<Option<User>, Error> {
    match memberships::acting_user_of(connection, team)? {
        Some(id) => Ok(users::find(connection, id)?),
        None => Ok(None),
    }
}

fn unknown_token() -> Error {
    Error::unauthorized("Invalid Access Token.")
}

fn gone_client() -> Error {
    refused("access token - OAuth client not found given the access token")
}

/// A browser's page must be among the client's redirect URIs.
fn check_origin(client: &OauthClient, origin: Option<&str>) -> Result<(), Error> {
    match origin {
        Some(origin) if !client.redirect_uris.iter().any(|uri| uri == origin) => Err(refused(format_args!(
            "access token - Invalid request origin - please add the origin '{origin}' to the 'Redirect uris' of \
                 your OAuth client with ID '{}'",
            client.id
        ))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_works_until_the_end_of_its_last_day() {
        let expiry = "2026-03-10T08:00:00Z".parse().unwrap();
        let at = |text: &str| text.parse().unwrap();
        assert!(!day_is_over(expiry, at("2026-03-10T23:59:59Z")));
        assert!(day_is_over(expiry, at("2026-03-11T00:00:00Z")));
    }
}
