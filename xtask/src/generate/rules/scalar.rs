//! The rules that a schema without parts implies, in the words that clients know.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::generate::fields::pattern_ident;
use crate::generate::plan::Type;
use crate::spec::{Bounds, Kind, Schema};

/// One rule before it is written.
pub struct Rule {
    /// The name by which `x-rules` finds it.
    pub default_key: &'static str,
    /// Its name on the wire.
    pub key: String,
    /// What the client reads.
    pub message: String,
    /// The test as code.
    pub test: TokenStream,
    /// Whether it is about each item.
    pub each: bool,
}

/// What a rule's message is about.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The type that has the property.
    pub item: &'a str,
    /// The property.
    pub name: &'a str,
    /// Whether each item of the property is meant.
    pub each: bool,
}

impl Subject<'_> {
    /// A rule whose message is the property's name and the text.
    pub fn rule(&self, key: &'static str, text: &str, test: TokenStream) -> Rule {
        let each = if self.each { "each value in " } else { "" };
        self.said(key, format!("{each}{} {text}", self.name), test)
    }

    /// A rule with its whole message.
    pub fn said(&self, key: &'static str, message: String, test: TokenStream) -> Rule {
        Rule { default_key: key, key: key.to_owned(), message, test, each: self.each }
    }
}

/// The rule as code.
pub fn write(rule: &Rule) -> TokenStream {
    let Rule { key, message, test, each, .. } = rule;
    let make = if *each { format_ident!("each") } else { format_ident!("new") };
    quote!(rules::Rule::#make(#key, #message, rules::Test::#test))
}

/// The rules of a number.
pub fn numbers(kind: &Type, schema: &Schema, subject: &Subject<'_>) -> Vec<Rule> {
    if let Kind::Integer(values) = &schema.kind
        && !values.is_empty()
    {
        let all = values.iter().map(|value| Literal::i64_unsuffixed(*value));
        let listed = values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let text = format!("must be one of the following values: {listed}");
        return vec![subject.rule("isIn", &text, quote!(Among(&[#(rules::Literal::Integer(#all)),*])))];
    }
    let mut rules = Vec::new();
    if let Some(most) = schema.bounds.maximum {
        let limit = Literal::f64_unsuffixed(most);
        rules.push(subject.rule("max", &format!("must not be greater than {most}"), quote!(Maximum(#limit))));
    }
    if let Some(least) = schema.bounds.minimum {
        let limit = Literal::f64_unsuffixed(least);
        rules.push(subject.rule("min", &format!("must not be less than {least}"), quote!(Minimum(#limit))));
    }
    rules.push(match kind {
        Type::Integer => subject.rule("isInt", "must be an integer number", quote!(Integer)),
        _ => subject.rule(
            "isNumber",
            "must be a number conforming to the specified constraints",
            quote!(Number),
        ),
    });
    rules
}

/// The rules of a boolean.
pub fn booleans(schema: &Schema, subject: &Subject<'_>) -> Vec<Rule> {
    let mut rules = Vec::new();
    if let Kind::Boolean(Some(only)) = schema.kind {
        let text = format!("must be one of the following values: {only}");
        rules.push(subject.rule("isIn", &text, quote!(Among(&[rules::Literal::Boolean(#only)]))));
    }
    rules.push(subject.rule("isBoolean", "must be a boolean value", quote!(Boolean)));
    rules
}

/// The rules of a text.
pub fn texts(schema: &Schema, subject: &Subject<'_>) -> Vec<Rule> {
    let mut rules = Vec::new();
    if let Some(pattern) = &schema.bounds.pattern {
        let ident = pattern_ident(subject.item, subject.name);
        let text = format!("must match /{pattern}/ regular expression");
        rules.push(subject.rule("matches", &text, quote!(Pattern(&#ident))));
    }
    rules.extend(length(&schema.bounds, subject));
    let (key, text, test) = match schema.format.as_deref() {
        Some("email") => ("isEmail", "must be an email", quote!(Email)),
        Some("uri") => ("isUrl", "must be a URL address", quote!(Url)),
        Some("uuid") => ("isUuid", "must be a UUID", quote!(Uuid)),
        Some("time-zone") => ("isTimeZone", "must be a valid IANA time-zone", quote!(TimeZone)),
        Some("date-time") => ("isDateString", "must be a valid ISO 8601 date string", quote!(DateTime)),
        Some("date") => ("isDateString", "must be a valid ISO 8601 date string", quote!(Date)),
        Some("phone") => ("isPhoneNumber", "must be a valid phone number", quote!(Phone)),
        _ => ("isString", "must be a string", quote!(Text)),
    };
    rules.push(subject.rule(key, text, test));
    rules
}

fn length(bounds: &Bounds, subject: &Subject<'_>) -> Option<Rule> {
    let limit = |least: u64, most: Option<u64>| {
        let least = Literal::u64_unsuffixed(least);
        match most {
            Some(most) => {
                let most = Literal::u64_unsuffixed(most);
                quote!(Length { least: #least, most: #most })
            }
            None => quote!(Length { least: #least, most: usize::MAX }),
        }
    };
    match (bounds.min_length, bounds.max_length) {
        (None, None) => None,
        (Some(least), None) => {
            let text = format!("must be longer than or equal to {least} characters");
            Some(subject.rule("minLength", &text, limit(least, None)))
        }
        (None, Some(most)) => {
            let text = format!("must be shorter than or equal to {most} characters");
            Some(subject.rule("maxLength", &text, limit(0, Some(most))))
        }
        (Some(least), Some(most)) => {
            let text = format!(
                "must be longer than or equal to {least} and shorter than or equal to {most} characters"
            );
            Some(subject.rule("isLength", &text, limit(least, Some(most))))
        }
    }
}

/// The rules about the items of a list as a whole.
pub fn items(bounds: &Bounds, subject: &Subject<'_>) -> Vec<Rule> {
    let mut rules = Vec::new();
    if bounds.unique {
        let message = format!("All {}'s elements must be unique", subject.name);
        rules.push(subject.said("arrayUnique", message, quote!(Unique)));
    }
    if let Some(most) = bounds.max_items {
        let limit = Literal::u64_unsuffixed(most);
        let text = format!("must contain no more than {most} elements");
        rules.push(subject.rule("arrayMaxSize", &text, quote!(Items { least: 0, most: #limit })));
    }
    match bounds.min_items {
        None | Some(0) => {}
        Some(1) => {
            let test = quote!(Items { least: 1, most: usize::MAX });
            rules.push(subject.rule("arrayNotEmpty", "should not be empty", test));
        }
        Some(least) => {
            let limit = Literal::u64_unsuffixed(least);
            let text = format!("must contain at least {least} elements");
            let test = quote!(Items { least: #limit, most: usize::MAX });
            rules.push(subject.rule("arrayMinSize", &text, test));
        }
    }
    rules
}
