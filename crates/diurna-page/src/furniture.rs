//! What stands on a page around its article: labels, promos, captions, notices.
//!
//! Two tables decide, both plain text with their grammar on top: `data/furniture.txt` holds lines
//! by their words, `data/regions.txt` holds parts of the page by the names that the page's own
//! HTML gives them. A third, `data/agencies.txt`, names the news agencies.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::{Regex, RegexSet};

use crate::fold::{fold, squeeze};

/// What a line of furniture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum LineKind {
    Label,
    Promo,
    End,
    Caption,
    Notice,
    Stamp,
    Desk,
}

impl LineKind {
    const ALL: [(&'static str, LineKind); 7] = [
        ("label", LineKind::Label),
        ("promo", LineKind::Promo),
        ("end", LineKind::End),
        ("caption", LineKind::Caption),
        ("notice", LineKind::Notice),
        ("stamp", LineKind::Stamp),
        ("desk", LineKind::Desk),
    ];

    /// For warnings.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("label", |(name, _)| name)
    }
}

/// Starts hold only for lines of at most this many words; a longer line is a paragraph.
const START_WORDS: usize = 30;

struct Lines {
    whole: HashMap<String, LineKind>,
    starts: Vec<(String, LineKind)>,
    set: RegexSet,
    set_kinds: Vec<LineKind>,
}

static LINES: LazyLock<Lines> = LazyLock::new(|| {
    parse_lines(include_str!("../data/furniture.txt")).expect("data/furniture.txt parses")
});

fn parse_lines(table: &str) -> Result<Lines, String> {
    let mut whole = HashMap::new();
    let mut starts = Vec::new();
    let mut patterns = Vec::new();
    let mut set_kinds = Vec::new();
    for (number, kind, pattern) in rows(table) {
        let kind = LineKind::ALL
            .iter()
            .find(|(name, _)| *name == kind)
            .ok_or_else(|| format!("line {number}: no kind {kind:?}"))?
            .1;
        if let Some(text) = pattern.strip_prefix('=') {
            whole.insert(bare(&plain(text)).to_owned(), kind);
        } else if let Some(text) = pattern.strip_prefix('^') {
            starts.push((plain(text), kind));
        } else if let Some(text) = pattern.strip_prefix('~') {
            patterns.push(format!("^(?:{text})$"));
            set_kinds.push(kind);
        } else {
            return Err(format!(
                "line {number}: expected =, ^ or ~, found {pattern:?}"
            ));
        }
    }
    let set = RegexSet::new(&patterns).map_err(|error| error.to_string())?;
    Ok(Lines {
        whole,
        starts,
        set,
        set_kinds,
    })
}

fn rows(table: &str) -> impl Iterator<Item = (usize, &str, &str)> {
    table.lines().enumerate().filter_map(|(at, line)| {
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        let (kind, rest) = line.split_once(char::is_whitespace)?;
        Some((at + 1, kind, rest.trim_start()))
    })
}

/// What the line is, if it is furniture wherever it stands.
pub(crate) fn line(text: &str) -> Option<LineKind> {
    let text = plain(text);
    if text.is_empty() {
        return Some(LineKind::Label);
    }
    if text.len() > 600 {
        return None;
    }
    if let Some(kind) = LINES.whole.get(bare(&text)) {
        return Some(*kind);
    }
    if let Some(at) = LINES.set.matches(&text).iter().next() {
        return Some(LINES.set_kinds[at]);
    }
    let short = text.split(' ').count() <= START_WORDS;
    LINES
        .starts
        .iter()
        .find(|(start, _)| short && starts_with_words(&text, start))
        .map(|(_, kind)| *kind)
}

