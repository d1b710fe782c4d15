//! Whether the conditions of a term hold where it stands.

use diurna_data::wording::{Condition, Relation, WordingFiller, WordingPart, WordingTerm};
use diurna_text::Token;

use super::{Marker, Place};
use crate::event::{Arguments, governed, is_passive, is_verb, with_conjuncts};

/// All of a term's conditions hold.
pub(super) fn hold<'d>(marker: &Marker<'_, 'd>, term: &WordingTerm, place: Place<'d>) -> bool {
    let head = place.head;
    (term.parts.is_empty() || term.parts.iter().any(|part| is_part(head, *part)))
        && term
            .passive
            .is_none_or(|passive| passive == is_undergone(head))
        && (!term.cue || marker.says(head))
        && term
            .capital
            .is_none_or(|capital| capital == has_capital(place.first))
        && term
            .conditions
            .iter()
            .all(|condition| holds(marker, condition, place))
}

fn holds<'d>(marker: &Marker<'_, 'd>, condition: &Condition, place: Place<'d>) -> bool {
    let found = |relation: &Relation| match relation {
        Relation::Text => condition
            .fillers
            .iter()
            .any(|filler| is_in_text(marker, filler)),
        _ => {
            let tokens = tokens_at(relation, place);
            condition.fillers.iter().any(|filler| match filler {
                WordingFiller::Nothing => tokens.is_empty(),
                filler => tokens.iter().any(|token| is(marker, *token, filler)),
            })
        }
    };
    condition.relations.iter().any(found) != condition.negated
}

fn is_in_text(marker: &Marker<'_, '_>, filler: &WordingFiller) -> bool {
    matches!(filler, WordingFiller::Word(word) if marker.vocabulary.contains(word))
}

/// The tokens that stand in a relation to the term.
fn tokens_at<'d>(relation: &Relation, place: Place<'d>) -> Vec<Token<'d>> {
    let head = place.head;
    match relation {
        Relation::Object => objects(head),
        Relation::Subject => subjects(head),
        Relation::Head => modified(head).into_iter().collect(),
        Relation::Modifier => modifiers(place),
        Relation::SaidOf => said_of(head),
        Relation::Next => beside(place.last.next(), Token::next),
        Relation::Previous => beside(place.first.previous(), Token::previous),
        Relation::Text => Vec::new(),
        Relation::Sentence => {
            let doc = head.doc();
            let sentence = doc.sentences()[head.sentence()].clone();
            doc.range(sentence).collect()
        }
        Relation::Preposition(lemma) => prepositions(head)
            .into_iter()
            .filter(|(preposition, _)| preposition.text().to_lowercase() == *lemma)
            .map(|(_, object)| object)
            .collect(),
    }
}

fn prepositions(head: Token<'_>) -> Vec<(Token<'_>, Token<'_>)> {
    let children = head
        .children()
        .filter(|child| matches!(child.dep(), "prep" | "agent" | "dative"));
    children.flat_map(governed).collect()
}

