//! The statistical layer: which event links two parties, as a linear model over the parse between them and over what the
//! rules found.
//!
//! It finishes what rules leave: it chooses between readings, answers for words that the lexicon lacks, and says how sure an
//! answer is. [`features`] describes a pair by names, [`weights`] holds a weight for each name and label. The weights are
//! trained on `training/`, text written for this project; the training itself is in `diurna-dev`.

mod features;
mod label;
mod reading;
mod weights;

use std::fmt;
use std::str::FromStr;

use diurna_record::{EventType, Root15, Status};

pub use features::Features;
pub use label::Label;
pub use weights::{Weights, WeightsError};

pub(crate) use features::{PairView, meeting, upwards};
pub(crate) use reading::{Fit, RuleReading};

use crate::event::Coded;

/// Who decides on an event's type. Parties, modes and status are always the rules'.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// The lexicon and the operators alone.
    Rules,
    /// The classifier, without what the rules say.
    Model,
    /// The classifier, which sees the rules' readings and leaves what it is unsure of to them.
    #[default]
    Both,
}

impl By {
    /// The name on the command line and in records.
    pub fn as_str(self) -> &'static str {
        match self {
            By::Rules => "rules",
            By::Model => "model",
            By::Both => "both",
        }
    }
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for By {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<By, Self::Err> {
        [By::Rules, By::Model, By::Both]
            .into_iter()
            .find(|by| by.as_str() == text)
            .ok_or("expected rules, model or both")
    }
}

// The shares below were chosen by what they do on the sample pages and on the training split of the relation benchmark;
// docs/evaluation.md has what they come to.

/// In relation mode the classifier leaves what it is less sure of to the rules.
pub(crate) const UNSURE: f32 = 0.4;
/// In running text it drops an event when it is this sure that nothing links the two.
const SURE_OF_NOTHING: f32 = 0.9;
/// It overrules the rules' type when it gives another this much and theirs no more than [`DOUBTED`].
const SURE: f32 = 0.5;
const DOUBTED: f32 = 0.25;
/// It proposes an event that no rule found when it gives its root this much.
const PROPOSED: f32 = 0.8;

/// Probabilities of the labels for one pair.
#[derive(Clone, Debug, Default)]
pub(crate) struct Verdict {
    shares: Vec<(Label, f32)>,
}

impl Verdict {
    /// What the weights make of a pair.
    pub(crate) fn of(weights: &Weights, features: &Features) -> Verdict {
        let scores = weights.scores(features);
        let highest = scores.iter().copied().fold(f32::MIN, f32::max);
        let powers: Vec<f32> = scores.iter().map(|score| (score - highest).exp()).collect();
        let sum: f32 = powers.iter().sum();
        let labels = weights.labels().iter().copied();
        Verdict {
            shares: labels
                .zip(powers.into_iter().map(|power| power / sum))
                .collect(),
        }
    }

    /// Probability that nothing links the two.
    fn none(&self) -> f32 {
        self.sum(|label| label.event_type.is_none())
    }

    /// Probability of a type.
    pub(crate) fn of_type(&self, event_type: EventType) -> f32 {
        self.sum(|label| label.event_type == Some(event_type))
    }

    /// The likeliest root of the benchmark, "nothing" left out.
    pub(crate) fn best_root(&self) -> Option<(Root15, f32)> {
        best(Root15::ALL.iter().copied(), |root| {
            self.sum(|label| label.root() == Some(root))
        })
    }

    /// The likeliest type among those that project to a root.
    pub(crate) fn best_type(&self, root: Root15) -> Option<EventType> {
        let of_root = |event_type: EventType| {
            self.sum(|label| label.event_type == Some(event_type) && label.root() == Some(root))
        };
        best(EventType::ALL.iter().copied(), of_root).map(|(event_type, _)| event_type)
    }

    /// The rules' reading, or another where the classifier is sure of it, with what decided; `None` where it is sure that nothing
    /// links the two.
    pub(crate) fn choose(&self, coded: Coded, rule: &str, by: By) -> Option<(Coded, String)> {
        let by_rules = (coded, rule.to_owned());
        if by == By::Rules || by_rules.0.status != Status::Asserted {
            return Some(by_rules);
        }
        if self.none() > SURE_OF_NOTHING {
            return None;
        }
        let (root, share) = self.best_root()?;
        if share < SURE || self.of_type(by_rules.0.event_type) > DOUBTED {
            return Some(by_rules);
        }
        Some((asserted(self.best_type(root)?), format!("{rule} model")))
    }

    /// The event that the classifier is sure of where no rule found one.
    pub(crate) fn propose(&self) -> Option<Coded> {
        let (root, share) = self.best_root()?;
        if share < PROPOSED || self.none() > 1.0 - PROPOSED {
            return None;
        }
        self.best_type(root).map(asserted)
    }

    /// The first so many labels by share.
    pub(crate) fn likeliest(&self, count: usize) -> Vec<(Label, f32)> {
        let mut shares = self.shares.clone();
        shares.sort_by(|a, b| b.1.total_cmp(&a.1));
        shares.truncate(count);
        shares
    }

    fn sum(&self, holds: impl Fn(&Label) -> bool) -> f32 {
        let shares = self.shares.iter().filter(|(label, _)| holds(label));
        shares.map(|(_, share)| share).sum()
    }
}

/// The probability that a coded event is right, from the share that the classifier gives its type.
///
/// The shares are of training sentences, where the parties are given; in running text an event can go wrong in more ways.
/// Slope and height are fitted on the sample pages (`scripts/score_samples.py --reliability`).
pub(crate) fn calibrated(share: f32) -> f32 {
    let share = share.clamp(0.001, 0.999);
    let odds = (share / (1.0 - share)).ln();
    1.0 / (1.0 + (-(HEIGHT + SLOPE * odds)).exp())
}

const SLOPE: f32 = 0.326;
const HEIGHT: f32 = -0.426;

fn asserted(event_type: EventType) -> Coded {
    Coded {
        event_type,
        modes: Vec::new(),
        status: Status::Asserted,
        about: None,
    }
}

/// The first of those with the greatest share.
fn best<T: Copy>(all: impl Iterator<Item = T>, share: impl Fn(T) -> f32) -> Option<(T, f32)> {
    all.map(|one| (one, share(one)))
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
}
