CREATE TABLE instance_settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    email TEXT NOT NULL,
    email_verified_at BIGINT,
    username TEXT,
    name TEXT,
    avatar_url TEXT,
    bio TEXT,
    metadata TEXT NOT NULL,
    locale TEXT,
    time_zone TEXT NOT NULL,
    week_start TEXT NOT NULL,
    time_format BIGINT NOT NULL,
    default_schedule_id BIGINT,
    organization_id BIGINT REFERENCES teams (id) ON DELETE SET NULL,
    oauth_client_id TEXT REFERENCES oauth_clients (id) ON DELETE SET NULL,
    is_platform_managed BOOLEAN NOT NULL,
    is_verified BOOLEAN NOT NULL,
    is_system_admin BOOLEAN NOT NULL,
    is_locked BOOLEAN NOT NULL,
    invited_to BIGINT,
    theme TEXT,
    app_theme TEXT,
    brand_color TEXT,
    dark_brand_color TEXT,
    hide_branding BOOLEAN NOT NULL,
    allow_dynamic_booking BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX users_email_key ON users (email);
CREATE UNIQUE INDEX users_username_key ON users (username) WHERE organization_id IS NULL;
CREATE UNIQUE INDEX users_organization_id_username_key ON users (organization_id, username);
CREATE INDEX users_oauth_client_id_id_idx ON users (oauth_client_id, id);
CREATE INDEX users_organization_id_idx ON users (organization_id);

