//! Fields of a booking form, as an event type stores them.

use serde::{Deserialize, Serialize};

use crate::types::text_enum;

text_enum! {
    /// What a field holds.
    BookingFieldKind {
        /// The booker's name in one text.
        Name = "name",
        /// The booker's first and last name.
        SplitName = "split_name",
        /// An address.
        Email = "email",
        /// A phone number.
        Phone = "phone",
        /// A postal address.
        Address = "address",
        /// A line.
        Text = "text",
        /// A number.
        Number = "number",
        /// Several lines.
        Textarea = "textarea",
        /// A URL.
        Url = "url",
        /// Several addresses.
        MultiEmail = "multiemail",
        /// One of the options.
        Select = "select",
        /// Any of the options.
        MultiSelect = "multiselect",
        /// Any of the options, as boxes.
        Checkbox = "checkbox",
        /// One of the options, as buttons.
        Radio = "radio",
        /// Yes or no.
        Boolean = "boolean",
        /// One of the options, with a text of its own (the location).
        RadioInput = "radio_input",
    }
}

text_enum! {
    /// Where a field comes from, and so what may be changed of it.
    FieldOrigin {
        /// Built in and always there.
        System = "system",
        /// Built in, can be hidden or made optional.
        SystemOptional = "system_optional",
        /// The owner's own.
        User = "user",
    }
}

/// A choice of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct FieldOption {
    pub label: String,
    pub value: String,
}

/// Texts of a name field in two parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct SplitName {
    pub first_label: Option<String>,
    pub first_placeholder: Option<String>,
    pub last_label: Option<String>,
    pub last_placeholder: Option<String>,
    pub last_required: bool,
}

/// A field of a booking form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingField {
    /// The key of answers, unique in the form.
    pub slug: String,
    /// What it holds.
    pub kind: BookingFieldKind,
    /// Where it comes from.
    pub origin: FieldOrigin,
    /// Label that the owner gave.
    #[serde(default)]
    pub label: Option<String>,
    /// Placeholder that the owner gave.
    #[serde(default)]
    pub placeholder: Option<String>,
    /// Whether an answer is demanded.
    #[serde(default)]
    pub required: bool,
    /// Whether it is hidden; names have no such switch.
    #[serde(default)]
    pub hidden: Option<bool>,
    /// Whether a value from the URL is fixed.
    #[serde(default)]
    pub disable_on_prefill: bool,
    /// Choices, for the kinds that have them.
    #[serde(default)]
    pub options: Vec<FieldOption>,
    /// Texts of a split name.
    #[serde(default)]
    pub split_name: Option<SplitName>,
}
