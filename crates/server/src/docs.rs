//! The pages beside the API: `/health`, `/metrics`, `/docs` and `/openapi.json`.

use crate::error::ApiError;
use crate::serve::Shared;
use actix_web::http::header::{CONTENT_ENCODING, LOCATION};
use actix_web::{HttpRequest, HttpResponse, web};
use std::sync::Arc;
use utoipa_swagger_ui::Config;

/// Mounts the pages.
pub fn mount(config: &mut web::ServiceConfig) {
    config
        .route("/health", web::get().to(health))
        .route("/health", web::head().to(health))
        .route("/metrics", web::get().to(metrics))
        .route("/openapi.json", web::get().to(document))
        .route("/docs", web::get().to(docs))
        .route("/v2/docs", web::get().to(docs))
        .route("/docs/{file:.*}", web::get().to(page));
}

async fn health() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("OK")
}

async fn metrics(shared: web::Data<Shared>) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(shared.metrics.render())
}

async fn document() -> HttpResponse {
    HttpResponse::Ok().content_type("application/json; charset=utf-8").body(crate::document::BUNDLE)
}

async fn docs(shared: web::Data<Shared>) -> HttpResponse {
    let place = shared.docs_url.as_deref().unwrap_or("/docs/index.html");
    HttpResponse::Found().insert_header((LOCATION, place)).finish()
}

async fn page(request: HttpRequest, file: web::Path<String>) -> HttpResponse {
    let config = Arc::new(Config::from("/openapi.json"));
    match utoipa_swagger_ui::serve(&file, config) {
        Ok(Some(file)) => {
            let mut response = HttpResponse::Ok();
            response.content_type(file.content_type);
            if file.gzpipped {
                response.insert_header((CONTENT_ENCODING, "gzip"));
            }
            response.body(file.bytes.into_owned())
        }
        Ok(None) => ApiError::no_route(&request).respond(&request),
        Err(error) => ApiError::internal(error.to_string()).respond(&request),
    }
}
