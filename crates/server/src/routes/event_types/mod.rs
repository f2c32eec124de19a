//! Event types on the wire: a user's own, and what everybody may see of them.

mod answer;
mod fields;
mod places;
mod request;

use super::prelude::*;
use openhours_contract::event_types::{
    AnyEventType, CreateEventType, DeletedEventType, EventType, ListEventTypesQuery, UpdateEventType,
};
use openhours_service::access::{EventTypesRead, EventTypesWrite};
use openhours_service::event_types;

/// The routes of this area.
pub fn routes() -> Vec<Route> {
    vec![
        route!(create_event_type).refuses(&[404]),
        route!(list_event_types),
        route!(get_event_type).refuses(&[404]),
        route!(update_event_type).refuses(&[404]),
        route!(delete_event_type).refuses(&[404]),
    ]
}

#[utoipa::path(post, path = "/v2/event-types", operation_id = "createEventType", tag = "Event Types")]
async fn create_event_type(
    door: Own<EventTypesWrite>,
    body: Body<CreateEventType>,
) -> Result<Created<EventType>, ApiError> {
    let new = request::new_event_type(body.into_inner())?;
    let made = door.run(move |app, access| event_types::create(app, access, new)?.own()).await?;
    Ok(Created(answer::own(made)))
}

#[utoipa::path(get, path = "/v2/event-types", operation_id = "listEventTypes", tag = "Event Types")]
async fn list_event_types(
    door: MaybeCaller<EventTypesRead>,
    query: Query<ListEventTypesQuery>,
) -> Result<Success<Vec<EventType>>, ApiError> {
    let wanted = request::listing(query.into_inner());
    let found = door.run(move |app, visit| event_types::list(app, visit, &wanted)).await?;
    Ok(Success::new(answer::list(found)))
}

#[utoipa::path(
    get,
    path = "/v2/event-types/{eventTypeId}",
    operation_id = "getEventType",
    tag = "Event Types"
)]
async fn get_event_type(door: Own<EventTypesRead>, id: Path<i64>) -> Result<Success<AnyEventType>, ApiError> {
    let found = door.run(move |app, access| event_types::get(app, access, id.into_inner())).await?;
    Ok(Success::new(answer::any(found)))
}

#[utoipa::path(
    patch,
    path = "/v2/event-types/{eventTypeId}",
    operation_id = "updateEventType",
    tag = "Event Types"
)]
async fn update_event_type(
    door: Own<EventTypesWrite>,
    id: Path<i64>,
    body: Body<UpdateEventType>,
) -> Result<Success<EventType>, ApiError> {
    let (id, changes) = (id.into_inner(), request::changes(body.into_inner())?);
    let changed = door.run(move |app, access| event_types::update(app, access, id, changes)?.own()).await?;
    Ok(Success::new(answer::own(changed)))
}

#[utoipa::path(
    delete,
    path = "/v2/event-types/{eventTypeId}",
    operation_id = "deleteEventType",
    tag = "Event Types"
)]
async fn delete_event_type(
    door: Own<EventTypesWrite>,
    id: Path<i64>,
) -> Result<Success<DeletedEventType>, ApiError> {
    let deleted = door.run(move |app, access| event_types::delete(app, access, id.into_inner())).await?;
    Ok(Success::new(answer::deleted(deleted)))
}
