//! Hosts of event types, with the schedule that holds for each, in one query.

use diesel::{
    dsl::min,
    prelude::*,
    sql_types::{BigInt, Nullable},
};
use jiff::Timestamp;

use super::EventType;
use crate::{
    Connection, Json, Result,
    dialect::first_present,
    schedules::Schedule,
    schema::{event_type_hosts as host_rows, schedules, users},
    types::{Moment, Object},
};

diesel::alias!(schedules as own_schedules: OwnSchedules, host_rows as wanted_rows: WantedRows);

/// A host row of a team's event type.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = host_rows)]
pub struct EventTypeHost {
    /// The event type.
    pub event_type_id: i64,
    /// The user.
    pub user_id: i64,
    /// Whether the host takes part in every booking.
    pub is_fixed: bool,
    /// 0 (lowest) to 4 (highest).
    pub priority: i64,
    /// Share of round-robin bookings; 100 is usual.
    pub weight: i64,
    /// Bookings that a newcomer is credited with.
    pub weight_adjustment: i64,
    /// The host's schedule for this event type.
    pub schedule_id: Option<i64>,
    /// The host group.
    pub group_id: Option<String>,
    /// When the host was added.
    pub created_at: Timestamp,
}

/// A host row to insert.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = host_rows)]
#[allow(missing_docs)]
pub struct NewEventTypeHost {
    pub event_type_id: i64,
    pub user_id: i64,
    pub is_fixed: bool,
    pub priority: i64,
    pub weight: i64,
    pub weight_adjustment: i64,
    pub schedule_id: Option<i64>,
    pub group_id: Option<String>,
    #[diesel(serialize_as = Moment)]
    pub created_at: Timestamp,
}

/// What availability and booking need to know of a host's account.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = users)]
#[allow(missing_docs)]
pub struct HostUser {
    pub id: i64,
    pub email: String,
    pub username: Option<String>,
    pub name: Option<String>,
    pub avatar_url: Option<String>,
    pub metadata: Json<Object>,
    pub locale: Option<String>,
    pub time_zone: String,
    pub week_start: String,
    pub time_format: i64,
    pub default_schedule_id: Option<i64>,
    pub organization_id: Option<i64>,
    pub oauth_client_id: Option<String>,
    pub is_platform_managed: bool,
    pub brand_color: Option<String>,
    pub dark_brand_color: Option<String>,
    pub allow_dynamic_booking: bool,
}

/// A host with the schedule that holds: the event type's, else the host row's, else the user's default, else (no
/// default was ever set) the user's oldest. None of them, or one that was deleted: the built-in hours.
#[derive(Clone, Debug, PartialEq, Queryable)]
pub struct Host {
    /// The account.
    pub user: HostUser,
    /// The host row; none for the owner of a personal event type and for dynamic groups.
    pub row: Option<EventTypeHost>,
    /// The schedule that holds.
    pub schedule: Option<Schedule>,
}

/// Whose hosts to load.
enum Wanted {
    Users(Vec<i64>),
    RowsOf(i64),
}

/// The hosts of an event type that are not locked, in order of user id: the owner of a personal one or a managed
/// child, else the team's host rows.
pub fn hosts_of_event_type(connection: &mut Connection, event_type: &EventType) -> Result<Vec<Host>> {
    let wanted = match event_type.user_id {
        Some(id) => Wanted::Users(vec![id]),
        None => Wanted::RowsOf(event_type.id),
    };
    load_hosts(connection, (event_type.id, event_type.settings.schedule_id), wanted)
}

/// These users as hosts of a dynamic group.
pub fn hosts_of_users(connection: &mut Connection, user_ids: &[i64]) -> Result<Vec<Host>> {
    load_hosts(connection, (0, None), Wanted::Users(user_ids.to_vec()))
}

fn load_hosts(
    connection: &mut Connection,
    (event_type_id, schedule_id): (i64, Option<i64>),
    wanted: Wanted,
) -> Result<Vec<Host>> {
    let oldest = own_schedules
        .filter(own_schedules.field(schedules::user_id).eq(users::id))
        .select(min(own_schedules.field(schedules::id)))
        .single_value();
    let effective = first_present(
        schedule_id.into_sql::<Nullable<BigInt>>(),
        host_rows::schedule_id.nullable(),
        users::default_schedule_id,
        oldest,
    );
    let row_of_event_type = host_rows::user_id.eq(users::id).and(host_rows::event_type_id.eq(event_type_id));
    let query = users::table
        .left_join(host_rows::table.on(row_of_event_type))
        .left_join(schedules::table.on(schedules::id.nullable().eq(effective)))
        .filter(users::is_locked.eq(false))
        .order(users::id)
        .select((
            HostUser::as_select(),
            Option::<EventTypeHost>::as_select(),
            Option::<Schedule>::as_select(),
        ))
        .into_boxed();
    let query = match wanted {
        Wanted::Users(ids) => query.filter(users::id.eq_any(ids)),
        Wanted::RowsOf(id) => query.filter(
            users::id.eq_any(
                wanted_rows
                    .filter(wanted_rows.field(host_rows::event_type_id).eq(id))
                    .select(wanted_rows.field(host_rows::user_id)),
            ),
        ),
    };
    Ok(query.load(connection)?)
}

/// The host rows of an event type in order of user id.
pub fn event_type_hosts(connection: &mut Connection, event_type_id: i64) -> Result<Vec<EventTypeHost>> {
    Ok(host_rows::table
        .filter(host_rows::event_type_id.eq(event_type_id))
        .order(host_rows::user_id)
        .select(EventTypeHost::as_select())
        .load(connection)?)
}

/// Replaces the host rows of an event type; rows of users who stay keep their time of creation.
pub fn replace_hosts(
    connection: &mut Connection,
    event_type_id: i64,
    hosts: Vec<NewEventTypeHost>,
) -> Result<()> {
    let known = event_type_hosts(connection, event_type_id)?;
    diesel::delete(host_rows::table.filter(host_rows::event_type_id.eq(event_type_id)))
        .execute(connection)?;
    for mut host in hosts {
        host.event_type_id = event_type_id;
        if let Some(old) = known.iter().find(|old| old.user_id == host.user_id) {
            host.created_at = old.created_at;
        }
        diesel::insert_into(host_rows::table).values(host).execute(connection)?;
    }
    Ok(())
}
