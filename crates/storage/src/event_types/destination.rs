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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Database, Json, Owner, Settings, credentials,
        event_types::{self, EventTypeSettings, NewEventType},
        schema::credentials as connections,
        types::Object,
        users::{self, NewUser},
    };

    fn now() -> Timestamp {
        "2030-01-07T08:00:00Z".parse().expect("an instant")
    }

    /// A user with an event type, a connection to `zoom` and a calendar of it.
    fn scene(connection: &mut Connection) -> Result<(i64, i64)> {
        let user = users::insert(connection, NewUser::new("ana@example.com", now()))?.id;
        let new = NewEventType {
            user_id: Some(user),
            team_id: None,
            parent_id: None,
            settings: EventTypeSettings::new("Talk", "talk", 30),
            created_by_oauth_client_id: None,
            created_at: now(),
            updated_at: now(),
        };
        let event_type = event_types::insert(connection, new)?.id;
        let credential: i64 = diesel::insert_into(connections::table)
            .values((
                connections::kind.eq("zoom_video"),
                connections::app.eq("zoom"),
                connections::user_id.eq(user),
                connections::key_sealed.eq("sealed"),
                connections::is_invalid.eq(false),
                connections::created_at.eq(Moment(now())),
                connections::updated_at.eq(Moment(now())),
            ))
            .returning(connections::id)
            .get_result(connection)?;
        for external_id in ["work", "home"] {
            diesel::insert_into(connected::table)
                .values((
                    connected::id.eq(external_id),
                    connected::user_id.eq(user),
                    connected::integration.eq("google_calendar"),
                    connected::external_id.eq(external_id),
                    connected::credential_id.eq(credential),
                    connected::sync_state.eq(Json(Object::new())),
                    connected::created_at.eq(Moment(now())),
                ))
                .execute(connection)?;
        }
        Ok((user, event_type))
    }

    #[test]
    fn an_event_type_has_one_destination_and_a_later_choice_replaces_it() -> Result<()> {
        let database = Database::open(&Settings::new("sqlite::memory:"))?;
        database.migrate()?;
        database.write(|connection| {
            let (user, event_type) = scene(connection)?;
            for external_id in ["work", "home"] {
                let names = ("google_calendar", external_id);
                let calendar = find_connected_calendar(connection, user, names)?.expect("it is connected");
                set_destination(connection, event_type, calendar, now())?;
                let found = destinations_of(connection, &[event_type])?;
                assert_eq!(found.len(), 1);
                assert_eq!(found[0].external_id, external_id);
            }
            assert_eq!(find_connected_calendar(connection, user + 1, ("google_calendar", "work"))?, None);
            assert!(!has_primary_calendar(connection, user)?);
            assert!(credentials::has_app(connection, &Owner::User(user), "zoom")?);
            assert!(!credentials::has_app(connection, &Owner::User(user), "jitsi")?);
            assert!(!credentials::has_app(connection, &Owner::Team(user), "zoom")?);
            Ok(())
        })
    }
}
