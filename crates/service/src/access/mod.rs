//! Who may call: credentials, callers, and the proof that a caller may do a thing for an owner.
//!
//! Doors (in the server) ask [`admit`] or [`visit`]; rooms demand what they give. Nothing else can make one.

mod authenticate;
mod credentials;
mod guards;
mod keys;
mod operator;
pub mod permission;
mod scopes;

pub use authenticate::{Caller, Credential};
pub use credentials::{Bearer, Credentials, Offer, bearer_value};
pub use keys::{KeyLimit, key_limits};
pub use openhours_storage::Owner;
pub use openhours_storage::memberships::MembershipRole as Role;
pub use operator::Operator;
pub use permission::*;

use crate::{App, Error};
use guards::Grant;
use openhours_storage::oauth_clients::OauthClient;
use openhours_storage::teams::Team;
use std::marker::PhantomData;

/// The proof that a caller may do `P` for an owner. Only [`admit`] makes one.
pub struct Access<P> {
    grant: Grant,
    permission: PhantomData<fn() -> P>,
}

impl<P> Access<P> {
    /// Whose things it is about.
    pub fn owner(&self) -> &Owner {
        &self.grant.owner
    }

    /// Who is calling.
    pub fn caller(&self) -> &Caller {
        &self.grant.caller
    }

    /// The organization that the path names, or the platform's.
    pub fn organization(&self) -> Option<&Team> {
        self.grant.organization.as_ref()
    }

    /// The platform OAuth client that the path names.
    pub fn client(&self) -> Option<&OauthClient> {
        self.grant.client.as_ref()
    }

    /// The user whose things it is about: the owner if a user owns them, else the caller.
    pub fn user_id(&self) -> i64 {
        self.owner().user_id().unwrap_or(self.grant.caller.user().id)
    }
}

/// The proof that a call came through an open door, and who made it, if they said.
pub struct Visit<P> {
    caller: Option<Caller>,
    permission: PhantomData<fn() -> P>,
}

impl<P> Visit<P> {
    /// Who is calling, if they said.
    pub fn caller(&self) -> Option<&Caller> {
        self.caller.as_ref()
    }
}

/// What stands before a door: credentials, and the owners that the path names, unread until it is known who asks.
#[derive(Debug, Clone, Default)]
pub struct Knock {
    /// The credentials.
    pub credentials: Credentials,
    /// The organization's id.
    pub organization: Option<String>,
    /// The team's id.
    pub team: Option<String>,
    /// The user's id.
    pub user: Option<String>,
    /// The platform OAuth client's id.
    pub client: Option<String>,
}

/// Lets a caller in who may do `P` for the owner that the path names, or says why not.
///
/// # Errors
/// Unauthorized, token expired, forbidden, not found and invalid, in the order and the words that clients know.
pub fn admit<P: Permission>(app: &App, door: DoorKind, knock: &Knock) -> Result<Access<P>, Error> {
    let grant = guards::admit(app, &P::FACTS, door, knock)?;
    Ok(Access { grant, permission: PhantomData })
}

/// Lets everybody in; credentials, when sent, must hold.
///
/// # Errors
/// Unauthorized or token expired, when credentials were sent that do not hold.
pub fn visit<P: Permission>(app: &App, credentials: &Credentials) -> Result<Visit<P>, Error> {
    let caller = match credentials.offer(&app.settings.api_key_prefix) {
        Offer::Client { .. } | Offer::Bearer(_) => {
            Some(app.db.read(|connection| authenticate::caller(app, connection, credentials))?)
        }
        Offer::ClientIdOnly | Offer::SecretOnly | Offer::Nothing => None,
    };
    Ok(Visit { caller, permission: PhantomData })
}

/// Reads a number out of a path. A number that no id can have finds nothing later, and is not refused here.
///
/// # Errors
/// Invalid, when the text is not a whole number.
pub fn number(text: &str) -> Result<i64, Error> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Error::invalid("Validation failed (numeric string is expected)"));
    }
    Ok(text.parse().unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_numbers_are_ids() {
        assert_eq!(number("42").unwrap(), 42);
        assert_eq!(number("99999999999999999999").unwrap(), i64::MAX);
        for text in ["", "abc", "1.5", "1e3", " 1", "-"] {
            assert!(number(text).is_err(), "{text}");
        }
    }
}
