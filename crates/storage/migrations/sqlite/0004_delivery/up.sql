CREATE TABLE webhooks (
    id TEXT NOT NULL PRIMARY KEY,
    user_id BIGINT REFERENCES users (id) ON DELETE CASCADE,
    event_type_id BIGINT REFERENCES event_types (id) ON DELETE CASCADE,
    team_id BIGINT REFERENCES teams (id) ON DELETE CASCADE,
    oauth_client_id TEXT REFERENCES oauth_clients (id) ON DELETE CASCADE,
    is_platform_wide BOOLEAN NOT NULL,
    subscriber_url TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    triggers TEXT NOT NULL,
    payload_template TEXT,
    secret_sealed TEXT,
    version TEXT NOT NULL,
    offset_minutes BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX webhooks_user_id_subscriber_url_key ON webhooks (user_id, subscriber_url);
CREATE UNIQUE INDEX webhooks_event_type_id_subscriber_url_key ON webhooks (event_type_id, subscriber_url);
CREATE UNIQUE INDEX webhooks_team_id_subscriber_url_key ON webhooks (team_id, subscriber_url);
CREATE UNIQUE INDEX webhooks_oauth_client_id_subscriber_url_key ON webhooks (oauth_client_id, subscriber_url);

CREATE TABLE workflows (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    user_id BIGINT REFERENCES users (id) ON DELETE CASCADE,
    team_id BIGINT REFERENCES teams (id) ON DELETE CASCADE,
    trigger_kind TEXT NOT NULL,
    offset_value BIGINT,
    offset_unit TEXT,
    is_active_on_all BOOLEAN NOT NULL,
    position BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX workflows_team_id_kind_idx ON workflows (team_id, kind);
CREATE INDEX workflows_user_id_idx ON workflows (user_id);

CREATE TABLE workflow_steps (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    workflow_id BIGINT NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
    step_number BIGINT NOT NULL,
    action TEXT NOT NULL,
    template TEXT NOT NULL,
    subject TEXT,
    body TEXT,
    sender TEXT,
    send_to TEXT,
    verified_resource_id BIGINT REFERENCES verified_resources (id) ON DELETE SET NULL,
    include_calendar_event BOOLEAN NOT NULL,
    is_phone_required BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX workflow_steps_workflow_id_step_number_idx ON workflow_steps (workflow_id, step_number);
CREATE INDEX workflow_steps_verified_resource_id_idx ON workflow_steps (verified_resource_id);

CREATE TABLE workflow_event_types (
    workflow_id BIGINT NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
    event_type_id BIGINT NOT NULL REFERENCES event_types (id) ON DELETE CASCADE,
    PRIMARY KEY (workflow_id, event_type_id)
);
CREATE INDEX workflow_event_types_event_type_id_idx ON workflow_event_types (event_type_id);

CREATE TABLE workflow_routing_forms (
    workflow_id BIGINT NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
    form_id TEXT NOT NULL REFERENCES routing_forms (id) ON DELETE CASCADE,
    PRIMARY KEY (workflow_id, form_id)
);
CREATE INDEX workflow_routing_forms_form_id_idx ON workflow_routing_forms (form_id);

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    webhook_id TEXT REFERENCES webhooks (id) ON DELETE CASCADE,
    workflow_step_id BIGINT REFERENCES workflow_steps (id) ON DELETE CASCADE,
    payload TEXT NOT NULL,
    status TEXT NOT NULL,
    available_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    locked_until BIGINT,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX outbox_status_available_at_idx ON outbox (status, available_at);
CREATE INDEX outbox_subject_idx ON outbox (subject);
CREATE INDEX outbox_webhook_id_idx ON outbox (webhook_id);
CREATE INDEX outbox_workflow_step_id_idx ON outbox (workflow_step_id);

CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    outbox_id BIGINT REFERENCES outbox (id) ON DELETE SET NULL,
    webhook_id TEXT REFERENCES webhooks (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    attempt BIGINT NOT NULL,
    status_code BIGINT,
    error TEXT,
    request_body TEXT,
    response_body TEXT,
    duration_ms BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX deliveries_outbox_id_idx ON deliveries (outbox_id);
CREATE INDEX deliveries_webhook_id_id_idx ON deliveries (webhook_id, id);

CREATE TABLE idempotency_keys (
    scope TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    response_status BIGINT,
    response_body TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (scope, idempotency_key)
);
CREATE INDEX idempotency_keys_expires_at_idx ON idempotency_keys (expires_at);
