//! What parser and entity recogniser share: scores of actions from a few tokens of the state.
//!
//! Each state names a handful of tokens, or none, in fixed places. What a token adds in each place depends on the token
//! alone, so it is computed once: a row of `places` features. The sum over the places goes through a maximum over two
//! pieces and a last map to the scores. Feature rows are large, so only those of a window of tokens are kept; a parser
//! that looks back farther gets the row computed again.

use std::ops::Range;

use crate::error::Error;
use crate::nn::{Aligned, Engine, Packed, Rows};
use crate::weights::Tensors;

/// Rows that are computed together, ahead of the state.
const AHEAD: usize = 64;

/// Rows that are kept; a multiple of [`AHEAD`].
const KEPT: usize = 256;

/// Rows of older tokens that are kept besides.
const OLD: usize = 64;

/// No token.
pub(crate) const NONE: u32 = u32::MAX;

/// The weights of a scorer.
#[derive(Debug)]
pub(crate) struct Scorer {
    /// From a token's vector to its hidden one.
    pub hidden: Packed,
    hidden_width: usize,
    /// From the hidden vector to the features at the places that nearly every token comes to stand in.
    early: Packed,
    /// The same for each other place: computed for the tokens that do.
    late: Vec<Packed>,
    lower_bias: Aligned,
    /// Features of a missing token, place by place.
    missing: Aligned,
    upper: Packed,
    /// Places that `early` is for.
    early_places: usize,
    /// Floats of the features at one place, first all first pieces, then all second ones.
    features: usize,
}

impl Scorer {
    /// Reads the scorer whose tensors begin with `prefix`, for so many places and actions.
    ///
    /// `early_places` of the places, the first, are those that nearly every token comes to stand in.
    pub(crate) fn load(
        prefix: &str,
        width: usize,
        [early_places, places]: [usize; 2],
        actions: usize,
        tensors: &Tensors<'_>,
    ) -> Result<Scorer, Error> {
        let name = |part: &str| format!("{prefix}.{part}");
        let shape = tensors.shape(&name("lower.W"))?;
        let [found, units, 2, inputs] = shape[..] else {
            return Err(tensors.misfit(&name("lower.W"), "not places, units, 2 pieces, inputs"));
        };
        if found != places || !units.is_multiple_of(16) || !inputs.is_multiple_of(16) {
            let why =
                format!("expected {places} places and widths divisible by 16, found {shape:?}");
            return Err(tensors.misfit(&name("lower.W"), why));
        }
        let misfit = |part: &'static str| {
            move |why: String| tensors.misfit(&format!("{prefix}.{part}"), why)
        };
        let lower = tensors.floats(&name("lower.W"), &shape)?;
        let pad = tensors.floats(&name("lower.pad"), &[1, places, units, 2])?;
        let bias = tensors.floats(&name("lower.b"), &[units, 2])?;
        let hidden = tensors.floats(&name("hidden.W"), &[inputs, width])?;
        let hidden_bias = tensors.floats(&name("hidden.b"), &[inputs])?;
        let upper = tensors.floats(&name("upper.W"), &[actions, units])?;
        let upper_bias = tensors.floats(&name("upper.b"), &[actions])?;
        let features = 2 * units;
        // Where feature `at` of a row stands in the package: pieces are the inner axis there.
        let source = |at: usize| {
            let (place, at) = (at / features, at % features);
            (place * units + at % units) * 2 + at / units
        };
        let map = |places: Range<usize>| -> Vec<f32> {
            let outputs = places.start * features..places.end * features;
            outputs
                .flat_map(|at| &lower[source(at) * inputs..][..inputs])
                .copied()
                .collect()
        };
        let zeros = vec![0.0; early_places * features];
        let early = Packed::linear(&map(0..early_places), &zeros, inputs, zeros.len());
        let late = (early_places..places)
            .map(|place| Packed::row(&map(place..place + 1), &zeros[..features], inputs, features));
        Ok(Scorer {
            hidden: Packed::linear(&hidden, &hidden_bias, width, inputs)
                .map_err(misfit("hidden.W"))?,
            hidden_width: inputs,
            early: early.map_err(misfit("lower.W"))?,
            late: late.collect::<Result<_, _>>().map_err(misfit("lower.W"))?,
            lower_bias: (0..features).map(|at| bias[source(at)]).collect(),
            missing: (0..places * features).map(|at| pad[source(at)]).collect(),
            upper: Packed::row(&upper, &upper_bias, units, actions).map_err(misfit("upper.W"))?,
            early_places,
            features,
        })
    }

    /// Floats of a hidden vector.
    pub(crate) fn hidden_width(&self) -> usize {
        self.hidden_width
    }

    /// Room for the scores of a state.
    pub(crate) fn scores(&self) -> Scores {
        Scores {
            hidden: Aligned::zeros(self.features / 2),
            of_actions: Aligned::zeros(self.upper.outputs()),
        }
    }

    fn places(&self) -> usize {
        self.early_places + self.late.len()
    }
}

