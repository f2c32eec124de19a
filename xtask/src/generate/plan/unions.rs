//! Plans unions: what tells the variants apart, and what they are called.

use std::collections::BTreeSet;

use super::objects::{Place, Planning};
use super::{Union, Variant};
use crate::generate::names;
use crate::spec::{Kind, Schema};

impl Planning<'_> {
    pub(super) fn union(
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
}
