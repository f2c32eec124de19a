//! Reading event types.

use diesel::prelude::*;

use super::EventType;
use crate::{Connection, Owner, Result, connection::MultiBackend, dialect, schema::event_types};

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListOrder {
    /// Oldest first.
    #[default]
    Ascending,
    /// Newest first.
    Descending,
}

/// A query on event types before its filters.
pub(super) type Boxed<'a> = event_types::BoxedQuery<
    'a,
    MultiBackend,
    diesel::dsl::SqlTypeOf<diesel::dsl::AsSelect<EventType, MultiBackend>>,
>;

/// The event type with this id, whoever owns it.
pub fn find(connection: &mut Connection, id: i64) -> Result<Option<EventType>> {
    Ok(event_types::table.find(id).select(EventType::as_select()).first(connection).optional()?)
}

/// The event types with these ids, in order of id; unknown ids are left out.
pub fn find_many(connection: &mut Connection, ids: &[i64]) -> Result<Vec<EventType>> {
    Ok(event_types::table
        .filter(event_types::id.eq_any(ids.to_vec()))
        .order(event_types::id)
        .select(EventType::as_select())
        .load(connection)?)
}

/// The owner's event type with this id.
pub fn find_owned(connection: &mut Connection, owner: &Owner, id: i64) -> Result<Option<EventType>> {
    Ok(owned(owner).filter(event_types::id.eq(id)).first(connection).optional()?)
}

/// Like [`find_owned`], holding the row until the transaction ends, so that a change built on it loses no other.
pub fn lock(connection: &mut Connection, owner: &Owner, id: i64) -> Result<Option<EventType>> {
    dialect::lock_event_type(connection, id)?;
    find_owned(connection, owner, id)
}

/// The owner's event type with this slug.
pub fn find_by_slug(connection: &mut Connection, owner: &Owner, slug: &str) -> Result<Option<EventType>> {
    Ok(owned(owner)
        .filter(event_types::slug.eq(slug.to_owned()))
        .order(event_types::id)
        .first(connection)
        .optional()?)
}

/// All event types of the owner: a user's own and managed children, or a team's (never its children).
pub fn list(connection: &mut Connection, owner: &Owner, order: ListOrder) -> Result<Vec<EventType>> {
    let query = owned(owner);
    let query = match order {
        ListOrder::Ascending => query.order(event_types::id.asc()),
        ListOrder::Descending => query.order(event_types::id.desc()),
    };
    Ok(query.load(connection)?)
}

fn owned<'a>(owner: &Owner) -> Boxed<'a> {
    let query = event_types::table.select(EventType::as_select()).into_boxed();
    match owner {
        Owner::User(id) => query.filter(event_types::user_id.eq(*id)),
        Owner::Team(id) | Owner::Organization(id) => query.filter(event_types::team_id.eq(*id)),
        Owner::Client(id) => query.filter(event_types::created_by_oauth_client_id.eq(id.clone())),
    }
}

/// The children of a managed event type in order of id.
pub fn children(connection: &mut Connection, parent_id: i64) -> Result<Vec<EventType>> {
    Ok(event_types::table
        .filter(event_types::parent_id.eq(parent_id))
        .order(event_types::id)
        .select(EventType::as_select())
        .load(connection)?)
}
