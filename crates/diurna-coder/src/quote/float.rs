//! Quotations that no cue stands beside.
//!
//! Once a speaker is known, print drops the cue: the next paragraph, or the next sentence in marks, goes on with the same voice
//! unless a new name has taken the floor since. PolNeAR joins such a quotation with the nearest attribution of its speaker. Where
//! the text only tells who acted before ("Ruiz was in no mood to apologise. “…”"), the quotation is an attribution without a cue.
//! And a fragment in marks at the end of an attributed sentence belongs to it, whatever the parser made of the words between.

use std::ops::Range;

use diurna_record::CueClass;
use diurna_text::Token;

use super::Polarity;
use super::draft::{Draft, one};
use super::scene::{Scene, is_mark, is_stop};
use super::source::{noun_phrase, own_subject};

/// Words of the shortest quotation that needs a speaker.
const SHORTEST: usize = 4;
/// Words between a content and the quotation that ends its sentence.
const FARTHEST: usize = 4;
/// Attributions that a quotation looks back over.
const LOOKED_BACK: usize = 6;

/// Gives quotations without a cue to the attribution before them, or makes one of each.
pub(super) fn adopt(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|it| (start(&drafts[*it]), *it));
    let mut last: Option<(usize, usize)> = None;
    let held = held(scene, drafts);
    let floating = held.into_iter().enumerate().filter(|(_, held)| !held);
    for (number, _) in floating {
        let quoted = &scene.quoted_tokens[number];
        let from = order.partition_point(|it| start(&drafts[*it]) < quoted.start);
        let before = &order[from.saturating_sub(LOOKED_BACK)..from];
        if let Some(draft) = ended_by(scene, drafts, before, quoted) {
            let piece = drafts[draft].content.last_mut();
            piece.into_iter().for_each(|it| it.end = quoted.end);
        } else if is_sentence(scene, number) {
            let speaker = runs_on(scene, last, number)
                .or_else(|| speaker_before(scene, drafts, before, number));
            let draft = join(scene, drafts, speaker, number);
            last = draft.map(|draft| (number, draft));
        }
    }
}

/// The attribution of the floating quotation right before this one.
fn runs_on(scene: &Scene<'_>, last: Option<(usize, usize)>, number: usize) -> Option<usize> {
    let (before, draft) = last.filter(|(before, _)| before + 1 == number)?;
    let mut gap = scene.quoted_tokens[before].end..scene.quoted_tokens[number].start;
    gap.all(|it| is_mark(scene.token(it))).then_some(draft)
}

/// Adds a quotation to an attribution, or to a new one without a cue.
fn join(
    scene: &Scene<'_>,
    drafts: &mut Vec<Draft>,
    speaker: Option<usize>,
    number: usize,
) -> Option<usize> {
    if let Some(draft) = speaker {
        let quoted = scene.quoted_tokens[number].clone();
        drafts[draft].content.push(quoted);
        return Some(draft);
    }
    drafts.push(cueless(scene, number)?);
    Some(drafts.len() - 1)
}

/// Where a draft stands.
fn start(draft: &Draft) -> usize {
    draft
        .head
        .or(draft.content.first().map(|it| it.start))
        .unwrap_or_default()
}

/// Which quotations stand in a content, or hold an attribution's cue.
fn held(scene: &Scene<'_>, drafts: &[Draft]) -> Vec<bool> {
    let mut held = vec![false; scene.quotations.len()];
    for piece in drafts.iter().flat_map(|it| &it.content) {
        let from = scene
            .quoted_tokens
            .partition_point(|it| it.end <= piece.start);
        let inside = scene.quoted_tokens[from..]
            .iter()
            .take_while(|it| it.start < piece.end);
        held[from..from + inside.count()].fill(true);
    }
    held
}

/// The attribution whose content ends just before a quotation that ends the sentence: `he called them fair because "…"`.
fn ended_by(
    scene: &Scene<'_>,
    drafts: &[Draft],
    before: &[usize],
    quoted: &Range<usize>,
) -> Option<usize> {
    before.iter().rev().copied().find(|it| {
        let Some(piece) = drafts[*it].content.last() else {
            return false;
        };
        let near = (piece.end..=piece.end + FARTHEST).contains(&quoted.start);
        let plain = |at: usize| {
            let token = scene.token(at);
            !is_stop(token) && !matches!(token.tag(), "VBD" | "VBZ" | "VBP") && token.text() != ":"
        };
        let outside = drafts[*it]
            .head
            .is_some_and(|head| head < piece.start && scene.quotation_at(head).is_none());
        let one_sentence =
            scene.sentence_around(piece.end - 1) == scene.sentence_around(quoted.start);
        near && outside && one_sentence && (piece.end..quoted.start).all(plain)
    })
}

