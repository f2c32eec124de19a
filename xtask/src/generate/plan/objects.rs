//! Plans objects and what they hold: merged parts, fields, inline types.

use std::collections::BTreeMap;

use super::usage::Usage;
use super::{Field, Item, Plan, PlannedOthers, Presence, Shape, Struct, Type};
use crate::generate::names;
use crate::spec::{Document, Kind, Object, Others, Schema};

/// Names that would hide what the generated code or its derives rely on.
const TAKEN: [&str; 12] = [
    "Option", "Vec", "String", "Box", "Result", "Some", "None", "Patch", "Instant", "Value", "Object", "Self",
];

/// The planning as it goes on.
pub struct Planning<'a> {
    pub(super) document: &'a Document,
    usage: Usage,
    pub(super) plan: Plan,
    pub(super) problems: Vec<String>,
    /// Type name to the place that made it, so that one inline schema met twice makes one type.
    owners: BTreeMap<String, String>,
}

/// Where a schema is met: what an inline type is called after, and where it is kept.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) name: String,
    pub(super) area: String,
    pub(super) request: bool,
}

impl Place {
    pub(super) fn below(&self, field: &str) -> Self {
        Self { name: format!("{}{}", self.name, names::pascal(field)), ..self.clone() }
    }
}

/// A property of a merged object, with the schema that declares it.
pub(super) struct Merged {
    pub(super) name: String,
    pub(super) schema: Schema,
    pub(super) owner: Place,
}

impl<'a> Planning<'a> {
    /// Nothing is planned yet.
    pub fn new(document: &'a Document) -> Self {
        let usage = Usage::of(document);
        Self { document, usage, plan: Plan::default(), problems: Vec::new(), owners: BTreeMap::new() }
    }
}

