//! Settings that cannot stand together. Pure; a single setting's own rules are the contract's.

use super::changes::{ActiveBookings, Changes, Rescheduling};
use crate::availability::LONGEST_BUFFER_MINUTES;
use crate::{Error, Voice};
use openhours_storage::event_types::{BookerLayouts, ConfirmationPolicy, EventTypeSettings};

/// What the request says that contradicts itself.
pub(super) fn check_request(changes: &Changes) -> Result<(), Error> {
    let is_series = matches!(changes.recurrence, Some(Some(_)));
    if is_series && matches!(changes.active_bookings, Some(ActiveBookings::Limited { .. })) {
        return Err(Error::invalid(
            "Can't have `recurrence` and `bookerActiveBookingsLimit` enabled at the same time - recurring events do \
             not support maximum active bookings limit setting.",
        ));
    }
    if changes.title.as_deref().is_some_and(|title| title.trim().is_empty()) {
        return Err(Error::invalid("title should not be empty"));
    }
    check_numbers(changes)
}

/// The longest time between a booking and its start: ten years, in minutes.
const LONGEST_NOTICE: i64 = 5_270_400;
/// The longest booking: a year, in minutes.
const LONGEST: i64 = 527_040;
/// The most of what is counted.
const MOST: i64 = 1000;

/// Numbers with which time can still be reckoned.
fn check_numbers(changes: &Changes) -> Result<(), Error> {
    let series = changes.recurrence.flatten();
    let until = match changes.rescheduling {
        Some(Rescheduling::UntilMinutesBefore(minutes)) => Some(minutes),
        _ => None,
    };
    let active = match changes.active_bookings {
        Some(ActiveBookings::Limited { most, .. }) => most,
        _ => None,
    };
    let longest_option = changes.length_options.as_ref().and_then(|options| options.iter().max().copied());
    for (name, value, most) in [
        ("lengthInMinutes", changes.length_minutes, LONGEST),
        ("each value in lengthInMinutesOptions", longest_option, LONGEST),
        ("slotInterval", changes.slot_interval_minutes.flatten(), LONGEST),
        ("minimumBookingNotice", changes.minimum_notice_minutes, LONGEST_NOTICE),
        ("beforeEventBuffer", changes.before_buffer_minutes, LONGEST_BUFFER_MINUTES),
        ("afterEventBuffer", changes.after_buffer_minutes, LONGEST_BUFFER_MINUTES),
        ("offsetStart", changes.offset_start_minutes, LONGEST),
        ("minutesBefore", until, LONGEST_NOTICE),
        ("maximumActiveBookings", active, MOST),
        ("interval", series.map(|series| series.interval), MOST),
        ("occurrences", series.map(|series| series.occurrences), MOST),
        ("seatsPerTimeSlot", changes.seats.flatten().map(|seats| seats.per_slot), MOST),
    ] {
        if value.is_some_and(|value| value > most) {
            return Err(Error::invalid(format!("{name} must not be greater than {most}")));
        }
    }
    Ok(())
}

/// Seats share a slot, and so one place and one decision; a series has no seats.
pub(super) fn check_seats(settings: &EventTypeSettings) -> Result<(), Error> {
    if settings.seats_per_slot.is_none() {
        return Ok(());
    }
    if settings.locations.len() > 1 {
        return Err(Error::invalid(
            "Seats Validation failed: Seats are enabled but more than one location provided.",
        ));
    }
    if settings.confirmation.0 != ConfirmationPolicy::Off {
        return Err(Error::invalid(
            "Seats Validation failed: Seats are enabled but requiresConfirmation is true.",
        ));
    }
    if settings.recurrence.is_some() {
        return Err(Error::invalid(
            "Seats Validation failed: Seats are enabled but the event type is recurring.",
        )
        .voiced(Voice::Product));
    }
    Ok(())
}

