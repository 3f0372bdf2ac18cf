//! A pair as a vector of WebAssembly, in those instructions that hosts translate well.

use core::arch::wasm32::{
    u8x16_shuffle, u16x8_shuffle, u32x4_shuffle, u64x2, u64x2_add, u64x2_extmul_high_u32x4,
    u64x2_extmul_low_u32x4, u64x2_extract_lane, u64x2_shl, u64x2_shr, u64x2_shuffle, v128,
    v128_bitselect, v128_or, v128_xor,
};

/// Two words.
#[derive(Clone, Copy)]
pub struct Pair(v128);

impl Pair {
    pub const ZERO: Self = Self(u64x2(0, 0));

    #[inline(always)]
    pub fn new(first: u64, second: u64) -> Self {
        Self(u64x2(first, second))
    }

    #[inline(always)]
    pub fn words(self) -> [u64; 2] {
        [u64x2_extract_lane::<0>(self.0), u64x2_extract_lane::<1>(self.0)]
    }

    #[inline(always)]
    pub fn xor(self, other: Self) -> Self {
        Self(v128_xor(self.0, other.0))
    }

    /// Of each word `a + b` and twice the product of their lower halves. A product of whole words
    /// would take three multiplications on most processors, so the halves are picked out first.
    #[inline(always)]
    pub fn mixed(a: [Self; 2], b: [Self; 2]) -> [Self; 2] {
        let low_a = u32x4_shuffle::<0, 2, 4, 6>(a[0].0, a[1].0);
        let low_b = u32x4_shuffle::<0, 2, 4, 6>(b[0].0, b[1].0);
        let mix =
            |a: Self, b: Self, product| Self(u64x2_add(u64x2_add(a.0, b.0), u64x2_shl(product, 1)));
        [
            mix(a[0], b[0], u64x2_extmul_low_u32x4(low_a, low_b)),
            mix(a[1], b[1], u64x2_extmul_high_u32x4(low_a, low_b)),
        ]
    }

    #[inline(always)]
    pub fn rotated_32(self) -> Self {
        Self(u32x4_shuffle::<1, 0, 3, 2>(self.0, self.0))
    }

    #[inline(always)]
    pub fn rotated_24(self) -> Self {
        let (a, b) = (self.0, same(self.0));
        Self(u8x16_shuffle::<3, 4, 5, 6, 7, 0, 1, 2, 27, 28, 29, 30, 31, 24, 25, 26>(a, b))
    }

    #[inline(always)]
    pub fn rotated_16(self) -> Self {
        Self(u16x8_shuffle::<1, 2, 3, 0, 13, 14, 15, 12>(self.0, same(self.0)))
    }

    #[inline(always)]
    pub fn rotated_63(self) -> Self {
        Self(v128_or(u64x2_shr(self.0, 63), u64x2_add(self.0, self.0)))
    }

    /// The second word of one pair and the first of another.
    #[inline(always)]
    pub fn across(left: Self, right: Self) -> Self {
        Self(u64x2_shuffle::<1, 2>(left.0, right.0))
    }
}

/// The same vector, by an instruction that LLVM leaves alone and wasmtime takes away. A shuffle of a
/// vector with itself is one instruction of a processor. But LLVM sees that such a shuffle needs one
/// vector alone, and passes any other as the second. Then it takes wasmtime three instructions.
#[inline(always)]
fn same(vector: v128) -> v128 {
    v128_bitselect(vector, vector, vector)
}
