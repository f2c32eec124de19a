//! What a third party's scopes allow. Pure.

use super::permission::{DoorKind, Facts};
use crate::Error;

/// Scopes of the time before scopes: a token with only these, or with none, may do everything that its user may.
const LEGACY: [&str; 2] = ["READ_BOOKING", "READ_PROFILE"];

/// Whether the scopes of a token allow a permission at a door.
pub fn check(granted: &[String], facts: &Facts, door: DoorKind) -> Result<(), Error> {
    if granted.iter().all(|scope| LEGACY.contains(&scope.as_str())) {
        return Ok(());
    }
    let Some(required) = facts.scopes.at(door) else {
        return Err(Error::forbidden(
            "insufficient_scope: this endpoint is not available for third-party OAuth tokens",
        ));
    };
    if granted.iter().any(|scope| satisfies(scope, required)) {
        return Ok(());
    }
    Err(Error::forbidden(format!(
        "insufficient_scope: token does not have the required scopes. Required: {required}. Token has: {}",
        granted.join(", ")
    )))
}

/// A scope satisfies itself, and an organization's satisfies the same of a team.
fn satisfies(granted: &str, required: &str) -> bool {
    granted == required
        || required
            .strip_prefix("TEAM_")
            .zip(granted.strip_prefix("ORG_"))
            .is_some_and(|(required, granted)| required == granted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{ApiKeysWrite, EventTypesRead, EventTypesWrite, Permission};

    fn allowed<P: Permission>(granted: &[&str], door: DoorKind) -> Result<(), Error> {
        let granted: Vec<String> = granted.iter().map(ToString::to_string).collect();
        check(&granted, &P::FACTS, door)
    }

    #[test]
    fn a_token_needs_the_scope_of_the_door() {
        assert!(allowed::<EventTypesRead>(&["EVENT_TYPE_READ"], DoorKind::Own).is_ok());
        assert!(allowed::<EventTypesRead>(&["EVENT_TYPE_READ"], DoorKind::Team).is_err());
        assert!(allowed::<EventTypesRead>(&["TEAM_EVENT_TYPE_READ"], DoorKind::Team).is_ok());
        assert!(allowed::<EventTypesRead>(&["EVENT_TYPE_WRITE"], DoorKind::Own).is_err());
    }

    #[test]
    fn an_organizations_scope_includes_its_teams_and_not_the_reverse() {
        let organization = DoorKind::Organization;
        assert!(allowed::<EventTypesRead>(&["ORG_EVENT_TYPE_READ"], DoorKind::OrganizationTeam).is_ok());
        assert!(allowed::<EventTypesRead>(&["TEAM_EVENT_TYPE_READ"], organization).is_err());
    }

    #[test]
    fn old_tokens_are_unrestricted() {
        assert!(allowed::<ApiKeysWrite>(&[], DoorKind::Own).is_ok());
        assert!(allowed::<EventTypesWrite>(&["READ_BOOKING"], DoorKind::Own).is_ok());
    }

    #[test]
    fn refusals_name_what_is_missing() {
        let closed = allowed::<ApiKeysWrite>(&["PROFILE_READ"], DoorKind::Own).unwrap_err();
        assert_eq!(
            closed.sentence(),
            "insufficient_scope: this endpoint is not available for third-party OAuth tokens"
        );
        let missing =
            allowed::<EventTypesWrite>(&["PROFILE_READ", "BOOKING_READ"], DoorKind::Own).unwrap_err();
        assert_eq!(
            missing.sentence(),
            "insufficient_scope: token does not have the required scopes. Required: EVENT_TYPE_WRITE. Token has: \
             PROFILE_READ, BOOKING_READ"
        );
    }
}
