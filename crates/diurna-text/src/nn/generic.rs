//! The one definition of the kernels, over lanes of any width.
//!
//! Every function here is inlined into a caller that has the instruction set switched on; none may contain a closure,
//! which would not inherit it.

use super::packed::{LANES, LINEAR, PARTS, Packed, Paired};
use super::{Norm, Rows};

/// Added to a variance so that a row of equal numbers can be divided by its root.
const EPSILON: f32 = 1e-8;

/// A vector register.
///
/// # Safety
///
/// The methods may be called only where the instruction set is available; pointers must be good for [`Lanes::COUNT`]
/// floats. `COUNT` divides [`LANES`].
pub(super) unsafe trait Lanes: Copy {
    /// Floats in it.
    const COUNT: usize;
    /// Sums that the matrix kernels keep at a time, so that they and the operands just fit the registers.
    const SUMS: usize;

    unsafe fn splat(value: f32) -> Self;
    unsafe fn load(from: *const f32) -> Self;
    unsafe fn store(self, to: *mut f32);
    unsafe fn add(self, other: Self) -> Self;
    unsafe fn sub(self, other: Self) -> Self;
    unsafe fn mul(self, other: Self) -> Self;
    /// `self * factor + addend`, rounded once.
    unsafe fn fused(self, factor: Self, addend: Self) -> Self;
    /// `self` where it is greater, else `other`.
    unsafe fn max(self, other: Self) -> Self;
}

/// The sums of `R` rows and `P` vectors of outputs: bias first, then input by input.
///
/// # Safety
///
/// `x`, `weights` and `bias` must hold what is read: `R` rows of `inputs` floats, and a panel.
#[inline(always)]
unsafe fn tile<V: Lanes, const R: usize, const P: usize>(
    x: *const f32,
    stride: usize,
    inputs: usize,
    mut weights: *const f32,
    bias: *const f32,
) -> [[V; P]; R] {
    // SAFETY: the caller vouches for the arrays.
    unsafe {
        let mut sums = [[V::splat(0.0); P]; R];
        for row in &mut sums {
            for (p, sum) in row.iter_mut().enumerate() {
                *sum = V::load(bias.add(p * LANES));
            }
        }
        for input in 0..inputs {
            let mut factors = [V::splat(0.0); P];
            for (p, factor) in factors.iter_mut().enumerate() {
                *factor = V::load(weights.add(p * LANES));
            }
            for (r, row) in sums.iter_mut().enumerate() {
                let value = V::splat(*x.add(r * stride + input));
                for (sum, factor) in row.iter_mut().zip(factors) {
                    *sum = value.fused(factor, *sum);
                }
            }
            weights = weights.add(P * LANES);
        }
        sums
    }
}

/// One tile, written out as it is or folded to the maxima over the pieces.
///
/// # Safety
///
/// As for [`tile`], and `out` must take `R` rows.
#[inline(always)]
unsafe fn put<V: Lanes, const R: usize, const P: usize, const FOLD: bool>(
    x: Rows<'_>,
    first: usize,
    panel: usize,
    lane: usize,
    map: &Packed,
    out: *mut f32,
) {
    let width = P * LANES;
    let outputs = map.outputs();
    // SAFETY: the caller vouches for the arrays.
    unsafe {
        let weights = map
            .weights()
            .as_ptr()
            .add(panel * width * map.inputs() + lane);
        let bias = map.bias().as_ptr().add(panel * width + lane);
        let from = x.data.as_ptr().add(first * x.stride);
        let sums = tile::<V, R, P>(from, x.stride, map.inputs(), weights, bias);
        for (r, sums) in sums.iter().enumerate() {
            let row = out.add((first + r) * outputs + lane);
            if FOLD {
                let mut best = sums[0];
                for sum in &sums[1..] {
                    best = sum.max(best);
                }
                best.store(row.add(panel * LANES));
            } else {
                for (p, sum) in sums.iter().enumerate() {
                    sum.store(row.add((panel * P + p) * LANES));
                }
            }
        }
    }
}

