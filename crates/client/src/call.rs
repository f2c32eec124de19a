//! One call: what the generated methods hand over, how it is sent, how its answer is read.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Method, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Client, Error, Refusal, query};

/// What may stand in a path segment as it is.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A request before it is sent.
pub(crate) struct Call {
    method: Method,
    path: String,
    query: String,
    version: Option<&'static str>,
    body: Option<Vec<u8>>,
}

/// A path parameter as it travels.
pub(crate) fn segment(value: impl ToString) -> String {
    utf8_percent_encode(&value.to_string(), SEGMENT).to_string()
}

impl Call {
    pub(crate) fn new(method: Method, path: String) -> Self {
        Self { method, path, query: String::new(), version: None, body: None }
    }

    /// The dialect that the operation's types belong to.
    pub(crate) fn version(mut self, version: &'static str) -> Self {
        self.version = Some(version);
        self
    }

    /// The query; the lists of these names are written with commas.
    pub(crate) fn query(mut self, query: &impl Serialize, commas: &[&str]) -> Result<Self, Error> {
        self.query = query::written(query, commas).map_err(Error::Input)?;
        Ok(self)
    }

    pub(crate) fn body(mut self, body: &impl Serialize) -> Result<Self, Error> {
        self.body = Some(serde_json::to_vec(body).map_err(Error::Input)?);
        Ok(self)
    }
}

impl Client {
    /// Sends a call and reads the JSON that a success carries.
    pub(crate) async fn asked<T: DeserializeOwned>(&self, call: Call) -> Result<T, Error> {
        let response = self.sent(call).await?;
        let status = response.status().as_u16();
        let body = response.text().await?;
        serde_json::from_str(&body).map_err(|source| Error::Unreadable { status, body, source })
    }

    /// Sends a call whose success carries nothing.
    pub(crate) async fn told(&self, call: Call) -> Result<(), Error> {
        self.sent(call).await.map(drop)
    }

    /// Sends a call whose success leads elsewhere, and gives the address.
    pub(crate) async fn led(&self, call: Call) -> Result<String, Error> {
        let response = self.sent(call).await?;
        let address = response.headers().get(reqwest::header::LOCATION);
        Ok(String::from_utf8_lossy(address.map_or(&[], |value| value.as_bytes())).into_owned())
    }

    async fn sent(&self, call: Call) -> Result<Response, Error> {
        let mut url = format!("{}{}", self.base_url(), call.path);
        if !call.query.is_empty() {
            url = format!("{url}?{}", call.query);
        }
        let mut request = self.http().request(call.method, url);
        for (name, value) in self.credentials().headers() {
            request = request.header(name, value);
        }
        if let Some(version) = call.version {
            request = request.header("cal-api-version", version);
        }
        if let Some(body) = call.body {
            request = request.header("content-type", "application/json").body(body);
        }
        let response = request.send().await?;
        let status = response.status().as_u16();
        if status < 400 { Ok(response) } else { Err(refused(status, response.text().await?)) }
    }
}

fn refused(status: u16, body: String) -> Error {
    match serde_json::from_str::<Refusal>(&body) {
        Ok(refusal) => Error::Refused(Box::new(Refusal { status, ..refusal })),
        Err(source) => Error::Unreadable { status, body, source },
    }
}
