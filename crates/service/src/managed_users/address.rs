//! Addresses and usernames of managed users. Both carry the client's id, so that one person can be a user of several
//! platforms, and an ordinary user besides.

use crate::users::address;
use crate::{Error, secrets, slug};
use openhours_storage::{Connection, profiles};

/// So many numbers are tried behind a username before a random one.
const MOST_NUMBERS: usize = 20;

/// The stored form of an address: `ana@example.com` is `ana+<client's id>@example.com`. The stored form of that is
/// itself.
///
/// # Errors
/// Invalid for what is no address.
pub fn stored(email: &str, client_id: &str) -> Result<String, Error> {
    let mark = format!("+{client_id}@");
    address::check(&email.replacen(&mark, "@", 1))?;
    Ok(marked(email, &mark))
}

fn marked(email: &str, mark: &str) -> String {
    match email.split_once('@') {
        Some((local, domain)) if !email.contains(mark) => format!("{local}{mark}{domain}"),
        _ => email.to_owned(),
    }
}

/// The username that an address in its stored form gives: all before the `@`, and the first two labels of the domain.
fn username_of(stored: &str) -> String {
    let (local, domain) = stored.split_once('@').unwrap_or((stored, ""));
    let mut parts = vec![local];
    parts.extend(domain.split('.').take(2));
    slug::of(&parts.join("-"))
}

/// The first free username for an address. Different addresses can ask for the same one (`ana@mail.example.com` and
/// `ana@mail.example.org`): the later user gets a number behind it. `own` is the user who may have it already.
///
/// # Errors
/// Only those of the store.
pub fn free_username(
    connection: &mut Connection,
    organization_id: i64,
    stored: &str,
    own: Option<i64>,
) -> Result<String, Error> {
    let wanted = username_of(stored);
    for number in 1..=MOST_NUMBERS {
        let username = if number == 1 { wanted.clone() } else { format!("{wanted}-{number}") };
        let holder = profiles::holder_of(connection, organization_id, &username)?;
        if holder.is_none() || holder == own {
            return Ok(username);
        }
    }
    Ok(format!("{wanted}-{}", secrets::random_hex::<4>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: &str = "cluo37fwd0001khkzqqynkpj3";

    #[test]
    fn an_address_carries_the_clients_id_once() {
        let marked = "ana+cluo37fwd0001khkzqqynkpj3@example.com";
        assert_eq!(stored("ana@example.com", CLIENT).unwrap(), marked);
        assert_eq!(stored(marked, CLIENT).unwrap(), marked);
        assert_eq!(
            stored("Ana+work@Example.com", CLIENT).unwrap(),
            "Ana+work+cluo37fwd0001khkzqqynkpj3@Example.com"
        );
        let long = format!("{}@example.com", "a".repeat(64));
        assert!(stored(&stored(&long, CLIENT).unwrap(), CLIENT).is_ok());
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for bad in ["", "nope", "@example.com", "ana@", "ana@localhost", "a b@example.com", "a@b@example.com"]
        {
            let error = stored(bad, CLIENT).unwrap_err();
            assert_eq!(error.sentence(), format!("{bad} is not a valid email address."));
        }
    }

    #[test]
    fn a_username_is_made_of_the_address_and_two_labels() {
        for (address, username) in [
            ("alice+c1@example.com", "alice-c1-example-com"),
            ("a+c1@mail.example.org", "a-c1-mail-example"),
            ("Al.Ice+c1@example.com", "al.ice-c1-example-com"),
            ("al_ice+work+c1@example.com", "al-ice-work-c1-example-com"),
        ] {
            assert_eq!(username_of(address), username);
        }
    }
}
