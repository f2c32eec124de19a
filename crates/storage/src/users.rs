//! Users: people who host, ordinary and managed alike. Who may see or change them is not decided here.

use diesel::prelude::*;
use jiff::Timestamp;

use crate::{
    Connection, Json, Result,
    schema::{profiles, teams, users},
    types::{MaybeMoment, Moment, Object},
};

/// A user as stored.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = users)]
pub struct User {
    /// Key.
    pub id: i64,
    /// The unique address, mangled for managed users.
    pub email: String,
    /// When the address was verified.
    pub email_verified_at: Option<Timestamp>,
    /// Unique among users outside organizations, and within each organization.
    pub username: Option<String>,
    /// Display name.
    pub name: Option<String>,
    /// Picture.
    pub avatar_url: Option<String>,
    /// Text about the user.
    pub bio: Option<String>,
    /// Free-form data, the default conferencing app included.
    pub metadata: Json<Object>,
    /// Language code.
    pub locale: Option<String>,
    /// IANA name.
    pub time_zone: String,
    /// English day name.
    pub week_start: String,
    /// 12 or 24.
    pub time_format: i64,
    /// The default schedule. May name a deleted one: then the built-in hours hold, which null would not mean.
    pub default_schedule_id: Option<i64>,
    /// The organization whose account this is.
    pub organization_id: Option<i64>,
    /// The platform client that manages the user.
    pub oauth_client_id: Option<String>,
    /// Whether a platform client made and manages the user.
    pub is_platform_managed: bool,
    /// Whether the account counts as verified.
    pub is_verified: bool,
    /// Whether the user administers the whole instance.
    pub is_system_admin: bool,
    /// Locked users host nothing.
    pub is_locked: bool,
    /// The team of the invitation that made the account.
    pub invited_to: Option<i64>,
    /// Theme of booking pages.
    pub theme: Option<String>,
    /// Theme of the application.
    pub app_theme: Option<String>,
    /// Colour of the light theme.
    pub brand_color: Option<String>,
    /// Colour of the dark theme.
    pub dark_brand_color: Option<String>,
    /// Whether the product's name is hidden.
    pub hide_branding: bool,
    /// Whether the user may be named in a dynamic group.
    pub allow_dynamic_booking: bool,
    /// Creation.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

/// A user to insert; start from [`NewUser::new`].
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = users)]
#[allow(missing_docs)]
pub struct NewUser {
    pub email: String,
    #[diesel(serialize_as = MaybeMoment)]
    pub email_verified_at: Option<Timestamp>,
    pub username: Option<String>,
    pub name: Option<String>,
    pub avatar_url: Option<String>,
    pub bio: Option<String>,
    pub metadata: Json<Object>,
    pub locale: Option<String>,
    pub time_zone: String,
    pub week_start: String,
    pub time_format: i64,
    pub organization_id: Option<i64>,
    pub oauth_client_id: Option<String>,
    pub is_platform_managed: bool,
    pub is_verified: bool,
    pub is_system_admin: bool,
    pub is_locked: bool,
    pub invited_to: Option<i64>,
    pub theme: Option<String>,
    pub app_theme: Option<String>,
    pub brand_color: Option<String>,
    pub dark_brand_color: Option<String>,
    pub hide_branding: bool,
    pub allow_dynamic_booking: bool,
    #[diesel(serialize_as = Moment)]
    pub created_at: Timestamp,
    #[diesel(serialize_as = Moment)]
    pub updated_at: Timestamp,
}

impl NewUser {
    /// A user with this address and the usual defaults: Europe/London, Sunday, the 12-hour clock.
    pub fn new(email: impl Into<String>, now: Timestamp) -> Self {
        Self {
            email: email.into(),
            email_verified_at: None,
            username: None,
            name: None,
            avatar_url: None,
            bio: None,
            metadata: Json::default(),
            locale: None,
            time_zone: "Europe/London".to_owned(),
            week_start: "Sunday".to_owned(),
            time_format: 12,
            organization_id: None,
            oauth_client_id: None,
            is_platform_managed: false,
            is_verified: false,
            is_system_admin: false,
            is_locked: false,
            invited_to: None,
            theme: None,
            app_theme: None,
            brand_color: None,
            dark_brand_color: None,
            hide_branding: false,
            allow_dynamic_booking: true,
            created_at: now,
            updated_at: now,
        }
    }
}

