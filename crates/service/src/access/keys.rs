//! What the request limiter may know of an API key before anybody is authenticated.

use crate::{App, Error};
use openhours_storage::api_keys;
pub use openhours_storage::api_keys::KeyLimit;

/// The own limits of the key with this hash; `None` when there is no such key.
///
/// # Errors
/// Internal, when the database fails.
pub fn key_limits(app: &App, hash: &str) -> Result<Option<Vec<KeyLimit>>, Error> {
    app.db.read(|connection| {
        let Some(key) = api_keys::find_by_hash(connection, hash)? else {
            return Ok(None);
        };
        Ok(Some(api_keys::limits(connection, &key.id)?))
    })
}
