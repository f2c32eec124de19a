//! Migrations and transactions.

use openhours_storage::{Database, Error, instance, users};

use crate::harness::{now, on_both_engines, user};

on_both_engines! {
    fn migrating_twice_changes_nothing(database: &Database) {
        assert!(database.migrate().unwrap().is_empty());
        assert!(database.read(instance::is_empty).unwrap());
    }

    fn a_write_that_fails_leaves_nothing(database: &Database) {
        let outcome: Result<(), Error> = database.write(|c| {
            user(c, "ana@example.com");
            Err(Error::NotFound)
        });
        assert!(matches!(outcome, Err(Error::NotFound)));
        assert!(database.read(instance::is_empty).unwrap());
    }

    fn a_write_that_panics_leaves_nothing_and_the_next_one_works(database: &Database) {
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _: Result<(), Error> = database.write(|c| {
                user(c, "ana@example.com");
                panic!("on purpose");
            });
        }));
        assert!(panicked.is_err());
        let written: Result<i64, Error> = database.write(|c| Ok(user(c, "ben@example.com").id));
        let found = database.read(|c| users::find(c, written.unwrap())).unwrap();
        assert_eq!(found.unwrap().email, "ben@example.com");
        assert!(database.read(|c| users::find_by_email(c, "ana@example.com")).unwrap().is_none());
    }

    fn a_taken_address_names_its_unique_key(database: &Database) {
        let outcome = database.write(|c| {
            user(c, "ana@example.com");
            users::insert(c, users::NewUser::new("ana@example.com", now()))
        });
        assert!(matches!(outcome, Err(Error::Unique { constraint }) if constraint == "users_email_key"));
    }

    fn a_setting_is_made_once(database: &Database) {
        let kept = database.write(|c| {
            instance::setting_or_insert(c, "secret", "first")?;
            instance::setting_or_insert(c, "secret", "second")
        });
        assert_eq!(kept.unwrap(), "first");
        assert_eq!(database.read(|c| instance::setting(c, "secret")).unwrap().unwrap(), "first");
    }
}

#[test]
fn a_nul_that_postgres_cannot_store_is_told_apart_in_texts_and_documents() {
    let fresh = crate::harness::postgres();
    let mut in_text = users::NewUser::new("a@example.com", now());
    in_text.name = Some("a\0b".to_owned());
    let mut in_document = users::NewUser::new("a@example.com", now());
    in_document.metadata.insert("key".to_owned(), serde_json::json!("a\0b"));
    for new in [in_text, in_document] {
        let outcome = fresh.database.write(|c| users::insert(c, new));
        assert!(matches!(outcome, Err(Error::UnstorableText)));
    }
}

#[test]
fn an_unreachable_server_is_unavailable() {
    let settings = openhours_storage::Settings {
        acquire_timeout: std::time::Duration::from_millis(200),
        ..openhours_storage::Settings::new("postgres://nobody@127.0.0.1:1/none")
    };
    assert!(matches!(Database::open(&settings), Err(Error::Unavailable(_))));
}

#[test]
fn a_reader_on_sqlite_cannot_write() {
    let fresh = crate::harness::sqlite();
    let outcome = fresh.database.read(|c| users::insert(c, users::NewUser::new("a@example.com", now())));
    assert!(matches!(outcome, Err(Error::Database(_))));
}

#[test]
fn a_database_in_memory_serves_reads_and_writes() {
    let database = Database::open(&openhours_storage::Settings::new("sqlite::memory:")).unwrap();
    database.migrate().unwrap();
    let written: Result<i64, Error> = database.write(|c| Ok(user(c, "ana@example.com").id));
    assert!(database.read(|c| users::find(c, written.unwrap())).unwrap().is_some());
}
