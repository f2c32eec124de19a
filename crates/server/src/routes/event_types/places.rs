//! Locations between the wire and the rooms. Apps keep their wire names in the store.

use crate::error::ApiError;
use openhours_contract::event_types as wire;
use openhours_service::event_types::EventLocation;

/// The locations of a request.
pub fn stored(sent: Vec<wire::EventTypeLocation>) -> Result<Vec<EventLocation>, ApiError> {
    sent.into_iter().map(stored_one).collect()
}

fn stored_one(sent: wire::EventTypeLocation) -> Result<EventLocation, ApiError> {
    use wire::EventTypeLocation as Sent;
    Ok(match sent {
        Sent::Address(place) => EventLocation::Address { address: place.address, public: place.public },
        Sent::Link(place) => EventLocation::Link { link: place.link, public: place.public },
        Sent::Phone(place) => EventLocation::Phone { phone: place.phone, public: place.public },
        Sent::Integration(place) => EventLocation::Integration {
            integration: place.integration.as_str().to_owned(),
            link: None,
            credential_id: None,
        },
        Sent::AttendeeAddress(_) => EventLocation::AttendeeAddress,
        Sent::AttendeePhone(_) => EventLocation::AttendeePhone,
        Sent::AttendeeDefined(_) => EventLocation::AttendeeDefined,
        Sent::OrganizersDefaultApp(_) => EventLocation::OrganizersDefaultApp,
        Sent::Unknown(_) => return Err(ApiError::bad_request("Unsupported location type 'unknown'.")),
    })
}

/// The locations of an event type; what the wire has no form for stands last.
pub fn shown(stored: Vec<EventLocation>) -> Vec<wire::EventTypeLocation> {
    let mut shown: Vec<_> = stored.into_iter().map(shown_one).collect();
    shown.sort_by_key(|location| matches!(location, wire::EventTypeLocation::Unknown(_)));
    shown
}

fn shown_one(stored: EventLocation) -> wire::EventTypeLocation {
    use wire::EventTypeLocation as Shown;
    match stored {
        EventLocation::Address { address, public } => Shown::Address(wire::AddressLocation {
            r#type: wire::AddressLocationType::Address,
            address,
            public,
        }),
        EventLocation::Link { link, public } => {
            Shown::Link(wire::LinkLocation { r#type: wire::LinkLocationType::Link, link, public })
        }
        EventLocation::Phone { phone, public } => {
            Shown::Phone(wire::PhoneLocation { r#type: wire::PhoneLocationType::Phone, phone, public })
        }
        EventLocation::Integration { integration, link, credential_id } => {
            match wire::IntegrationLocationIntegration::parse(&integration) {
                Some(integration) => Shown::Integration(wire::IntegrationLocation {
                    r#type: wire::IntegrationLocationType::Integration,
                    integration,
                    link,
                    credential_id,
                }),
                None => unknown(&serde_json::json!({ "type": integration, "link": link })),
            }
        }
        EventLocation::AttendeeAddress => Shown::AttendeeAddress(wire::AttendeeAddressLocation {
            r#type: wire::AttendeeAddressLocationType::AttendeeAddress,
        }),
        EventLocation::AttendeePhone => Shown::AttendeePhone(wire::AttendeePhoneLocation {
            r#type: wire::AttendeePhoneLocationType::AttendeePhone,
        }),
        EventLocation::AttendeeDefined => Shown::AttendeeDefined(wire::AttendeeDefinedLocation {
            r#type: wire::AttendeeDefinedLocationType::AttendeeDefined,
        }),
        EventLocation::OrganizersDefaultApp => {
            Shown::OrganizersDefaultApp(wire::OrganizersDefaultAppLocation {
                r#type: wire::OrganizersDefaultAppLocationType::OrganizersDefaultApp,
            })
        }
        EventLocation::Unknown { location } => unknown(&location),
    }
}

fn unknown(location: &serde_json::Value) -> wire::EventTypeLocation {
    wire::EventTypeLocation::Unknown(wire::UnknownLocation {
        r#type: wire::UnknownLocationType::Unknown,
        location: location.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_form_stands_last_as_text() {
        let stored = vec![
            EventLocation::Unknown { location: serde_json::json!({"type": "moon"}) },
            EventLocation::AttendeePhone,
        ];
        let shown = serde_json::to_value(shown(stored)).unwrap();
        assert_eq!(
            shown,
            serde_json::json!([
                {"type": "attendeePhone"},
                {"type": "unknown", "location": "{\"type\":\"moon\"}"}
            ])
        );
    }
}
