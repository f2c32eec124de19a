//! How an operation is registered: a handler whose first argument is a door becomes a [`Route`].
//!
//! ```compile_fail,E0277
//! # use openhours_server::{ApiError, route, routes::prelude::*};
//! #[utoipa::path(get, path = "/v2/open", operation_id = "open", tag = "Open")]
//! async fn open(path: Path<i64>) -> Result<Done, ApiError> {
//!     Ok(Done::default())
//! }
//! // Silence is not a policy: a handler without a door does not compile.
//! let route = route!(open);
//! ```
//!
//! ```
//! # use openhours_server::{ApiError, route, routes::prelude::*};
//! #[utoipa::path(get, path = "/v2/open/{id}", operation_id = "open", tag = "Open")]
//! async fn open(_door: Public, _id: Path<i64>) -> Result<Done, ApiError> {
//!     Ok(Done::default())
//! }
//! assert_eq!(route!(open).path(), "/v2/open/{id}");
//! ```

use crate::answers::Answer;
use crate::arguments::Argument;
use crate::call::{Call, Template};
use crate::describe::Description;
use crate::doors::Door;
use crate::error::ApiError;
use crate::limits::OperationLimit;
use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::dev::Payload;
use actix_web::http::Method;
use futures_util::future::LocalBoxFuture;
use openhours_service::access::DoorKind;
use std::sync::Arc;
use utoipa::openapi::path::HttpMethod;

/// A function that answers an operation: a door, then what it takes, each read after the one before.
#[diagnostic::on_unimplemented(
    message = "this function cannot be a handler",
    note = "a handler is `async fn(door, up to three of Path, Query, Body) -> Result<answer, ApiError>`; the door comes first"
)]
pub trait Handler<Arguments>: Clone + Send + Sync + 'static {
    /// Who may call it.
    type Door: Door;

    /// Opens the door, reads the arguments, calls the function.
    fn call(self, call: Call) -> impl Future<Output = Result<HttpResponse, ApiError>>;
    /// Describes the arguments and the answer.
    fn describe(description: &mut Description);
}

macro_rules! handler {
    ($($argument:ident)*) => {
        impl<Function, Output, Result_, Entry, $($argument,)*> Handler<(Entry, $($argument,)*)> for Function
        where
            Function: Fn(Entry, $($argument),*) -> Output + Clone + Send + Sync + 'static,
            Output: Future<Output = Result<Result_, ApiError>>,
            Result_: Answer,
            Entry: Door,
            $($argument: Argument,)*
        {
            type Door = Entry;

            #[allow(non_snake_case, unused_mut, reason = "type parameters name the values, and there may be none")]
            async fn call(self, mut call: Call) -> Result<HttpResponse, ApiError> {
                let entry = Entry::open(&call).await?;
                $(let $argument = $argument::take(&mut call).await?;)*
                Ok(self(entry, $($argument),*).await?.respond())
            }

            #[allow(unused_variables, reason = "there may be no argument")]
            fn describe(description: &mut Description) {
                $($argument::describe(description);)*
                Result_::describe(description);
            }
        }
    };
}

handler!();
handler!(First);
handler!(First Second);
handler!(First Second Third);

type Answering = dyn Fn(Call) -> LocalBoxFuture<'static, Result<HttpResponse, ApiError>> + Send + Sync;

/// An operation that can be mounted.
pub struct Route {
    method: Method,
    template: Arc<Template>,
    operation_id: String,
    door: DoorKind,
    permission: Option<&'static str>,
    versions: &'static [&'static str],
    limit: Option<OperationLimit>,
    refusals: Vec<u16>,
    describing: fn() -> Description,
    taken: &'static [&'static str],
    answering: Arc<Answering>,
}

impl Route {
    /// The route of a handler; `Described` is what `#[utoipa::path]` made of it. Use [`route!`](crate::route).
    pub fn of<Described, Arguments, Function>(function: Function) -> Self
    where
        Described: utoipa::Path + for<'tag> utoipa::__dev::Tags<'tag>,
        Function: Handler<Arguments>,
    {
        let operation_id = Described::operation().operation_id.unwrap_or_default();
        Self {
            method: method_of(&Described::methods()),
            template: Arc::new(Template::new(&Described::path())),
            versions: crate::operations::versions(&operation_id),
            operation_id,
            door: Function::Door::KIND,
            permission: Function::Door::facts().map(|facts| facts.name),
            limit: None,
            refusals: Vec::new(),
            describing: described::<Described, Arguments, Function>,
            taken: Function::Door::READS,
            answering: Arc::new(move |call| {
                let function = function.clone();
                Box::pin(async move { function.call(call).await })
            }),
        }
    }

    /// Says which refusals its room adds to those of its door and its arguments (404, 409, 422, …).
    #[must_use]
    pub fn refuses(mut self, statuses: &[u16]) -> Self {
        self.refusals.extend(statuses);
        self
    }

    /// Gives the operation a limit of its own, counted beside the caller's general one.
    #[must_use]
    pub fn limited(mut self, limit: OperationLimit) -> Self {
        self.limit = Some(limit);
        self
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path with its parameters in braces.
    pub fn path(&self) -> &str {
        &self.template.path
    }

    /// The operation's id.
    pub fn operation_id(&self) -> &str {
        &self.operation_id
    }

    /// Which door it has.
    pub fn door(&self) -> DoorKind {
        self.door
    }

    /// What the door asks for.
    pub fn permission(&self) -> Option<&'static str> {
        self.permission
    }

    /// The versions that it accepts; none = every version.
    pub fn versions(&self) -> &'static [&'static str] {
        self.versions
    }

    /// Its own limit.
    pub fn limit(&self) -> Option<&OperationLimit> {
        self.limit.as_ref()
    }

    /// Its description.
    ///
    /// # Panics
    /// When the handler does not read exactly the parameters that its door leaves in the path: a mistake that the test
    /// of the mounted routes finds.
    pub fn description(&self) -> Description {
        let mut description = (self.describing)();
        description.refusals(&self.refusals);
        description.versions(self.versions);
        description
    }

    /// Answers a request.
    pub async fn answer(&self, request: HttpRequest, payload: Payload) -> Result<HttpResponse, ApiError> {
        let call = Call { request, payload, template: Arc::clone(&self.template), taken: self.taken };
        (self.answering)(call).await
    }
}

fn described<Described, Arguments, Function>() -> Description
where
    Described: utoipa::Path + for<'tag> utoipa::__dev::Tags<'tag>,
    Function: Handler<Arguments>,
{
    let template = Template::new(&Described::path());
    let left = template.names_without(Function::Door::READS).map(ToOwned::to_owned).collect();
    let mut operation = Described::operation();
    operation.tags = Some(Described::tags().into_iter().map(ToOwned::to_owned).collect());
    let mut description = Description::new(operation, left);
    Function::Door::describe_path(&template, &mut description);
    Function::describe(&mut description);
    description.door(Function::Door::KIND, Function::Door::facts().as_ref(), &template.path);
    description
}

fn method_of(methods: &[HttpMethod]) -> Method {
    match methods.first() {
        Some(HttpMethod::Post) => Method::POST,
        Some(HttpMethod::Put) => Method::PUT,
        Some(HttpMethod::Patch) => Method::PATCH,
        Some(HttpMethod::Delete) => Method::DELETE,
        _ => Method::GET,
    }
}

/// The [`Route`] of a handler in scope that carries `#[utoipa::path]`.
#[macro_export]
macro_rules! route {
    ($handler:ident) => {
        $crate::pastey::paste! {
            $crate::route::Route::of::<[<__path_ $handler>], _, _>($handler)
        }
    };
}
