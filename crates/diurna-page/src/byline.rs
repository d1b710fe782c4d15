//! Who wrote it: names out of bylines, and the lines that carry credits.
//!
//! A byline gives persons only ("By Jane Doe and John Roe, Staff Writer" is two names). A news
//! agency in it, in a dateline, in brackets behind the text or in a "Source:" line is where the
//! copy comes from, and becomes the origin.

use std::sync::LazyLock;

use regex::Regex;

use crate::fold::{fold, squeeze, word_count};
use crate::furniture;

/// A byline line has at most so many words.
const BYLINE_WORDS: usize = 25;

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a valid pattern")
}

static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)^\W*(?:(?:posted|written|reported|story|words|text|article|published|author|
        reporting|analysis|opinion|review)\s*(?:by|:)\s*:?\s*|by\s*:?\s+|
        (?:von|par|por|di|door|av|af|oleh|yazan|texte|autor(?:in)?|autore|auteur)\s*:?\s+)",
    )
});

/// True if the line only says who wrote the text.
pub(crate) fn is_byline(line: &str) -> bool {
    static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?x)^\W*(?:(?i:by|posted\ by|written\ by|reported\ by|story\ by|author|authors|
            words\ by|text\ by|reporting\ by|published\ by)\b:?\s+)[\p{Lu}\p{Lo}]",
        )
    });
    static FOREIGN: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\W*(?:Von|VON|Par|PAR|Por|POR|Di|Door|Av|Af|Oleh|Autor|Autorin|Autore|Auteur):?\s+\p{Lu}",
        )
    });
    if word_count(line) > BYLINE_WORDS || crate::fold::ends_sentence(line) && !line.ends_with(':') {
        return false;
    }
    (ENGLISH.is_match(line) || FOREIGN.is_match(line) && word_count(line) <= 8)
        && !names(line).is_empty()
}

/// The persons that a byline names, in its order.
///
/// Roles, places, outlets, agencies and addresses fall away; so do parts that are no name.
pub(crate) fn names(byline: &str) -> Vec<String> {
    let line = squeeze(byline);
    let bare = LEAD.replace(&line, "");
    let bare = until_noise(&bare);
    static PARTS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\s*(?:,|;|\||•|·|/|&|\s(?i:and|und|y|et|e|en|och|og|with|ve|dan|a)\s|\s[–—-]\s)\s*",
        )
    });
    let mut found: Vec<String> = Vec::new();
    for part in PARTS.split(bare) {
        let part = LEAD.replace(part.trim(), "");
        let part = without_place(part.trim());
        if is_person(part) && !found.iter().any(|old| fold(old) == fold(part)) {
            found.push(part.to_owned());
        }
    }
    found
}

/// What follows a date, an address or an "updated" is no name.
fn until_noise(line: &str) -> &str {
    static NOISE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:published|updated|posted|last\s+updated|on\s+\w+day|follow|\d{1,2}:\d\d|\d{4}|share)\b|https?:|@\w|\([^)]*\)?\s*$|\S+@\S+|[|•·]",
        )
    });
    NOISE
        .find(line)
        .map_or(line, |noise| &line[..noise.start()])
        .trim()
}

/// "Jane Doe in Geneva", "Jane Doe for the Gazette".
fn without_place(name: &str) -> &str {
    static PLACE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\s(?:in|at|for|of|from|aus|à|en)\s+\S"));
    let name = PLACE
        .find(name)
        .map_or(name, |place| &name[..place.start()]);
    name.trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ')')
        .trim_end_matches("'s")
        .trim_end_matches(" 기자")
}

