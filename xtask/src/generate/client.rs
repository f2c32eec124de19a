//! Writes the Rust client: one method for each operation, in one file for each area.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::names;
use super::plan::{Answer, Plan, PlannedOperation, Type, plan};
use super::written;
use crate::failure::Failure;
use crate::spec::{Document, Kind, Operation, Parameter};

/// Where the files are, below the workspace's directory.
pub const DIRECTORY: &str = "crates/client/src/operations";

/// A method takes so many inputs; where there are more, the path's become a struct.
const MOST_INPUTS: usize = 3;

/// Every file of the client's operations by name, as it should be.
///
/// # Errors
/// With what is generated and does not parse.
pub fn files(document: &Document) -> Result<BTreeMap<String, String>, Failure> {
    let plan = &plan(document)?;
    let mut areas: BTreeMap<&str, Vec<Method<'_>>> = BTreeMap::new();
    for (operation, planned) in document.operations.iter().zip(&plan.operations) {
        areas.entry(&operation.area).or_default().push(Method { operation, planned, plan });
    }
    let modules: Vec<TokenStream> = areas
        .keys()
        .map(|area| {
            let ident = names::ident(area);
            quote!(pub mod #ident;)
        })
        .collect();
    let mut files = BTreeMap::new();
    files.insert("mod.rs".to_owned(), written("//! The operations, one module for each area.", &modules)?);
    for (area, methods) in areas {
        let head = format!("//! The operations of the area `{area}`.");
        files.insert(format!("{area}.rs"), written(&head, &area_items(&methods))?);
    }
    Ok(files)
}

fn area_items(methods: &[Method<'_>]) -> Vec<TokenStream> {
    let mut items: Vec<TokenStream> = methods.iter().filter_map(Method::path_struct).collect();
    let bodies = methods.iter().map(Method::written);
    items.push(quote! {
        impl crate::Client {
            #(#bodies)*
        }
    });
    items
}

/// One method of the client.
struct Method<'a> {
    operation: &'a Operation,
    planned: &'a PlannedOperation,
    plan: &'a Plan,
}

impl Method<'_> {
    fn written(&self) -> TokenStream {
        let operation = self.operation;
        let name = names::ident(&method_name(&operation.id));
        let docs = format!(" {}.", operation.summary.trim_end_matches('.'));
        let place = format!(" `{} {}`", operation.method, operation.path);
        let (inputs, gives, call, send) = (self.inputs(), self.gives(), self.call(), self.send());
        quote! {
            #[doc = #docs]
            #[doc = ""]
            #[doc = #place]
            ///
            /// # Errors
            /// When the server refuses or cannot be reached.
            pub async fn #name(&self, #(#inputs),*) -> Result<#gives, crate::Error> {
                let call = #call;
                self.#send(call).await
            }
        }
    }

    fn path_parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.operation.parameters.iter().filter(|parameter| parameter.place == "path")
    }

    /// Whether the path's parameters are one input.
    fn has_path_struct(&self) -> bool {
        let others = usize::from(self.planned.query.is_some()) + usize::from(self.planned.body.is_some());
        self.path_parameters().count() + others > MOST_INPUTS
    }

    fn path_struct_name(&self) -> proc_macro2::Ident {
        format_ident!("{}Path", names::pascal(&self.operation.id))
    }

    fn path_struct(&self) -> Option<TokenStream> {
        if !self.has_path_struct() {
            return None;
        }
        let name = self.path_struct_name();
        let docs = format!(" The place of [`crate::Client::{}`].", method_name(&self.operation.id));
        let lifetime = self.path_struct_lifetime();
        let fields = self.path_parameters().map(|parameter| {
            let ident = names::ident(&names::snake(&parameter.name));
            let docs = parameter.schema.description.as_deref().unwrap_or_default().trim();
            let docs = format!(" {docs}");
            let kind = if is_text(parameter) { quote!(&'a str) } else { quote!(i64) };
            quote!(#[doc = #docs] pub #ident: #kind)
        });
        Some(quote! {
            #[doc = #docs]
            #[derive(Clone, Copy, Debug)]
            pub struct #name #lifetime {
                #(#fields),*
            }
        })
    }

    fn path_struct_lifetime(&self) -> Option<TokenStream> {
        self.path_parameters().any(is_text).then(|| quote!(<'a>))
    }

    fn inputs(&self) -> Vec<TokenStream> {
        let mut inputs = Vec::new();
        if self.has_path_struct() {
            let name = self.path_struct_name();
            let lifetime = self.path_struct_lifetime().map(|_| quote!(<'_>));
            inputs.push(quote!(place: #name #lifetime));
        } else {
            inputs.extend(self.path_parameters().map(|parameter| {
                let ident = names::ident(&names::snake(&parameter.name));
                if is_text(parameter) { quote!(#ident: &str) } else { quote!(#ident: i64) }
            }));
        }
        if let Some(query) = &self.planned.query {
            let query = self.rust(&Type::Named(query.clone()));
            inputs.push(quote!(query: &#query));
        }
        if let Some(body) = &self.planned.body {
            let body = match body {
                Type::List(item) => {
                    let item = self.rust(item);
                    quote!([#item])
                }
                other => self.rust(other),
            };
            inputs.push(quote!(body: &#body));
        }
        inputs
    }

    fn call(&self) -> TokenStream {
        let method = format_ident!("{}", self.operation.method);
        let path = self.path();
        let mut call = quote!(crate::call::Call::new(reqwest::Method::#method, #path));
        if let Some(version) = self.version() {
            call = quote!(#call.version(#version));
        }
        if self.planned.query.is_some() {
            let commas = self.comma_lists();
            call = quote!(#call.query(query, &[#(#commas),*])?);
        }
        if self.planned.body.is_some() {
            call = quote!(#call.body(body)?);
        }
        call
    }

    /// The path as an expression that gives a `String`.
    fn path(&self) -> TokenStream {
        let mut template = String::new();
        let mut rest = self.operation.path.as_str();
        let mut values = Vec::new();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            template.push_str(before);
            template.push_str("{}");
            let ident = names::ident(&names::snake(name));
            values.push(if self.has_path_struct() { quote!(place.#ident) } else { quote!(#ident) });
            rest = after;
        }
        template.push_str(rest);
        if values.is_empty() {
            return quote!(#template.to_owned());
        }
        quote!(format!(#template, #(crate::call::segment(#values)),*))
    }

    /// The version that the operation's types belong to: what the contract names as the header's value, else the
    /// first accepted one.
    fn version(&self) -> Option<String> {
        let header = self.operation.parameters.iter().find(|parameter| parameter.name == "cal-api-version");
        let named =
            header.and_then(|parameter| parameter.schema.default.as_ref()).and_then(|value| value.as_str());
        named.map(str::to_owned).or_else(|| self.operation.versions.first().cloned())
    }

    /// The names of the query's lists that are written with commas.
    fn comma_lists(&self) -> Vec<&str> {
        let queries = self.operation.parameters.iter().filter(|parameter| parameter.place == "query");
        queries
            .filter(|parameter| {
                matches!(parameter.schema.kind, Kind::List(_)) && parameter.explode == Some(false)
            })
            .map(|parameter| parameter.name.as_str())
            .collect()
    }

    fn answer(&self) -> (&str, &Answer) {
        let first = self.planned.answers.first();
        first.map_or(("204", &Answer::Empty), |(status, answer)| (status.as_str(), answer))
    }

    /// The type of the answer.
    fn gives(&self) -> TokenStream {
        match self.answer() {
            (_, Answer::Success(kind)) => {
                let kind = self.rust(kind);
                quote!(openhours_contract::Success<#kind>)
            }
            (_, Answer::SuccessOrNull(kind)) => {
                let kind = self.rust(kind);
                quote!(openhours_contract::Success<Option<#kind>>)
            }
            (_, Answer::Page(kind)) => {
                let kind = self.rust(kind);
                quote!(openhours_contract::Page<#kind>)
            }
            (_, Answer::Done) => quote!(openhours_contract::Done),
            (_, Answer::Bare(kind)) => self.rust(kind),
            (status, Answer::Empty) if status.starts_with('3') => quote!(String),
            (_, Answer::Empty) => quote!(()),
        }
    }

    /// The way to send the call that gives this type.
    fn send(&self) -> proc_macro2::Ident {
        match self.answer() {
            (status, Answer::Empty) if status.starts_with('3') => format_ident!("led"),
            (_, Answer::Empty) => format_ident!("told"),
            _ => format_ident!("asked"),
        }
    }

    /// A type as the client's files name it.
    fn rust(&self, kind: &Type) -> TokenStream {
        match kind {
            Type::Text => quote!(String),
            Type::Integer => quote!(i64),
            Type::Number => quote!(f64),
            Type::Boolean => quote!(bool),
            Type::Instant => quote!(openhours_contract::Instant),
            Type::Date | Type::Json => quote!(serde_json::Value),
            Type::JsonObject => quote!(serde_json::Map<String, serde_json::Value>),
            Type::List(inner) => {
                let inner = self.rust(inner);
                quote!(Vec<#inner>)
            }
            Type::Map(inner) => {
                let inner = self.rust(inner);
                quote!(std::collections::BTreeMap<String, #inner>)
            }
            Type::Named(name) => {
                let home = names::ident(self.plan.homes.get(name).unwrap_or(&self.operation.area));
                let name = format_ident!("{name}");
                quote!(openhours_contract::#home::#name)
            }
        }
    }
}

/// `createOAuthClient` to `create_oauth_client`.
fn method_name(id: &str) -> String {
    names::snake(id).replace("o_auth", "oauth")
}

fn is_text(parameter: &Parameter) -> bool {
    !matches!(parameter.schema.kind, Kind::Integer(_))
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::{files, method_name};
    use crate::spec::{Document, Files, bundle};

    /// The description whose one area is `things`.
    fn small(things: &str) -> Document {
        let things: Value = serde_saphyr::from_str(things).unwrap();
        let reference = |path: &String| format!("things.yaml#/paths/{}", path.replace('/', "~1"));
        let paths = things["paths"].as_object().unwrap().keys();
        let paths: Map<String, Value> =
            paths.map(|path| (path.clone(), json!({ "$ref": reference(path) }))).collect();
        let root = json!({
            "openapi": "3.1.0", "info": {}, "servers": [], "tags": [{ "name": "Things" }], "paths": paths,
        });
        let files = Files::from([("openapi.yaml".to_owned(), root), ("things.yaml".to_owned(), things)]);
        let bundle = bundle(&files).unwrap_or_else(|failure| panic!("{:?}", failure.problems));
        Document::read(&bundle).unwrap_or_else(|failure| panic!("{:?}", failure.problems))
    }

    #[test]
    fn each_kind_of_operation_has_its_method() {
        let files = files(&small(include_str!("golden/client.yaml"))).unwrap_or_else(|failure| {
            panic!("{:?}", failure.problems);
        });
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("golden/snapshots");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("client", files["things.rs"]));
        assert_eq!(files.keys().collect::<Vec<_>>(), ["mod.rs", "things.rs"]);
    }

    #[test]
    fn an_operation_id_becomes_a_method_name() {
        for (id, expected) in [
            ("createManagedUser", "create_managed_user"),
            ("getOAuth2Client", "get_oauth2_client"),
            ("listOAuthClients", "list_oauth_clients"),
        ] {
            assert_eq!(method_name(id), expected);
        }
    }
}
