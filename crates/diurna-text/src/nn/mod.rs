//! The arithmetic of the networks, the same to the last bit on every machine.
//!
//! A network here is a chain of affine maps, maximum over pieces, and layer norm. Floating-point sums depend on their
//! order, so the order is part of the definition: each output starts from its bias and takes up its products one input
//! after the other with fused multiply-add; a layer norm adds in sixteen partial sums that are joined in a fixed tree.
//! How many outputs or rows are worked on side by side changes nothing, so the vector units of each machine can be used
//! to the full and still every kernel, batch size and cache state gives equal bits. [`generic`] holds the one
//! definition; the other modules say how lanes of each instruction set load, multiply and compare.

mod generic;
#[cfg(target_arch = "aarch64")]
mod neon;
mod packed;
mod portable;
#[cfg(target_arch = "x86_64")]
mod x86;

pub(crate) use packed::{Aligned, Packed, Paired};

/// The functions of [`generic`] for one type of lanes, with its instruction set switched on.
///
/// A macro because `target_feature` cannot depend on a type parameter. Each function is safe to call where the
/// instruction set is available and the lengths have been checked as [`Engine`] does.
macro_rules! entry_points {
    ($lanes:ty $(, $features:literal)?) => {
        use $crate::nn::{Norm, Packed, Paired, Rows, generic};

        $(#[target_feature(enable = $features)])?
        pub(in $crate::nn) unsafe fn linear(map: &Packed, x: Rows<'_>, out: &mut [f32]) {
            // SAFETY: as the caller vouches.
            unsafe { generic::linear::<$lanes>(map, x, out) }
        }

        $(#[target_feature(enable = $features)])?
        pub(in $crate::nn) unsafe fn maxout2(map: &Packed, x: Rows<'_>, out: &mut [f32]) {
            // SAFETY: as the caller vouches.
            unsafe { generic::maxout::<$lanes, 2>(map, x, out) }
        }

        $(#[target_feature(enable = $features)])?
        pub(in $crate::nn) unsafe fn maxout3(map: &Packed, x: Rows<'_>, out: &mut [f32]) {
            // SAFETY: as the caller vouches.
            unsafe { generic::maxout::<$lanes, 3>(map, x, out) }
        }

        $(#[target_feature(enable = $features)])?
        pub(in $crate::nn) unsafe fn paired2(map: &Paired, x: &[f32], pairs: usize, partial: &mut [f32], out: &mut [f32]) {
            // SAFETY: as the caller vouches.
            unsafe { generic::paired::<$lanes, 2>(map, x, pairs, partial, out) }
        }

        $(#[target_feature(enable = $features)])?
        pub(in $crate::nn) unsafe fn paired3(map: &Paired, x: &[f32], pairs: usize, partial: &mut [f32], out: &mut [f32]) {
            // SAFETY: as the caller vouches.
            unsafe { generic::paired::<$lanes, 3>(map, x, pairs, partial, out) }
        }

        $(#[target_feature(enable = $features)])?
        pub(in $crate::nn) unsafe fn pair_parts(rows: &[f32], width: usize, pairs: usize, out: &mut [f32]) {
            // SAFETY: as the caller vouches.
            unsafe { generic::pair_parts::<$lanes>(rows, width, pairs, out) }
        }

        $(#[target_feature(enable = $features)])?
        pub(in $crate::nn) unsafe fn row(map: &Packed, x: &[f32], out: &mut [f32]) {
            // SAFETY: as the caller vouches.
            unsafe { generic::row::<$lanes>(map, x, out) }
        }

        $(#[target_feature(enable = $features)])?
        pub(in $crate::nn) unsafe fn layer_norm(norm: &Norm, rows: &mut [f32], residual: Option<&[f32]>) {
            // SAFETY: as the caller vouches.
            unsafe { generic::layer_norm::<$lanes>(norm, rows, residual) }
        }

        $(#[target_feature(enable = $features)])?
        pub(in $crate::nn) unsafe fn sum_maxout2(bias: &[f32], parts: &[&[f32]], out: &mut [f32]) {
            // SAFETY: as the caller vouches.
            unsafe { generic::sum_maxout::<$lanes, 2>(bias, parts, out) }
        }

        $(#[target_feature(enable = $features)])?
        pub(in $crate::nn) unsafe fn sum_maxout3(bias: &[f32], parts: &[&[f32]], out: &mut [f32]) {
            // SAFETY: as the caller vouches.
            unsafe { generic::sum_maxout::<$lanes, 3>(bias, parts, out) }
        }

        $(#[target_feature(enable = $features)])?
        pub(in $crate::nn) unsafe fn sum_maxout_flat(features: &[&[f32]], bias: &[f32], hidden: &mut [f32]) {
            // SAFETY: as the caller vouches.
            unsafe { generic::sum_maxout_flat::<$lanes>(features, bias, hidden) }
        }
    };
}
use entry_points;

/// A set of machine instructions to compute with. All give the same bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kernel {
    /// 512-bit vectors (x86-64, AVX-512F).
    Avx512,
    /// 256-bit vectors (x86-64, AVX2 and FMA).
    Avx2,
    /// 128-bit vectors (AArch64).
    Neon,
    /// Whatever the compiler takes for granted.
    Portable,
}

impl Kernel {
    /// From the fastest to the slowest.
    const ALL: [Kernel; 4] = [Kernel::Avx512, Kernel::Avx2, Kernel::Neon, Kernel::Portable];

    /// The kernels that this machine can run, the fastest first.
    pub fn available() -> impl Iterator<Item = Kernel> {
        Kernel::ALL.into_iter().filter(|kernel| kernel.runs_here())
    }

    /// True if this machine has the instructions.
    pub fn runs_here(self) -> bool {
        match self {
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512 => is_x86_feature_detected!("avx512f"),
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"),
            #[cfg(target_arch = "aarch64")]
            Kernel::Neon => true,
            Kernel::Portable => true,
            _ => false,
        }
    }
}

impl std::str::FromStr for Kernel {
    type Err = String;

    fn from_str(name: &str) -> Result<Kernel, String> {
        match name {
            "avx512" => Ok(Kernel::Avx512),
            "avx2" => Ok(Kernel::Avx2),
            "neon" => Ok(Kernel::Neon),
            "portable" => Ok(Kernel::Portable),
            _ => Err(format!(
                "expected avx512, avx2, neon or portable, found {name:?}"
            )),
        }
    }
}

/// A kernel that is known to run on this machine: the proof that its instructions may be used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Engine(Kernel);

/// Calls a function of the module that belongs to the engine's kernel.
macro_rules! dispatch {
    ($engine:expr, $function:ident($($argument:expr),* $(,)?)) => {
        match $engine.0 {
            // SAFETY: an engine exists only for a kernel that `runs_here`.
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512 => unsafe { x86::avx512::$function($($argument),*) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 => unsafe { x86::avx2::$function($($argument),*) },
            // SAFETY: as above.
            #[cfg(target_arch = "aarch64")]
            Kernel::Neon => unsafe { neon::$function($($argument),*) },
            // SAFETY: these need no instruction set.
            _ => unsafe { portable::$function($($argument),*) },
        }
    };
}

/// Rows of floats inside a longer array: row `i` is `data[i * stride..][..len]`. Rows may overlap.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    pub data: &'a [f32],
    pub stride: usize,
    pub count: usize,
}

impl<'a> Rows<'a> {
    /// `count` rows, each `stride` behind the one before.
    pub(crate) fn new(data: &'a [f32], stride: usize, count: usize) -> Rows<'a> {
        Rows {
            data,
            stride,
            count,
        }
    }

    /// True if every row has `len` floats.
    fn hold(&self, len: usize) -> bool {
        self.count == 0 || (self.count - 1) * self.stride + len <= self.data.len()
    }
}

/// Scale and shift behind a layer norm.
#[derive(Debug)]
pub(crate) struct Norm {
    pub scale: Aligned,
    pub shift: Aligned,
}

impl Engine {
    /// The engine for a kernel, if this machine has the instructions.
    pub(crate) fn new(kernel: Kernel) -> Option<Engine> {
        kernel.runs_here().then_some(Engine(kernel))
    }

    /// The fastest engine here.
    pub(crate) fn fastest() -> Engine {
        let kernel = Kernel::available().next();
        Engine(kernel.unwrap_or(Kernel::Portable))
    }

    /// `y = W x + b` for each row; the outputs of a row, padding included, stand one behind the other.
    pub(crate) fn linear(self, weights: &Packed, x: Rows<'_>, out: &mut [f32]) {
        weights.check(packed::LINEAR, x, out);
        dispatch!(self, linear(weights, x, out));
    }

    /// `z = max over pieces of (W x + b)` for each row.
    pub(crate) fn maxout(self, weights: &Packed, x: Rows<'_>, out: &mut [f32]) {
        weights.check(weights.pieces(), x, out);
        match weights.pieces() {
            2 => dispatch!(self, maxout2(weights, x, out)),
            _ => dispatch!(self, maxout3(weights, x, out)),
        }
    }

    /// A maxout map over windows of three rows, for `2 * pairs` rows.
    ///
    /// `rows` begins with the row before the first and ends with the one behind the last; `buffer` is room to work in.
    pub(crate) fn paired(
        self,
        map: &Paired,
        rows: &[f32],
        pairs: usize,
        buffer: &mut Aligned,
        out: &mut [f32],
    ) {
        let (parts, partial) = map.check(rows, pairs, buffer, out);
        dispatch!(self, pair_parts(rows, map.width(), pairs, parts));
        match map.pieces() {
            2 => dispatch!(self, paired2(map, parts, pairs, partial, out)),
            _ => dispatch!(self, paired3(map, parts, pairs, partial, out)),
        }
    }

    /// Layer norm of each row of `norm.scale.len()` floats in place, added to the row of `residual` if there is one.
    pub(crate) fn layer_norm(self, norm: &Norm, rows: &mut [f32], residual: Option<&[f32]>) {
        let width = norm.scale.len();
        assert!(width.is_multiple_of(packed::LANES) && norm.shift.len() == width);
        assert!(rows.len().is_multiple_of(width));
        assert!(residual.is_none_or(|residual| residual.len() >= rows.len()));
        dispatch!(self, layer_norm(norm, rows, residual));
    }

    /// `max over pieces of (bias + part + part + ...)`, all in the order of a packed map with three pieces or two.
    pub(crate) fn sum_maxout(self, pieces: usize, bias: &[f32], parts: &[&[f32]], out: &mut [f32]) {
        let width = out.len() * pieces;
        assert!(out.len().is_multiple_of(packed::LANES) && bias.len() == width);
        assert!(parts.iter().all(|part| part.len() == width));
        match pieces {
            2 => dispatch!(self, sum_maxout2(bias, parts, out)),
            3 => dispatch!(self, sum_maxout3(bias, parts, out)),
            _ => unreachable!("packed maps have two or three pieces"),
        }
    }

    /// Scores of the actions: `upper (max over the two pieces of (sum of features + bias))`.
    ///
    /// `hidden` is a buffer of half the features' length.
    pub(crate) fn score(
        self,
        features: &[&[f32]],
        bias: &[f32],
        hidden: &mut [f32],
        upper: &Packed,
        out: &mut [f32],
    ) {
        let width = bias.len();
        assert!(width == 2 * hidden.len() && hidden.len().is_multiple_of(packed::LANES));
        assert!(features.iter().all(|feature| feature.len() == width));
        dispatch!(self, sum_maxout_flat(features, bias, hidden));
        self.row(upper, hidden, out);
    }

    /// `y = W x + b` for a single row, with weights packed for that.
    pub(crate) fn row(self, weights: &Packed, x: &[f32], out: &mut [f32]) {
        weights.check(weights.pieces(), Rows::new(x, x.len(), 1), out);
        dispatch!(self, row(weights, x, out));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers without pattern in -1..1.
    fn noise(count: usize, seed: u64) -> Aligned {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let numbers = (0..count).map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 40) as f32 / (1 << 23) as f32 - 1.0
        });
        Aligned::from_iter(numbers)
    }

    /// The bits that every available kernel gives, each under its name.
    fn bits(run: impl Fn(Engine) -> Vec<f32>) -> Vec<(Kernel, Vec<u32>)> {
        let engines = Kernel::available().map(|kernel| Engine::new(kernel).expect("available"));
        engines
            .map(|engine| {
                (
                    engine.0,
                    run(engine).into_iter().map(f32::to_bits).collect(),
                )
            })
            .collect()
    }

    fn assert_equal(bits: Vec<(Kernel, Vec<u32>)>) {
        for (kernel, found) in &bits {
            assert!(
                *found == bits[bits.len() - 1].1,
                "{kernel:?} differs from portable"
            );
        }
    }

    #[test]
    fn maxout_is_equal_in_every_kernel_and_for_every_number_of_rows() {
        for pieces in [2, 3] {
            let (inputs, outputs) = (288, 96);
            let weights = noise(inputs * outputs * pieces, 1);
            let bias = noise(outputs * pieces, 2);
            let packed = Packed::maxout(&weights, &bias, inputs, outputs, pieces).unwrap();
            let x = noise(96 * 40, 3);
            let run = |engine: Engine, first: usize, count: usize| {
                let mut out = vec![0.0; count * outputs];
                engine.maxout(&packed, Rows::new(&x[first * 96..], 96, count), &mut out);
                out
            };
            assert_equal(bits(|engine| run(engine, 0, 37)));
            let whole = run(Engine::fastest(), 0, 37);
            for count in 1..20 {
                assert_eq!(
                    run(Engine::fastest(), 5, count),
                    whole[5 * outputs..(5 + count) * outputs]
                );
            }
        }
    }

    #[test]
    fn paired_windows_are_equal_in_every_kernel_and_close_to_the_plain_ones() {
        for pieces in [2, 3] {
            let weights = noise(288 * 96 * pieces, 40);
            let bias = noise(96 * pieces, 41);
            let paired = Paired::new(&weights, &bias, 96, pieces).unwrap();
            let plain = Packed::maxout(&weights, &bias, 288, 96, pieces).unwrap();
            let rows = noise(96 * 40, 42);
            let run = |engine: Engine, first: usize, pairs: usize| {
                let mut out = vec![0.0; pairs * 2 * 96];
                let mut buffer = Aligned::zeros(paired.buffer(pairs));
                engine.paired(
                    &paired,
                    &rows[2 * first * 96..],
                    pairs,
                    &mut buffer,
                    &mut out,
                );
                out
            };
            assert_equal(bits(|engine| run(engine, 0, 19)));
            let whole = run(Engine::fastest(), 0, 19);
            for pairs in 1..10 {
                assert_eq!(
                    run(Engine::fastest(), 2, pairs),
                    whole[4 * 96..][..pairs * 192]
                );
            }
            let mut expected = vec![0.0; 38 * 96];
            Engine::fastest().maxout(&plain, Rows::new(&rows, 96, 38), &mut expected);
            for (found, expected) in whole.iter().zip(&expected) {
                assert!((found - expected).abs() < 1e-4, "{found} {expected}");
            }
        }
    }

    #[test]
    fn maxout_is_close_to_the_sum_in_double_precision() {
        let (inputs, outputs, pieces) = (96, 16, 3);
        let weights = noise(inputs * outputs * pieces, 4);
        let bias = noise(outputs * pieces, 5);
        let packed = Packed::maxout(&weights, &bias, inputs, outputs, pieces).unwrap();
        let x = noise(inputs, 6);
        let mut out = vec![0.0; outputs];
        Engine::fastest().maxout(&packed, Rows::new(&x, inputs, 1), &mut out);
        for (o, found) in out.iter().enumerate() {
            let piece = |p: usize| {
                let row = &weights[(o * pieces + p) * inputs..][..inputs];
                let products = row
                    .iter()
                    .zip(&*x)
                    .map(|(w, x)| f64::from(*w) * f64::from(*x));
                products.sum::<f64>() + f64::from(bias[o * pieces + p])
            };
            let expected = piece(0).max(piece(1)).max(piece(2));
            assert!((f64::from(*found) - expected).abs() < 1e-5);
        }
    }

    #[test]
    fn layer_norm_is_equal_in_every_kernel() {
        let norm = Norm {
            scale: noise(96, 7),
            shift: noise(96, 8),
        };
        let (x, residual) = (noise(96 * 5, 9), noise(96 * 5, 10));
        assert_equal(bits(|engine| {
            let mut rows = x.to_vec();
            engine.layer_norm(&norm, &mut rows, Some(&residual));
            engine.layer_norm(&norm, &mut rows, None);
            rows
        }));
    }

    #[test]
    fn linear_maps_and_scores_are_equal_in_every_kernel() {
        let packed = Packed::linear(&noise(96 * 50, 11), &noise(50, 12), 96, 50).unwrap();
        let x = noise(96 * 11, 13);
        assert_equal(bits(|engine| {
            let mut out = vec![0.0; 11 * packed.outputs()];
            engine.linear(&packed, Rows::new(&x, 96, 11), &mut out);
            out
        }));
        for outputs in [5, 74, 106, 200] {
            let upper =
                Packed::row(&noise(64 * outputs, 14), &noise(outputs, 15), 64, outputs).unwrap();
            let parts: Vec<Aligned> = (0..8).map(|seed| noise(128, 20 + seed)).collect();
            let parts: Vec<&[f32]> = parts.iter().map(|part| &**part).collect();
            let bias = noise(128, 16);
            assert_equal(bits(|engine| {
                let mut out = vec![0.0; upper.outputs()];
                engine.score(&parts, &bias, &mut [0.0; 64], &upper, &mut out);
                out
            }));
        }
    }

    #[test]
    fn split_first_layer_is_equal_in_every_kernel() {
        let parts: Vec<Aligned> = (0..3).map(|seed| noise(288, 30 + seed)).collect();
        let parts: Vec<&[f32]> = parts.iter().map(|part| &**part).collect();
        let bias = noise(288, 17);
        assert_equal(bits(|engine| {
            let mut out = vec![0.0; 96];
            engine.sum_maxout(3, &bias, &parts, &mut out);
            out
        }));
    }
}
