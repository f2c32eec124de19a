//! Private links: capabilities to book one event type.

use diesel::prelude::*;
use jiff::Timestamp;

use super::EventType;
use crate::{
    Connection, Result,
    schema::{event_types, private_links},
    types::{MaybeMoment, Moment},
};

/// A private link as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = private_links)]
pub struct PrivateLink {
    /// Key.
    pub id: i64,
    /// The unguessable part of the URL.
    pub link: String,
    /// What it books.
    pub event_type_id: i64,
    /// When it stops working.
    pub expires_at: Option<Timestamp>,
    /// How often it works.
    pub max_usage_count: Option<i64>,
    /// How often it was used.
    pub usage_count: i64,
    /// Creation.
    pub created_at: Timestamp,
}

/// A private link to insert.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = private_links)]
#[allow(missing_docs)]
pub struct NewPrivateLink {
    pub link: String,
    pub event_type_id: i64,
    #[diesel(serialize_as = MaybeMoment)]
    pub expires_at: Option<Timestamp>,
    pub max_usage_count: Option<i64>,
    pub usage_count: i64,
    #[diesel(serialize_as = Moment)]
    pub created_at: Timestamp,
}

/// The link and its event type, expired and used up ones included.
pub fn find_by_private_link(
    connection: &mut Connection,
    link: &str,
) -> Result<Option<(PrivateLink, EventType)>> {
    Ok(private_links::table
        .inner_join(event_types::table)
        .filter(private_links::link.eq(link.to_owned()))
        .select((PrivateLink::as_select(), EventType::as_select()))
        .first(connection)
        .optional()?)
}

/// Counts one use, unless the link is expired or used up; tells whether it counted.
pub fn use_private_link(connection: &mut Connection, link: &str, now: Timestamp) -> Result<bool> {
    let fresh = private_links::expires_at.is_null().or(private_links::expires_at.gt(MaybeMoment(Some(now))));
    let unused = private_links::max_usage_count
        .is_null()
        .or(private_links::max_usage_count.gt(private_links::usage_count.nullable()));
    let counted = diesel::update(
        private_links::table.filter(private_links::link.eq(link.to_owned())).filter(fresh).filter(unused),
    )
    .set(private_links::usage_count.eq(private_links::usage_count + 1))
    .execute(connection)?;
    Ok(counted > 0)
}

/// Inserts a private link; its text must be new (`private_links_link_key`).
pub fn insert_private_link(connection: &mut Connection, new: NewPrivateLink) -> Result<PrivateLink> {
    Ok(diesel::insert_into(private_links::table)
        .values(new)
        .returning(private_links::all_columns)
        .get_result(connection)?)
}
