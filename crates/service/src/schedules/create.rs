//! Creating schedules.

use super::{DateOverride, OwnSchedule, Schedule, WeeklyHours, marked};
use crate::access::{Access, SchedulesWrite};
use crate::{App, Error};
use jiff::Timestamp;
use jiff::civil::{Weekday, time};
use openhours_storage::{Connection, Json, schedules};

/// The name of the schedule that a managed user starts with.
const FIRST_NAME: &str = "Default schedule";

/// What is decided about a new schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSchedule {
    /// Its name, which may repeat.
    pub name: String,
    /// IANA name of its zone.
    pub time_zone: String,
    /// Its weekly hours; Monday to Friday from 09:00 to 17:00 when absent.
    pub availability: Option<Vec<WeeklyHours>>,
    /// Its exceptions.
    pub overrides: Vec<DateOverride>,
    /// Whether it takes the place of the owner's default.
    pub is_default: bool,
}

/// Creates a schedule for the owner.
///
/// # Errors
/// Only those of the store.
pub fn create(app: &App, access: &Access<SchedulesWrite>, new: NewSchedule) -> Result<OwnSchedule, Error> {
    let (user_id, now) = (access.user_id(), app.clock.now());
    app.db.write(|connection| {
        let is_default = new.is_default;
        let schedule = insert(connection, user_id, new, now)?;
        if is_default {
            schedules::set_default(connection, user_id, schedule.id, now)?;
            return Ok(OwnSchedule { schedule, is_default });
        }
        marked(connection, schedule)
    })
}

/// Gives a new user the schedule they start with, in their zone, as their default. For rooms that create users, in
/// their transaction.
///
/// # Errors
/// Only those of the store.
pub fn create_default(
    connection: &mut Connection,
    user_id: i64,
    time_zone: &str,
    now: Timestamp,
) -> Result<Schedule, Error> {
    let new = NewSchedule {
        name: FIRST_NAME.to_owned(),
        time_zone: time_zone.to_owned(),
        availability: None,
        overrides: Vec::new(),
        is_default: true,
    };
    let schedule = insert(connection, user_id, new, now)?;
    schedules::set_default(connection, user_id, schedule.id, now)?;
    Ok(schedule)
}

fn insert(
    connection: &mut Connection,
    user_id: i64,
    new: NewSchedule,
    now: Timestamp,
) -> Result<Schedule, Error> {
    let row = schedules::NewSchedule {
        user_id,
        name: new.name,
        time_zone: Some(new.time_zone),
        availability: Json(new.availability.unwrap_or_else(usual_hours)),
        overrides: Json(new.overrides),
        created_at: now,
        updated_at: now,
    };
    Ok(schedules::insert(connection, row)?)
}

fn usual_hours() -> Vec<WeeklyHours> {
    let days = Weekday::Monday.cycle_forward().take(5).collect();
    vec![WeeklyHours { days, start: time(9, 0, 0, 0), end: time(17, 0, 0, 0) }]
}
