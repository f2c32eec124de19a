//! The error envelope: the one place where an error becomes a status, a code and a body.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::{Method, StatusCode};
use jiff::Timestamp;
use openhours_contract::Refusal;
use openhours_service::{App, Error, Kind, Voice};
use serde::Serialize;
use serde_json::{Value, json};
use std::error::Error as Cause;

/// An error on its way to a client.
#[derive(Debug)]
pub struct ApiError(Box<Parts>);

#[derive(Debug)]
struct Parts {
    status: u16,
    code: &'static str,
    message: String,
    details: Details,
    cause: Option<Box<dyn Cause + Send + Sync>>,
}

/// What stands under `details`.
#[derive(Debug)]
enum Details {
    /// `{message, error, statusCode}` with this word for `error`.
    Standard(String),
    /// The message once more, as a text.
    Text,
    /// This value.
    Value(Value),
    /// No `details` at all.
    None,
    /// No envelope either: `{statusCode, message}`.
    Bare,
}

#[derive(Serialize)]
struct Envelope<'a> {
    status: &'static str,
    timestamp: String,
    path: &'a str,
    error: Body<'a>,
}

#[derive(Serialize)]
struct Body<'a> {
    code: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<Value>,
}

impl ApiError {
    fn standard(status: u16, message: impl Into<String>) -> Self {
        let (code, word) = names(status);
        Self(Box::new(Parts {
            status,
            code,
            message: message.into(),
            details: Details::Standard(word.to_owned()),
            cause: None,
        }))
    }

    fn with_details(mut self, details: Details) -> Self {
        self.0.details = details;
        self
    }

    /// 400 with a sentence.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::standard(400, message)
    }

    /// 404 for a route that does not exist; the reader sees what they asked for.
    pub fn no_route(request: &HttpRequest) -> Self {
        Self::standard(404, format!("Cannot {} {}", request.method(), target(request)))
    }

    /// 413: the body is larger than the server reads.
    pub fn too_large() -> Self {
        Self::standard(413, "request entity too large").with_details(Details::Bare)
    }

    /// 429 of the request limiter.
    pub fn limited() -> Self {
        Self::standard(429, "CustomThrottlerGuard - Too many requests. Please try again later.")
            .with_details(Details::Text)
    }

    /// 501 for an operation of the contract that is not built yet.
    pub fn planned(operation: &str) -> Self {
        Self::standard(501, format!("{operation} is not built yet."))
    }

    /// 500 without a word about the inside.
    pub fn internal(cause: impl Into<Box<dyn Cause + Send + Sync>>) -> Self {
        let mut error = Self::standard(500, "There was an error, please try again later.");
        error.0.cause = Some(cause.into());
        error.with_details(Details::None)
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        // 498 is not registered but within range, and all others are.
        StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The answer to `request`.
    pub fn respond(&self, request: &HttpRequest) -> HttpResponse {
        let now = request
            .app_data::<actix_web::web::Data<App>>()
            .map_or(Timestamp::UNIX_EPOCH, |app| app.clock.now());
        if self.0.status >= 500 && self.0.status != 501 {
            tracing::error!(code = self.0.code, cause = %chain(self.0.cause.as_deref()), "the request failed");
        } else if let Some(cause) = &self.0.cause {
            tracing::debug!(code = self.0.code, cause = %chain(Some(cause.as_ref())), "the request was refused");
        }
        let body = self.body(&target(request), now);
        let mut response = HttpResponse::build(self.status());
        if request.method() == Method::HEAD {
            return response.finish();
        }
        response.content_type("application/json; charset=utf-8").body(body)
    }

    /// The body of the answer: `path` is what was asked for, with its query.
    pub fn body(&self, path: &str, now: Timestamp) -> String {
        let details = match &self.0.details {
            Details::Standard(word) => Some(json!({
                "message": self.0.message,
                "error": word,
                "statusCode": self.0.status,
            })),
            Details::Text => Some(Value::String(self.0.message.clone())),
            Details::Value(value) => Some(value.clone()),
            Details::None => None,
            Details::Bare => {
                return json!({ "statusCode": self.0.status, "message": self.0.message }).to_string();
            }
        };
        let envelope = Envelope {
            status: "error",
            timestamp: now.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
            path,
            error: Body { code: self.0.code, message: &self.0.message, details },
        };
        serde_json::to_string(&envelope).expect("texts and JSON values serialize")
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        let status = status_of(error.kind());
        let mut answer = Self::standard(status, error.sentence());
        match (error.kind(), error.voice()) {
            (Kind::Internal, _) => {
                answer.0.code = "INTERNAL_SERVER_ERROR";
                answer.0.details = Details::None;
            }
            (Kind::TokenExpired, _) | (Kind::TooMany, Voice::Operation) => answer.0.details = Details::Text,
            (_, Voice::Operation) => {
                if let Some(choices) = error.choices() {
                    answer.0.details = Details::Standard(choices.to_owned());
                }
            }
            (_, Voice::Engine) => answer.0.details = Details::Bare,
            (_, Voice::Product) => {
                answer.0.code = "TRPCError";
                answer.0.details = Details::None;
            }
            (kind, Voice::Record) => {
                answer.0.code = record_code(kind);
                answer.0.details = Details::None;
            }
        }
        answer.0.cause = Some(Box::new(error));
        answer
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Sentence(sentence) => Self::bad_request(sentence),
            Refusal::Fields(errors) => Self::standard(400, "Bad Request Exception")
                .with_details(Details::Value(json!({ "errors": errors }))),
        }
    }
}

