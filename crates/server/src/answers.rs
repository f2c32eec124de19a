//! What a handler gives back: the contract's envelopes, a status, and nothing else.

use crate::describe::{Description, data_envelope, list_of, page_envelope, reference};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use openhours_contract::{Done, Page, Pagination, Success};
use serde::Serialize;
use utoipa::ToSchema;

/// Something that a handler gives back.
pub trait Answer {
    /// Makes the response.
    fn respond(self) -> HttpResponse;
    /// Adds it to the operation's description.
    fn describe(description: &mut Description);
}

/// 201 with `data`: something was created.
#[derive(Debug, Clone, PartialEq)]
pub struct Created<T>(pub T);

/// 201 without data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreatedDone;

/// 204 without a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoContent;

/// 200 with a body outside the envelope.
#[derive(Debug, Clone, PartialEq)]
pub struct Bare<T>(pub T);

fn json(status: StatusCode, body: &impl Serialize) -> HttpResponse {
    match serde_json::to_vec(body) {
        Ok(bytes) => HttpResponse::build(status).content_type("application/json; charset=utf-8").body(bytes),
        Err(error) => {
            tracing::error!(%error, "an answer could not be written as JSON");
            HttpResponse::InternalServerError().finish()
        }
    }
}

impl<T: Serialize + ToSchema> Answer for Success<T> {
    fn respond(self) -> HttpResponse {
        json(StatusCode::OK, &self)
    }

    fn describe(description: &mut Description) {
        let data = reference::<T>(description);
        description.answer(200, Some(data_envelope(data)));
    }
}

impl<T: Serialize + ToSchema> Answer for Page<T> {
    fn respond(self) -> HttpResponse {
        json(StatusCode::OK, &self)
    }

    fn describe(description: &mut Description) {
        let data = list_of(reference::<T>(description));
        let pagination = reference::<Pagination>(description);
        description.answer(200, Some(page_envelope(data, pagination)));
    }
}

impl Answer for Done {
    fn respond(self) -> HttpResponse {
        json(StatusCode::OK, &self)
    }

    fn describe(description: &mut Description) {
        description.answer(200, Some(crate::describe::success()));
    }
}

impl<T: Serialize + ToSchema> Answer for Created<T> {
    fn respond(self) -> HttpResponse {
        json(StatusCode::CREATED, &Success::new(self.0))
    }

    fn describe(description: &mut Description) {
        let data = reference::<T>(description);
        description.answer(201, Some(data_envelope(data)));
    }
}

impl Answer for CreatedDone {
    fn respond(self) -> HttpResponse {
        json(StatusCode::CREATED, &Done::default())
    }

    fn describe(description: &mut Description) {
        description.answer(201, Some(crate::describe::success()));
    }
}

impl Answer for NoContent {
    fn respond(self) -> HttpResponse {
        HttpResponse::NoContent().finish()
    }

    fn describe(description: &mut Description) {
        description.answer(204, None);
    }
}

impl<T: Serialize + ToSchema> Answer for Bare<T> {
    fn respond(self) -> HttpResponse {
        let mut response = json(StatusCode::OK, &self.0);
        let headers = response.headers_mut();
        headers.insert(
            actix_web::http::header::CACHE_CONTROL,
            actix_web::http::header::HeaderValue::from_static("no-store"),
        );
        headers.insert(
            actix_web::http::header::PRAGMA,
            actix_web::http::header::HeaderValue::from_static("no-cache"),
        );
        response
    }

    fn describe(description: &mut Description) {
        let data = reference::<T>(description);
        description.answer(200, Some(data));
    }
}
