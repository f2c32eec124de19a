//! The rules engine: what a request must keep, as static tables that `cargo xtask generate` writes, and the walk over
//! them that finds every broken rule at once. No rule about a particular field lives here.

use std::sync::{Arc, LazyLock};

use regex::Regex;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use validator::{Validate, ValidateEmail, ValidateUrl};

use crate::refusal::{Complaint, FieldError, Refusal};
use crate::union::{self, Shape};

/// So many items of one list are reported at most; the others only repeat the same mistake.
const MOST_REPORTED_ITEMS: usize = 20;

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
    pub shape: Shape,
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
}

impl Test {
    fn passes(&self, value: &Value) -> bool {
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
        }
    }
}

fn all_differ(items: &[Value]) -> bool {
    let mut seen = std::collections::HashSet::with_capacity(items.len());
    items.iter().all(|item| seen.insert(item.to_string()))
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Whether the text names a zone of the IANA database, in exactly its spelling.
pub fn is_time_zone(text: &str) -> bool {
    jiff::tz::db().get(text).is_ok_and(|zone| zone.iana_name() == Some(text))
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

/// The regular spelling of a time zone: `america/new_york` becomes `America/New_York`.
pub fn regular_time_zone(text: &str) -> String {
    if is_time_zone(text) {
        return text.to_owned();
    }
    let capitalized = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect()
        })
    };
    let word = |word: &str| {
        let stem = word.trim_end_matches(|letter: char| !letter.is_ascii_alphabetic());
        match stem.to_ascii_uppercase().as_str() {
            "GMT" | "EST" | "UTC" => word.to_ascii_uppercase(),
            _ => capitalized(word),
        }
    };
    let segment = |segment: &str| segment.split('_').map(word).collect::<Vec<_>>().join("_");
    let regular = text.split('/').map(segment).collect::<Vec<_>>().join("/");
    if is_time_zone(&regular) {
        return regular;
    }
    // Zones such as `America/Port-au-Prince` have small words inside: the database knows them in any case.
    match jiff::tz::db().get(text) {
        Ok(zone) => zone.iana_name().map_or(regular, str::to_owned),
        Err(_) => regular,
    }
}

/// Whether a text or a key anywhere in the value holds the character that no database text can hold.
pub fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        Value::Object(object) => object.iter().any(|(key, inner)| key.contains('\0') || holds_nul(inner)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Makes a value regular before it is checked: undeclared properties go, an optional null counts as absent, defaults
/// come in, whole numbers become integers, and time zones get their letter case.
pub fn prepare(value: &mut Value, shape: Nested) {
    match (shape, value) {
        (Nested::Object(rules), Value::Object(object)) => prepare_object(object, rules),
        (Nested::List(inner), Value::Array(items)) => {
            items.iter_mut().for_each(|item| prepare(item, *inner));
        }
        (Nested::Map(inner), Value::Object(object)) => {
            object.values_mut().for_each(|item| prepare(item, *inner));
        }
        (Nested::Tagged(tagged), value) => {
            if let Some(inner) = tagged.variant(value) {
                prepare(value, inner);
            }
        }
        (Nested::Untagged(alternatives), value) => {
            if let Some(inner) = meant(value, alternatives).and_then(|chosen| chosen.inner) {
                prepare(value, inner);
            }
        }
        _ => {}
    }
}

fn prepare_object(object: &mut Map<String, Value>, rules: &ObjectRules) {
    if rules.others == Others::Dropped {
        object.retain(|key, _| rules.fields.iter().any(|field| field.name == key));
    }
    for field in rules.fields {
        if !field.nullable && object.get(field.name).is_some_and(Value::is_null) {
            object.shift_remove(field.name);
        }
        match object.get_mut(field.name) {
            Some(value) => {
                regularize(value, field.kind);
                if let Some(inner) = field.inner {
                    prepare(value, inner);
                }
            }
            None => {
                if let Some(value) = field.default.and_then(|text| serde_json::from_str(text).ok()) {
                    object.insert(field.name.to_owned(), value);
                }
            }
        }
    }
}

fn regularize(value: &mut Value, kind: Kind) {
    match (kind, &mut *value) {
        (Kind::TimeZone, Value::String(text)) => *text = regular_time_zone(text),
        (Kind::Integer, Value::Number(number)) => {
            if let Some(whole) = number.as_f64().filter(|_| !number.is_i64()).and_then(whole) {
                *value = whole.into();
            }
        }
        (Kind::List(inner), Value::Array(items)) => {
            items.iter_mut().for_each(|item| regularize(item, *inner));
        }
        _ => {}
    }
}

/// The integer that a decimal stands for, as `5.0` does.
fn whole(number: f64) -> Option<i64> {
    // Beyond 2^53 a decimal no longer names one integer.
    #[allow(clippy::cast_possible_truncation)]
    (number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0).then_some(number as i64)
}

impl TaggedRules {
    fn variant(&self, value: &Value) -> Option<Nested> {
        let found = value.get(self.tag)?;
        self.variants.iter().find(|(tags, _)| tags.iter().any(|tag| tag.is(found))).map(|(_, inner)| *inner)
    }
}

fn meant<'a>(value: &Value, alternatives: &'a [Alternative]) -> Option<&'a Alternative> {
    let index = union::choose(value, alternatives.iter().map(|one| &one.shape));
    alternatives.get(index)
}