/// All rows through a map, panel by panel.
///
/// # Safety
///
/// [`Packed::check`] must have passed.
#[inline(always)]
unsafe fn affine<V: Lanes, const P: usize, const FOLD: bool>(
    map: &Packed,
    x: Rows<'_>,
    out: &mut [f32],
) {
    let out = out.as_mut_ptr();
    for panel in 0..map.panels() {
        let mut lane = 0;
        while lane < LANES {
            let mut row = 0;
            // SAFETY: rows and panels stay inside what the check has seen.
            unsafe {
                while row < x.count {
                    let left = (x.count - row).min((V::SUMS / P).clamp(1, 8));
                    match left {
                        8 => put::<V, 8, P, FOLD>(x, row, panel, lane, map, out),
                        7 => put::<V, 7, P, FOLD>(x, row, panel, lane, map, out),
                        6 => put::<V, 6, P, FOLD>(x, row, panel, lane, map, out),
                        5 => put::<V, 5, P, FOLD>(x, row, panel, lane, map, out),
                        4 => put::<V, 4, P, FOLD>(x, row, panel, lane, map, out),
                        3 => put::<V, 3, P, FOLD>(x, row, panel, lane, map, out),
                        2 => put::<V, 2, P, FOLD>(x, row, panel, lane, map, out),
                        _ => put::<V, 1, P, FOLD>(x, row, panel, lane, map, out),
                    }
                    row += left;
                }
            }
            lane += V::COUNT;
        }
    }
}

/// Adds the products of one phase to the sums of `N` pairs of rows.
///
/// # Safety
///
/// `x` must hold `N` transformed pairs, `weights` the phase's part of a panel.
#[inline(always)]
unsafe fn pair_tile<V: Lanes, const N: usize, const P: usize>(
    x: *const f32,
    width: usize,
    mut weights: *const f32,
    mut sums: [[[V; P]; 2]; N],
) -> [[[V; P]; 2]; N] {
    // SAFETY: the caller vouches for the arrays.
    unsafe {
        for input in 0..width {
            for half in 0..2 {
                let mut factors = [V::splat(0.0); P];
                for (p, factor) in factors.iter_mut().enumerate() {
                    *factor = V::load(weights.add(p * LANES));
                }
                for (n, pair) in sums.iter_mut().enumerate() {
                    let value = V::splat(*x.add((n * PARTS + half) * width + input));
                    for (sum, factor) in pair[half].iter_mut().zip(factors) {
                        *sum = value.fused(factor, *sum);
                    }
                }
                weights = weights.add(P * LANES);
            }
        }
        sums
    }
}

/// First phase of `N` pairs: the products that both rows share, as sum and difference on top of the bias.
///
/// # Safety
///
/// As for [`paired`]; `first + N` pairs must be there.
#[inline(always)]
unsafe fn pair_near<V: Lanes, const N: usize, const P: usize>(
    map: &Paired,
    x: &[f32],
    first: usize,
    panel: usize,
    lane: usize,
    partial: *mut f32,
) {
    let width = map.width();
    // SAFETY: the caller vouches for the arrays.
    unsafe {
        let bias = map.bias().as_ptr().add(panel * P * LANES + lane);
        let from = x.as_ptr().add(first * PARTS * width);
        let sums = [[[V::splat(0.0); P]; 2]; N];
        let sums = pair_tile::<V, N, P>(from, width, map.near(panel).as_ptr().add(lane), sums);
        for (n, [even, odd]) in sums.iter().enumerate() {
            let row = partial.add((first + n) * 2 * P * LANES + lane);
            for p in 0..P {
                let bias = V::load(bias.add(p * LANES));
                bias.add(even[p].add(odd[p])).store(row.add(p * LANES));
                bias.add(even[p].sub(odd[p]))
                    .store(row.add((P + p) * LANES));
            }
        }
    }
}

/// Second phase of `N` pairs: what each row has for itself, and the maxima.
///
/// # Safety
///
/// As for [`paired`]; `first + N` pairs must be there.
#[inline(always)]
unsafe fn pair_far<V: Lanes, const N: usize, const P: usize>(
    map: &Paired,
    x: &[f32],
    first: usize,
    panel: usize,
    lane: usize,
    partial: *const f32,
    out: *mut f32,
) {
    let width = map.width();
    // SAFETY: the caller vouches for the arrays.
    unsafe {
        let from = x.as_ptr().add((first * PARTS + 2) * width);
        let mut sums = [[[V::splat(0.0); P]; 2]; N];
        for (n, pair) in sums.iter_mut().enumerate() {
            let row = partial.add((first + n) * 2 * P * LANES + lane);
            for (half, sums) in pair.iter_mut().enumerate() {
                for (p, sum) in sums.iter_mut().enumerate() {
                    *sum = V::load(row.add((half * P + p) * LANES));
                }
            }
        }
        let sums = pair_tile::<V, N, P>(from, width, map.far(panel).as_ptr().add(lane), sums);
        for (n, pair) in sums.iter().enumerate() {
            for (half, sums) in pair.iter().enumerate() {
                let mut best = sums[0];
                for sum in &sums[1..] {
                    best = sum.max(best);
                }
                let row = (first + n) * 2 + half;
                best.store(out.add(row * map.outputs() + panel * LANES + lane));
            }
        }
    }
}

