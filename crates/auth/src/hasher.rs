//! How guests hash passwords: with today's parameters in memory that they keep, and otherwise with the
//! crate `argon2`.

use std::sync::{Mutex, PoisonError};

use argon2::{
    ARGON2ID_IDENT, Argon2, Params, PasswordHasher, PasswordVerifier, Version,
    password_hash::{
        Error, Result,
        phc::{Output, ParamsString, PasswordHash, Salt},
    },
};
use connectly_argon2id::Place;

/// Kept from one hash to the next. An instance's memory never shrinks anyway, and what is freed isn't
/// cleared either.
static MEMORY: Mutex<Vec<Place>> = Mutex::new(Vec::new());

/// Hashes as `Argon2` does.
pub struct Hasher(pub Argon2<'static>);

impl Hasher {
    /// Whether a hash has the parameters of those that are made here.
    fn is_todays(&self, hash: &PasswordHash) -> bool {
        let is_argon2id = hash.algorithm == ARGON2ID_IDENT;
        is_argon2id
            && hash.version == Some(Version::V0x13.into())
            && Params::try_from(hash).is_ok_and(|params| {
                let (ours, output) = (self.0.params(), params.output_len());
                params.m_cost() == ours.m_cost()
                    && params.t_cost() == ours.t_cost()
                    && params.p_cost() == 1
                    && output == Some(Params::DEFAULT_OUTPUT_LEN)
                    && params.keyid().is_empty()
                    && params.data().is_empty()
            })
    }
}

impl PasswordHasher<PasswordHash> for Hasher {
    fn hash_password_with_salt(&self, password: &[u8], salt: &[u8]) -> Result<PasswordHash> {
        let params = self.0.params();
        let salt = Salt::new(salt)?;
        let mut memory = MEMORY.lock().unwrap_or_else(PoisonError::into_inner);
        let length = params.block_count();
        let missing = length.saturating_sub(memory.len());
        memory.try_reserve_exact(missing).map_err(|_| Error::Internal)?;
        memory.resize(length, Place::EMPTY);
        let output = connectly_argon2id::hash(password, &salt, params.t_cost(), &mut memory);
        Ok(PasswordHash {
            algorithm: ARGON2ID_IDENT,
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(params)?,
            salt: Some(salt),
            hash: Some(Output::new(&output)?),
        })
    }
}

impl PasswordVerifier<PasswordHash> for Hasher {
    fn verify_password(&self, password: &[u8], hash: &PasswordHash) -> Result<()> {
        let Some(salt) = hash.salt.as_ref().filter(|_| self.is_todays(hash)) else {
            return self.0.verify_password(password, hash);
        };
        // Outputs are compared in constant time.
        let is_same = self.hash_password_with_salt(password, salt)?.hash == hash.hash;
        if is_same { Ok(()) } else { Err(Error::PasswordInvalid) }
    }
}

#[cfg(test)]
mod tests {
    use argon2::{Algorithm, PasswordVerifier as _};

    use super::*;

    fn argon2(memory: u32) -> Argon2<'static> {
        let params = Params::new(memory, 2, 1, None).unwrap();
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
    }

    #[test]
    fn its_hashes_and_the_crates_are_the_same() {
        let hasher = Hasher(argon2(64));
        let ours = hasher.hash_password_with_salt(b"correct horse", b"some salt").unwrap();
        let theirs = argon2(64).hash_password_with_salt(b"correct horse", b"some salt").unwrap();
        assert_eq!(ours.to_string(), theirs.to_string());
        assert!(hasher.is_todays(&theirs));
    }

    #[test]
    fn a_hash_with_any_parameters_fits_its_password_alone() {
        let hasher = Hasher(argon2(64));
        let other_parameters = Params::new(64, 2, 2, Some(16)).unwrap();
        for other in [
            argon2(64),
            argon2(32),
            Argon2::new(Algorithm::Argon2i, Version::V0x13, argon2(64).params().clone()),
            Argon2::new(Algorithm::Argon2id, Version::V0x10, argon2(64).params().clone()),
            Argon2::new(Algorithm::Argon2id, Version::V0x13, other_parameters),
        ] {
            let hash = other.hash_password_with_salt(b"correct horse", b"some salt").unwrap();
            assert!(hasher.verify_password(b"correct horse", &hash).is_ok(), "{hash}");
            assert!(hasher.verify_password(b"wrong horse", &hash).is_err(), "{hash}");
        }
    }
}
