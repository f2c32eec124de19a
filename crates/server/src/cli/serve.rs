//! `serve`: the first start's news, then the server until it is told to stop.

use super::report::Report;
use super::{Failure, application};
use crate::config::Configuration;
use crate::serve::{self, Shared};
use openhours_service::bootstrap::{self, FirstStart};
use openhours_service::storage::Database;
use serde_json::json;
use std::sync::Arc;

/// Serves until a signal says stop.
pub fn serve(configuration: &Configuration, database: Database, as_json: bool) -> Result<Report, Failure> {
    let listener = serve::listen(configuration)?;
    let url = serve::local_url(listener.local_addr()?);
    let app = application(configuration, database, Some(url.clone()))?;
    if let Some(first) = bootstrap::first_start(&app)? {
        welcome(&url, &first).print(as_json);
    } else {
        ready(&url).print(as_json);
    }
    tracing::info!(%url, "listening");
    let shared = Shared::new(Arc::new(app), configuration)?;
    serve::serve(shared, listener, configuration.workers)?;
    tracing::info!("stopped");
    Ok(Report::silent())
}

fn ready(url: &str) -> Report {
    Report::new(
        format!("Openhours answers at {url}, documentation at {url}/docs"),
        json!({ "url": url, "docs": format!("{url}/docs") }),
    )
}

/// What is said once: the credentials cannot be shown again.
fn welcome(url: &str, first: &FirstStart) -> Report {
    let curl = format!(
        "curl -X POST {url}/v2/oauth-clients/{}/users \\\n  \
         -H 'x-cal-secret-key: {}' -H 'Content-Type: application/json' \\\n  \
         -d '{{\"email\": \"alice@example.com\", \"name\": \"Alice\", \"timeZone\": \"America/New_York\"}}'",
        first.client_id, first.client_secret
    );
    let text = format!(
        "Openhours answers at {url}, documentation at {url}/docs\n\n\
         The database was empty, so this start made an owner and a platform. Their secrets are shown only now:\n\n  \
         owner            user {} ({})\n  \
         API key          {}\n  \
         organization     {} ({})\n  \
         OAuth client     {}\n  \
         client secret    {}\n\n\
         Create a managed user:\n\n{curl}\n",
        first.owner.id,
        first.owner.email,
        first.api_key,
        first.organization.id,
        first.organization.name,
        first.client_id,
        first.client_secret,
    );
    Report::new(
        text,
        json!({
            "url": url,
            "docs": format!("{url}/docs"),
            "ownerId": first.owner.id,
            "apiKey": first.api_key,
            "organizationId": first.organization.id,
            "clientId": first.client_id,
            "clientSecret": first.client_secret,
            "curl": curl,
        }),
    )
}
