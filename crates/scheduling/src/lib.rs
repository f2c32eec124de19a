//! The scheduling floor: arithmetic on time, limits and hosts.
//!
//! Everything here is pure: the moment "now", the zone rules and all data are arguments. No I/O, no clock, no
//! tables, no HTTP, no wire types. Two doors lead in, over one set of rules:
//!
//! - [`slots`] lists what a [`Query`] offers, grouped by the viewer's calendar days;
//! - [`is_bookable`] judges one start and end with the rules that hold for making a booking.
//!
//! What [`slots`] offers, [`is_bookable`] accepts, full seated slots included. [`why_not`] names the rule that
//! keeps a start out of the list. [`loads`] says which stretches of time a caller must read from its tables.
//!
//! The pipeline, one module a rule: [`window`] (what is asked for, notice, booking window) → [`hours`] (weekly
//! hours and date overrides) → [`away`] (out of office) → [`limits`] → [`busy`] → [`hosts`] (combination) →
//! [`grid`] → [`seats`] and reservations → day keys.

pub mod away;
pub mod bookable;
pub mod busy;
pub mod grid;
pub mod hosts;
pub mod hours;
pub mod limits;
mod local;
pub mod offer;
pub mod query;
pub mod range;
pub mod reason;
pub mod seats;
pub mod window;

pub use bookable::{free_hosts, is_bookable, is_bookable_waiving, why_not};
pub use offer::{Seats, Slot, Slots, slots};
pub use query::{
    Booking, BookingStatus, BookingWindow, CalendarBusy, CountedBooking, DateOverride, DateSpan, EventType,
    Host, Limits, Participation, PeriodLimits, Query, Request, Reservation, Schedule, SchedulingType, Travel,
    Weekdays, WeeklyHours,
};
pub use range::TimeRange;
pub use reason::Reason;
pub use window::{Loads, loads, requested_range};
