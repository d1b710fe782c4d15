//! Keeps terms out of proper names: the Al-Aqsa Martyrs' Brigades are called so by everybody.

use diurna_data::wording::{WordingPart, WordingTerm};
use diurna_text::Token;

use super::condition::has_capital;
use super::{Marker, Place};

/// Labels of entities whose words are nobody's choice.
const NAMES: &[&str] = &[
    "ORG",
    "FAC",
    "WORK_OF_ART",
    "LAW",
    "EVENT",
    "PRODUCT",
    "PERSON",
];

/// The term is a piece of a longer proper name, or of a hyphenated word such as "anti-terrorist".
pub(super) fn part_of_name<'d>(
    marker: &Marker<'_, 'd>,
    term: &WordingTerm,
    place: Place<'d>,
) -> bool {
    if glued_before(place.first) {
        return true;
    }
    let is_name_itself = term.parts.contains(&WordingPart::Name);
    if is_name_itself {
        return longer_name(place, &["ORG", "FAC", "WORK_OF_ART", "LAW", "PRODUCT"]);
    }
    if !is_written_as_name(marker, place.first) {
        return false;
    }
    // "Terrorist US": the label is no part of the party's name.
    let next = place.last.next();
    let labels_a_party = next.is_some_and(|next| names_party(marker, next, term));
    let neighbour = |token: Option<Token<'d>>| {
        token.is_some_and(|token| is_written_as_name(marker, token) && token.pos() == "PROPN")
    };
    !labels_a_party && (neighbour(next) || after_name(marker, place) || longer_name(place, NAMES))
}

/// "anti-terrorist", "ex-militant"; "so-called" and "pre-emptive" are one term with their hyphens.
fn glued_before(first: Token<'_>) -> bool {
    first.previous().is_some_and(|before| {
        before.text() == "-"
            && !before.space_after()
            && before.previous().is_some_and(|it| !it.space_after())
    })
}

/// "Jihad" in "Islamic Jihad", "Army" behind "Lord's Resistance".
fn after_name<'d>(marker: &Marker<'_, 'd>, place: Place<'d>) -> bool {
    let mut before = place.first.previous();
    if let Some(mark) = before.filter(|token| matches!(token.text(), "'s" | "’s" | "'" | "’" | "-"))
    {
        before = mark.previous();
    }
    before.is_some_and(|token| {
        token.pos() == "PROPN" && is_written_as_name(marker, token) && place.first.pos() == "PROPN"
    })
}

/// A capital that neither the beginning of a sentence nor a headline in Title Case explains.
fn is_written_as_name(marker: &Marker<'_, '_>, token: Token<'_>) -> bool {
    if !has_capital(token) {
        return false;
    }
    let title = marker.record.article.title_span();
    if title.is_some_and(|title| title.contains(token.span())) {
        return token.pos() == "PROPN";
    }
    token
        .previous()
        .is_none_or(|before| before.sentence() == token.sentence())
        || token.pos() == "PROPN"
}

/// The word belongs to a party that the gazetteer knows by a name without the term.
fn names_party(marker: &Marker<'_, '_>, token: Token<'_>, term: &WordingTerm) -> bool {
    let known = |entity: usize| {
        let identity = marker.parties.identity(entity);
        let name = identity.name.to_lowercase();
        identity.country.is_some() && !term.words.iter().any(|word| name.contains(word.as_str()))
    };
    let mut mentions = marker.parties.mentions().iter();
    mentions.any(|mention| mention.span.contains(token.span()) && known(mention.entity))
}

/// The recognizer read a name of one of these kinds that is longer than the term.
fn longer_name(place: Place<'_>, labels: &[&str]) -> bool {
    place.head.entity().is_some_and(|entity| {
        let length = place.last.index() + 1 - place.first.index();
        let mut name = place.head.doc().range(entity.tokens.clone());
        let article = name.next().is_some_and(|first| first.pos() == "DET");
        entity.tokens.len() - usize::from(article) > length
            && labels.contains(&entity.label.as_ref())
    })
}
