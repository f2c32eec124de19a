//! A platform's OAuth clients on the wire.

use super::prelude::*;
use openhours_contract::oauth_clients::{
    CreateOAuthClient, CreateOAuthClientPermissionsItem, OAuthClient, OAuthClientCredentials,
    OAuthClientPermissionsItem, UpdateOAuthClient,
};
use openhours_service::access::{OauthClientsRead, OauthClientsWrite, PlatformPermission};
use openhours_service::oauth_clients::{self, Client, NewClient, OauthClientChanges};

const TAG: &str = "Deprecated: Platform OAuth Clients";

/// The routes of this area.
pub fn routes() -> Vec<Route> {
    vec![
        route!(create_oauth_client),
        route!(list_oauth_clients),
        route!(get_oauth_client),
        route!(update_oauth_client),
        route!(delete_oauth_client),
    ]
}

#[utoipa::path(post, path = "/v2/oauth-clients", operation_id = "createOAuthClient", tag = TAG)]
async fn create_oauth_client(
    door: Platform<OauthClientsWrite>,
    body: Body<CreateOAuthClient>,
) -> Result<Created<OAuthClientCredentials>, ApiError> {
    let new = new_client(body.into_inner());
    let made = door.run(move |app, access| oauth_clients::create(app, access, new)).await?;
    Ok(Created(OAuthClientCredentials { client_id: made.id, client_secret: made.secret }))
}

#[utoipa::path(get, path = "/v2/oauth-clients", operation_id = "listOAuthClients", tag = TAG)]
async fn list_oauth_clients(door: Platform<OauthClientsRead>) -> Result<Success<Vec<OAuthClient>>, ApiError> {
    let found = door.run(oauth_clients::list).await?;
    Ok(Success::new(found.into_iter().map(on_the_wire).collect()))
}

#[utoipa::path(get, path = "/v2/oauth-clients/{clientId}", operation_id = "getOAuthClient", tag = TAG)]
async fn get_oauth_client(door: Platform<OauthClientsRead>) -> Result<Success<OAuthClient>, ApiError> {
    Ok(Success::new(on_the_wire(door.run(oauth_clients::get).await?)))
}

#[utoipa::path(patch, path = "/v2/oauth-clients/{clientId}", operation_id = "updateOAuthClient", tag = TAG)]
async fn update_oauth_client(
    door: Platform<OauthClientsWrite>,
    body: Body<UpdateOAuthClient>,
) -> Result<Success<OAuthClient>, ApiError> {
    let changes = client_changes(body.into_inner());
    let changed = door.run(move |app, access| oauth_clients::update(app, access, changes)).await?;
    Ok(Success::new(on_the_wire(changed)))
}

#[utoipa::path(delete, path = "/v2/oauth-clients/{clientId}", operation_id = "deleteOAuthClient", tag = TAG)]
async fn delete_oauth_client(door: Platform<OauthClientsWrite>) -> Result<Success<OAuthClient>, ApiError> {
    Ok(Success::new(on_the_wire(door.run(oauth_clients::delete).await?)))
}

fn new_client(body: CreateOAuthClient) -> NewClient {
    NewClient {
        name: body.name,
        redirect_uris: body.redirect_uris,
        permissions: body.permissions.into_iter().flat_map(permissions).collect(),
        logo: body.logo,
        booking_redirect_uri: body.booking_redirect_uri,
        booking_cancel_redirect_uri: body.booking_cancel_redirect_uri,
        booking_reschedule_redirect_uri: body.booking_reschedule_redirect_uri,
        are_emails_enabled: body.are_emails_enabled.unwrap_or(false),
        are_default_event_types_enabled: body.are_default_event_types_enabled,
        are_calendar_events_enabled: body.are_calendar_events_enabled,
    }
}

/// A name stands for its permission, and `*` for all.
fn permissions(named: CreateOAuthClientPermissionsItem) -> Vec<PlatformPermission> {
    match PlatformPermission::from_key(named.as_str()) {
        Some(permission) => vec![permission],
        None => PlatformPermission::ALL.to_vec(),
    }
}

fn client_changes(body: UpdateOAuthClient) -> OauthClientChanges {
    OauthClientChanges {
        name: body.name,
        logo: body.logo.map(Some),
        redirect_uris: body.redirect_uris.map(Into::into),
        booking_redirect_uri: body.booking_redirect_uri.map(Some),
        booking_cancel_redirect_uri: body.booking_cancel_redirect_uri.map(Some),
        booking_reschedule_redirect_uri: body.booking_reschedule_redirect_uri.map(Some),
        are_emails_enabled: body.are_emails_enabled,
        are_default_event_types_enabled: body.are_default_event_types_enabled,
        are_calendar_events_enabled: body.are_calendar_events_enabled,
    }
}

fn on_the_wire(client: Client) -> OAuthClient {
    let Client { record, secret } = client;
    let held = PlatformPermission::of_number(record.permissions);
    OAuthClient {
        id: record.id,
        name: record.name,
        secret,
        permissions: held
            .into_iter()
            .filter_map(|permission| OAuthClientPermissionsItem::parse(permission.key()))
            .collect(),
        logo: record.logo,
        redirect_uris: record.redirect_uris.0,
        organization_id: record.organization_id,
        created_at: record.created_at.into(),
        are_emails_enabled: record.are_emails_enabled,
        are_default_event_types_enabled: record.are_default_event_types_enabled,
        are_calendar_events_enabled: record.are_calendar_events_enabled,
        booking_redirect_uri: record.booking_redirect_uri,
        booking_cancel_redirect_uri: record.booking_cancel_redirect_uri,
        booking_reschedule_redirect_uri: record.booking_reschedule_redirect_uri,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_every_permission_and_a_name_for_its_own() {
        let mut all = Vec::new();
        for item in CreateOAuthClientPermissionsItem::ALL {
            match item.as_str() {
                "*" => assert_eq!(permissions(*item), PlatformPermission::ALL),
                _ => all.extend(permissions(*item)),
            }
        }
        assert_eq!(all, PlatformPermission::ALL);
    }
}
