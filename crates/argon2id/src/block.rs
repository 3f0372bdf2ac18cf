//! A block of Argon2's memory, and its compression function (RFC 9106, 3.5 and 3.6).

use crate::pair::Pair;

/// Bytes in a block.
pub const SIZE: usize = 1024;

/// Eight rows of eight pairs.
#[derive(Clone, Copy)]
pub struct Block([Pair; 64]);

/// A row, or a column.
type Line = [Pair; 8];

impl Block {
    pub const ZERO: Self = Self([Pair::ZERO; 64]);

    /// A block that begins with these pairs and goes on with zeros.
    pub fn beginning_with(pairs: impl IntoIterator<Item = Pair>) -> Self {
        let mut block = Self::ZERO;
        for (pair, new) in block.0.iter_mut().zip(pairs) {
            *pair = new;
        }
        block
    }

    pub fn from_bytes(bytes: &[u8; SIZE]) -> Self {
        let (words, _) = bytes.as_chunks::<8>();
        let (pairs, _) = words.as_chunks::<2>();
        Self::beginning_with(
            pairs.iter().map(|&[a, b]| Pair::new(u64::from_le_bytes(a), u64::from_le_bytes(b))),
        )
    }

    pub fn to_bytes(self) -> [u8; SIZE] {
        let mut bytes = [0; SIZE];
        let words = self.0.iter().flat_map(|pair| pair.words());
        for (bytes, word) in bytes.as_chunks_mut::<8>().0.iter_mut().zip(words) {
            *bytes = word.to_le_bytes();
        }
        bytes
    }

    /// The word at an index below 128.
    pub fn word(&self, index: usize) -> u64 {
        let [first, second] = self.0.get(index / 2).map_or([0; 2], |pair| pair.words());
        if index.is_multiple_of(2) { first } else { second }
    }

    /// Stores the compression of two blocks here. `scratch` may contain anything.
    #[inline(never)]
    pub fn set(&mut self, x: &Self, y: &Self, scratch: &mut Self) {
        self.store(x, y, scratch, |_, new| new);
    }

    /// The same, combined with what is here.
    #[inline(never)]
    pub fn update(&mut self, x: &Self, y: &Self, scratch: &mut Self) {
        self.store(x, y, scratch, |old, new| xor(&old, &new));
    }

    #[inline(always)]
    fn store(
        &mut self,
        Self(x): &Self,
        Self(y): &Self,
        Self(scratch): &mut Self,
        combine: impl Fn(Line, Line) -> Line,
    ) {
        let lines = x.as_chunks().0.iter().zip(y.as_chunks().0);
        for ((x, y), permuted) in lines.zip(scratch.as_chunks_mut().0) {
            *permuted = permute(xor(x, y));
        }
        for index in 0..8 {
            let input = xor(&column(x, index), &column(y, index));
            let new = xor(&permute(column(scratch, index)), &input);
            let old = column(&self.0, index);
            set_column(&mut self.0, index, combine(old, new));
        }
    }
}

#[inline(always)]
fn column(block: &[Pair; 64], index: usize) -> Line {
    match block.get(index..).and_then(|rest| rest.first_chunk::<57>()) {
        Some(c) => [c[0], c[8], c[16], c[24], c[32], c[40], c[48], c[56]],
        None => [Pair::ZERO; 8],
    }
}

#[inline(always)]
fn set_column(block: &mut [Pair; 64], index: usize, line: Line) {
    if let Some(c) = block.get_mut(index..).and_then(|rest| rest.first_chunk_mut::<57>()) {
        [c[0], c[8], c[16], c[24], c[32], c[40], c[48], c[56]] = line;
    }
}

#[inline(always)]
fn xor(a: &Line, b: &Line) -> Line {
    let mut line = *a;
    for (a, b) in line.iter_mut().zip(b) {
        *a = a.xor(*b);
    }
    line
}

/// The permutation P: BLAKE2b's round, once down the columns of its four by four words and once
/// down their diagonals.
#[inline(always)]
fn permute(line: Line) -> Line {
    let [a0, a1, b0, b1, c0, c1, d0, d1] = half_a_round(line);
    let (b2, b3) = (Pair::across(b0, b1), Pair::across(b1, b0));
    let (d2, d3) = (Pair::across(d1, d0), Pair::across(d0, d1));
    let [a0, a1, b2, b3, c1, c0, d2, d3] = half_a_round([a0, a1, b2, b3, c1, c0, d2, d3]);
    let (b0, b1) = (Pair::across(b3, b2), Pair::across(b2, b3));
    let (d0, d1) = (Pair::across(d2, d3), Pair::across(d3, d2));
    [a0, a1, b0, b1, c0, c1, d0, d1]
}

/// BLAKE2b's G with multiplications, four times at once.
#[inline(always)]
fn half_a_round([a0, a1, b0, b1, c0, c1, d0, d1]: Line) -> Line {
    let [a0, a1] = Pair::mixed([a0, a1], [b0, b1]);
    let (d0, d1) = (d0.xor(a0).rotated_32(), d1.xor(a1).rotated_32());
    let [c0, c1] = Pair::mixed([c0, c1], [d0, d1]);
    let (b0, b1) = (b0.xor(c0).rotated_24(), b1.xor(c1).rotated_24());
    let [a0, a1] = Pair::mixed([a0, a1], [b0, b1]);
    let (d0, d1) = (d0.xor(a0).rotated_16(), d1.xor(a1).rotated_16());
    let [c0, c1] = Pair::mixed([c0, c1], [d0, d1]);
    let (b0, b1) = (b0.xor(c0).rotated_63(), b1.xor(c1).rotated_63());
    [a0, a1, b0, b1, c0, c1, d0, d1]
}
