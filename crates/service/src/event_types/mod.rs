//! The rooms of event types: what can be booked. One room for users, teams and organizations; where they differ,
//! [`EventTypePolicy`] says so.

mod calendars;
mod changes;
mod contacts;
mod create;
mod defaults;
mod delete;
mod form;
mod get;
mod list;
mod page;
mod places;
mod policy;
mod rules;
mod show;
#[cfg(test)]
mod tests;
mod update;

pub use changes::{ActiveBookings, CalendarChoice, Changes, Rescheduling, Seats, VideoChanges};
pub use create::{NewEventType, create};
pub use defaults::create_defaults;
pub use delete::delete;
pub use form::built_in as built_in_fields;
pub use get::get;
pub use list::{Group, Listed, Listing, list};
pub use openhours_storage::event_types::*;
pub use policy::EventTypePolicy;
pub use show::{OwnEventType, Shown, TeamEventType, TeamHost};
pub use update::update;
