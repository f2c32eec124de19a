//! The three states of a field that may be absent, null or a value. Only the type and its traits live here.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use validator::{Validate, ValidateEmail, ValidateLength, ValidateRange, ValidateRegex, ValidateUrl};

/// A field that tells absent (leave it), null (clear it) and a value (set it) apart.
///
/// Fields of this type carry `#[serde(default, skip_serializing_if = "Patch::is_absent")]` and, for the API's
/// description, `#[schema(value_type = Option<T>)]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Patch<T> {
    /// The field was not sent.
    #[default]
    Absent,
    /// The field was sent as null.
    Null,
    /// The field was sent with a value.
    Value(T),
}

impl<T> Patch<T> {
    /// Whether the field was not sent.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the field was sent as null.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// A reference to the value, if there is one.
    pub const fn as_ref(&self) -> Patch<&T> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(value),
        }
    }

    /// The value, taking absent and null alike as none.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// None when absent, `Some(None)` when null: the form of a changeset.
    pub fn into_change(self) -> Option<Option<T>> {
        match self {
            Self::Absent => None,
            Self::Null => Some(None),
            Self::Value(value) => Some(Some(value)),
        }
    }

    /// Changes the value inside.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(change(value)),
        }
    }
}

impl<T> From<Option<T>> for Patch<T> {
    /// None becomes null, as an answer writes it.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent | Self::Null => serializer.serialize_none(),
            Self::Value(value) => value.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<T>::deserialize(deserializer).map(Self::from)
    }
}

impl<T: Validate> Validate for Patch<T> {
    fn validate(&self) -> Result<(), validator::ValidationErrors> {
        match self {
            Self::Value(value) => value.validate(),
            Self::Absent | Self::Null => Ok(()),
        }
    }
}

impl<T: ValidateLength<u64>> ValidateLength<u64> for Patch<T> {
    fn length(&self) -> Option<u64> {
        self.as_ref().value().and_then(ValidateLength::length)
    }
}

impl<T: PartialOrd + Copy> ValidateRange<T> for Patch<T> {
    fn greater_than(&self, most: T) -> Option<bool> {
        self.value().map(|value| value > most)
    }

    fn less_than(&self, least: T) -> Option<bool> {
        self.value().map(|value| value < least)
    }
}

impl<T: ValidateEmail> ValidateEmail for Patch<T> {
    fn as_email_string(&self) -> Option<std::borrow::Cow<'_, str>> {
        match self {
            Self::Value(value) => value.as_email_string(),
            Self::Absent | Self::Null => None,
        }
    }
}

impl<T: ValidateUrl> ValidateUrl for Patch<T> {
    fn as_url_string(&self) -> Option<std::borrow::Cow<'_, str>> {
        match self {
            Self::Value(value) => value.as_url_string(),
            Self::Absent | Self::Null => None,
        }
    }
}

impl<T: ValidateRegex> ValidateRegex for Patch<T> {
    fn validate_regex(&self, pattern: impl validator::AsRegex) -> bool {
        match self {
            Self::Value(value) => value.validate_regex(pattern),
            Self::Absent | Self::Null => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Change {
        #[serde(default, skip_serializing_if = "Patch::is_absent")]
        name: Patch<String>,
    }

    #[test]
    fn absent_null_and_a_value_survive_the_way_there_and_back() {
        for text in ["{}", r#"{"name":null}"#, r#"{"name":"ana"}"#] {
            let change: Change = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&change).unwrap(), text);
        }
    }
}
