//! What a paragraph is about: PLOVER's contexts, by the terms that speak for them.
//!
//! The weights of a context's distinct terms are added up, over the paragraph and over the document. A context holds in a
//! paragraph that says enough for it alone, in one that hints at it in a document that says much, and in all paragraphs of a
//! document that is about it. The terms are the reason and can be printed. A paragraph that says more for sport, business or
//! another desk without politics than for any context is not political, and no event is coded in it.

use std::collections::BTreeMap;

use diurna_data::contexts::{Contexts, Desk, Term, Topic};
use diurna_record::{Context, Span};
use diurna_text::{Doc, Token};

/// A paragraph that says this much for a context alone is about it.
const ALONE: u32 = 3;
/// A hint is enough in a document that says this much.
const HINTED: u32 = 6;
/// A document that says this much is about it throughout.
const THROUGHOUT: u32 = 12;

/// What a paragraph is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct About {
    /// Its contexts, in the codebook's order.
    pub(crate) contexts: Vec<Reason<Context>>,
    /// The desk that it belongs to instead of politics.
    pub(crate) desk: Option<Reason<Desk>>,
}

/// A topic and the terms that speak for it: the paragraph's, else the document's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reason<T> {
    pub(crate) topic: T,
    pub(crate) terms: Vec<String>,
}

type Found = BTreeMap<Topic, BTreeMap<String, u32>>;

/// What each paragraph is about.
pub(crate) fn topics(doc: &Doc, paragraphs: &[Span], contexts: &Contexts) -> Vec<About> {
    let found: Vec<Found> = paragraphs
        .iter()
        .map(|paragraph| terms(doc, *paragraph, contexts))
        .collect();
    let mut all = Found::new();
    for (topic, terms) in found.iter().flatten() {
        all.entry(*topic).or_default().extend(terms.clone());
    }
    let about = found.iter().map(|own| About {
        contexts: contexts_of(own, &all),
        desk: desk_of(own, &all),
    });
    about.collect()
}

fn contexts_of(own: &Found, all: &Found) -> Vec<Reason<Context>> {
    let reason = |(topic, everywhere): (&Topic, &BTreeMap<String, u32>)| {
        let Topic::Context(context) = topic else {
            return None;
        };
        let here = own.get(topic);
        let (here_weight, weight) = (here.map_or(0, weight), weight(everywhere));
        let holds =
            here_weight >= ALONE || here_weight > 0 && weight >= HINTED || weight >= THROUGHOUT;
        holds.then(|| Reason {
            topic: *context,
            terms: here.unwrap_or(everywhere).keys().cloned().collect(),
        })
    };
    all.iter().filter_map(reason).collect()
}

/// The desk that a paragraph speaks for more than for any context of politics, and its document too.
fn desk_of(own: &Found, all: &Found) -> Option<Reason<Desk>> {
    // What firms, laboratories and the weather bring about by themselves is no politics.
    let is_political = |topic: &Topic| match topic {
        Topic::Context(context) => !matches!(
            context,
            Context::Economic
                | Context::Technology
                | Context::Health
                | Context::Disasters
                | Context::Environment
                | Context::NaturalResource
        ),
        Topic::Desk(_) => false,
    };
    let politics = |found: &Found| {
        let political = found.iter().filter(|(topic, _)| is_political(topic));
        political.map(|(_, terms)| weight(terms)).max().unwrap_or(0)
    };
    let mut best: Option<(u32, Reason<Desk>)> = None;
    for (topic, terms) in own {
        let Topic::Desk(desk) = topic else { continue };
        let (here, everywhere) = (weight(terms), all.get(topic).map_or(0, weight));
        let holds = here >= ALONE && here > politics(own) && everywhere > politics(all);
        if holds && best.as_ref().is_none_or(|(most, _)| here > *most) {
            let terms = terms.keys().cloned().collect();
            best = Some((
                here,
                Reason {
                    topic: *desk,
                    terms,
                },
            ));
        }
    }
    best.map(|(_, reason)| reason)
}

fn weight(terms: &BTreeMap<String, u32>) -> u32 {
    terms.values().sum()
}

/// The terms of one paragraph with their weights; of overlapping terms the longest.
fn terms(doc: &Doc, paragraph: Span, contexts: &Contexts) -> Found {
    let words: Vec<Token<'_>> = doc
        .range(doc.tokens_in(paragraph))
        .filter(|token| !token.is_space() && token.text() != "-")
        .collect();
    let lemmas: Vec<String> = words
        .iter()
        .map(|token| token.lemma().to_lowercase())
        .collect();
    let lower: Vec<String> = words
        .iter()
        .map(|token| token.text().to_lowercase())
        .collect();
    let stands = |term: &Term, at: usize| {
        term.words.iter().enumerate().all(|(step, word)| {
            lemmas.get(at + step) == Some(word) || lower.get(at + step) == Some(word)
        })
    };
    let mut found = Found::new();
    let mut at = 0;
    while at < words.len() {
        let beginnings = [lemmas[at].as_str(), lower[at].as_str()];
        let forms = if beginnings[0] == beginnings[1] { 1 } else { 2 };
        let standing: Vec<&Term> = beginnings[..forms]
            .iter()
            .flat_map(|word| contexts.beginning_with(word))
            .filter(|term| stands(term, at))
            .collect();
        let longest = standing
            .iter()
            .map(|term| term.words.len())
            .max()
            .unwrap_or(1);
        for term in standing.iter().filter(|term| term.words.len() == longest) {
            let known = found.entry(term.topic).or_default();
            known.insert(term.words.join(" "), u32::from(term.weight));
        }
        at += longest;
    }
    found
}
