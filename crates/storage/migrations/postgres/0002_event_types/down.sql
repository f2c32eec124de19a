DROP TABLE calendar_busy CASCADE;
DROP TABLE destination_calendars CASCADE;
DROP TABLE selected_calendars CASCADE;
DROP TABLE private_links CASCADE;
DROP TABLE event_type_hosts CASCADE;
DROP TABLE host_groups CASCADE;
DROP TABLE event_types CASCADE;