impl Planning<'_> {
    /// Whether a schema is only ever merged into others.
    pub fn is_only_a_part(&self, name: &str) -> bool {
        self.usage.parts.contains(name) && !self.usage.named.contains(name)
    }

    /// Plans the type of a named schema.
    pub fn named(&mut self, name: &str, schema: &Schema) {
        let place = Place {
            name: name.to_owned(),
            area: self.document.schema_areas.get(name).cloned().unwrap_or_default(),
            request: self.usage.requests.contains(name),
        };
        if self.is_type(schema) {
            self.declare(schema, &place);
        } else {
            let kind = self.kind(schema, &place);
            self.insert(&place, schema, Shape::Alias(kind));
        }
    }

    /// Whether a schema becomes a type of its own, rather than another name for one.
    pub(super) fn is_type(&self, schema: &Schema) -> bool {
        match &schema.kind {
            Kind::Object(object) => !object.properties.is_empty(),
            Kind::Text(values) => !values.is_empty(),
            Kind::OneOf { .. } | Kind::AllOf(_) => true,
            _ => false,
        }
    }

    pub(super) fn insert(&mut self, place: &Place, schema: &Schema, shape: Shape) {
        if TAKEN.contains(&place.name.as_str()) {
            let problem =
                format!("openapi/{}.yaml: {}: choose another name for this schema", place.area, place.name);
            self.problems.push(problem);
        }
        self.plan.homes.insert(place.name.clone(), place.area.clone());
        self.plan.areas.entry(place.area.clone()).or_default().push(Item {
            name: place.name.clone(),
            description: schema.description.clone(),
            shape,
            request: place.request,
        });
    }

    pub(super) fn declare(&mut self, schema: &Schema, place: &Place) {
        // An inline type can share the name of a schema only by mistake; one met twice is the same.
        let origin = format!("{}/{:?}", place.area, schema);
        if let Some(other) = self.owners.insert(place.name.clone(), origin.clone()) {
            if other != origin {
                let problem = "two schemas become this type; give one a title";
                self.problems.push(format!("openapi/{}.yaml: {}: {problem}", place.area, place.name));
            }
            return;
        }
        let shape = match &schema.kind {
            Kind::Text(values) => Shape::Texts(
                values
                    .iter()
                    .map(|value| {
                        let others = schema.aliases.iter().filter(|(_, meant)| meant == value);
                        (value.clone(), others.map(|(other, _)| other.clone()).collect())
                    })
                    .collect(),
            ),
            Kind::OneOf { variants, discriminator } => {
                Shape::Union(self.union(variants, discriminator.as_ref(), place))
            }
            _ => Shape::Struct(self.structure(schema, place)),
        };
        self.insert(place, schema, shape);
    }

    pub(super) fn structure(&mut self, schema: &Schema, place: &Place) -> Struct {
        let (merged, required, others) = self.merged(schema, place);
        let unknown = required.iter().filter(|name| !merged.iter().any(|one| one.name == **name));
        for name in unknown {
            self.problems.push(format!(
                "openapi/{}.yaml: {}: required `{name}` is not declared",
                place.area, place.name
            ));
        }
        let fields = merged.iter().map(|one| self.field(one, &required)).collect();
        let others = match others {
            Others::Unsaid => PlannedOthers::Dropped,
            Others::Refused => PlannedOthers::Refused,
            Others::Any => PlannedOthers::Kept(Type::Json),
            Others::Typed(inner) => PlannedOthers::Kept(self.kind(&inner, &place.below("Other"))),
        };
        Struct {
            fields,
            others,
            query: false,
            checks: schema.checks.clone(),
            one_sentence: schema.one_sentence,
        }
    }

    pub(super) fn field(&mut self, property: &Merged, required: &[String]) -> Field {
        let Merged { name, schema, owner } = property;
        let required = required.contains(name);
        let followed = self.followed(schema);
        let kind = self.kind(schema, &owner.below(name));
        let default = followed.default.clone().filter(|value| owner.request && !required && !value.is_null());
        let presence = match (required, followed.nullable, default) {
            (true, false, _) => Presence::Required,
            (true, true, _) => Presence::RequiredOrNull,
            (false, false, Some(value)) => Presence::Default(value),
            (false, true, Some(value)) => Presence::DefaultOrNull(value),
            (false, false, None) => Presence::Optional,
            (false, true, None) => Presence::Patch,
        };
        Field { wire: name.clone(), kind, presence, schema: followed, style: (None, None) }
    }

    /// The schema with references to anything but a type of its own replaced by what they mean.
    pub(super) fn followed(&self, schema: &Schema) -> Schema {
        let mut schema = schema.clone();
        while let Kind::Reference(name) = &schema.kind {
            let Some(target) = self.document.schema(name) else { break };
            schema.nullable |= target.nullable;
            schema.default = schema.default.or_else(|| target.default.clone());
            if self.is_type(target) {
                break;
            }
            schema.format = schema.format.or_else(|| target.format.clone());
            schema.bounds = target.bounds.clone();
            schema.rules.extend(target.rules.iter().cloned());
            schema.checks.extend(target.checks.iter().cloned());
            schema.description = schema.description.or_else(|| target.description.clone());
            schema.kind = target.kind.clone();
        }
        if let Kind::List(inner) = &schema.kind {
            schema.kind = Kind::List(Box::new(self.followed(inner)));
        }
        if let Kind::Object(object) = &mut schema.kind
            && let Others::Typed(inner) = &object.others
        {
            object.others = Others::Typed(Box::new(self.followed(inner)));
        }
        schema
    }

    /// All properties of an object, of its parts first.
    pub(super) fn merged(&mut self, schema: &Schema, place: &Place) -> (Vec<Merged>, Vec<String>, Others) {
        match &schema.kind {
            Kind::Object(Object { properties, required, others }) => {
                let owned = properties.iter().map(|one| Merged {
                    name: one.name.clone(),
                    schema: one.schema.clone(),
                    owner: place.clone(),
                });
                (owned.collect(), required.clone(), others.clone())
            }
            Kind::Reference(name) => match self.document.schema(name) {
                Some(target) => {
                    let area = self.document.schema_areas.get(name).cloned().unwrap_or_default();
                    let place = Place { name: name.clone(), area, request: place.request };
                    self.merged(target, &place)
                }
                None => (Vec::new(), Vec::new(), Others::Unsaid),
            },
            Kind::AllOf(parts) => {
                let (mut all, mut required, mut others) = (Vec::<Merged>::new(), Vec::new(), Others::Unsaid);
                for part in parts {
                    let (properties, must, rest) = self.merged(part, place);
                    for one in properties {
                        match all.iter_mut().find(|known| known.name == one.name) {
                            Some(known) => *known = one,
                            None => all.push(one),
                        }
                    }
                    required.extend(must);
                    if !matches!(rest, Others::Unsaid) {
                        others = rest;
                    }
                }
                (all, required, others)
            }
            _ => {
                self.problems.push(format!(
                    "openapi/{}.yaml: {}: an allOf can only merge objects",
                    place.area, place.name
                ));
                (Vec::new(), Vec::new(), Others::Unsaid)
            }
        }
    }

    pub(super) fn kind(&mut self, schema: &Schema, place: &Place) -> Type {
        match &schema.kind {
            Kind::Any => Type::Json,
            Kind::Null => Type::Json,
            Kind::Reference(name) => match self.document.schema(name) {
                Some(target) if !self.is_type(target) => {
                    let area = self.document.schema_areas.get(name).cloned().unwrap_or_default();
                    self.kind(target, &Place { name: name.clone(), area, request: place.request })
                }
                _ => Type::Named(name.clone()),
            },
            Kind::Integer(_) => Type::Integer,
            Kind::Number => Type::Number,
            Kind::Boolean(_) => Type::Boolean,
            Kind::Text(values) if values.is_empty() => match schema.format.as_deref() {
                Some("date-time") => Type::Instant,
                Some("date") => Type::Date,
                _ => Type::Text,
            },
            Kind::List(inner) => Type::List(Box::new(self.kind(inner, &place.below("Item")))),
            Kind::Object(object) if object.properties.is_empty() => match &object.others {
                Others::Typed(inner) => Type::Map(Box::new(self.kind(inner, &place.below("Value")))),
                _ => Type::JsonObject,
            },
            _ => {
                let mut place = place.clone();
                if let Some(title) = &schema.title {
                    place.name.clone_from(title);
                }
                self.declare(schema, &place);
                Type::Named(place.name)
            }
        }
    }
}
