//! That somebody who books can be reached: by mail, or where the owner may do so by phone. Pure.

use super::form;
use super::policy::EventTypePolicy;
use crate::{Error, Voice};
use openhours_storage::event_types::BookingField;

fn is_demanded(fields: &[BookingField], slug: &str) -> bool {
    fields.iter().any(|field| field.slug == slug && field.required && field.hidden != Some(true))
}

/// A form asks for an address or a phone number.
pub(super) fn check_reachable(fields: &[BookingField]) -> Result<(), Error> {
    if is_demanded(fields, "email") || is_demanded(fields, form::PHONE) {
        return Ok(());
    }
    Err(Error::invalid(
        "Booking fields validation failed: visible and required email or visible and required attendee phone field \
         is needed.",
    ))
}

/// Where a phone number alone does not do, the form asks for an address.
pub(super) fn check_email(fields: &[BookingField], policy: &EventTypePolicy) -> Result<(), Error> {
    if policy.allows_phone_only || is_demanded(fields, "email") {
        return Ok(());
    }
    Err(Error::invalid("checkIsEmailUserAccessible - Email booking field must be required and visible"))
}

/// No two fields answer to one name.
pub(super) fn check_names(fields: &[BookingField]) -> Result<(), Error> {
    match form::repeated_name(fields) {
        None => Ok(()),
        Some(name) => {
            Err(Error::invalid(format!("Duplicate booking field name: {name}")).voiced(Voice::Product))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Owner;
    use openhours_storage::event_types::{BookingFieldKind, FieldOrigin};

    fn phone_only() -> Vec<BookingField> {
        let mut fields = form::usual();
        fields[1].required = false;
        fields[1].hidden = Some(true);
        let mut phone = fields[1].clone();
        phone.slug = form::PHONE.to_owned();
        phone.kind = BookingFieldKind::Phone;
        phone.origin = FieldOrigin::SystemOptional;
        phone.required = true;
        phone.hidden = Some(false);
        fields.push(phone);
        fields
    }

    #[test]
    fn somebody_without_address_needs_a_phone_and_an_owner_who_may_do_so() {
        assert!(check_reachable(&form::usual()).is_ok());
        assert!(check_reachable(&phone_only()).is_ok());
        let nobody = &phone_only()[..7];
        assert!(check_reachable(nobody).is_err());
        let person = EventTypePolicy::of(&Owner::User(1));
        assert!(check_email(&form::usual(), &person).is_ok());
        assert!(check_email(&phone_only(), &person).is_err());
        let mut team = EventTypePolicy::of(&Owner::Team(1));
        team.allows_phone_only = true;
        assert!(check_email(&phone_only(), &team).is_ok());
    }
}
