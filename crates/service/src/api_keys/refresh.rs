//! Replacing the API key that a request was made with.

use super::{Lifetime, issued};
use crate::access::{Access, ApiKeysWrite, Role};
use crate::{App, Error};
use openhours_storage::api_keys::{self, ApiKey, NewApiKey};
use openhours_storage::{Connection, memberships};

/// Puts a new key in the place of the caller's, with its note and team, and gives it back in clear. The old one stops
/// working at once.
///
/// # Errors
/// Unauthorized for any other kind of credentials, or when the key is already replaced; forbidden for a team's key when
/// the caller is not an admin or owner of the team.
pub fn refresh(app: &App, access: &Access<ApiKeysWrite>, lifetime: Lifetime) -> Result<String, Error> {
    let old = access.caller().api_key().ok_or_else(|| {
        Error::unauthorized(
            "ApiKeysService - This endpoint can only be accessed using an API key by providing 'Authorization: \
             Bearer <apiKey>' header",
        )
    })?;
    let key = issued(app, old.user_id, lifetime)?;
    let row = NewApiKey { team_id: old.team_id, note: old.note.clone(), ..key.row };
    app.db.write(|connection| {
        may_manage(connection, access, old)?;
        api_keys::rotate(connection, &old.id, row)?
            .ok_or_else(|| Error::unauthorized("ApiAuthStrategy - api key - Your api key is not valid"))
    })?;
    Ok(key.secret)
}

/// A team's key is its leaders' business.
fn may_manage(connection: &mut Connection, access: &Access<ApiKeysWrite>, key: &ApiKey) -> Result<(), Error> {
    let Some(team) = key.team_id else {
        return Ok(());
    };
    let membership = memberships::find(connection, access.user_id(), team)?;
    let leads = membership.is_some_and(|membership| membership.accepted && membership.role >= Role::Admin);
    if leads || access.caller().is_system_admin() {
        return Ok(());
    }
    Err(Error::forbidden(format!("You need to be an admin or owner of team {team} to refresh its API key.")))
}