/// A window map over pairs of rows; see [`Paired`].
///
/// # Safety
///
/// [`Paired::check`] must have passed.
#[inline(always)]
pub(super) unsafe fn paired<V: Lanes, const P: usize>(
    map: &Paired,
    x: &[f32],
    pairs: usize,
    partial: &mut [f32],
    out: &mut [f32],
) {
    let (partial, out) = (partial.as_mut_ptr(), out.as_mut_ptr());
    let most = (V::SUMS / (2 * P)).clamp(1, 4);
    for panel in 0..map.panels() {
        let mut lane = 0;
        while lane < LANES {
            let mut pair = 0;
            // SAFETY: pairs and panels stay inside what the check has seen.
            unsafe {
                while pair < pairs {
                    let left = (pairs - pair).min(most);
                    match left {
                        4 => pair_near::<V, 4, P>(map, x, pair, panel, lane, partial),
                        3 => pair_near::<V, 3, P>(map, x, pair, panel, lane, partial),
                        2 => pair_near::<V, 2, P>(map, x, pair, panel, lane, partial),
                        _ => pair_near::<V, 1, P>(map, x, pair, panel, lane, partial),
                    }
                    pair += left;
                }
                pair = 0;
                while pair < pairs {
                    let left = (pairs - pair).min(most);
                    match left {
                        4 => pair_far::<V, 4, P>(map, x, pair, panel, lane, partial, out),
                        3 => pair_far::<V, 3, P>(map, x, pair, panel, lane, partial, out),
                        2 => pair_far::<V, 2, P>(map, x, pair, panel, lane, partial, out),
                        _ => pair_far::<V, 1, P>(map, x, pair, panel, lane, partial, out),
                    }
                    pair += left;
                }
            }
            lane += V::COUNT;
        }
    }
}

/// What the phases of [`paired`] multiply, for each pair of rows: with the rows around it it is `a b c d`, and the parts
/// are `b + c`, `c - b`, `a - c` and `d - b`.
///
/// # Safety
///
/// `rows` must hold `2 * pairs + 2` rows, `out` four rows a pair, and the width be a multiple of the lanes.
#[inline(always)]
pub(super) unsafe fn pair_parts<V: Lanes>(
    rows: &[f32],
    width: usize,
    pairs: usize,
    out: &mut [f32],
) {
    for pair in 0..pairs {
        let mut at = 0;
        while at < width {
            // SAFETY: the caller vouches for the arrays.
            unsafe {
                let row = rows.as_ptr().add(2 * pair * width + at);
                let (a, b) = (V::load(row), V::load(row.add(width)));
                let (c, d) = (V::load(row.add(2 * width)), V::load(row.add(3 * width)));
                let out = out.as_mut_ptr().add(PARTS * pair * width + at);
                b.add(c).store(out);
                c.sub(b).store(out.add(width));
                a.sub(c).store(out.add(2 * width));
                d.sub(b).store(out.add(3 * width));
            }
            at += V::COUNT;
        }
    }
}

/// # Safety
///
/// [`Packed::check`] must have passed, and the instruction set of `V` be available. So for all below.
#[inline(always)]
pub(super) unsafe fn linear<V: Lanes>(map: &Packed, x: Rows<'_>, out: &mut [f32]) {
    // SAFETY: as the caller vouches.
    unsafe { affine::<V, LINEAR, false>(map, x, out) }
}

#[inline(always)]
pub(super) unsafe fn maxout<V: Lanes, const P: usize>(map: &Packed, x: Rows<'_>, out: &mut [f32]) {
    // SAFETY: as the caller vouches.
    unsafe { affine::<V, P, true>(map, x, out) }
}

#[inline(always)]
pub(super) unsafe fn row<V: Lanes>(map: &Packed, x: &[f32], out: &mut [f32]) {
    let x = Rows::new(x, x.len(), 1);
    let to = out.as_mut_ptr();
    for panel in 0..map.panels() {
        let mut lane = 0;
        while lane < LANES {
            // SAFETY: as the caller vouches.
            unsafe {
                match map.pieces() {
                    8 => put::<V, 1, 8, false>(x, 0, panel, lane, map, to),
                    7 => put::<V, 1, 7, false>(x, 0, panel, lane, map, to),
                    6 => put::<V, 1, 6, false>(x, 0, panel, lane, map, to),
                    5 => put::<V, 1, 5, false>(x, 0, panel, lane, map, to),
                    4 => put::<V, 1, 4, false>(x, 0, panel, lane, map, to),
                    3 => put::<V, 1, 3, false>(x, 0, panel, lane, map, to),
                    2 => put::<V, 1, 2, false>(x, 0, panel, lane, map, to),
                    _ => put::<V, 1, 1, false>(x, 0, panel, lane, map, to),
                }
            }
            lane += V::COUNT;
        }
    }
}