CREATE TABLE secondary_emails (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    verified_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX secondary_emails_email_key ON secondary_emails (email);
CREATE INDEX secondary_emails_user_id_idx ON secondary_emails (user_id);

CREATE TABLE teams (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    parent_id BIGINT REFERENCES teams (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    slug TEXT,
    is_organization BOOLEAN NOT NULL,
    is_platform BOOLEAN NOT NULL,
    is_private BOOLEAN NOT NULL,
    bio TEXT,
    logo_url TEXT,
    cal_video_logo TEXT,
    app_logo TEXT,
    app_icon_logo TEXT,
    banner_url TEXT,
    theme TEXT,
    brand_color TEXT,
    dark_brand_color TEXT,
    hide_branding BOOLEAN NOT NULL,
    hide_team_profile_link BOOLEAN NOT NULL,
    hide_book_a_team_member BOOLEAN NOT NULL,
    time_zone TEXT NOT NULL,
    week_start TEXT NOT NULL,
    time_format BIGINT,
    metadata TEXT NOT NULL,
    booking_limits TEXT,
    include_managed_events_in_limits BOOLEAN NOT NULL,
    created_by_oauth_client_id TEXT REFERENCES oauth_clients (id) ON DELETE SET NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX teams_parent_id_slug_key ON teams (parent_id, slug);
CREATE UNIQUE INDEX teams_slug_key ON teams (slug) WHERE parent_id IS NULL AND NOT is_organization;
CREATE UNIQUE INDEX teams_organization_slug_key ON teams (slug) WHERE parent_id IS NULL AND is_organization;
CREATE INDEX teams_parent_id_idx ON teams (parent_id);
CREATE INDEX teams_created_by_oauth_client_id_idx ON teams (created_by_oauth_client_id);

CREATE TABLE organization_settings (
    organization_id BIGINT NOT NULL PRIMARY KEY REFERENCES teams (id) ON DELETE CASCADE,
    is_admin_api_enabled BOOLEAN NOT NULL,
    is_custom_roles_enabled BOOLEAN NOT NULL,
    is_verified BOOLEAN NOT NULL,
    auto_accept_email_domain TEXT,
    lock_event_type_creation BOOLEAN NOT NULL
);

CREATE TABLE managed_organizations (
    managed_organization_id BIGINT NOT NULL PRIMARY KEY REFERENCES teams (id) ON DELETE CASCADE,
    manager_organization_id BIGINT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL
);
CREATE INDEX managed_organizations_manager_organization_id_idx ON managed_organizations (manager_organization_id);

CREATE TABLE profiles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    uid TEXT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    organization_id BIGINT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    username TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX profiles_uid_key ON profiles (uid);
CREATE UNIQUE INDEX profiles_user_id_organization_id_key ON profiles (user_id, organization_id);
CREATE UNIQUE INDEX profiles_organization_id_username_key ON profiles (organization_id, username);

CREATE TABLE roles (
    id TEXT NOT NULL PRIMARY KEY,
    team_id BIGINT REFERENCES teams (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    color TEXT,
    description TEXT,
    kind TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX roles_team_id_name_key ON roles (team_id, name);

CREATE TABLE role_permissions (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    role_id TEXT NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    permission TEXT NOT NULL
);
CREATE UNIQUE INDEX role_permissions_role_id_permission_key ON role_permissions (role_id, permission);

CREATE TABLE memberships (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    team_id BIGINT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    accepted BOOLEAN NOT NULL,
    disable_impersonation BOOLEAN NOT NULL,
    custom_role_id TEXT REFERENCES roles (id) ON DELETE SET NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX memberships_user_id_team_id_key ON memberships (user_id, team_id);
CREATE INDEX memberships_team_id_id_idx ON memberships (team_id, id);
CREATE INDEX memberships_custom_role_id_idx ON memberships (custom_role_id);

CREATE TABLE team_invites (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    token_hash TEXT NOT NULL,
    team_id BIGINT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    email TEXT,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX team_invites_token_hash_key ON team_invites (token_hash);
CREATE INDEX team_invites_team_id_idx ON team_invites (team_id);

CREATE TABLE api_keys (
    id TEXT NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    team_id BIGINT REFERENCES teams (id) ON DELETE CASCADE,
    secret_hash TEXT NOT NULL,
    note TEXT,
    expires_at BIGINT,
    last_used_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX api_keys_secret_hash_key ON api_keys (secret_hash);
CREATE INDEX api_keys_user_id_idx ON api_keys (user_id);
CREATE INDEX api_keys_team_id_idx ON api_keys (team_id);

CREATE TABLE api_key_rate_limits (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    api_key_id TEXT NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    request_limit BIGINT NOT NULL,
    window_ms BIGINT NOT NULL,
    block_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX api_key_rate_limits_api_key_id_name_key ON api_key_rate_limits (api_key_id, name);

CREATE TABLE oauth_clients (
    id TEXT NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    secret_sealed TEXT NOT NULL,
    permissions BIGINT NOT NULL,
    logo TEXT,
    redirect_uris TEXT NOT NULL,
    booking_redirect_uri TEXT,
    booking_cancel_redirect_uri TEXT,
    booking_reschedule_redirect_uri TEXT,
    are_emails_enabled BOOLEAN NOT NULL,
    are_default_event_types_enabled BOOLEAN NOT NULL,
    are_calendar_events_enabled BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX oauth_clients_organization_id_idx ON oauth_clients (organization_id);

CREATE TABLE access_tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    secret_hash TEXT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    oauth_client_id TEXT NOT NULL REFERENCES oauth_clients (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX access_tokens_secret_hash_key ON access_tokens (secret_hash);
CREATE INDEX access_tokens_user_id_oauth_client_id_idx ON access_tokens (user_id, oauth_client_id);
CREATE INDEX access_tokens_oauth_client_id_expires_at_idx ON access_tokens (oauth_client_id, expires_at);

CREATE TABLE refresh_tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    secret_hash TEXT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    oauth_client_id TEXT NOT NULL REFERENCES oauth_clients (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX refresh_tokens_secret_hash_key ON refresh_tokens (secret_hash);
CREATE INDEX refresh_tokens_user_id_oauth_client_id_idx ON refresh_tokens (user_id, oauth_client_id);
CREATE INDEX refresh_tokens_oauth_client_id_expires_at_idx ON refresh_tokens (oauth_client_id, expires_at);

CREATE TABLE oauth2_clients (
    id TEXT NOT NULL PRIMARY KEY,
    user_id BIGINT REFERENCES users (id) ON DELETE SET NULL,
    name TEXT NOT NULL,
    purpose TEXT,
    logo TEXT,
    website_url TEXT,
    redirect_uris TEXT NOT NULL,
    client_type TEXT NOT NULL,
    is_trusted BOOLEAN NOT NULL,
    scopes TEXT NOT NULL,
    status TEXT NOT NULL,
    rejection_reason TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX oauth2_clients_user_id_idx ON oauth2_clients (user_id);

CREATE TABLE oauth2_client_secrets (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    oauth2_client_id TEXT NOT NULL REFERENCES oauth2_clients (id) ON DELETE CASCADE,
    secret_hash TEXT NOT NULL,
    hint TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX oauth2_client_secrets_secret_hash_key ON oauth2_client_secrets (secret_hash);
CREATE INDEX oauth2_client_secrets_oauth2_client_id_idx ON oauth2_client_secrets (oauth2_client_id);

CREATE TABLE oauth2_codes (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    code_hash TEXT NOT NULL,
    oauth2_client_id TEXT NOT NULL REFERENCES oauth2_clients (id) ON DELETE CASCADE,
    user_id BIGINT REFERENCES users (id) ON DELETE CASCADE,
    team_id BIGINT REFERENCES teams (id) ON DELETE CASCADE,
    scopes TEXT NOT NULL,
    redirect_uri TEXT NOT NULL,
    code_challenge TEXT,
    code_challenge_method TEXT,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX oauth2_codes_code_hash_key ON oauth2_codes (code_hash);
CREATE INDEX oauth2_codes_expires_at_idx ON oauth2_codes (expires_at);
CREATE INDEX oauth2_codes_oauth2_client_id_idx ON oauth2_codes (oauth2_client_id);
CREATE INDEX oauth2_codes_user_id_idx ON oauth2_codes (user_id);
CREATE INDEX oauth2_codes_team_id_idx ON oauth2_codes (team_id);

CREATE TABLE oauth2_tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    secret_hash TEXT NOT NULL,
    oauth2_client_id TEXT NOT NULL REFERENCES oauth2_clients (id) ON DELETE CASCADE,
    user_id BIGINT REFERENCES users (id) ON DELETE CASCADE,
    team_id BIGINT REFERENCES teams (id) ON DELETE CASCADE,
    scopes TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX oauth2_tokens_secret_hash_key ON oauth2_tokens (secret_hash);
CREATE INDEX oauth2_tokens_oauth2_client_id_user_id_idx ON oauth2_tokens (oauth2_client_id, user_id);
CREATE INDEX oauth2_tokens_user_id_idx ON oauth2_tokens (user_id);
CREATE INDEX oauth2_tokens_team_id_idx ON oauth2_tokens (team_id);

CREATE TABLE attributes (
    id TEXT NOT NULL PRIMARY KEY,
    team_id BIGINT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    slug TEXT NOT NULL,
    kind TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    users_can_edit BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX attributes_team_id_slug_key ON attributes (team_id, slug);

CREATE TABLE attribute_options (
    id TEXT NOT NULL PRIMARY KEY,
    attribute_id TEXT NOT NULL REFERENCES attributes (id) ON DELETE CASCADE,
    value TEXT NOT NULL,
    slug TEXT NOT NULL,
    is_group BOOLEAN NOT NULL,
    contains TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX attribute_options_attribute_id_idx ON attribute_options (attribute_id);

CREATE TABLE attribute_assignments (
    id TEXT NOT NULL PRIMARY KEY,
    membership_id BIGINT NOT NULL REFERENCES memberships (id) ON DELETE CASCADE,
    attribute_option_id TEXT NOT NULL REFERENCES attribute_options (id) ON DELETE CASCADE,
    weight BIGINT,
    created_by_id BIGINT REFERENCES users (id) ON DELETE SET NULL,
    updated_by_id BIGINT REFERENCES users (id) ON DELETE SET NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX attribute_assignments_membership_id_attribute_option_id_key ON attribute_assignments (membership_id, attribute_option_id);
CREATE INDEX attribute_assignments_attribute_option_id_idx ON attribute_assignments (attribute_option_id);
CREATE INDEX attribute_assignments_created_by_id_idx ON attribute_assignments (created_by_id);
CREATE INDEX attribute_assignments_updated_by_id_idx ON attribute_assignments (updated_by_id);

CREATE TABLE delegation_credentials (
    id TEXT NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    workspace_platform TEXT NOT NULL,
    domain TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    key_sealed TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX delegation_credentials_organization_id_domain_key ON delegation_credentials (organization_id, domain);

CREATE TABLE credentials (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    kind TEXT NOT NULL,
    app TEXT NOT NULL,
    user_id BIGINT REFERENCES users (id) ON DELETE CASCADE,
    team_id BIGINT REFERENCES teams (id) ON DELETE CASCADE,
    key_sealed TEXT NOT NULL,
    account TEXT,
    is_invalid BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX credentials_user_id_kind_idx ON credentials (user_id, kind);
CREATE INDEX credentials_team_id_kind_idx ON credentials (team_id, kind);

CREATE TABLE verified_resources (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    user_id BIGINT REFERENCES users (id) ON DELETE CASCADE,
    team_id BIGINT REFERENCES teams (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX verified_resources_user_id_kind_value_key ON verified_resources (user_id, kind, value) WHERE team_id IS NULL;
CREATE UNIQUE INDEX verified_resources_team_id_kind_value_key ON verified_resources (team_id, kind, value);

CREATE TABLE schedules (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    time_zone TEXT,
    availability TEXT NOT NULL,
    overrides TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX schedules_user_id_idx ON schedules (user_id);

CREATE TABLE out_of_office (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    uuid TEXT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    to_user_id BIGINT REFERENCES users (id) ON DELETE SET NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    notes TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX out_of_office_uuid_key ON out_of_office (uuid);
CREATE UNIQUE INDEX out_of_office_user_id_starts_at_ends_at_key ON out_of_office (user_id, starts_at, ends_at);
CREATE INDEX out_of_office_user_id_ends_at_idx ON out_of_office (user_id, ends_at);
CREATE INDEX out_of_office_to_user_id_idx ON out_of_office (to_user_id);
