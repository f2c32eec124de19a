//! Why a request is refused before any business rule is asked. The server turns it into the error envelope.

use std::sync::Arc;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// A request that the contract does not allow: always a 400.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// Every field that breaks a rule, at once.
    Fields(Vec<FieldError>),
    /// One sentence instead of a list.
    Sentence(String),
}

/// One property that breaks rules, or that holds properties which do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The whole object (or list) that the property belongs to, as it was received.
    #[serde(serialize_with = "shared")]
    pub target: Arc<Value>,
    /// The offending value; absent when the property was not sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// The property's name, or the index in a list.
    pub property: String,
    /// The errors inside the property.
    pub children: Vec<FieldError>,
    /// Rule name to message.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub constraints: Map<String, Value>,
}

/// What a hand-written check finds wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Complaint {
    /// The property itself breaks the rule `key`.
    Rule {
        /// The rule's name on the wire.
        key: &'static str,
        /// What the client reads.
        message: String,
    },
    /// Another property of the checked object breaks the rule `key`.
    Property {
        /// The property that is to blame.
        property: String,
        /// The rule's name on the wire.
        key: &'static str,
        /// What the client reads.
        message: String,
    },
    /// Parts of the property break rules.
    Inside(Vec<FieldError>),
    /// The whole request is answered with this sentence.
    Sentence(String),
}

impl Complaint {
    /// A complaint about the checked property itself.
    pub fn rule(key: &'static str, message: impl Into<String>) -> Self {
        Self::Rule { key, message: message.into() }
    }

    /// A complaint that becomes the whole answer.
    pub fn sentence(text: impl Into<String>) -> Self {
        Self::Sentence(text.into())
    }
}

fn shared<S: Serializer>(target: &Arc<Value>, serializer: S) -> Result<S::Ok, S::Error> {
    target.as_ref().serialize(serializer)
}
