//! API keys on the wire: replacing the one that a request was made with.

use super::prelude::*;
use openhours_contract::api_keys::{ApiKey, ApiKeyLifetime};
use openhours_service::access::ApiKeysWrite;
use openhours_service::api_keys::{self, Lifetime};

/// The routes of this area.
pub fn routes() -> Vec<Route> {
    vec![route!(refresh_api_key)]
}

#[utoipa::path(post, path = "/v2/api-keys/refresh", operation_id = "refreshApiKey", tag = "Api Keys")]
async fn refresh_api_key(
    door: Own<ApiKeysWrite>,
    body: OptionalBody<ApiKeyLifetime>,
) -> Result<Success<ApiKey>, ApiError> {
    let lifetime = lifetime(&body)?;
    let api_key = door.run(move |app, access| api_keys::refresh(app, access, lifetime)).await?;
    Ok(Success::new(ApiKey { api_key }))
}

/// At most one of the two may be said; thirty days when nothing is.
fn lifetime(asked: &ApiKeyLifetime) -> Result<Lifetime, ApiError> {
    match (asked.api_key_days_valid, asked.api_key_never_expires) {
        (Some(_), Some(true)) => Err(ApiError::bad_request(
            "ApiKeysService - Cannot set both apiKeyDaysValid and apiKeyNeverExpires. It has to be either or none of \
             them.",
        )),
        (None, Some(true)) => Ok(Lifetime::Endless),
        (Some(days), _) => Ok(Lifetime::Days(days)),
        (None, _) => Ok(Lifetime::USUAL),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(days: Option<i64>, endless: Option<bool>) -> ApiKeyLifetime {
        ApiKeyLifetime { api_key_days_valid: days, api_key_never_expires: endless }
    }

    #[test]
    fn a_key_works_as_long_as_was_asked_and_thirty_days_otherwise() {
        assert_eq!(lifetime(&asked(None, None)).unwrap(), Lifetime::Days(30));
        assert_eq!(lifetime(&asked(None, Some(false))).unwrap(), Lifetime::Days(30));
        assert_eq!(lifetime(&asked(Some(7), Some(false))).unwrap(), Lifetime::Days(7));
        assert_eq!(lifetime(&asked(None, Some(true))).unwrap(), Lifetime::Endless);
        assert!(lifetime(&asked(Some(7), Some(true))).is_err());
    }
}
