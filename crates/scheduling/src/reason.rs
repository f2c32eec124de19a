//! The names of the rules: why a start is not on offer or cannot be booked.

/// The rule that refuses a start. Where several do, the first in the order of the list below is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// It starts before now.
    Past,
    /// It starts sooner than the minimum booking notice allows.
    Notice,
    /// It lies outside the event type's booking window.
    BookingWindow,
    /// The number of bookings allowed in its day, week, month or year is reached.
    CountLimit,
    /// The minutes allowed in its day, week, month or year would be exceeded.
    DurationLimit,
    /// The event type has no host who could take it.
    NoHost,
    /// It does not fit into the weekly hours.
    OutsideHours,
    /// It does not fit into the hours that a date override sets for its date.
    Override,
    /// A host is out of office on its date.
    OutOfOffice,
    /// A host's calendar could not be read, so nothing is known to be free.
    CalendarUnknown,
    /// It overlaps a booking or a calendar event.
    Busy,
    /// It comes too close to a booking or a calendar event: only the buffers overlap.
    Buffer,
    /// Somebody holds a reservation that overlaps it. Does not hold for bookings.
    Reserved,
    /// It lies outside the range asked for. Does not hold for bookings.
    OutsideRequest,
    /// It is not one of the starts that the slot grid produces. Does not hold for bookings.
    Grid,
    /// Only the first slot of each day is shown, and it is a later one. Does not hold for bookings.
    NotFirstOfDay,
}
