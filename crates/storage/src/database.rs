//! The database: pools, the single SQLite writer, transactions, migrations. No query of an area lives here.

use std::{
    ops::DerefMut,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use diesel::r2d2::{Pool, PooledConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::{
    Connection, Engine, Error, Result,
    connection::{Connector, SqliteRole, Target},
    dialect::{self, Transaction},
};

const SQLITE_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// How to open the database.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `postgres://…`, `sqlite://path`, a path, or `sqlite::memory:`.
    pub url: String,
    /// Connections in the pool (SQLite: readers beside the one writer).
    pub pool_size: u32,
    /// How long a caller waits for a free connection.
    pub acquire_timeout: Duration,
    /// How long SQLite waits for another process's lock.
    pub busy_timeout: Duration,
}

impl Settings {
    /// The usual settings for a URL: 8 connections, 10 seconds for one to become free, 5 seconds for SQLite's lock.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            pool_size: 8,
            acquire_timeout: Duration::from_secs(10),
            busy_timeout: Duration::from_secs(5),
        }
    }
}

/// A handle on the database; clones share the same connections.
#[derive(Clone)]
pub struct Database {
    inner: Arc<Inner>,
}

enum Inner {
    Postgres(Pool<Connector>),
    Sqlite {
        writer: Mutex<Connection>,
        /// None for a database in memory, which only its own connection can see.
        readers: Option<Pool<Connector>>,
    },
}

enum Lease<'a> {
    Pooled(PooledConnection<Connector>),
    Writer(MutexGuard<'a, Connection>),
}

impl Lease<'_> {
    fn connection(&mut self) -> &mut Connection {
        match self {
            Self::Pooled(connection) => connection.deref_mut(),
            Self::Writer(connection) => connection.deref_mut(),
        }
    }
}

impl Database {
    /// Connects, without touching the schema (see [`Database::migrate`]).
    pub fn open(settings: &Settings) -> Result<Self> {
        let target = Target::parse(&settings.url).map_err(Error::Unavailable)?;
        let connector = Connector { target, busy_timeout: settings.busy_timeout };
        let inner = if matches!(connector.target, Target::Postgres(_)) {
            Inner::Postgres(pool(settings, connector)?)
        } else {
            let writer = connector.open(SqliteRole::Writer).map_err(unavailable)?;
            let readers = match connector.target {
                Target::SqliteMemory => None,
                _ => Some(pool(settings, connector)?),
            };
            Inner::Sqlite { writer: Mutex::new(writer), readers }
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Which engine the URL chose.
    pub fn engine(&self) -> Engine {
        match *self.inner {
            Inner::Postgres(_) => Engine::Postgres,
            Inner::Sqlite { .. } => Engine::Sqlite,
        }
    }

    /// Runs the migrations that have not run yet and returns their names. Several processes may do it at once.
    pub fn migrate(&self) -> Result<Vec<String>> {
        let mut lease = self.writer()?;
        let connection = lease.connection();
        dialect::lock_migrations(connection)?;
        let outcome = match connection {
            Connection::Postgres(inner) => inner.run_pending_migrations(POSTGRES_MIGRATIONS),
            Connection::Sqlite(inner) => inner.run_pending_migrations(SQLITE_MIGRATIONS),
        }
        .map(|versions| versions.iter().map(ToString::to_string).collect())
        .map_err(|error| Error::Migration(error.to_string()));
        dialect::unlock_migrations(connection)?;
        outcome
    }

    /// Whether the database answers.
    pub fn ping(&self) -> Result<()> {
        self.read(|connection| Ok(diesel::r2d2::R2D2Connection::ping(connection)?))
    }

    /// Runs queries that write nothing.
    pub fn read<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&mut Connection) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        work(self.reader()?.connection())
    }

    /// Runs one write transaction: committed when the work returns `Ok`, rolled back otherwise (a panic included).
    /// On SQLite it begins immediately, and no other write of this process runs beside it.
    pub fn write<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&mut Connection) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.write_for_hosts(&[], work)
    }

    /// Like [`Database::write`], and holds the locks of these hosts (user ids, any order) from before the first
    /// query until the end. Everything that checks hosts' time and then takes it goes through here.
    pub fn write_for_hosts<T, E: From<Error>>(
        &self,
        host_ids: &[i64],
        work: impl FnOnce(&mut Connection) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut lease = self.writer()?;
        let mut transaction = Transaction::begin(lease.connection())?;
        dialect::lock_hosts(transaction.connection(), host_ids)?;
        let value = work(transaction.connection())?;
        transaction.commit()?;
        Ok(value)
    }

    fn reader(&self) -> Result<Lease<'_>> {
        match &*self.inner {
            Inner::Postgres(pool) | Inner::Sqlite { readers: Some(pool), .. } => {
                Ok(Lease::Pooled(pool.get().map_err(unavailable)?))
            }
            Inner::Sqlite { writer, .. } => Ok(Lease::Writer(lock(writer))),
        }
    }

    fn writer(&self) -> Result<Lease<'_>> {
        match &*self.inner {
            Inner::Postgres(pool) => Ok(Lease::Pooled(pool.get().map_err(unavailable)?)),
            Inner::Sqlite { writer, .. } => Ok(Lease::Writer(lock(writer))),
        }
    }
}

/// A writer that panicked has rolled back on its way out (`Transaction`), so its connection is fit for use.
fn lock(writer: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    writer.lock().unwrap_or_else(PoisonError::into_inner)
}

fn pool(settings: &Settings, connector: Connector) -> Result<Pool<Connector>> {
    let probe = matches!(connector.target, Target::Postgres(_));
    Pool::builder()
        .max_size(settings.pool_size)
        .min_idle(Some(1))
        .connection_timeout(settings.acquire_timeout)
        .test_on_check_out(probe)
        .build(connector)
        .map_err(unavailable)
}

fn unavailable(error: impl std::fmt::Display) -> Error {
    Error::Unavailable(error.to_string())
}
