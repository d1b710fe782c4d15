//! Attributions: who says, thinks or wants what.
//!
//! An attribution is a source, a cue and a content; the spans follow the PolNeAR annotation guidelines (Newell, Margolin
//! and Ruths 2018), with two additions: attributions inside another's content are kept and point to it, and each has a
//! polarity. [`attributions`] works in four steps:
//!
//! 1. `marks` pairs the quotation marks of each paragraph, without grammar;
//! 2. `beside` gives each quotation the cue that print puts beside it;
//! 3. `verb`, `noun`, `phrase` and `layout` make an attribution of each cue, with the help of `source`, `content` and
//!    `cue`;
//! 4. `float` gives the quotations that are left to who spoke before, and `nest` finds out which stands in which.
//!
//! Then [`speaker`] says who a source is ("he", "the minister"), and [`chain`] makes the record's statements, with those who
//! passed a claim on and those who deny it. Which words are cues stands in `diurna-data/cues`.
//!
//! Left out: attributions over more than one paragraph without quotation marks, captions, and metaphors of speech without a
//! listed word ("took aim at").

use std::collections::HashSet;

use diurna_data::cues::CueLexicon;
use diurna_record::{CueClass, Polarity, Span, StatementKind};
use diurna_text::Doc;

mod beside;
pub(crate) mod chain;
mod content;
mod cue;
mod draft;
mod float;
mod layout;
mod link;
pub(crate) mod marks;
mod nest;
mod noun;
mod phrase;
mod scene;
#[cfg(test)]
mod sentences;
mod source;
pub(crate) mod speaker;
mod tail;
mod verb;

use beside::Owner;
use draft::{Draft, span};
pub(crate) use marks::steers;
use nest::{Extent, enclosing};
use scene::Scene;

/// Share of a content's letters that must stand in marks for direct speech.
const DIRECT_SHARE: f64 = 0.9;

/// A source, a cue and a content.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Attribution {
    /// The cue, auxiliaries included; `None` if the text has none.
    pub(crate) cue: Option<Span>,
    /// Token index of the cue's head.
    pub(crate) cue_head: Option<usize>,
    /// Lemma of the cue's head, or the set phrase ("according to"); `None` for a colon.
    pub(crate) lemma: Option<String>,
    /// What kind of attitude it is.
    pub(crate) class: CueClass,
    /// How it is meant.
    pub(crate) polarity: Polarity,
    /// Who, as the words beside the cue say it.
    pub(crate) source: Option<Span>,
    /// Token index of the source's head.
    pub(crate) source_head: Option<usize>,
    /// To whom.
    pub(crate) addressee: Option<Span>,
    /// Token index of the addressee's head.
    pub(crate) addressee_head: Option<usize>,
    /// What, in text order, marks included.
    pub(crate) content: Vec<Span>,
    /// The parts of it in quotation marks, marks excluded.
    pub(crate) quoted: Vec<Span>,
    /// How much of it stands in marks.
    pub(crate) kind: StatementKind,
    /// Index of the attribution whose content holds this cue.
    pub(crate) within: Option<usize>,
    /// `quote/say-ccomp`, `quote/according-to`.
    pub(crate) rule: String,
    /// Probability that it is right.
    pub(crate) confidence: f32,
}

/// All attributions of a parsed text, in the order of their cues.
///
/// `paragraphs` are the stretches of the text that were parsed separately, in text order.
pub(crate) fn attributions(doc: &Doc, paragraphs: &[Span], cues: &CueLexicon) -> Vec<Attribution> {
    let scene = Scene::new(doc, paragraphs, cues);
    let mut drafts = without_strays(&scene, drafts(&scene));
    drafts.sort_by_key(|it| it.cue.as_ref().map_or(it.content[0].start, |cue| cue.start));
    let extents: Vec<Extent> = drafts.iter().map(|it| extent(&scene, it)).collect();
    let within = link::linked(&drafts, enclosing(&extents));
    drafts
        .into_iter()
        .zip(within)
        .map(|(draft, within)| finish(&scene, draft, within))
        .collect()
}

fn drafts(scene: &Scene<'_>) -> Vec<Draft> {
    let quotations = by_cue(scene);
    let mut drafts = Vec::new();
    let mut next = quotations.iter().peekable();
    let mut owned: Vec<(usize, Owner)> = Vec::new();
    for token in scene.doc.tokens() {
        owned.clear();
        while let Some((number, owner)) = next.next_if(|(_, owner)| owner.cue <= token.index()) {
            if owner.cue == token.index() {
                owned.push((*number, *owner));
            }
        }
        let draft = phrase::attribution(scene, token, owned.first().map(|it| it.0))
            .or_else(|| verb::attribution(scene, token, &owned))
            .or_else(|| noun::attribution(scene, token));
        drafts.extend(draft);
    }
    let taken: HashSet<usize> = drafts
        .iter()
        .filter_map(|it| it.cue.as_ref().map(|cue| cue.end))
        .collect();
    let is_free = |it: &Draft| it.cue.as_ref().is_none_or(|cue| !taken.contains(&cue.end));
    let turns = layout::Turns::new(scene);
    for number in 0..scene.paragraphs.len() {
        drafts.extend(layout::attribution(scene, number, &turns).filter(is_free));
    }
    link::chain(scene, &mut drafts);
    float::adopt(scene, &mut drafts);
    drafts
}

