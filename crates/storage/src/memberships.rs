//! Memberships: a user's role in a team or organization.

use diesel::prelude::*;
use jiff::Timestamp;

use crate::{
    Connection, Result,
    schema::{memberships, role_permissions},
    types::{Moment, text_enum},
};

text_enum! {
    /// A built-in role, from the least to the most powerful.
    MembershipRole {
        /// May look and host.
        Member = "member",
        /// May manage.
        Admin = "admin",
        /// May do everything.
        Owner = "owner",
    }
}

/// A membership as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = memberships)]
pub struct Membership {
    /// Key.
    pub id: i64,
    /// The user.
    pub user_id: i64,
    /// The team or organization.
    pub team_id: i64,
    /// The built-in role.
    pub role: MembershipRole,
    /// Whether the user took the invitation.
    pub accepted: bool,
    /// Whether admins may not act as this user.
    pub disable_impersonation: bool,
    /// A custom role on top of the built-in one.
    pub custom_role_id: Option<String>,
    /// Creation.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

/// A membership to insert.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = memberships)]
#[allow(missing_docs)]
pub struct NewMembership {
    pub user_id: i64,
    pub team_id: i64,
    pub role: MembershipRole,
    pub accepted: bool,
    pub disable_impersonation: bool,
    pub custom_role_id: Option<String>,
    #[diesel(serialize_as = Moment)]
    pub created_at: Timestamp,
    #[diesel(serialize_as = Moment)]
    pub updated_at: Timestamp,
}

impl NewMembership {
    /// An accepted membership with this role.
    pub fn accepted(user_id: i64, team_id: i64, role: MembershipRole, now: Timestamp) -> Self {
        Self {
            user_id,
            team_id,
            role,
            accepted: true,
            disable_impersonation: false,
            custom_role_id: None,
            created_at: now,
            updated_at: now,
        }
    }
}

/// What to change of a membership; `None` leaves a field alone.
#[derive(Clone, Debug, Default, AsChangeset)]
#[diesel(table_name = memberships)]
#[allow(missing_docs)]
pub struct MembershipChanges {
    pub role: Option<MembershipRole>,
    pub accepted: Option<bool>,
    pub disable_impersonation: Option<bool>,
    pub custom_role_id: Option<Option<String>>,
}

/// The user's membership in the team or organization, accepted or not.
pub fn find(connection: &mut Connection, user_id: i64, team_id: i64) -> Result<Option<Membership>> {
    Ok(memberships::table
        .filter(memberships::user_id.eq(user_id))
        .filter(memberships::team_id.eq(team_id))
        .select(Membership::as_select())
        .first(connection)
        .optional()?)
}

/// All memberships of a user in order of id.
pub fn list_of_user(connection: &mut Connection, user_id: i64) -> Result<Vec<Membership>> {
    Ok(memberships::table
        .filter(memberships::user_id.eq(user_id))
        .order(memberships::id)
        .select(Membership::as_select())
        .load(connection)?)
}

/// All memberships of a team or organization in order of id.
pub fn list_of_team(connection: &mut Connection, team_id: i64) -> Result<Vec<Membership>> {
    Ok(memberships::table
        .filter(memberships::team_id.eq(team_id))
        .order(memberships::id)
        .select(Membership::as_select())
        .load(connection)?)
}

/// The user that acts for the team or organization: its oldest accepted owner, else its oldest accepted admin.
pub fn acting_user_of(connection: &mut Connection, team_id: i64) -> Result<Option<i64>> {
    let leaders: Vec<(MembershipRole, i64)> = memberships::table
        .filter(memberships::team_id.eq(team_id))
        .filter(memberships::accepted)
        .filter(memberships::role.eq_any([MembershipRole::Owner, MembershipRole::Admin]))
        .order(memberships::id)
        .select((memberships::role, memberships::user_id))
        .load(connection)?;
    let owner = leaders.iter().position(|(role, _)| *role == MembershipRole::Owner);
    Ok(leaders.get(owner.unwrap_or(0)).map(|(_, user_id)| *user_id))
}

/// Whether both users have accepted memberships in one team or organization.
pub fn share_a_team(connection: &mut Connection, user_id: i64, other_id: i64) -> Result<bool> {
    let others = memberships::table
        .filter(memberships::user_id.eq(other_id))
        .filter(memberships::accepted)
        .select(memberships::team_id)
        .load::<i64>(connection)?;
    Ok(diesel::select(diesel::dsl::exists(
        memberships::table
            .filter(memberships::user_id.eq(user_id))
            .filter(memberships::accepted)
            .filter(memberships::team_id.eq_any(others)),
    ))
    .get_result(connection)?)
}

/// The permissions of the custom role attached to the user's membership, in stored order; empty without one.
pub fn custom_permissions(connection: &mut Connection, user_id: i64, team_id: i64) -> Result<Vec<String>> {
    Ok(memberships::table
        .inner_join(
            role_permissions::table.on(memberships::custom_role_id.eq(role_permissions::role_id.nullable())),
        )
        .filter(memberships::user_id.eq(user_id))
        .filter(memberships::team_id.eq(team_id))
        .order(role_permissions::id)
        .select(role_permissions::permission)
        .load(connection)?)
}

/// Inserts a membership; a second one of the user in the team is refused by `memberships_user_id_team_id_key`.
pub fn insert(connection: &mut Connection, new: NewMembership) -> Result<Membership> {
    Ok(diesel::insert_into(memberships::table)
        .values(new)
        .returning(memberships::all_columns)
        .get_result(connection)?)
}

/// Changes a membership of the team; `None` when it has no such membership.
pub fn update(
    connection: &mut Connection,
    (team_id, id): (i64, i64),
    changes: MembershipChanges,
    now: Timestamp,
) -> Result<Option<Membership>> {
    Ok(diesel::update(
        memberships::table.filter(memberships::id.eq(id)).filter(memberships::team_id.eq(team_id)),
    )
    .set((changes, memberships::updated_at.eq(Moment(now))))
    .returning(memberships::all_columns)
    .get_result(connection)
    .optional()?)
}

/// Deletes a membership of the team and gives back its last state.
pub fn delete(connection: &mut Connection, team_id: i64, id: i64) -> Result<Option<Membership>> {
    Ok(diesel::delete(
        memberships::table.filter(memberships::id.eq(id)).filter(memberships::team_id.eq(team_id)),
    )
    .returning(memberships::all_columns)
    .get_result(connection)
    .optional()?)
}