/// "Tags: Kuwait, Iraq": the names behind the label.
pub(crate) fn tag_line(line: &str) -> Option<Vec<String>> {
    const LABELS: [&str; 16] = [
        "tags",
        "tag",
        "topics",
        "topic",
        "filed under",
        "tagged",
        "tagged with",
        "keywords",
        "categories",
        "category",
        "more on",
        "schlagwörter",
        "themen",
        "etiquetas",
        "thèmes",
        "topik",
    ];
    let (label, rest) = line.split_once(':')?;
    let tags = crate::meta::cut_list(rest);
    let short = tags.iter().all(|tag| crate::fold::word_count(tag) <= 6);
    let known = LABELS.contains(&fold(label).as_str());
    (known && !tags.is_empty() && short && !crate::fold::ends_sentence(line)).then_some(tags)
}

fn starts_with_words(text: &str, start: &str) -> bool {
    text.strip_prefix(start).is_some_and(|rest| {
        !start.ends_with(char::is_alphanumeric)
            || !rest.starts_with(|c: char| c.is_alphanumeric() || c == '\'')
    })
}

/// Lower case, straight quotes, single blanks, no bullets around.
fn plain(text: &str) -> String {
    let straight: String = squeeze(text)
        .chars()
        .map(|c| match c {
            '’' | '‘' => '\'',
            '“' | '”' => '"',
            '–' | '—' => '-',
            c => c,
        })
        .collect();
    straight
        .to_lowercase()
        .trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, '•' | '·' | '*' | '|' | '▲' | '▼' | '■')
        })
        .to_owned()
}

fn bare(text: &str) -> &str {
    text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '.' | ':' | '!' | '…' | '»' | '›' | '→')
    })
}

/// What a part of the page holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Region {
    Nav,
    Related,
    Share,
    Signup,
    Comments,
    Bio,
    Tags,
    Caption,
    Advert,
    Byline,
    Notice,
    Breaking,
    Aside,
    Hidden,
}

const REGIONS: [(&str, Region); 12] = [
    ("nav", Region::Nav),
    ("related", Region::Related),
    ("share", Region::Share),
    ("signup", Region::Signup),
    ("comments", Region::Comments),
    ("bio", Region::Bio),
    ("tags", Region::Tags),
    ("caption", Region::Caption),
    ("advert", Region::Advert),
    ("byline", Region::Byline),
    ("notice", Region::Notice),
    ("breaking", Region::Breaking),
];

struct Names {
    words: HashMap<String, Region>,
    starts: Vec<(String, Region)>,
    rows: Vec<(String, Region)>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    parse_names(include_str!("../data/regions.txt")).expect("data/regions.txt parses")
});

fn parse_names(table: &str) -> Result<Names, String> {
    let mut names = Names {
        words: HashMap::new(),
        starts: Vec::new(),
        rows: Vec::new(),
    };
    for (number, kind, name) in rows(table) {
        let region = REGIONS
            .iter()
            .find(|(word, _)| *word == kind)
            .ok_or_else(|| format!("line {number}: no kind {kind:?}"))?
            .1;
        if let Some(start) = name.strip_suffix('*') {
            names.starts.push((start.to_owned(), region));
        } else if name.contains(' ') {
            names.rows.push((format!(" {name} "), region));
        } else {
            names.words.insert(name.to_owned(), region);
        }
    }
    Ok(names)
}

/// What a class or id says of its element.
pub(crate) fn region(class: &str) -> Option<Region> {
    if class.is_empty() || class.len() > 400 {
        return None;
    }
    let words = name_words(class);
    let row = format!(" {} ", words.join(" "));
    if let Some((_, region)) = NAMES.rows.iter().find(|(name, _)| row.contains(name)) {
        return Some(*region);
    }
    words.iter().find_map(|word| {
        let whole = NAMES.words.get(word).copied();
        whole.or_else(|| {
            let mut starts = NAMES.starts.iter();
            starts
                .find(|(start, _)| word.starts_with(start.as_str()))
                .map(|(_, region)| *region)
        })
    })
}

