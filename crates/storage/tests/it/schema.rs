//! The two migration sets build the same tables, and the Diesel schema names their columns.

use diesel::{QueryableByName, prelude::*, sql_types::Text};
use openhours_storage::{Connection, Database, Error};

use crate::harness::on_both_engines;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

const SQLITE: [&str; 3] = [
    "SELECT 'column ' || m.name || '.' || p.name || ' ' || p.type || CASE WHEN p.\"notnull\" THEN ' not null' ELSE '' END \
     || CASE WHEN p.pk THEN ' key ' || p.pk ELSE '' END AS line \
     FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'",
    "SELECT 'reference ' || m.name || '.' || f.\"from\" || ' ' || f.\"table\" || '.' || f.\"to\" || ' ' || f.on_delete AS line \
     FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
    "SELECT 'index ' || t || ' ' || i || ' ' || u || ' ' || p || ' ' || group_concat(x) AS line FROM ( \
       SELECT m.name AS t, l.name AS i, l.\"unique\" AS u, l.partial AS p, c.name AS x \
       FROM sqlite_master m, pragma_index_list(m.name) l, pragma_index_info(l.name) c \
       WHERE m.type = 'table' AND l.origin = 'c' ORDER BY l.name, c.seqno) GROUP BY t, i, u, p",
];

const POSTGRES: [&str; 3] = [
    "SELECT 'column ' || c.table_name || '.' || c.column_name || ' ' || c.data_type \
     || CASE WHEN c.is_nullable = 'NO' THEN ' not null' ELSE '' END \
     || coalesce(' key ' || k.position, '') AS line \
     FROM information_schema.columns c LEFT JOIN ( \
       SELECT t.relname, a.attname, array_position(ix.indkey::int2[], a.attnum) + 1 AS position \
       FROM pg_index ix JOIN pg_class t ON t.oid = ix.indrelid \
       JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (ix.indkey) WHERE ix.indisprimary \
     ) k ON k.relname = c.table_name AND k.attname = c.column_name WHERE c.table_schema = 'public'",
    "SELECT 'reference ' || t.relname || '.' || a.attname || ' ' || r.relname || '.' || b.attname || ' ' \
     || CASE k.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' ELSE k.confdeltype::text END AS line \
     FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class r ON r.oid = k.confrelid \
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.conkey[1] \
     JOIN pg_attribute b ON b.attrelid = r.oid AND b.attnum = k.confkey[1] WHERE k.contype = 'f'",
    "SELECT 'index ' || t.relname || ' ' || i.relname || ' ' || ix.indisunique::int || ' ' || (ix.indpred IS NOT NULL)::int \
     || ' ' || string_agg(a.attname, ',' ORDER BY k.place) AS line \
     FROM pg_index ix JOIN pg_class t ON t.oid = ix.indrelid JOIN pg_class i ON i.oid = ix.indexrelid \
     JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public' \
     CROSS JOIN LATERAL unnest(ix.indkey) WITH ORDINALITY AS k (number, place) \
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number \
     WHERE NOT ix.indisprimary AND NOT ix.indisexclusion GROUP BY t.relname, i.relname, ix.indisunique, ix.indpred",
];

/// Everything that the migrations built, a line each, in words of both engines.
fn built(database: &Database) -> Vec<String> {
    let mut lines: Vec<String> = database
        .read(|c| {
            let queries = match c {
                Connection::Sqlite(_) => SQLITE,
                Connection::Postgres(_) => POSTGRES,
            };
            let mut lines = Vec::new();
            for query in queries {
                lines.extend(diesel::sql_query(query).load::<Line>(c)?.into_iter().map(|row| row.line));
            }
            Ok::<_, Error>(lines)
        })
        .unwrap();
    lines.retain(|line| !line.contains("__diesel"));
    for line in &mut lines {
        *line = neutral(line);
    }
    lines.sort();
    lines
}

/// Replaces each engine's type words by common ones.
fn neutral(line: &str) -> String {
    let Some(rest) = line.strip_prefix("column ") else {
        return line.to_owned();
    };
    let (name, description) = rest.split_once(' ').unwrap();
    let description = description
        .to_lowercase()
        .replace("timestamp with time zone", "bigint")
        .replace("jsonb", "text")
        .replace("integer", "bigint");
    format!("column {name} {description}")
}

#[test]
fn both_migration_sets_build_the_same_tables_keys_and_indexes() {
    let (sqlite, postgres) = (crate::harness::sqlite(), crate::harness::postgres());
    let (sqlite, postgres) = (built(&sqlite.database), built(&postgres.database));
    let only = |left: &[String], right: &[String]| -> Vec<String> {
        left.iter().filter(|line| !right.contains(line)).cloned().collect()
    };
    assert_eq!(only(&sqlite, &postgres), Vec::<String>::new(), "only on SQLite");
    assert_eq!(only(&postgres, &sqlite), Vec::<String>::new(), "only on PostgreSQL");
    assert!(sqlite.len() > 600, "the introspection found {} lines", sqlite.len());
}

macro_rules! read_nothing_from {
    ($connection:ident, $($table:ident)+) => {
        $(openhours_storage::schema::$table::table.limit(0).execute($connection)?;)+
    };
}

fn read_nothing(c: &mut Connection) -> Result<(), Error> {
    read_nothing_from!(
        c,
        access_tokens api_key_rate_limits api_keys attribute_assignments attribute_options attributes
        booking_attendees booking_hosts booking_references booking_seats bookings calendar_busy credentials
        delegation_credentials deliveries destination_calendars event_type_hosts event_types host_groups
        idempotency_keys instance_settings managed_organizations memberships oauth2_client_secrets
        oauth2_clients oauth2_codes oauth2_tokens oauth_clients organization_settings out_of_office outbox
        payments private_links profiles queued_form_responses refresh_tokens role_permissions roles
        routing_form_responses routing_forms schedules secondary_emails selected_calendars
        slot_reservations team_invites teams users verified_resources webhooks workflow_event_types
        workflow_routing_forms workflow_steps workflows
    );
    Ok(())
}

on_both_engines! {
    fn the_diesel_schema_names_tables_and_columns_that_exist(database: &Database) {
        database.read(read_nothing).unwrap();
    }
}