/// The scores of a state's actions, and the layer before them.
#[derive(Debug)]
pub(crate) struct Scores {
    hidden: Aligned,
    /// By action, with padding behind.
    pub of_actions: Aligned,
}

/// The highest of some scores.
pub(crate) fn maximum(scores: &[f32]) -> Option<f32> {
    let higher = |left: f32, right: f32| if left > right { left } else { right };
    let mut lanes = [*scores.first()?; 8];
    let (chunks, rest) = scores.as_chunks::<8>();
    for chunk in chunks {
        for (lane, score) in lanes.iter_mut().zip(chunk) {
            *lane = higher(*score, *lane);
        }
    }
    lanes.into_iter().chain(rest.iter().copied()).reduce(higher)
}

/// Feature rows of some tokens.
#[derive(Debug)]
struct Kept {
    early: Aligned,
    late: Aligned,
    /// Which of the late places have been computed, a bit each.
    ready: Vec<u32>,
}

impl Kept {
    fn new(scorer: &Scorer, rows: usize) -> Kept {
        Kept {
            early: Aligned::zeros(rows * scorer.early.outputs()),
            late: Aligned::zeros(rows * scorer.late.len() * scorer.features),
            ready: vec![0; rows],
        }
    }

    /// Computes the early features of the tokens with these vectors, from row `first` on.
    fn fill(&mut self, engine: Engine, scorer: &Scorer, first: usize, vectors: &[f32]) {
        let (width, row) = (scorer.hidden_width, scorer.early.outputs());
        let count = vectors.len() / width;
        let x = Rows::new(vectors, width, count);
        let into = &mut self.early[first * row..][..count * row];
        engine.linear(&scorer.early, x, into);
        self.ready[first..first + count].fill(0);
    }

    /// Computes the features of one token at a late place, unless they are there.
    fn fill_late(
        &mut self,
        engine: Engine,
        scorer: &Scorer,
        row: usize,
        place: usize,
        vector: &[f32],
    ) {
        let late = place - scorer.early_places;
        if self.ready[row] >> late & 1 == 1 {
            return;
        }
        let at = (row * scorer.late.len() + late) * scorer.features;
        engine.row(
            &scorer.late[late],
            vector,
            &mut self.late[at..at + scorer.features],
        );
        self.ready[row] |= 1 << late;
    }

    fn get(&self, scorer: &Scorer, row: usize, place: usize) -> &[f32] {
        let (data, at) = match place.checked_sub(scorer.early_places) {
            None => (
                &self.early,
                row * scorer.early.outputs() + place * scorer.features,
            ),
            Some(late) => (
                &self.late,
                (row * scorer.late.len() + late) * scorer.features,
            ),
        };
        &data[at..at + scorer.features]
    }
}

/// The feature rows of one text, computed as the state reaches them.
#[derive(Debug)]
pub(crate) struct Features {
    engine: Engine,
    recent: Kept,
    old: Kept,
    /// The token of each old row, and the row to be given up next.
    old_tokens: [u32; OLD],
    hand: usize,
    /// Tokens whose rows have been computed.
    ready: usize,
}

