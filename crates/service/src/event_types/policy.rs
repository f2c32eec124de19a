//! Where the owners of event types differ: what a user may do that a team may not, and the other way round. Everything
//! else is the same for all of them.

use crate::access::Owner;
use openhours_storage::event_types::EventLocation;
use openhours_storage::teams::Team;

/// The differences between owners, as values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventTypePolicy {
    kind: OwnerKind,
    /// Whether somebody may book with a phone number alone.
    pub allows_phone_only: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OwnerKind {
    Person,
    Team,
}

/// The conferencing apps whose connection to a team can be looked up.
const TEAM_APPS: &[&str] = &["google-meet", "office365-video", "zoom"];

impl EventTypePolicy {
    /// The policy for things that this owner owns.
    pub fn of(owner: &Owner) -> Self {
        let kind = match owner {
            Owner::User(_) | Owner::Client(_) => OwnerKind::Person,
            Owner::Team(_) | Owner::Organization(_) => OwnerKind::Team,
        };
        Self { kind, allows_phone_only: false }
    }

    /// The same for a team that belongs to this organization.
    #[must_use]
    pub fn within(self, organization: Option<&Team>) -> Self {
        Self { allows_phone_only: self.kind == OwnerKind::Team && organization.is_some(), ..self }
    }

    /// Whether the meeting place may be left to whoever hosts.
    pub fn allows_hosts_own_app(&self) -> bool {
        self.kind == OwnerKind::Team
    }

    /// The conferencing apps beside the built-in one that may be chosen; none = all that are connected.
    pub fn known_apps(&self) -> Option<&'static [&'static str]> {
        match self.kind {
            OwnerKind::Person => None,
            OwnerKind::Team => Some(TEAM_APPS),
        }
    }

    /// Where meetings take place when the request does not say and the owner has chosen no app.
    pub fn usual_locations(&self) -> Vec<EventLocation> {
        match self.kind {
            OwnerKind::Person => Vec::new(),
            OwnerKind::Team => vec![super::places::built_in_video()],
        }
    }

    /// Whether a schedule must belong to the owner.
    pub fn owns_schedules(&self) -> bool {
        self.kind == OwnerKind::Person
    }

    /// What a second new event type with one slug is told.
    pub fn slug_taken(&self) -> &'static str {
        match self.kind {
            OwnerKind::Person => "User already has an event type with this slug.",
            OwnerKind::Team => "Team event type with this slug already exists",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_teams_differ_in_what_the_policy_says_only() {
        let person = EventTypePolicy::of(&Owner::User(1));
        let team = EventTypePolicy::of(&Owner::Team(1));
        assert!(person.owns_schedules() && !team.owns_schedules());
        assert!(team.allows_hosts_own_app() && !person.allows_hosts_own_app());
        assert_eq!(person.known_apps(), None);
        assert_eq!(person.usual_locations(), []);
        assert_eq!(team.usual_locations().len(), 1);
        assert!(!team.within(None).allows_phone_only);
    }
}
