//! What the planned types contain: which are recursive, which have bounds that validation must reach.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::{Item, Plan, PlannedOthers, Shape, Type};
use crate::spec::{Bounds, Kind, Schema};

/// Questions about a plan's types.
#[derive(Debug)]
pub struct Graph<'a> {
    items: BTreeMap<&'a str, &'a Item>,
    contains: BTreeMap<&'a str, BTreeSet<&'a str>>,
    directly: BTreeMap<&'a str, BTreeSet<&'a str>>,
    bounded: BTreeSet<&'a str>,
}

impl<'a> Graph<'a> {
    /// Looks at all types of the plan.
    pub fn new(plan: &'a Plan) -> Self {
        let items: BTreeMap<&str, &Item> =
            plan.areas.values().flatten().map(|item| (item.name.as_str(), item)).collect();
        let mut graph =
            Self { items, contains: BTreeMap::new(), directly: BTreeMap::new(), bounded: BTreeSet::new() };
        for item in plan.areas.values().flatten() {
            for kind in kinds(item) {
                if let Some((name, direct)) = target(kind) {
                    graph.contains.entry(&item.name).or_default().insert(name);
                    if direct {
                        graph.directly.entry(&item.name).or_default().insert(name);
                    }
                }
            }
        }
        graph.find_bounded();
        graph
    }

    fn find_bounded(&mut self) {
        for (name, item) in &self.items {
            if has_own_bounds(item) {
                self.bounded.insert(name);
            }
        }
        loop {
            let found: Vec<&str> = self
                .contains
                .iter()
                .filter(|(name, parts)| {
                    !self.bounded.contains(*name) && parts.iter().any(|part| self.bounded.contains(part))
                })
                .map(|(name, _)| *name)
                .collect();
            if found.is_empty() {
                return;
            }
            self.bounded.extend(found);
        }
    }

    /// The item of that name.
    pub fn item(&self, name: &str) -> Option<&'a Item> {
        self.items.get(name).copied()
    }

    /// Whether a value of `inner` can hold a value of `outer` at any depth.
    pub fn recursive(&self, outer: &str, inner: &str) -> bool {
        reaches(&self.contains, inner, outer)
    }

    /// Whether a value of `inner` holds a value of `outer` without a list between, so that it needs a box.
    pub fn needs_box(&self, outer: &str, inner: &str) -> bool {
        reaches(&self.directly, inner, outer)
    }

    /// Whether validation of the type can fail.
    pub fn bounded(&self, name: &str) -> bool {
        self.bounded.contains(name)
    }
}

fn reaches(edges: &BTreeMap<&str, BTreeSet<&str>>, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(name) = open.pop() {
        if name == to {
            return true;
        }
        if seen.insert(name) {
            open.extend(edges.get(name).into_iter().flatten());
        }
    }
    false
}

fn kinds(item: &Item) -> Vec<&Type> {
    match &item.shape {
        Shape::Struct(structure) => {
            let mut all: Vec<&Type> = structure.fields.iter().map(|field| &field.kind).collect();
            if let PlannedOthers::Kept(kind) = &structure.others {
                all.push(kind);
            }
            all
        }
        Shape::Union(union) => union.variants.iter().map(|variant| &variant.kind).collect(),
        Shape::Alias(_) | Shape::Texts(_) => Vec::new(),
    }
}

/// The generated type inside a type, and whether it is there without a list or map between.
pub fn target(kind: &Type) -> Option<(&str, bool)> {
    match kind {
        Type::Named(name) => Some((name, true)),
        Type::List(inner) | Type::Map(inner) => target(inner).map(|(name, _)| (name, false)),
        _ => None,
    }
}

fn has_own_bounds(item: &Item) -> bool {
    match &item.shape {
        Shape::Struct(structure) => structure.fields.iter().any(|field| is_bounded(&field.schema)),
        _ => false,
    }
}

/// Whether validation of the value itself can fail.
pub fn is_bounded(schema: &Schema) -> bool {
    let format = matches!(schema.format.as_deref(), Some("email" | "uri" | "uuid" | "time-zone" | "phone"));
    let numbers = matches!(&schema.kind, Kind::Integer(values) if !values.is_empty());
    schema.bounds != Bounds::default() || format || numbers
}
