//! Writes the tables by which the variants of an untagged union are recognized.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::names;
use super::plan::{Item, Presence, Shape, Struct, Type, Union, Variant};
use super::types::Context;
use crate::spec::{Kind, Schema};

/// The name of the table of a union.
pub fn ident(name: &str) -> proc_macro2::Ident {
    format_ident!("{}_SHAPES", names::shout(name))
}

/// The table.
pub fn table(item: &Item, union: &Union, context: &Context<'_>) -> TokenStream {
    let name = ident(&item.name);
    let length = Literal::usize_unsuffixed(union.variants.len());
    let shapes = union.variants.iter().map(|variant| of_variant(variant, context));
    quote! {
        pub(crate) static #name: [union::Shape; #length] = [#(#shapes),*];
    }
}

fn of_variant(variant: &Variant, context: &Context<'_>) -> TokenStream {
    of(&variant.kind, &variant.schema, context)
}

fn of(kind: &Type, schema: &Schema, context: &Context<'_>) -> TokenStream {
    match kind {
        Type::Named(name) => of_item(name, context, 0),
        Type::Text | Type::Instant | Type::Date => quote!(union::Shape::Text(&[])),
        Type::Integer | Type::Number => quote!(union::Shape::Number),
        Type::Boolean => quote!(union::Shape::Boolean),
        Type::Json => quote!(union::Shape::Any),
        Type::JsonObject | Type::Map(_) => object(&[], &[], &[]),
        Type::List(item) => {
            let schema = match &schema.kind {
                Kind::List(inner) => inner.as_ref().clone(),
                _ => Schema::default(),
            };
            let item = of(item, &schema, context);
            quote!(union::Shape::List(Some(&#item)))
        }
    }
}

fn of_item(name: &str, context: &Context<'_>, depth: usize) -> TokenStream {
    match context.graph.item(name).map(|item| &item.shape) {
        Some(Shape::Struct(structure)) => of_structs(&[structure], context),
        Some(Shape::Texts(values)) => {
            let values = values.iter().map(|(value, _)| quote!(rules::Literal::Text(#value)));
            quote!(union::Shape::Text(&[#(#values),*]))
        }
        Some(Shape::Union(union)) if depth < 4 => {
            let mut structs = Vec::new();
            collect(union, context, &mut structs, depth);
            of_structs(&structs, context)
        }
        _ => quote!(union::Shape::Any),
    }
}

/// The structs among the variants of a union, at any depth.
fn collect<'a>(union: &'a Union, context: &Context<'a>, structs: &mut Vec<&'a Struct>, depth: usize) {
    for variant in &union.variants {
        if let Type::Named(name) = &variant.kind {
            match context.graph.item(name).map(|item| &item.shape) {
                Some(Shape::Struct(structure)) => structs.push(structure),
                Some(Shape::Union(inner)) if depth < 4 => collect(inner, context, structs, depth + 1),
                _ => {}
            }
        }
    }
}

/// The shape that any of the structs has: all known properties, the required ones that they share.
fn of_structs(structs: &[&Struct], context: &Context<'_>) -> TokenStream {
    let mut known: Vec<&str> = Vec::new();
    for field in structs.iter().flat_map(|structure| &structure.fields) {
        if !known.contains(&field.wire.as_str()) {
            known.push(&field.wire);
        }
    }
    let required: Vec<&str> = known
        .iter()
        .copied()
        .filter(|name| structs.iter().all(|structure| requires(structure, name)))
        .collect();
    let constants = match structs {
        [one] => constants(one, context),
        _ => Vec::new(),
    };
    object(&known, &required, &constants)
}

fn requires(structure: &Struct, name: &str) -> bool {
    structure.fields.iter().any(|field| {
        field.wire == name && matches!(field.presence, Presence::Required | Presence::RequiredOrNull)
    })
}

fn constants(structure: &Struct, context: &Context<'_>) -> Vec<TokenStream> {
    let values =
        structure.fields.iter().filter(|field| field.presence == Presence::Required).filter_map(|field| {
            let wire = &field.wire;
            match (&field.kind, &field.schema.kind) {
                (Type::Named(name), _) => match context.graph.item(name).map(|item| &item.shape) {
                    Some(Shape::Texts(values)) => {
                        let values = values.iter().map(|(value, _)| quote!(rules::Literal::Text(#value)));
                        Some(quote!((#wire, &[#(#values),*])))
                    }
                    _ => None,
                },
                (Type::Boolean, Kind::Boolean(Some(only))) => {
                    Some(quote!((#wire, &[rules::Literal::Boolean(#only)])))
                }
                _ => None,
            }
        });
    values.collect()
}

fn object(known: &[&str], required: &[&str], constants: &[TokenStream]) -> TokenStream {
    quote! {
        union::Shape::Object {
            known: &[#(#known),*],
            required: &[#(#required),*],
            constants: &[#(#constants),*],
        }
    }
}
