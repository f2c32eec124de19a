//! What a caller identifies itself with, and the headers that carry it.

use std::fmt;

/// A caller's credentials.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Credentials {
    /// Anonymous.
    #[default]
    None,
    /// An API key of a user.
    ApiKey(String),
    /// A platform's OAuth client.
    ClientCredentials {
        /// The client's id.
        id: String,
        /// The client's secret.
        secret: String,
    },
    /// The access token of a managed user or of a third-party client.
    AccessToken(String),
}

impl Credentials {
    /// The headers of a request.
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::None => Vec::new(),
            Self::ApiKey(token) | Self::AccessToken(token) => {
                vec![("authorization", format!("Bearer {token}"))]
            }
            Self::ClientCredentials { id, secret } => {
                vec![("x-cal-client-id", id.clone()), ("x-cal-secret-key", secret.clone())]
            }
        }
    }
}

/// Tells the kind and keeps the secret.
impl fmt::Debug for Credentials {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::None => "None",
            Self::ApiKey(_) => "ApiKey(…)",
            Self::ClientCredentials { .. } => "ClientCredentials(…)",
            Self::AccessToken(_) => "AccessToken(…)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Credentials;

    #[test]
    fn a_secret_does_not_show_itself() {
        let client = Credentials::ClientCredentials { id: "one".to_owned(), secret: "two".to_owned() };
        for credentials in
            [client, Credentials::ApiKey("two".to_owned()), Credentials::AccessToken("two".to_owned())]
        {
            assert!(!format!("{credentials:?}").contains("two"));
        }
    }
}
