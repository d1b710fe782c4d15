//! Relation mode: which event links two parties that the caller names.
//!
//! The same acts and operators as everywhere; only the parties come from outside. The rules rank the events in reach: the one
//! whose roles the two fill, then one that has one of them, then the one nearest to both in the parse. The classifier sees
//! that ranking and the text, and decides.

use diurna_data::lexicon::{Lexicon, Operator};
use diurna_record::{EventType, Relation, Relations, Root15, Span};
use diurna_text::{Doc, Token};

use crate::actor::Parties;
use crate::classify::{
    By, Features, Fit, PairView, RuleReading, UNSURE, Verdict, Weights, meeting, upwards,
};
use crate::event::{Applied, Candidate, candidates};

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

/// What relation mode needs to know of a document.
pub(crate) struct Relating<'a> {
    pub(crate) doc: &'a Doc,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) weights: &'a Weights,
    pub(crate) own: Parties,
}

impl Relating<'_> {
    /// Answers each pair of the document.
    pub(crate) fn relations(&self, id: &str, pairs: &[Pair], by: By) -> Relations {
        Relations {
            id: id.to_owned(),
            relations: pairs.iter().map(|pair| self.relation(pair, by)).collect(),
        }
    }

    /// What the classifier sees of a pair.
    pub(crate) fn features(&self, pair: &Pair) -> Features {
        let parties = self.parties(pair);
        self.seen(pair, &parties, &self.ranked(pair, &parties))
    }

    fn relation(&self, pair: &Pair, by: By) -> Relation {
        let parties = self.parties(pair);
        let ranked = self.ranked(pair, &parties);
        let by_rules = match ranked.first() {
            Some((rank, candidate)) if *rank > 0 => answer(&pair.id, candidate, *rank),
            _ => nothing(&pair.id),
        };
        let features = match by {
            By::Rules => return by_rules,
            By::Model => self.seen(pair, &parties, &ranked).without_rules(),
            By::Both => self.seen(pair, &parties, &ranked),
        };
        let verdict = Verdict::of(self.weights, &features);
        let Some((root, share)) = verdict.best_root() else {
            return by_rules;
        };
        let event_type = verdict.best_type(root);
        if by == By::Model {
            return by_model(&pair.id, event_type, root, share);
        }
        if share < UNSURE && by_rules.root15.is_some() {
            return by_rules;
        }
        if let Some((rank, candidate)) = ranked.first()
            && by_rules.root15.is_some()
            && knows_better(candidate, event_type)
        {
            return Relation {
                confidence: share,
                ..answer(&pair.id, candidate, *rank)
            };
        }
        let agrees = |candidate: &Candidate<'_, '_>| {
            candidate.reading.root15() == Some(root)
                || candidate.reading.plover().map(|coded| coded.event_type) == event_type
        };
        match ranked.iter().find(|(_, candidate)| agrees(candidate)) {
            // The rules know modes and status.
            Some((rank, candidate)) => Relation {
                root15: Some(root),
                quad: Some(root.quad()),
                confidence: share,
                ..answer(&pair.id, candidate, *rank)
            },
            None => by_model(&pair.id, event_type, root, share),
        }
    }

    fn parties(&self, pair: &Pair) -> Parties {
        let spans = [pair.source.clone(), pair.target.clone()];
        Parties::given(self.doc, &spans, &self.own)
    }

    /// The rules' candidates, best first; of equals the first in the text.
    fn ranked<'s>(&'s self, pair: &Pair, parties: &Parties) -> Vec<(i32, Candidate<'s, 's>)> {
        let sentences = self.doc.sentences().iter();
        let mut ranked: Vec<(i32, Candidate<'s, 's>)> = sentences
            .flat_map(|sentence| candidates(self.doc, sentence.clone(), self.lexicon, parties))
            .map(|candidate| (rank(&candidate, parties, self.doc, pair), candidate))
            .collect();
        ranked.sort_by_key(|(rank, _)| -rank);
        ranked
    }

    fn seen(
        &self,
        pair: &Pair,
        parties: &Parties,
        ranked: &[(i32, Candidate<'_, '_>)],
    ) -> Features {
        let readings = ranked
            .iter()
            .filter_map(|(rank, candidate)| RuleReading::of(candidate, fit(*rank)));
        let view = PairView {
            doc: self.doc,
            source: &pair.source,
            target: &pair.target,
            source_identity: parties.identity(SOURCE),
            target_identity: (!pair.target.is_empty()).then(|| parties.identity(TARGET)),
        };
        view.features(self.lexicon, &readings.collect::<Vec<_>>())
    }
}

/// Where the classifier sees what the act was before an operator changed it ("will meet" as a meeting), or the same use of
/// force or sanction, the rules have the last word: operators and projections are conventions, not a matter of likelihood.
/// Demands stay out, since they look different from the addressee and from whoever is to be punished.
fn knows_better(candidate: &Candidate<'_, '_>, event_type: Option<EventType>) -> bool {
    let reading = &candidate.reading;
    let demands = reading.operators.contains(&Applied::Word(Operator::Demand));
    let changed = !reading.operators.is_empty() && !demands && Some(reading.base) == event_type;
    let own = reading.plover().map(|coded| coded.event_type);
    let projected =
        own == event_type && matches!(event_type, Some(EventType::Sanction | EventType::Coerce));
    event_type.is_some() && (changed || projected)
}

fn fit(rank: i32) -> Fit {
    match rank {
        80.. => Fit::BothRoles,
        51.. => Fit::OneRole,
        31.. => Fit::TurnedRound,
        11.. => Fit::Near,
        _ => Fit::Far,
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
    meeting(&upwards(a), &upwards(b)).map_or(19, |(up, down)| (up + down) as i32)
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

fn nothing(id: &str) -> Relation {
    Relation {
        id: id.to_owned(),
        event_type: None,
        modes: Vec::new(),
        root15: None,
        quad: None,
        status: None,
        confidence: 0.0,
        rule: None,
    }
}

/// An answer that no rule gives.
fn by_model(id: &str, event_type: Option<EventType>, root: Root15, share: f32) -> Relation {
    Relation {
        event_type,
        root15: Some(root),
        quad: Some(root.quad()),
        status: event_type.map(|_| diurna_record::Status::Asserted),
        confidence: share,
        rule: Some("model".to_owned()),
        ..nothing(id)
    }
}
