//! Creating a managed user, with everything that the user starts with.

use super::tokens::{self, Holder, Occasion, TokenPair};
use super::{address, client_of, taken, taken_by};
use crate::access::{Access, ManagedUsersWrite, Role};
use crate::memberships::Admission;
use crate::users::clash::{self, Clash};
use crate::{App, Error, event_types, schedules};
use jiff::Timestamp;
use openhours_storage::oauth_clients::OauthClient;
use openhours_storage::types::Object;
use openhours_storage::users::{self, NewUser, User};
use openhours_storage::{Connection, Json, teams};

/// A managed user to create. What is absent gets the usual default.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewManagedUser {
    /// The person's own address.
    pub email: String,
    /// The name that others see.
    pub name: String,
    /// IANA name of the zone. Without one the user has no schedule.
    pub time_zone: Option<String>,
    /// The English name of the day.
    pub week_start: Option<String>,
    /// 12 or 24.
    pub time_format: Option<i64>,
    /// Language code.
    pub locale: Option<String>,
    /// Picture.
    pub avatar_url: Option<String>,
    /// Text about the user.
    pub bio: Option<String>,
    /// The platform's own data.
    pub metadata: Object,
}

/// Creates a verified user of the client, accepted in its organization, with tokens; with a default schedule when a
/// zone is given, and with event types when the client says so.
///
/// # Errors
/// Invalid for what is no address; conflict for an address that is taken.
pub fn create(
    app: &App,
    access: &Access<ManagedUsersWrite>,
    new: NewManagedUser,
) -> Result<(User, TokenPair), Error> {
    let client = client_of(access)?;
    let email = address::stored(&new.email, &client.id)?;
    let creation = Creation { app, client, email: &email, new: &new, now: app.clock.now() };
    clash::settle(|| app.db.write(|connection| creation.store(connection)), || taken(app, &email))
}

struct Creation<'a> {
    app: &'a App,
    client: &'a OauthClient,
    email: &'a str,
    new: &'a NewManagedUser,
    now: Timestamp,
}

impl Creation<'_> {
    fn store(&self, connection: &mut Connection) -> Result<(User, TokenPair), Clash> {
        let Self { app, client, new, now, .. } = *self;
        if let Some(user) = users::find_by_email(connection, self.email)? {
            return Err(taken_by(user.id).into());
        }
        let organization = teams::find_organization(connection, client.organization_id)?.ok_or_else(|| {
            Error::invalid(
                "You cannot create a managed user outside of an organization - the OAuth client does not belong to \
                 any organization.",
            )
        })?;
        let row = self.row(connection)?;
        let mut user = users::insert(connection, row)?;
        Admission { user: &user, team: &organization, role: Role::Member, now }.store(connection)?;
        if client.are_default_event_types_enabled {
            event_types::create_defaults(connection, &user, now)?;
        }
        if let Some(zone) = &new.time_zone {
            let schedule = schedules::create_default(connection, user.id, zone, now)?;
            user.default_schedule_id = Some(schedule.id);
        }
        let holder = Holder { user_id: user.id, client_id: &client.id, occasion: Occasion::Start };
        let pair = tokens::issue(app, connection, holder)?;
        Ok((user, pair))
    }

    fn row(&self, connection: &mut Connection) -> Result<NewUser, Error> {
        let Self { client, email, new, now, .. } = *self;
        let usual = NewUser::new(email, now);
        Ok(NewUser {
            username: Some(address::free_username(connection, client.organization_id, email, None)?),
            name: Some(new.name.clone()),
            email_verified_at: Some(now),
            is_verified: true,
            is_platform_managed: true,
            organization_id: Some(client.organization_id),
            oauth_client_id: Some(client.id.clone()),
            time_zone: new.time_zone.clone().unwrap_or(usual.time_zone),
            week_start: new.week_start.clone().unwrap_or(usual.week_start),
            time_format: new.time_format.unwrap_or(usual.time_format),
            locale: new.locale.clone(),
            avatar_url: new.avatar_url.clone(),
            bio: new.bio.clone(),
            metadata: Json(new.metadata.clone()),
            ..NewUser::new(email, now)
        })
    }
}
