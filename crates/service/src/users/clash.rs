//! Two users who want one address or username at the same moment: the unique keys decide, and this says what it means.

use crate::Error;
use openhours_storage::Error as Storage;

/// So often another free username is looked for when somebody else was faster.
const MOST_ATTEMPTS: usize = 5;

/// Why a user could not be written.
#[derive(Debug)]
pub(crate) enum Clash {
    /// Somebody has the address.
    Address,
    /// Somebody took the username meanwhile.
    Username,
    /// Anything else.
    Other(Error),
}

impl From<Storage> for Clash {
    fn from(error: Storage) -> Self {
        match &error {
            Storage::Unique { constraint } if constraint == "users_email_key" => Self::Address,
            Storage::Unique { constraint } if constraint.ends_with("username_key") => Self::Username,
            _ => Self::Other(error.into()),
        }
    }
}

impl From<Error> for Clash {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

/// Makes attempts until no username is in the way; `taken` says who has the address.
pub(crate) fn settle<T>(
    mut attempt: impl FnMut() -> Result<T, Clash>,
    taken: impl FnOnce() -> Error,
) -> Result<T, Error> {
    for _ in 0..MOST_ATTEMPTS {
        match attempt() {
            Ok(value) => return Ok(value),
            Err(Clash::Address) => return Err(taken()),
            Err(Clash::Username) => {}
            Err(Clash::Other(error)) => return Err(error),
        }
    }
    Err(Error::conflict("The username of the user is taken."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    fn unique(constraint: &str) -> Clash {
        Storage::Unique { constraint: constraint.to_owned() }.into()
    }

    #[test]
    fn the_unique_keys_tell_an_address_from_a_username() {
        assert!(matches!(unique("users_email_key"), Clash::Address));
        assert!(matches!(unique("users_username_key"), Clash::Username));
        assert!(matches!(unique("users_organization_id_username_key"), Clash::Username));
        assert!(matches!(unique("profiles_organization_id_username_key"), Clash::Username));
        assert!(matches!(unique("profiles_uid_key"), Clash::Other(_)));
    }

    #[test]
    fn a_taken_username_is_tried_again_and_a_taken_address_is_not() {
        let mut attempts = 0;
        let second = settle(
            || {
                attempts += 1;
                if attempts == 1 { Err(Clash::Username) } else { Ok(attempts) }
            },
            || Error::conflict("taken"),
        );
        assert_eq!(second.unwrap(), 2);
        let taken = settle::<()>(|| Err(Clash::Address), || Error::conflict("taken")).unwrap_err();
        assert_eq!((taken.kind(), taken.sentence()), (Kind::Conflict, "taken"));
        let endless = settle::<()>(|| Err(Clash::Username), || Error::conflict("taken")).unwrap_err();
        assert_eq!(endless.kind(), Kind::Conflict);
    }
}
