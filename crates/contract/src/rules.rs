//! The rules that a request must keep, as static tables that `cargo xtask generate` writes. How they are tested, how a
//! value is prepared and how everything broken is found at once is in the files below. No rule about a particular
//! field lives here.

mod prepare;
mod test;
mod walk;

use std::sync::LazyLock;

use regex::Regex;
use serde::de::DeserializeOwned;
use serde_json::Value;
use validator::Validate;

use crate::refusal::Complaint;
use crate::union::{self, Shape};

pub use prepare::{holds_nul, prepare, regular_time_zone};
pub use test::{is_phone, is_time_zone, is_uuid};
pub use walk::check;

/// A type that a request is read into.
pub trait Checked: DeserializeOwned + Validate {
    /// The rules that the JSON form must keep.
    fn rules() -> Nested;
}

/// A hand-written check of a property or of a whole object.
pub type Check = fn(&Value) -> Result<(), Complaint>;

/// The rules of something that has parts.
#[derive(Clone, Copy, Debug)]
pub enum Nested {
    /// An object with declared properties.
    Object(&'static ObjectRules),
    /// A list, each item with parts.
    List(&'static Nested),
    /// An object used as a map, each value with parts.
    Map(&'static Nested),
    /// One of several objects, told apart by a property.
    Tagged(&'static TaggedRules),
    /// One of several shapes.
    Untagged(&'static [Alternative]),
}

/// The rules of an object.
#[derive(Debug)]
pub struct ObjectRules {
    /// The declared properties, in order.
    pub fields: &'static [Field],
    /// Whether other properties are kept (`additionalProperties`), dropped, or refused.
    pub others: Others,
    /// Checks of the object as a whole.
    pub checks: &'static [Check],
    /// Whether broken rules are told in one sentence instead of a list.
    pub in_one_sentence: bool,
}

impl ObjectRules {
    /// The usual object: other properties are dropped.
    pub const USUAL: Self =
        Self { fields: &[], others: Others::Dropped, checks: &[], in_one_sentence: false };
}

/// What happens to undeclared properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// They are part of the value.
    Kept,
    /// They are silently left out.
    Dropped,
    /// They are an error.
    Refused,
}

/// The variants of a union that a property tells apart.
#[derive(Debug)]
pub struct TaggedRules {
    /// The property.
    pub tag: &'static str,
    /// What the client reads when the property names no variant.
    pub message: &'static str,
    /// The values of the property and the rules that go with them.
    pub variants: &'static [(&'static [Literal], Nested)],
}

/// One variant of a union without a tag.
#[derive(Debug)]
pub struct Alternative {
    /// How the variant is recognized.
    pub shape: &'static Shape,
    /// What a plain value must keep.
    pub rules: &'static [Rule],
    /// What the parts must keep.
    pub inner: Option<Nested>,
}

/// One declared property.
#[derive(Debug)]
pub struct Field {
    /// Its name on the wire.
    pub name: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// Whether null is a value.
    pub nullable: bool,
    /// What an absent property becomes, as JSON text.
    pub default: Option<&'static str>,
    /// What kind of value it holds: how query text is read and which spellings are made regular.
    pub kind: Kind,
    /// The rules, most specific first.
    pub rules: &'static [Rule],
    /// Hand-written checks.
    pub checks: &'static [Check],
    /// A rule, by key and message, that stands for every error of the property and its parts.
    pub whole: Option<(&'static str, &'static str)>,
    /// The rules of its parts.
    pub inner: Option<Nested>,
}

impl Field {
    /// An optional field of any kind without rules.
    pub const OPTIONAL: Self = Self {
        name: "",
        required: false,
        nullable: false,
        default: None,
        kind: Kind::Any,
        rules: &[],
        checks: &[],
        whole: None,
        inner: None,
    };
    /// The same, required.
    pub const REQUIRED: Self = Self { required: true, ..Self::OPTIONAL };
}

/// What kind of value a property holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// An IANA time zone, whose letter case is made regular.
    TimeZone,
    /// A date; a time behind it counts only to find the date in UTC.
    Date,
    /// An integer.
    Integer,
    /// A number.
    Number,
    /// A boolean.
    Boolean,
    /// A list of a kind.
    List(&'static Kind),
    /// An object.
    Object,
    /// Anything.
    Any,
}

/// One rule: its name on the wire, what the client reads when it is broken, and the test.
#[derive(Debug)]
pub struct Rule {
    /// The rule's name on the wire.
    pub key: &'static str,
    /// What the client reads.
    pub message: &'static str,
    /// What must hold.
    pub test: Test,
    /// Whether the test is for each item of a list (or value of a map) instead of the whole.
    pub each: bool,
}

impl Rule {
    /// A rule about the value itself.
    pub const fn new(key: &'static str, message: &'static str, test: Test) -> Self {
        Self { key, message, test, each: false }
    }

    /// A rule about each item.
    pub const fn each(key: &'static str, message: &'static str, test: Test) -> Self {
        Self { key, message, test, each: true }
    }

    fn holds(&self, value: &Value) -> bool {
        match value {
            Value::Array(items) if self.each => items.iter().all(|item| self.test.passes(item)),
            Value::Object(values) if self.each => values.values().all(|item| self.test.passes(item)),
            _ => self.test.passes(value),
        }
    }
}

/// A constant of the contract.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Literal {
    /// A text.
    Text(&'static str),
    /// An integer.
    Integer(i64),
    /// A boolean.
    Boolean(bool),
    /// Null.
    Null,
}

impl Literal {
    /// Whether the value is this constant.
    pub fn is(&self, value: &Value) -> bool {
        match self {
            Self::Text(text) => value.as_str() == Some(text),
            Self::Integer(number) => value.as_i64() == Some(*number),
            Self::Boolean(truth) => value.as_bool() == Some(*truth),
            Self::Null => value.is_null(),
        }
    }
}

/// What a rule demands. A value of the wrong type passes none of them.
#[derive(Debug)]
pub enum Test {
    /// Present and not null.
    Defined,
    /// A text.
    Text,
    /// An integer.
    Integer,
    /// A number.
    Number,
    /// A boolean.
    Boolean,
    /// A list.
    List,
    /// An object.
    Object,
    /// An object or nothing: the demand of a nested property, whose absence is another rule's matter.
    ObjectIfPresent,
    /// A list or nothing.
    ListIfPresent,
    /// A number of at least this.
    Minimum(f64),
    /// A number of at most this.
    Maximum(f64),
    /// A text of so many characters.
    Length {
        /// At least.
        least: usize,
        /// At most.
        most: usize,
    },
    /// A list of so many items.
    Items {
        /// At least.
        least: usize,
        /// At most.
        most: usize,
    },
    /// A list without repetitions.
    Unique,
    /// Neither null nor an empty text.
    NotEmpty,
    /// One of these constants.
    Among(&'static [Literal]),
    /// A text of this form.
    Pattern(&'static LazyLock<Regex>),
    /// An e-mail address.
    Email,
    /// An absolute URL with a host.
    Url,
    /// A UUID.
    Uuid,
    /// An IANA time zone.
    TimeZone,
    /// An ISO 8601 date and time.
    DateTime,
    /// An ISO 8601 date.
    Date,
    /// An international telephone number.
    Phone,
    /// One of these shapes.
    Shaped(&'static [Shape]),
}

impl TaggedRules {
    fn variant(&self, value: &Value) -> Option<Nested> {
        let found = value.get(self.tag)?;
        self.variants.iter().find(|(tags, _)| tags.iter().any(|tag| tag.is(found))).map(|(_, inner)| *inner)
    }
}

/// The alternative that the value means.
fn meant<'a>(value: &Value, alternatives: &'a [Alternative]) -> Option<&'a Alternative> {
    let index = union::choose(value, alternatives.iter().map(|one| one.shape));
    alternatives.get(index)
}