/// Finds every broken rule of a prepared value.
///
/// # Errors
/// A [`Refusal`] with all of them; a hand-written check may answer with one sentence instead.
pub fn check(value: &Value, shape: Nested) -> Result<(), Refusal> {
    let mut found = Found::default();
    found.nested(value, shape);
    match (found.errors, found.sentence) {
        (errors, None) if errors.is_empty() => Ok(()),
        (errors, Some(sentence)) if errors.is_empty() => Err(Refusal::Sentence(sentence)),
        (errors, _) if found.in_one_sentence => Err(Refusal::Sentence(one_sentence(&errors))),
        (errors, _) => Err(Refusal::Fields(errors)),
    }
}

fn one_sentence(errors: &[FieldError]) -> String {
    let one = |error: &FieldError| {
        let texts: Vec<&str> = error.constraints.values().filter_map(Value::as_str).collect();
        let children = one_sentence(&error.children);
        format!("{} property is wrong,{} {children}", error.property, texts.join(", "))
    };
    errors.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// What the walk has found at one level.
#[derive(Default)]
struct Found {
    errors: Vec<FieldError>,
    sentence: Option<String>,
    in_one_sentence: bool,
}

impl Found {
    fn nested(&mut self, value: &Value, shape: Nested) {
        match shape {
            Nested::Object(rules) => self.object(value, rules),
            Nested::List(inner) => self.list(value, *inner),
            Nested::Map(inner) => self.map(value, *inner),
            Nested::Tagged(tagged) => self.tagged(value, tagged),
            Nested::Untagged(alternatives) => {
                if let Some(chosen) = meant(value, alternatives) {
                    if let Some(inner) = chosen.inner {
                        self.nested(value, inner);
                    }
                }
            }
        }
    }

    fn object(&mut self, value: &Value, rules: &ObjectRules) {
        let Value::Object(object) = value else { return };
        self.in_one_sentence |= rules.in_one_sentence;
        // One copy for all errors of this object, made when the first is found.
        let target = LazyLock::new(|| Arc::new(value.clone()));
        for field in rules.fields {
            self.field(object.get(field.name), field, &|| Arc::clone(&target));
        }
        if rules.others == Others::Refused {
            for (name, value) in object {
                if !rules.fields.iter().any(|field| field.name == name) {
                    let message = format!("property {name} should not exist");
                    self.rule(name, Some(value), ("whitelistValidation", message), &|| Arc::clone(&target));
                }
            }
        }
        for check in rules.checks {
            match check(value) {
                Ok(()) => {}
                Err(Complaint::Sentence(text)) => {
                    self.sentence.get_or_insert(text);
                }
                Err(Complaint::Rule { key, message }) => {
                    self.rule("", None, (key, message), &|| Arc::clone(&target));
                }
                Err(Complaint::Property { property, key, message }) => {
                    self.rule(&property, object.get(&property), (key, message), &|| Arc::clone(&target));
                }
                Err(Complaint::Inside(errors)) => self.errors.extend(errors),
            }
        }
    }

    fn rule(
        &mut self,
        property: &str,
        value: Option<&Value>,
        (key, message): (&str, String),
        target: &dyn Fn() -> Arc<Value>,
    ) {
        self.errors.push(FieldError {
            target: target(),
            value: value.cloned(),
            property: property.to_owned(),
            children: Vec::new(),
            constraints: Map::from_iter([(key.to_owned(), message.into())]),
        });
    }

    fn field(&mut self, value: Option<&Value>, field: &Field, target: &dyn Fn() -> Arc<Value>) {
        let absent = match value {
            None => !field.required,
            Some(Value::Null) => field.nullable,
            Some(_) => false,
        };
        if absent {
            return;
        }
        let shown = value.unwrap_or(&Value::Null);
        let mut constraints = Map::new();
        let mut children = Vec::new();
        for check in field.checks {
            match check(shown) {
                Ok(()) => {}
                Err(Complaint::Inside(errors)) => children.extend(errors),
                Err(Complaint::Sentence(text)) => {
                    self.sentence.get_or_insert(text);
                    return;
                }
                Err(Complaint::Rule { key, message } | Complaint::Property { key, message, .. }) => {
                    constraints.insert(key.to_owned(), message.into());
                }
            }
        }
        let variant = match field.inner {
            Some(Nested::Untagged(alternatives)) => {
                meant(shown, alternatives).map_or(&[][..], |one| one.rules)
            }
            _ => &[],
        };
        for rule in field.rules.iter().chain(variant) {
            if !rule.holds(shown) {
                constraints.insert(rule.key.to_owned(), rule.message.into());
            }
        }
        children.extend(field.inner.map(|inner| self.children(shown, inner)).unwrap_or_default());
        if !constraints.is_empty() || !children.is_empty() {
            self.errors.push(FieldError {
                target: target(),
                value: value.cloned(),
                property: field.name.to_owned(),
                children,
                constraints,
            });
        }
    }

    /// The errors inside a value; a sentence found there is kept here.
    fn children(&mut self, value: &Value, shape: Nested) -> Vec<FieldError> {
        let mut inside = Self::default();
        inside.nested(value, shape);
        if let Some(text) = inside.sentence {
            self.sentence.get_or_insert(text);
        }
        inside.errors
    }

    fn list(&mut self, value: &Value, inner: Nested) {
        let Value::Array(items) = value else { return };
        let target = LazyLock::new(|| Arc::new(value.clone()));
        for (index, item) in items.iter().enumerate() {
            if self.errors.len() >= MOST_REPORTED_ITEMS {
                return;
            }
            self.part(&index.to_string(), item, inner, &|| Arc::clone(&target));
        }
    }

    fn map(&mut self, value: &Value, inner: Nested) {
        let Value::Object(values) = value else { return };
        let target = LazyLock::new(|| Arc::new(value.clone()));
        for (key, item) in values {
            if self.errors.len() >= MOST_REPORTED_ITEMS {
                return;
            }
            self.part(key, item, inner, &|| Arc::clone(&target));
        }
    }

    /// One item of a list or value of a map.
    fn part(&mut self, name: &str, item: &Value, inner: Nested, target: &dyn Fn() -> Arc<Value>) {
        let mut constraints = Map::new();
        match inner {
            Nested::Object(_) | Nested::Tagged(_) | Nested::Map(_) if !item.is_object() => {
                let message = format!("each value in nested property {name} must be either object or array");
                constraints.insert("nestedValidation".to_owned(), message.into());
            }
            Nested::List(_) if !item.is_array() => {
                let message = format!("{name} must be an array");
                constraints.insert("isArray".to_owned(), message.into());
            }
            Nested::Untagged(alternatives) => {
                for rule in meant(item, alternatives).map_or(&[][..], |one| one.rules) {
                    if !rule.holds(item) {
                        constraints.insert(rule.key.to_owned(), rule.message.into());
                    }
                }
            }
            _ => {}
        }
        let children = self.children(item, inner);
        if !constraints.is_empty() || !children.is_empty() {
            self.errors.push(FieldError {
                target: target(),
                value: Some(item.clone()),
                property: name.to_owned(),
                children,
                constraints,
            });
        }
    }

    fn tagged(&mut self, value: &Value, tagged: &TaggedRules) {
        if !value.is_object() {
            return;
        }
        match tagged.variant(value) {
            Some(inner) => self.nested(value, inner),
            None => {
                let rule = ("isEnum", tagged.message.to_owned());
                self.rule(tagged.tag, value.get(tagged.tag), rule, &|| Arc::new(value.clone()));
            }
        }
    }
}