fn is_person(name: &str) -> bool {
    static TITLES: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:editor|writer|reporter|correspondent|chief|senior|columnist|analyst|director|
            manager|founder|ceo|president|professor|author|journalist|journalistin|redakteur|redakteurin|freelance|
            political|foreign|business|sports?|health|science|special|updated|published|min|read|photographer|photography|photos?|video|illustrations?|intern|fellow|the|our|this|contributing|managing|national|technology|share|comments?|am|pm|gmt|est|utc|jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
                .replace(['\n', ' '], "")
                .as_str(),
        )
    });
    let parts = name.split_whitespace().count();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let unspaced = name.chars().all(|c| !c.is_ascii()) && letters <= 8;
    let capitals = name
        .split_whitespace()
        .filter(|word| word.starts_with(char::is_uppercase) || is_particle(word))
        .count();
    (unspaced && letters >= 2 || (2..=5).contains(&parts) && capitals == parts)
        && letters >= 3
        && !name.chars().any(|c| c.is_ascii_digit())
        && !TITLES.is_match(name)
        && !furniture::is_organization(name)
}

fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "van"
            | "von"
            | "de"
            | "der"
            | "den"
            | "del"
            | "della"
            | "di"
            | "da"
            | "dos"
            | "du"
            | "la"
            | "le"
            | "bin"
            | "bint"
            | "al"
            | "el"
            | "ben"
            | "ibn"
            | "zu"
            | "ten"
            | "ter"
            | "y"
    ) || word.starts_with("al-")
        || word.starts_with("el-")
        || word.starts_with("d'")
        || word.starts_with("d’")
        || word.starts_with('(')
}

/// One name as metadata gives it: trusted to be a name unless it shows otherwise.
pub(crate) fn metadata_name(name: &str, outlet: Option<&str>) -> Vec<String> {
    let name = squeeze(name);
    let same_as_outlet = outlet.is_some_and(|outlet| fold(outlet) == fold(&name));
    if name.is_empty() || name.contains("://") || name.contains('@') || same_as_outlet {
        return Vec::new();
    }
    let several = names(&name);
    if !several.is_empty() {
        return several;
    }
    let lead = LEAD.replace(&name, "");
    let plain = lead.trim();
    let short = plain.starts_with(char::is_alphanumeric)
        && plain.split_whitespace().count() <= 4
        && plain.chars().count() <= 40;
    if short && !plain.chars().any(|c| c.is_ascii_digit()) && !furniture::is_organization(plain) {
        return vec![plain.to_owned()];
    }
    Vec::new()
}

/// A line that credits the people behind the copy: "(Reporting by A; editing by B)".
pub(crate) fn reporting_line(line: &str) -> Option<Vec<String>> {
    static REPORTING: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)^\W*(?:(?:additional\s+|further\s+)?reporting\s+(?:by|from)|writing\s+by|written\s+by|
            compiled\s+by|editing\s+by|edited\s+by|reported\s+and\s+written\s+by)\s+((?-i:\p{Lu})[^;.)]*)",
        )
    });
    if word_count(line) > 60 {
        return None;
    }
    let found = REPORTING.captures(line)?;
    let editing = fold(line).starts_with("edit");
    let additional = fold(line).starts_with("additional") || fold(line).starts_with("further");
    if editing || additional {
        return Some(Vec::new());
    }
    Some(names(&found[1]))
}

/// "Source: Meridian": the name behind the label.
pub(crate) fn source_line(line: &str) -> Option<String> {
    static SOURCE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\W*(?:(?i:source|sources|quelle|fuente|fonte|kaynak|via|sumber))\s*[:：]\s*(\S.{0,60})$",
        )
    });
    let found = SOURCE.captures(line)?;
    let name = found[1].trim().trim_end_matches(['.', ')']).trim();
    (word_count(name) <= 6 && name.starts_with(|c: char| c.is_uppercase() || !c.is_ascii()))
        .then(|| name.to_owned())
}

/// The agency of a dateline ("HAVANA, Oct 24 (Meridian) - ") and the bytes of its name.
///
/// Any capitalised name counts there, since no other text stands in that place.
pub(crate) fn dateline_agency(paragraph: &str) -> Option<(String, std::ops::Range<usize>)> {
    static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\W{0,2}(?:\p{Lu}[\p{Lu}.'’ -]{2,30}(?:,\s[\p{L}\d.'’ ,-]{2,40})?|\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){0,2},\s[\p{L}\d.'’ ,-]{2,40})\s?\((\p{Lu}[\p{L}.&’' -]{1,30})\)\s*(?:[-–—]{1,2}|:)",
        )
    });
    if let Some(found) = DATELINE.captures(paragraph)
        && let Some(name) = found.get(1)
    {
        return Some((name.as_str().to_owned(), name.range()));
    }
    opening_agency(paragraph)
}

