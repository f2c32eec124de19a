//! Tables of event types, their hosts and calendars.
//! Columns in the order of the migrations (a test compares them); no query lives here.

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Document, Instant};

    event_types (id) {
        id -> BigInt,
        user_id -> Nullable<BigInt>,
        team_id -> Nullable<BigInt>,
        parent_id -> Nullable<BigInt>,
        title -> Text,
        slug -> Text,
        description -> Nullable<Text>,
        position -> BigInt,
        length_minutes -> BigInt,
        length_options -> Document,
        hidden -> Bool,
        scheduling_type -> Nullable<Text>,
        schedule_id -> Nullable<BigInt>,
        time_zone -> Nullable<Text>,
        slot_interval_minutes -> Nullable<BigInt>,
        minimum_notice_minutes -> BigInt,
        before_buffer_minutes -> BigInt,
        after_buffer_minutes -> BigInt,
        offset_start_minutes -> BigInt,
        show_optimized_slots -> Bool,
        only_first_slot_per_day -> Bool,
        booking_window -> Document,
        count_limits -> Nullable<Document>,
        duration_limits -> Nullable<Document>,
        max_active_bookings_per_booker -> Nullable<BigInt>,
        offer_reschedule_of_active_booking -> Bool,
        confirmation -> Document,
        recurrence -> Nullable<Document>,
        seats_per_slot -> Nullable<BigInt>,
        seats_show_attendees -> Bool,
        seats_show_availability_count -> Bool,
        locations -> Document,
        booking_fields -> Nullable<Document>,
        booking_requires_authentication -> Bool,
        requires_booker_email_verification -> Bool,
        disable_cancelling -> Bool,
        disable_rescheduling -> Bool,
        minimum_rescheduling_notice_minutes -> Nullable<BigInt>,
        allow_rescheduling_past -> Bool,
        allow_rescheduling_cancelled -> Bool,
        assign_all_team_members -> Bool,
        reschedule_with_same_host -> Bool,
        is_host_subset_enabled -> Bool,
        are_host_weights_enabled -> Bool,
        max_lead_threshold -> Nullable<BigInt>,
        is_instant -> Bool,
        instant_expiry_seconds -> BigInt,
        price -> BigInt,
        currency -> Text,
        custom_name -> Nullable<Text>,
        use_destination_calendar_email -> Bool,
        success_redirect_url -> Nullable<Text>,
        presentation -> Document,
        metadata -> Document,
        managed_unlocked_fields -> Nullable<Document>,
        created_by_oauth_client_id -> Nullable<Text>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    host_groups (id) {
        id -> Text,
        event_type_id -> BigInt,
        name -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    event_type_hosts (event_type_id, user_id) {
        event_type_id -> BigInt,
        user_id -> BigInt,
        is_fixed -> Bool,
        priority -> BigInt,
        weight -> BigInt,
        weight_adjustment -> BigInt,
        schedule_id -> Nullable<BigInt>,
        group_id -> Nullable<Text>,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    private_links (id) {
        id -> BigInt,
        link -> Text,
        event_type_id -> BigInt,
        expires_at -> Nullable<Instant>,
        max_usage_count -> Nullable<BigInt>,
        usage_count -> BigInt,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Document, Instant};

    selected_calendars (id) {
        id -> Text,
        user_id -> BigInt,
        integration -> Text,
        external_id -> Text,
        credential_id -> Nullable<BigInt>,
        delegation_credential_id -> Nullable<Text>,
        event_type_id -> Nullable<BigInt>,
        sync_state -> Document,
        synced_at -> Nullable<Instant>,
        sync_error -> Nullable<Text>,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    destination_calendars (id) {
        id -> BigInt,
        user_id -> Nullable<BigInt>,
        event_type_id -> Nullable<BigInt>,
        integration -> Text,
        external_id -> Text,
        primary_email -> Nullable<Text>,
        credential_id -> Nullable<BigInt>,
        delegation_credential_id -> Nullable<Text>,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    calendar_busy (id) {
        id -> BigInt,
        user_id -> BigInt,
        selected_calendar_id -> Text,
        external_event_id -> Text,
        starts_at -> Instant,
        ends_at -> Instant,
    }
}
