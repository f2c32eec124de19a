//! Creating an OAuth client.

use crate::access::{Access, OauthClientsWrite, PlatformPermission};
use crate::{App, Error, secrets};
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
    let now = app.clock.now();
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
