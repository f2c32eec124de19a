//! Who owns a thing. Queries on owned things take an [`Owner`] first and filter by it; who may act for an
//! owner is decided elsewhere.

/// The user, team, organization or OAuth client that a row belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    /// A user, by id.
    User(i64),
    /// A team that is not an organization, by id.
    Team(i64),
    /// An organization: a row of `teams` too, so it shares one id space with teams.
    Organization(i64),
    /// A platform OAuth client, by its id.
    Client(String),
}

impl Owner {
    /// The user's id when a user owns it.
    pub fn user_id(&self) -> Option<i64> {
        match self {
            Self::User(id) => Some(*id),
            _ => None,
        }
    }

    /// The row of `teams` that owns it: a team or an organization.
    pub fn team_id(&self) -> Option<i64> {
        match self {
            Self::Team(id) | Self::Organization(id) => Some(*id),
            _ => None,
        }
    }

    /// The OAuth client's id when a client owns it.
    pub fn client_id(&self) -> Option<&str> {
        match self {
            Self::Client(id) => Some(id),
            _ => None,
        }
    }
}
