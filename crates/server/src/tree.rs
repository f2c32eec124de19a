//! The tree of paths: the flat list of routes as nested scopes, static segments before parameters and hot ones first.
//! It also knows how a path is properly spelled, so that letters' case does not matter outside parameters.

use crate::error::ApiError;
use crate::limits::{self, Limiter, Tracker};
use crate::operations::Operation;
use crate::route::Route;
use crate::versions::{self, Version};
use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, Scope, web};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

/// The first segments (below `/v2`) that most requests ask for, in the order in which they are tried.
const HOT: [&str; 8] =
    ["slots", "bookings", "event-types", "schedules", "me", "oauth-clients", "organizations", "teams"];

/// One thing that answers at a path.
pub enum Answerer {
    /// A handler.
    Built(Box<Route>),
    /// An operation of the contract that is not built yet.
    Planned(&'static Operation),
}

impl Answerer {
    fn path(&self) -> &str {
        match self {
            Self::Built(route) => route.path(),
            Self::Planned(operation) => operation.path,
        }
    }

    fn method(&self) -> Method {
        match self {
            Self::Built(route) => route.method().clone(),
            Self::Planned(operation) => crate::operations::method(operation),
        }
    }

    fn versions(&self) -> &'static [&'static str] {
        match self {
            Self::Built(route) => route.versions(),
            Self::Planned(operation) => operation.versions,
        }
    }

    /// The operation's id.
    pub fn operation_id(&self) -> &str {
        match self {
            Self::Built(route) => route.operation_id(),
            Self::Planned(operation) => operation.id,
        }
    }
}

/// A segment of a path and everything below it.
#[derive(Default)]
pub struct Tree {
    children: Vec<(String, Tree)>,
    here: Arc<Vec<Answerer>>,
}

impl Tree {
    /// Sorts answerers into a tree.
    pub fn of(answerers: impl IntoIterator<Item = Answerer>) -> Self {
        let mut root = Self::default();
        for answerer in answerers {
            let path = answerer.path().to_owned();
            root.insert(path.split('/').filter(|segment| !segment.is_empty()), answerer);
        }
        root.sort();
        root
    }

    fn insert<'a>(&mut self, mut path: impl Iterator<Item = &'a str>, answerer: Answerer) {
        let Some(segment) = path.next() else {
            Arc::get_mut(&mut self.here).expect("the tree is not shared while it grows").push(answerer);
            return;
        };
        // Two names of a parameter at one place are one place: handlers find values by position.
        let at = self
            .children
            .iter()
            .position(|(known, _)| known == segment || (is_parameter(known) && is_parameter(segment)));
        let at = at.unwrap_or_else(|| {
            self.children.push((segment.to_owned(), Self::default()));
            self.children.len() - 1
        });
        self.children[at].1.insert(path, answerer);
    }

    fn sort(&mut self) {
        self.children.sort_by_key(|(segment, _)| {
            let heat = HOT.iter().position(|hot| hot == segment);
            (is_parameter(segment), heat.unwrap_or(HOT.len()))
        });
        for (_, child) in &mut self.children {
            child.sort();
        }
    }

    /// Every answerer, depth first.
    pub fn answerers(&self) -> Vec<&Answerer> {
        let below = self.children.iter().flat_map(|(_, child)| child.answerers());
        self.here.iter().chain(below).collect()
    }

    /// The path with its static segments in the contract's spelling; `None` when it is spelled so already, or leads
    /// nowhere.
    pub fn spelled(&self, path: &str) -> Option<String> {
        let mut node = self;
        let mut spelled = String::with_capacity(path.len());
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            let (name, child) = node
                .children
                .iter()
                .find(|(name, _)| is_parameter(name) || name.eq_ignore_ascii_case(segment))?;
            spelled.push('/');
            spelled.push_str(if is_parameter(name) { segment } else { name });
            node = child;
        }
        (!spelled.is_empty() && spelled != path).then_some(spelled)
    }

    /// Mounts everything below this node.
    pub fn mount(&self, config: &mut web::ServiceConfig) {
        for (segment, child) in &self.children {
            config.service(child.scope(segment));
        }
    }

    fn scope(&self, segment: &str) -> Scope {
        let mut scope = web::scope(&format!("/{segment}"));
        if !self.here.is_empty() {
            let here = Arc::clone(&self.here);
            scope =
                scope.service(web::resource("").to(move |request: HttpRequest, payload: web::Payload| {
                    let here = Arc::clone(&here);
                    async move { dispatch(&here, request, payload.into_inner()).await }
                }));
        }
        for (segment, child) in &self.children {
            scope = scope.service(child.scope(segment));
        }
        scope
    }
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{')
}

