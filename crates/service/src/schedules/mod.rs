//! The rooms of schedules: when a person can be booked. One file per verb; what the hours mean is the scheduling
//! floor's business.

mod create;
mod delete;
mod read;
mod update;

pub use create::{NewSchedule, create, create_default};
pub use delete::delete;
pub use openhours_storage::schedules::{DateOverride, Schedule, WeeklyHours};
pub use read::{default, get, list};
pub use update::{ScheduleUpdate, update};

use crate::Error;
use openhours_storage::Connection;
use openhours_storage::schedules;

/// A schedule as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSchedule {
    /// The schedule.
    pub schedule: Schedule,
    /// Whether it is its owner's default.
    pub is_default: bool,
}

/// The schedule with this id, if this user owns it.
fn owned(connection: &mut Connection, user_id: i64, id: i64) -> Result<Schedule, Error> {
    let schedule = schedules::find(connection, id)?.ok_or_else(|| Error::not_found(unknown(id)))?;
    if schedule.user_id != user_id {
        return Err(Error::forbidden(format!("User with ID={user_id} does not own schedule with ID={id}")));
    }
    Ok(schedule)
}

fn unknown(id: i64) -> String {
    format!("Schedule with ID={id} does not exist.")
}

/// Says whether a schedule is the default of its owner.
fn marked(connection: &mut Connection, schedule: Schedule) -> Result<OwnSchedule, Error> {
    let default = schedules::default_of(connection, schedule.user_id)?;
    let is_default = default.is_some_and(|default| default.id == schedule.id);
    Ok(OwnSchedule { schedule, is_default })
}
