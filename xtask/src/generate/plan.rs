//! Decides which Rust types the description becomes: names, fields, how absence is told. Writes no code.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::names;
use crate::failure::Failure;
use crate::spec::{Document, Kind, Object, Operation, Others, Schema};

/// Schemas whose types are written by hand in the contract's envelope.
const BY_HAND: [&str; 1] = ["Success"];
/// Names that would hide what the generated code or its derives rely on.
const TAKEN: [&str; 12] = [
    "Option", "Vec", "String", "Box", "Result", "Some", "None", "Patch", "Instant", "Value", "Object", "Self",
];

/// All types to write.
#[derive(Debug, Default)]
pub struct Plan {
    /// Area to its items, in order.
    pub areas: BTreeMap<String, Vec<Item>>,
    /// Type name to area.
    pub homes: BTreeMap<String, String>,
    /// What each operation takes and gives.
    pub operations: Vec<PlannedOperation>,
}

/// One type.
#[derive(Debug)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// What it means.
    pub description: Option<String>,
    /// What it is.
    pub shape: Shape,
    /// Whether a request can hold it.
    pub request: bool,
}

/// What a type is.
#[derive(Debug)]
pub enum Shape {
    /// A struct.
    Struct(Struct),
    /// An enumeration of texts, each with its other spelling.
    Texts(Vec<(String, Option<String>)>),
    /// One of several.
    Union(Union),
    /// Another name for a type.
    Alias(Type),
}

/// A struct.
#[derive(Debug)]
pub struct Struct {
    /// Its fields.
    pub fields: Vec<Field>,
    /// What undeclared properties mean: refused, or of this type.
    pub others: PlannedOthers,
    /// Whether it holds the parameters of a query.
    pub query: bool,
    /// Named checks of the whole.
    pub checks: Vec<String>,
    /// Whether broken rules are told in one sentence.
    pub one_sentence: bool,
}

/// What undeclared properties of a struct mean.
#[derive(Debug)]
pub enum PlannedOthers {
    /// They are left out.
    Dropped,
    /// They are refused.
    Refused,
    /// They are kept.
    Kept(Type),
}

/// A field.
#[derive(Debug)]
pub struct Field {
    /// Its name on the wire.
    pub wire: String,
    /// The type of the value.
    pub kind: Type,
    /// How absence and null are told.
    pub presence: Presence,
    /// Its schema, with references to anything but a type of its own followed.
    pub schema: Schema,
    /// How a query writes a list or an object.
    pub style: (Option<String>, Option<bool>),
}

/// How a field tells absence and null.
#[derive(Clone, Debug, PartialEq)]
pub enum Presence {
    /// It is there.
    Required,
    /// It is there and may be null.
    RequiredOrNull,
    /// It may be absent.
    Optional,
    /// It may be absent or null, which differ.
    Patch,
    /// Absence means a value.
    Default(Value),
    /// Absence means a value, and null is another.
    DefaultOrNull(Value),
}

/// One of several.
#[derive(Debug)]
pub struct Union {
    /// The variants.
    pub variants: Vec<Variant>,
    /// The property that tells them apart, if there is one.
    pub tag: Option<String>,
    /// Whether the description itself names the property as discriminator, with a mapping.
    pub discriminator: bool,
}

/// A variant.
#[derive(Debug)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: Type,
    /// The values of the tag that mean it.
    pub tags: Vec<String>,
    /// Its schema, followed.
    pub schema: Schema,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `String`.
    Text,
    /// `i64`.
    Integer,
    /// `f64`.
    Number,
    /// `bool`.
    Boolean,
    /// `Instant`.
    Instant,
    /// A civil date.
    Date,
    /// Any JSON.
    Json,
    /// Any JSON object.
    JsonObject,
    /// A list.
    List(Box<Type>),
    /// A map from text.
    Map(Box<Type>),
    /// A generated type.
    Named(String),
}

/// What an operation takes and gives.
#[derive(Debug)]
pub struct PlannedOperation {
    /// The operation's id.
    pub id: String,
    /// The name of the query's type, when there are query parameters.
    pub query: Option<String>,
    /// The type of the JSON body.
    pub body: Option<Type>,
    /// The success answers by status.
    pub answers: Vec<(String, Answer)>,
}

/// What a success answer holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// `Success<T>`.
    Success(Type),
    /// `Success<Option<T>>`, because the data may be null.
    SuccessOrNull(Type),
    /// `Page<T>`.
    Page(Type),
    /// `Done`.
    Done,
    /// The type itself, without an envelope.
    Bare(Type),
    /// No body.
    Empty,
}

