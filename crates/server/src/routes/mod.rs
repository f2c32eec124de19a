//! The handlers, one file per area, and the list of all their routes.

use crate::route::Route;

mod api_keys;
mod bookings;
mod event_types;
mod managed_users;
mod oauth_clients;
mod schedules;
mod slots;
mod users;

/// What every handler file needs.
pub mod prelude {
    pub use crate::answers::{Answer, Bare, Created, CreatedDone, NoContent};
    pub use crate::arguments::{Body, OptionalBody, Path, Query};
    pub use crate::doors::{MaybeCaller, Org, OrgTeam, OrgUser, Own, Platform, Public, Team};
    pub use crate::error::ApiError;
    pub use crate::limits::OperationLimit;
    pub use crate::route;
    pub use crate::route::Route;
    pub use openhours_contract::{Done, Instant, Page, Pagination, Patch, Success};
    pub use openhours_service::access::{self, Access, Owner};
}

/// Every route, by area.
pub fn all() -> Vec<Route> {
    let areas: &[fn() -> Vec<Route>] = &[
        api_keys::routes,
        bookings::routes,
        event_types::routes,
        managed_users::routes,
        oauth_clients::routes,
        schedules::routes,
        slots::routes,
        users::routes,
    ];
    areas.iter().flat_map(|routes| routes()).collect()
}
