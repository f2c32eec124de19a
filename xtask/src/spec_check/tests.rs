//! Each kind of drift is found: the small description in `fixture` and what a server says about itself agree, until
//! one of them is broken.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::comparison::Comparison;
use super::{Drift, Inputs, drifts};
use crate::generate::{self, CONTRACT};
use crate::spec::{Bundle, Files, bundle};

const HANDLERS: &str = "crates/server/src/routes/things.rs";
const TYPES: &str = "crates/contract/src/things.rs";
const DESCRIPTION: &str = "openapi/things.yaml";

fn described() -> Bundle {
    let files = [
        ("openapi.yaml", include_str!("fixture/openapi.yaml")),
        ("common.yaml", include_str!("fixture/common.yaml")),
        ("things.yaml", include_str!("fixture/things.yaml")),
    ];
    let files: Files = files
        .into_iter()
        .map(|(name, text)| (name.to_owned(), serde_saphyr::from_str(text).unwrap()))
        .collect();
    bundle(&files).unwrap()
}

/// Both sides as they agree.
fn inputs() -> Inputs {
    let bundle = described();
    let files = generate::files(&bundle, &[]).unwrap();
    let expected: BTreeMap<String, String> =
        files.into_iter().map(|(name, text)| (format!("{CONTRACT}/{name}"), text)).collect();
    let ids = ["listThings", "createThing", "getThing"];
    let handlers: String = ids.map(|id| format!("operation_id = \"{id}\"\n")).concat();
    Inputs {
        bundle,
        mounted: serde_json::from_str(include_str!("fixture/mounted.json")).unwrap(),
        generated: expected.clone(),
        expected,
        routes: BTreeMap::from([(HANDLERS.to_owned(), handlers)]),
    }
}

thread_local! {
    /// Generating takes a while, so each thread does it once.
    static WHOLE: Inputs = inputs();
}

/// What is told after a change.
fn told(change: impl FnOnce(&mut Inputs)) -> Vec<Drift> {
    let mut broken = WHOLE.with(Inputs::clone);
    change(&mut broken);
    drifts(&broken)
}

/// Whether the change is told, with the file to mend, the place, what differs and how to mend it.
fn finds(change: impl FnOnce(&mut Inputs), file: &str, place: &str, what: &str) {
    let told = told(change);
    let found =
        told.iter().find(|drift| drift.file == file && drift.place == place && drift.what.contains(what));
    let all = || told.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let found = found.unwrap_or_else(|| panic!("expected {file}: {place}: …{what}… in\n{}", all()));
    assert!(!found.mend.is_empty());
}

/// The part of what the server says at the pointer.
fn mounted<'a>(inputs: &'a mut Inputs, pointer: &str) -> &'a mut Value {
    let found = inputs.mounted.document.pointer_mut(pointer);
    found.unwrap_or_else(|| panic!("nothing at {pointer}"))
}

/// The part of a derived schema at the pointer.
fn derived<'a>(inputs: &'a mut Inputs, name: &str, pointer: &str) -> &'a mut Value {
    inputs.mounted.schemas.get_mut(name).unwrap().pointer_mut(pointer).unwrap()
}

/// The part of the description at the pointer.
fn description<'a>(inputs: &'a mut Inputs, pointer: &str) -> &'a mut Value {
    inputs.bundle.document.pointer_mut(pointer).unwrap()
}

fn remove(value: &mut Value, key: &str) {
    value.as_object_mut().unwrap().remove(key).unwrap();
}

/// Replaces a text in a generated file.
fn edit(inputs: &mut Inputs, from: &str, to: &str) {
    let text = inputs.generated.get_mut(TYPES).unwrap();
    assert!(text.contains(from), "`{from}` is not in\n{text}");
    *text = text.replace(from, to);
}

const LIST: &str = "/paths/~1v2~1things/get";
const CREATE: &str = "/paths/~1v2~1things/post";
const GET: &str = "/paths/~1v2~1things~1{thingId}/get";
const PLANNED: &str = "/paths/~1v2~1things~1{thingId}/patch";

#[test]
fn two_sides_that_agree_are_not_mentioned() {
    assert_eq!(told(|_| {}), []);
}

