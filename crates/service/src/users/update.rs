//! Changing a user: what anybody may change of themself, and a platform of its managed users.

use super::clash::{self, Clash};
use super::{Me, address};
use crate::access::{Access, ProfileWrite};
use crate::{App, Error};
use openhours_storage::schedules::{self, ScheduleChanges};
use openhours_storage::types::Object;
use openhours_storage::users::{self, User, UserChanges};
use openhours_storage::{Connection, Json, profiles};

/// The one key of a user's free-form data that the product keeps there itself.
const KEPT_KEY: &str = "defaultConferencingApp";

/// What to change of a user; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UserUpdate {
    /// The address.
    pub email: Option<String>,
    /// The name that others see.
    pub name: Option<String>,
    /// 12 or 24.
    pub time_format: Option<i64>,
    /// The English name of the day.
    pub week_start: Option<String>,
    /// IANA name of the zone.
    pub time_zone: Option<String>,
    /// One of the user's own schedules.
    pub default_schedule_id: Option<i64>,
    /// Language code.
    pub locale: Option<String>,
    /// Picture.
    pub avatar_url: Option<String>,
    /// Text about the user.
    pub bio: Option<String>,
    /// All free-form data.
    pub metadata: Option<Object>,
}

impl UserUpdate {
    /// The columns to change. The address is left out: who may have which is the room's business.
    pub(crate) fn changes(&self, connection: &mut Connection, user: &User) -> Result<UserChanges, Error> {
        if let Some(id) = self.default_schedule_id {
            let schedule = schedules::find(connection, id)?;
            if schedule.is_none_or(|schedule| schedule.user_id != user.id) {
                return Err(Error::not_found(format!("Schedule with ID={id} does not exist.")));
            }
        }
        Ok(UserChanges {
            name: self.name.clone().map(Some),
            time_format: self.time_format,
            week_start: self.week_start.clone(),
            time_zone: self.time_zone.clone(),
            default_schedule_id: self.default_schedule_id.map(Some),
            locale: self.locale.clone().map(Some),
            avatar_url: self.avatar_url.clone().map(Some),
            bio: self.bio.clone().map(Some),
            metadata: self.metadata.clone().map(|given| Json(replaced(&user.metadata, given))),
            ..UserChanges::default()
        })
    }
}

/// The given data in the place of the old, of which only the product's own key stays.
fn replaced(old: &Object, mut given: Object) -> Object {
    if let Some(own) = old.get(KEPT_KEY)
        && !given.contains_key(KEPT_KEY)
    {
        given.insert(KEPT_KEY.to_owned(), own.clone());
    }
    given
}

/// Changes the caller. A new zone becomes that of their default schedule too.
///
/// # Errors
/// Invalid for what is no address; conflict for somebody else's; not found for a schedule that is not the caller's.
pub fn update_me(app: &App, access: &Access<ProfileWrite>, update: UserUpdate) -> Result<Me, Error> {
    if let Some(email) = &update.email {
        address::check(email)?;
    }
    let id = access.user_id();
    clash::settle(|| app.db.write(|connection| store(app, connection, id, &update)), taken)
}

fn store(app: &App, connection: &mut Connection, id: i64, update: &UserUpdate) -> Result<Me, Clash> {
    let now = app.clock.now();
    let user = users::find(connection, id)?.ok_or_else(gone)?;
    let mut changes = update.changes(connection, &user)?;
    if let Some(email) = update.email.as_ref().filter(|email| **email != user.email) {
        if users::find_by_email(connection, email)?.is_some() {
            return Err(taken().into());
        }
        changes.email = Some(email.clone());
    }
    let user = users::update(connection, id, changes, now)?.ok_or_else(gone)?;
    if let (Some(zone), Some(schedule)) = (&update.time_zone, user.default_schedule_id) {
        let zone = ScheduleChanges { time_zone: Some(zone.clone()), ..ScheduleChanges::default() };
        schedules::update(connection, (id, schedule), zone, now)?;
    }
    let main = profiles::main_organization(connection, id)?;
    Ok(Me { user, organization: main.map(|(_, organization)| organization) })
}

fn taken() -> Error {
    Error::conflict("User with the provided e-mail already exists.")
}

/// Deleted between the door and the room.
fn gone() -> Error {
    Error::unauthorized("Invalid Access Token.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn object(value: &Value) -> Object {
        value.as_object().cloned().unwrap()
    }

    #[test]
    fn metadata_is_replaced_as_a_whole_but_for_what_the_product_keeps_there() {
        let app = json!({"appSlug": "zoom"});
        let old = object(&json!({"a": "1", "defaultConferencingApp": app}));
        let given = object(&json!({"b": "2"}));
        let new = object(&json!({"b": "2", "defaultConferencingApp": app}));
        assert_eq!(replaced(&old, given.clone()), new);
        assert_eq!(replaced(&object(&json!({"a": "1"})), given.clone()), given);
        let other = object(&json!({"defaultConferencingApp": "mine"}));
        assert_eq!(replaced(&old, other.clone()), other);
    }
}
