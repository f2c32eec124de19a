//! The description of the mounted operations: what the types of a handler say about it, as an OpenAPI operation.
//! Names and words that only people read come from the specification; here is what must not drift from it.

use openhours_contract::catalogue;
use openhours_service::access::{DoorKind, Facts};
use serde_json::json;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{
    AdditionalProperties, AllOfBuilder, AnyOfBuilder, ArrayBuilder, ArrayItems, ObjectBuilder, OneOf, Schema,
    SchemaType, Type,
};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{Ref, RefOr, Required};

/// An operation that is being described.
pub struct Description {
    /// What is known of it.
    pub operation: Operation,
    /// The schemas that it refers to, by name.
    pub schemas: BTreeMap<String, RefOr<Schema>>,
    left: Vec<String>,
}

impl Description {
    /// Starts from what the attribute says; `left` are the path's parameters that the door does not read.
    pub fn new(mut operation: Operation, left: Vec<String>) -> Self {
        operation.parameters = None;
        operation.request_body = None;
        operation.responses.responses.clear();
        Self { operation, schemas: BTreeMap::new(), left }
    }

    /// Describes the parameters of the path that the handler reads.
    pub fn path_values(&mut self, schemas: Vec<Schema>) {
        let names = std::mem::take(&mut self.left);
        assert_eq!(
            names.len(),
            schemas.len(),
            "{:?}: the door leaves the path's parameters {names:?} to the handler, which reads {} of them",
            self.operation.operation_id,
            schemas.len(),
        );
        for (name, schema) in names.iter().zip(schemas) {
            self.add_parameter(parameter(name, ParameterIn::Path, schema.into()));
        }
    }

    /// Adds a parameter.
    pub fn add_parameter(&mut self, parameter: Parameter) {
        self.operation.parameters.get_or_insert_default().push(RefOr::T(parameter));
    }

    /// Describes the body.
    pub fn request_body<T: ToSchema>(&mut self, required: Required) {
        let schema = reference::<T>(self);
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let body =
            RequestBodyBuilder::new().content("application/json", content).required(Some(required)).build();
        self.operation.request_body = Some(RefOr::T(body));
    }

    /// Describes the answer of a success.
    pub fn answer(&mut self, status: u16, schema: Option<RefOr<Schema>>) {
        let mut response = ResponseBuilder::new();
        if let Some(schema) = schema {
            let content = ContentBuilder::new().schema(Some(schema)).build();
            response = response.content("application/json", content);
        }
        self.operation.responses.responses.insert(status.to_string(), RefOr::T(response.build()));
    }

    /// Adds what the door says: who may call, and how it refuses.
    pub fn door(&mut self, kind: DoorKind, permission: Option<&Facts>, path: &str) {
        assert!(
            self.left.is_empty(),
            "{:?}: nobody reads the path's parameters {:?}",
            self.operation.operation_id,
            self.left
        );
        let mut access = json!({ "door": kind.name() });
        if let Some(facts) = permission {
            access["permission"] = facts.name.into();
        }
        self.extend("x-access", access);
        self.operation.security = Some(security(kind, permission, path));
        let door_refuses: &[u16] = match kind {
            DoorKind::Public => &[429],
            DoorKind::Platform if path.contains("{clientId}") => &[401, 403, 404, 429],
            DoorKind::Platform => &[401, 403, 429],
            DoorKind::OrganizationTeam => &[401, 403, 404, 429, 498],
            _ => &[401, 403, 429, 498],
        };
        self.refusals(door_refuses);
        if self.operation.request_body.is_some() || self.reads_what_can_be_wrong() {
            self.refusals(&[400]);
        }
    }

    /// Whether a parameter can be refused by its form alone: any of the query, and numbers in the path.
    fn reads_what_can_be_wrong(&self) -> bool {
        let integer = SchemaType::Type(Type::Integer);
        self.operation.parameters.iter().flatten().any(|parameter| {
            let RefOr::T(parameter) = parameter else {
                return true;
            };
            match (&parameter.parameter_in, &parameter.schema) {
                (ParameterIn::Path, Some(RefOr::T(Schema::Object(object)))) => object.schema_type == integer,
                (place, _) => *place == ParameterIn::Query,
            }
        })
    }

    /// Adds error answers.
    pub fn refusals(&mut self, statuses: &[u16]) {
        for status in statuses {
            let name = match status {
                400 => "BadRequest",
                401 => "Unauthorized",
                403 => "Forbidden",
                404 => "NotFound",
                409 => "Conflict",
                422 => "Unprocessable",
                429 => "TooManyRequests",
                498 => "TokenExpired",
                other => panic!("{other} is not among the error answers of the specification"),
            };
            let answer = RefOr::Ref(Ref::from_response_name(name));
            self.operation.responses.responses.insert(status.to_string(), answer);
        }
    }

    fn extend(&mut self, name: &str, value: serde_json::Value) {
        let extension = Extensions::builder().add(name, value).build();
        self.operation.extensions.get_or_insert_default().merge(extension);
    }

    /// Adds the versions that the handler accepts.
    pub fn versions(&mut self, versions: &[&str]) {
        if let Some(newest_named) = versions.first() {
            self.add_parameter(crate::arguments::header_parameter(crate::versions::HEADER, newest_named));
            self.extend("x-versions", json!(versions));
        }
    }
}

