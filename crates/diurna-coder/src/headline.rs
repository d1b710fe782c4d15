//! Headlines in Title Case or in capitals, written like a sentence.
//!
//! A parser trained on running text takes "Heed" in "US Won't Heed Iraq's Call" for a name. Words keep their capital only if
//! the gazetteer knows them as part of a name or the body writes them so inside a sentence. Only ASCII letters change, so all
//! offsets stay.

use std::borrow::Cow;
use std::collections::HashSet;

use diurna_data::gazetteer::Gazetteer;
use diurna_record::{Article, Span};

/// Of a headline's words of four letters or more, the share with a capital that makes it Title Case.
const TITLE_CASE_SHARE: f64 = 0.75;

/// The article's text with its headline written like a sentence, where it is not.
pub(crate) fn like_a_sentence<'a>(article: &'a Article, gazetteer: &Gazetteer) -> Cow<'a, str> {
    let Some(title) = article.title_span().or_else(|| only_line(&article.text)) else {
        return Cow::Borrowed(&article.text);
    };
    let headline = title.slice(&article.text);
    let words: Vec<Span> = words(headline);
    let long: Vec<&Span> = words.iter().filter(|word| word.len() >= 4).collect();
    let capital = long
        .iter()
        .filter(|word| is_capital(word.slice(headline)))
        .count();
    if long.len() < 3 || (capital as f64) < TITLE_CASE_SHARE * long.len() as f64 {
        return Cow::Borrowed(&article.text);
    }
    let names: Vec<Span> = gazetteer
        .names_in(headline)
        .iter()
        .map(|hit| hit.span)
        .collect();
    let in_body = capitals_inside_sentences(&article.text[title.end..]);
    let shouted = headline
        .chars()
        .filter(|c| c.is_alphabetic())
        .all(char::is_uppercase);
    let mut recased = article.text.clone().into_bytes();
    for (number, word) in words.iter().enumerate() {
        let text = word.slice(headline);
        let is_name = names.iter().any(|name| name.overlaps(*word)) || in_body.contains(text);
        let is_acronym =
            !shouted && text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        if is_name || is_acronym {
            continue;
        }
        let keep_first = number == 0 || shouted && in_body.contains(title_case(text).as_str());
        let from = word.start + usize::from(keep_first);
        recased[from..word.end].make_ascii_lowercase();
    }
    String::from_utf8(recased).map_or(Cow::Borrowed(&article.text), Cow::Owned)
}

/// A headline is no longer than this, in bytes.
const LONGEST_HEADLINE: usize = 150;

/// Words that Title Case leaves small.
const SMALL: &[&str] = &[
    "a", "after", "against", "amid", "an", "and", "as", "at", "but", "by", "for", "from", "in",
    "into", "of", "on", "or", "over", "the", "to", "up", "vs", "with",
];

/// A text that is one short line may be a headline by itself, as in a feed. A sentence may have many names, so here all other
/// words must have a capital too.
fn only_line(text: &str) -> Option<Span> {
    let line = text.trim_end();
    let is_title_word = |word: &Span| {
        let word = word.slice(line);
        is_capital(word) || SMALL.contains(&word)
    };
    let fits = line.len() <= LONGEST_HEADLINE
        && !line.contains('\n')
        && words(line).iter().all(is_title_word);
    fits.then(|| Span::new(0, line.len()))
}

/// Runs of letters and apostrophes.
fn words(text: &str) -> Vec<Span> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        match (
            character.is_alphabetic() || matches!(character, '\'' | '’'),
            start,
        ) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(Span::new(from, at));
                start = None;
            }
            _ => {}
        }
    }
    words
}

fn is_capital(word: &str) -> bool {
    word.chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(char::is_uppercase)
}

fn title_case(word: &str) -> String {
    let mut cased = word.to_lowercase();
    if let Some(first) = cased.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    cased
}

/// Words that the body writes with a capital behind a word in small letters.
fn capitals_inside_sentences(body: &str) -> HashSet<&str> {
    let words = words(body);
    let mut capitals = HashSet::new();
    for pair in words.windows(2) {
        let between = &body[pair[0].end..pair[1].start];
        let inside = between == " " || between == ", ";
        if inside && is_capital(pair[1].slice(body)) {
            capitals.insert(pair[1].slice(body));
        }
    }
    capitals
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recased(title: &str, body: &str) -> String {
        let article = Article::from_parts("d", Some(title), &[body.to_owned()]);
        let text = like_a_sentence(&article, &Gazetteer::bundled().unwrap()).into_owned();
        assert_eq!(text.len(), article.text.len());
        text[..title.len()].to_owned()
    }

    #[test]
    fn verbs_lose_their_capital_and_names_keep_it() {
        let body = "The minister, Ana Ruiz, said on Monday that Peru would not pay.";
        assert_eq!(
            recased("Peru Refuses Payment, Says Ruiz", body),
            "Peru refuses payment, says Ruiz"
        );
        assert_eq!(
            recased("PERU REFUSES PAYMENT", body),
            "PERU refuses payment"
        );
    }

    #[test]
    fn a_headline_may_stand_alone() {
        let article = Article::from_text("d", "Peru Lifts Travel Ban on Chile");
        let text = like_a_sentence(&article, &Gazetteer::bundled().unwrap()).into_owned();
        assert_eq!(text, "Peru lifts travel ban on Chile");
        let article = Article::from_text("d", "The Zionist Congress met in Basel.");
        let text = like_a_sentence(&article, &Gazetteer::bundled().unwrap()).into_owned();
        assert_eq!(text, article.text);
    }

    #[test]
    fn a_sentence_stays_as_it_is() {
        assert_eq!(
            recased("Peru refuses payment to Chile", "No."),
            "Peru refuses payment to Chile"
        );
    }
}
