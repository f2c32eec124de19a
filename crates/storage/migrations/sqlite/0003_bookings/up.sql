CREATE TABLE bookings (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    uid TEXT NOT NULL,
    status TEXT NOT NULL,
    user_id BIGINT REFERENCES users (id) ON DELETE CASCADE,
    event_type_id BIGINT REFERENCES event_types (id) ON DELETE SET NULL,
    title TEXT NOT NULL,
    description TEXT,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    location TEXT,
    meeting_url TEXT,
    responses TEXT NOT NULL,
    metadata TEXT NOT NULL,
    idempotency_key TEXT,
    recurring_uid TEXT,
    from_reschedule_uid TEXT,
    is_rescheduled BOOLEAN NOT NULL,
    rescheduling_reason TEXT,
    rescheduled_by_email TEXT,
    cancellation_reason TEXT,
    cancelled_by_email TEXT,
    rejection_reason TEXT,
    reassign_reason TEXT,
    reassigned_by_id BIGINT REFERENCES users (id) ON DELETE SET NULL,
    organizer_email TEXT,
    booker_email TEXT,
    sms_reminder_number TEXT,
    is_paid BOOLEAN NOT NULL,
    host_absent BOOLEAN NOT NULL,
    rating BIGINT,
    rating_feedback TEXT,
    ical_uid TEXT NOT NULL,
    ical_sequence BIGINT NOT NULL,
    destination_calendar_id BIGINT REFERENCES destination_calendars (id) ON DELETE SET NULL,
    oauth_client_id TEXT REFERENCES oauth_clients (id) ON DELETE SET NULL,
    instant_token_hash TEXT,
    instant_expires_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX bookings_uid_key ON bookings (uid);
CREATE UNIQUE INDEX bookings_idempotency_key_key ON bookings (idempotency_key);
CREATE UNIQUE INDEX bookings_instant_token_hash_key ON bookings (instant_token_hash);
CREATE INDEX bookings_user_id_starts_at_idx ON bookings (user_id, starts_at);
CREATE INDEX bookings_event_type_id_starts_at_idx ON bookings (event_type_id, starts_at);
CREATE INDEX bookings_recurring_uid_idx ON bookings (recurring_uid);
CREATE INDEX bookings_from_reschedule_uid_idx ON bookings (from_reschedule_uid);
CREATE INDEX bookings_reassigned_by_id_idx ON bookings (reassigned_by_id);
CREATE INDEX bookings_destination_calendar_id_idx ON bookings (destination_calendar_id);
CREATE INDEX bookings_oauth_client_id_idx ON bookings (oauth_client_id);
CREATE INDEX bookings_starts_at_idx ON bookings (starts_at);

CREATE TABLE booking_attendees (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    booking_id BIGINT NOT NULL REFERENCES bookings (id) ON DELETE CASCADE,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone_number TEXT,
    time_zone TEXT NOT NULL,
    locale TEXT NOT NULL,
    is_absent BOOLEAN NOT NULL
);
CREATE INDEX booking_attendees_booking_id_idx ON booking_attendees (booking_id);
CREATE INDEX booking_attendees_email_starts_at_idx ON booking_attendees (email, starts_at);
CREATE INDEX booking_attendees_name_idx ON booking_attendees (name);

CREATE TABLE booking_seats (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    uid TEXT NOT NULL,
    booking_id BIGINT NOT NULL REFERENCES bookings (id) ON DELETE CASCADE,
    attendee_id BIGINT NOT NULL REFERENCES booking_attendees (id) ON DELETE CASCADE,
    responses TEXT NOT NULL,
    metadata TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX booking_seats_uid_key ON booking_seats (uid);
CREATE UNIQUE INDEX booking_seats_attendee_id_key ON booking_seats (attendee_id);
CREATE INDEX booking_seats_booking_id_idx ON booking_seats (booking_id);

CREATE TABLE booking_hosts (
    booking_id BIGINT NOT NULL REFERENCES bookings (id) ON DELETE CASCADE,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    guards BOOLEAN NOT NULL,
    PRIMARY KEY (booking_id, user_id)
);
CREATE INDEX booking_hosts_user_id_starts_at_idx ON booking_hosts (user_id, starts_at);

CREATE TABLE booking_references (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    booking_id BIGINT NOT NULL REFERENCES bookings (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    external_uid TEXT NOT NULL,
    meeting_id TEXT,
    meeting_password TEXT,
    meeting_url TEXT,
    external_calendar_id TEXT,
    credential_id BIGINT REFERENCES credentials (id) ON DELETE SET NULL,
    delegation_credential_id TEXT REFERENCES delegation_credentials (id) ON DELETE SET NULL,
    destination_calendar_id BIGINT REFERENCES destination_calendars (id) ON DELETE SET NULL,
    is_deleted BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX booking_references_booking_id_idx ON booking_references (booking_id);
CREATE INDEX booking_references_external_uid_idx ON booking_references (external_uid);
CREATE INDEX booking_references_credential_id_idx ON booking_references (credential_id);
CREATE INDEX booking_references_delegation_credential_id_idx ON booking_references (delegation_credential_id);
CREATE INDEX booking_references_destination_calendar_id_idx ON booking_references (destination_calendar_id);

CREATE TABLE payments (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    uid TEXT NOT NULL,
    booking_id BIGINT NOT NULL REFERENCES bookings (id) ON DELETE CASCADE,
    app TEXT NOT NULL,
    external_id TEXT NOT NULL,
    amount BIGINT NOT NULL,
    fee BIGINT NOT NULL,
    currency TEXT NOT NULL,
    is_successful BOOLEAN NOT NULL,
    is_refunded BOOLEAN NOT NULL,
    payment_option TEXT NOT NULL,
    data TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX payments_uid_key ON payments (uid);
CREATE UNIQUE INDEX payments_external_id_key ON payments (external_id);
CREATE INDEX payments_booking_id_idx ON payments (booking_id);

CREATE TABLE slot_reservations (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    uid TEXT NOT NULL,
    event_type_id BIGINT NOT NULL REFERENCES event_types (id) ON DELETE CASCADE,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    release_at BIGINT NOT NULL,
    is_seat BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX slot_reservations_uid_key ON slot_reservations (uid);
CREATE INDEX slot_reservations_user_id_starts_at_idx ON slot_reservations (user_id, starts_at);
CREATE INDEX slot_reservations_event_type_id_starts_at_idx ON slot_reservations (event_type_id, starts_at);
CREATE INDEX slot_reservations_event_type_id_release_at_idx ON slot_reservations (event_type_id, release_at);

CREATE TABLE routing_forms (
    id TEXT NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    team_id BIGINT REFERENCES teams (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    description TEXT,
    position BIGINT NOT NULL,
    disabled BOOLEAN NOT NULL,
    fields TEXT NOT NULL,
    routes TEXT NOT NULL,
    settings TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX routing_forms_user_id_idx ON routing_forms (user_id);
CREATE INDEX routing_forms_team_id_idx ON routing_forms (team_id);

CREATE TABLE routing_form_responses (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    form_id TEXT NOT NULL REFERENCES routing_forms (id) ON DELETE CASCADE,
    form_filler_id TEXT NOT NULL,
    response TEXT NOT NULL,
    chosen_route_id TEXT,
    routed_to_booking_id BIGINT REFERENCES bookings (id) ON DELETE SET NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX routing_form_responses_form_id_id_idx ON routing_form_responses (form_id, id);
CREATE INDEX routing_form_responses_routed_to_booking_id_idx ON routing_form_responses (routed_to_booking_id);

CREATE TABLE queued_form_responses (
    id TEXT NOT NULL PRIMARY KEY,
    form_id TEXT NOT NULL REFERENCES routing_forms (id) ON DELETE CASCADE,
    response TEXT NOT NULL,
    chosen_route_id TEXT,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX queued_form_responses_form_id_idx ON queued_form_responses (form_id);
CREATE INDEX queued_form_responses_expires_at_idx ON queued_form_responses (expires_at);
