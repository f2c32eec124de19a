//! Which schemas a document uses, and for what.

use std::collections::BTreeSet;

use crate::spec::{Document, Kind, Others, Schema};

/// Which schemas are used, and for what.
#[derive(Default)]
pub struct Usage {
    /// Reachable from a request.
    pub requests: BTreeSet<String>,
    /// Referred to as a type.
    pub named: BTreeSet<String>,
    /// Referred to as a part of an `allOf`.
    pub parts: BTreeSet<String>,
}

impl Usage {
    /// Looks at a document.
    pub fn of(document: &Document) -> Self {
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
