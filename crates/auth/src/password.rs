//! Hashes of passwords: Argon2id (RFC 9106) in PHC strings.

use std::fmt;

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version,
    password_hash::phc::PasswordHash,
};
use connectly_types::Password;

/// Memory in KiB. This and the next two: OWASP's Password Storage Cheat Sheet, the first of its
/// equivalent settings for Argon2id.
const MEMORY: u32 = 19_456;
/// Passes over the memory.
const PASSES: u32 = 2;
/// Lanes.
const LANES: u32 = 1;

/// The hash that passwords are compared with if the e-mail is unknown, so that the answer takes as
/// long as for a known one. Made with the parameters above from a password that nobody knows.
const DUMMY: &str = "$argon2id$v=19$m=19456,t=2,p=1$Y29ubmVjdGx5LWR1bW15\
    $MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA";

/// A password's hash, as it is stored. `Debug` hides it.
#[derive(Clone)]
pub struct HashedPassword(String);

/// A hash that cannot be made or read. The reason is only for the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordError(String);

impl HashedPassword {
    /// Hashes a password with a new salt. Takes tens of milliseconds of one core.
    ///
    /// # Errors
    /// When the host has no randomness for the salt.
    pub fn new(password: &Password) -> Result<Self, PasswordError> {
        hasher()
            .hash_password(password.as_bytes())
            .map(|hash| Self(hash.to_string()))
            .map_err(|error| PasswordError(error.to_string()))
    }

    /// Takes a hash as it was stored.
    #[must_use]
    pub fn from_stored(phc: String) -> Self {
        Self(phc)
    }

    /// The PHC string, to be stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many hashes [`verify`](Self::verify) may make of a password: two if it did not come in
    /// normalization form C, else one.
    #[must_use]
    pub fn verification_cost(password: &Password) -> i64 {
        if password.original_bytes().is_some() { 2 } else { 1 }
    }

    /// Whether this is the hash of `password`. If a wrong password was not sent in normalization
    /// form C, it is hashed twice: it is also compared as sent, because some hashes were made
    /// before passwords were normalized.
    #[must_use]
    pub fn verify(&self, password: &Password) -> bool {
        let fits = |bytes: &[u8]| {
            PasswordHash::new(&self.0)
                .is_ok_and(|hash| hasher().verify_password(bytes, &hash).is_ok())
        };
        fits(password.as_bytes()) || password.original_bytes().is_some_and(fits)
    }

    /// Whether it was made with weaker parameters than today's, so that it should be replaced while
    /// the password is known.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        let Ok(hash) = PasswordHash::new(&self.0) else {
            return true;
        };
        Params::try_from(&hash).map_or(true, |params| {
            params.m_cost() < MEMORY || params.t_cost() < PASSES || params.p_cost() < LANES
        })
    }
}

/// Takes as long as a verification, for an e-mail without an account. Always fails.
#[must_use]
pub fn verify_unknown(password: &Password) -> bool {
    // The result is known, but hashing writes to memory, so it is not optimized away.
    let _ = std::hint::black_box(HashedPassword(DUMMY.to_owned()).verify(password));
    false
}

#[cfg(target_arch = "wasm32")]
fn hasher() -> crate::hasher::Hasher {
    crate::hasher::Hasher(argon2())
}

#[cfg(not(target_arch = "wasm32"))]
fn hasher() -> Argon2<'static> {
    argon2()
}

fn argon2() -> Argon2<'static> {
    // A test shows that these are within the bounds of `Params::new`. Otherwise, Argon2's own
    // defaults.
    let params = Params::new(MEMORY, PASSES, LANES, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

impl fmt::Debug for HashedPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HashedPassword(…)")
    }
}

impl fmt::Display for PasswordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PasswordError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Password {
        Password::parse(text.to_owned()).unwrap()
    }

    fn stored(phc: &str) -> HashedPassword {
        HashedPassword::from_stored(phc.to_owned())
    }

    #[test]
    fn a_hash_fits_its_password_alone() {
        let hash = HashedPassword::new(&password("correct horse")).unwrap();
        assert!(hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.as_str());
        assert!(hash.verify(&password("correct horse")));
        assert!(!hash.verify(&password("correct horse ")));
        assert!(!hash.is_outdated());
    }

    #[test]
    fn two_hashes_of_one_password_differ() {
        let hash = || HashedPassword::new(&password("correct horse")).unwrap();
        assert_ne!(hash().as_str(), hash().as_str());
    }

    #[test]
    fn a_password_fits_however_its_letters_are_written() {
        let hash = HashedPassword::new(&password("caf\u{e9} cr\u{e8}me")).unwrap();
        assert!(hash.verify(&password("cafe\u{301} cre\u{300}me")));
        assert!(!hash.verify(&password("cafe creme")));
    }

    #[test]
    fn a_hash_of_a_password_as_it_came_still_fits_it() {
        let old = hasher().hash_password("cafe\u{301} cre\u{300}me".as_bytes()).unwrap();
        let old = stored(&old.to_string());
        assert!(old.verify(&password("cafe\u{301} cre\u{300}me")));
        assert!(!old.verify(&password("caf\u{e9} cr\u{e8}me")));
    }

    #[test]
    fn only_a_password_that_came_in_another_form_costs_a_second_hash() {
        for (text, hashes) in [("caf\u{e9}", 1), ("cafe\u{301}", 2)] {
            assert_eq!(HashedPassword::verification_cost(&password(text)), hashes, "{text:?}");
        }
    }

    #[test]
    fn the_vectors_of_the_reference_implementation_are_verified() {
        // phc-winner-argon2, src/test.c, "Test vectors for Argon2id"; password, then salt
        // "somesalt" inside the string.
        for phc in [
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        ] {
            assert!(stored(phc).verify(&password("password")), "{phc}");
            assert!(!stored(phc).verify(&password("differentpassword")), "{phc}");
        }
    }

    #[test]
    fn a_hash_with_weaker_parameters_is_outdated() {
        let tail = "c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        for (parameters, outdated) in [
            ("m=19456,t=2,p=1", false),
            ("m=65536,t=3,p=4", false),
            ("m=19455,t=2,p=1", true),
            ("m=19456,t=1,p=1", true),
        ] {
            let hash = stored(&format!("$argon2id$v=19${parameters}${tail}"));
            assert_eq!(hash.is_outdated(), outdated, "{parameters}");
        }
    }

    #[test]
    fn what_is_no_hash_fits_nothing() {
        for bad in ["", "password", "$argon2id$", "$2b$10$abcdefghijklmnopqrstuv"] {
            assert!(!stored(bad).verify(&password("password")), "{bad:?}");
            assert!(stored(bad).is_outdated(), "{bad:?}");
        }
    }

    #[test]
    fn the_dummy_has_todays_parameters() {
        let dummy = stored(DUMMY);
        assert!(PasswordHash::new(DUMMY).is_ok());
        assert!(!dummy.is_outdated());
        assert!(!dummy.verify(&password("password")));
        let params = Params::try_from(&PasswordHash::new(DUMMY).unwrap()).unwrap();
        assert_eq!((params.m_cost(), params.t_cost(), params.p_cost()), (MEMORY, PASSES, LANES));
    }

    #[test]
    fn debug_shows_no_hash() {
        let hash = HashedPassword::new(&password("correct horse")).unwrap();
        assert_eq!(format!("{hash:?}"), "HashedPassword(…)");
    }
}
