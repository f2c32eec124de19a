//! The Diesel schema of both engines, split by subject, and which tables may stand in one query.
//! No query lives here; the columns are those of `migrations/`.
#![allow(missing_docs)]

mod access;
mod booking;
mod delivery;
mod event_type;
mod people;

pub use access::*;
pub use booking::*;
pub use delivery::*;
pub use event_type::*;
pub use people::*;

diesel::joinable!(bookings -> event_types (event_type_id));
diesel::joinable!(booking_hosts -> bookings (booking_id));
diesel::joinable!(booking_hosts -> users (user_id));
diesel::joinable!(booking_attendees -> bookings (booking_id));
diesel::joinable!(booking_seats -> booking_attendees (attendee_id));
diesel::joinable!(event_type_hosts -> users (user_id));
diesel::joinable!(private_links -> event_types (event_type_id));
diesel::joinable!(event_type_hosts -> event_types (event_type_id));
diesel::joinable!(memberships -> users (user_id));
diesel::joinable!(memberships -> teams (team_id));
diesel::joinable!(profiles -> users (user_id));

diesel::allow_tables_to_appear_in_same_query!(
    bookings,
    booking_hosts,
    booking_attendees,
    booking_seats,
    event_types,
    event_type_hosts,
    memberships,
    profiles,
    schedules,
    slot_reservations,
    teams,
    users,
);
diesel::allow_tables_to_appear_in_same_query!(role_permissions, memberships);
diesel::allow_tables_to_appear_in_same_query!(private_links, event_types);
