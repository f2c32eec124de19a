//! What a request offers to show who is calling, before anything is looked up.

/// The credentials of a request as they were sent.
#[derive(Clone, Default)]
pub struct Credentials {
    /// The platform OAuth client: from the path where it names one, else from its header.
    pub client_id: Option<String>,
    /// The secret of that client.
    pub client_secret: Option<String>,
    /// The bearer's value, without the word `Bearer `.
    pub bearer: Option<String>,
    /// The web page's origin, when a browser sent the request.
    pub origin: Option<String>,
}

/// What a bearer's value is, as far as its form tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearer<'a> {
    /// An API key.
    ApiKey(&'a str),
    /// A token of a managed user or of a third party.
    Token(&'a str),
}

/// The one kind of credentials that counts, by the order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer<'a> {
    /// A platform OAuth client with its secret.
    Client {
        /// The client's id.
        id: &'a str,
        /// Its secret.
        secret: &'a str,
    },
    /// A bearer's value.
    Bearer(Bearer<'a>),
    /// A client's id and nothing that proves it.
    ClientIdOnly,
    /// A client's secret and nobody to whom it belongs.
    SecretOnly,
    /// Nothing.
    Nothing,
}

/// Takes the word `Bearer ` off an `Authorization` value, once; a bare value is taken as it is.
pub fn bearer_value(header: &str) -> Option<&str> {
    let value = header.strip_prefix("Bearer ").unwrap_or(header).trim();
    (!value.is_empty() && value != "Bearer").then_some(value)
}

impl<'a> Bearer<'a> {
    /// Tells keys from tokens by how a value begins: `cal_`, or the configured prefix.
    pub fn of(value: &'a str, prefix: &str) -> Self {
        if value.starts_with("cal_") || (!prefix.is_empty() && value.starts_with(prefix)) {
            Self::ApiKey(value)
        } else {
            Self::Token(value)
        }
    }
}

impl Credentials {
    /// The kind that counts: client and secret, then bearer.
    pub fn offer<'a>(&'a self, prefix: &str) -> Offer<'a> {
        match (&self.client_id, &self.client_secret, &self.bearer) {
            (Some(id), Some(secret), _) => Offer::Client { id, secret },
            (_, _, Some(bearer)) => Offer::Bearer(Bearer::of(bearer, prefix)),
            (Some(_), None, None) => Offer::ClientIdOnly,
            (None, Some(_), None) => Offer::SecretOnly,
            (None, None, None) => Offer::Nothing,
        }
    }
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Credentials")
            .field("client_id", &self.client_id)
            .field("client_secret", &self.client_secret.as_ref().map(|_| "…"))
            .field("bearer", &self.bearer.as_ref().map(|_| "…"))
            .field("origin", &self.origin)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_bearer_may_be_left_out_and_is_taken_off_once() {
        assert_eq!(bearer_value("Bearer cal_1"), Some("cal_1"));
        assert_eq!(bearer_value("cal_1"), Some("cal_1"));
        assert_eq!(bearer_value("Bearer Bearer x"), Some("Bearer x"));
        assert_eq!(bearer_value("Bearer "), None);
    }

    #[test]
    fn client_and_secret_go_before_a_bearer() {
        let mut credentials = Credentials {
            client_id: Some("c".to_owned()),
            client_secret: Some("s".to_owned()),
            bearer: Some("cal_k".to_owned()),
            origin: None,
        };
        assert!(matches!(credentials.offer("cal_"), Offer::Client { .. }));
        credentials.client_secret = None;
        assert_eq!(credentials.offer("cal_"), Offer::Bearer(Bearer::ApiKey("cal_k")));
        credentials.bearer = None;
        assert_eq!(credentials.offer("cal_"), Offer::ClientIdOnly);
        assert_eq!(Credentials::default().offer("cal_"), Offer::Nothing);
    }

    #[test]
    fn secrets_do_not_show_themselves() {
        let credentials = Credentials { bearer: Some("hush".to_owned()), ..Credentials::default() };
        assert!(!format!("{credentials:?}").contains("hush"));
    }
}