impl From<actix_web::error::BlockingError> for ApiError {
    fn from(error: actix_web::error::BlockingError) -> Self {
        Self::internal(error)
    }
}

/// What was asked for: the path after rewriting, with its query.
pub fn target(request: &HttpRequest) -> String {
    request.uri().path_and_query().map_or_else(|| request.path().to_owned(), ToString::to_string)
}

fn status_of(kind: Kind) -> u16 {
    match kind {
        Kind::Invalid => 400,
        Kind::Unauthorized => 401,
        Kind::Forbidden => 403,
        Kind::NotFound => 404,
        Kind::Conflict => 409,
        Kind::Unprocessable => 422,
        Kind::TokenExpired => 498,
        Kind::TooMany => 429,
        Kind::Internal => 500,
    }
}

/// The code and the word that clients know for a status.
fn names(status: u16) -> (&'static str, &'static str) {
    match status {
        400 => ("BadRequestException", "Bad Request"),
        401 => ("UnauthorizedException", "Unauthorized"),
        403 => ("ForbiddenException", "Forbidden"),
        404 => ("NotFoundException", "Not Found"),
        409 => ("ConflictException", "Conflict"),
        413 => ("PayloadTooLargeException", "Payload Too Large"),
        422 => ("UnprocessableEntityException", "Unprocessable Entity"),
        429 => ("ThrottlerException", "Too Many Requests"),
        498 => ("TokenExpiredException", "Token Expired"),
        501 => ("NotImplementedException", "Not Implemented"),
        _ => ("INTERNAL_SERVER_ERROR", "Internal Server Error"),
    }
}

fn record_code(kind: Kind) -> &'static str {
    match kind {
        Kind::Invalid => "BAD_REQUEST",
        Kind::Unauthorized => "UNAUTHORIZED",
        Kind::Forbidden => "FORBIDDEN",
        Kind::NotFound => "NOT_FOUND",
        Kind::Conflict => "CONFLICT",
        Kind::Unprocessable => "UNPROCESSABLE_ENTITY",
        Kind::TooMany => "TOO_MANY_REQUESTS",
        Kind::TokenExpired | Kind::Internal => "INTERNAL_SERVER_ERROR",
    }
}

fn chain(cause: Option<&(dyn Cause + Send + Sync)>) -> String {
    let mut next: Option<&dyn Cause> = cause.map(|cause| cause as &dyn Cause);
    let mut sentences = Vec::new();
    while let Some(cause) = next {
        sentences.push(cause.to_string());
        next = cause.source();
    }
    sentences.join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(error: &ApiError) -> Value {
        let now = "2026-11-23T16:13:42.9529Z".parse().unwrap();
        serde_json::from_str(&error.body("/v2/me?a=1", now)).unwrap()
    }

    #[test]
    fn a_refusal_carries_code_message_and_details() {
        let error = ApiError::from(Error::unauthorized("Invalid Access Token."));
        assert_eq!(
            shown(&error),
            json!({
                "status": "error",
                "timestamp": "2026-11-23T16:13:42.952Z",
                "path": "/v2/me?a=1",
                "error": {
                    "code": "UnauthorizedException",
                    "message": "Invalid Access Token.",
                    "details": {
                        "message": "Invalid Access Token.",
                        "error": "Unauthorized",
                        "statusCode": 401
                    }
                }
            })
        );
    }

    #[test]
    fn an_expired_token_and_a_limit_have_a_text_as_details() {
        let expired = ApiError::from(Error::token_expired());
        assert_eq!(expired.status().as_u16(), 498);
        assert_eq!(shown(&expired)["error"]["details"], "ACCESS_TOKEN_IS_EXPIRED");
        let limited = shown(&ApiError::limited());
        assert_eq!(limited["error"]["code"], "ThrottlerException");
        assert_eq!(limited["error"]["details"], limited["error"]["message"]);
    }

    #[test]
    fn the_inside_of_a_failure_is_not_told() {
        let error = ApiError::from(Error::internal("table users is on fire"));
        let body = shown(&error);
        assert_eq!(body["error"]["code"], "INTERNAL_SERVER_ERROR");
        assert!(body["error"].get("details").is_none());
        assert!(!body.to_string().contains("fire"));
    }

    #[test]
    fn product_and_record_errors_have_their_own_codes_and_no_details() {
        let product = Error::forbidden("No.").voiced(Voice::Product);
        let record = Error::conflict("Twice.").voiced(Voice::Record);
        let product = shown(&ApiError::from(product));
        let record = shown(&ApiError::from(record));
        assert_eq!(product["error"], json!({"code": "TRPCError", "message": "No."}));
        assert_eq!(record["error"], json!({"code": "CONFLICT", "message": "Twice."}));
    }

    #[test]
    fn the_booking_engine_refuses_without_the_envelope() {
        let error = Error::conflict("booking_conflict").voiced(Voice::Engine);
        let body = shown(&ApiError::from(error));
        assert_eq!(body, json!({"statusCode": 409, "message": "booking_conflict"}));
    }

    #[test]
    fn choices_stand_where_clients_look_for_them() {
        let error = Error::invalid("Invalid calendar type, available calendars are: ")
            .with_choices("google, office365, apple");
        let body = shown(&ApiError::from(error));
        assert_eq!(body["error"]["details"]["error"], "google, office365, apple");
    }

    #[test]
    fn a_body_that_is_too_large_is_answered_without_the_envelope() {
        assert_eq!(
            shown(&ApiError::too_large()),
            json!({"statusCode": 413, "message": "request entity too large"})
        );
    }
}
