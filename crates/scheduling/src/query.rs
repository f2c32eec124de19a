//! What a caller hands in: the request, the event type's rules, the hosts with their hours and busy times. Plain
//! data, no arithmetic.

use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;

use crate::local::day_number;
use crate::range::TimeRange;

/// Everything that a slot list or a judgement depends on.
#[derive(Clone, Debug)]
pub struct Query {
    /// Who asks, when, and for what time.
    pub request: Request,
    /// The rules.
    pub event_type: EventType,
    /// The hosts who are considered; for a personal event type its owner. Narrow them before asking (host subsets,
    /// keeping the round-robin host of a rescheduled booking).
    pub hosts: Vec<Host>,
    /// Accepted bookings of this event type, by all its hosts, that start within
    /// [`loads`](crate::loads)'s `counted`. Only needed when the event type has limits.
    pub counted: Vec<CountedBooking>,
    /// Slot reservations of the hosts (any event type) and of this event type. Leave out the asker's own one where
    /// it must not stand in its own way.
    pub reservations: Vec<Reservation>,
    /// The booking that is being rescheduled: it blocks nothing and counts in no limit.
    pub rescheduled_booking: Option<i64>,
}

impl Query {
    /// A query without bookings counted, reservations or a rescheduled booking.
    pub fn new(request: Request, event_type: EventType, hosts: Vec<Host>) -> Self {
        Self {
            request,
            event_type,
            hosts,
            counted: Vec::new(),
            reservations: Vec::new(),
            rescheduled_booking: None,
        }
    }
}

/// Who asks, when, and for what time.
#[derive(Clone, Debug)]
pub struct Request {
    /// The moment of asking.
    pub now: Timestamp,
    /// Slots start and end inside of it; see [`requested_range`](crate::requested_range). Not used by
    /// [`is_bookable`](crate::is_bookable).
    pub range: TimeRange,
    /// The zone of the person who looks (for a booking: the booker's). It aligns the grid, keys the days and counts
    /// the days of the booking window. UTC when unknown.
    pub viewer_zone: TimeZone,
}

/// The rules of an event type. All lengths are minutes.
#[derive(Clone, Debug)]
pub struct EventType {
    pub id: i64,
    /// The zone of its own schedule, else its first host's: here limit periods and date-range windows are counted.
    pub zone: TimeZone,
    pub scheduling_type: SchedulingType,
    /// The length asked for: a requested duration replaces the event type's own length.
    pub length_minutes: i64,
    /// Distance of the grid's starts; the length when absent.
    pub slot_interval_minutes: Option<i64>,
    /// Added to the first start and to every step.
    pub offset_start_minutes: i64,
    /// Move starts off the full grid where that loses no slot.
    pub show_optimized_slots: bool,
    /// Of each of the viewer's days only the first slot.
    pub only_show_first_available_slot: bool,
    /// From now to the earliest start.
    pub minimum_booking_notice_minutes: i64,
    /// Kept free before a booking of this event type.
    pub before_event_buffer_minutes: i64,
    /// Kept free after one.
    pub after_event_buffer_minutes: i64,
    pub booking_window: BookingWindow,
    pub limits: Limits,
    /// Seats per slot of a seated event type.
    pub seats_per_slot: Option<i64>,
    /// Whether its own pending bookings block: it requires confirmation and says so.
    pub pending_bookings_block: bool,
}

impl EventType {
    /// A personal event type without notice, buffers, window, limits or seats.
    pub fn new(id: i64, zone: TimeZone, length_minutes: i64) -> Self {
        Self {
            id,
            zone,
            scheduling_type: SchedulingType::Personal,
            length_minutes,
            slot_interval_minutes: None,
            offset_start_minutes: 0,
            show_optimized_slots: false,
            only_show_first_available_slot: false,
            minimum_booking_notice_minutes: 0,
            before_event_buffer_minutes: 0,
            after_event_buffer_minutes: 0,
            booking_window: BookingWindow::Unlimited,
            limits: Limits::default(),
            seats_per_slot: None,
            pending_bookings_block: false,
        }
    }
}

/// How the hosts combine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchedulingType {
    /// The owner of a personal or managed event type.
    Personal,
    /// Every host must be free; dynamic groups too.
    Collective,
    /// Every fixed host and one host of each group must be free.
    RoundRobin,
}

/// How far ahead bookings are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookingWindow {
    /// Any time ahead.
    Unlimited,
    /// To the end of the day that many days after today.
    CalendarDays(i64),
    /// To the end of the n-th Monday-to-Friday after today.
    BusinessDays(i64),
    /// To the end of the n-th date, from today, that has a slot. Holds for slot lists only.
    RollingCalendarDays(i64),
    /// The same, counting Monday-to-Friday dates only.
    RollingBusinessDays(i64),
    /// From the first to the last date, both included, in the event type's zone.
    Dates(DateSpan),
}

/// Booking limits of an event type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// How many bookings.
    pub count: PeriodLimits,
    /// How many booked minutes.
    pub minutes: PeriodLimits,
}

/// One limit for each kind of period; weeks start on Sunday.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PeriodLimits {
    pub day: Option<i64>,
    pub week: Option<i64>,
    pub month: Option<i64>,
    pub year: Option<i64>,
}

/// One host: hours, absences and what blocks them.
#[derive(Clone, Debug)]
pub struct Host {
    pub id: i64,
    pub participation: Participation,
    pub schedule: Schedule,
    /// Absences as local dates of the schedule's zone: out-of-office entries and public holidays.
    pub out_of_office: Vec<DateSpan>,
    /// Zones of journeys; leave empty unless the host's default schedule is in use.
    pub travel: Vec<Travel>,
    /// Bookings of any event type where the host is organiser or attendee, at least those of
    /// [`loads`](crate::loads)'s `busy`. Status is judged here.
    pub bookings: Vec<Booking>,
    pub calendar_busy: CalendarBusy,
}

