//! Making an API key for a user.

use super::Lifetime;
use crate::access::{Access, ApiKeysWrite};
use crate::{App, Error, secrets};
use jiff::{SignedDuration, Timestamp};
use openhours_storage::Connection;
use openhours_storage::api_keys::{self, ApiKey, NewApiKey};
use uuid::Uuid;

/// A key with its secret, which is known only now.
#[derive(Clone)]
pub struct IssuedKey {
    /// The key in clear, with its prefix.
    pub secret: String,
    /// What is stored of it.
    pub row: NewApiKey,
}

/// Makes a key for the user whom the access is about.
///
/// # Errors
/// Invalid, when the number of days leads beyond the calendar.
pub fn create(
    app: &App,
    access: &Access<ApiKeysWrite>,
    note: Option<String>,
    lifetime: Lifetime,
) -> Result<(String, ApiKey), Error> {
    let key = issued(app, access.user_id(), lifetime)?;
    let row = NewApiKey { note, ..key.row };
    let stored = app.db.write(|connection| keep(connection, row))?;
    Ok((key.secret, stored))
}

/// A new key that is not stored yet.
pub(crate) fn issued(app: &App, user_id: i64, lifetime: Lifetime) -> Result<IssuedKey, Error> {
    let now = app.clock.now();
    let prefix = &app.settings.api_key_prefix;
    let secret = secrets::new_api_key(prefix);
    let row = NewApiKey {
        id: Uuid::new_v4().to_string(),
        user_id,
        team_id: None,
        secret_hash: secrets::api_key_hash(prefix, &secret),
        note: None,
        expires_at: expiry(now, lifetime)?,
        created_at: now,
    };
    Ok(IssuedKey { secret, row })
}

/// Stores a key.
pub(crate) fn keep(connection: &mut Connection, row: NewApiKey) -> Result<ApiKey, Error> {
    Ok(api_keys::insert(connection, row)?)
}

fn expiry(now: Timestamp, lifetime: Lifetime) -> Result<Option<Timestamp>, Error> {
    let Lifetime::Days(days) = lifetime else {
        return Ok(None);
    };
    let end = days
        .checked_mul(24)
        .and_then(|hours| hours.checked_mul(3600))
        .map(SignedDuration::from_secs)
        .and_then(|duration| now.checked_add(duration).ok());
    end.map(Some).ok_or_else(|| Error::invalid(format!("An API key cannot be valid for {days} days.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifetime_ends_so_many_days_from_now_or_never() {
        let now: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
        let end: Timestamp = "2026-03-31T12:00:00Z".parse().unwrap();
        assert_eq!(expiry(now, Lifetime::USUAL).unwrap(), Some(end));
        assert_eq!(expiry(now, Lifetime::Endless).unwrap(), None);
        assert!(expiry(now, Lifetime::Days(i64::MAX)).is_err());
        assert!(expiry(now, Lifetime::Days(9_000_000)).is_err());
    }
}
