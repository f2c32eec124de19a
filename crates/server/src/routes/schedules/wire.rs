//! Schedules between the wire and the rooms: days by name, times as `HH:MM`.

use crate::error::ApiError;
use jiff::civil;
use openhours_contract::common::Weekday;
use openhours_contract::schedules as wire;
use openhours_service::schedules::{DateOverride, NewSchedule, OwnSchedule, ScheduleUpdate, WeeklyHours};

/// What a schedule without a zone of its own shows.
const ZONE_OF_NONE: &str = "Europe/London";

/// A schedule to be made.
pub fn new_schedule(body: wire::CreateSchedule) -> Result<NewSchedule, ApiError> {
    Ok(NewSchedule {
        name: body.name,
        time_zone: body.time_zone,
        availability: body.availability.map(weekly_hours).transpose()?,
        overrides: date_overrides(body.overrides.unwrap_or_default())?,
        is_default: body.is_default,
    })
}

/// A change of a schedule.
pub fn schedule_update(body: wire::UpdateSchedule) -> Result<ScheduleUpdate, ApiError> {
    Ok(ScheduleUpdate {
        name: body.name,
        time_zone: body.time_zone,
        availability: body.availability.map(weekly_hours).transpose()?,
        overrides: body.overrides.map(date_overrides).transpose()?,
        is_default: body.is_default,
    })
}

/// A schedule as clients see it; hours without a day stay hidden.
pub fn schedule_on_the_wire(own: OwnSchedule) -> wire::Schedule {
    let OwnSchedule { schedule, is_default } = own;
    let shown = schedule.availability.0.into_iter().filter(|hours| !hours.days.is_empty());
    wire::Schedule {
        id: schedule.id,
        owner_id: schedule.user_id,
        name: schedule.name,
        time_zone: schedule.time_zone.unwrap_or_else(|| ZONE_OF_NONE.to_owned()),
        availability: shown.map(weekly_hours_on_the_wire).collect(),
        is_default,
        overrides: schedule.overrides.0.iter().map(date_override_on_the_wire).collect(),
    }
}

fn weekly_hours(sent: Vec<wire::WeeklyHours>) -> Result<Vec<WeeklyHours>, ApiError> {
    let one = |hours: wire::WeeklyHours| {
        Ok(WeeklyHours {
            days: hours.days.into_iter().map(weekday).collect(),
            start: time(&hours.start_time)?,
            end: time(&hours.end_time)?,
        })
    };
    sent.into_iter().map(one).collect()
}

fn date_overrides(sent: Vec<wire::DateOverride>) -> Result<Vec<DateOverride>, ApiError> {
    let one = |day: wire::DateOverride| {
        Ok(DateOverride { date: day.date, start: time(&day.start_time)?, end: time(&day.end_time)? })
    };
    sent.into_iter().map(one).collect()
}

fn weekly_hours_on_the_wire(hours: WeeklyHours) -> wire::WeeklyHours {
    wire::WeeklyHours {
        days: hours.days.into_iter().map(weekday_on_the_wire).collect(),
        start_time: time_on_the_wire(hours.start),
        end_time: time_on_the_wire(hours.end),
    }
}

fn date_override_on_the_wire(day: &DateOverride) -> wire::DateOverride {
    wire::DateOverride {
        date: day.date,
        start_time: time_on_the_wire(day.start),
        end_time: time_on_the_wire(day.end),
    }
}

/// The contract has let only `HH:MM` through.
fn time(text: &str) -> Result<civil::Time, ApiError> {
    civil::Time::strptime("%H:%M", text).map_err(ApiError::internal)
}

fn time_on_the_wire(time: civil::Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

fn weekday(day: Weekday) -> civil::Weekday {
    match day {
        Weekday::Monday => civil::Weekday::Monday,
        Weekday::Tuesday => civil::Weekday::Tuesday,
        Weekday::Wednesday => civil::Weekday::Wednesday,
        Weekday::Thursday => civil::Weekday::Thursday,
        Weekday::Friday => civil::Weekday::Friday,
        Weekday::Saturday => civil::Weekday::Saturday,
        Weekday::Sunday => civil::Weekday::Sunday,
    }
}

fn weekday_on_the_wire(day: civil::Weekday) -> Weekday {
    match day {
        civil::Weekday::Monday => Weekday::Monday,
        civil::Weekday::Tuesday => Weekday::Tuesday,
        civil::Weekday::Wednesday => Weekday::Wednesday,
        civil::Weekday::Thursday => Weekday::Thursday,
        civil::Weekday::Friday => Weekday::Friday,
        civil::Weekday::Saturday => Weekday::Saturday,
        civil::Weekday::Sunday => Weekday::Sunday,
    }
}
