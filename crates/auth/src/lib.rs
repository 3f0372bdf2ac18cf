//! Authentication: tokens, and the hashes of passwords.
//!
//! Pure: no I/O and no knowledge of the host. The database decides whether a token's session is
//! still live.

// A panic here ends every request of its instance.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[cfg(any(target_arch = "wasm32", test))]
mod hasher;
mod keys;
mod password;
mod token;

pub use keys::TokenKeys;
pub use password::{HashedPassword, PasswordError, verify_unknown};
pub use token::{Claims, TOKEN_LENGTH_MAX, TOKEN_VALIDITY, TokenError, TokenKey, WeakKey};
