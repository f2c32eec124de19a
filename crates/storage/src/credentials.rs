//! Connections to other people's servers: the apps that a user or a team has installed.

use diesel::prelude::*;

use crate::{Connection, Owner, Result, schema::credentials};

/// Whether the owner has a working connection to the app with this slug. A client has none.
pub fn has_app(connection: &mut Connection, owner: &Owner, app: &str) -> Result<bool> {
    let working = credentials::table
        .filter(credentials::app.eq(app.to_owned()))
        .filter(credentials::is_invalid.eq(false))
        .into_boxed();
    let owned = match owner {
        Owner::User(id) => working.filter(credentials::user_id.eq(*id)),
        Owner::Team(id) | Owner::Organization(id) => working.filter(credentials::team_id.eq(*id)),
        Owner::Client(_) => return Ok(false),
    };
    Ok(owned.select(credentials::id).first::<i64>(connection).optional()?.is_some())
}
