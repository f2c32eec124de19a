//! Writes the table of operations and the catalogue of schemas and queries.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::names;
use super::plan::{Plan, Shape, Type};
use crate::spec::Document;

/// The table of operations.
pub fn table(document: &Document) -> Vec<TokenStream> {
    let entries = document.operations.iter().map(|operation| {
        let (id, method, path) = (&operation.id, &operation.method, &operation.path);
        let (tag, area, versions) = (&operation.tag, &operation.area, &operation.versions);
        let door = format_ident!("{}", names::pascal(&operation.door));
        let permission = match &operation.permission {
            Some(permission) => quote!(Some(#permission)),
            None => quote!(None),
        };
        let planned = operation.planned;
        quote! {
            Operation {
                id: #id,
                method: #method,
                path: #path,
                tag: #tag,
                area: #area,
                door: Door::#door,
                permission: #permission,
                versions: &[#(#versions),*],
                planned: #planned,
            }
        }
    });
    vec![
        quote!(
            use crate::operation::{Door, Operation};
        ),
        quote! {
            /// Every operation of the API, in the order of its paths.
            pub static OPERATIONS: &[Operation] = &[#(#entries),*];
        },
    ]
}

/// The catalogue: what the derives say about every named schema and every query.
pub fn catalogue(plan: &Plan) -> Vec<TokenStream> {
    let mut schemas = Vec::new();
    let mut queries = Vec::new();
    let mut query_rules = Vec::new();
    for (area, items) in &plan.areas {
        let area = names::ident(area);
        for item in items {
            let (name, ident) = (&item.name, format_ident!("{}", item.name));
            match &item.shape {
                Shape::Struct(structure) if structure.query => {
                    let id = plan
                        .operations
                        .iter()
                        .find(|one| one.query.as_ref() == Some(name))
                        .map(|one| &one.id);
                    query_rules.push(quote!((#id, <crate::#area::#ident as crate::Checked>::rules)));
                    queries.push(quote! {
                        (#id, || <crate::#area::#ident as utoipa::IntoParams>::into_params(|| None))
                    });
                }
                Shape::Alias(_) => {}
                _ => schemas.push(quote!((#name, <crate::#area::#ident as utoipa::PartialSchema>::schema))),
            }
        }
    }
    let bodies = plan.operations.iter().filter_map(|operation| match &operation.body {
        Some(Type::Named(name)) => {
            let home = names::ident(plan.homes.get(name)?);
            let (id, ident) = (&operation.id, format_ident!("{name}"));
            Some(quote!((#id, #name, <crate::#home::#ident as crate::Checked>::rules)))
        }
        _ => None,
    });
    let bodies: Vec<TokenStream> = bodies.collect();
    vec![
        quote! {
            use crate::schemas::{QueryOf, RulesOf, SchemaOf};
        },
        quote! {
            /// The type of the body of each operation that has one, and its rules, by the operation's id.
            pub static BODIES: &[(&str, &str, RulesOf)] = &[#(#bodies),*];
        },
        quote! {
            /// What the derive says about each type, by the type's name.
            pub static SCHEMAS: &[(&str, SchemaOf)] = &[#(#schemas),*];
        },
        quote! {
            /// What the derive says about the query of each operation that has one, by the operation's id.
            pub static QUERIES: &[(&str, QueryOf)] = &[#(#queries),*];
        },
        quote! {
            /// The rules of the query of each operation that has one, by the operation's id.
            pub static QUERY_RULES: &[(&str, RulesOf)] = &[#(#query_rules),*];
        },
    ]
}
