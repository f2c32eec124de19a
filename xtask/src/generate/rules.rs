//! Writes the rule tables of everything that a request can hold: which rules a schema implies, in which words, and
//! what `x-rules` makes of them.

mod scalar;

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::names;
use super::plan::{Field, Item, PlannedOthers, Presence, Shape, Struct, Type, Union};
use super::shapes;
use super::types::Context;
use crate::spec::{Kind, Schema};

use scalar::{Rule, Subject, booleans, items, numbers, texts, write};

/// Writes the rules of one item; problems are added to the list.
pub fn item(
    item: &Item,
    context: &Context<'_>,
    checks: &Checks,
    problems: &mut Vec<String>,
) -> Vec<TokenStream> {
    if !item.request {
        return Vec::new();
    }
    let mut writing = Writing { item, context, checks, problems };
    let table = match &item.shape {
        Shape::Struct(structure) => writing.structure(structure),
        Shape::Union(union) if union.tag.is_some() => writing.tagged(union),
        Shape::Union(union) => writing.untagged(union),
        _ => return Vec::new(),
    };
    let name = format_ident!("{}", item.name);
    let nested = nested_of_item(&item.name, item, &quote!(self::));
    let entrance = quote! {
        impl rules::Checked for #name {
            fn rules() -> rules::Nested {
                #nested
            }
        }
    };
    vec![table, entrance]
}

/// The names of the hand-written checks that exist, and of those that were asked for and do not.
#[derive(Debug, Default)]
pub struct Checks {
    /// Functions of the contract's `checks` module.
    pub known: BTreeSet<String>,
}

fn table_ident(name: &str) -> proc_macro2::Ident {
    format_ident!("{}_RULES", names::shout(name))
}

