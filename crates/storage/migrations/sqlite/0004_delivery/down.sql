DROP TABLE idempotency_keys;
DROP TABLE deliveries;
DROP TABLE outbox;
DROP TABLE workflow_routing_forms;
DROP TABLE workflow_event_types;
DROP TABLE workflow_steps;
DROP TABLE workflows;
DROP TABLE webhooks;
