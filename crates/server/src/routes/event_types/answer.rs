//! From records to answers: the form of a user's event type, that of a team's, and that of a group of people.

use super::{fields, places};
use openhours_contract::Patch;
use openhours_contract::event_types as wire;
use openhours_service::event_types::{
    BookerLayouts, BookingField, BookingWindow, Color, ConfirmationPolicy, DestinationCalendar,
    EventLocation, EventType, EventTypeSettings, Frequency, Group, Layout, Listed, NoticeUnit, OwnEventType,
    PeriodLimits, Presentation, Recurrence, SchedulingType, Shown, TeamEventType, TeamHost, VideoSettings,
    built_in_fields,
};
use openhours_service::storage::types::Object;
use openhours_service::storage::users::User;
use serde_json::{Value, json};

/// What every event type has, in the given form, and what only that form has.
macro_rules! shaped {
    ($form:ident, $event_type:expr, $calendar:expr, { $($own:ident: $value:expr,)* }) => {{
        let EventType { id, settings, .. } = $event_type;
        let metadata = metadata(&settings);
        let booking_fields = settings.booking_fields.map_or_else(built_in_fields, |fields| fields.0);
        let presentation = settings.presentation.0;
        wire::$form {
            id,
            length_in_minutes: settings.length_minutes,
            length_in_minutes_options: Some(settings.length_options.0).filter(|lengths| !lengths.is_empty()),
            title: settings.title,
            slug: settings.slug,
            description: settings.description.unwrap_or_default(),
            locations: places::shown(settings.locations.0),
            disable_guests: takes_no_guests(&booking_fields),
            booking_fields: fields::shown(booking_fields),
            slot_interval: settings.slot_interval_minutes,
            minimum_booking_notice: settings.minimum_notice_minutes,
            before_event_buffer: settings.before_buffer_minutes,
            after_event_buffer: settings.after_buffer_minutes,
            recurrence: settings.recurrence.map(|series| recurrence(&series)),
            metadata,
            price: settings.price,
            currency: settings.currency,
            lock_time_zone_toggle_on_booking_page: presentation.lock_time_zone,
            seats_per_time_slot: settings.seats_per_slot,
            forward_params_success_redirect: Some(presentation.forward_params_to_success_redirect),
            success_redirect_url: settings.success_redirect_url,
            is_instant_event: settings.is_instant,
            seats_show_availability_count: settings
                .seats_per_slot
                .map(|_| settings.seats_show_availability_count),
            schedule_id: settings.schedule_id,
            booking_limits_count: settings.count_limits.map(|limits| period_limits(&limits)),
            booker_active_bookings_limit: active_bookings(
                settings.max_active_bookings_per_booker,
                settings.offer_reschedule_of_active_booking,
            ),
            only_show_first_available_slot: settings.only_first_slot_per_day,
            booking_limits_duration: settings.duration_limits.map(|limits| period_limits(&limits)),
            booking_window: booking_window(&settings.booking_window),
            booker_layouts: presentation.booker_layouts.as_ref().map(booker_layouts),
            confirmation_policy: confirmation(&settings.confirmation),
            requires_booker_email_verification: settings.requires_booker_email_verification,
            hide_calendar_notes: presentation.hide_calendar_notes,
            color: presentation.color.as_ref().and_then(color),
            seats: seats(
                settings.seats_per_slot,
                settings.seats_show_attendees,
                settings.seats_show_availability_count,
            ),
            offset_start: settings.offset_start_minutes,
            custom_name: settings.custom_name,
            destination_calendar: $calendar.map(destination_calendar),
            use_destination_calendar_email: settings.use_destination_calendar_email,
            hide_calendar_event_details: presentation.hide_calendar_event_details,
            hide_organizer_email: presentation.hide_organizer_email,
            cal_video_settings: video(&presentation),
            hidden: settings.hidden,
            booking_requires_authentication: settings.booking_requires_authentication,
            disable_cancelling: wire::DisableCancelling { disabled: Some(settings.disable_cancelling) },
            disable_rescheduling: wire::DisableRescheduling {
                disabled: Some(settings.disable_rescheduling),
                minutes_before: settings.minimum_rescheduling_notice_minutes,
            },
            interface_language: presentation.interface_language,
            allow_rescheduling_past_bookings: settings.allow_rescheduling_past,
            allow_rescheduling_cancelled_bookings: settings.allow_rescheduling_cancelled,
            show_optimized_slots: settings.show_optimized_slots,
            $($own: $value,)*
        }
    }};
}

