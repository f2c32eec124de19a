//! Creating an OAuth client.

use crate::access::{Access, OauthClientsWrite, PlatformPermission};
use crate::{App, Error, secrets};
use jiff::{SignedDuration, Timestamp};
use openhours_storage::oauth_clients::{self, NewOauthClient};
use openhours_storage::teams::Team;
use openhours_storage::{Connection, Json};

/// A client to create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewClient {
    /// The name that others see.
    pub name: String,
    /// Where its pages are.
    pub redirect_uris: Vec<String>,
    /// What it may do for its managed users.
    pub permissions: Vec<PlatformPermission>,
    /// Logo.
    pub logo: Option<String>,
    /// Where a booker goes after booking.
    pub booking_redirect_uri: Option<String>,
    /// Where a booker goes to cancel.
    pub booking_cancel_redirect_uri: Option<String>,
    /// Where a booker goes to reschedule.
    pub booking_reschedule_redirect_uri: Option<String>,
    /// Whether bookings send mail.
    pub are_emails_enabled: bool,
    /// Whether new managed users get event types.
    pub are_default_event_types_enabled: bool,
    /// Whether bookings are written to calendars.
    pub are_calendar_events_enabled: bool,
}

impl NewClient {
    /// A client as the operator makes it: it may do everything, and its users start with event types.
    pub fn of_the_operator(name: impl Into<String>, redirect_uris: Vec<String>) -> Self {
        Self {
            name: name.into(),
            redirect_uris,
            permissions: PlatformPermission::ALL.to_vec(),
            logo: None,
            booking_redirect_uri: None,
            booking_cancel_redirect_uri: None,
            booking_reschedule_redirect_uri: None,
            are_emails_enabled: false,
            are_default_event_types_enabled: true,
            are_calendar_events_enabled: true,
        }
    }
}

/// The credentials of a client that was just made.
#[derive(Clone)]
pub struct IssuedClient {
    /// The client's id.
    pub id: String,
    /// Its secret.
    pub secret: String,
}

/// Creates a client of the platform that the access is about.
///
/// # Errors
/// Forbidden for an organization that is not a platform.
pub fn create(app: &App, access: &Access<OauthClientsWrite>, new: NewClient) -> Result<IssuedClient, Error> {
    let organization = access
        .organization()
        .ok_or_else(|| Error::forbidden("Only platform organizations have OAuth clients."))?;
    app.db.write(|connection| insert(app, connection, organization, new))
}

/// The same within a transaction.
pub(crate) fn insert(
    app: &App,
    connection: &mut Connection,
    organization: &Team,
    new: NewClient,
) -> Result<IssuedClient, Error> {
    if !organization.is_platform {
        return Err(Error::forbidden(format!(
            "Organization {} is not a platform; only platforms have OAuth clients.",
            organization.id
        )));
    }
    let now = after_all_others(connection, organization.id, app.clock.now())?;
    let secret = secrets::random_hex::<32>();
    let row = NewOauthClient {
        id: secrets::new_client_id(),
        organization_id: organization.id,
        name: new.name,
        secret_hash: secrets::hash(&secret),
        secret_sealed: secrets::seal(&app.settings.encryption_key, &secret)?,
        permissions: PlatformPermission::number_of(&new.permissions),
        logo: new.logo,
        redirect_uris: Json(new.redirect_uris),
        booking_redirect_uri: new.booking_redirect_uri,
        booking_cancel_redirect_uri: new.booking_cancel_redirect_uri,
        booking_reschedule_redirect_uri: new.booking_reschedule_redirect_uri,
        are_emails_enabled: new.are_emails_enabled,
        are_default_event_types_enabled: new.are_default_event_types_enabled,
        are_calendar_events_enabled: new.are_calendar_events_enabled,
        created_at: now,
        updated_at: now,
    };
    let id = oauth_clients::insert(connection, row)?.id;
    Ok(IssuedClient { id, secret })
}

/// The present instant, or just after the organization's newest client: lists are in the order of creation, whatever
/// the clock does.
fn after_all_others(
    connection: &mut Connection,
    organization_id: i64,
    now: Timestamp,
) -> Result<Timestamp, Error> {
    let newest = oauth_clients::list(connection, organization_id)?.last().map(|client| client.created_at);
    let next = newest.and_then(|newest| newest.checked_add(SignedDuration::from_micros(1)).ok());
    Ok(next.map_or(now, |next| next.max(now)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Operator;
    use crate::bootstrap::first_start;
    use crate::{Clock, Secret, Settings};
    use openhours_storage::Database;

    fn app() -> App {
        let db = Database::open(&openhours_storage::Settings::new("sqlite::memory:")).unwrap();
        db.migrate().unwrap();
        let clock = Clock::standing_at("2030-01-01T09:00:00Z".parse().unwrap());
        App { db, clock, settings: Settings::with_secrets(Secret::new("one"), Secret::new("two")) }
    }

    #[test]
    fn a_secret_is_stored_hashed_and_sealed_and_not_in_clear() {
        let app = app();
        let first = first_start(&app).unwrap().unwrap();
        let stored = app.db.read(|c| oauth_clients::find(c, &first.client_id)).unwrap().unwrap();
        assert_eq!(stored.secret_hash, secrets::hash(&first.client_secret));
        assert!(!format!("{stored:?}").contains(&first.client_secret));
        let opened = secrets::open(&app.settings.encryption_key, &stored.secret_sealed).unwrap();
        assert_eq!(opened, first.client_secret);
        assert!(secrets::open(&Secret::new("another"), &stored.secret_sealed).is_err());
    }

    #[test]
    fn clients_are_listed_in_the_order_of_creation_even_while_the_clock_stands() {
        let app = app();
        let first = first_start(&app).unwrap().unwrap();
        let access = Operator::at_the_console().access_as_leader(&app, first.organization.id).unwrap();
        let mut ids = vec![first.client_id];
        for _ in 0..5 {
            let new = NewClient::of_the_operator("x", Vec::new());
            ids.push(create(&app, &access, new).unwrap().id);
        }
        let listed = app.db.read(|c| oauth_clients::list(c, first.organization.id)).unwrap();
        assert_eq!(listed.into_iter().map(|client| client.id).collect::<Vec<_>>(), ids);
    }
}
