//! The keys of an installation, and changing from one to the next.

use std::{fmt, time::Duration};

use jwt_simple::prelude::Token;

use crate::{Claims, TOKEN_LENGTH_MAX, TokenError, TokenKey};

/// The key that signs tokens, and the previous one, whose tokens are still valid.
#[derive(Clone)]
pub struct TokenKeys {
    current: TokenKey,
    previous: Option<TokenKey>,
}

impl TokenKeys {
    /// From one key, or from two during a change of keys.
    #[must_use]
    pub fn new(current: TokenKey, previous: Option<TokenKey>) -> Self {
        Self { current, previous }
    }

    /// Makes a token with the current key, as [`TokenKey::issue`] does.
    ///
    /// # Errors
    /// As for [`TokenKey::issue`].
    pub fn issue(&self, claims: Claims, validity: Duration) -> Result<String, TokenError> {
        self.current.issue(claims, validity)
    }

    /// Verifies a token with the key that it names, or with either key if it names none.
    ///
    /// # Errors
    /// As for [`TokenKey::verify`], and when it names an unknown key.
    pub fn verify(&self, token: &str) -> Result<Claims, TokenError> {
        match key_id(token)? {
            Some(id) => self
                .all()
                .find(|key| key.has_id(&id))
                .ok_or_else(|| TokenError("the token names another key".to_owned()))?
                .verify(token),
            None => {
                let verdict = self.current.verify(token);
                match &self.previous {
                    Some(previous) => verdict.or_else(|_| previous.verify(token)),
                    None => verdict,
                }
            }
        }
    }

    fn all(&self) -> impl Iterator<Item = &TokenKey> {
        [&self.current].into_iter().chain(&self.previous)
    }
}

/// The key id in the token's header. It proves nothing until the token is verified.
fn key_id(token: &str) -> Result<Option<String>, TokenError> {
    if token.len() > TOKEN_LENGTH_MAX {
        return Err(TokenError("Token is too long".to_owned()));
    }
    let header = Token::decode_metadata(token).map_err(|error| TokenError(error.to_string()))?;
    Ok(header.key_id().map(str::to_owned))
}

impl fmt::Debug for TokenKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenKeys(…)")
    }
}

#[cfg(test)]
mod tests {
    use connectly_types::{SessionId, UserId};
    use jwt_simple::prelude::{Claims as JwtClaims, HS256Key, MACLike as _};

    use super::*;
    use crate::TOKEN_VALIDITY;

    const OLD: &[u8] = b"0123456789abcdef0123456789abcdef";
    const NEW: &[u8] = b"another secret of thirty-two byte";

    fn claims() -> Claims {
        let user = UserId::parse("0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60").unwrap();
        let session = SessionId::parse("0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f61").unwrap();
        Claims { user, session }
    }

    fn key(secret: &[u8]) -> TokenKey {
        TokenKey::new(secret).unwrap()
    }

    fn only(secret: &[u8]) -> TokenKeys {
        TokenKeys::new(key(secret), None)
    }

    fn rotated() -> TokenKeys {
        TokenKeys::new(key(NEW), Some(key(OLD)))
    }

    /// A token of `secret` that names no key, like tokens from before keys had ids.
    fn without_key_id(secret: &[u8]) -> String {
        let named = only(secret).issue(claims(), TOKEN_VALIDITY).unwrap();
        let key = HS256Key::from_bytes(secret);
        let claims = key.verify_token::<serde_json::Value>(&named, None).unwrap();
        key.authenticate(claims).unwrap()
    }

    #[test]
    fn a_token_names_its_key_by_the_beginning_of_its_sha_256() {
        // By `printf … | openssl dgst -sha256 -binary | base64`.
        for (secret, id) in [(OLD, "PrG9Q5lH63YpmOVm"), (NEW, "PMxevqTiZ9lqohpq")] {
            let token = only(secret).issue(claims(), TOKEN_VALIDITY).unwrap();
            assert_eq!(key_id(&token).unwrap().unwrap(), id);
            assert!(token.len() < 400, "{}", token.len());
        }
    }

    #[test]
    fn what_the_previous_key_signed_is_good_until_it_is_gone() {
        let token = only(OLD).issue(claims(), TOKEN_VALIDITY).unwrap();
        assert_eq!(rotated().verify(&token), Ok(claims()));
        let error = only(NEW).verify(&token).unwrap_err();
        assert_eq!(error.to_string(), "the token names another key");
    }

    #[test]
    fn the_current_key_signs() {
        let token = rotated().issue(claims(), TOKEN_VALIDITY).unwrap();
        assert_eq!(only(NEW).verify(&token), Ok(claims()));
        assert!(only(OLD).verify(&token).is_err());
    }

    #[test]
    fn a_token_that_names_no_key_is_tried_with_both() {
        for secret in [OLD, NEW] {
            assert_eq!(rotated().verify(&without_key_id(secret)), Ok(claims()));
        }
        let error = only(NEW).verify(&without_key_id(OLD)).unwrap_err();
        assert_eq!(error.to_string(), "Authentication tag didn't verify");
    }

    #[test]
    fn the_name_of_a_key_is_no_proof() {
        let forged = HS256Key::from_bytes(b"a forger's secret of over 32 bytes")
            .with_key_id("PMxevqTiZ9lqohpq")
            .authenticate(JwtClaims::create(TOKEN_VALIDITY.into()))
            .unwrap();
        let error = rotated().verify(&forged).unwrap_err();
        assert_eq!(error.to_string(), "Authentication tag didn't verify");
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for bad in ["", ".", "a.b.c", &"a".repeat(TOKEN_LENGTH_MAX + 1)] {
            assert!(rotated().verify(bad).is_err());
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        assert_eq!(format!("{:?}", rotated()), "TokenKeys(…)");
    }
}
