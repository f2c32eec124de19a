//! Creating an ordinary user. Only the operator does; organizations and platforms have their own ways to new users.

use crate::access::Operator;
use crate::bookings::text::is_email;
use crate::{App, Error, slug};
use jiff::Timestamp;
use openhours_storage::Connection;
use openhours_storage::users::{self, NewUser, User};

/// An ordinary user to create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    /// The address.
    pub email: String,
    /// The name that others see.
    pub name: String,
    /// The name in links; made from the address when it is not given.
    pub username: Option<String>,
    /// The time zone, by its IANA name.
    pub time_zone: Option<String>,
}

/// Creates a user whose address counts as verified.
///
/// # Errors
/// Invalid for a bad address, username or time zone; conflict when the address or the username is taken.
pub fn create(app: &App, _operator: &Operator, new: NewPerson) -> Result<User, Error> {
    app.db.write(|connection| insert(connection, &new, app.clock.now()))
}

/// The same within a transaction.
pub(crate) fn insert(connection: &mut Connection, new: &NewPerson, now: Timestamp) -> Result<User, Error> {
    let email = new.email.trim();
    if !is_email(email) {
        return Err(Error::invalid(format!("`{email}` is not an email address.")));
    }
    if users::find_by_email(connection, email)?.is_some() {
        return Err(Error::conflict(format!("The address {email} already belongs to a user.")));
    }
    let username = username_for(connection, new, email)?;
    let row = NewUser {
        username: Some(username),
        name: Some(new.name.clone()),
        email_verified_at: Some(now),
        is_verified: true,
        time_zone: match &new.time_zone {
            Some(zone) => known_zone(zone)?,
            None => "Europe/London".to_owned(),
        },
        ..NewUser::new(email, now)
    };
    Ok(users::insert(connection, row)?)
}

/// The username that was asked for, or the first free one made from the address.
fn username_for(connection: &mut Connection, new: &NewPerson, email: &str) -> Result<String, Error> {
    if let Some(asked) = &new.username {
        let username = slug::of(asked);
        if username.is_empty() {
            return Err(Error::invalid(format!("`{asked}` cannot be a username.")));
        }
        if users::find_by_username(connection, &username)?.is_some() {
            return Err(Error::conflict(format!("The username {username} is taken.")));
        }
        return Ok(username);
    }
    let base = slug::of(email.split('@').next().unwrap_or_default());
    let base = if base.is_empty() { "user".to_owned() } else { base };
    let mut username = base.clone();
    let mut number = 1;
    while users::find_by_username(connection, &username)?.is_some() {
        number += 1;
        username = format!("{base}-{number}");
    }
    Ok(username)
}

fn known_zone(name: &str) -> Result<String, Error> {
    match jiff::tz::TimeZone::get(name) {
        Ok(zone) => Ok(zone.iana_name().unwrap_or(name).to_owned()),
        Err(error) => Err(Error::invalid(format!("`{name}` is not an IANA time zone.")).because(error)),
    }
}