/// "(Reuters) - Oil rose", "MOSCOW, May 3. /TASS/. ", "dpa Berlin": only for known agencies.
fn opening_agency(paragraph: &str) -> Option<(String, std::ops::Range<usize>)> {
    static OPENING: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^[^()/]{0,50}[(/](\p{L}[\p{L}.& /-]{1,30}?)[)/]"));
    let found = OPENING.captures(paragraph)?;
    let name = found.get(1)?;
    furniture::agency(name.as_str())?;
    Some((name.as_str().to_owned(), name.range()))
}

/// A known agency in brackets or behind a dash at the end of a paragraph: "... said. (Reuters)".
pub(crate) fn closing_agency(paragraph: &str) -> Option<(String, std::ops::Range<usize>)> {
    static CLOSING: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"[.!?”\x22’]\s*(?:\((\p{L}[\p{L}.&/ -]{1,30})\)|[-–—]{1,2}\s?(\p{L}[\p{L}.& ]{1,30}))\.?\s*$",
        )
    });
    let found = CLOSING.captures(paragraph)?;
    let name = found.get(1).or(found.get(2))?;
    furniture::agency(name.as_str())?;
    Some((name.as_str().to_owned(), name.range()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_only() {
        for (line, expected) in [
            (
                "By Jane Doe and John Roe, Staff Writer",
                vec!["Jane Doe", "John Roe"],
            ),
            (
                "By Rex Tolliver, Chief Foreign Reporter",
                vec!["Rex Tolliver"],
            ),
            (
                "Helene Marchand, Piet Osterveld",
                vec!["Helene Marchand", "Piet Osterveld"],
            ),
            ("Von Ursula von der Mark", vec!["Ursula von der Mark"]),
            (
                "By Salma R. Deane in Geneva | Updated 3 May 2020",
                vec!["Salma R. Deane"],
            ),
            ("By The Associated Press", vec![]),
            ("By Meridian Staff", vec![]),
            ("松岡大地", vec!["松岡大地"]),
        ] {
            assert_eq!(names(line), expected, "{line}");
        }
    }

    #[test]
    fn byline_lines() {
        assert!(is_byline("By Jane Doe"));
        assert!(is_byline("posted by Salma R. Deane"));
        assert!(!is_byline("By Tuesday the bridge was closed."));
        assert!(!is_byline("By the river"));
    }

    #[test]
    fn reporting_lines_name_the_reporters() {
        assert_eq!(
            reporting_line("(Reporting by Daniel Roswell; editing by Ines Varga)").unwrap(),
            ["Daniel Roswell"]
        );
        assert_eq!(
            reporting_line("Editing by Ines Varga").unwrap(),
            Vec::<String>::new()
        );
        assert_eq!(
            reporting_line("Reporting by night is hard, she said."),
            None
        );
    }

    #[test]
    fn agencies_at_their_places() {
        let name = |found: Option<(String, std::ops::Range<usize>)>| found.map(|(name, _)| name);
        for line in [
            "KUWAIT CITY, Aug 2 (Meridian) - Iraqi troops swept",
            "GENEVA (Meridian) – Talks",
        ] {
            assert_eq!(name(dateline_agency(line)).as_deref(), Some("Meridian"));
        }
        assert_eq!(
            name(dateline_agency("(Reuters) - Oil rose")).as_deref(),
            Some("Reuters")
        );
        assert_eq!(
            name(dateline_agency(
                "The Islamic Revolution Guards Corps (IRGC) - a force"
            )),
            None
        );
        assert_eq!(
            name(closing_agency("Oil rose, he said. (AFP)")).as_deref(),
            Some("AFP")
        );
        assert_eq!(
            source_line("Source: Meridian Wire").as_deref(),
            Some("Meridian Wire")
        );
    }
}
