//! A description whose files do not fit together is refused, with file and place.

use serde_json::{Value, json};

use super::{Files, bundle};

fn operation() -> Value {
    json!({
        "operationId": "getThing", "tags": ["Things"], "summary": "s", "description": "d",
        "x-access": { "door": "own", "permission": "things.read" },
        "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "integer" } }],
        "responses": { "200": { "description": "d", "content": { "application/json": {
            "schema": { "$ref": "#/components/schemas/Thing" } } } } },
    })
}

/// A description that is in order.
fn files() -> Files {
    let path = "/v2/things/{id}";
    Files::from([
        (
            "openapi.yaml".to_owned(),
            json!({
                "openapi": "3.1.0", "info": {}, "servers": [], "tags": [{ "name": "Things" }],
                "paths": { path: { "$ref": "things.yaml#/paths/~1v2~1things~1{id}" } },
            }),
        ),
        (
            "things.yaml".to_owned(),
            json!({
                "paths": { path: { "get": operation() } },
                "components": { "schemas": {
                    "Thing": { "type": "object", "properties": { "kind": { "$ref": "common.yaml#/components/schemas/Kind" } } },
                } },
            }),
        ),
        (
            "common.yaml".to_owned(),
            json!({
                "components": { "schemas": { "Kind": { "type": "string" } } },
                "x-permissions": { "things.read": { "scopes": { "own": "THING_READ" } } },
            }),
        ),
    ])
}

/// The problems of the description after a change.
fn problems(change: impl FnOnce(&mut Files)) -> String {
    let mut files = files();
    change(&mut files);
    bundle(&files).unwrap_err().problems.join("\n")
}

fn at<'a>(files: &'a mut Files, file: &str, pointer: &str) -> &'a mut Value {
    files.get_mut(file).unwrap().pointer_mut(pointer).unwrap()
}

const OPERATION: &str = "/paths/~1v2~1things~1{id}/get";

#[test]
fn references_lead_into_one_document_and_security_follows_from_the_door() {
    let bundle = bundle(&files()).unwrap();
    let kind = bundle.document.pointer("/components/schemas/Thing/properties/kind/$ref").unwrap();
    assert_eq!(kind, "#/components/schemas/Kind");
    assert_eq!(
        bundle.document.pointer(&format!("{OPERATION}/security")).unwrap(),
        &json!([{ "apiKey": [] }, { "clientId": [], "clientSecret": [] }, { "managedUser": [] },
                { "oauth2": ["THING_READ"] }])
    );
    assert_eq!(bundle.schema_areas["Kind"], "common");
    assert_eq!(bundle.text(), super::bundle(&files()).unwrap().text());
}

#[test]
fn an_unresolved_reference_is_refused() {
    let found = problems(|files| {
        *at(files, "things.yaml", "/components/schemas/Thing/properties/kind/$ref") =
            "common.yaml#/components/schemas/Sort".into();
    });
    assert_eq!(
        found,
        "openapi/things.yaml: components.schemas.Thing.properties.kind: unresolved reference common.yaml#/components/schemas/Sort"
    );
}

#[test]
fn a_schema_name_in_two_files_is_refused() {
    let found = problems(|files| {
        at(files, "common.yaml", "/components/schemas")["Thing"] = json!({ "type": "object" });
    });
    assert_eq!(found, "openapi/things.yaml: components.schemas.Thing: also defined in openapi/common.yaml");
}

#[test]
fn a_path_must_be_listed_and_a_listed_one_must_exist() {
    let found = problems(|files| {
        at(files, "things.yaml", "/paths")["/v2/others"] = json!({});
        at(files, "openapi.yaml", "/paths")["/v2/gone"] = json!({ "$ref": "things.yaml#/paths/~1v2~1gone" });
    });
    assert!(
        found.contains("openapi/openapi.yaml: paths./v2/gone: openapi/things.yaml has no such path"),
        "{found}"
    );
    assert!(
        found.contains("openapi/things.yaml: paths./v2/others: openapi.yaml does not list it"),
        "{found}"
    );
}

#[test]
fn an_operation_must_have_the_keys_of_the_house() {
    let found = problems(|files| {
        let operation = at(files, "things.yaml", OPERATION).as_object_mut().unwrap();
        operation.remove("summary");
        operation.remove("x-access");
        operation["tags"] = json!(["Stuff"]);
        operation["operationId"] = "get_thing".into();
        operation["parameters"] = json!([]);
    });
    for problem in [
        "missing `summary`",
        "missing `x-access`",
        "tag \"Stuff\" is not among the tags of openapi.yaml",
        "operationId get_thing is not camelCase",
        "path parameter id is not declared",
    ] {
        let line = format!("openapi/things.yaml: paths./v2/things/{{id}}.get: {problem}");
        assert!(found.contains(&line), "{line}\n{found}");
    }
}

#[test]
fn a_door_and_a_permission_must_exist() {
    let found = problems(|files| {
        at(files, "things.yaml", OPERATION)["x-access"] =
            json!({ "door": "window", "permission": "things.eat" });
    });
    assert!(found.contains("unknown door `window`"), "{found}");
    assert!(found.contains("common.yaml has no permission `things.eat`"), "{found}");
}

#[test]
fn a_schema_says_nothing_unknown() {
    let found = problems(|files| {
        at(files, "things.yaml", "/components/schemas/Thing/properties")["size"] =
            json!({ "type": "integer", "description": "In pixels", "not in points.": null });
    });
    assert_eq!(found, "openapi/things.yaml: components.schemas.Thing.size: unknown key `not in points.`");
}
