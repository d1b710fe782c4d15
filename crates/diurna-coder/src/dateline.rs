//! Datelines: "MOGADISHU, Somalia (AP) -" at the head of a paragraph.
//!
//! They tell where a report was written and are no part of its first sentence. A parser that reads them as one takes the town for
//! the subject ("MOGADISHU, Somalia - A strike has killed ..."), so they are analysed as a part of their own.

use diurna_record::Span;

/// A dateline is not longer than this many bytes.
const LONGEST: usize = 90;

/// The dashes that close a dateline, the longer ones first.
const DASHES: &[&str] = &[" -- ", " – ", " — ", " - ", "--", "—"];

/// Small words inside the names of towns and states.
const SMALL_WORDS: &[&str] = &[
    "al", "and", "de", "del", "des", "do", "du", "el", "la", "le", "of", "on", "the", "upon",
];

/// The paragraphs of a text, each with a dateline cut in two behind it.
pub(crate) fn parts(text: &str, paragraphs: &[Span]) -> Vec<Span> {
    let mut parts = Vec::with_capacity(paragraphs.len());
    for paragraph in paragraphs {
        match length(paragraph.slice(text)) {
            Some(length) => {
                let end = paragraph.start + length;
                parts.extend([
                    Span::new(paragraph.start, end),
                    Span::new(end, paragraph.end),
                ]);
            }
            None => parts.push(*paragraph),
        }
    }
    parts
}

/// The bytes of the dateline that a paragraph begins with, its dash included.
fn length(paragraph: &str) -> Option<usize> {
    let (at, dash) = DASHES
        .iter()
        .filter_map(|dash| Some((paragraph.find(dash)?, dash)))
        .min_by_key(|(at, _)| *at)?;
    let length = at + dash.len();
    let holds = at <= LONGEST && !paragraph[length..].trim().is_empty();
    (holds && is_dateline(&paragraph[..at])).then_some(length)
}

/// A town in capitals, then at most a state, a date and an agency in brackets.
fn is_dateline(head: &str) -> bool {
    let town = head.split([',', '(']).next().unwrap_or_default().trim();
    let is_shouted = town.chars().all(|letter| !letter.is_lowercase())
        && town.chars().filter(|letter| letter.is_alphabetic()).count() >= 3;
    let mut words = head
        .split([' ', ',', '(', ')', '/'])
        .filter(|word| !word.is_empty());
    let is_name = |word: &str| {
        SMALL_WORDS.contains(&word)
            || word.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
    };
    is_shouted && words.all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let parts = parts(text, &[Span::new(0, text.len())]);
        parts.iter().map(|part| part.slice(text)).collect()
    }

    #[test]
    fn a_dateline_is_a_part_of_its_own() {
        for (dateline, rest) in [
            ("QUITO, Ecuador -- ", "A bridge fell."),
            (
                "WASHINGTON, Oct 22 (Meridian) - ",
                "President Kennedy spoke.",
            ),
            (
                "SANTA CRUZ DE LA SIERRA, Bolivia — ",
                "Farmers blocked a road.",
            ),
            ("OSLO--", "Norway paid."),
        ] {
            assert_eq!(cut(&format!("{dateline}{rest}")), [dateline, rest]);
        }
    }

    #[test]
    fn capitals_and_dashes_alone_make_none() {
        for text in [
            "NATO troops - most of them Danes - left.",
            "US President Ana Ruiz - in office since May - spoke.",
            "The port - Peru's largest - was shut.",
            "QUITO -- ",
            "",
        ] {
            assert_eq!(cut(text), [text]);
        }
    }
}
