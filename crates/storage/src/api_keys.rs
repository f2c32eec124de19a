//! API keys, found by the hash of their secret. The secret itself never comes here.

use diesel::prelude::*;
use jiff::Timestamp;

use crate::{
    Connection, Result,
    schema::{api_key_rate_limits, api_keys},
    types::{MaybeMoment, Moment},
};

/// An API key as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = api_keys)]
pub struct ApiKey {
    /// Key of the row.
    pub id: String,
    /// Whose requests the key makes.
    pub user_id: i64,
    /// The team or organization that requests are for.
    pub team_id: Option<i64>,
    /// Hash of the secret part.
    pub secret_hash: String,
    /// What it is for.
    pub note: Option<String>,
    /// The last day on which it works; null means for ever.
    pub expires_at: Option<Timestamp>,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
    /// Creation.
    pub created_at: Timestamp,
}

/// An API key to insert.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = api_keys)]
#[allow(missing_docs)]
pub struct NewApiKey {
    pub id: String,
    pub user_id: i64,
    pub team_id: Option<i64>,
    pub secret_hash: String,
    pub note: Option<String>,
    #[diesel(serialize_as = MaybeMoment)]
    pub expires_at: Option<Timestamp>,
    #[diesel(serialize_as = Moment)]
    pub created_at: Timestamp,
}

/// The key with this hash.
pub fn find_by_hash(connection: &mut Connection, secret_hash: &str) -> Result<Option<ApiKey>> {
    Ok(api_keys::table
        .filter(api_keys::secret_hash.eq(secret_hash.to_owned()))
        .select(ApiKey::as_select())
        .first(connection)
        .optional()?)
}

/// All keys of a user, oldest first.
pub fn list_of_user(connection: &mut Connection, user_id: i64) -> Result<Vec<ApiKey>> {
    Ok(api_keys::table
        .filter(api_keys::user_id.eq(user_id))
        .order((api_keys::created_at, api_keys::id))
        .select(ApiKey::as_select())
        .load(connection)?)
}

/// Inserts a key.
pub fn insert(connection: &mut Connection, new: NewApiKey) -> Result<ApiKey> {
    Ok(diesel::insert_into(api_keys::table)
        .values(new)
        .returning(api_keys::all_columns)
        .get_result(connection)?)
}

/// Deletes a key; tells whether there was one.
pub fn delete(connection: &mut Connection, id: &str) -> Result<bool> {
    let deleted = diesel::delete(api_keys::table.find(id.to_owned())).execute(connection)?;
    Ok(deleted > 0)
}

/// Puts a new key in the place of an old one; `None`, and nothing inserted, when the old one is already gone.
pub fn rotate(connection: &mut Connection, old_id: &str, new: NewApiKey) -> Result<Option<ApiKey>> {
    if !delete(connection, old_id)? {
        return Ok(None);
    }
    insert(connection, new).map(Some)
}

/// A request limit that a key has of its own.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct KeyLimit {
    /// Its name, which ends the names of its headers.
    pub name: String,
    /// Requests in a window.
    pub request_limit: i64,
    /// The window's length in milliseconds.
    pub window_ms: i64,
    /// The block's length in milliseconds.
    pub block_ms: i64,
}

/// The key's own request limits in order of id; none for most keys.
pub fn limits(connection: &mut Connection, id: &str) -> Result<Vec<KeyLimit>> {
    Ok(api_key_rate_limits::table
        .filter(api_key_rate_limits::api_key_id.eq(id.to_owned()))
        .order(api_key_rate_limits::id)
        .select((
            api_key_rate_limits::name,
            api_key_rate_limits::request_limit,
            api_key_rate_limits::window_ms,
            api_key_rate_limits::block_ms,
        ))
        .load(connection)?)
}
