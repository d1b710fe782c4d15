//! Weights in the order in which the kernels read them.

use std::ops::{Deref, DerefMut};

use super::Rows;

/// Outputs that stand side by side in a panel, whatever the width of the machine's vectors.
pub(super) const LANES: usize = 16;

/// Vectors of [`LANES`] outputs in a panel of a linear map.
pub(super) const LINEAR: usize = 4;

/// Vectors in a panel of a map for single rows, at most.
const MAX_ROW: usize = 8;

/// Transformed rows of a pair; see [`Paired`].
pub(super) const PARTS: usize = 4;

const LINE: usize = 64;

/// Floats that begin at a border of a cache line, so that no vector of sixteen straddles two.
#[derive(Debug)]
pub(crate) struct Aligned {
    data: Vec<f32>,
    offset: usize,
    len: usize,
}

impl Aligned {
    /// `len` zeros.
    pub(crate) fn zeros(len: usize) -> Aligned {
        let data = vec![0.0; len + LINE / size_of::<f32>()];
        let offset = data.as_ptr().align_offset(LINE);
        Aligned { data, offset, len }
    }
}

impl FromIterator<f32> for Aligned {
    fn from_iter<I: IntoIterator<Item = f32>>(numbers: I) -> Aligned {
        let numbers: Vec<f32> = numbers.into_iter().collect();
        let mut aligned = Aligned::zeros(numbers.len());
        aligned.copy_from_slice(&numbers);
        aligned
    }
}

impl Deref for Aligned {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        &self.data[self.offset..self.offset + self.len]
    }
}

impl DerefMut for Aligned {
    fn deref_mut(&mut self) -> &mut [f32] {
        &mut self.data[self.offset..self.offset + self.len]
    }
}

/// An affine map `W x + b`, cut into panels of `pieces` vectors of sixteen outputs.
///
/// Within a panel the weights of the first input come first, then those of the second: a kernel reads a panel from end
/// to end without a jump. In a maxout map a panel holds all pieces of sixteen outputs; in a linear map it holds as many
/// outputs as fit. Outputs are padded with zeros up to whole panels.
#[derive(Debug)]
pub(crate) struct Packed {
    weights: Aligned,
    bias: Aligned,
    inputs: usize,
    panels: usize,
    pieces: usize,
    folds: bool,
}

impl Packed {
    /// A map of `outputs` maxima over `pieces`, from weights of shape `(outputs, pieces, inputs)`.
    pub(crate) fn maxout(
        weights: &[f32],
        bias: &[f32],
        inputs: usize,
        outputs: usize,
        pieces: usize,
    ) -> Result<Packed, String> {
        if !outputs.is_multiple_of(LANES) {
            return Err(format!(
                "expected a width divisible by {LANES}, found {outputs}"
            ));
        }
        if !matches!(pieces, 2 | 3) {
            return Err(format!("expected 2 or 3 maxout pieces, found {pieces}"));
        }
        let source =
            |panel: usize, piece: usize, lane: usize| Some((panel * LANES + lane) * pieces + piece);
        let panels = outputs / LANES;
        Packed::new(weights, bias, inputs, panels, pieces, source, true)
    }

    /// A map from weights of shape `(outputs, inputs)`, for many rows at a time.
    pub(crate) fn linear(
        weights: &[f32],
        bias: &[f32],
        inputs: usize,
        outputs: usize,
    ) -> Result<Packed, String> {
        Packed::flat(weights, bias, inputs, outputs, LINEAR)
    }

    /// A map from weights of shape `(outputs, inputs)`, for one row at a time.
    pub(crate) fn row(
        weights: &[f32],
        bias: &[f32],
        inputs: usize,
        outputs: usize,
    ) -> Result<Packed, String> {
        let vectors = outputs.div_ceil(LANES).clamp(1, MAX_ROW);
        Packed::flat(weights, bias, inputs, outputs, vectors)
    }

    fn flat(
        weights: &[f32],
        bias: &[f32],
        inputs: usize,
        outputs: usize,
        pieces: usize,
    ) -> Result<Packed, String> {
        let source = |panel: usize, piece: usize, lane: usize| {
            let output = (panel * pieces + piece) * LANES + lane;
            (output < outputs).then_some(output)
        };
        let panels = outputs.div_ceil(LANES * pieces);
        Packed::new(weights, bias, inputs, panels, pieces, source, false)
    }

    fn new(
        weights: &[f32],
        bias: &[f32],
        inputs: usize,
        panels: usize,
        pieces: usize,
        source: impl Fn(usize, usize, usize) -> Option<usize>,
        folds: bool,
    ) -> Result<Packed, String> {
        if weights.len() != bias.len() * inputs {
            return Err(format!(
                "expected {} weights for {} outputs of {inputs} inputs, found {}",
                bias.len() * inputs,
                bias.len(),
                weights.len()
            ));
        }
        let width = pieces * LANES;
        let mut packed = Packed {
            weights: Aligned::zeros(panels * width * inputs),
            bias: Aligned::zeros(panels * width),
            inputs,
            panels,
            pieces,
            folds,
        };
        for panel in 0..panels {
            for at in 0..width {
                let Some(row) = source(panel, at / LANES, at % LANES) else {
                    continue;
                };
                packed.bias[panel * width + at] = bias[row];
                let from = &weights[row * inputs..][..inputs];
                let into = &mut packed.weights[panel * width * inputs + at..];
                for (into, from) in into.iter_mut().step_by(width).zip(from) {
                    *into = *from;
                }
            }
        }
        Ok(packed)
    }

