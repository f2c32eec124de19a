//! One connection type over both engines, and how a URL picks the engine. Pools and transactions live in `database`.

use std::time::Duration;

use diesel::{
    Connection as _, PgConnection, SqliteConnection,
    connection::SimpleConnection,
    r2d2::{ManageConnection, R2D2Connection},
    result::ConnectionError,
};

/// A connection to either engine. Queries written against it run on both.
#[derive(diesel::MultiConnection)]
pub enum DatabaseConnection {
    /// PostgreSQL 13 or newer.
    Postgres(PgConnection),
    /// SQLite, as compiled in.
    Sqlite(SqliteConnection),
}

/// The two engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// PostgreSQL.
    Postgres,
    /// SQLite.
    Sqlite,
}

impl DatabaseConnection {
    /// Which engine this connection talks to.
    pub fn engine(&self) -> Engine {
        match self {
            Self::Postgres(_) => Engine::Postgres,
            Self::Sqlite(_) => Engine::Sqlite,
        }
    }
}

/// Where the database is, read from its URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Postgres(String),
    SqliteFile(String),
    SqliteMemory,
}

impl Target {
    /// `postgres://` and `postgresql://` mean PostgreSQL; `sqlite://path`, `sqlite:path`, `file:` and a bare path
    /// mean an SQLite file; `sqlite::memory:` a private database in memory.
    pub(crate) fn parse(url: &str) -> Result<Self, String> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        if url.starts_with("file:") {
            return Ok(Self::SqliteFile(url.to_owned()));
        }
        let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")).unwrap_or(url);
        if path == ":memory:" {
            return Ok(Self::SqliteMemory);
        }
        if path.is_empty() || path.contains("://") {
            return Err(format!(
                "the database URL must start with postgres:// or sqlite:// or be a file's path, not {:?}",
                url.split("://").next().unwrap_or(url)
            ));
        }
        Ok(Self::SqliteFile(path.split('?').next().unwrap_or(path).to_owned()))
    }
}

/// What an SQLite connection may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SqliteRole {
    Writer,
    Reader,
}

/// Opens connections of one target for a pool.
#[derive(Debug)]
pub(crate) struct Connector {
    pub(crate) target: Target,
    pub(crate) busy_timeout: Duration,
}

impl Connector {
    /// Opens one connection. The role matters on SQLite only: readers refuse to write.
    pub(crate) fn open(&self, role: SqliteRole) -> Result<DatabaseConnection, ConnectionError> {
        let path = match &self.target {
            Target::Postgres(url) => return Ok(DatabaseConnection::Postgres(PgConnection::establish(url)?)),
            Target::SqliteFile(path) => path.as_str(),
            Target::SqliteMemory => ":memory:",
        };
        let mut connection = SqliteConnection::establish(path)?;
        connection.batch_execute(&self.pragmas(role)).map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(DatabaseConnection::Sqlite(connection))
    }

    fn pragmas(&self, role: SqliteRole) -> String {
        let milliseconds = self.busy_timeout.as_millis();
        let role = match role {
            SqliteRole::Writer => "PRAGMA journal_mode = WAL;",
            SqliteRole::Reader => "PRAGMA query_only = ON;",
        };
        format!(
            "PRAGMA busy_timeout = {milliseconds}; PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL; {role}"
        )
    }
}

/// Why the pool could not use a connection.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PoolError {
    #[error(transparent)]
    Connect(#[from] ConnectionError),
    #[error(transparent)]
    Ping(#[from] diesel::result::Error),
}

impl ManageConnection for Connector {
    type Connection = DatabaseConnection;
    type Error = PoolError;

    fn connect(&self) -> Result<DatabaseConnection, PoolError> {
        Ok(self.open(SqliteRole::Reader)?)
    }

    fn is_valid(&self, connection: &mut DatabaseConnection) -> Result<(), PoolError> {
        Ok(connection.ping()?)
    }

    fn has_broken(&self, connection: &mut DatabaseConnection) -> bool {
        std::thread::panicking() || connection.is_broken()
    }
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn the_scheme_of_the_url_picks_the_engine() {
        let parsed = |url: &str| Target::parse(url).expect(url);
        assert_eq!(parsed("postgresql://a@b/c"), Target::Postgres("postgresql://a@b/c".into()));
        assert_eq!(parsed("sqlite:///data/x.db"), Target::SqliteFile("/data/x.db".into()));
        assert_eq!(parsed("sqlite://x.db?mode=rwc"), Target::SqliteFile("x.db".into()));
        assert_eq!(parsed("x.sqlite"), Target::SqliteFile("x.sqlite".into()));
        assert_eq!(parsed("sqlite::memory:"), Target::SqliteMemory);
    }

    #[test]
    fn an_unknown_scheme_is_refused_without_showing_the_rest_of_the_url() {
        let sentence = Target::parse("mysql://root:secret@host/db").expect_err("mysql");
        assert!(sentence.contains("mysql") && !sentence.contains("secret"));
    }
}