#[test]
fn a_stale_file_is_found_with_the_command_that_mends_it() {
    let drift = told(|inputs| edit(inputs, "pub struct UpdateThing", "pub struct UpdatedThing"));
    assert_eq!(drift.len(), 1);
    let text = drift[0].to_string();
    assert!(text.starts_with(&format!("{TYPES}: the whole file: stale from line ")), "{text}");
    assert!(text.ends_with("run `cargo xtask generate`"), "{text}");
}

#[test]
fn a_file_that_is_missing_or_no_longer_generated_is_found() {
    finds(|inputs| drop(inputs.generated.remove(TYPES)), TYPES, "the whole file", "missing");
    let old = format!("{CONTRACT}/stuff.rs");
    finds(
        |inputs| drop(inputs.generated.insert(old.clone(), String::new())),
        &old,
        "the whole file",
        "nothing",
    );
}

#[test]
fn an_operation_that_is_not_mounted_is_found() {
    finds(
        |inputs| drop(inputs.mounted.mounted.remove(2)),
        DESCRIPTION,
        "getThing",
        "described, but not mounted",
    );
}

#[test]
fn an_operation_that_is_not_described_is_found() {
    let change = |inputs: &mut Inputs| {
        let mut other = inputs.mounted.mounted[0].clone();
        other.operation_id = "countThings".to_owned();
        inputs.routes.insert(
            "crates/server/src/routes/count.rs".to_owned(),
            "operation_id = \"countThings\"".to_owned(),
        );
        inputs.mounted.mounted.push(other);
    };
    finds(
        change,
        "crates/server/src/routes/count.rs",
        "countThings",
        "GET /v2/things is mounted, but not described",
    );
}

#[test]
fn an_operation_that_is_built_and_marked_as_planned_is_found() {
    finds(
        |inputs| description(inputs, CREATE)["x-status"] = "planned".into(),
        DESCRIPTION,
        "createThing",
        "mounted, but still marked as planned",
    );
    finds(
        |inputs| remove(description(inputs, PLANNED), "x-status"),
        DESCRIPTION,
        "updateThing",
        "not mounted",
    );
}

#[test]
fn an_operation_that_is_mounted_twice_is_found() {
    let change = |inputs: &mut Inputs| {
        let again = inputs.mounted.mounted[0].clone();
        inputs.mounted.mounted.push(again);
    };
    finds(change, HANDLERS, "listThings", "mounted twice");
}

/// A change to the mounted operations, and the place and words that tell it.
type Case = (fn(&mut Inputs), &'static str, &'static str);

