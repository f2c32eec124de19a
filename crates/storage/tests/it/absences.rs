//! What takes time besides bookings: days out of office and calendars.

use diesel::prelude::*;
use jiff::Timestamp;
use openhours_storage::{
    Connection, Database, Error,
    schema::{calendar_busy, out_of_office, selected_calendars},
    slots::{self, Window},
    types::Moment,
};

use crate::harness::{at, now, on_both_engines, user};

fn day() -> Window {
    Window { from: at("2030-01-02T00:00:00Z"), until: at("2030-01-03T00:00:00Z") }
}

fn away(c: &mut Connection, user_id: i64, (uuid, from, until): (&str, &str, &str)) {
    let times = (at(from), at(until));
    diesel::insert_into(out_of_office::table)
        .values((
            out_of_office::uuid.eq(uuid.to_owned()),
            out_of_office::user_id.eq(user_id),
            out_of_office::starts_at.eq(Moment(times.0)),
            out_of_office::ends_at.eq(Moment(times.1)),
            out_of_office::reason.eq("unspecified".to_owned()),
            out_of_office::created_at.eq(Moment(now())),
            out_of_office::updated_at.eq(Moment(now())),
        ))
        .execute(c)
        .unwrap();
}

fn calendar(c: &mut Connection, user_id: i64, (id, sync_error): (&str, Option<&str>)) {
    diesel::insert_into(selected_calendars::table)
        .values((
            selected_calendars::id.eq(id.to_owned()),
            selected_calendars::user_id.eq(user_id),
            selected_calendars::integration.eq("google_calendar".to_owned()),
            selected_calendars::external_id.eq(id.to_owned()),
            selected_calendars::sync_state.eq(openhours_storage::Json(serde_json::json!({}))),
            selected_calendars::sync_error.eq(sync_error.map(str::to_owned)),
            selected_calendars::created_at.eq(Moment(now())),
        ))
        .execute(c)
        .unwrap();
}

fn event(c: &mut Connection, user_id: i64, (id, from, until): (&str, &str, &str)) {
    diesel::insert_into(calendar_busy::table)
        .values((
            calendar_busy::user_id.eq(user_id),
            calendar_busy::selected_calendar_id.eq("calendar".to_owned()),
            calendar_busy::external_event_id.eq(id.to_owned()),
            calendar_busy::starts_at.eq(Moment(at(from))),
            calendar_busy::ends_at.eq(Moment(at(until))),
        ))
        .execute(c)
        .unwrap();
}

on_both_engines! {
    fn absences_are_found_for_each_host_where_they_overlap(database: &Database) {
        database.write(|c| {
            let (ana, ben, cid) = (user(c, "ana@x.io").id, user(c, "ben@x.io").id, user(c, "cid@x.io").id);
            away(c, ana, ("a1", "2030-01-02T00:00:00Z", "2030-01-04T23:59:59.999Z"));
            away(c, ana, ("a2", "2030-01-05T00:00:00Z", "2030-01-05T23:59:59.999Z"));
            away(c, ben, ("b1", "2029-12-24T00:00:00Z", "2030-01-02T23:59:59.999Z"));
            away(c, cid, ("c1", "2030-01-02T00:00:00Z", "2030-01-02T23:59:59.999Z"));
            let found = slots::out_of_office(c, &[ben, ana], day())?;
            let found: Vec<(i64, Timestamp)> = found.iter().map(|row| (row.host_id, row.starts_at)).collect();
            assert_eq!(found, [(ana, at("2030-01-02T00:00:00Z")), (ben, at("2029-12-24T00:00:00Z"))]);
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn calendar_events_are_found_for_each_host_where_they_overlap(database: &Database) {
        database.write(|c| {
            let (ana, ben) = (user(c, "ana@x.io").id, user(c, "ben@x.io").id);
            calendar(c, ana, ("calendar", None));
            calendar(c, ben, ("failing", Some("401")));
            event(c, ana, ("before", "2030-01-01T23:00:00Z", "2030-01-02T00:00:00Z"));
            event(c, ana, ("into", "2030-01-01T23:00:00Z", "2030-01-02T01:00:00Z"));
            event(c, ana, ("after", "2030-01-03T00:00:00Z", "2030-01-03T01:00:00Z"));
            let found = slots::calendar_busy(c, &[ana, ben], day())?;
            let found: Vec<(i64, Timestamp)> = found.iter().map(|row| (row.host_id, row.ends_at)).collect();
            assert_eq!(found, [(ana, at("2030-01-02T01:00:00Z"))]);
            assert_eq!(slots::hosts_with_failing_calendars(c, &[ana, ben])?, [ben]);
            Ok::<_, Error>(())
        }).unwrap();
    }
}
