//! Writes the types: structs, enumerations and unions with their derives and attributes.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;

use super::fields;
use super::graph::Graph;
use super::names;
use super::plan::{Item, Plan, PlannedOthers, Shape, Struct, Type, Union};
use super::shapes;

/// What the writer of one area knows.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The area that is written.
    pub area: &'a str,
    /// All types.
    pub plan: &'a Plan,
    /// Questions about them.
    pub graph: &'a Graph<'a>,
}

impl Context<'_> {
    /// The path of a generated type, as the area's file names it.
    pub fn path(&self, name: &str) -> TokenStream {
        let ident = format_ident!("{name}");
        self.qualified(name, &quote!(#ident))
    }

    /// The path of something that stands beside a generated type.
    pub fn qualified(&self, name: &str, rest: &TokenStream) -> TokenStream {
        match self.plan.homes.get(name) {
            Some(home) if home != self.area => {
                let home = names::ident(home);
                quote!(crate::#home::#rest)
            }
            _ => rest.clone(),
        }
    }

    /// The Rust type.
    pub fn rust(&self, kind: &Type) -> TokenStream {
        match kind {
            Type::Text => quote!(String),
            Type::Integer => quote!(i64),
            Type::Number => quote!(f64),
            Type::Boolean => quote!(bool),
            Type::Instant => quote!(crate::Instant),
            Type::Date => quote!(jiff::civil::Date),
            Type::Json => quote!(serde_json::Value),
            Type::JsonObject => quote!(serde_json::Map<String, serde_json::Value>),
            Type::List(inner) => {
                let inner = self.rust(inner);
                quote!(Vec<#inner>)
            }
            Type::Map(inner) => {
                let inner = self.rust(inner);
                quote!(std::collections::BTreeMap<String, #inner>)
            }
            Type::Named(name) => self.path(name),
        }
    }
}

/// Doc comments, one per line of the text.
pub fn docs(text: Option<&str>) -> TokenStream {
    let lines = text.unwrap_or_default().lines().map(|line| {
        let line = if line.is_empty() { String::new() } else { format!(" {line}") };
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}

/// The items of one type: itself, and what its attributes name.
pub fn item(item: &Item, context: &Context<'_>) -> Vec<TokenStream> {
    match &item.shape {
        Shape::Struct(structure) => self::structure(item, structure, context),
        Shape::Texts(values) => texts(item, values),
        Shape::Union(union) => self::union(item, union, context),
        Shape::Alias(kind) => {
            let (docs, name, kind) =
                (docs(item.description.as_deref()), format_ident!("{}", item.name), context.rust(kind));
            vec![quote!(#docs pub type #name = #kind;)]
        }
    }
}

fn structure(item: &Item, structure: &Struct, context: &Context<'_>) -> Vec<TokenStream> {
    let name = format_ident!("{}", item.name);
    let docs = docs(item.description.as_deref());
    let camel = structure.fields.iter().any(|field| field.wire != names::snake(&field.wire));
    let mut serde = Vec::new();
    if camel {
        serde.push(quote!(rename_all = "camelCase"));
    }
    if matches!(structure.others, PlannedOthers::Refused) {
        serde.push(quote!(deny_unknown_fields));
    }
    let serde = if serde.is_empty() { quote!() } else { quote!(#[serde(#(#serde),*)]) };
    let mut beside = Vec::new();
    let mut written = Vec::new();
    for field in &structure.fields {
        let out = fields::write(&fields::Place { item, structure, camel, context }, field);
        written.push(out.field);
        beside.extend(out.beside);
    }
    if let PlannedOthers::Kept(kind) = &structure.others {
        let kind = context.rust(kind);
        written.push(quote! {
            /// All other properties.
            #[serde(flatten)]
            pub others: std::collections::BTreeMap<String, #kind>
        });
    }
    let optional = structure.fields.iter().all(fields::can_be_absent);
    let default = if optional { quote!(Default,) } else { quote!() };
    let (schema, extra) = if structure.query {
        (quote!(utoipa::IntoParams), quote!(#[into_params(parameter_in = Query)]))
    } else {
        (quote!(utoipa::ToSchema), quote!())
    };
    let mut all = vec![quote! {
        #docs
        #[derive(Clone, Debug, #default PartialEq, serde::Serialize, serde::Deserialize, #schema, validator::Validate)]
        #serde
        #extra
        pub struct #name {
            #(#written,)*
        }
    }];
    all.extend(beside);
    all
}

fn texts(item: &Item, values: &[(String, Vec<String>)]) -> Vec<TokenStream> {
    let name = format_ident!("{}", item.name);
    let docs = docs(item.description.as_deref());
    let idents: Vec<_> = values.iter().map(|(value, _)| format_ident!("{}", names::pascal(value))).collect();
    let wires: Vec<&str> = values.iter().map(|(value, _)| value.as_str()).collect();
    let variants = values.iter().zip(&idents).map(|((value, others), ident)| {
        let doc = format!(" `{value}`");
        quote!(#[doc = #doc] #[serde(rename = #value #(, alias = #others)*)] #ident)
    });
    // The derive ignores an empty rename.
    let by_hand = wires.contains(&"");
    let derive = if by_hand { quote!() } else { quote!(, utoipa::ToSchema) };
    let main = quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize #derive)]
        pub enum #name {
            #(#variants,)*
        }
    };
    let methods = quote! {
        impl #name {
            /// Every value, in the order of the description.
            pub const ALL: &'static [Self] = &[#(Self::#idents),*];

            /// The text on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    #(Self::#idents => #wires,)*
                }
            }

            /// The value that the text stands for.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text)
            }
        }
    };
    let mut all = vec![main, methods];
    if by_hand {
        let text = serde_json::json!({ "type": "string", "enum": wires, "description": item.description });
        let text = text.to_string();
        all.push(quote! {
            impl utoipa::PartialSchema for #name {
                fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                    crate::schemas::from_text(#text)
                }
            }
        });
        all.push(quote!(impl utoipa::ToSchema for #name {}));
    }
    all
}

fn union(item: &Item, union: &Union, context: &Context<'_>) -> Vec<TokenStream> {
    let name = format_ident!("{}", item.name);
    let docs_of = docs(item.description.as_deref());
    let boxed =
        |kind: &Type| matches!(kind, Type::Named(inner) if context.graph.needs_box(&item.name, inner));
    let variants = union.variants.iter().map(|variant| {
        let ident = format_ident!("{}", variant.name);
        let docs = docs(variant.schema.description.as_deref().filter(|_| variant.schema.title.is_some()));
        let kind = context.rust(&variant.kind);
        let kind = if boxed(&variant.kind) { quote!(Box<#kind>) } else { kind };
        let recursive = matches!(super::graph::target(&variant.kind), Some((inner, _)) if context.graph.recursive(&item.name, inner));
        let attribute = match (&variant.kind, recursive) {
            (Type::JsonObject, _) => quote!(#[schema(value_type = Object)]),
            (_, true) => quote!(#[schema(no_recursion)]),
            _ => quote!(),
        };
        quote!(#docs #attribute #ident(#kind))
    });
    let discriminator = discriminator(union);
    let main = quote! {
        #docs_of
        #[derive(Clone, Debug, PartialEq, serde::Serialize, utoipa::ToSchema)]
        #[serde(untagged)]
        #discriminator
        pub enum #name {
            #(#variants,)*
        }
    };
    let mut all = vec![main, read_union(item, union), validate_union(item, union, context)];
    if union.tag.is_none() {
        all.push(shapes::table(item, union, context));
    }
    all
}

fn discriminator(union: &Union) -> TokenStream {
    let Some(tag) = union.tag.as_ref().filter(|_| union.discriminator) else {
        return quote!();
    };
    let mapping = union.variants.iter().flat_map(|variant| {
        let target = match &variant.kind {
            Type::Named(name) => format!("#/components/schemas/{name}"),
            _ => String::new(),
        };
        variant.tags.iter().map(move |value| quote!((#value = #target)))
    });
    quote!(#[schema(discriminator(property_name = #tag, mapping(#(#mapping),*)))])
}

fn read_union(item: &Item, union: &Union) -> TokenStream {
    let name = format_ident!("{}", item.name);
    let body = match &union.tag {
        Some(tag) => {
            let arms = union.variants.iter().map(|variant| {
                let (ident, tags) = (format_ident!("{}", variant.name), &variant.tags);
                quote!(Some(#(#tags)|*) => union::variant(value).map(Self::#ident),)
            });
            let known = union.variants.iter().flat_map(|variant| &variant.tags);
            quote! {
                match value.get(#tag).and_then(serde_json::Value::as_str) {
                    #(#arms)*
                    _ => Err(union::unknown_tag(#tag, value.get(#tag), &[#(#known),*])),
                }
            }
        }
        None => {
            let shapes = shapes::ident(&item.name);
            let last = union.variants.len().saturating_sub(1);
            let arms = union.variants.iter().enumerate().map(|(index, variant)| {
                let ident = format_ident!("{}", variant.name);
                let index = Literal::usize_unsuffixed(index);
                let pattern = if index.to_string() == last.to_string() { quote!(_) } else { quote!(#index) };
                quote!(#pattern => union::variant(value).map(Self::#ident),)
            });
            quote! {
                match union::choose(&value, #shapes.iter()) {
                    #(#arms)*
                }
            }
        }
    };
    quote! {
        impl<'de> serde::Deserialize<'de> for #name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = serde_json::Value::deserialize(deserializer)?;
                #body
            }
        }
    }
}

fn validate_union(item: &Item, union: &Union, context: &Context<'_>) -> TokenStream {
    let name = format_ident!("{}", item.name);
    let reached =
        |kind: &Type| matches!(super::graph::target(kind), Some((name, _)) if context.graph.bounded(name));
    let arms: Vec<TokenStream> = union
        .variants
        .iter()
        .filter(|variant| reached(&variant.kind))
        .map(|variant| {
            let ident = format_ident!("{}", variant.name);
            quote!(Self::#ident(value) => value.validate(),)
        })
        .collect();
    let body = match arms.len() {
        0 => quote!(Ok(())),
        some if some == union.variants.len() => quote!(match self { #(#arms)* }),
        _ => quote!(match self { #(#arms)* _ => Ok(()), }),
    };
    quote! {
        impl validator::Validate for #name {
            fn validate(&self) -> Result<(), validator::ValidationErrors> {
                #body
            }
        }
    }
}

/// A JSON value as the argument of `json!`.
pub fn json(value: &Value) -> TokenStream {
    if let Some(large) = value.as_i64().filter(|whole| i32::try_from(*whole).is_err()) {
        let large = Literal::i64_suffixed(large);
        return quote!(json!(#large));
    }
    let text = value.to_string();
    let tokens: TokenStream = text.parse().unwrap_or_default();
    quote!(json!(#tokens))
}
