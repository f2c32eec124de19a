//! Schedules on the wire: the caller's own.

mod wire;

use super::prelude::*;
use openhours_contract::schedules::{CreateSchedule, Schedule, UpdateSchedule};
use openhours_service::access::{SchedulesRead, SchedulesWrite};
use openhours_service::schedules;
use wire::{new_schedule, schedule_on_the_wire, schedule_update};

/// The routes of this area.
pub fn routes() -> Vec<Route> {
    vec![
        route!(create_schedule),
        route!(list_schedules),
        route!(get_default_schedule),
        route!(get_schedule).refuses(&[404]),
        route!(update_schedule).refuses(&[404]),
        route!(delete_schedule),
    ]
}

#[utoipa::path(post, path = "/v2/schedules", operation_id = "createSchedule", tag = "Schedules")]
async fn create_schedule(
    door: Own<SchedulesWrite>,
    body: Body<CreateSchedule>,
) -> Result<Created<Schedule>, ApiError> {
    let new = new_schedule(body.into_inner())?;
    let made = door.run(move |app, access| schedules::create(app, access, new)).await?;
    Ok(Created(schedule_on_the_wire(made)))
}

#[utoipa::path(get, path = "/v2/schedules", operation_id = "listSchedules", tag = "Schedules")]
async fn list_schedules(door: Own<SchedulesRead>) -> Result<Success<Vec<Schedule>>, ApiError> {
    let found = door.run(schedules::list).await?;
    Ok(Success::new(found.into_iter().map(schedule_on_the_wire).collect()))
}

#[utoipa::path(get, path = "/v2/schedules/default", operation_id = "getDefaultSchedule", tag = "Schedules")]
async fn get_default_schedule(door: Own<SchedulesRead>) -> Result<Success<Option<Schedule>>, ApiError> {
    let found = door.run(schedules::default).await?;
    Ok(Success::new(found.map(schedule_on_the_wire)))
}

#[utoipa::path(get, path = "/v2/schedules/{scheduleId}", operation_id = "getSchedule", tag = "Schedules")]
async fn get_schedule(door: Own<SchedulesRead>, id: Path<i64>) -> Result<Success<Schedule>, ApiError> {
    let found = door.run(move |app, access| schedules::get(app, access, id.into_inner())).await?;
    Ok(Success::new(schedule_on_the_wire(found)))
}

#[utoipa::path(
    patch,
    path = "/v2/schedules/{scheduleId}",
    operation_id = "updateSchedule",
    tag = "Schedules"
)]
async fn update_schedule(
    door: Own<SchedulesWrite>,
    id: Path<i64>,
    body: Body<UpdateSchedule>,
) -> Result<Success<Schedule>, ApiError> {
    let update = schedule_update(body.into_inner())?;
    let changed =
        door.run(move |app, access| schedules::update(app, access, id.into_inner(), update)).await?;
    Ok(Success::new(schedule_on_the_wire(changed)))
}

#[utoipa::path(
    delete,
    path = "/v2/schedules/{scheduleId}",
    operation_id = "deleteSchedule",
    tag = "Schedules"
)]
async fn delete_schedule(door: Own<SchedulesWrite>, id: Path<i64>) -> Result<Done, ApiError> {
    door.run(move |app, access| schedules::delete(app, access, id.into_inner())).await?;
    Ok(Done::default())
}
