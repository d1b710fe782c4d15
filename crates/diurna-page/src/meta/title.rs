//! Headline and outlet out of a page's title line: "Headline - Outlet", "Outlet: Headline".

use crate::fold::{fold, overlap, squeeze, word_count};

/// Marks between headline and outlet, surest first.
const SEPARATORS: [&str; 11] = [
    " | ", "｜", "ㅣ", " ‖ ", " :: ", " » ", " – ", " — ", " - ", " • ", " · ",
];

/// An outlet's name has at most so many words.
const OUTLET_WORDS: usize = 7;

/// A headline and the name that stood beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Split {
    pub(crate) headline: String,
    pub(crate) outlet: Option<String>,
}

/// Cuts `known` names off both ends of a title line.
pub(crate) fn without_outlet(title: &str, known: &[&str]) -> Split {
    let mut split = Split {
        headline: squeeze(title),
        outlet: None,
    };
    while let Some((headline, outlet)) = cut_known(&split.headline, known) {
        split = Split {
            headline,
            outlet: Some(outlet),
        };
    }
    split
}

fn cut_known(title: &str, known: &[&str]) -> Option<(String, String)> {
    let names: Vec<String> = known.iter().map(|name| fold(name)).collect();
    let is_known = |part: &str| {
        let part = fold(part);
        !part.is_empty() && names.iter().any(|name| same_name(&part, name))
    };
    for (head, tail) in splits(title) {
        if is_known(tail) && !head.is_empty() {
            return Some((head.to_owned(), tail.to_owned()));
        }
    }
    for (head, tail) in splits(title).into_iter().rev() {
        if is_known(head) && word_count(tail) >= 2 {
            return Some((tail.to_owned(), head.to_owned()));
        }
    }
    let (head, tail) = title.split_once(": ")?;
    (is_known(head) && word_count(tail) >= 3).then(|| (tail.to_owned(), head.to_owned()))
}

/// "The Gazette" and "gazette.com" are the Gazette.
fn same_name(part: &str, name: &str) -> bool {
    let bare = |name: &str| -> String {
        let name = name.strip_prefix("the ").unwrap_or(name);
        let name = name.strip_suffix(" com").unwrap_or(name);
        name.replace(' ', "")
    };
    !name.is_empty() && bare(part) == bare(name)
}

/// Headline and outlet told by the headline that stands elsewhere on the page.
pub(crate) fn by_headline(title: &str, headline: &str) -> Option<Split> {
    let wanted = fold(headline);
    if wanted.is_empty() {
        return None;
    }
    for (head, tail) in splits(title) {
        if fold(head) == wanted && word_count(tail) <= 2 * OUTLET_WORDS {
            return Some(split(headline, last_part(tail)));
        }
    }
    for (head, tail) in splits(title) {
        if fold(tail) == wanted && word_count(head) <= OUTLET_WORDS {
            return Some(split(headline, head));
        }
    }
    let (head, tail) = title.split_once(": ")?;
    (fold(tail) == wanted && word_count(head) <= OUTLET_WORDS).then(|| split(headline, head))
}

fn split(headline: &str, outlet: &str) -> Split {
    Split {
        headline: squeeze(headline),
        outlet: Some(squeeze(outlet)),
    }
}

/// "World - Outlet" behind a headline is section and outlet.
fn last_part(tail: &str) -> &str {
    splits(tail).first().map_or(tail, |(_, outlet)| outlet)
}

/// Headline and outlet told by the mark between them alone.
///
/// A bar parts them surely, a dash only if what follows looks like a name.
pub(crate) fn by_mark(title: &str, domain: Option<&str>) -> Option<Split> {
    for (head, tail) in splits(title) {
        let mark = &title[head.len()..title.len() - tail.len()];
        let bar = matches!(mark.trim(), "|" | "｜" | "ㅣ" | "‖" | "::" | "»");
        let fits = overlap_with_domain(tail, domain);
        let enough = word_count(head) >= 3 && word_count(head) >= word_count(tail);
        if (fits && word_count(head) >= 2)
            || enough && (bar && word_count(tail) <= OUTLET_WORDS || is_name(tail))
        {
            return Some(split(head, last_part(tail)));
        }
    }
    let (head, tail) = title.split_once(": ")?;
    (overlap_with_domain(head, domain) && word_count(tail) >= 3).then(|| split(tail, head))
}

