//! Attributions by a set phrase: "according to the bank", "in the minister's view", "reportedly".
//!
//! Such a phrase attributes the clause around it, so the content is that clause without the phrase.

use std::ops::Range;

use diurna_data::cues::{CuePhrase, PhraseForm};
use diurna_record::CueClass;
use diurna_text::Token;

use super::Polarity;
use super::beside::{Owner, Position};
use super::draft::{Draft, LONGEST_CLAUSE, Mention, one, tidy};
use super::scene::{Scene, is_mark, verb_lemma};
use super::source::{is_nominal, noun_phrase};

/// The attribution of a set phrase that begins at `token`.
pub(super) fn attribution(
    scene: &Scene<'_>,
    token: Token<'_>,
    quotation: Option<usize>,
) -> Option<Draft> {
    let first = token.text().to_lowercase();
    let phrases = scene.cues.phrases(&first);
    let (phrase, end) = phrases
        .iter()
        .find_map(|it| words_end(scene, token.index(), it).map(|end| (it, end)))?;
    match phrase.form {
        PhraseForm::Source => with_source(scene, token.index()..end, phrase, quotation),
        PhraseForm::Document => in_document(scene, token, phrase),
        PhraseForm::View => in_view(scene, token, phrase),
        PhraseForm::Hedge => hedge(scene, token, phrase),
    }
}

fn words_end(scene: &Scene<'_>, start: usize, phrase: &CuePhrase) -> Option<usize> {
    let end = start + phrase.words.len();
    if end > scene.doc.len() {
        return None;
    }
    let same = |(at, word): (usize, &String)| scene.token(at).text().eq_ignore_ascii_case(word);
    (start..end).zip(&phrase.words).all(same).then_some(end)
}

fn draft(
    scene: &Scene<'_>,
    cue: Range<usize>,
    phrase: &CuePhrase,
    source: Option<Mention>,
    content: Vec<Range<usize>>,
    rule: &str,
) -> Option<Draft> {
    let content = tidy(scene, content, scene.quotation_at(cue.start));
    if content.is_empty() {
        return None;
    }
    Some(Draft {
        head: Some(cue.start),
        lemma: Some(phrase.words.join(" ")),
        cue: Some(cue),
        class: phrase.class,
        polarity: Polarity::Asserted,
        confidence: if source.is_some() { 0.92 } else { 0.4 },
        source,
        addressee: None,
        content,
        rule: format!("quote/{rule}"),
        link: None,
    })
}

/// "according to the bank".
fn with_source(
    scene: &Scene<'_>,
    cue: Range<usize>,
    phrase: &CuePhrase,
    quotation: Option<usize>,
) -> Option<Draft> {
    let source = object_of(scene, &cue)?;
    if phrase.words == ["per"] && !scene.cues.is_document(scene.token(source.head).lemma()) {
        return None;
    }
    let rest = source.tokens.end;
    let content = match quotation {
        Some(number) => vec![scene.quoted_tokens[number].clone()],
        None => around(scene, &(cue.start..rest)),
    };
    let rule = phrase.words.join("-");
    draft(scene, cue, phrase, Some(source), content, &rule)
}

/// The noun phrase behind the phrase's last word.
fn object_of(scene: &Scene<'_>, cue: &Range<usize>) -> Option<Mention> {
    let last = scene.token(cue.end - 1);
    let object = last
        .children()
        .find(|it| it.dep() == "pobj" && it.index() > last.index());
    let head = object.or_else(|| {
        let next = last.next()?;
        let above = next
            .ancestors()
            .take(6)
            .filter(|it| it.index() > last.index())
            .last();
        above.or(Some(next)).filter(|it| is_nominal(*it))
    })?;
    Some(noun_phrase(scene, head, last.index()))
}

/// The sentence around a phrase, without it: what stands before it, or behind it if the phrase opens the sentence or
/// cuts it.
fn around(scene: &Scene<'_>, phrase: &Range<usize>) -> Vec<Range<usize>> {
    let sentence = scene.sentence_around(phrase.start);
    let own = scene.quotation_at(phrase.start);
    let mut start = sentence.start;
    for at in (sentence.start..phrase.start).rev().take(LONGEST_CLAUSE) {
        let token = scene.token(at);
        let stop =
            matches!(token.text(), ";" | ":") || (scene.quotation_at(at) != own && own.is_some());
        if stop {
            start = at + 1;
            break;
        }
    }
    let before = start..phrase.start;
    let words = before
        .clone()
        .filter(|it| !is_mark(scene.token(*it)))
        .take(2)
        .count();
    let behind = phrase.end..sentence.end;
    if words < 2 {
        return vec![before, behind];
    }
    let main_behind = main_verb(scene, phrase.start).is_some_and(|it| it >= phrase.end);
    if main_behind {
        vec![before, behind]
    } else {
        vec![before]
    }
}

