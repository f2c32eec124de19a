DROP TABLE calendar_busy;
DROP TABLE destination_calendars;
DROP TABLE selected_calendars;
DROP TABLE private_links;
DROP TABLE event_type_hosts;
DROP TABLE host_groups;
DROP TABLE event_types;
