//! Which handler answers which version of the API: the one table behind the header `cal-api-version`.

use crate::arguments::Argument;
use crate::call::Call;
use crate::describe::Description;
use crate::error::ApiError;
use actix_web::http::header::HeaderMap;

/// The header that names a version.
pub const HEADER: &str = "cal-api-version";

/// Every version that has a meaning, oldest first.
const KNOWN: [&str; 6] = ["2024-04-15", "2024-06-11", "2024-06-14", "2024-08-13", "2024-09-04", "2026-02-25"];

/// A version of the API. Absent and unknown values are the oldest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(&'static str);

impl Version {
    /// The oldest.
    pub const OLDEST: Self = Self(KNOWN[0]);

    /// The version with this name, or the oldest.
    pub fn named(name: &str) -> Self {
        KNOWN.into_iter().find(|known| *known == name.trim()).map_or(Self::OLDEST, Self)
    }

    /// The version that a request asks for.
    pub fn asked(headers: &HeaderMap) -> Self {
        headers.get(HEADER).and_then(|value| value.to_str().ok()).map_or(Self::OLDEST, Self::named)
    }
}

/// For handlers in which a rule depends on the version; the header is described with the route's versions.
impl Argument for Version {
    async fn take(call: &mut Call) -> Result<Self, ApiError> {
        Ok(Self::asked(call.request.headers()))
    }

    fn describe(_description: &mut Description) {}
}

/// The index of the handler that answers `asked`, given the versions that each accepts (none = every version).
///
/// While the oldest dialects are not built, a version older than all accepted ones goes to the handler that accepts the
/// oldest; a version that no handler accepts otherwise goes to none.
pub fn choose(accepted: &[&[&str]], asked: Version) -> Option<usize> {
    let exact = accepted.iter().position(|versions| versions.is_empty() || versions.contains(&asked.0));
    exact.or_else(|| {
        let (oldest, index) = accepted
            .iter()
            .enumerate()
            .flat_map(|(index, versions)| versions.iter().map(move |version| (*version, index)))
            .min()?;
        (asked.0 < oldest).then_some(index)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOKINGS: &[&str] = &["2024-08-13", "2026-02-25"];
    const EVENT_TYPES: &[&str] = &["2024-06-14"];

    #[test]
    fn an_absent_or_unknown_version_is_the_oldest() {
        assert_eq!(Version::named("2024-05-21"), Version::OLDEST);
        assert_eq!(Version::asked(&HeaderMap::new()), Version::OLDEST);
    }

    #[test]
    fn a_handler_without_versions_answers_all() {
        assert_eq!(choose(&[&[]], Version::named("2024-08-13")), Some(0));
    }

    #[test]
    fn a_version_older_than_the_contract_is_answered_by_the_contract() {
        assert_eq!(choose(&[BOOKINGS], Version::OLDEST), Some(0));
        assert_eq!(choose(&[EVENT_TYPES], Version::named("2024-06-11")), Some(0));
    }

    #[test]
    fn a_version_that_no_handler_accepts_finds_none() {
        assert_eq!(choose(&[EVENT_TYPES], Version::named("2024-08-13")), None);
        assert_eq!(choose(&[BOOKINGS], Version::named("2024-09-04")), None);
    }

    #[test]
    fn an_accepted_version_finds_its_own_handler() {
        let both: &[&[&str]] = &[BOOKINGS, &["2024-04-15", "2024-06-11"]];
        assert_eq!(choose(both, Version::named("2024-06-11")), Some(1));
        assert_eq!(choose(both, Version::named("2026-02-25")), Some(0));
        assert_eq!(choose(both, Version::named("2024-09-04")), None);
    }
}