/// An event type of a user.
pub fn own(own: OwnEventType) -> wire::EventType {
    let OwnEventType { event_type, owner, destination_calendar: calendar, booking_url } = own;
    shaped!(EventType, event_type, calendar, {
        owner_id: owner.id,
        users: vec![user(owner)],
        booking_url: booking_url,
    })
}

/// An event type in the form that fits its owner.
pub fn any(shown: Shown) -> wire::AnyEventType {
    match shown {
        Shown::Own(found) => wire::AnyEventType::EventType(own(*found)),
        Shown::Team(found) => wire::AnyEventType::TeamEventType(team(*found)),
    }
}

/// An event type of a team.
pub fn team(found: TeamEventType) -> wire::TeamEventType {
    let TeamEventType { event_type, team, hosts, destination_calendar: calendar } = found;
    let kind = event_type.settings.scheduling_type;
    let emails = event_type.settings.presentation.emails;
    let (owner_id, parent_id) = (event_type.user_id, event_type.parent_id);
    let assign_all = event_type.settings.assign_all_team_members;
    let same_host = event_type.settings.reschedule_with_same_host;
    shaped!(TeamEventType, event_type, calendar, {
        team_id: Some(team.id),
        owner_id: owner_id,
        parent_event_type_id: parent_id,
        hosts: hosts.into_iter().map(|one| host(one, kind)).collect(),
        assign_all_team_members: assign_all,
        scheduling_type: kind.map(scheduling_type),
        team: wire::EventTypeTeam {
            id: Some(team.id),
            slug: team.slug,
            banner_url: team.banner_url,
            name: Some(team.name),
            logo_url: team.logo_url,
            week_start: Some(team.week_start),
            brand_color: team.brand_color,
            dark_brand_color: team.dark_brand_color,
            theme: team.theme,
        },
        email_settings: emails.map(|emails| wire::EmailSettings {
            disable_emails_to_attendees: Some(emails.disable_to_attendees),
            disable_emails_to_hosts: Some(emails.disable_to_hosts),
        }),
        reschedule_with_same_round_robin_host: same_host,
    })
}

/// A list of one user's event types, or the event type that a group shares, if anybody is in it.
pub fn list(found: Listed) -> Vec<wire::EventType> {
    match found {
        Listed::EventTypes(event_types) => event_types.into_iter().map(|one| in_list(own(one))).collect(),
        Listed::Group(people) if people.people.is_empty() => Vec::new(),
        Listed::Group(people) => vec![in_list(group(people))],
    }
}

/// Lists leave out the video settings that were never set, where single answers say null.
fn in_list(event_type: wire::EventType) -> wire::EventType {
    let cal_video_settings = match event_type.cal_video_settings {
        Patch::Null => Patch::Absent,
        set => set,
    };
    wire::EventType { cal_video_settings, ..event_type }
}

/// What was deleted.
pub fn deleted(event_type: EventType) -> wire::DeletedEventType {
    wire::DeletedEventType {
        id: event_type.id,
        length_in_minutes: event_type.settings.length_minutes,
        title: event_type.settings.title,
        slug: event_type.settings.slug,
    }
}

/// The event type that people have together: nobody made it, so it has no id and no owner.
fn group(people: Group) -> wire::EventType {
    let mut settings = EventTypeSettings::new("Group Meeting", "dynamic", 30);
    settings.description = Some("Join us for a meeting with multiple people".to_owned());
    settings.length_options = vec![15, 30, 45, 60, 90].into();
    settings.custom_name = Some("Group Meeting".to_owned());
    settings.booking_fields = Some(Vec::new().into());
    settings.success_redirect_url = Some(String::new());
    settings.locations = vec![EventLocation::Integration {
        integration: "cal-video".to_owned(),
        link: None,
        credential_id: None,
    }]
    .into();
    let event_type = EventType {
        id: 0,
        user_id: None,
        team_id: None,
        parent_id: None,
        settings,
        created_by_oauth_client_id: None,
        created_at: jiff::Timestamp::UNIX_EPOCH,
        updated_at: jiff::Timestamp::UNIX_EPOCH,
    };
    shaped!(EventType, event_type, None::<DestinationCalendar>, {
        owner_id: 0,
        users: people.people.into_iter().map(user).collect(),
        booking_url: people.booking_url,
    })
}

