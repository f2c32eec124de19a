//! Users on the wire: the caller's own profile.

use super::prelude::*;
use openhours_contract::users::{Me, MeOrganization};
use openhours_service::access::ProfileRead;
use openhours_service::users;

/// The routes of this area.
pub fn routes() -> Vec<Route> {
    vec![route!(get_me)]
}

#[utoipa::path(get, path = "/v2/me", operation_id = "getMe", tag = "Me")]
async fn get_me(door: Own<ProfileRead>) -> Result<Success<Me>, ApiError> {
    let me = door.run(users::me).await?;
    Ok(Success::new(me_on_the_wire(me)))
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
