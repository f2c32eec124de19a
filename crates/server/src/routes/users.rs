//! Users on the wire: the caller's own profile.

use super::prelude::*;
use openhours_contract::users::{Me, MeOrganization, UpdateUser};
use openhours_service::access::{ProfileRead, ProfileWrite};
use openhours_service::users::{self, UserUpdate};

/// The routes of this area.
pub fn routes() -> Vec<Route> {
    vec![route!(get_me), route!(update_me).refuses(&[404, 409])]
}

#[utoipa::path(get, path = "/v2/me", operation_id = "getMe", tag = "Me")]
async fn get_me(door: Own<ProfileRead>) -> Result<Success<Me>, ApiError> {
    let me = door.run(users::me).await?;
    Ok(Success::new(me_on_the_wire(me)))
}

#[utoipa::path(patch, path = "/v2/me", operation_id = "updateMe", tag = "Me")]
async fn update_me(door: Own<ProfileWrite>, body: Body<UpdateUser>) -> Result<Success<Me>, ApiError> {
    let update = user_update(body.into_inner());
    let me = door.run(move |app, access| users::update_me(app, access, update)).await?;
    // A change has always been answered with the organization's id alone.
    Ok(Success::new(Me { organization: None, ..me_on_the_wire(me) }))
}

/// A change of a user.
pub fn user_update(body: UpdateUser) -> UserUpdate {
    UserUpdate {
        email: body.email,
        name: body.name,
        time_format: body.time_format,
        week_start: body.week_start.map(|day| day.as_str().to_owned()),
        time_zone: body.time_zone,
        default_schedule_id: body.default_schedule_id,
        locale: body.locale.map(|locale| locale.as_str().to_owned()),
        avatar_url: body.avatar_url,
        bio: body.bio,
        metadata: body.metadata,
    }
}

/// A user and their main organization, as `/v2/me` shows them.
pub fn me_on_the_wire(me: users::Me) -> Me {
    let users::Me { user, organization } = me;
    Me {
        id: user.id,
        username: user.username.unwrap_or_default(),
        email: user.email,
        name: user.name,
        avatar_url: user.avatar_url,
        bio: user.bio,
        time_format: user.time_format,
        default_schedule_id: user.default_schedule_id,
        week_start: user.week_start,
        time_zone: user.time_zone,
        organization_id: organization.as_ref().map(|organization| organization.id),
        organization: organization.map(|organization| MeOrganization {
            is_platform: organization.is_platform,
            id: organization.id,
        }),
    }
}
