//! Changing schedules.

use super::{DateOverride, OwnSchedule, WeeklyHours, marked, owned, unknown};
use crate::access::{Access, SchedulesWrite};
use crate::{App, Error};
use openhours_storage::schedules::{self, ScheduleChanges};

/// What to change of a schedule; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScheduleUpdate {
    /// Its name.
    pub name: Option<String>,
    /// IANA name of its zone. The owner's own zone stays.
    pub time_zone: Option<String>,
    /// All weekly hours.
    pub availability: Option<Vec<WeeklyHours>>,
    /// All exceptions.
    pub overrides: Option<Vec<DateOverride>>,
    /// True makes it the owner's default; false takes nothing away.
    pub is_default: Option<bool>,
}

/// Changes a schedule of the owner and gives back the whole of it.
///
/// # Errors
/// Not found; forbidden when it belongs to somebody else.
pub fn update(
    app: &App,
    access: &Access<SchedulesWrite>,
    id: i64,
    update: ScheduleUpdate,
) -> Result<OwnSchedule, Error> {
    let (user_id, now) = (access.user_id(), app.clock.now());
    app.db.write(|connection| {
        owned(connection, user_id, id)?;
        if update.is_default == Some(true) {
            schedules::set_default(connection, user_id, id, now)?;
        }
        let changes = ScheduleChanges {
            name: update.name,
            time_zone: update.time_zone,
            availability: update.availability.map(Into::into),
            overrides: update.overrides.map(Into::into),
        };
        let changed = schedules::update(connection, (user_id, id), changes, now)?;
        let schedule = changed.ok_or_else(|| Error::not_found(unknown(id)))?;
        marked(connection, schedule)
    })
}
