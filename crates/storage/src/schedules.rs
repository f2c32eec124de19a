//! Schedules: a user's weekly hours and date overrides in a zone. What they mean is the scheduling floor's business.

use diesel::{dsl::min, prelude::*};
use jiff::{
    Timestamp,
    civil::{Date, Time, Weekday},
};
use serde::{Deserialize, Serialize};

use crate::{
    Connection, Json, Owner, Result,
    schema::{memberships, profiles, schedules, users},
    types::{Moment, day_names},
};

/// Hours of some weekdays, as wall-clock times in the schedule's zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeeklyHours {
    /// The days, in the order sent.
    #[serde(with = "day_names")]
    pub days: Vec<Weekday>,
    /// Start.
    pub start: Time,
    /// End; 23:59 means midnight.
    pub end: Time,
}

/// Hours that replace a date's weekly hours; equal start and end close the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateOverride {
    /// The date in the schedule's zone.
    pub date: Date,
    /// Start.
    pub start: Time,
    /// End; 23:59 means midnight.
    pub end: Time,
}

/// A schedule as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = schedules)]
pub struct Schedule {
    /// Key.
    pub id: i64,
    /// The owner.
    pub user_id: i64,
    /// Display name.
    pub name: String,
    /// IANA name.
    pub time_zone: Option<String>,
    /// Weekly hours in the order sent.
    pub availability: Json<Vec<WeeklyHours>>,
    /// Overrides in the order sent.
    pub overrides: Json<Vec<DateOverride>>,
    /// Creation.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

/// A schedule to insert.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = schedules)]
#[allow(missing_docs)]
pub struct NewSchedule {
    pub user_id: i64,
    pub name: String,
    pub time_zone: Option<String>,
    pub availability: Json<Vec<WeeklyHours>>,
    pub overrides: Json<Vec<DateOverride>>,
    #[diesel(serialize_as = Moment)]
    pub created_at: Timestamp,
    #[diesel(serialize_as = Moment)]
    pub updated_at: Timestamp,
}

/// What to change of a schedule; `None` leaves a field alone, a list replaces all.
#[derive(Clone, Debug, Default, AsChangeset)]
#[diesel(table_name = schedules)]
#[allow(missing_docs)]
pub struct ScheduleChanges {
    pub name: Option<String>,
    pub time_zone: Option<String>,
    pub availability: Option<Json<Vec<WeeklyHours>>>,
    pub overrides: Option<Json<Vec<DateOverride>>>,
}

/// A stretch of a list.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Page {
    pub limit: i64,
    pub offset: i64,
}

/// The schedule with this id, whoever owns it.
pub fn find(connection: &mut Connection, id: i64) -> Result<Option<Schedule>> {
    Ok(schedules::table.find(id).select(Schedule::as_select()).first(connection).optional()?)
}

/// The owner's schedules in order of id: a user's own, those of a team's members (accepted or not), or those of the
/// users with a profile in an organization. A client owns none.
pub fn list(connection: &mut Connection, owner: &Owner, page: Page) -> Result<Vec<Schedule>> {
    let query = schedules::table.select(Schedule::as_select()).into_boxed();
    let query = match owner {
        Owner::User(id) => query.filter(schedules::user_id.eq(*id)),
        Owner::Team(id) => query
            .filter(schedules::user_id.eq_any(
                memberships::table.filter(memberships::team_id.eq(*id)).select(memberships::user_id),
            )),
        Owner::Organization(id) => query.filter(
            schedules::user_id
                .eq_any(profiles::table.filter(profiles::organization_id.eq(*id)).select(profiles::user_id)),
        ),
        Owner::Client(_) => return Ok(Vec::new()),
    };
    Ok(query.order(schedules::id).limit(page.limit).offset(page.offset).load(connection)?)
}

/// The user's default schedule; `None` when there is none or it was deleted.
pub fn default_of(connection: &mut Connection, user_id: i64) -> Result<Option<Schedule>> {
    Ok(users::table
        .inner_join(schedules::table.on(users::default_schedule_id.eq(schedules::id.nullable())))
        .filter(users::id.eq(user_id))
        .select(Schedule::as_select())
        .first(connection)
        .optional()?)
}

/// The id of the user's oldest schedule, which holds when no default was ever set.
pub fn first_of(connection: &mut Connection, user_id: i64) -> Result<Option<i64>> {
    Ok(schedules::table
        .filter(schedules::user_id.eq(user_id))
        .select(min(schedules::id))
        .get_result(connection)?)
}

/// Inserts a schedule.
pub fn insert(connection: &mut Connection, new: NewSchedule) -> Result<Schedule> {
    Ok(diesel::insert_into(schedules::table)
        .values(new)
        .returning(schedules::all_columns)
        .get_result(connection)?)
}

/// Changes the user's schedule; `None` when the user has no such schedule.
pub fn update(
    connection: &mut Connection,
    (user_id, id): (i64, i64),
    changes: ScheduleChanges,
    now: Timestamp,
) -> Result<Option<Schedule>> {
    Ok(diesel::update(schedules::table.find(id).filter(schedules::user_id.eq(user_id)))
        .set((changes, schedules::updated_at.eq(Moment(now))))
        .returning(schedules::all_columns)
        .get_result(connection)
        .optional()?)
}

/// Makes the schedule the user's default. That the user owns it is for the caller to check.
pub fn set_default(
    connection: &mut Connection,
    user_id: i64,
    schedule_id: i64,
    now: Timestamp,
) -> Result<()> {
    diesel::update(users::table.find(user_id))
        .set((users::default_schedule_id.eq(schedule_id), users::updated_at.eq(Moment(now))))
        .execute(connection)?;
    Ok(())
}

/// Deletes the user's schedule; event types and hosts that named it fall back, a default keeps naming it.
pub fn delete(connection: &mut Connection, user_id: i64, id: i64) -> Result<bool> {
    let deleted = diesel::delete(schedules::table.find(id).filter(schedules::user_id.eq(user_id)))
        .execute(connection)?;
    Ok(deleted > 0)
}
