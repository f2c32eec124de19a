//! Managed users on the wire: a platform's own users and their tokens.

use super::prelude::*;
use super::users::user_update;
use openhours_contract::managed_users::{
    CreateManagedUser, ListManagedUsersQuery, ManagedUser, ManagedUserTokens, ManagedUserWithTokens,
    RefreshManagedUserTokens,
};
use openhours_contract::users::{Locale, UpdateUser};
use openhours_service::access::{ManagedUsersRead, ManagedUsersWrite};
use openhours_service::managed_users::{self, ManagedUserFilter, NewManagedUser, TokenPair, User};

const TAG: &str = "Deprecated: Platform / Managed Users";

/// The routes of this area.
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_managed_users),
        route!(create_managed_user).refuses(&[409]),
        route!(get_managed_user),
        route!(update_managed_user).refuses(&[409]),
        route!(delete_managed_user),
        route!(force_refresh_managed_user_tokens),
        route!(refresh_managed_user_tokens),
    ]
}

#[utoipa::path(
    get,
    path = "/v2/oauth-clients/{clientId}/users",
    operation_id = "listManagedUsers",
    tag = TAG
)]
async fn list_managed_users(
    door: Platform<ManagedUsersRead>,
    query: Query<ListManagedUsersQuery>,
) -> Result<Success<Vec<ManagedUser>>, ApiError> {
    let ListManagedUsersQuery { limit, offset, emails } = query.into_inner();
    let filter = ManagedUserFilter { emails: emails.unwrap_or_default(), limit, offset };
    let found = door.run(move |app, access| managed_users::list(app, access, filter)).await?;
    Ok(Success::new(found.into_iter().map(on_the_wire).collect()))
}

#[utoipa::path(
    post,
    path = "/v2/oauth-clients/{clientId}/users",
    operation_id = "createManagedUser",
    tag = TAG
)]
async fn create_managed_user(
    door: Platform<ManagedUsersWrite>,
    body: Body<CreateManagedUser>,
) -> Result<Created<ManagedUserWithTokens>, ApiError> {
    let new = new_managed_user(body.into_inner());
    let (user, pair) = door.run(move |app, access| managed_users::create(app, access, new)).await?;
    Ok(Created(with_tokens(user, pair)))
}

#[utoipa::path(
    get,
    path = "/v2/oauth-clients/{clientId}/users/{userId}",
    operation_id = "getManagedUser",
    tag = TAG
)]
async fn get_managed_user(
    door: Platform<ManagedUsersRead>,
    id: Path<i64>,
) -> Result<Success<ManagedUser>, ApiError> {
    let found = door.run(move |app, access| managed_users::get(app, access, id.into_inner())).await?;
    Ok(Success::new(on_the_wire(found)))
}

#[utoipa::path(
    patch,
    path = "/v2/oauth-clients/{clientId}/users/{userId}",
    operation_id = "updateManagedUser",
    tag = TAG
)]
async fn update_managed_user(
    door: Platform<ManagedUsersWrite>,
    id: Path<i64>,
    body: Body<UpdateUser>,
) -> Result<Success<ManagedUser>, ApiError> {
    let update = user_update(body.into_inner());
    let changed =
        door.run(move |app, access| managed_users::update(app, access, id.into_inner(), update)).await?;
    Ok(Success::new(on_the_wire(changed)))
}

#[utoipa::path(
    delete,
    path = "/v2/oauth-clients/{clientId}/users/{userId}",
    operation_id = "deleteManagedUser",
    tag = TAG
)]
async fn delete_managed_user(
    door: Platform<ManagedUsersWrite>,
    id: Path<i64>,
) -> Result<Success<ManagedUser>, ApiError> {
    let deleted = door.run(move |app, access| managed_users::delete(app, access, id.into_inner())).await?;
    Ok(Success::new(on_the_wire(deleted)))
}

#[utoipa::path(
    post,
    path = "/v2/oauth-clients/{clientId}/users/{userId}/force-refresh",
    operation_id = "forceRefreshManagedUserTokens",
    tag = TAG
)]
async fn force_refresh_managed_user_tokens(
    door: Platform<ManagedUsersWrite>,
    id: Path<i64>,
) -> Result<Success<ManagedUserTokens>, ApiError> {
    let pair =
        door.run(move |app, access| managed_users::force_refresh(app, access, id.into_inner())).await?;
    Ok(Success::new(tokens_on_the_wire(pair)))
}

#[utoipa::path(
    post,
    path = "/v2/oauth/{clientId}/refresh",
    operation_id = "refreshManagedUserTokens",
    tag = TAG
)]
async fn refresh_managed_user_tokens(
    door: Own<ManagedUsersWrite>,
    _client: Path<String>,
    body: Body<RefreshManagedUserTokens>,
) -> Result<Success<ManagedUserTokens>, ApiError> {
    let token = body.into_inner().refresh_token;
    let pair = door.run(move |app, access| managed_users::refresh(app, access, &token)).await?;
    Ok(Success::new(tokens_on_the_wire(pair)))
}

fn new_managed_user(body: CreateManagedUser) -> NewManagedUser {
    NewManagedUser {
        email: body.email,
        name: body.name,
        time_zone: body.time_zone,
        week_start: body.week_start.map(|day| day.as_str().to_owned()),
        time_format: body.time_format,
        locale: body.locale.map(|locale| locale.as_str().to_owned()),
        avatar_url: body.avatar_url,
        bio: body.bio,
        metadata: body.metadata.unwrap_or_default(),
    }
}

fn on_the_wire(user: User) -> ManagedUser {
    ManagedUser {
        id: user.id,
        email: user.email,
        username: user.username,
        name: user.name,
        bio: user.bio,
        time_zone: user.time_zone,
        week_start: user.week_start,
        created_date: user.created_at.into(),
        time_format: Some(user.time_format),
        default_schedule_id: user.default_schedule_id,
        locale: user.locale.as_deref().and_then(Locale::parse),
        avatar_url: user.avatar_url,
        metadata: Some(user.metadata.0).filter(|metadata| !metadata.is_empty()),
    }
}

fn tokens_on_the_wire(pair: TokenPair) -> ManagedUserTokens {
    ManagedUserTokens {
        access_token_expires_at: pair.access.expires_at.as_millisecond(),
        access_token: pair.access.secret,
        refresh_token_expires_at: pair.refresh.expires_at.as_millisecond(),
        refresh_token: pair.refresh.secret,
    }
}

fn with_tokens(user: User, pair: TokenPair) -> ManagedUserWithTokens {
    let tokens = tokens_on_the_wire(pair);
    ManagedUserWithTokens {
        access_token: tokens.access_token,
        refresh_token: tokens.refresh_token,
        access_token_expires_at: tokens.access_token_expires_at,
        refresh_token_expires_at: tokens.refresh_token_expires_at,
        user: on_the_wire(user),
    }
}
