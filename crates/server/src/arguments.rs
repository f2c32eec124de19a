//! What a handler takes after its door: `Path`, `Query`, `Body`. Each is read only when all before it have succeeded,
//! so guards speak before validation does.

use crate::call::Call;
use crate::describe::{Description, parameter};
use crate::error::ApiError;
use actix_web::http::header;
use actix_web::web::BytesMut;
use futures_util::StreamExt;
use openhours_contract::Checked;
use std::ops::Deref;
use std::time::Duration;
use utoipa::openapi::Required;
use utoipa::openapi::path::ParameterIn;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{IntoParams, ToSchema};

/// The most bytes of a body that are read.
pub const BODY_LIMIT: usize = 100 * 1024;

/// How long a body may take to arrive.
const BODY_PATIENCE: Duration = Duration::from_secs(30);

/// Something that a handler takes after its door.
pub trait Argument: Sized {
    /// Reads it from the call.
    fn take(call: &mut Call) -> impl Future<Output = Result<Self, ApiError>>;
    /// Adds it to the operation's description.
    fn describe(description: &mut Description);
}

/// The parameters of the path that the door does not read: one value, or a tuple of them in the path's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path<T>(pub T);

/// The query string, checked by the contract.
#[derive(Debug, Clone, PartialEq)]
pub struct Query<T>(pub T);

/// A JSON body, checked by the contract. No body counts as an empty object.
#[derive(Debug, Clone, PartialEq)]
pub struct Body<T>(pub T);

/// A JSON body that the specification does not require; read like [`Body`].
#[derive(Debug, Clone, PartialEq)]
pub struct OptionalBody<T>(pub T);

macro_rules! wrapper {
    ($($name:ident)*) => {
        $(
            impl<T> $name<T> {
                /// The value itself.
                pub fn into_inner(self) -> T {
                    self.0
                }
            }

            impl<T> Deref for $name<T> {
                type Target = T;

                fn deref(&self) -> &T {
                    &self.0
                }
            }
        )*
    };
}

wrapper!(Path Query Body OptionalBody);

/// A value in a path.
pub trait PathValue: Sized {
    /// Reads one segment.
    fn parse(text: &str) -> Result<Self, ApiError>;
    /// How it is described.
    fn schema() -> Schema;
}

impl PathValue for i64 {
    fn parse(text: &str) -> Result<Self, ApiError> {
        Ok(openhours_service::access::number(text)?)
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(Type::Integer).build().into()
    }
}

impl PathValue for String {
    fn parse(text: &str) -> Result<Self, ApiError> {
        Ok(text.to_owned())
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(Type::String).build().into()
    }
}

/// One or more values in a path.
pub trait PathValues: Sized {
    /// How many.
    const COUNT: usize;
    /// Reads them; there are [`Self::COUNT`] of them.
    fn parse(texts: &[String]) -> Result<Self, ApiError>;
    /// How they are described.
    fn schemas() -> Vec<Schema>;
}

impl<T: PathValue> PathValues for T {
    const COUNT: usize = 1;

    fn parse(texts: &[String]) -> Result<Self, ApiError> {
        let text = texts.first().ok_or_else(|| ApiError::internal("a path has too few segments"))?;
        <T as PathValue>::parse(text)
    }

    fn schemas() -> Vec<Schema> {
        vec![T::schema()]
    }
}

macro_rules! path_tuple {
    ($count:literal: $($value:ident $index:tt),+) => {
        impl<$($value: PathValue),+> PathValues for ($($value,)+) {
            const COUNT: usize = $count;

            fn parse(texts: &[String]) -> Result<Self, ApiError> {
                if texts.len() < $count {
                    return Err(ApiError::internal("a path has too few segments"));
                }
                Ok(($(<$value as PathValue>::parse(&texts[$index])?,)+))
            }

            fn schemas() -> Vec<Schema> {
                vec![$($value::schema()),+]
            }
        }
    };
}

path_tuple!(2: A 0, B 1);
path_tuple!(3: A 0, B 1, C 2);

impl<T: PathValues> Argument for Path<T> {
    async fn take(call: &mut Call) -> Result<Self, ApiError> {
        T::parse(&call.left_parameters()).map(Self)
    }

    fn describe(description: &mut Description) {
        description.path_values(T::schemas());
    }
}

impl<T: Checked + IntoParams> Argument for Query<T> {
    async fn take(call: &mut Call) -> Result<Self, ApiError> {
        Ok(Self(openhours_contract::query(call.request.query_string())?))
    }

    fn describe(description: &mut Description) {
        for parameter in T::into_params(|| Some(ParameterIn::Query)) {
            description.add_parameter(parameter);
        }
    }
}

impl<T: Checked + ToSchema> Argument for Body<T> {
    async fn take(call: &mut Call) -> Result<Self, ApiError> {
        let bytes = actix_web::rt::time::timeout(BODY_PATIENCE, read(call))
            .await
            .unwrap_or_else(|_too_slow| Err(ApiError::bad_request("The body did not arrive in time.")))?;
        Ok(Self(openhours_contract::body(&bytes)?))
    }

    fn describe(description: &mut Description) {
        description.request_body::<T>(Required::True);
    }
}

impl<T: Checked + ToSchema> Argument for OptionalBody<T> {
    async fn take(call: &mut Call) -> Result<Self, ApiError> {
        Ok(Self(Body::take(call).await?.0))
    }

    fn describe(description: &mut Description) {
        description.request_body::<T>(Required::False);
    }
}

/// The body's bytes; none when the body is not JSON.
async fn read(call: &mut Call) -> Result<BytesMut, ApiError> {
    let announced =
        call.header(header::CONTENT_LENGTH.as_str()).and_then(|length| length.parse::<usize>().ok());
    if announced.is_some_and(|length| length > BODY_LIMIT) {
        return Err(ApiError::too_large());
    }
    let is_json = call.header(header::CONTENT_TYPE.as_str()).is_some_and(is_json);
    let mut bytes = BytesMut::new();
    while let Some(chunk) = call.payload.next().await {
        let chunk = chunk.map_err(|error| {
            tracing::debug!(%error, "the body could not be read");
            ApiError::bad_request("The body could not be read to its end.")
        })?;
        if bytes.len() + chunk.len() > BODY_LIMIT {
            return Err(ApiError::too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    if !is_json {
        bytes.clear();
    }
    Ok(bytes)
}

fn is_json(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json") || kind.to_ascii_lowercase().ends_with("+json")
}

/// Describes a header that the operation reads.
pub fn header_parameter(name: &str, example: &str) -> utoipa::openapi::path::Parameter {
    let schema = ObjectBuilder::new().schema_type(Type::String).default(Some(example.into())).build();
    parameter(name, ParameterIn::Header, schema.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_json_bodies_are_read() {
        assert!(is_json("application/json"));
        assert!(is_json("application/JSON; charset=utf-8"));
        assert!(is_json("application/merge-patch+json"));
        assert!(!is_json("application/x-www-form-urlencoded"));
        assert!(!is_json("text/plain"));
    }

    #[test]
    fn path_values_are_read_in_order() {
        let texts = ["7".to_owned(), "abc".to_owned()];
        let read: (i64, String) = PathValues::parse(&texts).unwrap();
        assert_eq!(read, (7, "abc".to_owned()));
        assert!(<(i64, i64) as PathValues>::parse(&texts).is_err());
    }
}