/// What is stored beside the columns, under the names that clients know.
fn metadata(settings: &EventTypeSettings) -> Object {
    let mut metadata = settings.metadata.0.clone();
    if !settings.length_options.is_empty() {
        metadata.insert("multipleDuration".to_owned(), json!(settings.length_options.0));
    }
    if let Some(unlocked) = &settings.managed_unlocked_fields {
        let config = if unlocked.is_empty() { json!({}) } else { json!({ "unlockedFields": unlocked.0 }) };
        metadata.insert("managedEventConfig".to_owned(), config);
    }
    if let Some(emails) = settings.presentation.emails {
        let all = json!({ "attendee": emails.disable_to_attendees, "host": emails.disable_to_hosts });
        metadata.insert("disableStandardEmails".to_owned(), json!({ "all": all }));
    }
    metadata.retain(|_, value| *value != Value::Null);
    metadata
}

/// Whether the form has no place for guests.
fn takes_no_guests(form: &[BookingField]) -> bool {
    !form.iter().any(|field| field.slug == "guests" && field.hidden != Some(true))
}

fn user(user: User) -> wire::EventTypeUser {
    wire::EventTypeUser {
        id: user.id,
        name: user.name,
        username: user.username,
        avatar_url: user.avatar_url,
        brand_color: user.brand_color,
        dark_brand_color: user.dark_brand_color,
        week_start: user.week_start,
        metadata: user.metadata.0,
    }
}

fn host(host: TeamHost, kind: Option<SchedulingType>) -> wire::EventTypeHost {
    let row = host.row.filter(|_| kind == Some(SchedulingType::RoundRobin));
    wire::EventTypeHost {
        user_id: host.user.id,
        name: host.user.name,
        username: host.user.username,
        avatar_url: host.user.avatar_url,
        mandatory: row.as_ref().map(|row| row.is_fixed),
        priority: row.map(|row| match row.priority {
            0 => wire::HostPriority::Lowest,
            1 => wire::HostPriority::Low,
            3 => wire::HostPriority::High,
            4 => wire::HostPriority::Highest,
            _ => wire::HostPriority::Medium,
        }),
    }
}

fn scheduling_type(kind: SchedulingType) -> wire::SchedulingType {
    match kind {
        SchedulingType::Collective => wire::SchedulingType::Collective,
        SchedulingType::RoundRobin => wire::SchedulingType::RoundRobin,
        SchedulingType::Managed => wire::SchedulingType::Managed,
    }
}

fn destination_calendar(calendar: DestinationCalendar) -> wire::EventTypeDestinationCalendar {
    wire::EventTypeDestinationCalendar {
        integration: calendar.integration,
        external_id: calendar.external_id,
    }
}

fn period_limits(limits: &PeriodLimits) -> wire::IntervalLimits {
    let PeriodLimits { day, week, month, year } = *limits;
    wire::IntervalLimits { day, week, month, year, disabled: None }
}

fn active_bookings(most: Option<i64>, offers: bool) -> wire::BookerActiveBookingsLimit {
    let is_off = most.is_none() && !offers;
    wire::BookerActiveBookingsLimit {
        maximum_active_bookings: most,
        offer_reschedule: (!is_off).then_some(offers),
        disabled: is_off.then_some(true),
    }
}

const DISABLED: wire::Disabled = wire::Disabled { disabled: true };

