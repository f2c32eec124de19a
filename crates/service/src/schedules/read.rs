//! Reading schedules.

use super::{OwnSchedule, marked, owned};
use crate::access::{Access, SchedulesRead};
use crate::{App, Error};
use openhours_storage::schedules::{self, Page};

/// So many schedules of one owner are listed at most.
const MOST: i64 = 10_000;

/// All schedules of the owner in the order of their creation.
///
/// # Errors
/// Only those of the store.
pub fn list(app: &App, access: &Access<SchedulesRead>) -> Result<Vec<OwnSchedule>, Error> {
    app.db.read(|connection| {
        let default = schedules::default_of(connection, access.user_id())?.map(|default| default.id);
        let found = schedules::list(connection, access.owner(), Page { limit: MOST, offset: 0 })?;
        let mark = |schedule: schedules::Schedule| {
            let is_default = default == Some(schedule.id);
            OwnSchedule { schedule, is_default }
        };
        Ok(found.into_iter().map(mark).collect())
    })
}

/// The owner's default schedule; none when it was never set or was deleted.
///
/// # Errors
/// Only those of the store.
pub fn default(app: &App, access: &Access<SchedulesRead>) -> Result<Option<OwnSchedule>, Error> {
    app.db.read(|connection| {
        let default = schedules::default_of(connection, access.user_id())?;
        Ok(default.map(|schedule| OwnSchedule { schedule, is_default: true }))
    })
}

/// One schedule of the owner.
///
/// # Errors
/// Not found; forbidden when it belongs to somebody else.
pub fn get(app: &App, access: &Access<SchedulesRead>, id: i64) -> Result<OwnSchedule, Error> {
    app.db.read(|connection| {
        let schedule = owned(connection, access.user_id(), id)?;
        marked(connection, schedule)
    })
}