const OPERATIONS: [Case; 20] = [
    (
        |inputs| {
            let item = mounted(inputs, "/paths/~1v2~1things").take();
            mounted(inputs, "/paths")["/v2/stuff"] = item;
        },
        "listThings: path",
        "\"GET /v2/things\" is described, \"GET /v2/stuff\" is mounted",
    ),
    (
        |inputs| {
            let operation = mounted(inputs, CREATE).clone();
            remove(mounted(inputs, "/paths/~1v2~1things"), "post");
            mounted(inputs, "/paths/~1v2~1things")["put"] = operation;
        },
        "createThing: path",
        "\"POST /v2/things\" is described, \"PUT /v2/things\" is mounted",
    ),
    (|inputs| mounted(inputs, LIST)["tags"] = json!(["Stuff"]), "listThings: tags", "[\"Stuff\"] is mounted"),
    (
        |inputs| mounted(inputs, LIST)["parameters"][0]["name"] = "limit".into(),
        "listThings: query take",
        "there is described, nothing is mounted",
    ),
    (
        |inputs| mounted(inputs, LIST)["parameters"][0]["name"] = "limit".into(),
        "listThings: query limit",
        "nothing is described, there is mounted",
    ),
    (
        |inputs| mounted(inputs, LIST)["parameters"][0]["in"] = "header".into(),
        "listThings: header take",
        "nothing is described",
    ),
    (
        |inputs| mounted(inputs, LIST)["parameters"][0]["required"] = true.into(),
        "listThings: query take.required",
        "false is described, true is mounted",
    ),
    (
        |inputs| mounted(inputs, LIST)["parameters"][0]["schema"]["maximum"] = 100.into(),
        "listThings: query take.maximum",
        "250.0 is described, 100.0 is mounted",
    ),
    (
        |inputs| mounted(inputs, LIST)["parameters"][1]["explode"] = true.into(),
        "listThings: query kinds.explode",
        "false is described, true is mounted",
    ),
    (
        |inputs| mounted(inputs, GET)["parameters"][0]["schema"]["type"] = "string".into(),
        "getThing: path thingId.type",
        "\"integer\" is described, \"string\" is mounted",
    ),
    (
        |inputs| remove(mounted(inputs, CREATE), "requestBody"),
        "createThing: body",
        "there is described, nothing is mounted",
    ),
    (
        |inputs| mounted(inputs, CREATE)["requestBody"]["required"] = false.into(),
        "createThing: body.required",
        "true is described",
    ),
    (
        |inputs| {
            mounted(inputs, CREATE)["requestBody"]["content"]["application/json"]["schema"]["$ref"] =
                "#/components/schemas/UpdateThing".into();
        },
        "createThing: body.$ref",
        "\"CreateThing\" is described, \"UpdateThing\" is mounted",
    ),
    (
        |inputs| {
            let answers = mounted(inputs, CREATE).pointer_mut("/responses").unwrap();
            let answer = answers["201"].take();
            answers["200"] = answer;
            remove(answers, "201");
        },
        "createThing: answer 201",
        "there is described, nothing is mounted",
    ),
    (
        |inputs| {
            let schema =
                "/responses/200/content/application~1json/schema/allOf/1/properties/data/items/properties";
            remove(mounted(inputs, LIST).pointer_mut(schema).unwrap(), "labels");
        },
        "listThings: answer 200.data[].labels",
        "there is described, nothing is mounted",
    ),
    (
        |inputs| remove(&mut mounted(inputs, GET)["responses"], "404"),
        "getThing: refusal 404",
        "there is described, nothing is mounted",
    ),
    (
        |inputs| {
            remove(&mut mounted(inputs, GET)["security"][4], "oauth2");
        },
        "getThing: security",
        "THING_READ",
    ),
    (
        |inputs| mounted(inputs, CREATE)["x-access"]["door"] = "team".into(),
        "createThing: x-access",
        "\"door\":\"team\"",
    ),
    (
        |inputs| mounted(inputs, CREATE)["x-access"]["permission"] = "things.read".into(),
        "createThing: x-access",
        "\"permission\":\"things.read\"} is mounted",
    ),
    (
        |inputs| mounted(inputs, CREATE)["x-versions"] = json!(["2024-06-14"]),
        "createThing: x-versions",
        "[\"2024-06-11\"] is described",
    ),
];

#[test]
fn every_difference_of_a_mounted_operation_is_found_in_its_handler() {
    for (change, place, what) in OPERATIONS {
        finds(change, HANDLERS, place, what);
    }
}

#[test]
fn another_operation_id_is_found_on_both_sides() {
    let change = |inputs: &mut Inputs| {
        mounted(inputs, GET)["operationId"] = "readThing".into();
        inputs.mounted.mounted[2].operation_id = "readThing".to_owned();
    };
    finds(change, DESCRIPTION, "getThing", "described, but not mounted");
    finds(change, "crates/server/src/routes", "readThing", "mounted, but not described");
}

