//! Two words of a block, for one instruction. Portable code stands in for WebAssembly's in the tests of
//! what is built on it.

#[cfg(not(target_arch = "wasm32"))]
mod portable;
#[cfg(target_arch = "wasm32")]
mod simd;

#[cfg(not(target_arch = "wasm32"))]
pub use portable::Pair;
#[cfg(target_arch = "wasm32")]
pub use simd::Pair;
