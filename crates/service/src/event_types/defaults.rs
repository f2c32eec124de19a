//! The event types that a new managed user starts with. For rooms that create users, in their transaction.

use super::places;
use crate::Error;
use jiff::Timestamp;
use openhours_storage::event_types::{self, EventLocation, EventTypeSettings};
use openhours_storage::users::User;
use openhours_storage::{Connection, Json};

/// Gives a new user half an hour and an hour, each with and without the built-in video. They store no booking fields.
///
/// # Errors
/// Only those of the store.
pub fn create_defaults(connection: &mut Connection, user: &User, now: Timestamp) -> Result<(), Error> {
    let video = || vec![places::built_in_video()];
    let starts: [(&str, &str, i64, Vec<EventLocation>); 4] = [
        ("30 Minutes", "thirty-minutes", 30, Vec::new()),
        ("60 Minutes", "sixty-minutes", 60, Vec::new()),
        ("30 Minutes", "thirty-minutes-video", 30, video()),
        ("60 Minutes", "sixty-minutes-video", 60, video()),
    ];
    for (title, slug, length_minutes, locations) in starts {
        let mut settings = EventTypeSettings::new(title, slug, length_minutes);
        settings.locations = Json(locations);
        let row = event_types::NewEventType {
            user_id: Some(user.id),
            team_id: None,
            parent_id: None,
            settings,
            created_by_oauth_client_id: user.oauth_client_id.clone(),
            created_at: now,
            updated_at: now,
        };
        event_types::insert(connection, row)?;
    }
    Ok(())
}
