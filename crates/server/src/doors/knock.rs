//! What a call offers at a door, read from its headers and its path.

use crate::call::Call;
use crate::describe::parameter;
use openhours_service::access::{Credentials, DoorKind, Knock, bearer_value};
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};

/// The header of a platform OAuth client's id.
pub const CLIENT_ID: &str = "x-cal-client-id";
/// The header of its secret.
pub const CLIENT_SECRET: &str = "x-cal-secret-key";

/// Reads the credentials and the owners that the path names.
pub fn of(call: &Call, door: DoorKind) -> Knock {
    let in_path = call.parameter("clientId");
    let is_client_path =
        call.template.path.starts_with("/v2/oauth-clients/") || call.template.path.starts_with("/v2/oauth/");
    let named = in_path.clone().filter(|_| is_client_path);
    let secret = text(call.header(CLIENT_SECRET));
    let id = named
        .or_else(|| text(call.header(CLIENT_ID)))
        .or_else(|| secret.as_ref().and_then(|_| in_query(call)));
    Knock {
        credentials: Credentials {
            client_id: id,
            client_secret: secret,
            bearer: call.header("authorization").and_then(bearer_value).map(ToOwned::to_owned),
            origin: text(call.header("origin")),
        },
        organization: call.parameter("orgId"),
        team: call.parameter("teamId"),
        user: call.parameter("userId").filter(|_| door == DoorKind::OrganizationUser),
        client: in_path,
    }
}

/// Describes a parameter that doors read.
pub fn parameter_of(name: &str) -> Parameter {
    let kind = if name == "clientId" { Type::String } else { Type::Integer };
    let schema = ObjectBuilder::new().schema_type(kind).build();
    parameter(name, ParameterIn::Path, schema.into())
}

fn text(header: Option<&str>) -> Option<String> {
    header.map(str::trim).filter(|value| !value.is_empty()).map(ToOwned::to_owned)
}

/// Some clients name the OAuth client in the query, beside the header of its secret.
fn in_query(call: &Call) -> Option<String> {
    call.request
        .query_string()
        .split('&')
        .find_map(|pair| pair.strip_prefix("clientId="))
        .and_then(|value| text(Some(value)))
}
