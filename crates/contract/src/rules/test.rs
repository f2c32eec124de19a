//! What each test demands of a value.

use std::sync::LazyLock;

use jiff::tz::TimeZoneDatabase;
use serde_json::Value;
use validator::{ValidateEmail, ValidateUrl};

use super::Test;

impl Test {
    /// Whether the value passes.
    pub fn passes(&self, value: &Value) -> bool {
        let text = |test: fn(&str) -> bool| value.as_str().is_some_and(test);
        match self {
            Self::Defined => !value.is_null(),
            Self::Text => value.is_string(),
            Self::Integer => value.is_i64(),
            Self::Number => value.is_number(),
            Self::Boolean => value.is_boolean(),
            Self::List => value.is_array(),
            Self::Object => value.is_object(),
            Self::ObjectIfPresent => value.is_object() || value.is_null(),
            Self::ListIfPresent => value.is_array() || value.is_null(),
            Self::Minimum(least) => value.as_f64().is_some_and(|number| number >= *least),
            Self::Maximum(most) => value.as_f64().is_some_and(|number| number <= *most),
            Self::Length { least, most } => {
                value.as_str().is_some_and(|text| (*least..=*most).contains(&text.chars().count()))
            }
            Self::Items { least, most } => {
                value.as_array().is_some_and(|items| (*least..=*most).contains(&items.len()))
            }
            Self::Unique => value.as_array().is_some_and(|items| all_differ(items)),
            Self::NotEmpty => !value.is_null() && value.as_str() != Some(""),
            Self::Among(constants) => constants.iter().any(|constant| constant.is(value)),
            Self::Pattern(pattern) => value.as_str().is_some_and(|text| pattern.is_match(text)),
            Self::Email => text(|text| text.validate_email()),
            Self::Url => text(|text| text.contains("://") && text.validate_url()),
            Self::Uuid => text(is_uuid),
            Self::TimeZone => text(is_time_zone),
            Self::DateTime => text(|text| crate::Instant::parse(text).is_ok()),
            Self::Date => text(|text| text.parse::<jiff::civil::Date>().is_ok()),
            Self::Phone => text(is_phone),
            Self::Shaped(shapes) => shapes.iter().any(|shape| shape.admits(value)),
        }
    }
}

fn all_differ(items: &[Value]) -> bool {
    let mut seen = std::collections::HashSet::with_capacity(items.len());
    items.iter().all(|item| seen.insert(item.to_string()))
}

/// Whether the text is a UUID.
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// The zones that are compiled in. A machine's own database may hold names that are no zones of the IANA.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Whether the text names a zone of the IANA database, in exactly its spelling.
pub fn is_time_zone(text: &str) -> bool {
    spelling(text).is_some_and(|name| name == text)
}

/// The spelling of a zone that is given in any letter case.
pub fn spelling(text: &str) -> Option<String> {
    ZONES.get(text).ok().and_then(|zone| zone.iana_name().map(str::to_owned))
}

/// Whether the text is an international telephone number: a plus sign, then 7 to 15 digits that may be grouped.
pub fn is_phone(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('+') else {
        return false;
    };
    let digits = rest.bytes().filter(u8::is_ascii_digit).count();
    let plain = rest.bytes().all(|byte| byte.is_ascii_digit() || b" -.()".contains(&byte));
    plain && (7..=15).contains(&digits) && !rest.starts_with('0') && text.len() <= 32
}