/// Plans the types of a document.
///
/// # Errors
/// With every name that is taken twice and every shape that has no type.
pub fn plan(document: &Document) -> Result<Plan, Failure> {
    let usage = Usage::of(document);
    let mut planning =
        Planning { document, usage, plan: Plan::default(), problems: Vec::new(), owners: BTreeMap::new() };
    for (name, schema) in &document.schemas {
        let part_only = planning.usage.parts.contains(name) && !planning.usage.named.contains(name);
        if !BY_HAND.contains(&name.as_str()) && !part_only {
            planning.named(name, schema);
        }
    }
    for operation in &document.operations {
        let planned = planning.operation(operation);
        planning.plan.operations.push(planned);
    }
    Failure::unless_empty(planning.problems)?;
    Ok(planning.plan)
}

/// Which schemas are used, and for what.
#[derive(Default)]
struct Usage {
    /// Reachable from a request.
    requests: BTreeSet<String>,
    /// Referred to as a type.
    named: BTreeSet<String>,
    /// Referred to as a part of an `allOf`.
    parts: BTreeSet<String>,
}

impl Usage {
    fn of(document: &Document) -> Self {
        let mut usage = Self::default();
        for operation in &document.operations {
            let queries =
                operation.parameters.iter().filter(|one| one.place == "query").map(|one| &one.schema);
            for schema in operation.body.iter().chain(queries) {
                usage.visit(document, schema, true);
            }
            for schema in operation.answers.iter().filter_map(|(_, schema)| schema.as_ref()) {
                usage.visit(document, schema, false);
            }
        }
        for (_, schema) in &document.schemas {
            usage.visit(document, schema, false);
        }
        usage
    }

    fn visit(&mut self, document: &Document, schema: &Schema, request: bool) {
        match &schema.kind {
            Kind::Reference(name) => {
                let new = self.named.insert(name.clone());
                let new_request = request && self.requests.insert(name.clone());
                if (new || new_request)
                    && let Some(target) = document.schema(name)
                {
                    self.visit(document, target, request);
                }
            }
            Kind::Object(object) => {
                object.properties.iter().for_each(|one| self.visit(document, &one.schema, request));
                if let Others::Typed(inner) = &object.others {
                    self.visit(document, inner, request);
                }
            }
            Kind::List(inner) => self.visit(document, inner, request),
            Kind::OneOf { variants, .. } => {
                variants.iter().for_each(|variant| self.visit(document, variant, request));
            }
            Kind::AllOf(parts) => {
                for part in parts {
                    if let Kind::Reference(name) = &part.kind {
                        self.parts.insert(name.clone());
                        if let Some(target) = document.schema(name) {
                            self.visit(document, target, request);
                        }
                    } else {
                        self.visit(document, part, request);
                    }
                }
            }
            _ => {}
        }
    }
}

struct Planning<'a> {
    document: &'a Document,
    usage: Usage,
    plan: Plan,
    problems: Vec<String>,
    /// Type name to the place that made it, so that one inline schema met twice makes one type.
    owners: BTreeMap<String, String>,
}

/// Where a schema is met: what an inline type is called after, and where it is kept.
#[derive(Clone)]
struct Place {
    name: String,
    area: String,
    request: bool,
}

impl Place {
    fn below(&self, field: &str) -> Self {
        Self { name: format!("{}{}", self.name, names::pascal(field)), ..self.clone() }
    }
}

/// A property of a merged object, with the schema that declares it.
struct Merged {
    name: String,
    schema: Schema,
    owner: Place,
}