fn booking_window(window: &BookingWindow) -> wire::BookingWindow {
    let days = |kind, value, rolling| {
        wire::BookingWindow::DaysWindow(wire::DaysWindow { r#type: kind, value, rolling: Some(rolling) })
    };
    match *window {
        BookingWindow::Unlimited => wire::BookingWindow::Disabled(DISABLED),
        BookingWindow::CalendarDays { days: value, rolling } => {
            days(wire::DaysWindowType::CalendarDays, value, rolling)
        }
        BookingWindow::BusinessDays { days: value, rolling } => {
            days(wire::DaysWindowType::BusinessDays, value, rolling)
        }
        BookingWindow::Range { start, end } => wire::BookingWindow::RangeWindow(wire::RangeWindow {
            r#type: wire::RangeWindowType::Range,
            value: vec![start.to_string(), end.to_string()],
        }),
    }
}

fn booker_layouts(layouts: &BookerLayouts) -> wire::BookerLayouts {
    let one = |layout: &Layout| match layout {
        Layout::Month => wire::BookerLayout::Month,
        Layout::Week => wire::BookerLayout::Week,
        Layout::Column => wire::BookerLayout::Column,
    };
    wire::BookerLayouts {
        default_layout: one(&layouts.default),
        enabled_layouts: layouts.enabled.iter().map(one).collect(),
    }
}

fn confirmation(policy: &ConfirmationPolicy) -> wire::ConfirmationPolicy {
    let required = |kind, threshold, blocks| {
        wire::ConfirmationPolicy::RequiredConfirmation(wire::RequiredConfirmation {
            r#type: kind,
            notice_threshold: threshold,
            block_unconfirmed_bookings_in_booker: blocks,
        })
    };
    match *policy {
        ConfirmationPolicy::Off => wire::ConfirmationPolicy::Disabled(DISABLED),
        ConfirmationPolicy::Always { blocks_slots } => {
            required(wire::RequiredConfirmationType::Always, None, blocks_slots)
        }
        ConfirmationPolicy::WithinNotice { count, unit, blocks_slots } => {
            let unit = match unit {
                NoticeUnit::Minutes => wire::NoticeThresholdUnit::Minutes,
                NoticeUnit::Hours => wire::NoticeThresholdUnit::Hours,
            };
            let threshold = wire::NoticeThreshold { unit, count };
            required(wire::RequiredConfirmationType::Time, Some(threshold), blocks_slots)
        }
    }
}

fn recurrence(series: &Recurrence) -> wire::Recurrence {
    wire::Recurrence {
        interval: series.interval,
        occurrences: series.occurrences,
        frequency: match series.frequency {
            Frequency::Yearly => wire::RecurrenceFrequency::Yearly,
            Frequency::Monthly => wire::RecurrenceFrequency::Monthly,
            Frequency::Weekly => wire::RecurrenceFrequency::Weekly,
        },
        disabled: Some(false),
    }
}

fn seats(per_slot: Option<i64>, show_attendees: bool, show_count: bool) -> wire::Seats {
    match per_slot {
        None => wire::Seats::Disabled(DISABLED),
        Some(per_slot) => wire::Seats::OfferedSeats(wire::OfferedSeats {
            seats_per_time_slot: per_slot,
            show_attendee_info: show_attendees,
            show_availability_count: show_count,
            disabled: Some(false),
        }),
    }
}

/// Both colours, or none: half a pair is not shown.
fn color(color: &Color) -> Option<wire::EventTypeColor> {
    Some(wire::EventTypeColor { light_theme_hex: color.light.clone()?, dark_theme_hex: color.dark.clone()? })
}

/// Nothing until something of the room is set; then the mails' switch, and the room's own switches once one of them
/// was set.
fn video(presentation: &Presentation) -> Patch<wire::VideoSettings> {
    let room = presentation.video.as_ref();
    if room.is_none() && presentation.send_transcription_emails {
        return Patch::Null;
    }
    let switch =
        |pick: fn(&VideoSettings) -> Option<bool>| room.map(|settings| pick(settings).unwrap_or(false));
    Patch::Value(wire::VideoSettings {
        disable_recording_for_organizer: switch(|room| room.disable_recording_for_organizer),
        disable_recording_for_guests: switch(|room| room.disable_recording_for_guests),
        redirect_url_on_exit: room.map_or(Patch::Absent, |room| room.redirect_url_on_exit.clone().into()),
        enable_automatic_recording_for_organizer: switch(|room| {
            room.enable_automatic_recording_for_organizer
        }),
        enable_automatic_transcription: switch(|room| room.enable_automatic_transcription),
        disable_transcription_for_guests: switch(|room| room.disable_transcription_for_guests),
        disable_transcription_for_organizer: switch(|room| room.disable_transcription_for_organizer),
        send_transcription_emails: Some(presentation.send_transcription_emails),
    })
}
