//! The derived schemas say what the description says. Both sides are brought to one form first, because a derive
//! cannot write an `allOf`, names inline schemas, and adds formats to numbers.

use std::collections::BTreeMap;

use openhours_contract::{OPENAPI, catalogue};
use serde_json::{Map, Value, json};

fn document() -> Value {
    serde_json::from_str(OPENAPI).expect("the document is JSON")
}

/// What a derive can say, by the name of the type.
fn derived() -> BTreeMap<String, Value> {
    let schemas = catalogue::SCHEMAS.iter();
    schemas
        .map(|(name, schema)| ((*name).to_owned(), serde_json::to_value(schema()).expect("a schema is JSON")))
        .collect()
}

/// One form for both sides: references to schemas in `named` stay, others are followed; what does not travel goes.
struct Form<'a> {
    named: &'a BTreeMap<String, Value>,
    all: &'a BTreeMap<String, Value>,
}

impl Form<'_> {
    fn of(&self, schema: &Value) -> Value {
        let Some(object) = schema.as_object() else {
            return schema.clone();
        };
        if let Some(name) =
            object.get("$ref").and_then(Value::as_str).and_then(|text| text.rsplit('/').next())
        {
            if self.named.contains_key(name) {
                return json!({ "$ref": name });
            }
            return self.all.get(name).map_or_else(|| json!({ "$ref": name }), |target| self.of(target));
        }
        if let Some(parts) = object.get("allOf").and_then(Value::as_array) {
            return self.merged(parts);
        }
        if let Some(variants) = object.get("oneOf").or_else(|| object.get("anyOf")).and_then(Value::as_array)
        {
            return self.union(variants);
        }
        self.plain(object)
    }

    fn merged(&self, parts: &[Value]) -> Value {
        if let [only] = parts {
            return self.of(only);
        }
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for part in parts {
            let part = match part["$ref"].as_str().and_then(|text| text.rsplit('/').next()) {
                Some(name) => self.of(&self.all[name]),
                None => self.of(part),
            };
            properties.extend(part["properties"].as_object().cloned().unwrap_or_default());
            required.extend(part["required"].as_array().cloned().unwrap_or_default());
        }
        sorted(&mut required);
        properties.sort_keys();
        json!({ "type": ["object"], "properties": properties, "required": required })
    }

    fn union(&self, variants: &[Value]) -> Value {
        let mut forms: Vec<Value> = variants.iter().map(|one| self.of(one)).collect();
        let null = json!({ "type": ["null"] });
        let before = forms.len();
        forms.retain(|form| *form != null);
        if forms.len() == 1 {
            let mut only = forms.remove(0);
            if before == 2 {
                only["nullable"] = true.into();
            }
            return only;
        }
        sorted(&mut forms);
        json!({ "oneOf": forms, "nullable": before > forms.len() })
    }

    fn plain(&self, object: &Map<String, Value>) -> Value {
        let mut out = Map::new();
        let mut nullable = false;
        let mut types = match object.get("type") {
            Some(Value::String(one)) => vec![json!(one)],
            Some(Value::Array(many)) => many.clone(),
            _ => Vec::new(),
        };
        if types.len() > 1 {
            let before = types.len();
            types.retain(|one| one != "null");
            nullable = types.len() < before;
        }
        if nullable {
            out.insert("nullable".to_owned(), true.into());
        }
        if !types.is_empty() {
            out.insert("type".to_owned(), types.clone().into());
        }
        for key in
            ["minimum", "maximum", "minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems"]
        {
            if let Some(value) = object.get(key) {
                out.insert(key.to_owned(), value.as_f64().map_or_else(|| value.clone(), Value::from));
            }
        }
        if let Some(format) = object
            .get("format")
            .filter(|format| !["int64", "double"].contains(&format.as_str().unwrap_or("")))
        {
            out.insert("format".to_owned(), format.clone());
        }
        if let Some(values) = object.get("enum").and_then(Value::as_array) {
            let mut values = values.clone();
            values.retain(|value| !value.is_null());
            sorted(&mut values);
            out.insert("enum".to_owned(), values.into());
        }
        if let Some(items) = object.get("items") {
            out.insert("items".to_owned(), self.of(items));
        }
        if let Some(properties) = object.get("properties").and_then(Value::as_object) {
            let mut properties: Map<String, Value> =
                properties.iter().map(|(name, schema)| (name.clone(), self.of(schema))).collect();
            properties.sort_keys();
            out.insert("properties".to_owned(), properties.into());
        }
        let mut required = object.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
        sorted(&mut required);
        if types.contains(&json!("object")) {
            out.insert("required".to_owned(), required.into());
        }
        match object.get("additionalProperties") {
            Some(Value::Object(inner)) if !inner.is_empty() => {
                out.insert("additionalProperties".to_owned(), self.of(&Value::Object(inner.clone())));
            }
            Some(Value::Bool(false)) => {
                out.insert("additionalProperties".to_owned(), false.into());
            }
            _ => {}
        }
        Value::Object(out)
    }
}

fn sorted(values: &mut [Value]) {
    values.sort_by_key(ToString::to_string);
}

#[test]
fn every_derived_schema_says_what_the_description_says() {
    let document = document();
    let described: BTreeMap<String, Value> =
        document["components"]["schemas"].as_object().unwrap().clone().into_iter().collect();
    let derived = derived();
    let ours = Form { named: &described, all: &derived };
    let theirs = Form { named: &derived, all: &described };
    let mut differences = Vec::new();
    for (name, schema) in &described {
        let Some(derived) = derived.get(name) else { continue };
        let (ours, theirs) = (ours.of(derived), theirs.of(schema));
        if ours != theirs {
            differences.push(format!("{name}\n  derived   {ours}\n  described {theirs}"));
        }
    }
    assert!(differences.is_empty(), "{} differ:\n{}", differences.len(), differences.join("\n"));
}

#[test]
fn every_derived_query_says_what_the_description_says() {
    let document = document();
    let described: BTreeMap<String, Value> =
        document["components"]["schemas"].as_object().unwrap().clone().into_iter().collect();
    let derived = derived();
    let ours = Form { named: &described, all: &derived };
    let theirs = Form { named: &derived, all: &described };
    let mut differences = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for operation in item.as_object().unwrap().values() {
            let id = operation["operationId"].as_str().unwrap();
            let Some((_, query)) = catalogue::QUERIES.iter().find(|(known, _)| *known == id) else {
                continue;
            };
            let derived = serde_json::to_value(query()).unwrap();
            let one = |form: &Form<'_>, parameter: &Value| {
                let parameter = match parameter["$ref"].as_str() {
                    Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
                    None => parameter,
                };
                json!({
                    "name": parameter["name"],
                    "in": parameter["in"],
                    "required": parameter["required"] == true,
                    "schema": form.of(&parameter["schema"]),
                })
            };
            let derived: Vec<Value> =
                derived.as_array().unwrap().iter().map(|parameter| one(&ours, parameter)).collect();
            let described: Vec<Value> = operation["parameters"]
                .as_array()
                .unwrap()
                .iter()
                .map(|parameter| one(&theirs, parameter))
                .filter(|parameter| parameter["in"] == "query")
                .collect();
            for (derived, described) in derived.iter().zip(&described) {
                if derived != described {
                    differences.push(format!("{id} {path}\n  derived   {derived}\n  described {described}"));
                }
            }
            assert_eq!(derived.len(), described.len(), "{id}");
        }
    }
    assert!(differences.is_empty(), "{} differ:\n{}", differences.len(), differences.join("\n"));
}
