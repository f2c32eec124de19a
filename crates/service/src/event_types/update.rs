//! Changing event types.

use super::changes::Changes;
use super::create::Request;
use super::policy::EventTypePolicy;
use super::show::{self, Shown};
use crate::access::{Access, EventTypesWrite};
use crate::{App, Error, Voice};
use openhours_storage::Error as StorageError;
use openhours_storage::event_types::{self, EventTypeSettings};

/// Changes what the request names of the owner's event type and leaves the rest, private links included.
///
/// # Errors
/// Invalid, as in creation; a request that is invalid by itself is so for an event type that does not exist, too. Not
/// found, for an event type or schedule that is not the owner's.
pub fn update(
    app: &App,
    access: &Access<EventTypesWrite>,
    id: i64,
    changes: Changes,
) -> Result<Shown, Error> {
    let request = Request {
        owner: access.owner(),
        user_id: access.user_id(),
        policy: EventTypePolicy::of(access.owner()).within(access.organization()),
    };
    let now = app.clock.now();
    app.db.write(|connection| {
        let stored = event_types::lock(connection, request.owner, id)?;
        // Where there is nothing to change, the request is still judged, over the settings that a new one would have.
        let mut settings = match &stored {
            Some(event_type) => event_type.settings.clone(),
            None => EventTypeSettings::new("", "", 1),
        };
        let schedule_id = changes.schedule_id.flatten();
        let calendar = request.lay_over(connection, changes, &mut settings)?;
        let mut event_type =
            stored.ok_or_else(|| Error::not_found(format!("Event type with id {id} not found")))?;
        request.check_schedule(connection, schedule_id)?;
        request.check_whole(&settings)?;
        event_type.settings = settings;
        let saved = event_types::save(connection, request.owner, event_type, now).map_err(slug_refused)?;
        let saved = saved.ok_or_else(|| Error::not_found(format!("Event type with id {id} not found")))?;
        if let Some(calendar) = calendar {
            event_types::set_destination(connection, id, calendar, now)?;
        }
        show::one(app, connection, saved)
    })
}

fn slug_refused(error: StorageError) -> Error {
    match error {
        StorageError::Unique { .. } => {
            Error::invalid("error_event_type_url_duplicate").voiced(Voice::Product).because(error)
        }
        other => other.into(),
    }
}
