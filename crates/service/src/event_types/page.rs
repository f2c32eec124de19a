//! Addresses of booking pages. Pure.

use openhours_storage::teams::Team;

/// Where the booking pages of people start: of an organization's members under its own name, of all others at the web
/// application. Platforms have no pages of their own.
pub(super) fn origin(web_app_url: &str, organization: Option<&Team>) -> String {
    let slug = organization.filter(|team| !team.is_platform).and_then(|team| team.slug.as_deref());
    match (slug, web_app_url.split_once("://")) {
        (Some(slug), Some((scheme, host))) => format!("{scheme}://{slug}.{host}"),
        _ => web_app_url.to_owned(),
    }
}

/// The page of an event type; nothing where there is no username.
pub(super) fn of(origin: &str, username: Option<&str>, slug: &str) -> String {
    match username.filter(|name| !name.is_empty()) {
        Some(username) => format!("{origin}/{username}/{slug}"),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_needs_a_username() {
        let origin = origin("https://book.example.com", None);
        assert_eq!(of(&origin, Some("ana"), "intro"), "https://book.example.com/ana/intro");
        assert_eq!(of(&origin, Some(""), "intro"), "");
        assert_eq!(of(&origin, None, "intro"), "");
    }
}
