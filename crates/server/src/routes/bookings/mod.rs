//! Bookings on the wire: making, reading, listing and cancelling them. Shapes are mapped in `wire`.

mod wire;

use super::prelude::*;
use crate::versions::Version;
use openhours_contract::bookings::{
    AnyBooking, BookingOrSeries, CancelBooking, CreateBooking, ListBookingsQuery,
};
use openhours_service::access::{BookingsRead, BookingsWrite};
use openhours_service::bookings;

/// The routes of this area.
pub fn routes() -> Vec<Route> {
    vec![
        route!(create_booking).refuses(&[403, 404, 409, 422]),
        route!(list_bookings),
        route!(get_booking).refuses(&[400, 403, 404]),
        route!(cancel_booking).refuses(&[403, 404]),
    ]
}

#[utoipa::path(post, path = "/v2/bookings", operation_id = "createBooking", tag = "Bookings")]
async fn create_booking(
    door: MaybeCaller<BookingsWrite>,
    version: Version,
    body: Body<CreateBooking>,
) -> Result<Created<BookingOrSeries>, ApiError> {
    let new = wire::new_booking(body.into_inner(), version);
    let made = door.run(move |app, visit| bookings::create(app, visit, new)).await?;
    Ok(Created(BookingOrSeries::AnyBooking(wire::booking(made))))
}

#[utoipa::path(get, path = "/v2/bookings", operation_id = "listBookings", tag = "Bookings")]
async fn list_bookings(
    door: Own<BookingsRead>,
    query: Query<ListBookingsQuery>,
) -> Result<Page<AnyBooking>, ApiError> {
    let query = wire::booking_query(query.into_inner());
    let place = (query.take, query.skip);
    let page = door.run(move |app, access| bookings::list(app, access, query)).await?;
    Ok(wire::page(page, place))
}

#[utoipa::path(get, path = "/v2/bookings/{bookingUid}", operation_id = "getBooking", tag = "Bookings")]
async fn get_booking(
    door: MaybeCaller<BookingsRead>,
    uid: Path<String>,
) -> Result<Success<BookingOrSeries>, ApiError> {
    let uid = uid.into_inner();
    let found = door.run(move |app, visit| bookings::get(app, visit, &uid)).await?;
    Ok(Success::new(wire::found(found)))
}

#[utoipa::path(
    post,
    path = "/v2/bookings/{bookingUid}/cancel",
    operation_id = "cancelBooking",
    tag = "Bookings"
)]
async fn cancel_booking(
    door: MaybeCaller<BookingsWrite>,
    uid: Path<String>,
    body: OptionalBody<CancelBooking>,
) -> Result<Success<BookingOrSeries>, ApiError> {
    let (uid, request) = (uid.into_inner(), wire::cancel_request(body.into_inner()));
    let cancelled = door.run(move |app, visit| bookings::cancel(app, visit, &uid, &request)).await?;
    Ok(Success::new(wire::found(cancelled)))
}
