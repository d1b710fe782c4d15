//! Lanes for machines without a kernel of their own, and the yardstick that the others are held against.

use super::generic::Lanes;

/// Eight floats that the compiler may put into whatever registers it has.
#[derive(Clone, Copy)]
pub(super) struct Eight([f32; 8]);

const COUNT: usize = 8;

/// `factor * other + addend`, rounded once.
///
/// Without the instruction, `f32::mul_add` is a slow library call. The product is exact in double precision; the sum is
/// made odd in its last bit when it is inexact, so that rounding to single precision cannot meet a false tie.
#[inline(always)]
fn fused(factor: f32, other: f32, addend: f32) -> f32 {
    if cfg!(any(target_feature = "fma", target_arch = "aarch64")) {
        return factor.mul_add(other, addend);
    }
    let (product, addend) = (f64::from(factor) * f64::from(other), f64::from(addend));
    let sum = product + addend;
    let back = sum - product;
    let error = (product - (sum - back)) + (addend - back);
    round_to_odd(sum, error) as f32
}

/// The neighbour of `sum` with an odd last bit, on the side of `error`, if `error` is not zero.
#[inline(always)]
fn round_to_odd(sum: f64, error: f64) -> f64 {
    let bits = sum.to_bits();
    let inexact = error != 0.0 && sum.is_finite();
    // The true value lies beyond `sum` or short of it; short of it, truncation is the number one step nearer to zero.
    let short = inexact && (error < 0.0) == (sum > 0.0);
    f64::from_bits((bits - u64::from(short)) | u64::from(inexact))
}

// SAFETY: no instruction set is needed, and `COUNT` floats are read and written.
unsafe impl Lanes for Eight {
    const COUNT: usize = COUNT;
    const SUMS: usize = 4;

    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        Eight([value; COUNT])
    }

    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        // SAFETY: the caller vouches for `COUNT` floats.
        Eight(unsafe { from.cast::<[f32; COUNT]>().read_unaligned() })
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        // SAFETY: the caller vouches for `COUNT` floats.
        unsafe { to.cast::<[f32; COUNT]>().write_unaligned(self.0) }
    }

    #[inline(always)]
    unsafe fn add(mut self, other: Self) -> Self {
        for (value, other) in self.0.iter_mut().zip(other.0) {
            *value += other;
        }
        self
    }

    #[inline(always)]
    unsafe fn sub(mut self, other: Self) -> Self {
        for (value, other) in self.0.iter_mut().zip(other.0) {
            *value -= other;
        }
        self
    }

    #[inline(always)]
    unsafe fn mul(mut self, other: Self) -> Self {
        for (value, other) in self.0.iter_mut().zip(other.0) {
            *value *= other;
        }
        self
    }

    #[inline(always)]
    unsafe fn fused(mut self, factor: Self, addend: Self) -> Self {
        for ((value, factor), addend) in self.0.iter_mut().zip(factor.0).zip(addend.0) {
            *value = fused(*value, factor, addend);
        }
        self
    }

    #[inline(always)]
    unsafe fn max(mut self, other: Self) -> Self {
        for (value, other) in self.0.iter_mut().zip(other.0) {
            *value = if *value > other { *value } else { other };
        }
        self
    }
}

super::entry_points!(Eight);

#[cfg(test)]
mod tests {
    use super::fused;

    #[test]
    fn emulated_multiply_add_rounds_like_the_real_one() {
        let mut state = 0x2545_f491_4f6c_dd1du64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            // Few bits in the mantissa make ties likely; exponents lie close together.
            let mantissa = (state as u32) & 0x007f_f001;
            f32::from_bits(
                ((state >> 63) as u32 * 0x8000_0000)
                    | ((120 + (state >> 40) as u32 % 16) << 23)
                    | mantissa,
            )
        };
        for _ in 0..2_000_000 {
            let (a, b, c) = (next(), next(), next() * 1e-6);
            assert_eq!(
                fused(a, b, c).to_bits(),
                a.mul_add(b, c).to_bits(),
                "{a} {b} {c}"
            );
            assert_eq!(
                fused(a, b, a).to_bits(),
                a.mul_add(b, a).to_bits(),
                "{a} {b} {a}"
            );
        }
    }

    #[test]
    fn tie_that_double_rounding_gets_wrong() {
        let (a, b) = (1.0 + 2f32.powi(-12), 1.0 + 2f32.powi(-12));
        for c in [2f32.powi(-60), -(2f32.powi(-60))] {
            assert_eq!(fused(a, b, c).to_bits(), a.mul_add(b, c).to_bits());
        }
    }
}
