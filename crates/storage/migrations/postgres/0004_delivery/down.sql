DROP TABLE idempotency_keys CASCADE;
DROP TABLE deliveries CASCADE;
DROP TABLE outbox CASCADE;
DROP TABLE workflow_routing_forms CASCADE;
DROP TABLE workflow_event_types CASCADE;
DROP TABLE workflow_steps CASCADE;
DROP TABLE workflows CASCADE;
DROP TABLE webhooks CASCADE;
