//! Creating event types.

use super::changes::{self, Changes};
use super::policy::EventTypePolicy;
use super::show::{self, Shown};
use super::{calendars, contacts, form, places, rules};
use crate::access::{Access, EventTypesWrite, Owner, Role};
use crate::{App, Error, Voice, slug};
use openhours_storage::event_types::{self, ConnectedCalendar, EventTypeSettings};
use openhours_storage::{
    Connection, Error as StorageError, Json, memberships, profiles, schedules, teams, users,
};

/// What is decided about a new event type; all else takes its default.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEventType {
    /// Its name.
    pub title: String,
    /// The last part of its page's address, brought into slug form.
    pub slug: String,
    /// The length of a booking.
    pub length_minutes: i64,
    /// Everything else.
    pub settings: Changes,
}

/// Creates an event type for the owner.
///
/// # Errors
/// Invalid, for places, forms, calendars and combinations that cannot be, and for a slug that is in use; unauthorized,
/// where the organization lets only its admins create event types; not found, for somebody else's schedule.
pub fn create(app: &App, access: &Access<EventTypesWrite>, new: NewEventType) -> Result<Shown, Error> {
    let request = Request {
        owner: access.owner(),
        user_id: access.user_id(),
        policy: EventTypePolicy::of(access.owner()).within(access.organization()),
    };
    let now = app.clock.now();
    app.db.write(|connection| {
        let (settings, calendar) = settled(connection, &request, new)?;
        check_slug_is_free(connection, &request, &settings.slug)?;
        request.check_schedule(connection, settings.schedule_id)?;
        check_creation_is_open(connection, &request)?;
        request.check_whole(&settings)?;
        let row = event_types::NewEventType {
            user_id: request.owner.user_id(),
            team_id: request.owner.team_id(),
            parent_id: None,
            settings,
            created_by_oauth_client_id: access.caller().platform_client().map(|client| client.id.clone()),
            created_at: now,
            updated_at: now,
        };
        let made = event_types::insert(connection, row).map_err(|error| request.slug_refused(error))?;
        if let Some(calendar) = calendar {
            event_types::set_destination(connection, made.id, calendar, now)?;
        }
        show::one(app, connection, made)
    })
}

/// Who asks for a change of an event type, and what holds for its owner.
pub(super) struct Request<'a> {
    pub(super) owner: &'a Owner,
    /// The user whose calendars are consulted.
    pub(super) user_id: i64,
    pub(super) policy: EventTypePolicy,
}

/// The settings of a new event type and the calendar that it writes to.
fn settled(
    connection: &mut Connection,
    request: &Request<'_>,
    new: NewEventType,
) -> Result<(EventTypeSettings, Option<ConnectedCalendar>), Error> {
    let mut settings = EventTypeSettings::new("", "", new.length_minutes);
    settings.booking_fields = Some(Json(form::usual()));
    if new.settings.locations.is_none() {
        settings.locations = Json(request.usual_locations(connection)?);
    }
    let changes = Changes {
        title: Some(new.title),
        slug: Some(new.slug),
        length_minutes: Some(new.length_minutes),
        ..new.settings
    };
    let calendar = request.lay_over(connection, changes, &mut settings)?;
    Ok((settings, calendar))
}

impl Request<'_> {
    fn usual_locations(&self, connection: &mut Connection) -> Result<Vec<event_types::EventLocation>, Error> {
        let metadata = match self.owner {
            Owner::User(id) => users::find(connection, *id)?.map(|user| user.metadata.0),
            Owner::Team(id) | Owner::Organization(id) => {
                teams::find(connection, *id)?.map(|team| team.metadata.0)
            }
            Owner::Client(_) => None,
        };
        Ok(places::usual(&metadata.unwrap_or_default(), &self.policy))
    }

    /// Checks changes in the order that clients know, lays them over the settings, and gives the calendar that they
    /// name.
    pub(super) fn lay_over(
        &self,
        connection: &mut Connection,
        changes: Changes,
        settings: &mut EventTypeSettings,
    ) -> Result<Option<ConnectedCalendar>, Error> {
        let mut changes = changes;
        if let Some(locations) = &changes.locations {
            places::check(connection, (self.owner, &self.policy), locations)?;
        }
        if let Some(text) = changes.slug.take() {
            settings.slug = slug::of(&text);
            if settings.slug.is_empty() {
                return Err(Error::invalid("slug should hold at least one letter or digit"));
            }
        }
        let calendar_wishes = changes.clone();
        changes::apply(changes, settings)?;
        let calendar = calendars::chosen(connection, self.user_id, &calendar_wishes)?;
        if let Some(fields) =
            settings.booking_fields.as_ref().filter(|_| calendar_wishes.booking_fields.is_some())
        {
            contacts::check_email(fields, &self.policy)?;
        }
        Ok(calendar)
    }

    /// A user's event type follows a schedule of that user.
    pub(super) fn check_schedule(&self, connection: &mut Connection, id: Option<i64>) -> Result<(), Error> {
        let Some(id) = id.filter(|_| self.policy.owns_schedules()) else { return Ok(()) };
        let user_id = self.user_id;
        if schedules::find(connection, id)?.is_some_and(|schedule| schedule.user_id == user_id) {
            return Ok(());
        }
        Err(Error::not_found(format!("User with ID={user_id} does not own schedule with ID={id}")))
    }

    /// The rules that are looked at last, when all else is settled.
    pub(super) fn check_whole(&self, settings: &EventTypeSettings) -> Result<(), Error> {
        rules::check_layouts(settings.presentation.booker_layouts.as_ref())?;
        settings.booking_fields.as_ref().map_or(Ok(()), |fields| contacts::check_names(fields))
    }

    fn slug_refused(&self, error: StorageError) -> Error {
        match error {
            StorageError::Unique { .. } => Error::invalid(self.policy.slug_taken()).because(error),
            other => other.into(),
        }
    }
}

fn check_slug_is_free(connection: &mut Connection, request: &Request<'_>, slug: &str) -> Result<(), Error> {
    match event_types::find_by_slug(connection, request.owner, slug)? {
        None => Ok(()),
        Some(_) => Err(Error::invalid(request.policy.slug_taken())),
    }
}

/// Organizations may keep their members from creating event types of their own.
fn check_creation_is_open(connection: &mut Connection, request: &Request<'_>) -> Result<(), Error> {
    let Owner::User(user_id) = request.owner else { return Ok(()) };
    let Some((_, organization)) = profiles::main_organization(connection, *user_id)? else { return Ok(()) };
    if !teams::settings(connection, organization.id)?.lock_event_type_creation {
        return Ok(());
    }
    let membership = memberships::find(connection, *user_id, organization.id)?;
    if membership.is_some_and(|membership| membership.accepted && membership.role >= Role::Admin) {
        return Ok(());
    }
    Err(Error::unauthorized("The organization does not let its members create event types.")
        .voiced(Voice::Product))
}
