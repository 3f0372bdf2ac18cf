//! Who somebody is: tokens, and the hashes of passwords.
//!
//! Pure: no I/O and no knowledge of the host. Whether a token's session still lives is the
//! database's to say.

mod password;
mod token;

pub use password::{HashedPassword, PasswordError, verify_unknown};
pub use token::{Claims, TOKEN_LENGTH_MAX, TOKEN_VALIDITY, TokenError, TokenKey, WeakKey};
