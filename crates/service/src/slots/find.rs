//! Which event type is meant, and who hosts it. Every way that leads nowhere has its own sentence.

use crate::availability::Subject;
use crate::{Error, Voice};
use openhours_storage::event_types::{self, EventType};
use openhours_storage::{Connection, Owner, teams, users};

/// How a reader names an event type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventTypeName {
    /// By its id.
    Id(i64),
    /// By its owner's username and its slug.
    OfUser {
        /// The username.
        username: String,
        /// The slug.
        slug: String,
        /// The slug of the organization in which the username counts.
        organization: Option<String>,
    },
    /// By its team's slug and its own.
    OfTeam {
        /// The team's slug.
        team: String,
        /// The slug.
        slug: String,
        /// The slug of the team's organization.
        organization: Option<String>,
    },
    /// A meeting of all these people.
    Group {
        /// Their usernames.
        usernames: Vec<String>,
        /// The slug of their organization.
        organization: String,
    },
}

/// Finds what is meant, with its hosts.
pub(super) fn find(connection: &mut Connection, name: &EventTypeName) -> Result<Subject, Error> {
    let found = match name {
        EventTypeName::Id(id) => event_types::find(connection, *id)?,
        EventTypeName::OfUser { username, slug, organization } => {
            let user = user(connection, username, organization.as_deref())?;
            event_types::find_by_slug(connection, &Owner::User(user), slug)?
        }
        EventTypeName::OfTeam { team, slug, organization } => {
            let team = self::team(connection, team, organization.as_deref())?;
            event_types::find_by_slug(connection, &Owner::Team(team), slug)?
        }
        EventTypeName::Group { usernames, organization } => {
            return group(connection, usernames, organization);
        }
    };
    let event_type: EventType = found.ok_or_else(|| Error::not_found("Event Type not found"))?;
    Subject::of(connection, event_type)
}

/// Outside organizations a username names a personal or a managed account; inside, the member who bears it there.
fn user(connection: &mut Connection, username: &str, organization: Option<&str>) -> Result<i64, Error> {
    let found = match organization {
        Some(slug) => {
            organization_id(connection, slug)?;
            users::find_by_organization_username(connection, slug, username)?
        }
        None => users::find_by_username(connection, username)?
            .filter(|user| user.organization_id.is_none() || user.is_platform_managed),
    };
    let user = found.ok_or_else(|| Error::not_found(format!("User with username {username} not found")))?;
    Ok(user.id)
}

fn team(connection: &mut Connection, slug: &str, organization: Option<&str>) -> Result<i64, Error> {
    let organization = organization.map(|slug| organization_id(connection, slug)).transpose()?;
    let team = teams::find_by_slug(connection, organization, slug)?;
    Ok(team.ok_or_else(|| Error::not_found(format!("Team with slug {slug} not found")))?.id)
}

fn organization_id(connection: &mut Connection, slug: &str) -> Result<i64, Error> {
    let organization = teams::find_organization_by_slug(connection, slug)?;
    let unknown =
        || Error::not_found(format!("slots-input.service.ts: Organization with slug {slug} not found"));
    Ok(organization.ok_or_else(unknown)?.id)
}

/// Unknown names are left out; somebody who is found and refuses such meetings refuses for all.
fn group(connection: &mut Connection, usernames: &[String], organization: &str) -> Result<Subject, Error> {
    let users = users::find_by_organization_usernames(connection, organization, usernames)?;
    if users.iter().any(|user| !user.allow_dynamic_booking) {
        let sentence = "Some of the users in this group do not allow dynamic booking";
        return Err(Error::unauthorized(sentence).voiced(Voice::Product));
    }
    let ids: Vec<i64> = users.iter().map(|user| user.id).collect();
    Ok(Subject::group(event_types::hosts_of_users(connection, &ids)?))
}
