//! The Rust client: one method per operation, over reqwest and the contract's types.
//!
//! Here stands what all methods share: the address, the credentials, sending, and reading answers. The methods are
//! generated from `openapi/` into `operations/` by `cargo xtask generate`. Nothing here retries or caches.

mod call;
mod credentials;
mod error;
pub mod operations;
mod query;

pub use credentials::Credentials;
pub use error::{Error, Fault, Refusal};

/// A client of one server with one caller's credentials. Clones share their connections.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base_url: String,
    credentials: Credentials,
}

impl Client {
    /// A client of the server at `base_url` (`https://api.example.com`, without `/v2`).
    ///
    /// # Errors
    /// When the system has no usable TLS set-up.
    pub fn new(base_url: &str, credentials: Credentials) -> Result<Self, Error> {
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        Ok(Self::with_http(http, base_url, credentials))
    }

    /// The same over connections that are configured elsewhere: proxies, timeouts, certificates. They must not follow
    /// redirects: some operations answer with one, and its address is what they give.
    pub fn with_http(http: reqwest::Client, base_url: &str, credentials: Credentials) -> Self {
        Self { http, base_url: base_url.trim_end_matches('/').to_owned(), credentials }
    }

    /// The same server and connections with other credentials.
    pub fn with_credentials(&self, credentials: Credentials) -> Self {
        Self { http: self.http.clone(), base_url: self.base_url.clone(), credentials }
    }

    /// What requests are sent with.
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Where requests are sent to.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The connections, for requests that have no method here.
    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }
}
