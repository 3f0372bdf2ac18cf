//! Argon2id (RFC 9106) with one lane, for guests.
//!
//! The crate `argon2` is as fast only where the processor multiplies vectors of 64-bit words, and
//! clears the memory for each hash. Natively, and for hashes with other parameters than today's, it
//! is used. Tests compare the two.

// A panic here ends every request of its instance.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod block;
mod pair;

use blake2::{Blake2b, Blake2b512, Digest, digest::consts::U32};

use crate::{
    block::{Block, SIZE},
    pair::Pair,
};

/// Slices of the memory: blocks refer to those of other slices and to earlier ones of their own.
const SLICES: usize = 4;

/// The number of Argon2id, and of its version.
const TYPE: u32 = 2;
const VERSION: u32 = 0x13;

/// A place for a block, at a boundary of the processor's cache.
#[derive(Clone, Copy)]
#[repr(align(64))]
pub struct Place(Block);

impl Place {
    /// What it contains before the first hash.
    pub const EMPTY: Self = Self(Block::ZERO);
}

/// Hashes a password with a number of passes. The memory has at least 8 places, a multiple of 4,
/// which is the parameter `m` of the hash. What it contains does not matter.
pub fn hash(password: &[u8], salt: &[u8], passes: u32, memory: &mut [Place]) -> [u8; 32] {
    let length = |of: usize| u32::try_from(of).unwrap_or(u32::MAX).to_le_bytes();
    let mut first = Blake2b512::new();
    for number in [1_u32, 32] {
        first.update(number.to_le_bytes());
    }
    first.update(length(memory.len()));
    for number in [passes, VERSION, TYPE] {
        first.update(number.to_le_bytes());
    }
    for bytes in [password, salt, &[], &[]] {
        first.update(length(bytes.len()));
        first.update(bytes);
    }
    let first = first.finalize();
    for (place, index) in memory.iter_mut().take(2).zip(0_u32..) {
        place.0 = first_block(&first, index);
    }
    for pass in 0..passes {
        for slice in 0..SLICES {
            fill(memory, passes, pass, slice);
        }
    }
    let last = memory.last().map_or(Block::ZERO, |place| place.0);
    let mut hash = Blake2b::<U32>::new();
    hash.update(32_u32.to_le_bytes());
    hash.update(last.to_bytes());
    hash.finalize().into()
}

/// One of the first two blocks: a hash as long as a block, the RFC's H'.
fn first_block(first: &[u8], index: u32) -> Block {
    let mut hash = Blake2b512::new();
    hash.update(1024_u32.to_le_bytes());
    hash.update(first);
    hash.update(index.to_le_bytes());
    hash.update(0_u32.to_le_bytes());
    let mut hash: [u8; 64] = hash.finalize().into();

    let mut bytes = [0; SIZE];
    let (halves, _) = bytes.as_chunks_mut::<32>();
    let [halves @ .., last] = halves else { return Block::ZERO };
    for half in halves {
        half.copy_from_slice(hash.first_chunk::<32>().unwrap_or(&[0; 32]));
        last.copy_from_slice(hash.last_chunk::<32>().unwrap_or(&[0; 32]));
        hash = Blake2b512::digest(hash).into();
    }
    Block::from_bytes(&bytes)
}

/// Fills a slice.
fn fill(memory: &mut [Place], passes: u32, pass: u32, slice: usize) {
    let all = memory.len();
    let segment = all / SLICES;
    // Where to refer to depends on the password only from the third slice on.
    let is_independent = pass == 0 && slice < SLICES / 2;
    let mut addresses = Block::ZERO;
    let mut scratch = Block::ZERO;
    let first = if pass == 0 && slice == 0 { 2 } else { 0 };
    for index in first..segment {
        let current = slice * segment + index;
        let previous = if current == 0 { all - 1 } else { current - 1 };
        if is_independent && (index == first || index.is_multiple_of(128)) {
            let numbers = [u64::from(pass), 0, slice as u64, all as u64];
            let more = [u64::from(passes), u64::from(TYPE), (index / 128 + 1) as u64, 0];
            addresses = addresses_from(numbers, more, &mut scratch);
        }
        let random = if is_independent {
            addresses.word(index % 128)
        } else {
            memory.get(previous).map_or(0, |place| place.0.word(0))
        };
        let reference = reference(random, pass, slice, index, segment);
        // They differ, so this always finds them.
        let Ok([current, previous, reference]) =
            memory.get_disjoint_mut([current, previous, reference])
        else {
            continue;
        };
        if pass == 0 {
            current.0.set(&previous.0, &reference.0, &mut scratch);
        } else {
            current.0.update(&previous.0, &reference.0, &mut scratch);
        }
    }
}

/// 128 random words that depend only on numbers.
fn addresses_from(numbers: [u64; 4], more: [u64; 4], scratch: &mut Block) -> Block {
    let ([a, b, c, d], [e, f, g, h]) = (numbers, more);
    let pairs = [Pair::new(a, b), Pair::new(c, d), Pair::new(e, f), Pair::new(g, h)];
    let input = Block::beginning_with(pairs);
    let (mut once, mut twice) = (Block::ZERO, Block::ZERO);
    once.set(&Block::ZERO, &input, scratch);
    twice.set(&Block::ZERO, &once, scratch);
    twice
}

/// The block that a block refers to, besides the previous one: any that is filled, more likely a
/// recent one.
fn reference(random: u64, pass: u32, slice: usize, index: usize, segment: usize) -> usize {
    let all = SLICES * segment;
    let (begin, number) = if pass == 0 {
        (0, slice * segment + index - 1)
    } else {
        ((slice + 1) % SLICES * segment, all - segment + index - 1)
    };
    let random = random & u64::from(u32::MAX);
    let back = ((number as u64) * ((random * random) >> 32)) >> 32;
    let back = usize::try_from(back).unwrap_or_default();
    (begin + number - 1 - back) % all
}

#[cfg(test)]
mod tests {
    use argon2::{Algorithm, Argon2, Params, Version};
    use proptest::{
        collection::vec,
        prelude::{ProptestConfig, any},
        proptest,
    };

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn is_the_same_as_the_crates(
            password in vec(any::<u8>(), 0..200),
            salt in vec(any::<u8>(), 8..64),
            quarter in 2_u32..150,
            passes in 1_u32..4,
        ) {
            let length = 4 * quarter;
            let params = Params::new(length, passes, 1, None).unwrap();
            let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
            let mut expected = [0; 32];
            argon2.hash_password_into(&password, &salt, &mut expected).unwrap();
            // What an earlier hash has left.
            let mut memory = vec![Place::EMPTY; length as usize];
            hash(b"another", b"some salt", passes, &mut memory);
            assert_eq!(hash(&password, &salt, passes, &mut memory), expected);
        }
    }
}
