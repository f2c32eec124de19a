//! The calendar that an event type's bookings are written to: one that the caller has connected.

use super::changes::Changes;
use crate::Error;
use openhours_storage::Connection;
use openhours_storage::event_types::{self, ConnectedCalendar};

/// The connected calendar that the changes name, if they name one.
pub(super) fn chosen(
    connection: &mut Connection,
    user_id: i64,
    changes: &Changes,
) -> Result<Option<ConnectedCalendar>, Error> {
    let mut chosen = None;
    if let Some(choice) = &changes.destination_calendar {
        let names = (choice.integration.as_str(), choice.external_id.as_str());
        let calendar = event_types::find_connected_calendar(connection, user_id, names)?
            .ok_or_else(|| refused("Calendar does not exist"))?;
        // A feed that is only read hangs on no connection of its own.
        if calendar.credential_id.is_none() && calendar.delegation_credential_id.is_none() {
            return Err(refused("Calendar does not have write permission"));
        }
        chosen = Some(calendar);
    }
    if changes.use_destination_calendar_email == Some(true)
        && !event_types::has_primary_calendar(connection, user_id)?
    {
        return Err(Error::invalid(
            "Validation failed: A primary connected calendar is required to set useDestinationCalendarEmail",
        ));
    }
    Ok(chosen)
}

fn refused(reason: &str) -> Error {
    Error::invalid(format!("Invalid destinationCalendarId: {reason}"))
}