/// "Harbour Daily" is the outlet of harbourdaily.example.
pub(crate) fn overlap_with_domain(name: &str, domain: Option<&str>) -> bool {
    let Some(label) = domain.and_then(crate::url::domain_label) else {
        return false;
    };
    let label = fold(label).replace(' ', "");
    let name = fold(name);
    let glued = name.replace(' ', "");
    let bare = glued.strip_prefix("the").unwrap_or(&glued);
    !bare.is_empty()
        && bare.len() >= 3
        && (label == glued
            || label == bare
            || label.contains(bare)
            || bare.contains(&label) && label.len() > 3)
}

/// Few words, all of which begin with a capital, and no sentence.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (1..=5).contains(&words.len())
        && !crate::fold::ends_sentence(text)
        && !text
            .chars()
            .any(|c| c.is_ascii_digit() || matches!(c, '"' | '“' | '?' | ','))
        && words.iter().all(|word| {
            word.starts_with(|c: char| c.is_uppercase() || !c.is_ascii() || c == '&')
                || matches!(
                    *word,
                    "of" | "the" | "and" | "on" | "for" | "de" | "la" | "from" | "in"
                )
        })
}

/// All ways to cut a title at a separator, last cut first.
fn splits(title: &str) -> Vec<(&str, &str)> {
    let mut cuts: Vec<(usize, usize)> = SEPARATORS
        .iter()
        .flat_map(|mark| title.match_indices(mark).map(|(at, mark)| (at, mark.len())))
        .collect();
    cuts.sort_unstable();
    cuts.into_iter()
        .rev()
        .map(|(at, len)| (title[..at].trim(), title[at + len..].trim()))
        .filter(|(head, tail)| !head.is_empty() && !tail.is_empty())
        .collect()
}

/// True if one of the lines says what the other says, with something before or behind it.
pub(crate) fn agree(left: &str, right: &str) -> bool {
    overlap(left, right) >= 0.5 || overlap(right, left) > 0.8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(split: Option<Split>) -> Option<(String, Option<String>)> {
        split.map(|split| (split.headline, split.outlet))
    }

    fn pair(headline: &str, outlet: &str) -> Option<(String, Option<String>)> {
        Some((headline.to_owned(), Some(outlet.to_owned())))
    }

    #[test]
    fn known_outlets_are_cut_at_both_ends() {
        for title in [
            "Bridge to close - Harbour Daily",
            "Bridge to close | World | The Harbour Daily",
            "Harbour Daily: Bridge to close",
        ] {
            let split = without_outlet(title, &["Harbour Daily", "World"]);
            assert_eq!(split.headline, "Bridge to close", "{title}");
        }
        let untouched = without_outlet("Schwarzkopf: Iraqi generals accept", &["Harbour Daily"]);
        assert_eq!(untouched.headline, "Schwarzkopf: Iraqi generals accept");
    }

    #[test]
    fn outlet_is_learned_from_the_repeated_headline() {
        assert_eq!(
            parts(by_headline(
                "Council – again – shuts bridge - Islamic Invitation Turkey",
                "Council – again – shuts bridge"
            )),
            pair(
                "Council – again – shuts bridge",
                "Islamic Invitation Turkey"
            )
        );
    }

    #[test]
    fn marks_alone() {
        assert_eq!(
            parts(by_mark("Bridge to close for a year | Harbour Daily", None)),
            pair("Bridge to close for a year", "Harbour Daily")
        );
        assert_eq!(
            parts(by_mark("Bridge to close - council vote is final", None)),
            None
        );
        assert_eq!(
            parts(by_mark(
                "Bridge to close - harbour daily",
                Some("harbourdaily.example")
            )),
            pair("Bridge to close", "harbour daily")
        );
    }
}
