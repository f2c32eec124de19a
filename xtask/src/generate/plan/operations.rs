//! Plans what operations take and give: queries, bodies, answers in their envelope.

use super::objects::{Merged, Place, Planning};
use super::{Answer, PlannedOperation, PlannedOthers, Shape, Struct, Type};
use crate::generate::names;
use crate::spec::{Kind, Operation, Schema};

impl Planning<'_> {
    /// Plans what an operation takes and gives.
    pub fn operation(&mut self, operation: &Operation) -> PlannedOperation {
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
            let (name, schema, owner) = (parameter.name.clone(), parameter.schema.clone(), place.clone());
            let required = if parameter.required { vec![name.clone()] } else { Vec::new() };
            let mut field = self.field(&Merged { name, schema, owner }, &required);
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
