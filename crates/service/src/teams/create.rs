//! Creating a team.

use crate::access::{Access, Role, TeamsWrite};
use crate::memberships::Admission;
use crate::{App, Error, slug};
use openhours_storage::teams::{self, NewTeam, Team};

/// A team to create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGroup {
    /// The name that others see.
    pub name: String,
    /// The name in links; made from the name when it is not given.
    pub slug: Option<String>,
}

/// Creates a team that the caller owns: within the organization that the access is about, or alone.
///
/// # Errors
/// Invalid for a slug without letters; conflict when the slug is taken there.
pub fn create(app: &App, access: &Access<TeamsWrite>, new: NewGroup) -> Result<Team, Error> {
    let slug = slug::of(new.slug.as_deref().unwrap_or(&new.name));
    if slug.is_empty() {
        return Err(Error::invalid("A team's slug needs at least one letter or digit."));
    }
    let now = app.clock.now();
    let parent = access.owner().team_id();
    app.db.write(|connection| {
        if teams::find_by_slug(connection, parent, &slug)?.is_some() {
            return Err(Error::conflict(format!("Team with slug '{slug}' already exists.")));
        }
        let row = NewTeam { parent_id: parent, ..NewTeam::new(new.name.clone(), slug, now) };
        let team = teams::insert(connection, row)?;
        let user = access.caller().user();
        Admission { user, team: &team, role: Role::Owner, now }.store(connection)?;
        Ok(team)
    })
}
