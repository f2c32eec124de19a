//! Names as they stand in links: slugs and usernames. Pure.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, no accents, and a dash for everything that is neither letter, digit nor dot.
///
/// Dashes and dots are not repeated and do not stand at the ends. A text without letters and digits gives an empty slug.
pub fn of(text: &str) -> String {
    let plain = text.trim().to_lowercase();
    let mut slug = String::with_capacity(plain.len());
    for letter in plain.nfd().filter(|letter| !is_combining_mark(*letter)) {
        if is_symbol(letter) {
            continue;
        }
        let letter = if letter.is_alphanumeric() || letter == '.' { letter } else { '-' };
        let repeats = !letter.is_alphanumeric() && slug.ends_with(letter);
        if !repeats {
            slug.push(letter);
        }
    }
    slug.trim_matches(['-', '.']).nfc().collect()
}

/// Emoji and their joiners vanish; other signs become dashes.
fn is_symbol(letter: char) -> bool {
    matches!(u32::from(letter), 0x1F000..=0x1FAFF | 0x2600..=0x27BF | 0xFE00..=0xFE0F | 0x200D)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_plain_and_tidy() {
        for (text, slug) in [
            ("Ana López", "ana-lopez"),
            ("alice+abc123-example-com", "alice-abc123-example-com"),
            ("  Two  words_here#now ", "two-words-here-now"),
            ("--a..b--", "a.b"),
            ("Party 🎉 time", "party-time"),
            ("Zürich & Köln", "zurich-koln"),
            ("日本", "日本"),
            ("!!!", ""),
        ] {
            assert_eq!(of(text), slug, "{text}");
        }
    }
}
