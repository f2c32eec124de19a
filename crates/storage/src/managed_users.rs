//! Managed users: the users that a platform client made. They are rows of `users`; insert, change and delete them
//! through `users`.

use diesel::prelude::*;

use crate::{Connection, Result, schema::users, users::User};

/// Which managed users to list.
#[derive(Clone, Debug, Default)]
pub struct ManagedUserFilter {
    /// Only these (stored, so mangled) addresses; empty means all.
    pub emails: Vec<String>,
    /// How many at most.
    pub limit: i64,
    /// How many to pass over.
    pub offset: i64,
}

/// The client's managed users in order of id.
pub fn list(connection: &mut Connection, client_id: &str, filter: &ManagedUserFilter) -> Result<Vec<User>> {
    let mut query = users::table
        .filter(users::oauth_client_id.eq(client_id.to_owned()))
        .filter(users::is_platform_managed)
        .select(User::as_select())
        .into_boxed();
    if !filter.emails.is_empty() {
        query = query.filter(users::email.eq_any(filter.emails.clone()));
    }
    Ok(query.order(users::id).limit(filter.limit).offset(filter.offset).load(connection)?)
}

/// The client's managed user with this id.
pub fn find(connection: &mut Connection, client_id: &str, user_id: i64) -> Result<Option<User>> {
    Ok(users::table
        .find(user_id)
        .filter(users::oauth_client_id.eq(client_id.to_owned()))
        .filter(users::is_platform_managed)
        .select(User::as_select())
        .first(connection)
        .optional()?)
}
