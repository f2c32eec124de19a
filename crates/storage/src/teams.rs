//! Teams and organizations: rows of one table. An organization is a team row with a flag; its teams name it as
//! their parent. Also an organization's settings and its link to a managing organization.

use diesel::prelude::*;
use jiff::Timestamp;

use crate::{
    Connection, Json, Result,
    schema::{memberships, organization_settings, teams},
    types::{Moment, Object},
};

/// A team or organization as stored.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = teams)]
pub struct Team {
    /// Key, shared by teams and organizations.
    pub id: i64,
    /// The organization of a team; null for organizations and stand-alone teams.
    pub parent_id: Option<i64>,
    /// Display name.
    pub name: String,
    /// Unique within the parent; stand-alone teams and organizations each have a name space of their own.
    pub slug: Option<String>,
    /// Whether the row is an organization.
    pub is_organization: bool,
    /// Whether the organization is a platform's.
    pub is_platform: bool,
    /// Whether members are hidden from outsiders.
    pub is_private: bool,
    /// Text about the team.
    pub bio: Option<String>,
    /// Logo.
    pub logo_url: Option<String>,
    /// Logo of the video room.
    pub cal_video_logo: Option<String>,
    /// Logo of the application.
    pub app_logo: Option<String>,
    /// Icon of the application.
    pub app_icon_logo: Option<String>,
    /// Banner.
    pub banner_url: Option<String>,
    /// Theme of booking pages.
    pub theme: Option<String>,
    /// Colour of the light theme.
    pub brand_color: Option<String>,
    /// Colour of the dark theme.
    pub dark_brand_color: Option<String>,
    /// Whether the product's name is hidden.
    pub hide_branding: bool,
    /// Whether the team's profile link is hidden.
    pub hide_team_profile_link: bool,
    /// Whether booking one member is hidden.
    pub hide_book_a_team_member: bool,
    /// IANA name.
    pub time_zone: String,
    /// English day name.
    pub week_start: String,
    /// 12 or 24.
    pub time_format: Option<i64>,
    /// Free-form data, the default conferencing app included.
    pub metadata: Json<Object>,
    /// Limits over all the team's event types, as sent.
    pub booking_limits: Option<Json<serde_json::Value>>,
    /// Whether managed event types count for those limits.
    pub include_managed_events_in_limits: bool,
    /// The platform client that made the team.
    pub created_by_oauth_client_id: Option<String>,
    /// Creation.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

/// A team or organization to insert; start from [`NewTeam::new`].
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = teams)]
#[allow(missing_docs)]
pub struct NewTeam {
    pub parent_id: Option<i64>,
    pub name: String,
    pub slug: Option<String>,
    pub is_organization: bool,
    pub is_platform: bool,
    pub is_private: bool,
    pub bio: Option<String>,
    pub logo_url: Option<String>,
    pub cal_video_logo: Option<String>,
    pub app_logo: Option<String>,
    pub app_icon_logo: Option<String>,
    pub banner_url: Option<String>,
    pub theme: Option<String>,
    pub brand_color: Option<String>,
    pub dark_brand_color: Option<String>,
    pub hide_branding: bool,
    pub hide_team_profile_link: bool,
    pub hide_book_a_team_member: bool,
    pub time_zone: String,
    pub week_start: String,
    pub time_format: Option<i64>,
    pub metadata: Json<Object>,
    pub booking_limits: Option<Json<serde_json::Value>>,
    pub include_managed_events_in_limits: bool,
    pub created_by_oauth_client_id: Option<String>,
    #[diesel(serialize_as = Moment)]
    pub created_at: Timestamp,
    #[diesel(serialize_as = Moment)]
    pub updated_at: Timestamp,
}

impl NewTeam {
    /// A stand-alone team with this name and slug and the usual defaults.
    pub fn new(name: impl Into<String>, slug: impl Into<String>, now: Timestamp) -> Self {
        Self {
            parent_id: None,
            name: name.into(),
            slug: Some(slug.into()),
            is_organization: false,
            is_platform: false,
            is_private: false,
            bio: None,
            logo_url: None,
            cal_video_logo: None,
            app_logo: None,
            app_icon_logo: None,
            banner_url: None,
            theme: None,
            brand_color: None,
            dark_brand_color: None,
            hide_branding: false,
            hide_team_profile_link: false,
            hide_book_a_team_member: false,
            time_zone: "Europe/London".to_owned(),
            week_start: "Sunday".to_owned(),
            time_format: None,
            metadata: Json::default(),
            booking_limits: None,
            include_managed_events_in_limits: false,
            created_by_oauth_client_id: None,
            created_at: now,
            updated_at: now,
        }
    }
}

/// What to change of a team; `None` leaves a field alone, `Some(None)` clears it.
#[derive(Clone, Debug, Default, AsChangeset)]
#[diesel(table_name = teams)]
#[allow(missing_docs)]
pub struct TeamChanges {
    pub name: Option<String>,
    pub slug: Option<Option<String>>,
    pub is_private: Option<bool>,
    pub bio: Option<Option<String>>,
    pub logo_url: Option<Option<String>>,
    pub cal_video_logo: Option<Option<String>>,
    pub app_logo: Option<Option<String>>,
    pub app_icon_logo: Option<Option<String>>,
    pub banner_url: Option<Option<String>>,
    pub theme: Option<Option<String>>,
    pub brand_color: Option<Option<String>>,
    pub dark_brand_color: Option<Option<String>>,
    pub hide_branding: Option<bool>,
    pub hide_team_profile_link: Option<bool>,
    pub hide_book_a_team_member: Option<bool>,
    pub time_zone: Option<String>,
    pub week_start: Option<String>,
    pub time_format: Option<Option<i64>>,
    pub metadata: Option<Json<Object>>,
    pub booking_limits: Option<Option<Json<serde_json::Value>>>,
    pub include_managed_events_in_limits: Option<bool>,
}

