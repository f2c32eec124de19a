//! Tables of bookings, reservations, payments and routing forms.
//! Columns in the order of the migrations (a test compares them); no query lives here.

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Document, Instant};

    bookings (id) {
        id -> BigInt,
        uid -> Text,
        status -> Text,
        user_id -> Nullable<BigInt>,
        event_type_id -> Nullable<BigInt>,
        title -> Text,
        description -> Nullable<Text>,
        starts_at -> Instant,
        ends_at -> Instant,
        location -> Nullable<Document>,
        meeting_url -> Nullable<Text>,
        responses -> Document,
        metadata -> Document,
        idempotency_key -> Nullable<Text>,
        recurring_uid -> Nullable<Text>,
        from_reschedule_uid -> Nullable<Text>,
        is_rescheduled -> Bool,
        rescheduling_reason -> Nullable<Text>,
        rescheduled_by_email -> Nullable<Text>,
        cancellation_reason -> Nullable<Text>,
        cancelled_by_email -> Nullable<Text>,
        rejection_reason -> Nullable<Text>,
        reassign_reason -> Nullable<Text>,
        reassigned_by_id -> Nullable<BigInt>,
        organizer_email -> Nullable<Text>,
        booker_email -> Nullable<Text>,
        sms_reminder_number -> Nullable<Text>,
        is_paid -> Bool,
        host_absent -> Bool,
        rating -> Nullable<BigInt>,
        rating_feedback -> Nullable<Text>,
        ical_uid -> Text,
        ical_sequence -> BigInt,
        destination_calendar_id -> Nullable<BigInt>,
        oauth_client_id -> Nullable<Text>,
        instant_token_hash -> Nullable<Text>,
        instant_expires_at -> Nullable<Instant>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    booking_attendees (id) {
        id -> BigInt,
        booking_id -> BigInt,
        starts_at -> Instant,
        ends_at -> Instant,
        name -> Text,
        email -> Text,
        phone_number -> Nullable<Text>,
        time_zone -> Text,
        locale -> Text,
        is_absent -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Document, Instant};

    booking_seats (id) {
        id -> BigInt,
        uid -> Text,
        booking_id -> BigInt,
        attendee_id -> BigInt,
        responses -> Document,
        metadata -> Document,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    booking_hosts (booking_id, user_id) {
        booking_id -> BigInt,
        user_id -> BigInt,
        starts_at -> Instant,
        ends_at -> Instant,
        guards -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    booking_references (id) {
        id -> BigInt,
        booking_id -> BigInt,
        kind -> Text,
        external_uid -> Text,
        meeting_id -> Nullable<Text>,
        meeting_password -> Nullable<Text>,
        meeting_url -> Nullable<Text>,
        external_calendar_id -> Nullable<Text>,
        credential_id -> Nullable<BigInt>,
        delegation_credential_id -> Nullable<Text>,
        destination_calendar_id -> Nullable<BigInt>,
        is_deleted -> Bool,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Document, Instant};

    payments (id) {
        id -> BigInt,
        uid -> Text,
        booking_id -> BigInt,
        app -> Text,
        external_id -> Text,
        amount -> BigInt,
        fee -> BigInt,
        currency -> Text,
        is_successful -> Bool,
        is_refunded -> Bool,
        payment_option -> Text,
        data -> Document,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    slot_reservations (id) {
        id -> BigInt,
        uid -> Text,
        event_type_id -> BigInt,
        user_id -> BigInt,
        starts_at -> Instant,
        ends_at -> Instant,
        release_at -> Instant,
        is_seat -> Bool,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Document, Instant};

    routing_forms (id) {
        id -> Text,
        user_id -> BigInt,
        team_id -> Nullable<BigInt>,
        name -> Text,
        description -> Nullable<Text>,
        position -> BigInt,
        disabled -> Bool,
        fields -> Document,
        routes -> Document,
        settings -> Document,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Document, Instant};

    routing_form_responses (id) {
        id -> BigInt,
        form_id -> Text,
        form_filler_id -> Text,
        response -> Document,
        chosen_route_id -> Nullable<Text>,
        routed_to_booking_id -> Nullable<BigInt>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Document, Instant};

    queued_form_responses (id) {
        id -> Text,
        form_id -> Text,
        response -> Document,
        chosen_route_id -> Nullable<Text>,
        expires_at -> Instant,
        created_at -> Instant,
    }
}
