//! Attributions by a noun: "her pledge to resign", "the claim that talks had failed", "calls for a vote".
//!
//! The holder is a possessor, a by-phrase, or the subject of a verb that only carries the noun ("made the claim"). The
//! noun alone has no content and makes no attribution.

use std::ops::Range;

use diurna_data::cues::{CueEntry, Frame};
use diurna_record::CueClass;
use diurna_text::Token;

use super::Polarity;
use super::content::subtree;
use super::draft::{Draft, Mention, tidy};
use super::scene::Scene;
use super::source::{noun_phrase, roles};

/// Verbs that lend a noun their subject.
const CARRIERS: &[&str] = &[
    "announce",
    "carry",
    "deliver",
    "do",
    "draw",
    "echo",
    "express",
    "face",
    "give",
    "have",
    "hold",
    "issue",
    "launch",
    "make",
    "offer",
    "pose",
    "raise",
    "release",
    "reiterate",
    "renew",
    "repeat",
    "send",
    "share",
    "show",
    "signal",
    "state",
    "take",
    "voice",
];

/// The attribution of a cue noun.
pub(super) fn attribution(scene: &Scene<'_>, noun: Token<'_>) -> Option<Draft> {
    if !matches!(noun.pos(), "NOUN") || noun.dep() == "compound" {
        return None;
    }
    let entry = scene.cues.noun(noun.lemma())?;
    let (content, end, rule) = complement(noun, entry)?;
    let content = tidy(scene, vec![content], scene.quotation_at(noun.index()));
    if content.is_empty() {
        return None;
    }
    let (source, start) = holder(scene, noun);
    if source.is_none() && !(rule == "clause" && entry.class == CueClass::Speech) {
        return None;
    }
    Some(Draft {
        head: Some(noun.index()),
        cue: Some(start..end),
        lemma: Some(noun.lemma().to_owned()),
        class: entry.class,
        polarity: Polarity::Asserted,
        confidence: if rule == "clause" { 0.4 } else { 0.3 },
        source,
        addressee: None,
        content,
        rule: format!("quote/{}-noun-{rule}", noun.lemma()),
        link: None,
    })
}

/// The content, where the cue ends, and the rule.
fn complement(noun: Token<'_>, entry: &CueEntry) -> Option<(Range<usize>, usize, &'static str)> {
    for child in noun.children().filter(|it| it.index() > noun.index()) {
        let edges = subtree(child);
        let first = noun.doc().token(edges.start);
        match child.dep() {
            "acl" | "ccomp" | "relcl"
                if first.lemma() == "that"
                    && is_complement(child)
                    && entry.takes(Frame::Clause) =>
            {
                return Some((edges, noun.index() + 1, "clause"));
            }
            "acl" | "xcomp" if first.tag() == "TO" && entry.takes(Frame::Infinitive) => {
                return Some((edges, noun.index() + 1, "inf"));
            }
            "prep" if entry.takes_preposition(child.lemma()) && edges.len() > 1 => {
                return Some((
                    child.index() + 1..edges.end,
                    child.index() + 1,
                    "preposition",
                ));
            }
            "prep" if entry.takes_object_and(child.lemma()) && edges.len() > 1 => {
                return Some((child.index() + 1..edges.end, child.index() + 1, "held"));
            }
            _ => {}
        }
    }
    None
}

/// "the claim that it rained", not "the claim that he made".
fn is_complement(clause: Token<'_>) -> bool {
    clause
        .children()
        .any(|it| it.lemma() == "that" && it.dep() == "mark")
        || clause.dep() == "ccomp"
}

/// Who holds the claim, and where the cue begins.
fn holder(scene: &Scene<'_>, noun: Token<'_>) -> (Option<Mention>, usize) {
    let at = noun.index();
    if let Some(possessor) = noun.children().find(|it| it.dep() == "poss") {
        return (Some(noun_phrase(scene, possessor, at)), at);
    }
    let by = noun
        .children()
        .find(|it| matches!(it.lemma(), "by" | "from") && it.dep() == "prep");
    if let Some(agent) = by.and_then(|it| it.children().find(|it| it.dep() == "pobj")) {
        return (Some(noun_phrase(scene, agent, at)), at);
    }
    let verb = noun.head();
    if noun.dep() == "dobj" && CARRIERS.contains(&verb.lemma()) && verb.index() < at {
        let subject = roles(scene, verb).source;
        return (subject.map(|it| noun_phrase(scene, it, at)), verb.index());
    }
    (None, at)
}

#[cfg(test)]
mod tests {
    use super::super::sentences::assert_read;

    #[test]
    fn nouns_with_a_content() {
        assert_read(
            "Her pledge to resign surprised the party.",
            &["Her | pledge | to resign"],
        );
        assert_read(
            "The claim that talks had failed was false.",
            &["- | claim | that talks had failed"],
        );
        assert_read("The claim was false.", &[]);
    }
}
