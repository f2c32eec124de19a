//! Request limits: whom a request is counted for, and what the count says. The arithmetic is in `window`.

mod window;

pub use window::{Count, Limit, Limiter};

use actix_web::http::header::HeaderMap;
use openhours_service::access::{Bearer, bearer_value};

/// The limits of an installation.
#[derive(Debug, Clone)]
pub struct Limits {
    /// For each API key.
    pub api_key: Limit,
    /// For each OAuth client.
    pub client: Limit,
    /// For each access token.
    pub access_token: Limit,
    /// For each address, and for requests whose address is unknown.
    pub address: Limit,
}

/// A limit of one operation, beside the general one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationLimit {
    /// Its name, which ends the names of its headers.
    pub name: &'static str,
    /// How many requests a window allows.
    pub requests: u32,
    /// The window's and the block's length in milliseconds.
    pub window_ms: i64,
}

impl OperationLimit {
    /// So many requests a minute.
    pub const fn per_minute(name: &'static str, requests: u32) -> Self {
        Self { name, requests, window_ms: 60_000 }
    }

    /// The limit in its general form.
    pub fn limit(&self) -> Limit {
        Limit {
            name: self.name.to_owned(),
            requests: self.requests,
            window_ms: self.window_ms,
            block_ms: self.window_ms,
        }
    }
}

/// Whom a request is counted for. Chosen from headers alone, before anybody is authenticated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tracker {
    /// An API key.
    ApiKey(String),
    /// An access token.
    AccessToken(String),
    /// An OAuth client.
    Client(String),
    /// An address.
    Address(String),
}

impl Tracker {
    /// Chooses by `Authorization`, then by the client's header, then by the address.
    pub fn of(headers: &HeaderMap, address: Option<String>, prefix: &str) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        if let Some(value) = text("authorization").and_then(bearer_value) {
            return match Bearer::of(value, prefix) {
                Bearer::ApiKey(key) => Self::ApiKey(key.to_owned()),
                Bearer::Token(token) => Self::AccessToken(token.to_owned()),
            };
        }
        match text("x-cal-client-id") {
            Some(id) if !id.is_empty() => Self::Client(id.to_owned()),
            _ => Self::Address(address.unwrap_or_else(|| "unknown".to_owned())),
        }
    }

    /// The kind and the value, for counting.
    pub fn parts(&self) -> (&'static str, &str) {
        match self {
            Self::ApiKey(value) => ("api_key", value),
            Self::AccessToken(value) => ("access_token", value),
            Self::Client(value) => ("client", value),
            Self::Address(value) => ("address", value),
        }
    }
}

/// The three headers of a count.
pub fn headers(name: &str, count: &Count) -> [(String, String); 3] {
    let mut letters = name.chars();
    let suffix: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    [
        (format!("X-RateLimit-Limit-{suffix}"), count.requests.to_string()),
        (format!("X-RateLimit-Remaining-{suffix}"), count.remaining.to_string()),
        (format!("X-RateLimit-Reset-{suffix}"), count.reset_seconds.to_string()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{HeaderName, HeaderValue};

    fn headers_of(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn a_request_is_counted_for_its_bearer_then_its_client_then_its_address() {
        let address = || Some("10.0.0.1".to_owned());
        let of =
            |pairs: &[(&'static str, &'static str)]| Tracker::of(&headers_of(pairs), address(), "cal_live_");
        let client = ("x-cal-client-id", "c");
        assert_eq!(
            of(&[("authorization", "Bearer cal_live_1"), client]),
            Tracker::ApiKey("cal_live_1".to_owned())
        );
        assert_eq!(of(&[("authorization", "ey.x.y")]), Tracker::AccessToken("ey.x.y".to_owned()));
        assert_eq!(of(&[client]), Tracker::Client("c".to_owned()));
        assert_eq!(of(&[("x-cal-secret-key", "s")]), Tracker::Address("10.0.0.1".to_owned()));
        assert_eq!(Tracker::of(&HeaderMap::new(), None, "cal_"), Tracker::Address("unknown".to_owned()));
    }

    #[test]
    fn header_names_end_with_the_name_of_the_limit() {
        let count = Count { requests: 3, remaining: 0, reset_seconds: 60, is_blocked: true };
        let names = headers("default", &count).map(|(name, _)| name);
        assert_eq!(names[0], "X-RateLimit-Limit-Default");
        assert_eq!(names[2], "X-RateLimit-Reset-Default");
    }
}
