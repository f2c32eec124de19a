//! Booking fields between the wire and the rooms. Their order, and which system fields there are, is the rooms'.

use openhours_contract::event_types as wire;
use openhours_service::event_types::{
    BookingField, BookingFieldKind as Kind, FieldOption, FieldOrigin, SplitName,
};

/// The system field of the booker's phone number.
const PHONE: &str = "attendeePhoneNumber";

/// The fields of a request.
pub fn stored(sent: Vec<wire::BookingFieldInput>) -> Vec<BookingField> {
    sent.into_iter().map(stored_one).collect()
}

fn stored_one(sent: wire::BookingFieldInput) -> BookingField {
    use wire::BookingFieldInput as Sent;
    match sent {
        Sent::NameFieldInput(field) => BookingField {
            label: field.label,
            placeholder: field.placeholder,
            required: true,
            disable_on_prefill: field.disable_on_prefill.unwrap_or(false),
            ..bare("name".to_owned(), Kind::Name, FieldOrigin::System)
        },
        Sent::SplitNameFieldInput(field) => BookingField {
            required: true,
            disable_on_prefill: field.disable_on_prefill.unwrap_or(false),
            split_name: Some(SplitName {
                first_label: field.first_name_label,
                first_placeholder: field.first_name_placeholder,
                last_label: field.last_name_label,
                last_placeholder: field.last_name_placeholder,
                last_required: field.last_name_required,
            }),
            ..bare("splitName".to_owned(), Kind::SplitName, FieldOrigin::System)
        },
        Sent::EmailFieldInput(field) => BookingField {
            label: field.label,
            placeholder: field.placeholder,
            required: field.required,
            hidden: Some(field.hidden),
            disable_on_prefill: field.disable_on_prefill.unwrap_or(false),
            ..bare("email".to_owned(), Kind::Email, FieldOrigin::SystemOptional)
        },
        Sent::QuestionFieldInput(field) => question(field),
        Sent::ChoiceFieldInput(field) => choice(field),
        Sent::SystemFieldInput(field) => system(field),
    }
}

fn question(field: wire::QuestionFieldInput) -> BookingField {
    use wire::QuestionFieldInputType as Sent;
    let kind = match field.r#type {
        Sent::Phone => Kind::Phone,
        Sent::Address => Kind::Address,
        Sent::Text => Kind::Text,
        Sent::Number => Kind::Number,
        Sent::Textarea => Kind::Textarea,
        Sent::Url => Kind::Url,
        Sent::Multiemail => Kind::MultiEmail,
        Sent::Boolean => Kind::Boolean,
    };
    let is_system = kind == Kind::Phone && field.slug == PHONE;
    let origin = if is_system { FieldOrigin::SystemOptional } else { FieldOrigin::User };
    BookingField {
        label: Some(field.label),
        placeholder: field.placeholder,
        required: field.required,
        hidden: Some(field.hidden),
        disable_on_prefill: field.disable_on_prefill.unwrap_or(false),
        ..bare(field.slug, kind, origin)
    }
}

fn choice(field: wire::ChoiceFieldInput) -> BookingField {
    use wire::ChoiceFieldInputType as Sent;
    let kind = match field.r#type {
        Sent::Select => Kind::Select,
        Sent::Multiselect => Kind::MultiSelect,
        Sent::Checkbox => Kind::Checkbox,
        Sent::Radio => Kind::Radio,
    };
    let option = |text: String| FieldOption { label: text.clone(), value: text };
    BookingField {
        label: Some(field.label),
        placeholder: field.placeholder,
        required: field.required,
        hidden: Some(field.hidden),
        disable_on_prefill: field.disable_on_prefill.unwrap_or(false),
        options: field.options.into_iter().map(option).collect(),
        ..bare(field.slug, kind, FieldOrigin::User)
    }
}

fn system(field: wire::SystemFieldInput) -> BookingField {
    use wire::SystemFieldInputSlug as Sent;
    let slug = field.slug.as_str().to_owned();
    let kind = match field.slug {
        // Of the location only the label can be changed.
        Sent::Location => {
            let location = bare(slug, Kind::RadioInput, FieldOrigin::System);
            return BookingField { label: field.label, hidden: Some(false), ..location };
        }
        Sent::Title => Kind::Text,
        Sent::Guests => Kind::MultiEmail,
        Sent::Notes | Sent::RescheduleReason => Kind::Textarea,
    };
    BookingField {
        label: field.label,
        placeholder: field.placeholder,
        required: field.required,
        hidden: Some(field.hidden),
        disable_on_prefill: field.disable_on_prefill.unwrap_or(false),
        ..bare(slug, kind, FieldOrigin::SystemOptional)
    }
}

fn bare(slug: String, kind: Kind, origin: FieldOrigin) -> BookingField {
    BookingField {
        slug,
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

/// The fields of an event type, in the order of its form.
pub fn shown(stored: Vec<BookingField>) -> Vec<wire::BookingField> {
    stored.into_iter().map(shown_one).collect()
}

fn shown_one(field: BookingField) -> wire::BookingField {
    let is_name = matches!(field.kind, Kind::Name | Kind::SplitName);
    let has_options = matches!(field.kind, Kind::Select | Kind::MultiSelect | Kind::Checkbox | Kind::Radio);
    let has_placeholder =
        !matches!(field.kind, Kind::Boolean | Kind::MultiSelect | Kind::Checkbox | Kind::Radio);
    let options = || field.options.into_iter().map(|option| option.value).collect();
    let split = field.split_name.unwrap_or_default();
    let is_split = field.kind == Kind::SplitName;
    wire::BookingField {
        is_default: field.origin != FieldOrigin::User,
        r#type: kind_shown(field.kind),
        slug: field.slug,
        required: field.required,
        label: field.label,
        placeholder: field.placeholder.filter(|_| has_placeholder),
        disable_on_prefill: (field.kind != Kind::RadioInput).then_some(field.disable_on_prefill),
        hidden: (!is_name).then_some(field.hidden.unwrap_or(false)),
        options: has_options.then(options),
        first_name_label: split.first_label,
        first_name_placeholder: split.first_placeholder,
        last_name_label: split.last_label,
        last_name_placeholder: split.last_placeholder,
        last_name_required: is_split.then_some(split.last_required),
    }
}

fn kind_shown(kind: Kind) -> wire::BookingFieldType {
    use wire::BookingFieldType as Shown;
    match kind {
        Kind::Name => Shown::Name,
        Kind::SplitName => Shown::SplitName,
        Kind::Email => Shown::Email,
        Kind::Phone => Shown::Phone,
        Kind::Address => Shown::Address,
        Kind::Text => Shown::Text,
        Kind::Number => Shown::Number,
        Kind::Textarea => Shown::Textarea,
        Kind::Url => Shown::Url,
        Kind::MultiEmail => Shown::Multiemail,
        Kind::Select => Shown::Select,
        Kind::MultiSelect => Shown::Multiselect,
        Kind::Checkbox => Shown::Checkbox,
        Kind::Radio => Shown::Radio,
        Kind::Boolean => Shown::Boolean,
        Kind::RadioInput => Shown::RadioInput,
    }
}
