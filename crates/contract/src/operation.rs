//! What the generated table of operations says about each.

/// One operation of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its id.
    pub id: &'static str,
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The path with its parameters in braces.
    pub path: &'static str,
    /// Its tag in the documentation.
    pub tag: &'static str,
    /// The area that owns it.
    pub area: &'static str,
    /// Who may knock.
    pub door: Door,
    /// What the caller must be allowed to do.
    pub permission: Option<&'static str>,
    /// The accepted values of the version header; empty when any will do.
    pub versions: &'static [&'static str],
    /// Whether it is still to be built.
    pub planned: bool,
}

/// The doors of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Door {
    /// A caller and what is the caller's own.
    Own,
    /// A team.
    Team,
    /// An organization.
    Org,
    /// A team of an organization.
    OrgTeam,
    /// A user of an organization.
    OrgUser,
    /// A platform's OAuth client.
    Platform,
    /// Anybody.
    Public,
    /// Anybody, known or not.
    MaybeCaller,
}