/// An organization's settings. An organization without a row has the defaults.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = organization_settings, treat_none_as_null = true)]
pub struct OrganizationSettings {
    /// The organization.
    pub organization_id: i64,
    /// Whether admins may use the organization's part of the API.
    pub is_admin_api_enabled: bool,
    /// Whether custom roles grant access.
    pub is_custom_roles_enabled: bool,
    /// Whether the organization's domain is verified.
    pub is_verified: bool,
    /// New team members with this mail domain are accepted at once.
    pub auto_accept_email_domain: Option<String>,
    /// Whether only admins may make event types.
    pub lock_event_type_creation: bool,
}

impl OrganizationSettings {
    /// The defaults: the admin API is on, nothing else.
    pub fn default_of(organization_id: i64) -> Self {
        Self {
            organization_id,
            is_admin_api_enabled: true,
            is_custom_roles_enabled: false,
            is_verified: false,
            auto_accept_email_domain: None,
            lock_event_type_creation: false,
        }
    }
}

/// The team or organization with this id.
pub fn find(connection: &mut Connection, id: i64) -> Result<Option<Team>> {
    Ok(teams::table.find(id).select(Team::as_select()).first(connection).optional()?)
}

/// The teams and organizations with these ids, in order of id; unknown ids are left out.
pub fn find_many(connection: &mut Connection, ids: &[i64]) -> Result<Vec<Team>> {
    Ok(teams::table
        .filter(teams::id.eq_any(ids.to_vec()))
        .order(teams::id)
        .select(Team::as_select())
        .load(connection)?)
}

/// The organization with this id; a plain team's id finds nothing.
pub fn find_organization(connection: &mut Connection, id: i64) -> Result<Option<Team>> {
    Ok(find(connection, id)?.filter(|team| team.is_organization))
}

/// The organization with this slug.
pub fn find_organization_by_slug(connection: &mut Connection, slug: &str) -> Result<Option<Team>> {
    Ok(teams::table
        .filter(teams::slug.eq(slug.to_owned()))
        .filter(teams::is_organization)
        .select(Team::as_select())
        .first(connection)
        .optional()?)
}

/// The team with this id when its parent is this organization.
pub fn find_in_organization(
    connection: &mut Connection,
    organization_id: i64,
    id: i64,
) -> Result<Option<Team>> {
    Ok(find(connection, id)?.filter(|team| team.parent_id == Some(organization_id)))
}

/// The team with this slug in the organization, or the stand-alone team when no organization is given.
pub fn find_by_slug(
    connection: &mut Connection,
    organization_id: Option<i64>,
    slug: &str,
) -> Result<Option<Team>> {
    let query = teams::table
        .filter(teams::slug.eq(slug.to_owned()))
        .filter(teams::is_organization.eq(false))
        .select(Team::as_select())
        .into_boxed();
    let query = match organization_id {
        Some(id) => query.filter(teams::parent_id.eq(id)),
        None => query.filter(teams::parent_id.is_null()),
    };
    Ok(query.first(connection).optional()?)
}

/// The teams of an organization in order of id.
pub fn list_of_organization(connection: &mut Connection, organization_id: i64) -> Result<Vec<Team>> {
    Ok(teams::table
        .filter(teams::parent_id.eq(organization_id))
        .order(teams::id)
        .select(Team::as_select())
        .load(connection)?)
}

/// The teams and organizations in which the user has a membership, accepted or not, in order of id.
pub fn list_of_user(connection: &mut Connection, user_id: i64) -> Result<Vec<Team>> {
    Ok(memberships::table
        .inner_join(teams::table)
        .filter(memberships::user_id.eq(user_id))
        .order(teams::id)
        .select(Team::as_select())
        .load(connection)?)
}

/// Inserts a team or organization.
pub fn insert(connection: &mut Connection, new: NewTeam) -> Result<Team> {
    Ok(diesel::insert_into(teams::table).values(new).returning(teams::all_columns).get_result(connection)?)
}

/// Changes a team or organization; `None` when there is none.
pub fn update(
    connection: &mut Connection,
    id: i64,
    changes: TeamChanges,
    now: Timestamp,
) -> Result<Option<Team>> {
    Ok(diesel::update(teams::table.find(id))
        .set((changes, teams::updated_at.eq(Moment(now))))
        .returning(teams::all_columns)
        .get_result(connection)
        .optional()?)
}

/// Deletes a team with its memberships and event types, or an organization with its teams too.
pub fn delete(connection: &mut Connection, id: i64) -> Result<Option<Team>> {
    Ok(diesel::delete(teams::table.find(id))
        .returning(teams::all_columns)
        .get_result(connection)
        .optional()?)
}

/// The organization's settings, or the defaults when it has none stored.
pub fn settings(connection: &mut Connection, organization_id: i64) -> Result<OrganizationSettings> {
    Ok(organization_settings::table
        .find(organization_id)
        .select(OrganizationSettings::as_select())
        .first(connection)
        .optional()?
        .unwrap_or_else(|| OrganizationSettings::default_of(organization_id)))
}

/// Stores the organization's settings, replacing what was there.
pub fn save_settings(connection: &mut Connection, settings: OrganizationSettings) -> Result<()> {
    let row = organization_settings::table.find(settings.organization_id);
    let changed = diesel::update(row).set(settings.clone()).execute(connection)?;
    if changed == 0 {
        diesel::insert_into(organization_settings::table).values(settings).execute(connection)?;
    }
    Ok(())
}
