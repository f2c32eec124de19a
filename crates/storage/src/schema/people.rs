//! Tables of users, organizations, memberships and schedules.
//! Columns in the order of the migrations (a test compares them); no query lives here.

diesel::table! {
    use diesel::sql_types::*;

    instance_settings (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Document, Instant};

    users (id) {
        id -> BigInt,
        email -> Text,
        email_verified_at -> Nullable<Instant>,
        username -> Nullable<Text>,
        name -> Nullable<Text>,
        avatar_url -> Nullable<Text>,
        bio -> Nullable<Text>,
        metadata -> Document,
        locale -> Nullable<Text>,
        time_zone -> Text,
        week_start -> Text,
        time_format -> BigInt,
        default_schedule_id -> Nullable<BigInt>,
        organization_id -> Nullable<BigInt>,
        oauth_client_id -> Nullable<Text>,
        is_platform_managed -> Bool,
        is_verified -> Bool,
        is_system_admin -> Bool,
        is_locked -> Bool,
        invited_to -> Nullable<BigInt>,
        theme -> Nullable<Text>,
        app_theme -> Nullable<Text>,
        brand_color -> Nullable<Text>,
        dark_brand_color -> Nullable<Text>,
        hide_branding -> Bool,
        allow_dynamic_booking -> Bool,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    secondary_emails (id) {
        id -> BigInt,
        user_id -> BigInt,
        email -> Text,
        verified_at -> Nullable<Instant>,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Document, Instant};

    teams (id) {
        id -> BigInt,
        parent_id -> Nullable<BigInt>,
        name -> Text,
        slug -> Nullable<Text>,
        is_organization -> Bool,
        is_platform -> Bool,
        is_private -> Bool,
        bio -> Nullable<Text>,
        logo_url -> Nullable<Text>,
        cal_video_logo -> Nullable<Text>,
        app_logo -> Nullable<Text>,
        app_icon_logo -> Nullable<Text>,
        banner_url -> Nullable<Text>,
        theme -> Nullable<Text>,
        brand_color -> Nullable<Text>,
        dark_brand_color -> Nullable<Text>,
        hide_branding -> Bool,
        hide_team_profile_link -> Bool,
        hide_book_a_team_member -> Bool,
        time_zone -> Text,
        week_start -> Text,
        time_format -> Nullable<BigInt>,
        metadata -> Document,
        booking_limits -> Nullable<Document>,
        include_managed_events_in_limits -> Bool,
        created_by_oauth_client_id -> Nullable<Text>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    organization_settings (organization_id) {
        organization_id -> BigInt,
        is_admin_api_enabled -> Bool,
        is_custom_roles_enabled -> Bool,
        is_verified -> Bool,
        auto_accept_email_domain -> Nullable<Text>,
        lock_event_type_creation -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    managed_organizations (managed_organization_id) {
        managed_organization_id -> BigInt,
        manager_organization_id -> BigInt,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    profiles (id) {
        id -> BigInt,
        uid -> Text,
        user_id -> BigInt,
        organization_id -> BigInt,
        username -> Text,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    memberships (id) {
        id -> BigInt,
        user_id -> BigInt,
        team_id -> BigInt,
        role -> Text,
        accepted -> Bool,
        disable_impersonation -> Bool,
        custom_role_id -> Nullable<Text>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Document, Instant};

    schedules (id) {
        id -> BigInt,
        user_id -> BigInt,
        name -> Text,
        time_zone -> Nullable<Text>,
        availability -> Document,
        overrides -> Document,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Instant;

    out_of_office (id) {
        id -> BigInt,
        uuid -> Text,
        user_id -> BigInt,
        to_user_id -> Nullable<BigInt>,
        starts_at -> Instant,
        ends_at -> Instant,
        reason -> Text,
        notes -> Nullable<Text>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}
