//! The slot list: finds the event type, loads what it depends on, and lets the scheduling floor compute.

use super::find::{EventTypeName, find};
use crate::availability::{self, Question, Subject};
use crate::{App, Error};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use openhours_scheduling::{Slots, TimeRange, requested_range, slots};
use openhours_storage::{Connection, bookings};
use std::collections::HashMap;

/// The longest time that one request may look at: three years.
const LONGEST_DAYS: i64 = 3 * 366;

/// What a reader asks for.
#[derive(Clone, Debug)]
pub struct SlotRequest {
    /// The event type.
    pub event_type: EventTypeName,
    /// First instant.
    pub start: Timestamp,
    /// Last instant; at midnight UTC the end of that day is meant.
    pub end: Timestamp,
    /// The reader's zone.
    pub viewer_zone: TimeZone,
    /// A length in minutes instead of the event type's own.
    pub length_minutes: Option<i64>,
    /// The booking that is to be moved; an unknown one counts for nothing.
    pub moved_booking_uid: Option<String>,
    /// The only hosts to consider, where the event type lets a request say so.
    pub host_subset: Option<Vec<i64>>,
}

/// What is on offer.
#[derive(Debug, Default)]
pub struct SlotList {
    /// The slots by day.
    pub slots: Slots,
    /// The uids of the bookings that seated slots name.
    pub booking_uids: HashMap<i64, String>,
}

/// Lists the slots of an event type.
///
/// # Errors
/// Not found for the event type, its owner or the organization; unauthorized for a group with somebody who refuses
/// such meetings; invalid for a range of more than three years.
pub fn list(app: &App, request: SlotRequest) -> Result<SlotList, Error> {
    let now = app.clock.now();
    let range = requested_range(request.start, request.end);
    app.db.read(|connection| {
        let mut subject = find(connection, &request.event_type)?;
        if subject.hosts.is_empty() || range.is_empty() || range.end() <= now {
            return Ok(SlotList::default());
        }
        refuse_endless(range, now)?;
        let question = question(connection, &mut subject, (request, range, now))?;
        let loaded = availability::load(connection, &subject, question)?;
        Ok(SlotList { slots: slots(&loaded.query), booking_uids: loaded.seated_uids })
    })
}

fn refuse_endless(range: TimeRange, now: Timestamp) -> Result<(), Error> {
    let asked = range.end().duration_since(range.start().max(now));
    if asked <= SignedDuration::from_hours(24 * LONGEST_DAYS) {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "The time between 'start' and 'end' is too long: ask for at most {LONGEST_DAYS} days at once."
    )))
}

/// Narrows the hosts as the request says and puts the rest of it as a question.
fn question(
    connection: &mut Connection,
    subject: &mut Subject,
    (request, range, now): (SlotRequest, TimeRange, Timestamp),
) -> Result<Question, Error> {
    if let Some(ids) = &request.host_subset {
        subject.keep_only(ids);
    }
    let mut question = Question::about(range, now, request.viewer_zone);
    question.length_minutes = request.length_minutes;
    let moved = match &request.moved_booking_uid {
        Some(uid) => bookings::find_by_uid(connection, uid)?,
        None => None,
    };
    if let Some(moved) = moved {
        subject.keep_host_of(connection, &moved)?;
        question.moved_booking = Some(moved.id);
    }
    Ok(question)
}
