//! What can go wrong in storage, told apart so that callers can answer each kind. No public sentence lives here.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// A storage failure. Only [`Error::NotFound`] means that a row is missing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The one row asked for does not exist.
    #[error("the row does not exist")]
    NotFound,
    /// A unique key refused the write. The name is `<table>_<columns>_key`, the same on both engines.
    #[error("the unique key {constraint} refused the write")]
    Unique {
        /// The name of the unique index.
        constraint: String,
    },
    /// A row that is referred to does not exist (or is still referred to).
    #[error("a referenced row does not exist")]
    ForeignKey,
    /// PostgreSQL's constraint against overlapping bookings of one host refused the write.
    #[error("the host already has an accepted booking at that time")]
    Exclusion,
    /// A text holds a character that the engine cannot store (PostgreSQL: NUL).
    #[error("a text holds a character that cannot be stored")]
    UnstorableText,
    /// The database cannot be reached, or no connection became free in time.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// The schema could not be brought up to date.
    #[error("migration failed: {0}")]
    Migration(String),
    /// Anything else the engine said.
    #[error("database error")]
    Database(#[source] DieselError),
}

impl From<DieselError> for Error {
    fn from(error: DieselError) -> Self {
        let DieselError::DatabaseError(kind, information) = &error else {
            return match error {
                DieselError::NotFound => Self::NotFound,
                other => Self::Database(other),
            };
        };
        match kind {
            DatabaseErrorKind::UniqueViolation => Self::Unique {
                constraint: information
                    .constraint_name()
                    .map_or_else(|| sqlite_constraint(information.message()), ToOwned::to_owned),
            },
            DatabaseErrorKind::ForeignKeyViolation => Self::ForeignKey,
            DatabaseErrorKind::ExclusionViolation => Self::Exclusion,
            DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => {
                Self::Unavailable(information.message().to_owned())
            }
            _ if is_unstorable_text(information.message()) => Self::UnstorableText,
            _ => Self::Database(error),
        }
    }
}

/// SQLite names the columns (`UNIQUE constraint failed: t.a, t.b`), not the key: derive the key's name from them.
fn sqlite_constraint(message: &str) -> String {
    let columns = message.rsplit(": ").next().unwrap_or(message);
    let mut name = String::new();
    for (index, column) in columns.split(", ").enumerate() {
        let (table, column) = column.split_once('.').unwrap_or(("", column));
        if index == 0 {
            name.push_str(table);
        }
        name.push('_');
        name.push_str(column);
    }
    name + "_key"
}

/// PostgreSQL's two sentences about NUL, in text and in jsonb (diesel does not hand out the SQLSTATE).
fn is_unstorable_text(message: &str) -> bool {
    message.starts_with("invalid byte sequence for encoding")
        || message.starts_with("unsupported Unicode escape sequence")
}

#[cfg(test)]
mod tests {
    use super::sqlite_constraint;

    #[test]
    fn sqlite_keys_get_the_names_that_postgresql_reports() {
        assert_eq!(sqlite_constraint("UNIQUE constraint failed: users.email"), "users_email_key");
        assert_eq!(
            sqlite_constraint("UNIQUE constraint failed: memberships.user_id, memberships.team_id"),
            "memberships_user_id_team_id_key"
        );
    }
}
