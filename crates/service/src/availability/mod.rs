//! Availability: loads what slots and bookings are judged by, in a bounded number of queries for any number of hosts.
//! The rules themselves are the scheduling floor's; who may ask is the doors'.
//!
//! ```text
//! Subject::of(connection, event_type)   -> the event type with its hosts
//! load(connection, &subject, question)  -> Loaded { query, .. } for openhours_scheduling::{slots, is_bookable, free_hosts}
//! ```

mod convert;
mod load;

pub(crate) use load::LONGEST_BUFFER_MINUTES;
pub use load::{Loaded, load};

use crate::Error;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use openhours_scheduling::TimeRange;
use openhours_storage::Connection;
use openhours_storage::bookings::{self, Booking};
use openhours_storage::event_types::{self, EventType, EventTypeSettings, Host, SchedulingType};

/// The length of a meeting of a dynamic group, in minutes.
const GROUP_LENGTH_MINUTES: i64 = 30;

/// An event type with the hosts who are considered for it.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The event type.
    pub event_type: EventType,
    /// Its hosts in order of user id, locked users left out.
    pub hosts: Vec<Host>,
}

impl Subject {
    /// The event type with all its hosts; the template of managed event types has none.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn of(connection: &mut Connection, event_type: EventType) -> Result<Self, Error> {
        let hosts = match event_type.settings.scheduling_type {
            Some(SchedulingType::Managed) => Vec::new(),
            _ => event_types::hosts_of_event_type(connection, &event_type)?,
        };
        Ok(Self { event_type, hosts })
    }

    /// A meeting of all these hosts, by the rules that are built in for it.
    pub fn group(hosts: Vec<Host>) -> Self {
        let mut settings = EventTypeSettings::new("Group Meeting", "dynamic", GROUP_LENGTH_MINUTES);
        settings.scheduling_type = Some(SchedulingType::Collective);
        let event_type = EventType {
            id: 0,
            user_id: None,
            team_id: None,
            parent_id: None,
            settings,
            created_by_oauth_client_id: None,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        };
        Self { event_type, hosts }
    }

    /// The ids of the hosts, ascending: whose locks a booking takes.
    pub fn host_ids(&self) -> Vec<i64> {
        self.hosts.iter().map(|host| host.user.id).collect()
    }

    /// Leaves only these hosts, where the event type lets a request narrow them.
    pub fn keep_only(&mut self, host_ids: &[i64]) {
        let settings = &self.event_type.settings;
        if settings.is_host_subset_enabled && settings.scheduling_type == Some(SchedulingType::RoundRobin) {
            self.hosts.retain(|host| host_ids.contains(&host.user.id));
        }
    }

    /// Leaves, beside the fixed hosts, only the host of the booking that is being moved, where the event type keeps
    /// its round-robin host and that host still belongs to it.
    ///
    /// # Errors
    /// Only those of the store.
    pub fn keep_host_of(&mut self, connection: &mut Connection, moved: &Booking) -> Result<(), Error> {
        let settings = &self.event_type.settings;
        let is_kept = settings.reschedule_with_same_host
            && settings.scheduling_type == Some(SchedulingType::RoundRobin)
            && moved.event_type_id == Some(self.event_type.id);
        if !is_kept {
            return Ok(());
        }
        let mut before: Vec<i64> = moved.user_id.into_iter().collect();
        if let Some(details) = bookings::details(connection, vec![moved.clone()])?.first() {
            before.extend(details.hosts.iter().map(|host| host.user_id));
        }
        let is_fixed = |host: &Host| host.row.as_ref().is_none_or(|row| row.is_fixed);
        let stays = |host: &Host| before.contains(&host.user.id);
        if self.hosts.iter().any(|host| !is_fixed(host) && stays(host)) {
            self.hosts.retain(|host| is_fixed(host) || stays(host));
        }
        Ok(())
    }
}

/// What is asked of a subject.
#[derive(Clone, Debug)]
pub struct Question {
    /// The present.
    pub now: Timestamp,
    /// The time asked for: of a booking, its own.
    pub range: TimeRange,
    /// The zone of the reader or booker.
    pub viewer_zone: TimeZone,
    /// A length instead of the event type's own.
    pub length_minutes: Option<i64>,
    /// The booking that is being moved: it blocks nothing and counts in no limit.
    pub moved_booking: Option<i64>,
    /// The asker's own reservation: it does not stand in its own way.
    pub own_reservation: Option<String>,
}

impl Question {
    /// A question about a time, asked without a booking to move or a reservation.
    pub fn about(range: TimeRange, now: Timestamp, viewer_zone: TimeZone) -> Self {
        Self { now, range, viewer_zone, length_minutes: None, moved_booking: None, own_reservation: None }
    }
}
