//! Where the two engines differ: how a write begins, locks, and SQL that Diesel does not build for both.
//! Nothing else in the crate asks which engine it talks to.

use diesel::{
    QueryResult,
    connection::{AnsiTransactionManager, TransactionManager},
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{Array, BigInt, Nullable, Text},
};

use crate::{Connection, Result, connection::MultiBackend, schema::event_types};

/// The first key of PostgreSQL's advisory lock for migrations; the host locks use the one-key form.
const MIGRATION_LOCK: i32 = 0x6f70_656e;

/// An open write transaction. Dropped without [`Transaction::commit`], it rolls back.
pub(crate) struct Transaction<'a> {
    connection: &'a mut Connection,
    is_open: bool,
}

impl<'a> Transaction<'a> {
    /// Begins: immediately on SQLite, so that the write lock is held before the first read.
    pub(crate) fn begin(connection: &'a mut Connection) -> Result<Self> {
        match connection {
            Connection::Postgres(inner) => AnsiTransactionManager::begin_transaction(inner)?,
            Connection::Sqlite(inner) => {
                AnsiTransactionManager::begin_transaction_sql(inner, "BEGIN IMMEDIATE")?;
            }
        }
        Ok(Self { connection, is_open: true })
    }

    pub(crate) fn connection(&mut self) -> &mut Connection {
        self.connection
    }

    pub(crate) fn commit(mut self) -> Result<()> {
        self.is_open = false;
        Ok(Connection::commit_transaction(self.connection)?)
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if !self.is_open {
            return;
        }
        if let Err(error) = Connection::rollback_transaction(self.connection) {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
    }
}

/// Takes the hosts' locks until the end of the transaction, in ascending order. SQLite has one writer: nothing to do.
pub(crate) fn lock_hosts(connection: &mut Connection, host_ids: &[i64]) -> Result<()> {
    let Connection::Postgres(inner) = connection else {
        return Ok(());
    };
    if host_ids.is_empty() {
        return Ok(());
    }
    diesel::sql_query(
        "SELECT pg_advisory_xact_lock(id) \
         FROM (SELECT DISTINCT unnest($1) AS id ORDER BY 1 OFFSET 0) AS hosts",
    )
    .bind::<Array<BigInt>, _>(host_ids)
    .execute(inner)?;
    Ok(())
}

/// Holds an event type's row until the end of the transaction. SQLite has one writer: nothing to do.
pub(crate) fn lock_event_type(connection: &mut Connection, id: i64) -> Result<()> {
    if let Connection::Postgres(inner) = connection {
        event_types::table
            .find(id)
            .select(event_types::id)
            .for_no_key_update()
            .first::<i64>(inner)
            .optional()?;
    }
    Ok(())
}

#[diesel::declare_sql_function]
extern "SQL" {
    /// The first of four ids that is not null.
    #[sql_name = "COALESCE"]
    fn first_present(
        a: Nullable<BigInt>,
        b: Nullable<BigInt>,
        c: Nullable<BigInt>,
        d: Nullable<BigInt>,
    ) -> Nullable<BigInt>;
}

/// Inserts a setting unless its name is taken.
pub(crate) fn insert_setting(connection: &mut Connection, name: &str, value: &str) -> Result<()> {
    let sql = "INSERT INTO instance_settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    run_on_setting(connection, sql, (name, value))
}

/// Sets a setting that holds a number, unless the number that is there is higher.
pub(crate) fn raise_setting(connection: &mut Connection, name: &str, number: &str) -> Result<()> {
    let sql = "INSERT INTO instance_settings (name, value) VALUES ($1, $2) \
               ON CONFLICT (name) DO UPDATE SET value = excluded.value \
               WHERE CAST(instance_settings.value AS BIGINT) < CAST(excluded.value AS BIGINT)";
    run_on_setting(connection, sql, (name, number))
}

fn run_on_setting(connection: &mut Connection, sql: &str, (name, value): (&str, &str)) -> Result<()> {
    let query = diesel::sql_query(sql).bind::<Text, _>(name).bind::<Text, _>(value);
    match connection {
        Connection::Postgres(inner) => query.execute(inner)?,
        Connection::Sqlite(inner) => query.execute(inner)?,
    };
    Ok(())
}

/// Keeps other processes from migrating at the same time (PostgreSQL; SQLite's migrations lock the file).
pub(crate) fn lock_migrations(connection: &mut Connection) -> Result<()> {
    migration_lock(connection, "pg_advisory_lock")
}

/// Lets the next process migrate.
pub(crate) fn unlock_migrations(connection: &mut Connection) -> Result<()> {
    migration_lock(connection, "pg_advisory_unlock")
}

fn migration_lock(connection: &mut Connection, function: &str) -> Result<()> {
    if let Connection::Postgres(inner) = connection {
        diesel::sql_query(format!("SELECT {function}({MIGRATION_LOCK}, 1)")).execute(inner)?;
    }
    Ok(())
}

/// `left UNION ALL right` of two queries with equal columns (Diesel's own is not built for two engines).
pub(crate) struct UnionAll<L, R> {
    pub(crate) left: L,
    pub(crate) right: R,
}

impl<L: QueryFragment<MultiBackend>, R: QueryFragment<MultiBackend>> QueryFragment<MultiBackend>
    for UnionAll<L, R>
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        self.left.walk_ast(out.reborrow())?;
        out.push_sql(" UNION ALL ");
        self.right.walk_ast(out.reborrow())
    }
}

impl<L: Query, R: Query<SqlType = L::SqlType>> Query for UnionAll<L, R> {
    type SqlType = L::SqlType;
}

impl<L: QueryId, R: QueryId> QueryId for UnionAll<L, R> {
    type QueryId = UnionAll<L::QueryId, R::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = L::HAS_STATIC_QUERY_ID && R::HAS_STATIC_QUERY_ID;
}

impl<L, R> RunQueryDsl<Connection> for UnionAll<L, R> {}
