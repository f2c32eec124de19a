//! Where the meetings of an event type take place: which kinds and apps its owner may choose, and the place when none
//! is chosen. What an app then does is decided elsewhere.

use super::policy::EventTypePolicy;
use crate::Error;
use crate::access::Owner;
use openhours_storage::event_types::EventLocation;
use openhours_storage::types::Object;
use openhours_storage::{Connection, credentials};
use serde_json::Value;

/// The conferencing app that needs no connection, by its name in locations.
const BUILT_IN: &str = "cal-video";

/// A room of the built-in conferencing app.
pub(super) fn built_in_video() -> EventLocation {
    app(BUILT_IN, None)
}

fn app(integration: &str, link: Option<String>) -> EventLocation {
    EventLocation::Integration { integration: integration.to_owned(), link, credential_id: None }
}

/// The places of an event type whose request names none: the app that its owner has chosen for everything, else the
/// policy's. Without any place bookings take place in the built-in app.
pub(super) fn usual(metadata: &Object, policy: &EventTypePolicy) -> Vec<EventLocation> {
    let chosen = metadata.get("defaultConferencingApp");
    let text = |key: &str| chosen.and_then(|app| app.get(key)).and_then(Value::as_str);
    match text("appSlug").filter(|slug| !slug.is_empty()) {
        None => policy.usual_locations(),
        Some(slug) => vec![app(location_name(slug), text("appLink").map(ToOwned::to_owned))],
    }
}

/// Whether the owner may use these places.
pub(super) fn check(
    connection: &mut Connection,
    (owner, policy): (&Owner, &EventTypePolicy),
    locations: &[EventLocation],
) -> Result<(), Error> {
    for location in locations {
        match location {
            EventLocation::OrganizersDefaultApp if !policy.allows_hosts_own_app() => {
                return Err(Error::invalid(
                    "Unsupported location type 'organizersDefaultApp'. Valid types are address, link, integration, \
                     and phone.",
                ));
            }
            EventLocation::Integration { integration, .. } if integration != BUILT_IN => {
                if policy.known_apps().is_some_and(|known| !known.contains(&integration.as_str())) {
                    let known = policy.known_apps().unwrap_or_default();
                    return Err(Error::invalid("Invalid app, available apps are: ")
                        .with_choices(format!("{BUILT_IN}, {}", known.join(", "))));
                }
                let slug = app_slug(integration);
                if !credentials::has_app(connection, owner, slug)? {
                    return Err(Error::invalid(format!("{slug} not connected.")));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Names of apps in locations that differ from the apps' own.
const RENAMED: [(&str, &str); 24] = [
    ("office365-video", "msteams"),
    ("facetime-video", "facetime"),
    ("whereby-video", "whereby"),
    ("whatsapp-video", "whatsapp"),
    ("webex-video", "webex"),
    ("telegram-video", "telegram"),
    ("sylaps-video", "sylapsvideo"),
    ("skype-video", "skype"),
    ("sirius-video", "sirius_video"),
    ("signal-video", "signal"),
    ("shimmer-video", "shimmervideo"),
    ("salesroom-video", "salesroom"),
    ("roam-video", "roam"),
    ("riverside-video", "riverside"),
    ("ping-video", "ping"),
    ("mirotalk-video", "mirotalk"),
    ("jelly-video", "jelly"),
    ("jelly-conferencing", "jelly"),
    ("huddle", "huddle01"),
    ("element-call-video", "element-call"),
    ("eightxeight-video", "eightxeight"),
    ("discord-video", "discord"),
    ("demodesk-video", "demodesk"),
    ("campfire-video", "campfire"),
];

/// The app's own name, by its name in locations.
pub(super) fn app_slug(integration: &str) -> &str {
    RENAMED.iter().find(|(name, _)| *name == integration).map_or(integration, |(_, slug)| slug)
}

/// The app's name in locations, by its own.
fn location_name(slug: &str) -> &str {
    match slug {
        "daily-video" => BUILT_IN,
        _ => RENAMED.iter().find(|(_, own)| *own == slug).map_or(slug, |(name, _)| name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apps_have_two_names() {
        for (integration, slug) in [
            ("office365-video", "msteams"),
            ("google-meet", "google-meet"),
            ("zoom", "zoom"),
            ("huddle", "huddle01"),
            ("jelly-conferencing", "jelly"),
            ("sirius-video", "sirius_video"),
        ] {
            assert_eq!(app_slug(integration), slug);
        }
        assert_eq!(location_name("msteams"), "office365-video");
        assert_eq!(location_name("daily-video"), "cal-video");
        assert_eq!(location_name("jitsi"), "jitsi");
    }

    #[test]
    fn the_owners_own_app_is_the_usual_place() {
        let policy = EventTypePolicy::of(&Owner::User(1));
        assert_eq!(usual(&Object::new(), &policy), []);
        let metadata = serde_json::json!({
            "defaultConferencingApp": {"appSlug": "whereby", "appLink": "https://whereby.example.com/ana"}
        });
        let metadata = metadata.as_object().expect("an object");
        let link = "https://whereby.example.com/ana".to_owned();
        assert_eq!(usual(metadata, &policy), [app("whereby-video", Some(link))]);
    }
}
