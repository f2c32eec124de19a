//! Whether the described operations and the mounted ones are the same.

use std::collections::{BTreeMap, BTreeSet};

use super::{Drift, Inputs, text};

/// Every operation that is on one side only, mounted twice, or built and still marked as planned.
pub fn drifts(inputs: &Inputs) -> Vec<Drift> {
    let mut found = Vec::new();
    let described: BTreeMap<&str, (&str, bool)> = inputs
        .described()
        .map(|(path, _, operation)| {
            (text(operation, "operationId"), (path, text(operation, "x-status") == "planned"))
        })
        .collect();
    let mut seen = BTreeSet::new();
    for route in &inputs.mounted.mounted {
        let id = route.operation_id.as_str();
        let handler = inputs.handler_in(id).unwrap_or("crates/server/src/routes").to_owned();
        if !seen.insert(id) {
            found.push(Drift {
                file: handler.clone(),
                place: id.to_owned(),
                what: "mounted twice".to_owned(),
                mend: "keep one handler for each operation id".to_owned(),
            });
        }
        match described.get(id) {
            None => found.push(Drift {
                file: handler,
                place: id.to_owned(),
                what: format!("{} {} is mounted, but not described", route.method, route.path),
                mend: "describe it in openapi/, then run `cargo xtask generate`; or take the id from there"
                    .to_owned(),
            }),
            Some((path, true)) => found.push(Drift {
                file: inputs.described_in(path),
                place: id.to_owned(),
                what: "mounted, but still marked as planned".to_owned(),
                mend: "remove its `x-status: planned`, then run `cargo xtask generate`".to_owned(),
            }),
            Some(_) => {}
        }
    }
    let missing = described.iter().filter(|(id, (_, planned))| !planned && !seen.contains(*id));
    found.extend(missing.map(|(id, (path, _))| Drift {
        file: inputs.described_in(path),
        place: (*id).to_owned(),
        what: "described, but not mounted".to_owned(),
        mend: "write its handler and list it in the `routes()` of its area; or mark it `x-status: planned`, then run \
               `cargo xtask generate`"
            .to_owned(),
    }));
    found
}
