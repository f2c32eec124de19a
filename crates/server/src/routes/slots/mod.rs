//! Slots on the wire: the list of free times.

mod query;
mod wire;

use super::prelude::*;
use openhours_contract::slots::SlotsByDay;
use openhours_service::slots;
use query::SlotsQuery;
use wire::{Rendering, slot_request};

/// The routes of this area.
pub fn routes() -> Vec<Route> {
    vec![route!(list_slots).refuses(&[401, 404])]
}

#[utoipa::path(get, path = "/v2/slots", operation_id = "listSlots", tag = "Slots")]
async fn list_slots(door: Public, query: SlotsQuery) -> Result<Success<SlotsByDay>, ApiError> {
    let rendering = Rendering::of(&query.0)?;
    let request = slot_request(query.0)?;
    let shown = door.run(move |app| Ok(rendering.slots(&slots::list(app, request)?))).await?;
    Ok(Success::new(shown))
}
