//! Forms of texts that bookers type: addresses, phone numbers, links, and the tags of managed users.

/// Whether a text is an e-mail address.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let is_local = |c: char| c.is_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    text.len() <= 254
        && !local.is_empty()
        && local.len() <= 64
        && local.chars().all(is_local)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && domain.contains('.')
        && domain.split('.').all(is_label)
}

/// Whether a text is a phone number in international form: `+`, then 7 to 15 digits, grouped or not.
pub(crate) fn is_phone(text: &str) -> bool {
    let Some(rest) = text.trim().strip_prefix('+') else { return false };
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    (7..=15).contains(&digits)
        && !rest.starts_with('0')
        && rest.chars().all(|c| c.is_ascii_digit() || " -().".contains(c))
}

/// Whether a text is a link; the scheme may be left out when a domain with a dot comes first.
pub(crate) fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let (name, port) = host.split_once(':').unwrap_or((host, "1"));
    let is_name = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
    let has_dot = name.trim_matches('.').contains('.');
    !text.contains(char::is_whitespace)
        && !name.is_empty()
        && name.chars().all(is_name)
        && port.parse::<u16>().is_ok()
        && (has_dot || (rest.len() < text.len() && name == "localhost"))
}

/// The length of a platform OAuth client's id, which tags the addresses of its users.
const TAG_LENGTH: usize = 25;

/// The address as its owner writes it: without the tag of a managed user.
pub fn display_email(email: &str) -> String {
    let untagged = email.split_once('@').and_then(|(local, domain)| {
        let (plain, tag) = local.rsplit_once('+')?;
        let is_tag = tag.len() == TAG_LENGTH && tag.chars().all(|c| c.is_ascii_alphanumeric());
        (is_tag && !plain.is_empty()).then(|| format!("{plain}@{domain}"))
    });
    untagged.unwrap_or_else(|| email.to_owned())
}

/// The address of a client's managed user for a plain one.
pub(crate) fn managed_email(email: &str, client_id: &str) -> Option<String> {
    let (local, domain) = email.rsplit_once('@')?;
    Some(format!("{local}+{client_id}@{domain}"))
}

/// The address that stands for an attendee of whom only the phone number is known.
pub(crate) fn email_of_phone(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    format!("{digits}@sms.cal.com")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_other_texts() {
        for good in
            ["ana@example.com", "a.b+c@sub.example.co", "o'neil@example.org", "37120993151@sms.cal.com"]
        {
            assert!(is_email(good), "{good}");
        }
        for bad in
            ["", "nope", "a@b", "a@@b.co", "a b@c.de", ".a@b.co", "a..b@c.de", "a@-b.co", "@b.co", "a@b..co"]
        {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn phone_numbers_are_international() {
        for good in ["+37120993151", "+1 (212) 555-0100"] {
            assert!(is_phone(good), "{good}");
        }
        for bad in ["", "123", "20993151", "+0123456789", "+1234", "+37120993151x", "+1234567890123456"] {
            assert!(!is_phone(bad), "{bad}");
        }
    }

    #[test]
    fn links_may_leave_their_scheme_out() {
        for good in [
            "https://e.example",
            "http://localhost:3000/x",
            "www.example.com/a?b#c",
            "example.com",
            "https://u:p@e.example/x",
        ] {
            assert!(is_url(good), "{good}");
        }
        for bad in
            ["", "nope", "some place", "a b.com", "ftp://e.example", "https://", "localhost", "1 High St."]
        {
            assert!(!is_url(bad), "{bad}");
        }
    }

    #[test]
    fn the_tag_of_a_managed_user_is_taken_off_and_put_on() {
        let client = "clpeer0000000000000000001";
        let tagged = managed_email("ana@example.com", client).unwrap();
        assert_eq!(tagged, "ana+clpeer0000000000000000001@example.com");
        assert_eq!(display_email(&tagged), "ana@example.com");
        assert_eq!(display_email("ana+news@example.com"), "ana+news@example.com");
        assert_eq!(email_of_phone("+371 2099-3151"), "37120993151@sms.cal.com");
    }
}
