//! The statistical layer: which event links two parties, as a linear model over the parse between them and over what the
//! rules found.
//!
//! It finishes what rules leave: it chooses between readings, answers for words that the lexicon lacks, and says how sure an
//! answer is. [`features`] describes a pair by names, [`weights`] holds a weight for each name and label. The weights are
//! trained on `training/`, text written for this project; the training itself is in `diurna-dev`.

mod features;
mod label;
mod weights;

pub use features::Features;
pub use label::Label;
pub use weights::{Weights, WeightsError};

pub(crate) use features::{PairView, RuleReading};

use diurna_record::{EventType, Root15};

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
    pub(crate) fn none(&self) -> f32 {
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
/// Slope and height are fitted on the sample pages; docs/evaluation.md has the reliability table.
pub(crate) fn calibrated(share: f32) -> f32 {
    let share = share.clamp(0.001, 0.999);
    let odds = (share / (1.0 - share)).ln();
    1.0 / (1.0 + (-(HEIGHT + SLOPE * odds)).exp())
}

const SLOPE: f32 = 0.35;
const HEIGHT: f32 = -0.3;

/// The first of those with the greatest share.
fn best<T: Copy>(all: impl Iterator<Item = T>, share: impl Fn(T) -> f32) -> Option<(T, f32)> {
    all.map(|one| (one, share(one)))
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
}
