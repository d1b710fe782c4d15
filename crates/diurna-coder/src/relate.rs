//! Relation mode: which event links two parties that the caller names.
//!
//! The same acts and operators as everywhere; only the parties come from outside. Of the events in reach, the one whose roles
//! the two fill wins; then one that has one of them; then the one nearest to both in the parse.

use diurna_data::lexicon::Lexicon;
use diurna_record::{Relation, Relations, Span};
use diurna_text::{Doc, Token};

use crate::actor::Parties;
use crate::event::{Candidate, candidates};

/// Two parties of a document and the id of the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The caller's id.
    pub id: String,
    /// Spans of the first party, bytes of the text.
    pub source: Vec<Span>,
    /// Spans of the second party; empty if there is none.
    pub target: Vec<Span>,
}

const SOURCE: usize = 0;
const TARGET: usize = 1;

/// Answers each pair of a document.
pub(crate) fn relations(
    id: &str,
    doc: &Doc,
    pairs: &[Pair],
    lexicon: &Lexicon,
    own: &Parties,
) -> Relations {
    let relations = pairs
        .iter()
        .map(|pair| relation(doc, pair, lexicon, own))
        .collect();
    Relations {
        id: id.to_owned(),
        relations,
    }
}

fn relation(doc: &Doc, pair: &Pair, lexicon: &Lexicon, own: &Parties) -> Relation {
    let parties = Parties::given(doc, &[pair.source.clone(), pair.target.clone()], own);
    let ranked = doc
        .sentences()
        .iter()
        .flat_map(|sentence| candidates(doc, sentence.clone(), lexicon, &parties));
    let scored = ranked.map(|candidate| (rank(&candidate, &parties, doc, pair), candidate));
    // The first of equals wins, so that text order decides.
    let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best });
    match best {
        Some((rank, candidate)) if rank > 0 => answer(&pair.id, &candidate, rank),
        _ => Relation {
            id: pair.id.clone(),
            event_type: None,
            modes: Vec::new(),
            root15: None,
            quad: None,
            status: None,
            confidence: 0.0,
            rule: None,
        },
    }
}

/// How well a candidate's roles fit the pair.
fn rank(candidate: &Candidate<'_, '_>, parties: &Parties, doc: &Doc, pair: &Pair) -> i32 {
    let holds = |tokens: &[Token<'_>], entity: usize| {
        tokens
            .iter()
            .flat_map(|token| parties.of(*token))
            .any(|mention| parties.entity(mention) == entity)
    };
    let actor_is_source = holds(&candidate.actors, SOURCE);
    let actor_is_target = holds(&candidate.actors, TARGET);
    let recipient_is_source = holds(&candidate.recipients, SOURCE);
    let recipient_is_target = holds(&candidate.recipients, TARGET);
    let roles = match (
        actor_is_source,
        recipient_is_target,
        actor_is_target,
        recipient_is_source,
    ) {
        (true, true, ..) => 100,
        (true, _, true, _) => 95,
        (true, ..) => 70,
        (_, true, ..) => 60,
        (_, _, true, true) => 50,
        (_, _, true, _) | (_, _, _, true) => 30,
        _ => 20,
    };
    roles - distance(candidate.head, doc, pair).min(19)
}

/// Steps in the parse from a word to the nearest head of either party, summed.
fn distance(head: Token<'_>, doc: &Doc, pair: &Pair) -> i32 {
    let to = |spans: &[Span]| -> i32 {
        let heads = spans
            .iter()
            .map(|span| doc.tokens_in(*span))
            .filter(|tokens| !tokens.is_empty());
        heads
            .map(|tokens| steps(head, doc.token(tokens.end - 1)))
            .min()
            .unwrap_or(0)
    };
    to(&pair.source) + to(&pair.target)
}

fn steps(a: Token<'_>, b: Token<'_>) -> i32 {
    let above = |token: Token<'_>| -> Vec<usize> {
        std::iter::once(token)
            .chain(token_ancestors(token))
            .map(Token::index)
            .collect()
    };
    fn token_ancestors(token: Token<'_>) -> impl Iterator<Item = Token<'_>> {
        token.ancestors()
    }
    let (from_a, from_b) = (above(a), above(b));
    let meeting = from_a.iter().enumerate().find_map(|(up, token)| {
        from_b
            .iter()
            .position(|other| other == token)
            .map(|down| up + down)
    });
    meeting.map_or(19, |steps| steps as i32)
}

fn answer(id: &str, candidate: &Candidate<'_, '_>, rank: i32) -> Relation {
    let coded = candidate.reading.plover();
    let root15 = candidate.reading.root15();
    Relation {
        id: id.to_owned(),
        event_type: coded.as_ref().map(|coded| coded.event_type),
        modes: coded
            .as_ref()
            .map(|coded| coded.modes.clone())
            .unwrap_or_default(),
        quad: root15.map(|root| root.quad()),
        root15,
        status: coded.map(|coded| coded.status),
        confidence: (rank as f32 / 100.0).clamp(0.05, 0.95),
        rule: Some(candidate.rule.clone()),
    }
}
