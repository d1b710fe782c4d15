//! Python's character classes.
//!
//! spaCy leans on `str.isspace` and its like, which differ from Rust's methods: U+001C..U+001F are white space, and
//! superscripts are digits. The tables are those of the Python that made the reference data.

use crate::tables;

/// `str.isspace`.
pub(crate) fn is_space(c: char) -> bool {
    match c {
        '\t'..='\r' | '\x1c'..=' ' => true,
        '\0'..='\x7f' => false,
        _ => within(&tables::SPACE, c),
    }
}

/// `str.isalpha` of one character.
pub(crate) fn is_alphabetic(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    within(&tables::ALPHABETIC, c)
}

/// `str.isupper` of one character.
pub(crate) fn is_upper(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_uppercase();
    }
    within(&tables::UPPER, c)
}

/// `str.isdigit` of one character.
pub(crate) fn is_digit(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    within(&tables::DIGIT, c)
}

fn within(ranges: &[(u32, u32)], c: char) -> bool {
    let c = c as u32;
    let at = ranges.partition_point(|(_, last)| *last < c);
    ranges.get(at).is_some_and(|(first, _)| *first <= c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_separators_are_space_and_superscripts_are_digits() {
        assert!(is_space('\x1c') && is_space('\u{85}') && is_space('\u{3000}'));
        assert!(!is_space('\u{200b}') && !is_space('a'));
        assert!(is_digit('²') && is_digit('①') && !is_digit('½'));
        assert!(is_alphabetic('ª') && is_upper('Ⅷ') && !is_alphabetic('Ⅷ'));
    }

    #[test]
    fn short_ways_for_ascii_agree_with_the_tables() {
        for c in (0u8..128).map(char::from) {
            assert_eq!(is_space(c), within(&tables::SPACE, c), "{c:?}");
            assert_eq!(is_alphabetic(c), within(&tables::ALPHABETIC, c), "{c:?}");
            assert_eq!(is_upper(c), within(&tables::UPPER, c), "{c:?}");
            assert_eq!(is_digit(c), within(&tables::DIGIT, c), "{c:?}");
        }
    }
}
