//! Tables of webhooks, workflows, the outbox and its log.
//! Columns in the order of the migrations (a test compares them); no query lives here.

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Document, Instant};

    webhooks (id) {
        id -> Text,
        user_id -> Nullable<BigInt>,
        event_type_id -> Nullable<BigInt>,
        team_id -> Nullable<BigInt>,
        oauth_client_id -> Nullable<Text>,
        is_platform_wide -> Bool,
        subscriber_url -> Text,
        active -> Bool,
        triggers -> Document,
        payload_template -> Nullable<Text>,
        secret_sealed -> Nullable<Text>,
        version -> Text,
        offset_minutes -> Nullable<BigInt>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    workflows (id) {
        id -> BigInt,
        kind -> Text,
        name -> Text,
        user_id -> Nullable<BigInt>,
        team_id -> Nullable<BigInt>,
        trigger_kind -> Text,
        offset_value -> Nullable<BigInt>,
        offset_unit -> Nullable<Text>,
        is_active_on_all -> Bool,
        position -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    workflow_steps (id) {
        id -> BigInt,
        workflow_id -> BigInt,
        step_number -> BigInt,
        action -> Text,
        template -> Text,
        subject -> Nullable<Text>,
        body -> Nullable<Text>,
        sender -> Nullable<Text>,
        send_to -> Nullable<Text>,
        verified_resource_id -> Nullable<BigInt>,
        include_calendar_event -> Bool,
        is_phone_required -> Bool,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    workflow_event_types (workflow_id, event_type_id) {
        workflow_id -> BigInt,
        event_type_id -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    workflow_routing_forms (workflow_id, form_id) {
        workflow_id -> BigInt,
        form_id -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Document, Instant};

    outbox (id) {
        id -> BigInt,
        kind -> Text,
        subject -> Text,
        webhook_id -> Nullable<Text>,
        workflow_step_id -> Nullable<BigInt>,
        payload -> Document,
        status -> Text,
        available_at -> Instant,
        attempts -> BigInt,
        locked_until -> Nullable<Instant>,
        last_error -> Nullable<Text>,
        created_at -> Instant,
        finished_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    deliveries (id) {
        id -> BigInt,
        outbox_id -> Nullable<BigInt>,
        webhook_id -> Nullable<Text>,
        kind -> Text,
        target -> Text,
        attempt -> BigInt,
        status_code -> Nullable<BigInt>,
        error -> Nullable<Text>,
        request_body -> Nullable<Text>,
        response_body -> Nullable<Text>,
        duration_ms -> BigInt,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    idempotency_keys (scope, idempotency_key) {
        scope -> Text,
        idempotency_key -> Text,
        request_hash -> Text,
        response_status -> Nullable<BigInt>,
        response_body -> Nullable<Text>,
        created_at -> Instant,
        expires_at -> Instant,
    }
}
