//! Starting the server and stopping it: what all its parts share, the workers, the signals.

use crate::config::Configuration;
use crate::front;
use crate::keys::Keys;
use crate::limits::{Limiter, Limits};
use crate::tree::{self, Answerer, Tree};
use crate::{docs, logs, operations, routes};
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpRequest, HttpServer, web};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use openhours_service::App as Service;
use std::collections::HashSet;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;
use tracing_actix_web::TracingLogger;

/// What the parts of the server share.
pub struct Shared {
    /// The application.
    pub app: Arc<Service>,
    /// The counts of the request limiter.
    pub limiter: Limiter,
    /// The limits of this installation.
    pub limits: Limits,
    /// What the limiter knows of API keys.
    pub keys: Keys,
    /// The tree of paths.
    pub tree: Tree,
    /// Where the documentation is, when it is elsewhere.
    pub docs_url: Option<String>,
    /// What is measured.
    pub metrics: PrometheusHandle,
    trust_proxy: bool,
}

impl Shared {
    /// Brings the parts together.
    pub fn new(app: Arc<Service>, configuration: &Configuration) -> io::Result<Self> {
        Self::with_tree(app, configuration, mounted_tree())
    }

    /// The same over another tree of paths.
    pub fn with_tree(app: Arc<Service>, configuration: &Configuration, tree: Tree) -> io::Result<Self> {
        Ok(Self {
            app,
            limiter: Limiter::default(),
            limits: configuration.limits.clone(),
            keys: Keys::default(),
            tree,
            docs_url: configuration.docs_url.clone(),
            metrics: measure()?,
            trust_proxy: configuration.trust_proxy,
        })
    }

    /// The address that a request comes from.
    pub fn address(&self, request: &HttpRequest) -> Option<String> {
        let forwarded = request
            .headers()
            .get("x-forwarded-for")
            .filter(|_| self.trust_proxy)
            .and_then(|value| value.to_str().ok())
            .and_then(|list| list.rsplit(',').next())
            .map(|address| address.trim().to_owned());
        forwarded.or_else(|| request.peer_addr().map(|address| address.ip().to_string()))
    }
}

/// The handlers and, for the rest of the contract, what says that it is planned.
pub fn mounted_tree() -> Tree {
    let routes = routes::all();
    let built: HashSet<String> = routes.iter().map(|route| route.operation_id().to_owned()).collect();
    let planned =
        operations::all().iter().filter(|operation| !built.contains(operation.id)).map(Answerer::Planned);
    let built = routes.into_iter().map(|route| Answerer::Built(Box::new(route)));
    Tree::of(built.chain(planned))
}

fn measure() -> io::Result<PrometheusHandle> {
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(
            Matcher::Full("http_request_duration_seconds".to_owned()),
            &[0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0],
        )
        .map_err(io::Error::other)?
        .build_recorder();
    let handle = recorder.handle();
    if metrics::set_global_recorder(recorder).is_err() {
        tracing::debug!("measurements go to a recorder that was there before");
    }
    Ok(handle)
}

/// Takes the port; with port 0 the system chooses one.
pub fn listen(configuration: &Configuration) -> io::Result<TcpListener> {
    TcpListener::bind((configuration.host.as_str(), configuration.port)).map_err(|error| {
        let Configuration { host, port, .. } = configuration;
        io::Error::new(error.kind(), format!("cannot listen at {host}:{port}: {error}"))
    })
}

/// The URL at which a listener is reached from this machine.
pub fn local_url(address: SocketAddr) -> String {
    let host = match address.ip() {
        ip if ip.is_unspecified() || ip.is_loopback() => "localhost".to_owned(),
        ip => ip.to_string(),
    };
    format!("http://{host}:{}", address.port())
}

/// Everything that answers requests, for one worker.
pub fn application(
    shared: web::Data<Shared>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    App::new()
        .app_data(web::Data::from(Arc::clone(&shared.app)))
        .app_data(shared.clone())
        .wrap(from_fn(front::front))
        .wrap(Compress::default())
        .configure(docs::mount)
        .configure(|config| shared.tree.mount(config))
        .default_service(web::to(tree::nowhere))
}

/// Serves until a signal says stop, then lets running requests end.
pub fn serve(shared: Shared, listener: TcpListener, workers: usize) -> io::Result<()> {
    let shared = web::Data::new(shared);
    actix_web::rt::System::new().block_on(async move {
        let measuring = shared.metrics.clone();
        actix_web::rt::spawn(async move {
            let mut ticks = actix_web::rt::time::interval(Duration::from_secs(5));
            loop {
                ticks.tick().await;
                measuring.run_upkeep();
            }
        });
        HttpServer::new(move || application(shared.clone()).wrap(TracingLogger::<logs::Spans>::new()))
            .workers(workers)
            .shutdown_timeout(30)
            .listen(listener)?
            .run()
            .await
    })
}