fn name_words(class: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower = false;
    for c in class.chars() {
        let parts = c.is_whitespace() || matches!(c, '-' | '_' | ':' | '/' | '.');
        if parts || lower && c.is_uppercase() {
            words.push(String::new());
        }
        if !parts && let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
        lower = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

static AGENCIES: LazyLock<HashMap<String, String>> =
    LazyLock::new(|| parse_agencies(include_str!("../data/agencies.txt")));

fn parse_agencies(table: &str) -> HashMap<String, String> {
    let mut agencies = HashMap::new();
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let mut forms = row
            .split('|')
            .map(str::trim)
            .filter(|form| !form.is_empty());
        let Some(name) = forms.next() else { continue };
        for form in forms.chain([name]) {
            agencies.insert(fold(form), name.to_owned());
        }
    }
    agencies
}

/// The full name of a news agency from any of its forms.
pub(crate) fn agency(name: &str) -> Option<&'static str> {
    AGENCIES.get(&fold(name)).map(String::as_str)
}

/// Parts of names that organisations have and persons do not.
pub(crate) fn is_organization(name: &str) -> bool {
    static MARKS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix)\b(?:news|newsroom|times|post|herald|tribune|gazette|daily|weekly|wire|press|
            agency|agencies|desk|staff|team|editors?|editorial|redaktion|redacción|redazione|
            rédaction|redaction|redaksi|bureau|network|media|magazine|journal|institute|
            university|department|ministry|foundation|association|council|group|ltd|inc|llc|
            gmbh|corp|company|services?|reporters?|correspondents?|admin|administrator|guest|
            contributors?|newspaper|radio|tv|channel|blog|website|online|publishing|publisher|
            com|org|net|ajansı|haber|agentur|presse|official|community|writers)\b",
        )
        .expect("a valid pattern")
    });
    MARKS.is_match(name) || agency(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_each_kind() {
        for (text, kind) in [
            ("Back to top button", LineKind::Label),
            ("• Share on Facebook", LineKind::Label),
            ("READ MORE: How our lads are getting ready", LineKind::Promo),
            ("You may also like…", LineKind::End),
            ("Photo: Jane Doe / Trumpet", LineKind::Caption),
            ("© Harbour Daily. All rights reserved.", LineKind::Notice),
            ("Updated Aug 2, 1990 18:40 GMT - adds vote", LineKind::Stamp),
            ("From our Foreign Desk", LineKind::Desk),
        ] {
            assert_eq!(line(text), Some(kind), "{text}");
        }
    }

    #[test]
    fn sentences_are_left_alone() {
        for text in [
            "The two shared a cell for nine years.",
            "Top officials met in Geneva.",
            "Read more than one paper, he told his students, and trust none.",
            "More fighting was reported from Basra.",
            "Join them, he said, or leave.",
            "Watch him, she said.",
            "Subscribers to the theory were few.",
            "Comments by the minister angered Ankara.",
        ] {
            assert_eq!(line(text), None, "{text}");
        }
    }

    #[test]
    fn regions_by_name() {
        for (class, expected) in [
            ("jp-relatedposts", Some(Region::Related)),
            ("articleShareBar", Some(Region::Share)),
            ("wp-caption-text", Some(Region::Caption)),
            ("header-nav", Some(Region::Nav)),
            ("article-body", None),
            ("shared-experience", None),
            ("adaptive", None),
        ] {
            assert_eq!(region(class), expected, "{class}");
        }
    }

    #[test]
    fn agencies_by_any_form() {
        assert_eq!(agency("The Associated Press"), Some("Associated Press"));
        assert_eq!(agency("reuters"), Some("Reuters"));
        assert_eq!(agency("Jane Doe"), None);
        assert!(is_organization("Meridian Wire"));
        assert!(!is_organization("Helene Marchand"));
    }

    #[test]
    fn a_bad_row_is_named() {
        assert!(parse_lines("label nothing").is_err());
        assert!(parse_lines("odd =x").is_err());
    }
}
