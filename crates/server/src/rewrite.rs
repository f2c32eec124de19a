//! Old and careless spellings of paths, brought to the contract's: prefixes, a known misspelling, trailing slashes and
//! the case of letters. Pure; the middleware applies it before anything else reads the path.

use crate::tree::Tree;

/// The path as the contract spells it; `None` when it is spelled so already.
pub fn path(asked: &str, tree: &Tree) -> Option<String> {
    let mut path = asked.to_owned();
    if let Some(rest) = without_prefix(&path, "/api/v2") {
        path = format!("/v2{rest}");
    }
    if let Some(rest) = without_prefix(&path, "/v2/ee") {
        path = format!("/v2{rest}");
    }
    if path.contains("reccuring") {
        path = path.replace("reccuring", "recurring");
    }
    if path.len() > 1 && path.ends_with('/') {
        path.truncate(path.trim_end_matches('/').len().max(1));
        if !path.starts_with('/') {
            path.insert(0, '/');
        }
    }
    if let Some(spelled) = tree.spelled(&path) {
        path = spelled;
    }
    (path != asked).then_some(path)
}

/// What follows `prefix` when the path is below it, in any case of letters.
fn without_prefix<'a>(path: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = path.split_at_checked(prefix.len())?;
    (start.eq_ignore_ascii_case(prefix) && (rest.is_empty() || rest.starts_with('/'))).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::{Operation, example};
    use crate::tree::Answerer;

    static ME: Operation = example("getMe", "/v2/me");
    static SERIES: Operation = example("series", "/v2/bookings/recurring");
    static BOOKING: Operation = example("getBooking", "/v2/bookings/{bookingUid}");

    fn rewritten(asked: &str) -> String {
        let tree = Tree::of([&ME, &SERIES, &BOOKING].map(Answerer::Planned));
        path(asked, &tree).unwrap_or_else(|| asked.to_owned())
    }

    #[test]
    fn old_spellings_become_the_contracts() {
        for (asked, expected) in [
            ("/v2/me", "/v2/me"),
            ("/api/v2/me", "/v2/me"),
            ("/api/v2", "/v2"),
            ("/v2/ee/me", "/v2/me"),
            ("/api/v2/ee/me/", "/v2/me"),
            ("/v2/bookings/reccuring", "/v2/bookings/recurring"),
            ("/v2/me/", "/v2/me"),
            ("/V2/Me", "/v2/me"),
            ("/v2/Bookings/AbC", "/v2/bookings/AbC"),
            ("/v2/eel", "/v2/eel"),
            ("/api/v20", "/api/v20"),
            ("/", "/"),
            ("///", "/"),
        ] {
            assert_eq!(rewritten(asked), expected, "{asked}");
        }
    }
}