/// The verb of the clause that a phrase modifies.
fn main_verb(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let token = scene.token(at);
    std::iter::once(token)
        .chain(token.ancestors().take(12))
        .find(|it| matches!(it.pos(), "VERB" | "AUX") && it.index() != at)
        .map(|it| it.index())
}

/// "leads in polls".
fn in_document(scene: &Scene<'_>, preposition: Token<'_>, phrase: &CuePhrase) -> Option<Draft> {
    let object = preposition.children().find(|it| it.dep() == "pobj")?;
    let polls = matches!(
        object.lemma(),
        "poll" | "survey" | "polling" | "census" | "study"
    );
    let verb = preposition.head();
    if !polls || preposition.dep() != "prep" || !matches!(verb.pos(), "VERB" | "AUX") {
        return None;
    }
    let source = noun_phrase(scene, object, preposition.index());
    if let Some(content) = told_by_fronted(scene, preposition, verb, &source) {
        let cue = preposition.index()..preposition.index() + 1;
        return draft(scene, cue, phrase, Some(source), content, "in-document");
    }
    let clause = verb.left_edge()..preposition.index();
    // "she rose in the polls" says nothing that a poll found.
    let figure = clause.clone().any(|it| scene.token(it).tag() == "CD");
    if !figure && !matches!(verb.lemma(), "lead" | "trail") {
        return None;
    }
    let cue = preposition.index()..preposition.index() + 1;
    draft(
        scene,
        cue,
        phrase,
        Some(source),
        vec![clause],
        "in-document",
    )
    .map(|it| Draft {
        confidence: 0.4,
        ..it
    })
}

/// "In a May survey, 46 percent favoured the toll": the sentence behind the comma, if it gives a figure and no other cue of speech.
fn told_by_fronted(
    scene: &Scene<'_>,
    preposition: Token<'_>,
    verb: Token<'_>,
    source: &Mention,
) -> Option<Vec<Range<usize>>> {
    let sentence = scene.sentence_around(preposition.index());
    let comma = source.tokens.end;
    let fronted = preposition.index() == sentence.start
        && comma < sentence.end
        && scene.token(comma).text() == ",";
    let figure = (comma..sentence.end).any(|it| scene.token(it).tag() == "CD");
    let spoken = scene
        .cues
        .verb(verb_lemma(verb))
        .is_some_and(|it| it.class == CueClass::Speech);
    (fronted && figure && !spoken).then(|| one(comma + 1..sentence.end))
}

/// "in the minister's view": the token is the noun.
fn in_view(scene: &Scene<'_>, noun: Token<'_>, phrase: &CuePhrase) -> Option<Draft> {
    let preposition = noun.head();
    if noun.dep() != "pobj" || preposition.lemma() != "in" || preposition.dep() != "prep" {
        return None;
    }
    let possessor = noun.children().find(|it| it.dep() == "poss")?;
    let source = noun_phrase(scene, possessor, noun.index());
    let content = around(scene, &(preposition.index()..noun.index() + 1));
    let cue = noun.index()..noun.index() + 1;
    draft(scene, cue, phrase, Some(source), content, "in-view").map(|it| Draft {
        confidence: 0.5,
        ..it
    })
}

/// "reportedly": the clause around it, and nobody who says so.
fn hedge(scene: &Scene<'_>, adverb: Token<'_>, phrase: &CuePhrase) -> Option<Draft> {
    let verb = adverb.head();
    if adverb.dep() != "advmod" || !matches!(verb.pos(), "VERB" | "AUX") {
        return None;
    }
    let cue = adverb.index()..adverb.index() + 1;
    let content = vec![verb.left_edge()..cue.start, cue.end..verb.right_edge() + 1];
    draft(scene, cue, phrase, None, content, "hedge")
}

/// Quotations in front of "according to".
pub(super) fn owner_of(scene: &Scene<'_>, number: usize) -> Option<Owner> {
    let mut at = scene.quoted_tokens[number].end;
    if at < scene.doc.len() && scene.token(at).text() == "," {
        at += 1;
    }
    let fits = at + 1 < scene.doc.len()
        && scene.token(at).text().eq_ignore_ascii_case("according")
        && scene.token(at + 1).text() == "to"
        && scene.paragraph_of(scene.token(at).span().start) == scene.quotations[number].paragraph;
    fits.then_some(Owner {
        cue: at,
        position: Position::Before,
    })
}

#[cfg(test)]
mod tests {
    use super::super::sentences::assert_read;

    #[test]
    fn set_phrases() {
        assert_read(
            "Rents doubled last year, according to the bank.",
            &["the bank | according to | Rents doubled last year"],
        );
        assert_read(
            "According to the bank, rents doubled last year.",
            &["the bank | According to | rents doubled last year"],
        );
        assert_read(
            "In the minister's view, the offer is too low.",
            &["the minister's | view | the offer is too low"],
        );
    }
}
