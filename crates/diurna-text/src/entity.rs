//! The entity recogniser: one action a token, from left to right.
//!
//! An entity is opened, continued and closed, or is a single token. Entities do not cross a sentence start, and neither
//! begin nor stand alone on white space.

use std::ops::Range;
use std::sync::Arc;

use crate::transition::{Features, NONE, Scorer};

/// Tokens that a state shows to the scorer: the token, the start of the open entity, the token before inside it.
pub(crate) const PLACES: usize = 3;

/// Few tokens are part of an entity.
pub(crate) const EARLY_PLACES: usize = 1;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Begin = 1,
    In = 2,
    Last = 3,
    Unit = 4,
    Out = 5,
}

/// Actions and labels in the order of the scores.
#[derive(Debug)]
pub(crate) struct Moves {
    list: Vec<(Action, u16)>,
    /// The scores that are open to a token outside of entities: anywhere, at an end, and on white space.
    outside: [Vec<u16>; 3],
    /// The scores of going on with and of closing an entity, by label.
    inside: Vec<[Option<u16>; 2]>,
    pub labels: Vec<Arc<str>>,
}

/// Marks the action without label that is never taken.
const NO_LABEL: u16 = u16::MAX;

impl Moves {
    /// Reads the actions of a package; the error says what is not understood.
    pub(crate) fn new(moves: &[(u8, String)]) -> Result<Moves, String> {
        let mut table = Moves {
            list: Vec::new(),
            outside: [const { Vec::new() }; 3],
            inside: Vec::new(),
            labels: Vec::new(),
        };
        for (action, label) in moves {
            let action = match action {
                1 => Action::Begin,
                2 => Action::In,
                3 => Action::Last,
                4 => Action::Unit,
                5 => Action::Out,
                action => return Err(format!("entity action {action}")),
            };
            let number = table.number(label);
            if number == NO_LABEL && !matches!(action, Action::Unit | Action::Out) {
                return Err(format!("entity action {action:?} without label"));
            }
            table.list.push((action, number));
        }
        table.inside.resize(table.labels.len(), [None; 2]);
        table.sort();
        Ok(table)
    }

    fn number(&mut self, label: &str) -> u16 {
        if label.is_empty() {
            return NO_LABEL;
        }
        let at = self.labels.iter().position(|known| **known == *label);
        at.unwrap_or_else(|| {
            self.labels.push(label.into());
            self.labels.len() - 1
        }) as u16
    }

    fn sort(&mut self) {
        for (at, (action, label)) in self.list.iter().enumerate() {
            let at = at as u16;
            let [anywhere, at_end, on_space] = &mut self.outside;
            match action {
                Action::Begin => anywhere.push(at),
                Action::Unit if *label == NO_LABEL => {}
                Action::Unit => [anywhere, at_end]
                    .into_iter()
                    .for_each(|list| list.push(at)),
                Action::Out => [anywhere, at_end, on_space]
                    .into_iter()
                    .for_each(|list| list.push(at)),
                Action::In => self.inside[usize::from(*label)][0] = Some(at),
                Action::Last => self.inside[usize::from(*label)][1] = Some(at),
            }
        }
    }

    /// The best action that the state allows; the first of equals.
    fn best(&self, scores: &[f32], state: &State) -> (Action, u16) {
        let pick = |best: Option<u16>, at: u16| match best {
            Some(best) if scores[usize::from(best)] >= scores[usize::from(at)] => Some(best),
            _ => Some(at),
        };
        let best = match (state.open, state.is_end, state.is_space) {
            (Some((_, label)), true, _) => self.inside[usize::from(label)][1],
            (Some((_, label)), false, _) => self.inside[usize::from(label)]
                .into_iter()
                .flatten()
                .fold(None, pick),
            (None, _, true) => self.outside[2].iter().copied().fold(None, pick),
            (None, true, false) => self.outside[1].iter().copied().fold(None, pick),
            (None, false, false) => self.outside[0].iter().copied().fold(None, pick),
        };
        best.map_or((Action::Out, NO_LABEL), |at| self.list[usize::from(at)])
    }
}

/// What is known at a token.
#[derive(Debug)]
struct State {
    /// Start and label of the open entity.
    open: Option<(usize, u16)>,
    /// The text ends behind the token, or a sentence begins there.
    is_end: bool,
    is_space: bool,
}

/// The entities of a text of as many tokens as `vectors` has rows.
pub(crate) fn recognise(
    scorer: &Scorer,
    moves: &Moves,
    features: &mut Features,
    vectors: &[f32],
    is_space: &[bool],
    sentence_starts: &[bool],
) -> Vec<(Range<usize>, u16)> {
    let count = vectors.len() / scorer.hidden_width();
    let mut scores = scorer.scores();
    let mut entities = Vec::new();
    let mut open = None;
    features.reset();
    for at in 0..count {
        let state = State {
            open,
            is_end: at + 1 == count || sentence_starts[at + 1],
            is_space: is_space[at],
        };
        let places = match open {
            Some((start, _)) => [at as u32, start as u32, at as u32 - 1],
            None => [at as u32, NONE, NONE],
        };
        features.score(scorer, vectors, &places, &mut scores);
        let (action, label) = moves.best(&scores.of_actions, &state);
        match (action, open) {
            (Action::Begin, _) => open = Some((at, label)),
            (Action::Unit, _) => entities.push((at..at + 1, label)),
            (Action::Last, Some((start, label))) => {
                entities.push((start..at + 1, label));
                open = None;
            }
            _ => {}
        }
    }
    entities
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entity_stays_open_until_closed_and_never_crosses_an_end() {
        let moves = [
            (1, "GPE"),
            (2, "GPE"),
            (3, "GPE"),
            (4, "GPE"),
            (4, ""),
            (5, ""),
        ];
        let moves = Moves::new(&moves.map(|(action, label)| (action, label.to_owned()))).unwrap();
        let best = |scores: [f32; 6], open: Option<(usize, u16)>, is_end: bool, is_space: bool| {
            moves.best(
                &scores,
                &State {
                    open,
                    is_end,
                    is_space,
                },
            )
        };
        let rising = [6.0, 5.0, 4.0, 3.0, 9.0, 1.0];
        assert_eq!(best(rising, None, false, false), (Action::Begin, 0));
        assert_eq!(best(rising, None, true, false), (Action::Unit, 0));
        assert_eq!(best(rising, None, false, true).0, Action::Out);
        assert_eq!(best(rising, Some((0, 0)), false, false), (Action::In, 0));
        assert_eq!(best(rising, Some((0, 0)), true, false), (Action::Last, 0));
    }
}
