//! Scare quotes: marks round a word or two that no speaker is given for.
//!
//! Marked is a short quotation that belongs to no statement. Titles, nicknames, words spoken of as words ("the term
//! ‘regime’") and names are not, nor a quotation beside a verb of speech, whose statement may have been missed.

use diurna_data::wording::WordingFiller;
use diurna_record::{Evidence, Wording, WordingKind};
use diurna_text::Token;

use super::{Marker, Place, condition};
use crate::quote::marks::{Quotation, quotations};

/// A longer quotation is somebody's words.
const MOST_WORDS: usize = 3;

pub(super) fn scare_quotes(marker: &Marker<'_, '_>) -> Vec<Wording> {
    let quotations = quotations(marker.doc.text(), &marker.record.article.paragraphs);
    let short = quotations.iter().filter(|it| it.closed && !it.continues);
    short
        .filter_map(|quotation| scare_quote(marker, quotation))
        .collect()
}

fn scare_quote(marker: &Marker<'_, '_>, quotation: &Quotation) -> Option<Wording> {
    let statements = marker.record.statements.iter();
    let mut said =
        statements.flat_map(|statement| statement.content.iter().chain(&statement.quoted));
    if quotation.nested || said.any(|it| it.overlaps(quotation.inner)) {
        return None;
    }
    let tokens = marker.doc.tokens_in(quotation.inner);
    let words: Vec<Token<'_>> = marker
        .doc
        .range(tokens)
        .filter(|token| token.pos() != "PUNCT" && !token.is_space())
        .collect();
    let (first, last) = (*words.first()?, *words.last()?);
    if words.len() > MOST_WORDS || !is_vocabulary(&words) {
        return None;
    }
    let place = Place::of(first, last);
    if is_named(marker, place)
        || is_spoken(marker, place)
        || ends_sentence_inside(marker, quotation)
    {
        return None;
    }
    let span = quotation.inner;
    Some(Wording {
        at: Evidence::at(marker.doc.text(), span),
        kind: WordingKind::ScareQuotes,
        about: marker.about(place.head, span),
        voice: marker.voice(span),
        neutral: None,
        topic: "quotation-marks".to_owned(),
        rule: "wording/scare-quotes".to_owned(),
    })
}

/// Words with a meaning, and not all of them names: names and titles have capitals.
fn is_vocabulary(words: &[Token<'_>]) -> bool {
    let has_meaning =
        |token: &Token<'_>| matches!(token.pos(), "NOUN" | "VERB" | "ADJ" | "ADV" | "PROPN");
    words.iter().any(has_meaning)
        && words
            .iter()
            .any(|token| has_meaning(token) && !condition::has_capital(*token))
}

/// "known as ‘the Butcher’", "the term ‘regime’", a title behind "film", a nickname between two names.
fn is_named(marker: &Marker<'_, '_>, place: Place<'_>) -> bool {
    let naming = marker.lexicon.class("%naming");
    let before = outside(place.first.previous(), Token::previous);
    let behind = outside(place.last.next(), Token::next);
    let names = |token: Token<'_>| {
        naming
            .iter()
            .any(|filler: &WordingFiller| condition::is(marker, token, filler))
    };
    let two_before = before.and_then(Token::previous);
    let is_name = |token: Option<Token<'_>>| token.is_some_and(|token| token.pos() == "PROPN");
    before.is_some_and(names)
        || two_before
            .is_some_and(|token| names(token) && before.is_some_and(|it| it.pos() != "NOUN"))
        || is_name(before) && is_name(behind)
}

/// The first token in a direction that is no quotation mark.
fn outside<'d>(
    mut token: Option<Token<'d>>,
    step: impl Fn(Token<'d>) -> Option<Token<'d>>,
) -> Option<Token<'d>> {
    while let Some(at) = token {
        if !matches!(
            at.text(),
            "\"" | "“" | "”" | "‘" | "’" | "'" | "``" | "''" | "«" | "»" | "„"
        ) {
            return Some(at);
        }
        token = step(at);
    }
    None
}

/// A cue of a statement governs the words: they are somebody's, and the statement's content was read too short.
fn is_spoken(marker: &Marker<'_, '_>, place: Place<'_>) -> bool {
    let speech = marker.lexicon.class("%speech");
    let above = place
        .head
        .ancestors()
        .take_while(|token| token.sentence() == place.head.sentence());
    above.take(4).any(|token| {
        marker.says(token)
            || speech
                .iter()
                .any(|filler| condition::is(marker, token, filler))
    })
}

/// "‘Never again!’" is an utterance.
fn ends_sentence_inside(marker: &Marker<'_, '_>, quotation: &Quotation) -> bool {
    let inside = quotation.inner.slice(marker.doc.text()).trim_end();
    inside.ends_with(['!', '?']) || inside.ends_with('.') && !inside.ends_with("..")
}
