//! The wire form of an instant: written in UTC with milliseconds, read with `Z`, an offset, or nothing (UTC).

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

/// A point on the time line, as the wire writes it: `2024-04-01T00:00:00.000Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(Timestamp);

/// A text that is not an ISO 8601 date and time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstantError(String);

impl fmt::Display for InstantError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "not an ISO 8601 date and time: {}", self.0)
    }
}

impl std::error::Error for InstantError {}

impl Instant {
    /// The instant as the time library knows it.
    pub const fn timestamp(self) -> Timestamp {
        self.0
    }

    /// Reads an instant. Without an offset the text is taken as UTC, without a time as midnight.
    ///
    /// # Errors
    /// When the text is not an ISO 8601 date and time.
    pub fn parse(text: &str) -> Result<Self, InstantError> {
        if let Ok(timestamp) = Timestamp::from_str(text) {
            return Ok(Self(timestamp));
        }
        DateTime::from_str(text)
            .and_then(|civil| TimeZone::UTC.to_timestamp(civil))
            .map(Self)
            .map_err(|error| InstantError(error.to_string()))
    }
}

impl From<Timestamp> for Instant {
    fn from(timestamp: Timestamp) -> Self {
        Self(timestamp)
    }
}

impl From<Instant> for Timestamp {
    fn from(instant: Instant) -> Self {
        instant.0
    }
}

impl FromStr for Instant {
    type Err = InstantError;

    fn from_str(text: &str) -> Result<Self, InstantError> {
        Self::parse(text)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.0.strftime("%Y-%m-%dT%H:%M:%S%.3fZ"))
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl PartialSchema for Instant {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .into()
    }
}

impl ToSchema for Instant {}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str) -> Option<String> {
        Instant::parse(text).ok().map(|instant| instant.to_string())
    }

    #[test]
    fn every_accepted_spelling_is_written_in_utc_with_milliseconds() {
        for text in [
            "2024-04-01T00:00:00Z",
            "2024-04-01T00:00:00.000Z",
            "2024-04-01T02:00:00+02:00",
            "2024-04-01T00:00:00",
            "2024-04-01T00:00",
            "2024-04-01",
        ] {
            assert_eq!(rewritten(text).as_deref(), Some("2024-04-01T00:00:00.000Z"), "{text}");
        }
    }

    #[test]
    fn finer_fractions_are_cut_to_milliseconds() {
        assert_eq!(rewritten("2024-04-01T00:00:00.123999Z").as_deref(), Some("2024-04-01T00:00:00.123Z"));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["", "tomorrow", "2024-13-01T00:00:00Z", "2024-04-01T25:00:00Z", "12"] {
            assert_eq!(rewritten(text), None, "{text}");
        }
    }
}
