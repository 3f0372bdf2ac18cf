//! The same as `simd`, in portable code.

/// Two words.
#[derive(Clone, Copy)]
pub struct Pair([u64; 2]);

impl Pair {
    pub const ZERO: Self = Self([0; 2]);

    pub fn new(first: u64, second: u64) -> Self {
        Self([first, second])
    }

    pub fn words(self) -> [u64; 2] {
        self.0
    }

    pub fn xor(self, other: Self) -> Self {
        self.with(other, |a, b| a ^ b)
    }

    pub fn mixed(a: [Self; 2], b: [Self; 2]) -> [Self; 2] {
        let mix = |a: u64, b: u64| {
            let low = |word: u64| word & u64::from(u32::MAX);
            a.wrapping_add(b).wrapping_add((low(a) * low(b)) << 1)
        };
        [a[0].with(b[0], mix), a[1].with(b[1], mix)]
    }

    pub fn rotated_32(self) -> Self {
        Self(self.0.map(|word| word.rotate_right(32)))
    }

    pub fn rotated_24(self) -> Self {
        Self(self.0.map(|word| word.rotate_right(24)))
    }

    pub fn rotated_16(self) -> Self {
        Self(self.0.map(|word| word.rotate_right(16)))
    }

    pub fn rotated_63(self) -> Self {
        Self(self.0.map(|word| word.rotate_right(63)))
    }

    pub fn across(left: Self, right: Self) -> Self {
        Self([left.0[1], right.0[0]])
    }

    fn with(self, other: Self, operation: impl Fn(u64, u64) -> u64) -> Self {
        Self([operation(self.0[0], other.0[0]), operation(self.0[1], other.0[1])])
    }
}