const SCHEMAS: [Case; 18] = [
    (
        |inputs| remove(derived(inputs, "Thing", "/properties"), "labels"),
        "Thing.labels",
        "nothing is derived",
    ),
    (
        |inputs| derived(inputs, "Thing", "/properties")["colour"] = json!({}),
        "Thing.colour",
        "nothing is described, there is derived",
    ),
    (
        |inputs| derived(inputs, "Thing", "/properties/id")["type"] = "string".into(),
        "Thing.id.type",
        "\"integer\" is described, \"string\" is derived",
    ),
    (
        |inputs| {
            *derived(inputs, "Thing", "/properties/place") = json!({ "$ref": "#/components/schemas/Place" })
        },
        "Thing.place.nullable",
        "true is described, nothing is derived",
    ),
    (
        |inputs| derived(inputs, "CreateThing", "/properties/note")["type"] = "string".into(),
        "CreateThing.note.nullable",
        "true is described, nothing is derived",
    ),
    (
        |inputs| *derived(inputs, "Thing", "/required") = json!(["id", "kind"]),
        "Thing.place.required",
        "true is described, false is derived",
    ),
    (|inputs| *derived(inputs, "Kind", "/enum") = json!(["big"]), "Kind.enum", "[\"big\"] is derived"),
    (
        |inputs| *derived(inputs, "StreetType", "/enum") = json!(["road"]),
        "Street.type.enum",
        "[\"street\"] is described, [\"road\"] is derived",
    ),
    (
        |inputs| *derived(inputs, "CreateThing", "/properties/name/maxLength") = 50.into(),
        "CreateThing.name.maxLength",
        "40.0 is described, 50.0 is derived",
    ),
    (
        |inputs| remove(derived(inputs, "CreateThing", "/properties/tags"), "minItems"),
        "CreateThing.tags.minItems",
        "1.0 is described, nothing is derived",
    ),
    (
        |inputs| *derived(inputs, "CreateThing", "/properties/note/pattern") = "^\\w+$".into(),
        "CreateThing.note.pattern",
        "is derived",
    ),
    (
        |inputs| remove(derived(inputs, "Link", "/properties/link"), "format"),
        "Link.link.format",
        "\"uri\" is described, nothing is derived",
    ),
    (
        |inputs| *derived(inputs, "CreateThing", "/properties/kind/default") = "big".into(),
        "CreateThing.kind.default",
        "\"small\" is described, \"big\" is derived",
    ),
    (
        |inputs| remove(derived(inputs, "Street", ""), "additionalProperties"),
        "Street.additionalProperties",
        "false is described, nothing is derived",
    ),
    (
        |inputs| *derived(inputs, "Thing", "/properties/labels/additionalProperties/type") = "integer".into(),
        "Thing.labels{}.type",
        "\"string\" is described, \"integer\" is derived",
    ),
    (
        |inputs| {
            derived(inputs, "Place", "/oneOf").as_array_mut().unwrap().push(json!({ "type": "string" }));
        },
        "Place.oneOf",
        "2 is described, 3 is derived",
    ),
    (
        |inputs| *derived(inputs, "Place", "/discriminator/propertyName") = "kind".into(),
        "Place.discriminator",
        "\"propertyName\":\"type\"",
    ),
    (
        |inputs| drop(inputs.mounted.schemas.remove("UpdateThing")),
        "UpdateThing",
        "there is described, nothing is derived",
    ),
];

#[test]
fn every_difference_of_a_type_is_found() {
    for (change, place, what) in SCHEMAS {
        finds(change, TYPES, place, what);
    }
}

#[test]
fn a_type_of_a_planned_operation_is_compared_too() {
    finds(
        |inputs| remove(derived(inputs, "UpdateThing", "/properties/mail"), "format"),
        TYPES,
        "UpdateThing.mail.format",
        "\"email\" is described",
    );
}

#[test]
fn a_changed_description_is_found_at_once() {
    finds(
        |inputs| *description(inputs, "/components/schemas/Name/minLength") = 2.into(),
        TYPES,
        "CreateThing.name.minLength",
        "2.0 is described, 1.0 is derived",
    );
}

#[test]
fn a_difference_of_a_query_is_found() {
    finds(
        |inputs| remove(&mut inputs.mounted.queries.get_mut("listThings").unwrap()[0]["schema"], "minimum"),
        TYPES,
        "listThings: query take.minimum",
        "1.0 is described, nothing is derived",
    );
    finds(
        |inputs| drop(inputs.mounted.queries.remove("listThings")),
        TYPES,
        "listThings: query kinds",
        "there is described",
    );
}

