//! From names on the wire to names in Rust.

/// Splits a wire name into lower-case words: `createdByDSyncId`, `BOOKING_CREATED`, `es-419`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let letters: Vec<char> = name.chars().collect();
    let mut current = String::new();
    for (at, &letter) in letters.iter().enumerate() {
        if !letter.is_ascii_alphanumeric() {
            words.extend((!current.is_empty()).then(|| std::mem::take(&mut current)));
            continue;
        }
        let before = at.checked_sub(1).map(|before| letters[before]);
        let after = letters.get(at + 1);
        let starts = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || (before.is_ascii_uppercase() && after.is_some_and(char::is_ascii_lowercase))
            });
        if starts && !current.is_empty() {
            words.push(std::mem::take(&mut current));
        }
        current.push(letter.to_ascii_lowercase());
    }
    words.extend((!current.is_empty()).then_some(current));
    words
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `bookingFieldsResponses` to `booking_fields_responses`, without regard to keywords.
pub fn snake(name: &str) -> String {
    words(name).join("_")
}

/// `booking_created` to `BookingCreated`.
pub fn pascal(name: &str) -> String {
    let name: String = words(name).iter().map(|word| capitalized(word)).collect();
    match name.chars().next() {
        None => "Empty".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("Value{name}"),
        _ if name == "Self" => "Itself".to_owned(),
        _ => name,
    }
}

/// What serde's `camelCase` makes of a field name.
pub fn camel(field: &str) -> String {
    let pascal: String = field.split('_').map(capitalized).collect();
    let mut letters = pascal.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_lowercase().to_string() + letters.as_str())
}

/// `CreateSchedule` to `CREATE_SCHEDULE`.
pub fn shout(name: &str) -> String {
    snake(name).to_uppercase()
}

/// A field name as an identifier that is no keyword.
pub fn ident(name: &str) -> proc_macro2::Ident {
    let span = proc_macro2::Span::call_site();
    let name = match name.chars().next() {
        None => "empty".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("value_{name}"),
        _ => name.to_owned(),
    };
    if ["self", "super", "crate", "Self", "_"].contains(&name.as_str()) {
        return proc_macro2::Ident::new(&format!("{name}_"), span);
    }
    match syn::parse_str::<syn::Ident>(&name) {
        Ok(ident) => ident,
        Err(_) => proc_macro2::Ident::new_raw(&name, span),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wire_names_become_words() {
        for (wire, expected) in [
            ("lengthInMinutes", "length_in_minutes"),
            ("createdByDSyncId", "created_by_d_sync_id"),
            ("iCalUID", "i_cal_uid"),
            ("BOOKING_CREATED", "booking_created"),
            ("es-419", "es_419"),
            ("OAuth2TokenRequest", "o_auth2_token_request"),
            ("client_id", "client_id"),
        ] {
            assert_eq!(snake(wire), expected);
        }
    }

    #[test]
    fn values_become_variants() {
        for (wire, expected) in
            [("zh-CN", "ZhCn"), ("15", "Value15"), ("", "Empty"), ("cal-video", "CalVideo")]
        {
            assert_eq!(pascal(wire), expected);
        }
    }

    #[test]
    fn keywords_become_raw_identifiers() {
        assert_eq!(ident("type").to_string(), "r#type");
        assert_eq!(ident("self").to_string(), "self_");
    }
}
