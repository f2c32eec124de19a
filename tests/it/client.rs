//! The generated Rust client: the core loop through its types, and how refusals and absent things come back.

use openhours_client::{Client, Error};
use openhours_contract::bookings::{
    AnyBooking, BookingOrSeries, ListBookingsQuery, ListBookingsQueryStatusItem,
};
use openhours_contract::managed_users::ListManagedUsersQuery;
use openhours_tests::{Credentials, Value, World, claim, json};
use serde::de::DeserializeOwned;

/// A typed input from the JSON that it stands for.
fn input<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("the contract's type reads what the contract describes")
}

/// A new managed user's own client, and the user's id.
async fn newcomer(world: &World, platform: &Client) -> (Client, i64) {
    let body = input(json!({"email": "typed@example.com", "name": "Typed", "timeZone": "UTC"}));
    let made = platform.create_managed_user(&world.client().id, &body).await.expect("a managed user");
    (platform.with_credentials(Credentials::AccessToken(made.data.access_token)), made.data.user.id)
}

claim!(
    async fn the_core_loop_goes_through_the_client(world: World) {
        let platform = world.client().client();
        let (host, id) = newcomer(&world, platform).await;
        let schedule = input(json!({"name": "Hours", "timeZone": "UTC", "isDefault": true}));
        let schedule = host.create_schedule(&schedule).await.expect("a schedule").data;
        assert_eq!(schedule.owner_id, id);
        let event_type = input(json!({"title": "Typed", "slug": "typed", "lengthInMinutes": 30}));
        let event_type = host.create_event_type(&event_type).await.expect("an event type").data;
        let monday = input(json!({"eventTypeId": event_type.id, "start": "2050-09-05", "end": "2050-09-05"}));
        let before = host.list_slots(&monday).await.expect("slots").data;
        assert_eq!(before["2050-09-05"].len(), 16);
        let wish = input(json!({
            "eventTypeId": event_type.id, "start": "2050-09-05T09:00:00Z",
            "attendee": {"name": "Anna", "email": "anna@example.com", "timeZone": "Europe/Rome"},
        }));
        let nobody = platform.with_credentials(Credentials::None);
        let booking = nobody.create_booking(&wish).await.expect("a booking").data;
        let BookingOrSeries::AnyBooking(AnyBooking::Booking(booking)) = booking else {
            panic!("a plain booking was asked for, not {booking:?}")
        };
        let after = host.list_slots(&monday).await.expect("slots").data;
        assert_eq!(after["2050-09-05"].len(), 15);
        let query = ListBookingsQuery {
            status: Some(vec![ListBookingsQueryStatusItem::Upcoming, ListBookingsQueryStatusItem::Past]),
            ..ListBookingsQuery::default()
        };
        let page = host.list_bookings(&query).await.expect("a list");
        assert_eq!(page.pagination.total_items, 1);
        assert!(matches!(&page.data[..], [AnyBooking::Booking(listed)] if listed.uid == booking.uid));
        let reason = input(json!({"cancellationReason": "no need"}));
        host.cancel_booking(&booking.uid, &reason).await.expect("a cancellation");
        let again = host.cancel_booking(&booking.uid, &reason).await.expect_err("it is cancelled already");
        assert_eq!(again.status(), Some(400));
    }
);

claim!(
    async fn a_refusal_comes_back_with_status_code_and_sentence(world: World) {
        let nobody = world.anonymous().client();
        let Err(Error::Refused(refusal)) = nobody.get_me().await else { panic!("nobody is somebody") };
        assert_eq!((refusal.status, refusal.path.as_str()), (401, "/v2/me"));
        assert_eq!(refusal.error.code, "UnauthorizedException");
        assert!(refusal.error.message.contains("No authentication method provided"), "{refusal:?}");
        let missing = world.owner().client().get_schedule(999_999).await.expect_err("there is none");
        assert_eq!(missing.status(), Some(404));
    }
);

claim!(
    async fn texts_in_paths_and_queries_arrive_as_they_were_given(world: World) {
        let platform = world.client().client();
        let made = world.managed_user("ana").await;
        let emails = vec![made.email.clone(), "nobody+at-all@example.com".to_owned()];
        let query = ListManagedUsersQuery { emails: Some(emails), ..input(json!({})) };
        let found = platform.list_managed_users(&world.client().id, &query).await.expect("a list").data;
        assert_eq!(found.iter().map(|user| user.id).collect::<Vec<_>>(), [made.id]);
        let strange = world.anonymous().client().get_booking("a/b?c d").await.expect_err("there is none");
        assert_eq!(strange.status(), Some(404), "{strange}");
        assert!(strange.to_string().contains("uid=a/b?c d"), "{strange}");
    }
);
