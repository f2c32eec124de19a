//! What the rooms need to know of the configuration. Reading it from flags, environment and files is the server's work.

use std::fmt;

/// A text that never shows itself in logs or debug output.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself; the caller must not log it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

/// The part of the configuration that rooms use.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where this API is reached, without a trailing slash and without `/v2`.
    pub api_url: String,
    /// Where the web application that belongs to it is reached; links in answers and mail start with it.
    pub web_app_url: String,
    /// What API keys start with.
    pub api_key_prefix: String,
    /// Signs managed users' tokens.
    pub jwt_secret: Secret,
    /// Seals stored credentials and signs third-party tokens.
    pub encryption_key: Secret,
    /// Whether organizations may use their admin API at all.
    pub admin_api: bool,
}

impl Settings {
    /// The settings of a fresh installation, with the two secrets given.
    pub fn with_secrets(jwt_secret: Secret, encryption_key: Secret) -> Self {
        Self {
            api_url: "http://localhost:5555".to_owned(),
            web_app_url: "http://localhost:5555".to_owned(),
            api_key_prefix: "cal_".to_owned(),
            jwt_secret,
            encryption_key,
            admin_api: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_show_itself() {
        let settings = Settings::with_secrets(Secret::new("one-two"), Secret::new("three-four"));
        let shown = format!("{settings:?}");
        assert!(!shown.contains("one-two") && !shown.contains("three-four"));
    }
}
