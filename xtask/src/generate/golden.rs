//! Golden tests of the generator: for each construct a small description (`golden/<name>.yaml`, the schemas of one
//! area) and the code that it becomes (`golden/snapshots`). The schema `Request` is a body, `Answer` an answer.

use serde_json::{Value, json};

use super::{areas, plan::plan};
use crate::spec::{Bundle, Document, Files, bundle};

/// The description whose one operation takes `Request` and gives `Answer`, with these schemas.
fn small(schemas: &str) -> Files {
    let schemas: Value = serde_saphyr::from_str(schemas).unwrap();
    let has = |name: &str| schemas.get(name).is_some();
    let content = |name: &str| json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{name}") } } });
    let mut operation = json!({
        "operationId": "doThing", "tags": ["Things"], "summary": "s", "description": "d",
        "x-access": { "door": "public" },
        "responses": { "200": { "description": "d" } },
    });
    if has("Request") {
        operation["requestBody"] = json!({ "content": content("Request") });
    }
    if has("Answer") {
        operation["responses"]["200"]["content"] = content("Answer");
    }
    if let Some(parameters) = schemas.get("parameters") {
        operation["parameters"] = parameters.clone();
    }
    let mut named = schemas.as_object().unwrap().clone();
    named.remove("parameters");
    Files::from([
        (
            "openapi.yaml".to_owned(),
            json!({
                "openapi": "3.1.0", "info": {}, "servers": [], "tags": [{ "name": "Things" }],
                "paths": { "/v2/things": { "$ref": "things.yaml#/paths/~1v2~1things" } },
            }),
        ),
        (
            "things.yaml".to_owned(),
            json!({ "paths": { "/v2/things": { "post": operation } }, "components": { "schemas": named } }),
        ),
    ])
}

fn generated(schemas: &str) -> Result<String, Vec<String>> {
    let bundle: Bundle = bundle(&small(schemas)).map_err(|failure| failure.problems)?;
    let document = Document::read(&bundle).map_err(|failure| failure.problems)?;
    let plan = plan(&document).map_err(|failure| failure.problems)?;
    let checks = "pub fn metadata(_: &Value) -> Result<(), Complaint> { Ok(()) }".to_owned();
    let mut areas = areas(&plan, &[checks]).map_err(|failure| failure.problems)?;
    Ok(areas.remove("things").unwrap_or_default())
}

macro_rules! golden {
    ($($name:ident),* $(,)?) => {$(
        #[test]
        fn $name() {
            let schemas = include_str!(concat!("golden/", stringify!($name), ".yaml"));
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path("golden/snapshots");
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            settings.bind(|| insta::assert_snapshot!(stringify!($name), generated(schemas).unwrap()));
        }
    )*};
}

golden! {
    all_of,
    arrays,
    bounds_and_formats,
    checks_and_overrides,
    constant_property_union,
    defaults,
    discriminator_union,
    enums,
    free_form_and_maps,
    inline_objects,
    nullable_and_patch,
    query,
    recursive,
    untagged_union,
}

/// What is wrong with the description, in one text.
fn problems(schemas: &str) -> String {
    generated(schemas).unwrap_err().join("\n")
}

#[test]
fn an_unknown_rule_is_named_with_the_known_ones() {
    let found = problems(
        "Request: { type: object, properties: { name: { type: string, x-rules: { isInt: { message: m } } } } }",
    );
    assert_eq!(found, "Request.name: x-rules names `isInt`, but its rules are: isString");
}

#[test]
fn an_unknown_check_is_named() {
    let found =
        problems("Request: { type: object, properties: { name: { type: string, x-check: nowhere } } }");
    assert!(found.contains("no check `nowhere`"), "{found}");
}

#[test]
fn a_required_property_must_be_declared() {
    let found =
        problems("Request: { type: object, required: [nmae], properties: { name: { type: string } } }");
    assert_eq!(found, "openapi/things.yaml: Request: required `nmae` is not declared");
}

#[test]
fn two_types_of_one_name_are_refused() {
    let found = problems(
        "RequestKind: { type: string, enum: [a] }
Request: { type: object, properties: { kind: { type: string, enum: [b] } } }",
    );
    assert!(found.contains("RequestKind: two schemas become this type"), "{found}");
}
