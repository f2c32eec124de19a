//! Whether the generated files are what the generator writes now.

use std::collections::BTreeMap;

use super::{Drift, GENERATE};
use crate::generate;

/// Every stale file.
pub fn drifts(expected: &BTreeMap<String, String>, generated: &BTreeMap<String, String>) -> Vec<Drift> {
    let one = |name: &String| Drift {
        file: name.clone(),
        place: "the whole file".to_owned(),
        what: match (expected.get(name), generated.get(name)) {
            (Some(expected), Some(text)) => first_difference(expected, text),
            (None, _) => "nothing of the description is in it any more".to_owned(),
            (Some(_), None) => "missing".to_owned(),
        },
        mend: GENERATE.to_owned(),
    };
    generate::stale(expected, generated).into_iter().map(one).collect()
}

fn first_difference(expected: &str, text: &str) -> String {
    let same = expected.lines().zip(text.lines()).take_while(|(one, other)| one == other).count();
    let is = text.lines().nth(same).unwrap_or_default().trim();
    format!("stale from line {} on, which is `{is}`", same + 1)
}