/// Which operation answered; kept in the request for logs and metrics.
#[derive(Debug, Clone)]
pub struct Answered(pub String);

/// Chooses by method and version, and answers.
async fn dispatch(here: &[Answerer], request: HttpRequest, payload: Payload) -> HttpResponse {
    let answer = match chosen(here, &request) {
        None => Err(ApiError::no_route(&request)),
        Some(answerer) => {
            note(&request, answerer.operation_id());
            let answer = answered(answerer, request.clone(), payload);
            AssertUnwindSafe(answer)
                .catch_unwind()
                .await
                .unwrap_or_else(|panic| Err(ApiError::internal(said(panic.as_ref()))))
        }
    };
    answer.unwrap_or_else(|error| error.respond(&request))
}

fn chosen<'a>(here: &'a [Answerer], request: &HttpRequest) -> Option<&'a Answerer> {
    let method = match *request.method() {
        Method::HEAD => &Method::GET,
        ref other => other,
    };
    let of_method: Vec<&Answerer> = here.iter().filter(|answerer| answerer.method() == *method).collect();
    let accepted: Vec<_> = of_method.iter().map(|answerer| answerer.versions()).collect();
    let index = versions::choose(&accepted, Version::asked(request.headers()))?;
    of_method.get(index).copied()
}

async fn answered(
    answerer: &Answerer,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, ApiError> {
    match answerer {
        Answerer::Planned(operation) => Err(ApiError::planned(operation.id)),
        Answerer::Built(route) => {
            let Some(limit) = route.limit() else {
                return route.answer(request, payload).await;
            };
            let limit = limit.limit();
            let count = count(&request, &limit);
            let answer = if count.is_blocked {
                Err(ApiError::limited())
            } else {
                route.answer(request.clone(), payload).await
            };
            let mut response = answer.unwrap_or_else(|error| error.respond(&request));
            for (name, value) in limits::headers(&limit.name, &count) {
                if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                    response.headers_mut().insert(name, value);
                }
            }
            Ok(response)
        }
    }
}

/// Counts a request against an operation's own limit.
fn count(request: &HttpRequest, limit: &limits::Limit) -> limits::Count {
    let shared = request
        .app_data::<web::Data<crate::serve::Shared>>()
        .expect("the server is always built with what its parts share");
    let limiter: &Limiter = &shared.limiter;
    let tracker =
        Tracker::of(request.headers(), shared.address(request), &shared.app.settings.api_key_prefix);
    limiter.hit(tracker.parts(), limit, shared.app.clock.now().as_millisecond())
}

fn note(request: &HttpRequest, operation: &str) {
    use actix_web::HttpMessage;
    request.extensions_mut().insert(Answered(operation.to_owned()));
}

fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| panic.downcast_ref::<String>().cloned());
    format!("a handler panicked: {}", text.unwrap_or_default())
}

/// The handler of every path that leads nowhere.
pub async fn nowhere(request: HttpRequest) -> HttpResponse {
    ApiError::no_route(&request).respond(&request)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::example as operation;

    static LIST: Operation = operation("listSchedules", "/v2/schedules");
    static DEFAULT: Operation = operation("getDefaultSchedule", "/v2/schedules/default");
    static ONE: Operation = operation("getSchedule", "/v2/schedules/{scheduleId}");
    static ME: Operation = operation("getMe", "/v2/me");
    static SLOTS: Operation = operation("getSlots", "/v2/slots");

    fn tree() -> Tree {
        Tree::of([&ONE, &ME, &DEFAULT, &LIST, &SLOTS].map(Answerer::Planned))
    }

    #[test]
    fn hot_segments_come_first_and_parameters_last() {
        let order: Vec<_> =
            tree().answerers().iter().map(|answerer| answerer.operation_id().to_owned()).collect();
        assert_eq!(order, ["getSlots", "listSchedules", "getDefaultSchedule", "getSchedule", "getMe"]);
    }

    #[test]
    fn a_path_is_spelled_as_the_contract_does_and_parameters_keep_their_case() {
        let tree = tree();
        assert_eq!(tree.spelled("/V2/Schedules/AbC").as_deref(), Some("/v2/schedules/AbC"));
        assert_eq!(tree.spelled("/v2/schedules/DEFAULT").as_deref(), Some("/v2/schedules/default"));
        assert_eq!(tree.spelled("/v2/schedules/7"), None);
        assert_eq!(tree.spelled("/v2/nowhere"), None);
    }
}