fn objects(head: Token<'_>) -> Vec<Token<'_>> {
    let arguments = Arguments::of_verb(head);
    let mut objects = arguments.objects;
    if arguments.passive {
        // "was shot *dead*" leaves the one who was shot among the datives.
        objects.extend(arguments.datives);
    }
    // "the murdered reporter"
    if matches!(head.dep(), "amod") && head.tag() == "VBN" {
        objects.push(head.head());
    }
    objects
}

fn subjects(head: Token<'_>) -> Vec<Token<'_>> {
    if is_verb(head) {
        Arguments::of_verb(head).subjects
    } else {
        predicate_subjects(head)
    }
}

/// Of "leader" in "The leader is a tyrant".
fn predicate_subjects(head: Token<'_>) -> Vec<Token<'_>> {
    if !matches!(head.dep(), "attr" | "acomp" | "oprd") {
        return Vec::new();
    }
    let verb = Arguments::of_verb(head.head());
    let named = if head.dep() == "oprd" {
        verb.objects
    } else {
        verb.subjects
    };
    named.into_iter().filter(|token| *token != head).collect()
}

/// The noun that a token modifies.
fn modified(head: Token<'_>) -> Option<Token<'_>> {
    matches!(
        head.dep(),
        "amod" | "compound" | "nmod" | "poss" | "npadvmod"
    )
    .then(|| head.head())
}

fn modifiers<'d>(place: Place<'d>) -> Vec<Token<'d>> {
    let own = place.first.index()..place.last.index() + 1;
    let children = place.head.children().filter(|child| {
        matches!(
            child.dep(),
            "amod" | "compound" | "nmod" | "poss" | "nummod" | "det" | "advmod" | "neg"
        )
    });
    children
        .filter(|child| !own.contains(&child.index()))
        .collect()
}

/// Whom a word is said of: the noun it modifies, its apposition, the subject of "is".
pub(super) fn said_of(head: Token<'_>) -> Vec<Token<'_>> {
    let mut found: Vec<Token<'_>> = match head.dep() {
        "conj" => return said_of(head.head()),
        "appos" => vec![head.head()],
        // "as", "like": "denounced him as a traitor"
        "pobj" if head.head().text().eq_ignore_ascii_case("as") => {
            Arguments::of_verb(head.head().head()).objects
        }
        _ => modified(head)
            .into_iter()
            .flat_map(with_conjuncts)
            .collect(),
    };
    found.extend(predicate_subjects(head));
    found.extend(head.children().filter(|child| child.dep() == "appos"));
    found
}

/// The next word in a direction, over quotation marks and hyphens.
fn beside<'d>(
    mut token: Option<Token<'d>>,
    step: impl Fn(Token<'d>) -> Option<Token<'d>>,
) -> Vec<Token<'d>> {
    while let Some(at) = token {
        if at.pos() != "PUNCT" || !matches!(at.text(), "-" | "\"" | "“" | "”" | "‘" | "’" | "'")
        {
            return vec![at];
        }
        token = step(at);
    }
    Vec::new()
}

pub(super) fn is(marker: &Marker<'_, '_>, token: Token<'_>, filler: &WordingFiller) -> bool {
    match filler {
        WordingFiller::Word(word) => {
            token.lemma().to_lowercase() == *word || token.text().to_lowercase() == *word
        }
        WordingFiller::Builtin(class) => is_of_class(marker, token, class),
        WordingFiller::Nothing => false,
    }
}

fn is_of_class(marker: &Marker<'_, '_>, token: Token<'_>, class: &str) -> bool {
    let labelled = |labels: &[&str]| {
        token
            .entity()
            .is_some_and(|entity| labels.contains(&entity.label.as_ref()))
    };
    match class {
        "%any" => true,
        "%pronoun" => {
            matches!(token.tag(), "PRP" | "WP")
                && !matches!(
                    token.text().to_lowercase().as_str(),
                    "it" | "itself" | "what"
                )
        }
        "%person-name" => labelled(&["PERSON"]),
        "%place-name" => labelled(&["GPE", "LOC", "FAC"]),
        "%nationals" => labelled(&["NORP"]),
        "%name" => token.pos() == "PROPN",
        "%number" => token.pos() == "NUM",
        _ => marker.parties.is_kind(token, class),
    }
}

fn is_part(head: Token<'_>, part: WordingPart) -> bool {
    match part {
        WordingPart::Noun => matches!(head.pos(), "NOUN" | "PROPN") || head.dep() == "compound",
        WordingPart::Verb => head.pos() == "VERB" && head.dep() != "amod",
        WordingPart::Adjective => {
            head.pos() == "ADJ" || head.dep() == "amod" || head.dep() == "compound"
        }
        WordingPart::Adverb => head.pos() == "ADV",
        WordingPart::Name => head.pos() == "PROPN" || head.pos() == "ADJ" || has_capital(head),
    }
}

/// True for a passive, "those killed" and "the murdered reporter".
fn is_undergone(head: Token<'_>) -> bool {
    is_passive(head) || head.dep() == "amod" && head.tag() == "VBN"
}

pub(super) fn has_capital(token: Token<'_>) -> bool {
    token.text().chars().next().is_some_and(char::is_uppercase)
}