#[test]
fn every_difference_of_a_validated_bound_is_found() {
    let cases = [
        (
            "range(min = 0, max = 10)",
            "range(min = 0, max = 11)",
            "CreateThing.size",
            "`range.max`: 10.0 is described, 11.0",
        ),
        (
            "range(min = 0, max = 10)",
            "range(max = 10)",
            "CreateThing.size",
            "`range.min`: 0.0 is described, nothing",
        ),
        ("length(min = 1, max = 40)", "length(min = 2, max = 40)", "UpdateThing.name", "`length.min`"),
        (
            "length(min = 1))",
            "length(min = 1, max = 9))",
            "CreateThing.tags",
            "`length.max`: nothing is described, 9.0",
        ),
        ("^[0-9]+$", "^[0-9]*$", "CreateThing.note", "`regex`"),
        ("&[12, 24]", "&[12, 24, 36]", "CreateThing.hours", "`allowed`: [12,24] is described, [12,24,36]"),
        ("validate(email)", "validate(url)", "UpdateThing.mail", "`format`: \"email\" is described, \"uri\""),
        ("#[validate(url)]", "", "Link.link", "`format`: \"uri\" is described, nothing is validated"),
        ("range(min = 1, max = 250)", "range(min = 1, max = 500)", "ListThingsQuery.take", "`range.max`"),
    ];
    for (from, to, place, what) in cases {
        finds(|inputs| edit(inputs, from, to), TYPES, place, what);
    }
}

#[test]
fn every_difference_of_a_permission_is_found() {
    let code = "crates/service/src/access/permission.rs";
    finds(
        |inputs| inputs.mounted.permissions[0].client = None,
        code,
        "things.read",
        "needs nothing, but is described to need `THING_READ`",
    );
    finds(
        |inputs| drop(inputs.mounted.permissions[0].scopes.insert("own".to_owned(), "THINGS".to_owned())),
        code,
        "things.read",
        "at the door `own` a third party needs `THINGS`, but is described to need `THING_READ`",
    );
    finds(
        |inputs| inputs.mounted.permissions[1].name = "things.eat".to_owned(),
        code,
        "things.eat",
        "`x-permissions` has no such permission",
    );
    finds(
        |inputs| description(inputs, "/x-permissions/things.write/scopes")["own"] = "THING_WRITE".into(),
        code,
        "things.write",
        "needs nothing, but is described to need `THING_WRITE`",
    );
}

#[test]
fn the_same_in_other_words_is_not_mentioned() {
    let named = |text: Value| BTreeMap::from([("Named".to_owned(), text)]);
    let object = json!({ "type": "object", "required": ["a"], "properties": { "a": { "type": "string" } } });
    let reference = json!({ "$ref": "#/components/schemas/Named" });
    let cases = [
        (json!({ "type": "integer" }), json!({ "type": "integer", "format": "int64" })),
        (
            json!({ "type": "number", "minimum": 1 }),
            json!({ "type": "number", "format": "double", "minimum": 1.0 }),
        ),
        (
            json!({ "type": ["string", "null"] }),
            json!({ "oneOf": [{ "type": "null" }, { "type": "string" }] }),
        ),
        (
            json!({ "anyOf": [reference, { "type": "null" }] }),
            json!({ "oneOf": [{ "type": "null" }, reference] }),
        ),
        (
            json!({ "allOf": [reference], "description": "d" }),
            json!({ "$ref": "#/components/schemas/Named" }),
        ),
        (json!({ "type": "string", "const": "a" }), json!({ "type": "string", "enum": ["a"] })),
        (json!({ "type": "string", "enum": ["a", "b"] }), json!({ "type": "string", "enum": ["b", "a"] })),
        (json!({ "type": "object", "additionalProperties": true }), json!({ "type": "object" })),
        (json!({ "type": "array", "items": reference }), json!({ "type": "array", "items": object })),
        (
            json!({ "allOf": [reference, { "type": "object", "properties": { "b": {} } }] }),
            json!({ "type": "object", "required": ["a"], "properties": { "b": {}, "a": { "type": "string" } } }),
        ),
    ];
    let (ours, theirs) = (named(object.clone()), named(object.clone()));
    for (described, derived) in cases {
        let mut comparison = Comparison::new(&ours, &theirs);
        comparison.schema("it", &described, &derived);
        assert!(comparison.found.is_empty(), "{described} {derived}: {:?}", comparison.found);
    }
}