impl Features {
    /// A worker's buffers for a scorer.
    pub(crate) fn new(scorer: &Scorer, engine: Engine) -> Features {
        Features {
            engine,
            recent: Kept::new(scorer, KEPT),
            old: Kept::new(scorer, OLD),
            old_tokens: [NONE; OLD],
            hand: 0,
            ready: 0,
        }
    }

    /// Begins another text.
    pub(crate) fn reset(&mut self) {
        self.old_tokens = [NONE; OLD];
        self.ready = 0;
    }

    /// Scores of all actions in a state with these tokens; `vectors` are the hidden vectors of the text.
    pub(crate) fn score<const PLACES: usize>(
        &mut self,
        scorer: &Scorer,
        vectors: &[f32],
        tokens: &[u32; PLACES],
        scores: &mut Scores,
    ) {
        debug_assert_eq!(PLACES, scorer.places());
        let newest = tokens.iter().filter(|token| **token != NONE).max();
        if let Some(newest) = newest {
            self.advance(scorer, vectors, *newest as usize);
        }
        for (place, token) in tokens
            .iter()
            .enumerate()
            .filter(|(_, token)| **token != NONE)
        {
            self.prepare(scorer, vectors, place, *token, tokens);
        }
        let mut features: [&[f32]; PLACES] = [&[]; PLACES];
        for (place, token) in tokens.iter().enumerate() {
            features[place] = match self.row_of(*token) {
                None => &scorer.missing[place * scorer.features..][..scorer.features],
                Some((true, row)) => self.recent.get(scorer, row, place),
                Some((false, row)) => self.old.get(scorer, row, place),
            };
        }
        self.engine.score(
            &features,
            &scorer.lower_bias,
            &mut scores.hidden,
            &scorer.upper,
            &mut scores.of_actions,
        );
    }

    /// The row of a token, and whether it is a recent one.
    fn row_of(&self, token: u32) -> Option<(bool, usize)> {
        if token == NONE {
            return None;
        }
        if token as usize + KEPT >= self.ready {
            return Some((true, token as usize % KEPT));
        }
        let old = self.old_tokens.iter().position(|old| *old == token);
        old.map(|row| (false, row))
    }

    /// Computes the rows up to a token.
    fn advance(&mut self, scorer: &Scorer, vectors: &[f32], token: usize) {
        let width = scorer.hidden_width;
        while token >= self.ready {
            let end = (self.ready + AHEAD).min(vectors.len() / width);
            let ahead = &vectors[self.ready * width..end * width];
            self.recent
                .fill(self.engine, scorer, self.ready % KEPT, ahead);
            self.ready = end;
        }
    }

    /// Sees to it that the features of a token at a place are there.
    fn prepare(
        &mut self,
        scorer: &Scorer,
        vectors: &[f32],
        place: usize,
        token: u32,
        tokens: &[u32],
    ) {
        let vector = &vectors[token as usize * scorer.hidden_width..][..scorer.hidden_width];
        let (recent, row) = match self.row_of(token) {
            Some(found) => found,
            None => (false, self.recall(scorer, token, vector, tokens)),
        };
        if place >= scorer.early_places {
            let kept = if recent {
                &mut self.recent
            } else {
                &mut self.old
            };
            kept.fill_late(self.engine, scorer, row, place, vector);
        }
    }

    /// Computes the row of an old token again, in place of one that the state does not name.
    fn recall(&mut self, scorer: &Scorer, token: u32, vector: &[f32], tokens: &[u32]) -> usize {
        let is_named = |old: u32| old != NONE && tokens.contains(&old);
        while is_named(self.old_tokens[self.hand]) {
            self.hand = (self.hand + 1) % OLD;
        }
        let row = self.hand;
        self.old.fill(self.engine, scorer, row, vector);
        self.old_tokens[row] = token;
        self.hand = (self.hand + 1) % OLD;
        row
    }
}