impl Host {
    /// A fixed host with these hours and nothing that blocks.
    pub fn new(id: i64, schedule: Schedule) -> Self {
        Self {
            id,
            participation: Participation::Fixed,
            schedule,
            out_of_office: Vec::new(),
            travel: Vec::new(),
            bookings: Vec::new(),
            calendar_busy: CalendarBusy::Known(Vec::new()),
        }
    }
}

/// A host's part in a round-robin event type; without meaning elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Participation {
    /// Always takes part.
    Fixed,
    /// One of this group takes part; hosts without a group form one together.
    Pool { group: Option<String> },
}

/// Working hours in civil time.
#[derive(Clone, Debug)]
pub struct Schedule {
    pub zone: TimeZone,
    pub hours: Vec<WeeklyHours>,
    pub overrides: Vec<DateOverride>,
}

impl Schedule {
    /// Monday to Friday, 09:00 to 17:00: the hours of somebody without a schedule.
    pub fn built_in(zone: TimeZone) -> Self {
        let days = Weekdays::new(Weekday::Monday.cycle_forward().take(5));
        let hours = WeeklyHours { days, start: Time::constant(9, 0, 0, 0), end: Time::constant(17, 0, 0, 0) };
        Self { zone, hours: vec![hours], overrides: Vec::new() }
    }
}

/// The same hours on some days of the week. An end of 23:59 means the end of the day.
#[derive(Clone, Copy, Debug)]
pub struct WeeklyHours {
    pub days: Weekdays,
    pub start: Time,
    pub end: Time,
}

/// Hours of one date: all overrides of a date together replace its weekly hours. An end of 23:59 means the end of
/// the day; start and end alike close the day.
#[derive(Clone, Copy, Debug)]
pub struct DateOverride {
    pub date: Date,
    pub start: Time,
    pub end: Time,
}

/// A set of weekdays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weekdays(u8);

impl Weekdays {
    /// The days named, in any order.
    pub fn new(days: impl IntoIterator<Item = Weekday>) -> Self {
        Self(days.into_iter().fold(0, |set, day| set | 1 << day.to_sunday_zero_offset()))
    }

    /// From numbers, 0 = Sunday … 6 = Saturday; others are passed over.
    pub fn from_numbers(days: impl IntoIterator<Item = i64>) -> Self {
        Self(days.into_iter().filter(|day| (0..7).contains(day)).fold(0, |set, day| set | 1 << day))
    }

    /// Whether the set has this day.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & 1 << day.to_sunday_zero_offset() != 0
    }

    /// By number, 0 = Sunday … 6 = Saturday.
    pub(crate) fn contains_number(self, day: u8) -> bool {
        self.0 & 1 << day != 0
    }
}

/// From one date to another, both included. An end before the start gives no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateSpan {
    pub first: Date,
    pub last: Date,
}

impl DateSpan {
    /// The UTC dates that two instants fall on: the way out-of-office entries are kept.
    pub fn of_utc_dates(start: Timestamp, end: Timestamp) -> Self {
        let date = |at| TimeZone::UTC.to_datetime(at).date();
        Self { first: date(start), last: date(end) }
    }

    /// First and last day number.
    pub(crate) fn days(&self) -> (i64, i64) {
        (day_number(self.first), day_number(self.last))
    }
}

/// A journey: the hours of the dates inside are read in another zone. A date is inside when its midnight in the
/// schedule's own zone is. The first journey that matches counts.
#[derive(Clone, Debug)]
pub struct Travel {
    pub start: Timestamp,
    /// Open when absent; the instant itself is inside.
    pub end: Option<Timestamp>,
    pub zone: TimeZone,
}

/// A booking that may block a host.
#[derive(Clone, Copy, Debug)]
pub struct Booking {
    pub id: i64,
    pub event_type_id: Option<i64>,
    pub status: BookingStatus,
    pub range: TimeRange,
    /// Buffers of the booking's own event type, in minutes.
    pub before_buffer_minutes: i64,
    pub after_buffer_minutes: i64,
    /// Taken seats of a seated booking: its attendees who are not hosts.
    pub seats_taken: i64,
}

impl Booking {
    /// An accepted booking of no event type, without buffers and seats.
    pub fn new(id: i64, range: TimeRange) -> Self {
        Self {
            id,
            event_type_id: None,
            status: BookingStatus::Accepted,
            range,
            before_buffer_minutes: 0,
            after_buffer_minutes: 0,
            seats_taken: 0,
        }
    }
}

/// Where a booking stands. Which of these block is decided in [`busy`](crate::busy).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookingStatus {
    Accepted,
    Pending,
    AwaitingHost,
    Cancelled,
    Rejected,
}

/// Busy times of a host's selected calendars.
#[derive(Clone, Debug)]
pub enum CalendarBusy {
    Known(Vec<TimeRange>),
    /// A calendar could not be read: the host counts as busy throughout.
    Unknown,
}

/// An accepted booking of the event type, for the limits.
#[derive(Clone, Copy, Debug)]
pub struct CountedBooking {
    pub id: i64,
    /// The organiser.
    pub host_id: Option<i64>,
    pub range: TimeRange,
}

/// A slot held for a while.
#[derive(Clone, Copy, Debug)]
pub struct Reservation {
    /// Whose row it is: the event type's owner, for team event types its first host.
    pub host_id: i64,
    pub event_type_id: i64,
    pub range: TimeRange,
    /// It counts while this lies after now.
    pub release_at: Timestamp,
    /// Whether it holds a seat rather than the whole slot.
    pub is_seat: bool,
}