/// Sixteen partial sums joined: the upper half onto the lower, four times.
#[inline(always)]
fn join(mut parts: [f32; LANES]) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for at in 0..half {
            parts[at] += parts[at + half];
        }
        half /= 2;
    }
    parts[0]
}

#[inline(always)]
pub(super) unsafe fn layer_norm<V: Lanes>(norm: &Norm, rows: &mut [f32], residual: Option<&[f32]>) {
    let width = norm.scale.len();
    let (scale, shift) = (norm.scale.as_ptr(), norm.shift.as_ptr());
    for first in (0..rows.len()).step_by(width) {
        // SAFETY: the caller has checked that all arrays are multiples of the width, and that of the lanes.
        unsafe {
            let row = rows.as_mut_ptr().add(first);
            let mean = V::splat(sum::<V>(row, width) / width as f32);
            let variance = squares::<V>(row, width, mean) / width as f32;
            let factor = V::splat(1.0 / (variance + EPSILON).sqrt());
            let mut at = 0;
            while at < width {
                let value = V::load(row.add(at)).sub(mean).mul(factor);
                let mut value = value.fused(V::load(scale.add(at)), V::load(shift.add(at)));
                if let Some(residual) = residual {
                    value = value.add(V::load(residual.as_ptr().add(first + at)));
                }
                value.store(row.add(at));
                at += V::COUNT;
            }
        }
    }
}

#[inline(always)]
unsafe fn sum<V: Lanes>(row: *const f32, width: usize) -> f32 {
    let mut parts = [0.0; LANES];
    let mut lane = 0;
    while lane < LANES {
        // SAFETY: the row holds `width` floats, a multiple of the lanes.
        unsafe {
            let mut total = V::splat(0.0);
            let mut at = lane;
            while at < width {
                total = total.add(V::load(row.add(at)));
                at += LANES;
            }
            total.store(parts.as_mut_ptr().add(lane));
        }
        lane += V::COUNT;
    }
    join(parts)
}

#[inline(always)]
unsafe fn squares<V: Lanes>(row: *const f32, width: usize, mean: V) -> f32 {
    let mut parts = [0.0; LANES];
    let mut lane = 0;
    while lane < LANES {
        // SAFETY: the row holds `width` floats, a multiple of the lanes.
        unsafe {
            let mut total = V::splat(0.0);
            let mut at = lane;
            while at < width {
                let value = V::load(row.add(at)).sub(mean);
                total = value.fused(value, total);
                at += LANES;
            }
            total.store(parts.as_mut_ptr().add(lane));
        }
        lane += V::COUNT;
    }
    join(parts)
}

#[inline(always)]
pub(super) unsafe fn sum_maxout<V: Lanes, const P: usize>(
    bias: &[f32],
    parts: &[&[f32]],
    out: &mut [f32],
) {
    for panel in 0..out.len() / LANES {
        let mut lane = 0;
        while lane < LANES {
            // SAFETY: the caller has checked the lengths.
            unsafe {
                let mut best = V::splat(0.0);
                for p in 0..P {
                    let at = (panel * P + p) * LANES + lane;
                    let mut sum = V::load(bias.as_ptr().add(at));
                    for part in parts {
                        sum = sum.add(V::load(part.as_ptr().add(at)));
                    }
                    best = if p == 0 { sum } else { sum.max(best) };
                }
                best.store(out.as_mut_ptr().add(panel * LANES + lane));
            }
            lane += V::COUNT;
        }
    }
}

/// Features that hold all first pieces and then all second ones.
#[inline(always)]
pub(super) unsafe fn sum_maxout_flat<V: Lanes>(
    features: &[&[f32]],
    bias: &[f32],
    hidden: &mut [f32],
) {
    let half = hidden.len();
    let mut at = 0;
    while at < half {
        // SAFETY: the caller has checked the lengths.
        unsafe {
            let mut first = V::splat(0.0);
            let mut second = V::splat(0.0);
            for feature in features {
                first = first.add(V::load(feature.as_ptr().add(at)));
                second = second.add(V::load(feature.as_ptr().add(half + at)));
            }
            first = first.add(V::load(bias.as_ptr().add(at)));
            second = second.add(V::load(bias.as_ptr().add(half + at)));
            second.max(first).store(hidden.as_mut_ptr().add(at));
        }
        at += V::COUNT;
    }
}
