//! Slots between the wire and the room: how an event type is named, and how instants are written for their reader.

use crate::error::ApiError;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use openhours_contract::slot_query::{EventTypeName as SentName, SlotFormat, SlotQuery};
use openhours_contract::slots as wire;
use openhours_service::slots::{EventTypeName, Slot, SlotList, SlotRequest};
use std::collections::HashMap;

/// What is asked of the room.
pub fn slot_request(query: SlotQuery) -> Result<SlotRequest, ApiError> {
    Ok(SlotRequest {
        event_type: event_type_name(query.event_type),
        start: query.start.timestamp(),
        end: query.end.timestamp(),
        viewer_zone: zone(query.time_zone.as_deref())?,
        length_minutes: query.duration,
        moved_booking_uid: query.booking_uid_to_reschedule,
        host_subset: query.host_subset,
    })
}

fn event_type_name(sent: SentName) -> EventTypeName {
    match sent {
        SentName::Id(id) => EventTypeName::Id(id),
        SentName::OfUser { username, slug, organization } => {
            EventTypeName::OfUser { username, slug, organization }
        }
        SentName::OfTeam { team, slug, organization } => EventTypeName::OfTeam { team, slug, organization },
        SentName::Group { usernames, organization } => EventTypeName::Group { usernames, organization },
    }
}

/// The contract has let only known zones through.
fn zone(name: Option<&str>) -> Result<TimeZone, ApiError> {
    name.map_or(Ok(TimeZone::UTC), |name| TimeZone::get(name).map_err(ApiError::internal))
}

/// How slots are written for their reader.
pub struct Rendering {
    format: SlotFormat,
    /// None writes `Z`.
    zone: Option<TimeZone>,
}

impl Rendering {
    /// Only the zones `UTC` and `GMT`, and no zone at all, write `Z`; others write their offset, `+00:00` too.
    pub fn of(query: &SlotQuery) -> Result<Self, ApiError> {
        let name = query.time_zone.as_deref().filter(|name| !matches!(*name, "UTC" | "GMT"));
        let zone = name.map(|name| zone(Some(name))).transpose()?;
        Ok(Self { format: query.format, zone })
    }

    /// The slots by day.
    pub fn slots(&self, list: &SlotList) -> wire::SlotsByDay {
        let day = |(date, slots): (Date, &[Slot])| {
            let shown = slots.iter().map(|slot| self.slot(slot, &list.booking_uids));
            (date_on_the_wire(date), shown.collect())
        };
        list.slots.days().map(day).collect()
    }

    fn slot(&self, slot: &Slot, booking_uids: &HashMap<i64, String>) -> wire::Slot {
        let seats = slot.seats;
        let booking = seats.and_then(|seats| seats.booking_id);
        wire::Slot {
            start: self.instant(slot.start),
            end: matches!(self.format, SlotFormat::Range).then(|| self.instant(slot.end)),
            seats_booked: seats.map(|seats| seats.booked),
            seats_remaining: seats.map(|seats| seats.remaining()),
            seats_total: seats.map(|seats| seats.total),
            booking_uid: booking.and_then(|id| booking_uids.get(&id).cloned()),
        }
    }

    /// With milliseconds. There are thousands of these in an answer, so the digits are written one by one.
    fn instant(&self, instant: Timestamp) -> String {
        let offset = self.zone.as_ref().map(|zone| zone.to_offset(instant));
        let local = offset.unwrap_or(Offset::UTC).to_datetime(instant);
        let mut text = String::with_capacity(29);
        push_date(&mut text, local.date());
        for (before, number) in [('T', local.hour()), (':', local.minute()), (':', local.second())] {
            text.push(before);
            push_pair(&mut text, number.unsigned_abs());
        }
        text.push('.');
        let milliseconds = local.subsec_nanosecond() / 1_000_000;
        push_digit(&mut text, milliseconds / 100);
        push_digit(&mut text, milliseconds / 10);
        push_digit(&mut text, milliseconds);
        match offset {
            None => text.push('Z'),
            Some(offset) => push_offset(&mut text, offset),
        }
        text
    }
}

fn date_on_the_wire(date: Date) -> String {
    let mut text = String::with_capacity(10);
    push_date(&mut text, date);
    text
}

/// Years before 0 and after 9999 are not asked for: their queries are refused.
fn push_date(text: &mut String, date: Date) {
    let year = date.year().unsigned_abs();
    push_digit(text, i32::from(year / 1000));
    push_digit(text, i32::from(year / 100));
    push_digit(text, i32::from(year / 10));
    push_digit(text, i32::from(year));
    for number in [date.month(), date.day()] {
        text.push('-');
        push_pair(text, number.unsigned_abs());
    }
}

fn push_offset(text: &mut String, offset: Offset) {
    let minutes = offset.seconds() / 60;
    text.push(if minutes < 0 { '-' } else { '+' });
    let minutes = minutes.unsigned_abs();
    push_number(text, minutes / 60);
    text.push(':');
    push_number(text, minutes % 60);
}

fn push_number(text: &mut String, number: u32) {
    push_pair(text, u8::try_from(number % 100).unwrap_or(0));
}

fn push_pair(text: &mut String, number: u8) {
    push_digit(text, i32::from(number / 10));
    push_digit(text, i32::from(number));
}

/// The last digit of a number.
fn push_digit(text: &mut String, number: i32) {
    text.push(char::from_digit((number % 10).unsigned_abs(), 10).unwrap_or('0'));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(zone: Option<&str>, instant: &str) -> String {
        let raw = format!("eventTypeId=1&start=2050-01-01&end=2050-01-02&timeZone={}", zone.unwrap_or("UTC"));
        let mut query = SlotQuery::read(&raw).unwrap();
        query.time_zone = query.time_zone.filter(|_| zone.is_some());
        Rendering::of(&query).unwrap().instant(instant.parse().unwrap())
    }

    #[test]
    fn instants_are_written_in_the_readers_zone() {
        let cases = [
            (None, "2031-04-07T07:00:00Z", "2031-04-07T07:00:00.000Z"),
            (Some("UTC"), "2031-04-07T07:00:00Z", "2031-04-07T07:00:00.000Z"),
            (Some("GMT"), "2031-04-07T07:00:00Z", "2031-04-07T07:00:00.000Z"),
            (Some("Etc/UTC"), "2031-04-07T07:00:00Z", "2031-04-07T07:00:00.000+00:00"),
            (Some("Europe/London"), "2031-01-07T07:00:00Z", "2031-01-07T07:00:00.000+00:00"),
            (Some("Europe/Rome"), "2031-04-07T07:00:00Z", "2031-04-07T09:00:00.000+02:00"),
            (Some("Asia/Kathmandu"), "2031-04-07T18:30:00.25Z", "2031-04-08T00:15:00.250+05:45"),
            (Some("America/St_Johns"), "2031-01-07T01:00:00Z", "2031-01-06T21:30:00.000-03:30"),
        ];
        for (zone, instant, expected) in cases {
            assert_eq!(written(zone, instant), expected, "{zone:?}");
        }
    }
}
