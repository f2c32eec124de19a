//! The two engines that every claim runs on, and where each server's database is.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

/// The database below a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file in a temporary directory.
    Sqlite,
    /// A fresh database in the server that `TEST_POSTGRES_URL` names.
    Postgres,
}

/// A database that a guard makes and removes.
pub struct Place {
    /// What `DATABASE_URL` says.
    pub url: String,
    /// The maintenance address and the name to create, on PostgreSQL.
    pub created: Option<(String, String)>,
}

static DATABASES: AtomicU32 = AtomicU32::new(0);

impl Engine {
    /// A place that no other server uses.
    pub fn new_place(self, directory: &Path) -> Place {
        match self {
            Self::Sqlite => {
                Place { url: format!("sqlite://{}", directory.join("openhours.db").display()), created: None }
            }
            Self::Postgres => {
                let maintenance = maintenance_url();
                let number = DATABASES.fetch_add(1, Ordering::Relaxed);
                let name = format!("openhours_test_{}_{number}", std::process::id());
                Place { url: with_database(&maintenance, &name), created: Some((maintenance, name)) }
            }
        }
    }
}

fn maintenance_url() -> String {
    match std::env::var("TEST_POSTGRES_URL") {
        Ok(url) if !url.is_empty() => url,
        _ => panic!(
            "TEST_POSTGRES_URL is not set, so the PostgreSQL half of the tests has no server. \
             Run `cargo xtask test`: it starts a throwaway one."
        ),
    }
}

/// The same server's address with another database's name.
fn with_database(url: &str, name: &str) -> String {
    let (address, parameters) = match url.split_once('?') {
        Some((address, parameters)) => (address, format!("?{parameters}")),
        None => (url, String::new()),
    };
    let host = address.find("://").map_or(0, |at| at + 3);
    let server = address[host..].find('/').map_or(address, |slash| &address[..host + slash]);
    format!("{server}/{name}{parameters}")
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[test]
    fn the_database_of_an_address_is_replaced_and_the_rest_stays() {
        for (url, expected) in [
            ("postgres://me@127.0.0.1:5432/postgres", "postgres://me@127.0.0.1:5432/fresh"),
            ("postgres://me@127.0.0.1:5432", "postgres://me@127.0.0.1:5432/fresh"),
            ("postgres://h/db?sslmode=disable", "postgres://h/fresh?sslmode=disable"),
        ] {
            assert_eq!(with_database(url, "fresh"), expected);
        }
    }
}