fn nested_of_item(name: &str, item: &Item, prefix: &TokenStream) -> TokenStream {
    let table = table_ident(name);
    match &item.shape {
        Shape::Union(union) if union.tag.is_some() => quote!(rules::Nested::Tagged(&#prefix #table)),
        Shape::Union(_) => quote!(rules::Nested::Untagged(&#prefix #table)),
        _ => quote!(rules::Nested::Object(&#prefix #table)),
    }
}

struct Writing<'a> {
    item: &'a Item,
    context: &'a Context<'a>,
    checks: &'a Checks,
    problems: &'a mut Vec<String>,
}

impl Writing<'_> {
    fn structure(&mut self, structure: &Struct) -> TokenStream {
        let table = table_ident(&self.item.name);
        let fields: Vec<TokenStream> = structure.fields.iter().map(|field| self.field(field)).collect();
        let others = match structure.others {
            PlannedOthers::Dropped => quote!(),
            PlannedOthers::Refused => quote!(others: rules::Others::Refused,),
            PlannedOthers::Kept(_) => quote!(others: rules::Others::Kept,),
        };
        let checks = self.checks(&structure.checks);
        let checks = if checks.is_empty() { quote!() } else { quote!(checks: &[#(#checks),*],) };
        let sentence = structure.one_sentence.then(|| quote!(in_one_sentence: true,));
        quote! {
            pub(crate) static #table: rules::ObjectRules = rules::ObjectRules {
                fields: &[#(#fields),*],
                #others
                #checks
                #sentence
                ..rules::ObjectRules::USUAL
            };
        }
    }

    fn checks(&mut self, names: &[String]) -> Vec<TokenStream> {
        let mut written = Vec::new();
        for name in names {
            if self.checks.known.contains(name) {
                let ident = format_ident!("{name}");
                written.push(quote!(crate::checks::#ident));
            } else {
                let place = &self.item.name;
                self.problems.push(format!("{place}: crates/contract/src/checks.rs has no check `{name}`"));
            }
        }
        written
    }

    fn field(&mut self, field: &Field) -> TokenStream {
        let name = &field.wire;
        let required = matches!(field.presence, Presence::Required | Presence::RequiredOrNull);
        let base = if required { format_ident!("REQUIRED") } else { format_ident!("OPTIONAL") };
        let mut parts = vec![quote!(name: #name)];
        if field.schema.nullable {
            parts.push(quote!(nullable: true));
        }
        if let Presence::Default(value) | Presence::DefaultOrNull(value) = &field.presence {
            let text = value.to_string();
            parts.push(quote!(default: Some(#text)));
        }
        let kind = kind(&field.kind, &field.schema);
        if kind.to_string() != "Any" {
            parts.push(quote!(kind: rules::Kind::#kind));
        }
        let (rules, whole) = self.rules(field, required);
        if !rules.is_empty() {
            parts.push(quote!(rules: &[#(#rules),*]));
        }
        let checks = self.checks(&field.schema.checks);
        if !checks.is_empty() {
            parts.push(quote!(checks: &[#(#checks),*]));
        }
        if let Some((key, message)) = whole {
            parts.push(quote!(whole: Some((#key, #message))));
        }
        if let Some(nested) = self.nested(&field.kind, &field.schema, name) {
            parts.push(quote!(inner: Some(#nested)));
        }
        quote!(rules::Field { #(#parts,)* ..rules::Field::#base })
    }

    /// The rules of a field, and the rule that stands for all errors inside it.
    fn rules(&mut self, field: &Field, required: bool) -> (Vec<TokenStream>, Option<(String, String)>) {
        let name = &field.wire;
        let owner = format!("{}.{name}", self.item.name);
        let mut rules = self.default_rules(&field.kind, &field.schema, (name, required));
        let mut overrides = field.schema.rules.clone();
        if let Kind::List(inner) = &field.schema.kind {
            overrides.extend(inner.rules.iter().cloned());
        }
        let mut whole = None;
        for (default_key, key, message) in overrides {
            if default_key == "oneOf" {
                whole = Some((key.unwrap_or(default_key), message));
                continue;
            }
            let known: BTreeSet<&str> = rules.iter().map(|rule| rule.default_key).collect();
            let meant = match default_key.as_str() {
                // A date is checked like a date and time, under either name.
                "isDate" if !known.contains("isDate") => "isDateString",
                "arrayMinSize" if !known.contains("arrayMinSize") => "arrayNotEmpty",
                other => other,
            };
            let known = known.into_iter().collect::<Vec<_>>().join(", ");
            let mut found = false;
            for rule in rules.iter_mut().filter(|rule| rule.default_key == meant) {
                found = true;
                rule.key = key.clone().unwrap_or_else(|| default_key.clone());
                rule.message.clone_from(&message);
            }
            if !found {
                self.problems
                    .push(format!("{owner}: x-rules names `{default_key}`, but its rules are: {known}"));
            }
        }
        (rules.iter().map(write).collect(), whole)
    }

    fn default_rules(&self, kind: &Type, schema: &Schema, (name, required): (&str, bool)) -> Vec<Rule> {
        let subject = Subject { item: &self.item.name, name, each: false };
        match kind {
            Type::List(inner) => self.list_rules(inner, schema, &subject),
            Type::Named(named) => self.named_rules(named, &subject, required),
            Type::JsonObject | Type::Map(_) => {
                let mut rules = Vec::new();
                if let (Type::Map(inner), Kind::Object(object)) = (kind, &schema.kind)
                    && let crate::spec::Others::Typed(values) = &object.others
                {
                    rules.extend(self.scalar(inner, values, &Subject { each: true, ..subject }));
                }
                rules.push(subject.rule("isObject", "must be an object", quote!(Object)));
                rules
            }
            Type::Json if required => {
                vec![subject.rule("isDefined", "should not be null or undefined", quote!(Defined))]
            }
            _ => self.scalar(kind, schema, &subject),
        }
    }

    fn list_rules(&self, inner: &Type, schema: &Schema, subject: &Subject<'_>) -> Vec<Rule> {
        let item = match &schema.kind {
            Kind::List(item) => item.as_ref().clone(),
            _ => Schema::default(),
        };
        let mut rules = self.scalar(inner, &item, &Subject { each: true, ..*subject });
        rules.extend(items(&schema.bounds, subject));
        rules.push(subject.rule("isArray", "must be an array", quote!(List)));
        if self.has_parts(inner) {
            let message =
                format!("each value in nested property {} must be either object or array", subject.name);
            rules.push(subject.said("nestedValidation", message, quote!(ListIfPresent)));
        }
        rules
    }

    fn named_rules(&self, named: &str, subject: &Subject<'_>, required: bool) -> Vec<Rule> {
        let nested = || {
            let message = format!("nested property {} must be either object or array", subject.name);
            subject.said("nestedValidation", message, quote!(ObjectIfPresent))
        };
        match self.context.graph.item(named).map(|item| &item.shape) {
            Some(Shape::Texts(_)) => self.scalar(&Type::Named(named.to_owned()), &Schema::default(), subject),
            Some(Shape::Union(union)) if union.tag.is_none() && !self.only_objects(union) => {
                let shapes = self.shapes(named);
                vec![subject.rule("oneOf", "has none of the allowed forms", quote!(Shaped(&#shapes)))]
            }
            Some(_) if required => {
                vec![subject.rule("isObject", "must be an object", quote!(Defined)), nested()]
            }
            _ => vec![nested()],
        }
    }

    fn shapes(&self, named: &str) -> TokenStream {
        let ident = shapes::ident(named);
        self.context.qualified(named, &quote!(#ident))
    }

    fn only_objects(&self, union: &Union) -> bool {
        union.variants.iter().all(|variant| match &variant.kind {
            Type::Named(name) => match self.context.graph.item(name).map(|item| &item.shape) {
                Some(Shape::Struct(_)) => true,
                Some(Shape::Union(inner)) => self.only_objects(inner),
                _ => false,
            },
            _ => false,
        })
    }

    fn has_parts(&self, kind: &Type) -> bool {
        match kind {
            Type::Named(name) => {
                !matches!(self.context.graph.item(name).map(|item| &item.shape), Some(Shape::Texts(_)) | None)
            }
            Type::List(_) => true,
            Type::Map(inner) => self.has_parts(inner),
            _ => false,
        }
    }

    /// The rules of a value without parts.
    fn scalar(&self, kind: &Type, schema: &Schema, subject: &Subject<'_>) -> Vec<Rule> {
        if let Type::Named(name) = kind {
            let Some(Shape::Texts(values)) = self.context.graph.item(name).map(|item| &item.shape) else {
                return Vec::new();
            };
            let wires: Vec<&str> = values.iter().map(|(value, _)| value.as_str()).collect();
            let all =
                wires.iter().copied().chain(values.iter().flat_map(|(_, others)| others).map(String::as_str));
            let all = all.map(|value| quote!(rules::Literal::Text(#value)));
            let text = format!("must be one of the following values: {}", wires.join(", "));
            return vec![subject.rule("isEnum", &text, quote!(Among(&[#(#all),*])))];
        }
        match kind {
            Type::Integer | Type::Number => numbers(kind, schema, subject),
            Type::Boolean => booleans(schema, subject),
            Type::Text | Type::Instant | Type::Date => texts(schema, subject),
            Type::JsonObject | Type::Map(_) => {
                vec![subject.rule("isObject", "must be an object", quote!(Object))]
            }
            _ => Vec::new(),
        }
    }

    /// The rules of a value's parts, if it has parts.
    fn nested(&self, kind: &Type, schema: &Schema, name: &str) -> Option<TokenStream> {
        match kind {
            Type::Named(named) => {
                let item = self.context.graph.item(named)?;
                match &item.shape {
                    Shape::Texts(_) | Shape::Alias(_) => None,
                    Shape::Union(union) if union.tag.is_none() && !self.only_objects(union) => {
                        let alternatives = self.alternatives(named, union, name);
                        Some(quote!(rules::Nested::Untagged(&[#(#alternatives),*])))
                    }
                    _ => {
                        let table = table_ident(named);
                        let path = self.context.qualified(named, &quote!(#table));
                        Some(match &item.shape {
                            Shape::Union(union) if union.tag.is_some() => {
                                quote!(rules::Nested::Tagged(&#path))
                            }
                            Shape::Union(_) => quote!(rules::Nested::Untagged(&#path)),
                            _ => quote!(rules::Nested::Object(&#path)),
                        })
                    }
                }
            }
            Type::List(inner) => {
                let item = match &schema.kind {
                    Kind::List(item) => item.as_ref().clone(),
                    _ => Schema::default(),
                };
                let inner = self.nested(inner, &item, name)?;
                Some(quote!(rules::Nested::List(&#inner)))
            }
            Type::Map(inner) => {
                let inner = self.nested(inner, &Schema::default(), name)?;
                Some(quote!(rules::Nested::Map(&#inner)))
            }
            _ => None,
        }
    }

    fn alternatives(&self, named: &str, union: &Union, property: &str) -> Vec<TokenStream> {
        let shapes = self.shapes(named);
        let one = |(index, variant): (usize, &super::plan::Variant)| {
            let index = Literal::usize_unsuffixed(index);
            let rules = match &variant.kind {
                Type::Named(name) if self.has_parts(&Type::Named(name.clone())) => Vec::new(),
                kind => self.default_rules(kind, &variant.schema, (property, true)),
            };
            let rules = rules.iter().map(write);
            let inner = match self.nested(&variant.kind, &variant.schema, property) {
                Some(inner) => quote!(Some(#inner)),
                None => quote!(None),
            };
            quote!(rules::Alternative { shape: &#shapes[#index], rules: &[#(#rules),*], inner: #inner })
        };
        union.variants.iter().enumerate().map(one).collect()
    }

    fn untagged(&mut self, union: &Union) -> TokenStream {
        let table = table_ident(&self.item.name);
        let length = Literal::usize_unsuffixed(union.variants.len());
        let alternatives = self.alternatives(&self.item.name, union, "value");
        quote! {
            pub(crate) static #table: [rules::Alternative; #length] = [#(#alternatives),*];
        }
    }

    fn tagged(&mut self, union: &Union) -> TokenStream {
        let table = table_ident(&self.item.name);
        let tag = union.tag.as_deref().unwrap_or_default();
        let known: Vec<&str> = union.variants.iter().flat_map(|one| &one.tags).map(String::as_str).collect();
        let message = format!("{tag} must be one of the following values: {}", known.join(", "));
        let variants = union.variants.iter().filter_map(|variant| {
            let tags = variant.tags.iter().map(|value| quote!(rules::Literal::Text(#value)));
            let inner = self.nested(&variant.kind, &variant.schema, tag)?;
            Some(quote!((&[#(#tags),*], #inner)))
        });
        quote! {
            pub(crate) static #table: rules::TaggedRules = rules::TaggedRules {
                tag: #tag,
                message: #message,
                variants: &[#(#variants),*],
            };
        }
    }
}

fn kind(kind: &Type, schema: &Schema) -> TokenStream {
    match kind {
        Type::Text if schema.format.as_deref() == Some("time-zone") => quote!(TimeZone),
        Type::Date => quote!(Date),
        Type::Text | Type::Instant => quote!(Text),
        Type::Integer => quote!(Integer),
        Type::Number => quote!(Number),
        Type::Boolean => quote!(Boolean),
        Type::JsonObject | Type::Map(_) => quote!(Object),
        Type::List(inner) => {
            let item = match &schema.kind {
                Kind::List(item) => item.as_ref().clone(),
                _ => Schema::default(),
            };
            let inner = self::kind(inner, &item);
            quote!(List(&rules::Kind::#inner))
        }
        Type::Json | Type::Named(_) => quote!(Any),
    }
}
