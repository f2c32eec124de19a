CREATE TABLE event_types (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    user_id BIGINT REFERENCES users (id) ON DELETE CASCADE,
    team_id BIGINT REFERENCES teams (id) ON DELETE CASCADE,
    parent_id BIGINT REFERENCES event_types (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    slug TEXT NOT NULL,
    description TEXT,
    position BIGINT NOT NULL,
    length_minutes BIGINT NOT NULL,
    length_options TEXT NOT NULL,
    hidden BOOLEAN NOT NULL,
    scheduling_type TEXT,
    schedule_id BIGINT REFERENCES schedules (id) ON DELETE SET NULL,
    time_zone TEXT,
    slot_interval_minutes BIGINT,
    minimum_notice_minutes BIGINT NOT NULL,
    before_buffer_minutes BIGINT NOT NULL,
    after_buffer_minutes BIGINT NOT NULL,
    offset_start_minutes BIGINT NOT NULL,
    show_optimized_slots BOOLEAN NOT NULL,
    only_first_slot_per_day BOOLEAN NOT NULL,
    booking_window TEXT NOT NULL,
    count_limits TEXT,
    duration_limits TEXT,
    max_active_bookings_per_booker BIGINT,
    offer_reschedule_of_active_booking BOOLEAN NOT NULL,
    confirmation TEXT NOT NULL,
    recurrence TEXT,
    seats_per_slot BIGINT,
    seats_show_attendees BOOLEAN NOT NULL,
    seats_show_availability_count BOOLEAN NOT NULL,
    locations TEXT NOT NULL,
    booking_fields TEXT,
    booking_requires_authentication BOOLEAN NOT NULL,
    requires_booker_email_verification BOOLEAN NOT NULL,
    disable_cancelling BOOLEAN NOT NULL,
    disable_rescheduling BOOLEAN NOT NULL,
    minimum_rescheduling_notice_minutes BIGINT,
    allow_rescheduling_past BOOLEAN NOT NULL,
    allow_rescheduling_cancelled BOOLEAN NOT NULL,
    assign_all_team_members BOOLEAN NOT NULL,
    reschedule_with_same_host BOOLEAN NOT NULL,
    is_host_subset_enabled BOOLEAN NOT NULL,
    are_host_weights_enabled BOOLEAN NOT NULL,
    max_lead_threshold BIGINT,
    is_instant BOOLEAN NOT NULL,
    instant_expiry_seconds BIGINT NOT NULL,
    price BIGINT NOT NULL,
    currency TEXT NOT NULL,
    custom_name TEXT,
    use_destination_calendar_email BOOLEAN NOT NULL,
    success_redirect_url TEXT,
    presentation TEXT NOT NULL,
    metadata TEXT NOT NULL,
    managed_unlocked_fields TEXT,
    created_by_oauth_client_id TEXT REFERENCES oauth_clients (id) ON DELETE SET NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX event_types_user_id_slug_key ON event_types (user_id, slug);
CREATE UNIQUE INDEX event_types_team_id_slug_key ON event_types (team_id, slug);
CREATE UNIQUE INDEX event_types_user_id_parent_id_key ON event_types (user_id, parent_id);
CREATE INDEX event_types_team_id_id_idx ON event_types (team_id, id);
CREATE INDEX event_types_parent_id_idx ON event_types (parent_id);
CREATE INDEX event_types_schedule_id_idx ON event_types (schedule_id);
CREATE INDEX event_types_created_by_oauth_client_id_idx ON event_types (created_by_oauth_client_id);

CREATE TABLE host_groups (
    id TEXT NOT NULL PRIMARY KEY,
    event_type_id BIGINT NOT NULL REFERENCES event_types (id) ON DELETE CASCADE,
    name TEXT NOT NULL
);
CREATE INDEX host_groups_event_type_id_idx ON host_groups (event_type_id);

CREATE TABLE event_type_hosts (
    event_type_id BIGINT NOT NULL REFERENCES event_types (id) ON DELETE CASCADE,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    is_fixed BOOLEAN NOT NULL,
    priority BIGINT NOT NULL,
    weight BIGINT NOT NULL,
    weight_adjustment BIGINT NOT NULL,
    schedule_id BIGINT REFERENCES schedules (id) ON DELETE SET NULL,
    group_id TEXT REFERENCES host_groups (id) ON DELETE SET NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (event_type_id, user_id)
);
CREATE INDEX event_type_hosts_user_id_idx ON event_type_hosts (user_id);
CREATE INDEX event_type_hosts_schedule_id_idx ON event_type_hosts (schedule_id);
CREATE INDEX event_type_hosts_group_id_idx ON event_type_hosts (group_id);

CREATE TABLE private_links (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    link TEXT NOT NULL,
    event_type_id BIGINT NOT NULL REFERENCES event_types (id) ON DELETE CASCADE,
    expires_at BIGINT,
    max_usage_count BIGINT,
    usage_count BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX private_links_link_key ON private_links (link);
CREATE INDEX private_links_event_type_id_idx ON private_links (event_type_id);

CREATE TABLE selected_calendars (
    id TEXT NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    integration TEXT NOT NULL,
    external_id TEXT NOT NULL,
    credential_id BIGINT REFERENCES credentials (id) ON DELETE CASCADE,
    delegation_credential_id TEXT REFERENCES delegation_credentials (id) ON DELETE CASCADE,
    event_type_id BIGINT REFERENCES event_types (id) ON DELETE CASCADE,
    sync_state TEXT NOT NULL,
    synced_at BIGINT,
    sync_error TEXT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX selected_calendars_user_id_integration_external_id_key ON selected_calendars (user_id, integration, external_id) WHERE event_type_id IS NULL;
CREATE UNIQUE INDEX selected_calendars_event_type_id_integration_external_id_key ON selected_calendars (event_type_id, integration, external_id);
CREATE INDEX selected_calendars_user_id_id_idx ON selected_calendars (user_id, id);
CREATE INDEX selected_calendars_credential_id_idx ON selected_calendars (credential_id);
CREATE INDEX selected_calendars_delegation_credential_id_idx ON selected_calendars (delegation_credential_id);

CREATE TABLE destination_calendars (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    user_id BIGINT REFERENCES users (id) ON DELETE CASCADE,
    event_type_id BIGINT REFERENCES event_types (id) ON DELETE CASCADE,
    integration TEXT NOT NULL,
    external_id TEXT NOT NULL,
    primary_email TEXT,
    credential_id BIGINT REFERENCES credentials (id) ON DELETE CASCADE,
    delegation_credential_id TEXT REFERENCES delegation_credentials (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX destination_calendars_user_id_key ON destination_calendars (user_id);
CREATE UNIQUE INDEX destination_calendars_event_type_id_key ON destination_calendars (event_type_id);
CREATE INDEX destination_calendars_credential_id_idx ON destination_calendars (credential_id);
CREATE INDEX destination_calendars_delegation_credential_id_idx ON destination_calendars (delegation_credential_id);

CREATE TABLE calendar_busy (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    selected_calendar_id TEXT NOT NULL REFERENCES selected_calendars (id) ON DELETE CASCADE,
    external_event_id TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX calendar_busy_occurrence_key ON calendar_busy (selected_calendar_id, external_event_id, starts_at);
CREATE INDEX calendar_busy_user_id_starts_at_idx ON calendar_busy (user_id, starts_at);
