//! What parser and entity recogniser share: scores of actions from a few tokens of the state.
//!
//! Each state names a handful of tokens, or none, in fixed places. What a token adds in each place depends on the token
//! alone, so it is computed once: a row of `places` features. The sum over the places goes through a maximum over two
//! pieces and a last map to the scores. Feature rows are large, so only those of a window of tokens are kept; a parser
//! that looks back farther gets the row computed again.

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
    /// From the hidden vector to the features at each place, first all first pieces, then all second ones.
    lower: Packed,
    lower_bias: Aligned,
    /// Features of a missing token, place by place.
    missing: Aligned,
    upper: Packed,
    places: usize,
    /// Floats of the features at one place.
    features: usize,
}

impl Scorer {
    /// Reads the scorer whose tensors begin with `prefix`, for so many places and actions.
    pub(crate) fn load(
        prefix: &str,
        width: usize,
        places: usize,
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
        let outputs = places * features;
        let rows: Vec<f32> = (0..outputs)
            .flat_map(|at| &lower[source(at) * inputs..][..inputs])
            .copied()
            .collect();
        Ok(Scorer {
            hidden: Packed::linear(&hidden, &hidden_bias, width, inputs)
                .map_err(misfit("hidden.W"))?,
            hidden_width: inputs,
            lower: Packed::linear(&rows, &vec![0.0; outputs], inputs, outputs)
                .map_err(misfit("lower.W"))?,
            lower_bias: (0..features).map(|at| bias[source(at)]).collect(),
            missing: (0..outputs).map(|at| pad[source(at)]).collect(),
            upper: Packed::row(&upper, &upper_bias, units, actions).map_err(misfit("upper.W"))?,
            places,
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

    fn row(&self) -> usize {
        self.lower.outputs()
    }
}

/// The scores of a state's actions, and the layer before them.
#[derive(Debug)]
pub(crate) struct Scores {
    hidden: Aligned,
    /// By action, with padding behind.
    pub of_actions: Aligned,
}

/// The feature rows of one text, computed as the state reaches them.
#[derive(Debug)]
pub(crate) struct Features {
    engine: Engine,
    recent: Aligned,
    old: Aligned,
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
            recent: Aligned::zeros(KEPT * scorer.row()),
            old: Aligned::zeros(OLD * scorer.row()),
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
    pub(crate) fn score(
        &mut self,
        scorer: &Scorer,
        vectors: &[f32],
        tokens: &[u32],
        scores: &mut Scores,
    ) {
        debug_assert_eq!(tokens.len(), scorer.places);
        let known = || tokens.iter().filter(|token| **token != NONE);
        if let Some(newest) = known().max() {
            self.advance(scorer, vectors, *newest as usize);
        }
        for token in known() {
            self.recall(scorer, vectors, *token, tokens);
        }
        let mut features: [&[f32]; 16] = [&[]; 16];
        let count = tokens.len().min(features.len());
        for (place, token) in tokens.iter().enumerate().take(count) {
            let at = place * scorer.features;
            features[place] = match *token {
                NONE => &scorer.missing[at..at + scorer.features],
                token => &self.of(scorer, token as usize)[at..at + scorer.features],
            };
        }
        self.engine.score(
            &features[..count],
            &scorer.lower_bias,
            &mut scores.hidden,
            &scorer.upper,
            &mut scores.of_actions,
        );
    }

    fn is_recent(&self, token: usize) -> bool {
        token + KEPT >= self.ready
    }

    fn of(&self, scorer: &Scorer, token: usize) -> &[f32] {
        let (rows, at) = match self.is_recent(token) {
            true => (&self.recent, token % KEPT),
            false => (&self.old, self.old_row(token as u32).unwrap_or(0)),
        };
        &rows[at * scorer.row()..][..scorer.row()]
    }

    fn old_row(&self, token: u32) -> Option<usize> {
        self.old_tokens.iter().position(|old| *old == token)
    }

    /// Computes the rows up to a token.
    fn advance(&mut self, scorer: &Scorer, vectors: &[f32], token: usize) {
        let (row, width) = (scorer.row(), scorer.hidden_width);
        while token >= self.ready {
            let count = AHEAD.min(vectors.len() / width - self.ready);
            let x = Rows::new(&vectors[self.ready * width..], width, count);
            let into = &mut self.recent[self.ready % KEPT * row..][..count * row];
            self.engine.linear(&scorer.lower, x, into);
            self.ready += count;
        }
    }

    /// Computes the row of an old token again, in place of one that the state does not name.
    fn recall(&mut self, scorer: &Scorer, vectors: &[f32], token: u32, tokens: &[u32]) {
        if self.is_recent(token as usize) || self.old_row(token).is_some() {
            return;
        }
        while tokens.contains(&self.old_tokens[self.hand]) && self.old_tokens[self.hand] != NONE {
            self.hand = (self.hand + 1) % OLD;
        }
        let (row, width) = (scorer.row(), scorer.hidden_width);
        let x = Rows::new(&vectors[token as usize * width..], width, 1);
        let into = &mut self.old[self.hand * row..][..row];
        self.engine.linear(&scorer.lower, x, into);
        self.old_tokens[self.hand] = token;
        self.hand = (self.hand + 1) % OLD;
    }
}
