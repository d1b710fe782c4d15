//! AVX-512 and AVX2 lanes.

use std::arch::x86_64::{
    __m256, __m512, _mm256_add_ps, _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_max_ps, _mm256_mul_ps,
    _mm256_set1_ps, _mm256_storeu_ps, _mm256_sub_ps, _mm512_add_ps, _mm512_fmadd_ps,
    _mm512_loadu_ps, _mm512_max_ps, _mm512_mul_ps, _mm512_set1_ps, _mm512_storeu_ps, _mm512_sub_ps,
};

use super::generic::Lanes;

/// The lanes of one register type; its methods are the intrinsics.
macro_rules! lanes {
    ($type:ty, $count:literal, $sums:literal, $set:ident, $load:ident, $store:ident, $add:ident, $sub:ident, $mul:ident,
     $fused:ident, $max:ident) => {
        // SAFETY: the register has `COUNT` floats, and the intrinsics do as the trait says. `max` of this instruction
        // set gives the second operand unless the first is greater.
        unsafe impl Lanes for $type {
            const COUNT: usize = $count;
            const SUMS: usize = $sums;

            #[inline(always)]
            unsafe fn splat(value: f32) -> Self {
                // SAFETY: the caller vouches for the instruction set; so below, and there for the pointers.
                unsafe { $set(value) }
            }

            #[inline(always)]
            unsafe fn load(from: *const f32) -> Self {
                // SAFETY: see `splat`.
                unsafe { $load(from) }
            }

            #[inline(always)]
            unsafe fn store(self, to: *mut f32) {
                // SAFETY: see `splat`.
                unsafe { $store(to, self) }
            }

            #[inline(always)]
            unsafe fn add(self, other: Self) -> Self {
                // SAFETY: see `splat`.
                unsafe { $add(self, other) }
            }

            #[inline(always)]
            unsafe fn sub(self, other: Self) -> Self {
                // SAFETY: see `splat`.
                unsafe { $sub(self, other) }
            }

            #[inline(always)]
            unsafe fn mul(self, other: Self) -> Self {
                // SAFETY: see `splat`.
                unsafe { $mul(self, other) }
            }

            #[inline(always)]
            unsafe fn fused(self, factor: Self, addend: Self) -> Self {
                // SAFETY: see `splat`.
                unsafe { $fused(self, factor, addend) }
            }

            #[inline(always)]
            unsafe fn max(self, other: Self) -> Self {
                // SAFETY: see `splat`.
                unsafe { $max(self, other) }
            }
        }
    };
}

lanes!(
    __m512,
    16,
    24,
    _mm512_set1_ps,
    _mm512_loadu_ps,
    _mm512_storeu_ps,
    _mm512_add_ps,
    _mm512_sub_ps,
    _mm512_mul_ps,
    _mm512_fmadd_ps,
    _mm512_max_ps
);
lanes!(
    __m256,
    8,
    12,
    _mm256_set1_ps,
    _mm256_loadu_ps,
    _mm256_storeu_ps,
    _mm256_add_ps,
    _mm256_sub_ps,
    _mm256_mul_ps,
    _mm256_fmadd_ps,
    _mm256_max_ps
);

/// The kernel [`super::Kernel::Avx512`].
pub(super) mod avx512 {
    super::super::entry_points!(std::arch::x86_64::__m512, "avx512f");
}

/// The kernel [`super::Kernel::Avx2`].
pub(super) mod avx2 {
    super::super::entry_points!(std::arch::x86_64::__m256, "avx2,fma");
}