/// The ways to authenticate at a door.
fn security(kind: DoorKind, permission: Option<&Facts>, path: &str) -> Vec<SecurityRequirement> {
    let none: [&str; 0] = [];
    let client = if path.contains("{clientId}") {
        SecurityRequirement::new("clientSecret", none)
    } else {
        SecurityRequirement::new("clientId", none).add("clientSecret", none)
    };
    let api_key = SecurityRequirement::new("apiKey", none);
    let managed_user = SecurityRequirement::new("managedUser", none);
    let mut ways = match kind {
        DoorKind::Public => return Vec::new(),
        DoorKind::Platform => return vec![api_key, client],
        DoorKind::MaybeCaller => vec![SecurityRequirement::default(), api_key, client, managed_user],
        _ => vec![api_key, client, managed_user],
    };
    // Whoever may stay anonymous uses the scope of the own door.
    let door = if kind == DoorKind::MaybeCaller { DoorKind::Own } else { kind };
    if let Some(scope) = permission.and_then(|facts| facts.scopes.at(door)) {
        ways.push(SecurityRequirement::new("oauth2", [scope]));
    }
    ways
}

/// A parameter with this schema; those of the path are always required.
pub fn parameter(name: &str, place: ParameterIn, schema: RefOr<Schema>) -> Parameter {
    let required = if place == ParameterIn::Path { Required::True } else { Required::False };
    ParameterBuilder::new().name(name).parameter_in(place).required(required).schema(Some(schema)).build()
}

/// The schema of `T` with every named schema in it replaced by a reference to it; the named ones are collected.
pub fn reference<T: ToSchema>(description: &mut Description) -> RefOr<Schema> {
    let mut named = Vec::new();
    T::schemas(&mut named);
    let type_name = std::any::type_name::<T>();
    let own = T::schema();
    description.schemas.extend(named);
    let is_wrapper = type_name.starts_with("alloc::") || type_name.starts_with("core::");
    if !is_wrapper && let RefOr::T(schema) = &own {
        let is_plain = matches!(schema, Schema::Object(object) if object.properties.is_empty()
            && object.additional_properties.is_none() && object.enum_values.is_none());
        if !is_plain {
            let name = T::name().into_owned();
            description.schemas.insert(name.clone(), own);
            return RefOr::Ref(Ref::from_schema_name(name));
        }
    }
    let mentioned = catalogue::SCHEMAS.iter().filter(|(name, _)| mentions(type_name, name));
    description.schemas.extend(mentioned.map(|(name, schema)| ((*name).to_owned(), schema())));
    fold(own, description, type_name)
}

/// Replaces an inlined schema by a reference when exactly such a schema is known by a name that the type mentions.
fn fold(schema: RefOr<Schema>, description: &Description, type_name: &str) -> RefOr<Schema> {
    let RefOr::T(schema) = schema else {
        return schema;
    };
    let known = description.schemas.iter().find(|(name, known)| {
        mentions(type_name, name) && matches!(known, RefOr::T(known) if *known == schema)
    });
    if let Some((name, _)) = known {
        return RefOr::Ref(Ref::from_schema_name(name));
    }
    match schema {
        Schema::Array(mut array) => {
            if let ArrayItems::RefOrSchema(items) = array.items {
                let items = fold(*items, description, type_name);
                array.items = ArrayItems::RefOrSchema(Box::new(items));
            }
            RefOr::T(Schema::Array(array))
        }
        Schema::OneOf(OneOf { items, .. }) => {
            // utoipa's Option: the specification puts null last.
            let (nulls, others): (Vec<_>, Vec<_>) = items.into_iter().partition(is_null);
            let mut either = AnyOfBuilder::new();
            for item in others {
                either = either.item(fold(item, description, type_name));
            }
            nulls.into_iter().fold(either, AnyOfBuilder::item).into()
        }
        Schema::Object(mut object) => {
            if let Some(AdditionalProperties::RefOr(value)) = object.additional_properties.as_deref().cloned()
            {
                let value = AdditionalProperties::RefOr(fold(value, description, type_name));
                object.additional_properties = Some(Box::new(value));
            }
            object.into()
        }
        other => RefOr::T(other),
    }
}

fn is_null(schema: &RefOr<Schema>) -> bool {
    matches!(schema, RefOr::T(Schema::Object(object)) if object.schema_type == SchemaType::Type(Type::Null))
}

fn mentions(type_name: &str, name: &str) -> bool {
    type_name.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| word == name)
}

/// The envelope's constant part.
pub fn success() -> RefOr<Schema> {
    RefOr::Ref(Ref::from_schema_name("Success"))
}

/// The envelope around `data`.
pub fn data_envelope(data: RefOr<Schema>) -> RefOr<Schema> {
    let own = ObjectBuilder::new().property("data", data).required("data");
    AllOfBuilder::new().item(success()).item(own).into()
}

/// The envelope around a page of a list.
pub fn page_envelope(data: RefOr<Schema>, pagination: RefOr<Schema>) -> RefOr<Schema> {
    let own = ObjectBuilder::new()
        .property("data", data)
        .required("data")
        .property("pagination", pagination)
        .required("pagination");
    AllOfBuilder::new().item(success()).item(own).into()
}

/// The list whose items have this schema.
pub fn list_of(items: RefOr<Schema>) -> RefOr<Schema> {
    ArrayBuilder::new().items(items).into()
}
