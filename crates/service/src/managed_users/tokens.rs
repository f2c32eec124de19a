//! The two tokens of a managed user: made here, stored as hashes, and known in clear only while they are handed out.

use crate::secrets::{self, ManagedUserClaims, TokenType};
use crate::{App, Error};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp, ToSpan};
use openhours_storage::Connection;
use openhours_storage::tokens::{self, NewToken, NewTokenPair};
use uuid::Uuid;

/// A token in clear.
#[derive(Clone)]
pub struct IssuedToken {
    /// The token itself.
    pub secret: String,
    /// When it stops working.
    pub expires_at: Timestamp,
}

/// An access token and the refresh token that buys the next pair.
#[derive(Clone)]
pub struct TokenPair {
    /// Sent with requests.
    pub access: IssuedToken,
    /// Exchanged for a new pair.
    pub refresh: IssuedToken,
}

/// Why a pair is issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// The user is new, or lost all tokens.
    Start,
    /// A refresh token was exchanged.
    Exchange,
}

/// For whom a pair is issued.
#[derive(Debug, Clone, Copy)]
pub struct Holder<'a> {
    /// The managed user.
    pub user_id: i64,
    /// The client.
    pub client_id: &'a str,
    /// Why.
    pub occasion: Occasion,
}

/// Makes and stores a pair.
///
/// # Errors
/// Only those of the store.
pub fn issue(app: &App, connection: &mut Connection, holder: Holder<'_>) -> Result<TokenPair, Error> {
    let now = app.clock.now();
    let pair = TokenPair {
        access: token(app, holder, TokenType::AccessToken, access_expiry(now)?)?,
        refresh: token(app, holder, TokenType::RefreshToken, refresh_expiry(now)?)?,
    };
    let row = NewTokenPair {
        user_id: holder.user_id,
        oauth_client_id: holder.client_id.to_owned(),
        access: kept(&pair.access),
        refresh: kept(&pair.refresh),
        created_at: now,
    };
    tokens::insert_pair(connection, row)?;
    Ok(pair)
}

fn kept(token: &IssuedToken) -> NewToken {
    NewToken { secret_hash: secrets::hash(&token.secret), expires_at: token.expires_at }
}

fn token(
    app: &App,
    holder: Holder<'_>,
    token_type: TokenType,
    expires_at: Timestamp,
) -> Result<IssuedToken, Error> {
    let claims = ManagedUserClaims {
        token_type,
        client_id: holder.client_id.to_owned(),
        owner_id: holder.user_id,
        expires_at: expires_at.as_millisecond(),
        jti: Uuid::new_v4().to_string(),
        iat: app.clock.now().as_second(),
        user_id: (holder.occasion == Occasion::Exchange).then_some(holder.user_id),
    };
    Ok(IssuedToken { secret: secrets::sign(&app.settings.jwt_secret, &claims)?, expires_at })
}

/// An hour from now, the seconds cut off.
fn access_expiry(now: Timestamp) -> Result<Timestamp, Error> {
    let end = now.checked_add(SignedDuration::from_mins(60)).map_err(Error::internal)?.as_second();
    Timestamp::from_second(end - end.rem_euclid(60)).map_err(Error::internal)
}

/// The start of the day (UTC) a year from now.
fn refresh_expiry(now: Timestamp) -> Result<Timestamp, Error> {
    let day = Offset::UTC.to_datetime(now).date().checked_add(1.year()).map_err(Error::internal)?;
    Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_access_token_ends_in_an_hour_and_a_refresh_token_in_a_year() {
        for (now, access, refresh) in [
            ("2026-11-23T16:13:43.349Z", "2026-11-23T17:13:00Z", "2027-11-23T00:00:00Z"),
            ("2028-02-29T23:30:59.999Z", "2028-03-01T00:30:00Z", "2029-02-28T00:00:00Z"),
        ] {
            let now = now.parse().unwrap();
            assert_eq!(access_expiry(now).unwrap(), access.parse().unwrap());
            assert_eq!(refresh_expiry(now).unwrap(), refresh.parse().unwrap());
        }
    }
}
