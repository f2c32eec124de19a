//! Tables of roles, keys, clients, tokens, credentials and member attributes.
//! Columns in the order of the migrations (a test compares them); no query lives here.

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    roles (id) {
        id -> Text,
        team_id -> Nullable<BigInt>,
        name -> Text,
        color -> Nullable<Text>,
        description -> Nullable<Text>,
        kind -> Text,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    role_permissions (id) {
        id -> BigInt,
        role_id -> Text,
        permission -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    team_invites (id) {
        id -> BigInt,
        token_hash -> Text,
        team_id -> BigInt,
        email -> Nullable<Text>,
        expires_at -> Instant,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    api_keys (id) {
        id -> Text,
        user_id -> BigInt,
        team_id -> Nullable<BigInt>,
        secret_hash -> Text,
        note -> Nullable<Text>,
        expires_at -> Nullable<Instant>,
        last_used_at -> Nullable<Instant>,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    api_key_rate_limits (id) {
        id -> BigInt,
        api_key_id -> Text,
        name -> Text,
        request_limit -> BigInt,
        window_ms -> BigInt,
        block_ms -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Document, Instant};

    oauth_clients (id) {
        id -> Text,
        organization_id -> BigInt,
        name -> Text,
        secret_hash -> Text,
        secret_sealed -> Text,
        permissions -> BigInt,
        logo -> Nullable<Text>,
        redirect_uris -> Document,
        booking_redirect_uri -> Nullable<Text>,
        booking_cancel_redirect_uri -> Nullable<Text>,
        booking_reschedule_redirect_uri -> Nullable<Text>,
        are_emails_enabled -> Bool,
        are_default_event_types_enabled -> Bool,
        are_calendar_events_enabled -> Bool,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    access_tokens (id) {
        id -> BigInt,
        secret_hash -> Text,
        user_id -> BigInt,
        oauth_client_id -> Text,
        expires_at -> Instant,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    refresh_tokens (id) {
        id -> BigInt,
        secret_hash -> Text,
        user_id -> BigInt,
        oauth_client_id -> Text,
        expires_at -> Instant,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Document, Instant};

    oauth2_clients (id) {
        id -> Text,
        user_id -> Nullable<BigInt>,
        name -> Text,
        purpose -> Nullable<Text>,
        logo -> Nullable<Text>,
        website_url -> Nullable<Text>,
        redirect_uris -> Document,
        client_type -> Text,
        is_trusted -> Bool,
        scopes -> Document,
        status -> Text,
        rejection_reason -> Nullable<Text>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    oauth2_client_secrets (id) {
        id -> BigInt,
        oauth2_client_id -> Text,
        secret_hash -> Text,
        hint -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Document, Instant};

    oauth2_codes (id) {
        id -> BigInt,
        code_hash -> Text,
        oauth2_client_id -> Text,
        user_id -> Nullable<BigInt>,
        team_id -> Nullable<BigInt>,
        scopes -> Document,
        redirect_uri -> Text,
        code_challenge -> Nullable<Text>,
        code_challenge_method -> Nullable<Text>,
        expires_at -> Instant,
        used_at -> Nullable<Instant>,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Document, Instant};

    oauth2_tokens (id) {
        id -> BigInt,
        secret_hash -> Text,
        oauth2_client_id -> Text,
        user_id -> Nullable<BigInt>,
        team_id -> Nullable<BigInt>,
        scopes -> Document,
        expires_at -> Instant,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    attributes (id) {
        id -> Text,
        team_id -> BigInt,
        name -> Text,
        slug -> Text,
        kind -> Text,
        enabled -> Bool,
        users_can_edit -> Bool,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Document, Instant};

    attribute_options (id) {
        id -> Text,
        attribute_id -> Text,
        value -> Text,
        slug -> Text,
        is_group -> Bool,
        contains -> Document,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    attribute_assignments (id) {
        id -> Text,
        membership_id -> BigInt,
        attribute_option_id -> Text,
        weight -> Nullable<BigInt>,
        created_by_id -> Nullable<BigInt>,
        updated_by_id -> Nullable<BigInt>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    delegation_credentials (id) {
        id -> Text,
        organization_id -> BigInt,
        workspace_platform -> Text,
        domain -> Text,
        enabled -> Bool,
        key_sealed -> Text,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    credentials (id) {
        id -> BigInt,
        kind -> Text,
        app -> Text,
        user_id -> Nullable<BigInt>,
        team_id -> Nullable<BigInt>,
        key_sealed -> Text,
        account -> Nullable<Text>,
        is_invalid -> Bool,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    verified_resources (id) {
        id -> BigInt,
        kind -> Text,
        value -> Text,
        user_id -> Nullable<BigInt>,
        team_id -> Nullable<BigInt>,
        created_at -> Instant,
    }
}
