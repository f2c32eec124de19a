//! The booking form: which fields the system adds to an owner's own, in which order, and how a change of the form is
//! laid over the one there is. Pure.

use openhours_storage::Json;
use openhours_storage::event_types::{BookingField, BookingFieldKind as Kind, FieldOrigin};

/// The field of the attendee's phone number.
pub(super) const PHONE: &str = "attendeePhoneNumber";
/// The field whose hidden flag says that no guests are wanted.
const GUESTS: &str = "guests";
/// What stands behind the owner's own fields.
const LAST: [&str; 4] = ["title", "notes", GUESTS, "rescheduleReason"];

/// The fields of an event type that stores none: no labels of their own.
pub fn built_in() -> Vec<BookingField> {
    let first = [name(None), email(), location()];
    first.into_iter().chain(LAST.map(last)).collect()
}

/// The fields that a new event type starts with.
pub(super) fn usual() -> Vec<BookingField> {
    complete(Vec::new())
}

/// The form after a change, or nothing when the change does not touch it. New fields replace the owner's own and every
/// system field that they do not name; the switch for guests alone leaves all others as they are.
pub(super) fn changed(
    stored: Option<&Json<Vec<BookingField>>>,
    fields: Option<Vec<BookingField>>,
    disable_guests: Option<bool>,
) -> Option<Vec<BookingField>> {
    let mut form = match (fields, disable_guests) {
        (None, None) => return None,
        (Some(fields), _) => complete(fields),
        (None, Some(_)) => stored.map_or_else(built_in, |fields| fields.0.clone()),
    };
    if let Some(hidden) = disable_guests
        && let Some(guests) = form.iter_mut().find(|field| field.slug == GUESTS)
    {
        guests.hidden = Some(hidden);
    }
    Some(form)
}

/// The given fields with the system's around them, each system field in its fixed place.
fn complete(fields: Vec<BookingField>) -> Vec<BookingField> {
    let (mut system, own): (Vec<BookingField>, Vec<BookingField>) =
        fields.into_iter().partition(|field| field.origin != FieldOrigin::User && field.slug != PHONE);
    let mut take = |fits: &dyn Fn(&BookingField) -> bool| {
        system.iter().position(fits).map(|position| system.remove(position))
    };
    let mut form = vec![
        take(&is_name).unwrap_or_else(|| name(Some("your_name"))),
        take(&|field| field.slug == "email").unwrap_or_else(email),
        take(&|field| field.slug == "location").unwrap_or_else(location),
    ];
    form.extend(own);
    form.extend(LAST.map(|slug| take(&|field| field.slug == slug).unwrap_or_else(|| last(slug))));
    form
}

fn is_name(field: &BookingField) -> bool {
    matches!(field.kind, Kind::Name | Kind::SplitName)
}

/// The first name that two fields would answer to.
pub(super) fn repeated_name(form: &[BookingField]) -> Option<&str> {
    let name = |field: &BookingField| if is_name(field) { "name".to_owned() } else { field.slug.clone() };
    let mut seen = std::collections::HashSet::new();
    form.iter().find(|field| !seen.insert(name(field))).map(|field| field.slug.as_str())
}

fn name(label: Option<&str>) -> BookingField {
    BookingField {
        label: label.map(ToOwned::to_owned),
        required: true,
        ..bare("name", (Kind::Name, FieldOrigin::System))
    }
}

fn email() -> BookingField {
    BookingField {
        required: true,
        hidden: Some(false),
        ..bare("email", (Kind::Email, FieldOrigin::SystemOptional))
    }
}

fn location() -> BookingField {
    BookingField { hidden: Some(false), ..bare("location", (Kind::RadioInput, FieldOrigin::System)) }
}

fn last(slug: &str) -> BookingField {
    let kind = match slug {
        "title" => Kind::Text,
        GUESTS => Kind::MultiEmail,
        _ => Kind::Textarea,
    };
    let is_title = slug == "title";
    BookingField {
        required: is_title,
        hidden: Some(is_title),
        ..bare(slug, (kind, FieldOrigin::SystemOptional))
    }
}

fn bare(slug: &str, (kind, origin): (Kind, FieldOrigin)) -> BookingField {
    BookingField {
        slug: slug.to_owned(),
        kind,
        origin,
        label: None,
        placeholder: None,
        required: false,
        hidden: None,
        disable_on_prefill: false,
        options: Vec::new(),
        split_name: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(slug: &str) -> BookingField {
        BookingField { label: Some(slug.to_owned()), ..bare(slug, (Kind::Text, FieldOrigin::User)) }
    }

    fn slugs(form: &[BookingField]) -> Vec<&str> {
        form.iter().map(|field| field.slug.as_str()).collect()
    }

    #[test]
    fn the_order_does_not_depend_on_the_request() {
        let notes = BookingField { label: Some("Anything else?".to_owned()), ..last("notes") };
        let phone = bare(PHONE, (Kind::Phone, FieldOrigin::SystemOptional));
        let form = complete(vec![notes.clone(), own("size"), phone, email(), own("company")]);
        assert_eq!(
            slugs(&form),
            [
                "name",
                "email",
                "location",
                "size",
                PHONE,
                "company",
                "title",
                "notes",
                "guests",
                "rescheduleReason"
            ]
        );
        assert_eq!(form[7], notes);
        assert_eq!(form[0].label.as_deref(), Some("your_name"));
    }

    #[test]
    fn a_split_name_takes_the_place_of_the_name() {
        let split =
            BookingField { required: true, ..bare("splitName", (Kind::SplitName, FieldOrigin::System)) };
        assert_eq!(slugs(&complete(vec![split]))[0], "splitName");
    }

    #[test]
    fn the_switch_for_guests_keeps_the_owners_fields() {
        let stored = Json(complete(vec![own("company")]));
        let form = changed(Some(&stored), None, Some(true)).expect("the form changes");
        assert!(slugs(&form).contains(&"company"));
        let guests = form.iter().find(|field| field.slug == GUESTS).expect("a system field");
        assert_eq!(guests.hidden, Some(true));
        assert_eq!(changed(Some(&stored), None, None), None);
    }

    #[test]
    fn new_fields_reset_what_they_do_not_name() {
        let title = BookingField { required: false, hidden: Some(false), ..last("title") };
        let stored = Json(complete(vec![title, own("company")]));
        let form = changed(Some(&stored), Some(vec![own("size")]), None).expect("the form changes");
        assert!(!slugs(&form).contains(&"company"));
        let title = form.iter().find(|field| field.slug == "title").expect("a system field");
        assert_eq!(title.hidden, Some(true));
    }

    #[test]
    fn two_fields_cannot_answer_to_one_name() {
        assert_eq!(repeated_name(&complete(vec![own("company")])), None);
        assert_eq!(repeated_name(&complete(vec![own("email")])), Some("email"));
    }
}
