//! New tokens for a managed user: in exchange for a refresh token, or by the platform's own right.

use super::tokens::{self, Holder, Occasion, TokenPair};
use super::{client_of, owned};
use crate::access::{Access, Credential, ManagedUsersWrite};
use crate::{App, Error, secrets};
use openhours_storage::tokens as stored;

/// Takes every token of a managed user away and issues a new pair.
///
/// # Errors
/// Not found for another client's user.
pub fn force_refresh(app: &App, access: &Access<ManagedUsersWrite>, id: i64) -> Result<TokenPair, Error> {
    let client = client_of(access)?;
    app.db.write(|connection| {
        let user = owned(connection, client, id)?;
        stored::delete_all(connection, user.id, &client.id)?;
        let holder = Holder { user_id: user.id, client_id: &client.id, occasion: Occasion::Start };
        tokens::issue(app, connection, holder)
    })
}

/// Exchanges a refresh token for a new pair. It works once; access tokens live on until they expire.
///
/// # Errors
/// Invalid for credentials other than the client's own, and for a refresh token that is unknown, used, expired or
/// another client's.
pub fn refresh(
    app: &App,
    access: &Access<ManagedUsersWrite>,
    refresh_token: &str,
) -> Result<TokenPair, Error> {
    let Credential::Client(client) = access.caller().credential() else {
        return Err(Error::invalid("Invalid OAuthClient credentials."));
    };
    let now = app.clock.now();
    app.db.write(|connection| {
        let taken = stored::take_refresh(connection, &client.id, &secrets::hash(refresh_token))?
            .filter(|token| token.expires_at > now)
            .ok_or_else(|| Error::invalid("Invalid refresh token"))?;
        stored::delete_expired(connection, &client.id, now)?;
        let holder = Holder { user_id: taken.user_id, client_id: &client.id, occasion: Occasion::Exchange };
        tokens::issue(app, connection, holder)
    })
}