/// Leaves out what is said inside a quotation that itself has no speaker: its "I" is nobody.
fn without_strays(scene: &Scene<'_>, drafts: Vec<Draft>) -> Vec<Draft> {
    let own = |it: &Draft| it.head.and_then(|head| scene.quotation_at(head));
    let mut spoken = vec![false; scene.quotations.len()];
    for piece in drafts
        .iter()
        .filter(|it| own(it).is_none())
        .flat_map(|it| &it.content)
    {
        let from = scene
            .quoted_tokens
            .partition_point(|it| it.start < piece.start);
        let inside = scene.quoted_tokens[from..]
            .iter()
            .take_while(|it| it.end <= piece.end);
        spoken[from..from + inside.count()].fill(true);
    }
    drafts
        .into_iter()
        .filter(|it| own(it).is_none_or(|number| spoken[number]))
        .collect()
}

/// The quotations with their cues, by cue.
fn by_cue(scene: &Scene<'_>) -> Vec<(usize, Owner)> {
    let verbs = beside::owners(scene);
    let mut found: Vec<(usize, Owner)> = Vec::new();
    for (number, owner) in verbs.into_iter().enumerate() {
        let owner = phrase::owner_of(scene, number).or(owner);
        found.extend(owner.map(|it| (number, it)));
    }
    found.sort_by_key(|(number, owner)| (owner.cue, *number));
    found
}

fn extent(scene: &Scene<'_>, draft: &Draft) -> Extent {
    let content: Vec<Span> = draft.content.iter().map(|it| span(scene, it)).collect();
    let head = draft.head.map(|it| it..it + 1);
    let cue = head.as_ref().map_or(content[0], |it| span(scene, it));
    Extent { cue, content }
}

fn finish(scene: &Scene<'_>, draft: Draft, within: Option<usize>) -> Attribution {
    let content: Vec<Span> = draft.content.iter().map(|it| span(scene, it)).collect();
    let quoted = quoted(scene, &content, draft.head);
    Attribution {
        cue: draft.cue.as_ref().map(|it| span(scene, it)),
        cue_head: draft.head,
        lemma: draft.lemma,
        class: draft.class,
        polarity: draft.polarity,
        source: draft.source.as_ref().map(|it| span(scene, &it.tokens)),
        source_head: draft.source.map(|it| it.head),
        addressee: draft.addressee.as_ref().map(|it| span(scene, &it.tokens)),
        addressee_head: draft.addressee.map(|it| it.head),
        kind: kind(scene, &content, &quoted),
        content,
        quoted,
        within,
        rule: draft.rule,
        confidence: draft.confidence,
    }
}

/// The insides of the quotations in the content, leaving out one that holds the cue as well.
fn quoted(scene: &Scene<'_>, content: &[Span], head: Option<usize>) -> Vec<Span> {
    let around = head.and_then(|it| scene.quotation_at(it));
    let candidates = match around {
        Some(_) => &scene.all_quotations,
        None => &scene.quotations,
    };
    let mut quoted = Vec::new();
    for span in content {
        let from = candidates.partition_point(|it| it.outer.start < span.start);
        let inside = candidates[from..]
            .iter()
            .take_while(|it| it.outer.start < span.end)
            .filter(|it| it.outer.end <= span.end);
        for quotation in inside {
            if quoted
                .last()
                .is_none_or(|last: &Span| last.end <= quotation.inner.start)
            {
                quoted.push(quotation.inner);
            }
        }
    }
    quoted
}

fn kind(scene: &Scene<'_>, content: &[Span], quoted: &[Span]) -> StatementKind {
    let letters = |spans: &[Span]| -> usize {
        let count = |it: &Span| {
            it.slice(scene.doc.text())
                .chars()
                .filter(|c| c.is_alphanumeric())
                .count()
        };
        spans.iter().map(count).sum()
    };
    let (all, inside) = (letters(content), letters(quoted));
    if inside == 0 {
        StatementKind::Indirect
    } else if inside as f64 >= DIRECT_SHARE * all as f64 {
        StatementKind::Direct
    } else {
        StatementKind::Mixed
    }
}

#[cfg(test)]
mod tests {
    use super::sentences::{assert_read, read};
    use super::*;

    #[test]
    fn links_of_a_chain_are_kept() {
        assert_read(
            "Orr said Lin had told him that the talks were over.",
            &[
                "Orr | said | Lin had told him that the talks were over",
                "> Lin | had told | that the talks were over",
            ],
        );
    }

    #[test]
    fn kinds_and_quoted_parts() {
        let cases = [
            (
                "\"We stay,\" Lin said.",
                StatementKind::Direct,
                vec!["We stay,"],
            ),
            (
                "Lin said the offer was ‘fair’ to all.",
                StatementKind::Mixed,
                vec!["fair"],
            ),
            (
                "Lin said the offer was fair.",
                StatementKind::Indirect,
                vec![],
            ),
        ];
        for (text, kind, quoted) in cases {
            let Some(found) = read(text) else { return };
            assert_eq!(found[0].kind, kind, "{text}");
            let parts: Vec<&str> = found[0].quoted.iter().map(|it| it.slice(text)).collect();
            assert_eq!(parts, quoted);
        }
    }

    #[test]
    fn addressees_are_named() {
        let text = "The ministry told reporters that the port had closed.";
        let Some(found) = read(text) else { return };
        assert_eq!(
            found[0].addressee.map(|it| it.slice(text)),
            Some("reporters")
        );
    }

    #[test]
    fn ten_thousand_marks_and_cues_stay_linear() {
        let text = "\"We said he told them \"so. ".repeat(5_000);
        let start = std::time::Instant::now();
        if read(&text).is_some() {
            assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
        }
    }
}
