//! One call: what the generated methods hand over, how it is sent, how its answer is read.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::query::Spelling;
use crate::{Client, Error, Refusal, query};

/// What may stand in a path segment as it is.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A request before it is sent.
pub(crate) struct Call {
    method: Method,
    path: String,
    query: String,
    version: Option<&'static str>,
    headers: Vec<(&'static str, String)>,
    body: Option<Vec<u8>>,
}

/// A path parameter as it travels.
pub(crate) fn segment(value: impl ToString) -> String {
    utf8_percent_encode(&value.to_string(), SEGMENT).to_string()
}

impl Call {
    pub(crate) fn new(method: Method, path: String) -> Self {
        Self { method, path, query: String::new(), version: None, headers: Vec::new(), body: None }
    }

    /// The dialect that the operation's types belong to.
    pub(crate) fn version(mut self, version: &'static str) -> Self {
        self.version = Some(version);
        self
    }

    pub(crate) fn query(mut self, query: &impl Serialize, spelling: &[(&str, Spelling)]) -> Result<Self, Error> {
        self.query = query::written(query, spelling).map_err(Error::Input)?;
        Ok(self)
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl ToString) -> Self {
        self.headers.push((name, value.to_string()));
        self
    }

    pub(crate) fn body(mut self, body: &impl Serialize) -> Result<Self, Error> {
        self.body = Some(serde_json::to_vec(body).map_err(Error::Input)?);
        Ok(self)
    }
}

impl Client {
    /// Sends a call and reads the JSON that a success carries.
    pub(crate) async fn ask<T: DeserializeOwned>(&self, call: Call) -> Result<T, Error> {
        let (status, body) = self.send(call).await?;
        serde_json::from_str(&body).map_err(|source| Error::Unreadable { status, body, source })
    }

    /// Sends a call whose success carries nothing.
    pub(crate) async fn tell(&self, call: Call) -> Result<(), Error> {
        self.send(call).await.map(drop)
    }

    async fn send(&self, call: Call) -> Result<(u16, String), Error> {
        let mut url = format!("{}{}", self.base_url(), call.path);
        if !call.query.is_empty() {
            url = format!("{url}?{}", call.query);
        }
        let mut request = self.http().request(call.method, url);
        for (name, value) in self.credentials().headers().into_iter().chain(call.headers) {
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
        let body = response.text().await?;
        if status < 400 { Ok((status, body)) } else { Err(refused(status, body)) }
    }
}

fn refused(status: u16, body: String) -> Error {
    match serde_json::from_str::<Refusal>(&body) {
        Ok(refusal) => Error::Refused(Box::new(Refusal { status, ..refusal })),
        Err(source) => Error::Unreadable { status, body, source },
    }
}
