//! Platform OAuth clients of an organization. Secrets come hashed (to compare) and sealed (to give back).

use diesel::prelude::*;
use jiff::Timestamp;

use crate::{Connection, Json, Result, schema::oauth_clients, types::Moment};

/// An OAuth client as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = oauth_clients)]
pub struct OauthClient {
    /// 25 lower-case letters and digits.
    pub id: String,
    /// The platform organization.
    pub organization_id: i64,
    /// Display name.
    pub name: String,
    /// Hash of the secret.
    pub secret_hash: String,
    /// The secret, encrypted.
    pub secret_sealed: String,
    /// Bit set of what its tokens may do.
    pub permissions: i64,
    /// Logo.
    pub logo: Option<String>,
    /// Where authorizations may return to; also the allowed origins.
    pub redirect_uris: Json<Vec<String>>,
    /// Where a booker goes after booking.
    pub booking_redirect_uri: Option<String>,
    /// Where a booker goes to cancel.
    pub booking_cancel_redirect_uri: Option<String>,
    /// Where a booker goes to reschedule.
    pub booking_reschedule_redirect_uri: Option<String>,
    /// Whether managed users' bookings send mail.
    pub are_emails_enabled: bool,
    /// Whether new managed users get event types.
    pub are_default_event_types_enabled: bool,
    /// Whether bookings are written to calendars.
    pub are_calendar_events_enabled: bool,
    /// Creation.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

/// An OAuth client to insert.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = oauth_clients)]
#[allow(missing_docs)]
pub struct NewOauthClient {
    pub id: String,
    pub organization_id: i64,
    pub name: String,
    pub secret_hash: String,
    pub secret_sealed: String,
    pub permissions: i64,
    pub logo: Option<String>,
    pub redirect_uris: Json<Vec<String>>,
    pub booking_redirect_uri: Option<String>,
    pub booking_cancel_redirect_uri: Option<String>,
    pub booking_reschedule_redirect_uri: Option<String>,
    pub are_emails_enabled: bool,
    pub are_default_event_types_enabled: bool,
    pub are_calendar_events_enabled: bool,
    #[diesel(serialize_as = Moment)]
    pub created_at: Timestamp,
    #[diesel(serialize_as = Moment)]
    pub updated_at: Timestamp,
}

/// What to change of an OAuth client; `None` leaves a field alone, `Some(None)` clears it.
#[derive(Clone, Debug, Default, AsChangeset)]
#[diesel(table_name = oauth_clients)]
#[allow(missing_docs)]
pub struct OauthClientChanges {
    pub name: Option<String>,
    pub logo: Option<Option<String>>,
    pub redirect_uris: Option<Json<Vec<String>>>,
    pub booking_redirect_uri: Option<Option<String>>,
    pub booking_cancel_redirect_uri: Option<Option<String>>,
    pub booking_reschedule_redirect_uri: Option<Option<String>>,
    pub are_emails_enabled: Option<bool>,
    pub are_default_event_types_enabled: Option<bool>,
    pub are_calendar_events_enabled: Option<bool>,
}

/// The client with this id, whoever owns it.
pub fn find(connection: &mut Connection, id: &str) -> Result<Option<OauthClient>> {
    Ok(oauth_clients::table
        .find(id.to_owned())
        .select(OauthClient::as_select())
        .first(connection)
        .optional()?)
}

/// The organization's clients, oldest first.
pub fn list(connection: &mut Connection, organization_id: i64) -> Result<Vec<OauthClient>> {
    Ok(oauth_clients::table
        .filter(oauth_clients::organization_id.eq(organization_id))
        .order((oauth_clients::created_at, oauth_clients::id))
        .select(OauthClient::as_select())
        .load(connection)?)
}

/// Inserts a client.
pub fn insert(connection: &mut Connection, new: NewOauthClient) -> Result<OauthClient> {
    Ok(diesel::insert_into(oauth_clients::table)
        .values(new)
        .returning(oauth_clients::all_columns)
        .get_result(connection)?)
}

/// Changes a client; `None` when there is none.
pub fn update(
    connection: &mut Connection,
    id: &str,
    changes: OauthClientChanges,
    now: Timestamp,
) -> Result<Option<OauthClient>> {
    Ok(diesel::update(oauth_clients::table.find(id.to_owned()))
        .set((changes, oauth_clients::updated_at.eq(Moment(now))))
        .returning(oauth_clients::all_columns)
        .get_result(connection)
        .optional()?)
}

/// Deletes a client with its tokens and webhooks; its users stay, no longer linked.
pub fn delete(connection: &mut Connection, id: &str) -> Result<Option<OauthClient>> {
    Ok(diesel::delete(oauth_clients::table.find(id.to_owned()))
        .returning(oauth_clients::all_columns)
        .get_result(connection)
        .optional()?)
}
