//! The pages beside the API: `/health`, `/metrics`, `/docs` and `/openapi.json`.

use crate::error::ApiError;
use crate::serve::Shared;
use actix_web::http::header::{CONTENT_ENCODING, LOCATION};
use actix_web::{HttpRequest, HttpResponse, Route, guard, web};
use std::sync::Arc;
use utoipa_swagger_ui::Config;

/// Mounts the pages.
pub fn mount(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/health").route(read().to(health)))
        .service(web::resource("/metrics").route(read().to(metrics)))
        .service(web::resource("/openapi.json").route(read().to(document)))
        .service(web::resource(["/docs", "/v2/docs"]).route(read().to(docs)))
        .service(web::resource("/docs/{file:.*}").route(read().to(page)));
}

/// GET, and HEAD as everywhere.
fn read() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
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