/// One or more sentences in marks that stand between sentences.
fn is_sentence(scene: &Scene<'_>, number: usize) -> bool {
    let (quotation, quoted) = (&scene.quotations[number], &scene.quoted_tokens[number]);
    let inner = quotation.inner.slice(scene.doc.text());
    let capital = inner
        .chars()
        .find(|it| it.is_alphanumeric())
        .is_some_and(|it| it.is_uppercase() || it.is_ascii_digit());
    let ends = inner.trim_end().ends_with(['.', '?', '!', '…']) || !quotation.closed;
    let words = quoted
        .clone()
        .filter(|it| !is_mark(scene.token(*it)))
        .take(SHORTEST);
    let paragraph = scene.paragraph_tokens(quotation.paragraph);
    let opens = quoted.start == paragraph.start || {
        let joint = scene.token(quoted.start - 1);
        is_stop(joint) && joint.text() != ";" || scene.quotation_at(joint.index()).is_some()
    };
    let closes = quoted.end >= paragraph.end
        || scene
            .token(quoted.end)
            .text()
            .chars()
            .next()
            .is_some_and(|it| it.is_uppercase() || !it.is_alphanumeric() && it != ',');
    capital && ends && words.count() == SHORTEST && opens && closes
}

/// The last attribution outside quotations in the same paragraph or the one before, unless somebody else has acted since.
fn speaker_before(
    scene: &Scene<'_>,
    drafts: &[Draft],
    before: &[usize],
    number: usize,
) -> Option<usize> {
    let own = scene.quotations[number].paragraph;
    let spoken = before.iter().rev().copied().find(|it| {
        let draft = &drafts[*it];
        let head = draft.head.filter(|it| scene.quotation_at(*it).is_none());
        let near = head.is_some_and(|it| {
            let paragraph = scene.paragraph_of(scene.token(it).span().start);
            paragraph + 1 >= own
        });
        let outer = !before.iter().any(|other| {
            other != it
                && drafts[*other]
                    .content
                    .iter()
                    .any(|piece| head.is_some_and(|head| piece.contains(&head)))
        });
        let says = !matches!(draft.class, CueClass::Ruling | CueClass::Perception);
        near && outer && says && draft.source.is_some()
    })?;
    let source = drafts[spoken].source.as_ref()?;
    let new = actor_before(scene, number).is_some_and(|actor| {
        let same = source
            .tokens
            .clone()
            .any(|it| scene.token(it).text() == actor.text());
        let later = actor.index() > start(&drafts[spoken]) && actor.index() > source.head;
        later && !same && actor.pos() == "PROPN"
    });
    (!new).then_some(spoken)
}

/// The subject of the sentence before a quotation, if it may be a person.
fn actor_before<'d>(scene: &Scene<'d>, number: usize) -> Option<Token<'d>> {
    let first = scene.quoted_tokens[number].start;
    let mut last = first.checked_sub(1)?;
    while is_mark(scene.token(last)) && scene.quotation_at(last).is_none() {
        last = last.checked_sub(1)?;
    }
    let near = scene.paragraph_of(scene.token(last).span().start) + 1
        >= scene.quotations[number].paragraph;
    if !near || scene.quotation_at(last).is_some() {
        return None;
    }
    let sentence = scene.sentence_around(last);
    let root = scene.doc.range(sentence).find(|it| it.is_root())?;
    let subject = own_subject(root)?;
    let entity = subject.entity();
    let named = subject.pos() == "PROPN"
        && subject.children().all(|it| it.dep() != "det")
        && entity.is_none_or(|it| matches!(&*it.label, "PERSON" | "ORG"));
    let person = named || matches!(subject.lemma(), "he" | "she");
    (person && scene.quotation_at(subject.index()).is_none()).then_some(subject)
}

/// An attribution that only the order of sentences makes.
fn cueless(scene: &Scene<'_>, number: usize) -> Option<Draft> {
    let actor = actor_before(scene, number)?;
    Some(Draft {
        head: None,
        cue: None,
        lemma: None,
        class: CueClass::Speech,
        polarity: Polarity::Asserted,
        source: Some(noun_phrase(scene, actor, actor.head().index())),
        addressee: None,
        content: one(scene.quoted_tokens[number].clone()),
        rule: "quote/floating".to_owned(),
        confidence: 0.5,
        link: None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::sentences::assert_read;

    #[test]
    fn a_paragraph_in_marks_keeps_the_speaker() {
        assert_read(
            "\"The harbor is full,\" said Ana Ruiz.\n\"The boats will have to wait until Friday.\"",
            &[
                "Ana Ruiz | said | \"The harbor is full,\" / \"The boats will have to wait until Friday.\"",
            ],
        );
        assert_read(
            "\"The harbor is full,\" said Ana Ruiz. She has run it for ten years. \"The boats will have to wait.\"",
            &["Ana Ruiz | said | \"The harbor is full,\" / \"The boats will have to wait.\""],
        );
    }

    #[test]
    fn who_acted_speaks_where_nobody_spoke() {
        assert_read(
            "Ana Ruiz was in no mood to wait.\n\"The boats have to leave now.\"",
            &["Ana Ruiz | - | \"The boats have to leave now.\""],
        );
    }
}
