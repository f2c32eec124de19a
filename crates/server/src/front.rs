//! What happens around every request, in one place and one order: an id, the preflight, the path's spelling, the
//! request limit, then the routes, then the headers that every answer carries.

use crate::error::ApiError;
use crate::limits::{self, Count, Limit, Tracker};
use crate::serve::Shared;
use crate::tree::Answered;
use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, Uri};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, web};
use std::time::Instant;
use uuid::Uuid;

const CORS_METHODS: &str = "GET,PATCH,DELETE,HEAD,POST,PUT,OPTIONS";
const CORS_HEADERS: &str = "x-cal-client-id,x-cal-secret-key,x-cal-platform-embed,x-cal-atoms-version,cal-api-version,\
Accept,Authorization,Content-Type,Origin";

/// Headers that every answer carries.
const HARDENING: [(&str, &str); 11] = [
    (
        "content-security-policy",
        "default-src 'self';base-uri 'self';font-src 'self' https: data:;form-action 'self';frame-ancestors 'self';\
img-src 'self' data:;object-src 'none';script-src 'self';script-src-attr 'none';style-src 'self' https: 'unsafe-inline'",
    ),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "cross-origin"),
    ("origin-agent-cluster", "?1"),
    ("referrer-policy", "no-referrer"),
    ("strict-transport-security", "max-age=15552000; includeSubDomains"),
    ("x-content-type-options", "nosniff"),
    ("x-dns-prefetch-control", "off"),
    ("x-frame-options", "SAMEORIGIN"),
    ("x-permitted-cross-domain-policies", "none"),
    ("x-xss-protection", "0"),
];

/// The id of a request, made anew for each.
#[derive(Debug, Clone, Copy)]
pub struct RequestId(pub Uuid);

/// The middleware.
pub async fn front<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let started = Instant::now();
    let shared = request
        .app_data::<web::Data<Shared>>()
        .expect("the server is always built with what its parts share")
        .clone();
    let id = RequestId(Uuid::new_v4());
    request.extensions_mut().insert(id);
    respell(&mut request, &shared);
    let method = request.method().clone();
    let (counts, refusal) = if method == Method::OPTIONS {
        (Vec::new(), Some(preflight()))
    } else {
        let (counts, refusal) = limit(&request, &shared).await;
        (counts, refusal.map(|error| error.respond(request.request())))
    };
    let mut response = match refusal {
        Some(refusal) => request.into_response(refusal).map_into_right_body(),
        None => next.call(request).await?.map_into_left_body(),
    };
    dress(response.headers_mut(), id, &counts);
    record(&response, &method, started);
    Ok(response)
}

/// Gives the path its proper spelling before anything else reads it.
fn respell(request: &mut ServiceRequest, shared: &Shared) {
    let Some(path) = crate::rewrite::path(request.path(), &shared.tree) else {
        return;
    };
    let mut parts = request.uri().clone().into_parts();
    let spelled = match request.uri().query() {
        Some(query) => format!("{path}?{query}"),
        None => path,
    };
    // A path that was valid stays so: only slashes, case and prefixes change.
    parts.path_and_query = spelled.parse().ok();
    if let Ok(uri) = Uri::from_parts(parts) {
        request.match_info_mut().get_mut().update(&uri);
        request.head_mut().uri = uri;
    }
}

fn preflight() -> HttpResponse {
    HttpResponse::NoContent()
        .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, CORS_METHODS))
        .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, CORS_HEADERS))
        .insert_header((header::ACCESS_CONTROL_MAX_AGE, "86400"))
        .finish()
}

/// Counts the request against the general limits of whoever sent it.
async fn limit(request: &ServiceRequest, shared: &Shared) -> (Vec<(String, Count)>, Option<ApiError>) {
    if !request.path().starts_with("/v2") {
        return (Vec::new(), None);
    }
    let tracker = Tracker::of(
        request.headers(),
        shared.address(request.request()),
        &shared.app.settings.api_key_prefix,
    );
    let limits = match limits_of(&tracker, shared).await {
        Ok(limits) => limits,
        Err(error) => return (Vec::new(), Some(error)),
    };
    let now = shared.app.clock.now().as_millisecond();
    let counts: Vec<_> = limits
        .iter()
        .map(|limit| {
            let count = shared.limiter.hit(tracker.parts(), limit, now);
            (limit.name.clone(), count)
        })
        .collect();
    let is_blocked = counts.iter().all(|(_, count)| count.is_blocked);
    (counts, is_blocked.then(ApiError::limited))
}

/// The limits that apply to a tracker. A key may have its own, under several names; an unknown key has none.
async fn limits_of(tracker: &Tracker, shared: &Shared) -> Result<Vec<Limit>, ApiError> {
    let limits = &shared.limits;
    match tracker {
        Tracker::Client(_) => Ok(vec![limits.client.clone()]),
        Tracker::AccessToken(_) => Ok(vec![limits.access_token.clone()]),
        Tracker::Address(_) => Ok(vec![limits.address.clone()]),
        Tracker::ApiKey(key) => {
            let own = shared.keys.limits(&shared.app, key).await?;
            if own.is_empty() {
                return Ok(vec![limits.api_key.clone()]);
            }
            Ok(own)
        }
    }
}

fn dress(headers: &mut HeaderMap, id: RequestId, counts: &[(String, Count)]) {
    for (name, value) in HARDENING {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    insert(headers, "x-request-id", &id.0.to_string());
    for (name, count) in counts {
        for (name, value) in limits::headers(name, count) {
            insert(headers, &name, &value);
        }
    }
}

/// Inserts a header; a key's own limit may have a name that no header can have, and is left out then.
fn insert(headers: &mut HeaderMap, name: &str, value: &str) {
    if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) {
        headers.insert(name, value);
    }
}

/// A method's name for measurements, of which there must not be arbitrarily many.
fn known(method: &Method) -> &str {
    let is_usual = CORS_METHODS.split(',').any(|usual| usual == method.as_str());
    if is_usual { method.as_str() } else { "other" }
}

fn record<B>(response: &ServiceResponse<B>, method: &Method, started: Instant) {
    let operation = response
        .request()
        .extensions()
        .get::<Answered>()
        .map_or_else(|| "none".to_owned(), |answered| answered.0.clone());
    let labels = [
        ("method", known(method).to_owned()),
        ("operation", operation),
        ("status", response.status().as_u16().to_string()),
    ];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_duration_seconds", &labels[1..2])
        .record(started.elapsed().as_secs_f64());
}
