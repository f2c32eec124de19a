//! Profiles: a user's place and username in an organization.

use diesel::prelude::*;
use jiff::Timestamp;

use crate::{
    Connection, Result,
    schema::{profiles, teams, users},
    teams::Team,
    types::Moment,
};

/// A profile as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = profiles)]
pub struct Profile {
    /// Key.
    pub id: i64,
    /// Unguessable id.
    pub uid: String,
    /// The user.
    pub user_id: i64,
    /// The organization.
    pub organization_id: i64,
    /// Unique in the organization.
    pub username: String,
    /// Creation.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

/// A profile to insert.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = profiles)]
#[allow(missing_docs)]
pub struct NewProfile {
    pub uid: String,
    pub user_id: i64,
    pub organization_id: i64,
    pub username: String,
    #[diesel(serialize_as = Moment)]
    pub created_at: Timestamp,
    #[diesel(serialize_as = Moment)]
    pub updated_at: Timestamp,
}

/// The user's profile in the organization.
pub fn find(connection: &mut Connection, user_id: i64, organization_id: i64) -> Result<Option<Profile>> {
    Ok(profiles::table
        .filter(profiles::user_id.eq(user_id))
        .filter(profiles::organization_id.eq(organization_id))
        .select(Profile::as_select())
        .first(connection)
        .optional()?)
}

/// All profiles of a user, oldest first.
pub fn list_of_user(connection: &mut Connection, user_id: i64) -> Result<Vec<Profile>> {
    Ok(profiles::table
        .filter(profiles::user_id.eq(user_id))
        .order(profiles::id)
        .select(Profile::as_select())
        .load(connection)?)
}

/// The user's main organization and the profile there: the user's own organization if there is a profile in it, else
/// the oldest profile's.
pub fn main_organization(connection: &mut Connection, user_id: i64) -> Result<Option<(Profile, Team)>> {
    let found: Vec<(Profile, Team, Option<i64>)> = profiles::table
        .inner_join(users::table)
        .inner_join(teams::table.on(teams::id.eq(profiles::organization_id)))
        .filter(profiles::user_id.eq(user_id))
        .order(profiles::id)
        .select((Profile::as_select(), Team::as_select(), users::organization_id))
        .load(connection)?;
    let own = found.iter().position(|(profile, _, own)| *own == Some(profile.organization_id));
    Ok(found.into_iter().nth(own.unwrap_or(0)).map(|(profile, team, _)| (profile, team)))
}

/// The user who goes by this username in the organization, by their profile or their account.
pub fn holder_of(connection: &mut Connection, organization_id: i64, username: &str) -> Result<Option<i64>> {
    let by_profile = profiles::table
        .filter(profiles::organization_id.eq(organization_id))
        .filter(profiles::username.eq(username.to_owned()))
        .select(profiles::user_id)
        .first(connection)
        .optional()?;
    if by_profile.is_some() {
        return Ok(by_profile);
    }
    Ok(users::table
        .filter(users::organization_id.eq(organization_id))
        .filter(users::username.eq(username.to_owned()))
        .select(users::id)
        .first(connection)
        .optional()?)
}

/// The user of the oldest profile in the organization: a platform client without owner or admin acts as this user.
pub fn oldest_user_of(connection: &mut Connection, organization_id: i64) -> Result<Option<i64>> {
    Ok(profiles::table
        .filter(profiles::organization_id.eq(organization_id))
        .order(profiles::id)
        .select(profiles::user_id)
        .first(connection)
        .optional()?)
}

/// Inserts a profile.
pub fn insert(connection: &mut Connection, new: NewProfile) -> Result<Profile> {
    Ok(diesel::insert_into(profiles::table)
        .values(new)
        .returning(profiles::all_columns)
        .get_result(connection)?)
}

/// Gives the profile another username; `None` when there is no such profile.
pub fn rename(
    connection: &mut Connection,
    profile_id: i64,
    username: &str,
    now: Timestamp,
) -> Result<Option<Profile>> {
    Ok(diesel::update(profiles::table.find(profile_id))
        .set((profiles::username.eq(username.to_owned()), profiles::updated_at.eq(Moment(now))))
        .returning(profiles::all_columns)
        .get_result(connection)
        .optional()?)
}

/// Deletes the user's profile in the organization; tells whether there was one.
pub fn delete(connection: &mut Connection, user_id: i64, organization_id: i64) -> Result<bool> {
    let deleted = diesel::delete(
        profiles::table
            .filter(profiles::user_id.eq(user_id))
            .filter(profiles::organization_id.eq(organization_id)),
    )
    .execute(connection)?;
    Ok(deleted > 0)
}
