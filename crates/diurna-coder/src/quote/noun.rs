//! Attributions by a noun: "her pledge to resign", "the claim that talks had failed", "calls for a vote".
//!
//! The holder is a possessor, a phrase with "by", "from" or "among", or the subject of a verb that only carries the noun ("made the claim"). The
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
    "expand",
    "express",
    "face",
    "give",
    "have",
    "hold",
    "issue",
    "keep",
    "launch",
    "make",
    "offer",
    "pose",
    "raise",
    "reboot",
    "register",
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

/// Verbs that carry a noun behind "on" or "upon": "expanded on her remarks".
const INSISTING: &[&str] = &["double", "elaborate", "expand", "reflect"];

/// Verbs whose subject gets what somebody else thinks of it.
const RECEIVERS: &[&str] = &[
    "attract", "draw", "earn", "enjoy", "gain", "get", "have", "lose", "receive", "secure", "win",
];

/// What such a verb gets.
const GIFTS: &[&str] = &[
    "approval",
    "backing",
    "blessing",
    "endorsement",
    "praise",
    "support",
];

/// The attribution of a cue noun.
pub(super) fn attribution(scene: &Scene<'_>, noun: Token<'_>) -> Option<Draft> {
    if !matches!(noun.pos(), "NOUN") || noun.dep() == "compound" {
        return None;
    }
    let entry = scene.cues.noun(noun.lemma())?;
    if let Some(draft) = received(scene, noun, entry) {
        return Some(draft);
    }
    let (content, end, rule) = complement(noun, entry)?;
    let content = tidy(scene, vec![content], scene.quotation_at(noun.index()));
    if content.is_empty() {
        return None;
    }
    let (source, start) = holder(scene, noun);
    // "It is the case that …" attributes nothing.
    let sourceless = rule == "clause"
        && matches!(entry.class, CueClass::Speech | CueClass::Thought)
        && noun.dep() != "attr";
    if source.is_none() && !sourceless {
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
        if let Some((subject, verb)) = carrying_subject(scene, noun, possessor) {
            return (Some(noun_phrase(scene, subject, at)), verb.index());
        }
        return (Some(noun_phrase(scene, possessor, at)), at);
    }
    let by = noun
        .children()
        .find(|it| matches!(it.lemma(), "by" | "from" | "among") && it.dep() == "prep");
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

/// "The leaders have signaled *their* support": the pronoun is the subject of the verb that carries the noun.
fn carrying_subject<'d>(
    scene: &Scene<'d>,
    noun: Token<'d>,
    possessor: Token<'d>,
) -> Option<(Token<'d>, Token<'d>)> {
    if possessor.tag() != "PRP$" {
        return None;
    }
    let above = noun.head();
    let verb = match noun.dep() {
        "dobj" if CARRIERS.contains(&above.lemma()) => above,
        "pobj" if matches!(above.lemma(), "in" | "on" | "upon") && above.dep() == "prep" => {
            let verb = [above.head(), above.head().head()]
                .into_iter()
                .find(|it| matches!(it.pos(), "VERB" | "AUX"))?;
            let carries = verb.lemma() == "be" || INSISTING.contains(&verb.lemma());
            Some(verb).filter(|_| carries)?
        }
        _ => return None,
    };
    let subject = roles(scene, verb).source?;
    let holds = verb.index() < noun.index() && subject.index() < verb.index();
    holds.then_some((subject, verb))
}

/// "Ruiz won the *support of* the unions": the unions support her.
fn received(scene: &Scene<'_>, noun: Token<'_>, entry: &CueEntry) -> Option<Draft> {
    let verb = noun.head();
    let given = noun.dep() == "dobj"
        && verb.index() < noun.index()
        && RECEIVERS.contains(&verb.lemma())
        && GIFTS.contains(&noun.lemma())
        && noun.children().all(|it| it.dep() != "poss");
    let of = noun
        .children()
        .find(|it| matches!(it.lemma(), "of" | "from") && it.dep() == "prep")?;
    let giver = of.children().find(|it| it.dep() == "pobj")?;
    let subject = roles(scene, verb).source.filter(|_| given)?;
    let content = noun_phrase(scene, subject, verb.index()).tokens;
    Some(Draft {
        head: Some(noun.index()),
        cue: Some(verb.index()..of.index() + 1),
        lemma: Some(noun.lemma().to_owned()),
        class: entry.class,
        polarity: Polarity::Asserted,
        confidence: 0.4,
        source: Some(noun_phrase(scene, giver, noun.index())),
        addressee: None,
        content: tidy(scene, vec![content], scene.quotation_at(noun.index())),
        rule: format!("quote/{}-noun-received", noun.lemma()),
        link: None,
    })
    .filter(|it| !it.content.is_empty())
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

    #[test]
    fn the_subject_of_a_carrying_verb_holds_the_noun() {
        assert_read(
            "The two leaders signaled their support for the treaty.",
            &["The two leaders | signaled their support for | the treaty"],
        );
        assert_read(
            "Ruiz won the backing of the dockers.",
            &["the dockers | won the backing of | Ruiz"],
        );
    }
}
