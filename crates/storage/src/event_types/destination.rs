//! Calendars that event types write their bookings to, and what a user has connected to choose from.

use diesel::{dsl::exists, prelude::*};
use jiff::Timestamp;

use crate::{
    Connection, Result,
    schema::{destination_calendars as destinations, selected_calendars as connected},
    types::Moment,
};

/// The calendar that the bookings of an event type, or of a user, are written to.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = destinations)]
pub struct DestinationCalendar {
    /// Key.
    pub id: i64,
    /// The user whose default it is.
    pub user_id: Option<i64>,
    /// The event type that has it.
    pub event_type_id: Option<i64>,
    /// Type of the calendar's app.
    pub integration: String,
    /// Id in that app.
    pub external_id: String,
    /// Address of the account's primary calendar.
    pub primary_email: Option<String>,
    /// The connection.
    pub credential_id: Option<i64>,
    /// The organization's connection.
    pub delegation_credential_id: Option<String>,
    /// Creation.
    pub created_at: Timestamp,
}

/// A calendar that a user has connected.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = connected)]
pub struct ConnectedCalendar {
    /// Type of the calendar's app.
    pub integration: String,
    /// Id in that app.
    pub external_id: String,
    /// The connection; a feed that is only read has none.
    pub credential_id: Option<i64>,
    /// The organization's connection.
    pub delegation_credential_id: Option<String>,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = destinations, treat_none_as_null = true)]
struct Target {
    event_type_id: Option<i64>,
    integration: String,
    external_id: String,
    credential_id: Option<i64>,
    delegation_credential_id: Option<String>,
    #[diesel(serialize_as = Moment)]
    created_at: Timestamp,
}

/// The destination calendars of these event types; those without one are left out.
pub fn destinations_of(
    connection: &mut Connection,
    event_type_ids: &[i64],
) -> Result<Vec<DestinationCalendar>> {
    Ok(destinations::table
        .filter(
            destinations::event_type_id.eq_any(event_type_ids.iter().copied().map(Some).collect::<Vec<_>>()),
        )
        .order(destinations::id)
        .select(DestinationCalendar::as_select())
        .load(connection)?)
}

/// Makes a connected calendar the destination of an event type, in place of an earlier one.
pub fn set_destination(
    connection: &mut Connection,
    event_type_id: i64,
    calendar: ConnectedCalendar,
    now: Timestamp,
) -> Result<()> {
    diesel::delete(destinations::table.filter(destinations::event_type_id.eq(event_type_id)))
        .execute(connection)?;
    let target = Target {
        event_type_id: Some(event_type_id),
        integration: calendar.integration,
        external_id: calendar.external_id,
        credential_id: calendar.credential_id,
        delegation_credential_id: calendar.delegation_credential_id,
        created_at: now,
    };
    diesel::insert_into(destinations::table).values(target).execute(connection)?;
    Ok(())
}

/// The user's connected calendar with this id.
pub fn find_connected_calendar(
    connection: &mut Connection,
    user_id: i64,
    (integration, external_id): (&str, &str),
) -> Result<Option<ConnectedCalendar>> {
    Ok(connected::table
        .filter(connected::user_id.eq(user_id))
        .filter(connected::integration.eq(integration.to_owned()))
        .filter(connected::external_id.eq(external_id.to_owned()))
        .order(connected::id)
        .select(ConnectedCalendar::as_select())
        .first(connection)
        .optional()?)
}

/// Whether the user has connected an account whose primary calendar is known.
pub fn has_primary_calendar(connection: &mut Connection, user_id: i64) -> Result<bool> {
    let known = destinations::table
        .filter(destinations::user_id.eq(user_id))
        .filter(destinations::primary_email.is_not_null());
    Ok(diesel::select(exists(known)).get_result(connection)?)
}