/// What to change of a user; `None` leaves a field alone, `Some(None)` clears it.
#[derive(Clone, Debug, Default, AsChangeset)]
#[diesel(table_name = users)]
#[allow(missing_docs)]
pub struct UserChanges {
    pub email: Option<String>,
    pub username: Option<Option<String>>,
    pub name: Option<Option<String>>,
    pub avatar_url: Option<Option<String>>,
    pub bio: Option<Option<String>>,
    pub metadata: Option<Json<Object>>,
    pub locale: Option<Option<String>>,
    pub time_zone: Option<String>,
    pub week_start: Option<String>,
    pub time_format: Option<i64>,
    pub default_schedule_id: Option<Option<i64>>,
    pub organization_id: Option<Option<i64>>,
    pub is_locked: Option<bool>,
    pub is_system_admin: Option<bool>,
    pub theme: Option<Option<String>>,
    pub app_theme: Option<Option<String>>,
    pub brand_color: Option<Option<String>>,
    pub dark_brand_color: Option<Option<String>>,
    pub hide_branding: Option<bool>,
    pub allow_dynamic_booking: Option<bool>,
}

/// The user with this id.
pub fn find(connection: &mut Connection, id: i64) -> Result<Option<User>> {
    Ok(users::table.find(id).select(User::as_select()).first(connection).optional()?)
}

/// The users with these ids, in order of id; unknown ids are left out.
pub fn find_many(connection: &mut Connection, ids: &[i64]) -> Result<Vec<User>> {
    Ok(users::table
        .filter(users::id.eq_any(ids.to_vec()))
        .order(users::id)
        .select(User::as_select())
        .load(connection)?)
}

/// The user with exactly this address.
pub fn find_by_email(connection: &mut Connection, email: &str) -> Result<Option<User>> {
    Ok(users::table
        .filter(users::email.eq(email.to_owned()))
        .select(User::as_select())
        .first(connection)
        .optional()?)
}

/// The users with these addresses.
pub fn find_by_emails(connection: &mut Connection, emails: &[String]) -> Result<Vec<User>> {
    Ok(users::table
        .filter(users::email.eq_any(emails.to_vec()))
        .order(users::id)
        .select(User::as_select())
        .load(connection)?)
}

/// The user with this account username; one outside organizations wins over members of organizations.
pub fn find_by_username(connection: &mut Connection, username: &str) -> Result<Option<User>> {
    let mut found: Vec<User> = users::table
        .filter(users::username.eq(username.to_owned()))
        .order(users::id)
        .select(User::as_select())
        .load(connection)?;
    found.sort_by_key(|user| user.organization_id.is_some());
    Ok(found.into_iter().next())
}

/// The user whose profile in the organization with this slug has this username.
pub fn find_by_organization_username(
    connection: &mut Connection,
    organization_slug: &str,
    username: &str,
) -> Result<Option<User>> {
    Ok(profiles::table
        .inner_join(users::table)
        .inner_join(teams::table.on(teams::id.eq(profiles::organization_id)))
        .filter(profiles::username.eq(username.to_owned()))
        .filter(teams::slug.eq(organization_slug.to_owned()))
        .filter(teams::is_organization)
        .select(User::as_select())
        .first(connection)
        .optional()?)
}

/// The users whose profiles in the organization with this slug have these usernames, in order of id.
pub fn find_by_organization_usernames(
    connection: &mut Connection,
    organization_slug: &str,
    usernames: &[String],
) -> Result<Vec<User>> {
    Ok(profiles::table
        .inner_join(users::table)
        .inner_join(teams::table.on(teams::id.eq(profiles::organization_id)))
        .filter(profiles::username.eq_any(usernames.to_vec()))
        .filter(teams::slug.eq(organization_slug.to_owned()))
        .filter(teams::is_organization)
        .order(users::id)
        .select(User::as_select())
        .load(connection)?)
}

/// Inserts a user.
pub fn insert(connection: &mut Connection, new: NewUser) -> Result<User> {
    Ok(diesel::insert_into(users::table).values(new).returning(users::all_columns).get_result(connection)?)
}

/// Changes a user; `None` when there is none.
pub fn update(
    connection: &mut Connection,
    id: i64,
    changes: UserChanges,
    now: Timestamp,
) -> Result<Option<User>> {
    Ok(diesel::update(users::table.find(id))
        .set((changes, users::updated_at.eq(Moment(now))))
        .returning(users::all_columns)
        .get_result(connection)
        .optional()?)
}

/// Deletes a user and everything the user owns: tokens, keys, profiles, memberships, schedules, event types,
/// bookings as organizer, credentials, calendars and webhooks. Gives back the last state.
pub fn delete(connection: &mut Connection, id: i64) -> Result<Option<User>> {
    Ok(diesel::delete(users::table.find(id))
        .returning(users::all_columns)
        .get_result(connection)
        .optional()?)
}
