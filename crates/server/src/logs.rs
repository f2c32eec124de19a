//! What is logged and how. Headers, bodies and query strings never are: they may hold secrets.

use crate::config::{Configuration, LogFormat};
use crate::front::RequestId;
use crate::tree::Answered;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::{Error, HttpMessage};
use std::io::IsTerminal;
use tracing::{Span, field};
use tracing_actix_web::RootSpanBuilder;
use tracing_subscriber::EnvFilter;

/// Starts logging to standard error.
pub fn start(configuration: &Configuration) {
    let filter = EnvFilter::try_new(&configuration.log_level).unwrap_or_else(|_| EnvFilter::new("info"));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    let started = match configuration.log_format {
        LogFormat::Text => subscriber.try_init(),
        LogFormat::Json => subscriber.json().try_init(),
    };
    if let Err(error) = started {
        tracing::debug!(%error, "logging was started before");
    }
}

/// One span for each request: method, path without query, operation, status, id.
pub struct Spans;

impl RootSpanBuilder for Spans {
    fn on_request_start(request: &ServiceRequest) -> Span {
        tracing::info_span!(
            "request",
            method = %request.method(),
            path = request.path(),
            operation = field::Empty,
            status = field::Empty,
            id = field::Empty,
        )
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        let Ok(response) = outcome else {
            return;
        };
        span.record("status", response.status().as_u16());
        let extensions = response.request().extensions();
        if let Some(Answered(operation)) = extensions.get::<Answered>() {
            span.record("operation", operation.as_str());
        }
        if let Some(RequestId(id)) = extensions.get::<RequestId>() {
            span.record("id", field::display(id));
        }
        let _entered = span.enter();
        tracing::debug!("answered");
    }
}