    /// Numbers that come out for a row, padding included.
    pub(crate) fn outputs(&self) -> usize {
        let per_panel = if self.folds { 1 } else { self.pieces };
        self.panels * per_panel * LANES
    }

    /// The bias in the order of the panels.
    pub(crate) fn bias(&self) -> &[f32] {
        &self.bias
    }

    pub(super) fn pieces(&self) -> usize {
        self.pieces
    }

    pub(super) fn panels(&self) -> usize {
        self.panels
    }

    pub(super) fn inputs(&self) -> usize {
        self.inputs
    }

    pub(super) fn weights(&self) -> &[f32] {
        &self.weights
    }

    /// Stops a call that would read or write outside its arrays.
    ///
    /// # Panics
    ///
    /// If the map has other pieces, or an array is too short.
    pub(super) fn check(&self, pieces: usize, x: Rows<'_>, out: &[f32]) {
        assert!(self.pieces == pieces, "map of {} pieces", self.pieces);
        assert!(x.hold(self.inputs), "too few inputs");
        assert!(out.len() >= x.count * self.outputs(), "too few outputs");
        let width = self.panels * self.pieces * LANES;
        assert!(self.weights.len() == width * self.inputs && self.bias.len() == width);
    }
}

/// A maxout map over windows of three rows that does two rows at a time with two thirds of the products.
///
/// Winograd's minimal filtering F(2, 3): with rows `a b c d` and weights `l m r` for the places of the window, the sums
/// of the middle two are `n + f + (a - c) l` and `n - f + (d - b) r`, where `n = (b + c) (l + m + r) / 2` and
/// `f = (c - b) (l - m + r) / 2` serve both. A row must always be in the same half of its pair, for the halves round
/// differently.
#[derive(Debug)]
pub(crate) struct Paired {
    /// Weights of the shared products: by panel and input, those of `n` and those of `f`.
    near: Aligned,
    /// Weights of the others: by panel and input, `l` and `r`.
    far: Aligned,
    bias: Aligned,
    width: usize,
    pieces: usize,
}

impl Paired {
    /// A map from weights of shape `(width, pieces, 3 * width)`.
    pub(crate) fn new(
        weights: &[f32],
        bias: &[f32],
        width: usize,
        pieces: usize,
    ) -> Result<Paired, String> {
        let inputs = 3 * width;
        let plain = Packed::maxout(weights, bias, inputs, width, pieces)?;
        let (panels, block) = (width / LANES, pieces * LANES);
        let mut map = Paired {
            near: Aligned::zeros(panels * width * 2 * block),
            far: Aligned::zeros(panels * width * 2 * block),
            bias: plain.bias().iter().copied().collect(),
            width,
            pieces,
        };
        for panel in 0..panels {
            for input in 0..width {
                let into = (panel * width + input) * 2 * block;
                for at in 0..block {
                    let place = |place: usize| {
                        plain.weights[(panel * inputs + place * width + input) * block + at]
                    };
                    let (left, middle, right) = (place(0), place(1), place(2));
                    map.near[into + at] = ((left + right) + middle) * 0.5;
                    map.near[into + block + at] = ((left + right) - middle) * 0.5;
                    map.far[into + at] = left;
                    map.far[into + block + at] = right;
                }
            }
        }
        Ok(map)
    }

    /// Floats that working on so many pairs needs.
    pub(crate) fn buffer(&self, pairs: usize) -> usize {
        pairs * (PARTS * self.width + 2 * self.pieces * LANES)
    }

    /// Numbers that come out for a row.
    pub(super) fn outputs(&self) -> usize {
        self.width
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn pieces(&self) -> usize {
        self.pieces
    }

    pub(super) fn panels(&self) -> usize {
        self.width / LANES
    }

    pub(super) fn bias(&self) -> &[f32] {
        &self.bias
    }

    fn panel<'w>(&self, weights: &'w [f32], panel: usize) -> &'w [f32] {
        let size = self.width * 2 * self.pieces * LANES;
        &weights[panel * size..][..size]
    }

    pub(super) fn near(&self, panel: usize) -> &[f32] {
        self.panel(&self.near, panel)
    }

    pub(super) fn far(&self, panel: usize) -> &[f32] {
        self.panel(&self.far, panel)
    }

    /// Stops a call that would read or write outside its arrays, and parts the buffer.
    ///
    /// # Panics
    ///
    /// If an array is too short.
    pub(super) fn check<'b>(
        &self,
        rows: &[f32],
        pairs: usize,
        buffer: &'b mut [f32],
        out: &[f32],
    ) -> (&'b mut [f32], &'b mut [f32]) {
        assert!(rows.len() >= (2 * pairs + 2) * self.width, "too few inputs");
        assert!(out.len() >= 2 * pairs * self.width, "too few outputs");
        assert!(buffer.len() >= self.buffer(pairs), "too small a buffer");
        assert!(self.bias.len() == self.width * self.pieces);
        buffer.split_at_mut(pairs * PARTS * self.width)
    }
}
