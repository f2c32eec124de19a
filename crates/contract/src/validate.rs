//! Functions that generated `#[validate(custom(…))]` attributes name. They ask the same tests as the rules.

use validator::ValidationError;

use crate::{Patch, rules};

/// A text that may be missing.
pub trait Text {
    /// The text, if there is one.
    fn text(&self) -> Option<&str>;
}

impl Text for String {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl<T: Text> Text for &T {
    fn text(&self) -> Option<&str> {
        (**self).text()
    }
}

impl Text for Patch<String> {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Value(text) => Some(text),
            Self::Absent | Self::Null => None,
        }
    }
}

/// An integer that may be missing.
pub trait Whole {
    /// The integer, if there is one.
    fn whole(self) -> Option<i64>;
}

impl Whole for i64 {
    fn whole(self) -> Option<i64> {
        Some(self)
    }
}

impl Whole for &Patch<i64> {
    fn whole(self) -> Option<i64> {
        self.value()
    }
}

fn held(holds: bool, code: &'static str) -> Result<(), ValidationError> {
    if holds { Ok(()) } else { Err(ValidationError::new(code)) }
}

/// An IANA time zone.
///
/// # Errors
/// When it is none.
pub fn time_zone(value: &impl Text) -> Result<(), ValidationError> {
    held(value.text().is_none_or(rules::is_time_zone), "isTimeZone")
}

/// A UUID.
///
/// # Errors
/// When it is none.
pub fn uuid(value: &impl Text) -> Result<(), ValidationError> {
    held(value.text().is_none_or(rules::is_uuid), "isUuid")
}

/// A telephone number.
///
/// # Errors
/// When it is none.
pub fn phone(value: &impl Text) -> Result<(), ValidationError> {
    held(value.text().is_none_or(rules::is_phone), "isPhoneNumber")
}

/// One of a few integers.
///
/// # Errors
/// When it is none of them.
pub fn one_of(value: impl Whole, allowed: &[i64]) -> Result<(), ValidationError> {
    held(value.whole().is_none_or(|value| allowed.contains(&value)), "isIn")
}
