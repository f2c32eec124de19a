//! Event types, their settings and hosts. Who may change them, and what a setting does, is decided elsewhere.

mod destination;
mod fields;
mod hosts;
mod private_links;
mod read;
mod record;
mod write;

pub use destination::{
    ConnectedCalendar, DestinationCalendar, destinations_of, find_connected_calendar, has_primary_calendar,
    set_destination,
};
pub use fields::{BookingField, BookingFieldKind, FieldOption, FieldOrigin, SplitName};
pub use hosts::{
    EventTypeHost, Host, HostUser, NewEventTypeHost, event_type_hosts, hosts_of_event_type, hosts_of_users,
    replace_hosts,
};
pub use private_links::{
    NewPrivateLink, PrivateLink, find_by_private_link, insert_private_link, use_private_link,
};
pub use read::{ListOrder, children, find, find_by_slug, find_many, find_owned, list, lock};
pub use record::{
    BookerLayouts, BookingWindow, Color, ConfirmationPolicy, EmailSettings, EventLocation, EventType,
    EventTypeSettings, Frequency, Layout, NewEventType, NoticeUnit, PeriodLimits, Presentation, Recurrence,
    SchedulingType, VideoSettings,
};
pub use write::{delete, insert, save};
