//! The outbox: what must happen because of a write, kept in the write's own transaction. Who is told, and how, is
//! decided when an entry is worked off; not here.

use diesel::prelude::*;
use jiff::Timestamp;
use serde_json::Value;

use crate::{Connection, Json, Result, schema::outbox, types::Moment};

/// The status of an entry that nobody has worked off yet.
const WAITING: &str = "waiting";

/// A consequence of a write.
#[derive(Clone, Debug, PartialEq)]
pub struct Consequence {
    /// What has happened: `booking.created` …
    pub kind: &'static str,
    /// What it happened to: `booking:<id>` …
    pub subject: String,
    /// What whoever works it off must know.
    pub payload: Value,
}

/// Keeps a consequence. Call it in the transaction of its cause.
pub fn insert(connection: &mut Connection, consequence: Consequence, now: Timestamp) -> Result<()> {
    diesel::insert_into(outbox::table)
        .values((
            outbox::kind.eq(consequence.kind),
            outbox::subject.eq(consequence.subject),
            outbox::payload.eq(Json(consequence.payload)),
            outbox::status.eq(WAITING),
            outbox::available_at.eq(Moment(now)),
            outbox::attempts.eq(0_i64),
            outbox::created_at.eq(Moment(now)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The kinds of what has happened to a subject, in order.
pub fn kinds_of(connection: &mut Connection, subject: &str) -> Result<Vec<String>> {
    Ok(outbox::table
        .filter(outbox::subject.eq(subject.to_owned()))
        .order(outbox::id)
        .select(outbox::kind)
        .load(connection)?)
}
