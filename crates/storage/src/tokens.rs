//! Access and refresh tokens of managed users, found by their hashes.

use diesel::prelude::*;
use jiff::Timestamp;

use crate::{
    Connection, Result,
    schema::{access_tokens, refresh_tokens},
    types::Moment,
};

/// A token as stored; access and refresh tokens look alike.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Token {
    /// Key.
    pub id: i64,
    /// Hash of the token.
    pub secret_hash: String,
    /// The managed user that it acts as.
    pub user_id: i64,
    /// The client that it was made for.
    pub oauth_client_id: String,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// Creation.
    pub created_at: Timestamp,
}

/// A token to insert.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct NewToken {
    pub secret_hash: String,
    pub expires_at: Timestamp,
}

/// An access token and its refresh token, to insert together.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct NewTokenPair {
    pub user_id: i64,
    pub oauth_client_id: String,
    pub access: NewToken,
    pub refresh: NewToken,
    pub created_at: Timestamp,
}

/// The access token with this hash, expired or not.
pub fn find_access(connection: &mut Connection, secret_hash: &str) -> Result<Option<Token>> {
    Ok(access_tokens::table
        .filter(access_tokens::secret_hash.eq(secret_hash.to_owned()))
        .first(connection)
        .optional()?)
}

/// The refresh token with this hash, expired or not.
pub fn find_refresh(connection: &mut Connection, secret_hash: &str) -> Result<Option<Token>> {
    Ok(refresh_tokens::table
        .filter(refresh_tokens::secret_hash.eq(secret_hash.to_owned()))
        .first(connection)
        .optional()?)
}

/// Inserts a pair.
pub fn insert_pair(connection: &mut Connection, pair: NewTokenPair) -> Result<()> {
    let created_at = Moment(pair.created_at);
    diesel::insert_into(access_tokens::table)
        .values((
            access_tokens::secret_hash.eq(pair.access.secret_hash),
            access_tokens::user_id.eq(pair.user_id),
            access_tokens::oauth_client_id.eq(pair.oauth_client_id.clone()),
            access_tokens::expires_at.eq(Moment(pair.access.expires_at)),
            access_tokens::created_at.eq(created_at),
        ))
        .execute(connection)?;
    diesel::insert_into(refresh_tokens::table)
        .values((
            refresh_tokens::secret_hash.eq(pair.refresh.secret_hash),
            refresh_tokens::user_id.eq(pair.user_id),
            refresh_tokens::oauth_client_id.eq(pair.oauth_client_id),
            refresh_tokens::expires_at.eq(Moment(pair.refresh.expires_at)),
            refresh_tokens::created_at.eq(created_at),
        ))
        .execute(connection)?;
    Ok(())
}

/// Consumes the client's refresh token with this hash and gives it back, expired or not; `None` when it is unknown,
/// already used, or another client's (then it stays).
pub fn take_refresh(
    connection: &mut Connection,
    client_id: &str,
    secret_hash: &str,
) -> Result<Option<Token>> {
    Ok(diesel::delete(
        refresh_tokens::table
            .filter(refresh_tokens::secret_hash.eq(secret_hash.to_owned()))
            .filter(refresh_tokens::oauth_client_id.eq(client_id.to_owned())),
    )
    .returning(refresh_tokens::all_columns)
    .get_result(connection)
    .optional()?)
}

/// Deletes all access and refresh tokens of the user for the client.
pub fn delete_all(connection: &mut Connection, user_id: i64, client_id: &str) -> Result<()> {
    diesel::delete(
        access_tokens::table
            .filter(access_tokens::user_id.eq(user_id))
            .filter(access_tokens::oauth_client_id.eq(client_id.to_owned())),
    )
    .execute(connection)?;
    diesel::delete(
        refresh_tokens::table
            .filter(refresh_tokens::user_id.eq(user_id))
            .filter(refresh_tokens::oauth_client_id.eq(client_id.to_owned())),
    )
    .execute(connection)?;
    Ok(())
}

/// Deletes the client's access and refresh tokens that expired before `now`.
pub fn delete_expired(connection: &mut Connection, client_id: &str, now: Timestamp) -> Result<()> {
    diesel::delete(
        refresh_tokens::table
            .filter(refresh_tokens::oauth_client_id.eq(client_id.to_owned()))
            .filter(refresh_tokens::expires_at.lt(Moment(now))),
    )
    .execute(connection)?;
    diesel::delete(
        access_tokens::table
            .filter(access_tokens::oauth_client_id.eq(client_id.to_owned()))
            .filter(access_tokens::expires_at.lt(Moment(now))),
    )
    .execute(connection)?;
    Ok(())
}
