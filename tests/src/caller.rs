//! Somebody who calls: credentials, raw requests with them, and the generated client with them.

use std::future::{Future, IntoFuture};
use std::pin::Pin;

use openhours_client::{Client, Credentials};
use reqwest::Method;
use serde_json::Value;

use crate::Answer;

/// The version that requests to a path name, the first prefix that matches; other paths name none.
const VERSIONS: [(&str, &str); 4] = [
    ("/v2/slots", "2024-09-04"),
    ("/v2/bookings", "2024-08-13"),
    ("/v2/event-types", "2024-06-14"),
    ("/v2/schedules", "2024-06-11"),
];

/// The same where the noun stands behind a team or an organization.
const SCOPED_VERSIONS: [(&str, &str); 3] =
    [("/bookings", "2024-08-13"), ("/event-types", "2024-06-14"), ("/schedules", "2024-06-11")];

/// A caller of one server.
#[derive(Clone, Debug)]
pub struct Caller {
    client: Client,
}

impl Caller {
    /// Calls through a client, with its credentials.
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    /// The generated client, with this caller's credentials.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The same server, other credentials.
    pub fn with(&self, credentials: Credentials) -> Self {
        Self { client: self.client.with_credentials(credentials) }
    }

    /// What this caller identifies itself with.
    pub fn credentials(&self) -> &Credentials {
        self.client.credentials()
    }

    /// A GET request; await it for the answer.
    pub fn get(&self, path: &str) -> Request {
        self.request(Method::GET, path)
    }

    /// A DELETE request without a body.
    pub fn delete(&self, path: &str) -> Request {
        self.request(Method::DELETE, path)
    }

    /// A POST request with a JSON body.
    pub fn post(&self, path: &str, body: Value) -> Request {
        self.request(Method::POST, path).json(&body)
    }

    /// A PATCH request with a JSON body.
    pub fn patch(&self, path: &str, body: Value) -> Request {
        self.request(Method::PATCH, path).json(&body)
    }

    /// A PUT request with a JSON body.
    pub fn put(&self, path: &str, body: Value) -> Request {
        self.request(Method::PUT, path).json(&body)
    }

    /// Any request, path and query as they shall travel, without a body.
    pub fn request(&self, method: Method, path: &str) -> Request {
        let mut headers: Vec<(String, String)> =
            self.credentials().headers().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        if let Some(version) = usual_version(path) {
            headers.push(("cal-api-version".to_owned(), version.to_owned()));
        }
        Request { client: self.client.clone(), method, path: path.to_owned(), headers, body: Vec::new() }
    }
}

/// The version that the contract's own handler of a path takes.
fn usual_version(path: &str) -> Option<&'static str> {
    let path = path.split('?').next().unwrap_or(path);
    let path = path.strip_prefix("/api").unwrap_or(path);
    let is_scoped = path.starts_with("/v2/teams/") || path.starts_with("/v2/organizations/");
    let direct = VERSIONS.iter().find(|(prefix, _)| path.starts_with(prefix));
    let scoped = SCOPED_VERSIONS.iter().find(|(noun, _)| is_scoped && path.contains(noun));
    direct.or(scoped).map(|(_, version)| *version)
}

/// A request that is being put together. Awaiting it sends it.
#[must_use = "a request is sent when it is awaited"]
pub struct Request {
    client: Client,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    /// Names another `cal-api-version`.
    pub fn version(self, version: &str) -> Self {
        self.without_version().header("cal-api-version", version)
    }

    /// Names no `cal-api-version`.
    pub fn without_version(mut self) -> Self {
        self.headers.retain(|(name, _)| name != "cal-api-version");
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Carries a JSON body.
    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    /// Carries any bytes as a body.
    pub fn body(mut self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.headers.push(("content-type".to_owned(), content_type.to_owned()));
        self.body = body.into();
        self
    }

    async fn send(self) -> Answer {
        let url = format!("{}{}", self.client.base_url(), self.path);
        let sent = String::from_utf8_lossy(&self.body).into_owned();
        let asked = format!("{} {}", self.method, self.path);
        let mut request = self.client.http().request(self.method, url);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if !self.body.is_empty() {
            request = request.body(self.body);
        }
        let response =
            request.send().await.unwrap_or_else(|error| panic!("{asked} got no answer: {error:?}"));
        Answer::read(asked, sent, response).await
    }
}

impl IntoFuture for Request {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