impl Planning<'_> {
    fn named(&mut self, name: &str, schema: &Schema) {
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
    fn is_type(&self, schema: &Schema) -> bool {
        match &schema.kind {
            Kind::Object(object) => !object.properties.is_empty(),
            Kind::Text(values) => !values.is_empty(),
            Kind::OneOf { .. } | Kind::AllOf(_) => true,
            _ => false,
        }
    }

    fn insert(&mut self, place: &Place, schema: &Schema, shape: Shape) {
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

    fn declare(&mut self, schema: &Schema, place: &Place) {
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
                        let alias = schema.aliases.iter().find(|(name, _)| name == value);
                        (value.clone(), alias.map(|(_, other)| other.clone()))
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

    fn structure(&mut self, schema: &Schema, place: &Place) -> Struct {
        let (merged, required, others) = self.merged(schema, place);
        let unknown = required.iter().filter(|name| !merged.iter().any(|one| one.name == **name));
        for name in unknown {
            self.problems.push(format!(
                "openapi/{}.yaml: {}: required `{name}` is not declared",
                place.area, place.name
            ));
        }
        let mut fields = Vec::new();
        for one in &merged {
            let is_required = required.contains(&one.name);
            fields.push(self.field(&one.name, &one.schema, is_required, &one.owner, place.request));
        }
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

    fn field(&mut self, name: &str, schema: &Schema, required: bool, owner: &Place, request: bool) -> Field {
        let followed = self.followed(schema);
        let kind = self.kind(schema, &owner.below(name));
        let default = followed.default.clone().filter(|value| request && !required && !value.is_null());
        let presence = match (required, followed.nullable, default) {
            (true, false, _) => Presence::Required,
            (true, true, _) => Presence::RequiredOrNull,
            (false, false, Some(value)) => Presence::Default(value),
            (false, true, Some(value)) => Presence::DefaultOrNull(value),
            (false, false, None) => Presence::Optional,
            (false, true, None) => Presence::Patch,
        };
        Field { wire: name.to_owned(), kind, presence, schema: followed, style: (None, None) }
    }

    /// The schema with references to anything but a type of its own replaced by what they mean.
    fn followed(&self, schema: &Schema) -> Schema {
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
    fn merged(&mut self, schema: &Schema, place: &Place) -> (Vec<Merged>, Vec<String>, Others) {
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

    fn kind(&mut self, schema: &Schema, place: &Place) -> Type {
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

    fn union(
        &mut self,
        variants: &[Schema],
        discriminator: Option<&(String, Vec<(String, String)>)>,
        place: &Place,
    ) -> Union {
        let (tag, mapping) = match discriminator {
            Some((tag, mapping)) => (Some(tag.clone()), mapping.clone()),
            None => (self.constant_property(variants, place), Vec::new()),
        };
        let mut planned = Vec::new();
        for variant in variants {
            let mapped = mapping
                .iter()
                .filter(|(_, name)| matches!(&variant.kind, Kind::Reference(known) if known == name));
            let mut tags: Vec<String> = mapped.map(|(value, _)| value.clone()).collect();
            if let (Some(tag), true) = (&tag, tags.is_empty()) {
                tags = self.constants(variant, tag, place);
            }
            let name = self.variant_name(variant, &tags);
            let kind = self.kind(variant, &place.below(&name));
            let schema = self.followed(variant);
            planned.push(Variant { name, kind, tags, schema });
        }
        self.distinct(&planned, place);
        Union { variants: planned, tag, discriminator: discriminator.is_some() && !mapping.is_empty() }
    }

    fn distinct(&mut self, variants: &[Variant], place: &Place) {
        let mut seen = BTreeSet::new();
        for variant in variants {
            if !seen.insert(&variant.name) {
                let problem = format!("two variants become `{}`; give one a title", variant.name);
                self.problems.push(format!("openapi/{}.yaml: {}: {problem}", place.area, place.name));
            }
        }
    }

    fn variant_name(&self, schema: &Schema, tags: &[String]) -> String {
        if let [tag] = tags {
            return names::pascal(tag);
        }
        if let Some(title) = &schema.title {
            return names::pascal(title);
        }
        match &schema.kind {
            Kind::Reference(name) => name.clone(),
            Kind::List(inner) => match &inner.kind {
                Kind::Reference(name) => format!("{name}List"),
                _ => "List".to_owned(),
            },
            Kind::Text(_) => "Text".to_owned(),
            Kind::Integer(_) => "Integer".to_owned(),
            Kind::Number => "Number".to_owned(),
            Kind::Boolean(_) => "Boolean".to_owned(),
            Kind::Object(_) | Kind::AllOf(_) => "Object".to_owned(),
            _ => "Other".to_owned(),
        }
    }

    /// The property that holds a value of its own in every variant, if there is one.
    fn constant_property(&mut self, variants: &[Schema], place: &Place) -> Option<String> {
        let first = variants.first()?;
        if variants.iter().any(|variant| !self.is_object(variant)) {
            return None;
        }
        let (properties, ..) = self.merged(first, place);
        let candidates: Vec<String> = properties.into_iter().map(|one| one.name).collect();
        candidates.into_iter().find(|name| {
            let mut seen = BTreeSet::new();
            variants.iter().all(|variant| {
                let values = self.constants(variant, name, place);
                !values.is_empty() && values.into_iter().all(|value| seen.insert(value))
            })
        })
    }

    fn is_object(&self, schema: &Schema) -> bool {
        match &schema.kind {
            Kind::Reference(name) => self.document.schema(name).is_some_and(|target| self.is_object(target)),
            Kind::Object(object) => !object.properties.is_empty(),
            Kind::AllOf(_) => true,
            _ => false,
        }
    }

    /// The values that a required property of an object can have.
    fn constants(&mut self, schema: &Schema, property: &str, place: &Place) -> Vec<String> {
        let (properties, required, _) = self.merged(schema, place);
        if !required.iter().any(|name| name == property) {
            return Vec::new();
        }
        let found = properties.into_iter().find(|one| one.name == property);
        let mut schema = found.map(|one| one.schema).unwrap_or_default();
        if let Kind::Reference(name) = &schema.kind
            && let Some(target) = self.document.schema(name)
        {
            schema = target.clone();
        }
        match schema.kind {
            Kind::Text(values) => values,
            _ => Vec::new(),
        }
    }

    fn operation(&mut self, operation: &Operation) -> PlannedOperation {
        let base = names::pascal(&operation.id);
        let place = |suffix: &str, request| Place {
            name: format!("{base}{suffix}"),
            area: operation.area.clone(),
            request,
        };
        let query = self.query(operation, &place("Query", true));
        let body = operation.body.as_ref().map(|schema| self.kind(schema, &place("Body", true)));
        if let Some(Type::Named(name)) = &body {
            self.mark(operation, &name.clone());
        }
        let mut answers = Vec::new();
        for (status, schema) in &operation.answers {
            let answer = match schema {
                None => Answer::Empty,
                Some(schema) => self.answer(schema, &place("Data", false), &place("Answer", false)),
            };
            answers.push((status.clone(), answer));
        }
        PlannedOperation { id: operation.id.clone(), query, body, answers }
    }

    /// Hands an operation's own checks to the type of its body.
    fn mark(&mut self, operation: &Operation, name: &str) {
        if operation.checks.is_empty() && !operation.one_sentence {
            return;
        }
        let items = self.plan.areas.values_mut().flatten();
        let Some(item) = items.into_iter().find(|item| item.name == name) else { return };
        match &mut item.shape {
            Shape::Struct(structure) => {
                structure.one_sentence |= operation.one_sentence;
                for check in &operation.checks {
                    if !structure.checks.contains(check) {
                        structure.checks.push(check.clone());
                    }
                }
            }
            _ => {
                let problem = "x-check and x-errors of an operation need a body that is one object";
                self.problems.push(format!("openapi/{}.yaml: {}: {problem}", operation.area, operation.id));
            }
        }
    }

    fn query(&mut self, operation: &Operation, place: &Place) -> Option<String> {
        let mut fields = Vec::new();
        for parameter in operation.parameters.iter().filter(|parameter| parameter.place == "query") {
            let mut field = self.field(&parameter.name, &parameter.schema, parameter.required, place, true);
            field.style = (parameter.style.clone(), parameter.explode);
            fields.push(field);
        }
        if fields.is_empty() {
            return None;
        }
        let checks = if operation.body.is_none() { operation.checks.clone() } else { Vec::new() };
        let others = PlannedOthers::Dropped;
        let shape = Shape::Struct(Struct { fields, others, query: true, checks, one_sentence: false });
        let description = Some(format!("The query of `{}`.", operation.id));
        self.insert(place, &Schema { description, ..Schema::default() }, shape);
        Some(place.name.clone())
    }

    fn answer(&mut self, schema: &Schema, data: &Place, bare: &Place) -> Answer {
        let is_envelope = |part: &Schema| matches!(&part.kind, Kind::Reference(name) if name == "Success");
        if is_envelope(schema) {
            return Answer::Done;
        }
        let Kind::AllOf(parts) = &schema.kind else {
            return Answer::Bare(self.kind(schema, bare));
        };
        if !parts.iter().any(is_envelope) {
            return Answer::Bare(self.kind(schema, bare));
        }
        let properties = parts.iter().filter_map(|part| match &part.kind {
            Kind::Object(object) => Some(&object.properties),
            _ => None,
        });
        let (mut found, mut paged) = (None, false);
        for property in properties.flatten() {
            match property.name.as_str() {
                "data" => found = Some(property.schema.clone()),
                "pagination" => paged = true,
                other => {
                    let problem = format!("an envelope cannot hold `{other}`");
                    self.problems.push(format!("openapi/{}.yaml: {}: {problem}", data.area, data.name));
                }
            }
        }
        let Some(found) = found else { return Answer::Done };
        match (self.kind(&found, data), paged) {
            (Type::List(item), true) => Answer::Page(*item),
            (kind, _) if found.nullable => Answer::SuccessOrNull(kind),
            (kind, _) => Answer::Success(kind),
        }
    }
}