/// A booking page opens with a layout that it offers.
pub(super) fn check_layouts(layouts: Option<&BookerLayouts>) -> Result<(), Error> {
    let Some(layouts) = layouts else { return Ok(()) };
    if layouts.enabled.is_empty() {
        return Err(Error::invalid("At least one layout must be enabled.").voiced(Voice::Product));
    }
    if !layouts.enabled.contains(&layouts.default) {
        return Err(
            Error::invalid("The default layout must be one of the enabled layouts.").voiced(Voice::Product)
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::changes::Seats;
    use super::*;
    use openhours_storage::Json;
    use openhours_storage::event_types::{EventLocation, Frequency, Layout, Recurrence};

    const SERIES: Recurrence = Recurrence { interval: 1, occurrences: 4, frequency: Frequency::Weekly };

    fn seated() -> EventTypeSettings {
        let mut settings = EventTypeSettings::new("Class", "class", 60);
        settings.seats_per_slot = Some(4);
        settings
    }

    #[test]
    fn seats_exclude_places_to_choose_from_confirmation_and_series() {
        assert!(check_seats(&seated()).is_ok());
        let mut places = seated();
        places.locations = Json(vec![EventLocation::AttendeePhone, EventLocation::AttendeeAddress]);
        places.confirmation = Json(ConfirmationPolicy::Always { blocks_slots: true });
        let first = check_seats(&places).expect_err("two places");
        assert_eq!(
            first.sentence(),
            "Seats Validation failed: Seats are enabled but more than one location provided."
        );
        places.locations.pop();
        let second = check_seats(&places).expect_err("a confirmation");
        assert_eq!(
            second.sentence(),
            "Seats Validation failed: Seats are enabled but requiresConfirmation is true."
        );
        let mut series = seated();
        series.recurrence = Some(Json(SERIES));
        assert!(check_seats(&series).is_err());
    }

    #[test]
    fn a_series_has_no_limit_of_active_bookings() {
        let limit = Some(ActiveBookings::Limited { most: Some(2), offer_reschedule: None });
        let series = Changes { recurrence: Some(Some(SERIES)), active_bookings: limit, ..Changes::default() };
        assert!(check_request(&series).is_err());
        let off = Changes { active_bookings: Some(ActiveBookings::Unlimited), ..series.clone() };
        assert!(check_request(&off).is_ok());
        let ended = Changes { recurrence: Some(None), ..series };
        assert!(check_request(&ended).is_ok());
        let seats = Seats { per_slot: 1, show_attendees: false, show_availability_count: true };
        assert!(check_request(&Changes { seats: Some(Some(seats)), ..Changes::default() }).is_ok());
    }

    #[test]
    fn no_number_is_beyond_reckoning() {
        let long = Changes { length_minutes: Some(527_041), ..Changes::default() };
        let refusal = check_request(&long).expect_err("more than a year");
        assert_eq!(refusal.sentence(), "lengthInMinutes must not be greater than 527040");
        let notice = Changes { minimum_notice_minutes: Some(527_041), ..Changes::default() };
        assert!(check_request(&notice).is_ok());
        let buffer = Changes { before_buffer_minutes: Some(1441), ..Changes::default() };
        let refusal = check_request(&buffer).expect_err("more than bookings are looked for");
        assert_eq!(refusal.sentence(), "beforeEventBuffer must not be greater than 1440");
        let options = Changes { length_options: Some(vec![15, 600_000]), ..Changes::default() };
        assert!(check_request(&options).is_err());
    }

    #[test]
    fn a_page_opens_with_a_layout_that_it_offers() {
        let layouts = |default, enabled| BookerLayouts { default, enabled };
        assert!(check_layouts(None).is_ok());
        assert!(check_layouts(Some(&layouts(Layout::Week, vec![Layout::Month, Layout::Week]))).is_ok());
        assert!(check_layouts(Some(&layouts(Layout::Column, vec![Layout::Month]))).is_err());
    }
}
