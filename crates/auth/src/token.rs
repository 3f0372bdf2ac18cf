//! JSON Web Tokens (RFC 7519), signed with HMAC-SHA256.

use std::{collections::HashSet, fmt, time::Duration};

use connectly_types::{SessionId, UserId};
use jwt_simple::prelude::{
    Claims as JwtClaims, Duration as JwtDuration, HS256Key, MACLike, VerificationOptions,
};
use serde::{Deserialize, Serialize};

const ISSUER: &str = "connectly";
const AUDIENCE: &str = "connectly-api";

/// How long a token, and its session, lives: 7 days.
pub const TOKEN_VALIDITY: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Longer tokens are refused unread. In bytes; ours have about 360.
pub const TOKEN_LENGTH_MAX: usize = 4096;

/// How far two clocks may differ.
const CLOCK_TOLERANCE: JwtDuration = JwtDuration::from_secs(60);

/// Shorter secrets are refused. In bytes: RFC 7518, section 3.2, requires a key at least as long as
/// the hash.
const KEY_MIN: usize = 32;

/// Characters of a key's id, out of the 43 of a SHA-256 in base64url: 96 bits.
const KEY_ID_LENGTH: usize = 16;

/// The claims of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claims {
    /// The user (`sub`).
    pub user: UserId,
    /// The session (`sid`).
    pub session: SessionId,
}

/// The claims besides those that RFC 7519 registers.
#[derive(Debug, Serialize, Deserialize)]
struct SessionClaim {
    sid: SessionId,
}

/// A key that signs and verifies tokens. Its id, which its tokens carry (`kid`), is the
/// beginning of its SHA-256.
#[derive(Clone)]
pub struct TokenKey(HS256Key);

/// The secret is too short to be a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeakKey {
    /// Its length in bytes.
    pub length: usize,
}

/// A token that is not ours or no longer valid. The reason is only for the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenError(pub(crate) String);

impl TokenKey {
    /// A key from a secret.
    ///
    /// # Errors
    /// When the secret has fewer than 32 bytes.
    pub fn new(secret: &[u8]) -> Result<Self, WeakKey> {
        if secret.len() < KEY_MIN {
            return Err(WeakKey { length: secret.len() });
        }
        let mut key = HS256Key::from_bytes(secret);
        let id = key.create_key_id().chars().take(KEY_ID_LENGTH).collect();
        key.set_key_id(id);
        Ok(Self(key))
    }

    /// Whether this is the id of the key.
    pub(crate) fn has_id(&self, id: &str) -> bool {
        self.0.key_id().as_deref() == Some(id)
    }

    /// Makes a token that is valid for `validity` from now on.
    ///
    /// # Errors
    /// When the claims cannot be written as JSON, which doesn't happen with these.
    pub fn issue(&self, claims: Claims, validity: Duration) -> Result<String, TokenError> {
        let session = SessionClaim { sid: claims.session };
        let claims = JwtClaims::with_custom_claims(session, validity.into())
            .with_issuer(ISSUER)
            .with_audience(AUDIENCE)
            .with_subject(claims.user);
        self.0.authenticate(claims).map_err(|error| TokenError(error.to_string()))
    }

    /// Reads a token.
    ///
    /// # Errors
    /// When it is longer than [`TOKEN_LENGTH_MAX`], malformed, signed with another key or
    /// algorithm, issued by or for another party, without an expiry, or expired (by more than a
    /// minute, because clocks differ).
    pub fn verify(&self, token: &str) -> Result<Claims, TokenError> {
        let options = VerificationOptions {
            allowed_issuers: Some(HashSet::from([ISSUER.to_owned()])),
            allowed_audiences: Some(HashSet::from([AUDIENCE.to_owned()])),
            time_tolerance: Some(CLOCK_TOLERANCE),
            max_token_length: Some(TOKEN_LENGTH_MAX),
            // Our signature proves that we made it. If it seems to be from the future, our clock
            // was set back, and that must not sign anyone out.
            accept_future: true,
            ..VerificationOptions::default()
        };
        let claims = self
            .0
            .verify_token::<SessionClaim>(token, Some(options))
            .map_err(|error| TokenError(error.to_string()))?;
        if claims.expires_at.is_none() {
            return Err(TokenError("the token has no expiry".to_owned()));
        }
        let user = claims
            .subject
            .as_deref()
            .and_then(UserId::parse)
            .ok_or_else(|| TokenError("the subject is no user id".to_owned()))?;
        Ok(Claims { user, session: claims.custom.sid })
    }
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenKey(…)")
    }
}

impl fmt::Display for WeakKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the secret has {} bytes; it must have at least {KEY_MIN}", self.length)
    }
}

impl std::error::Error for WeakKey {}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TokenError {}

#[cfg(test)]
mod tests {
    use jwt_simple::{
        prelude::{Base64UrlSafeNoPadding, HS512Key, JWTClaims, NoCustomClaims},
        reexports::ct_codecs::{Decoder, Encoder},
    };

    use super::*;

    const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

    fn claims() -> Claims {
        let user = UserId::parse("0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60").unwrap();
        let session = SessionId::parse("0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f61").unwrap();
        Claims { user, session }
    }

    fn key() -> TokenKey {
        TokenKey::new(SECRET).unwrap()
    }

    fn reason(token: &str) -> String {
        key().verify(token).unwrap_err().to_string()
    }

    /// A token of ours, with its claims changed by `change`.
    fn signed(change: impl FnOnce(JWTClaims<SessionClaim>) -> JWTClaims<SessionClaim>) -> String {
        let session = SessionClaim { sid: claims().session };
        let claims = JwtClaims::with_custom_claims(session, TOKEN_VALIDITY.into())
            .with_issuer(ISSUER)
            .with_audience(AUDIENCE)
            .with_subject(claims().user);
        key().0.authenticate(change(claims)).unwrap()
    }

    /// `base`, moved by this many seconds.
    fn moved(base: JwtDuration, seconds: i64) -> Option<JwtDuration> {
        let base = i64::try_from(base.as_secs()).unwrap();
        Some(JwtDuration::from_secs(u64::try_from(base + seconds).unwrap()))
    }

    fn now() -> JwtDuration {
        JwtClaims::create(JwtDuration::from_secs(1)).issued_at.unwrap()
    }

    #[test]
    fn a_token_says_who_and_which_session() {
        let token = key().issue(claims(), TOKEN_VALIDITY).unwrap();
        assert_eq!(key().verify(&token), Ok(claims()));
        assert!(token.len() < 400, "{}", token.len());
    }

    #[test]
    fn the_example_of_rfc_7515_has_a_good_signature() {
        // RFC 7515, appendix A.1: its key, its token; expired since 2011.
        let key = Base64UrlSafeNoPadding::decode_to_vec(
            "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75\
             aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
            None,
        )
        .unwrap();
        let token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9\
            .eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ\
            .dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let key = TokenKey::new(&key).unwrap();
        let options = VerificationOptions {
            artificial_time: Some(JwtDuration::from_secs(1_300_819_000)),
            ..VerificationOptions::default()
        };
        assert!(key.0.verify_token::<NoCustomClaims>(token, Some(options)).is_ok());
        let tampered = token.replace("dBjft", "dBjfu");
        assert_ne!(key.verify(token), key.verify(&tampered));
        assert_eq!(
            key.verify(&tampered).unwrap_err().to_string(),
            "Authentication tag didn't verify"
        );
    }

    #[test]
    fn another_key_or_algorithm_is_refused() {
        let other = TokenKey::new(b"another secret of thirty-two byte").unwrap();
        let token = other.issue(claims(), TOKEN_VALIDITY).unwrap();
        assert_eq!(reason(&token), "Authentication tag didn't verify");

        let other = HS512Key::from_bytes(&[7; 64]);
        let token = other.authenticate(JwtClaims::create(TOKEN_VALIDITY.into())).unwrap();
        assert_eq!(reason(&token), "JWT algorithm mismatch");

        let header = Base64UrlSafeNoPadding::encode_to_string(r#"{"alg":"none"}"#).unwrap();
        let ours = key().issue(claims(), TOKEN_VALIDITY).unwrap();
        let body = ours.split('.').nth(1).unwrap();
        assert_eq!(reason(&format!("{header}.{body}.")), "JWT algorithm mismatch");
    }

    #[test]
    fn an_expired_token_is_refused_after_a_minute() {
        let expired_for = |seconds: i64| {
            signed(|mut claims| {
                claims.expires_at = moved(now(), -seconds);
                claims
            })
        };
        assert!(key().verify(&expired_for(30)).is_ok());
        assert_eq!(reason(&expired_for(90)), "Token has expired");
    }

    #[test]
    fn a_token_without_an_expiry_is_refused() {
        let token = signed(|mut claims| {
            claims.expires_at = None;
            claims
        });
        assert_eq!(reason(&token), "the token has no expiry");
    }

    #[test]
    fn a_token_of_ours_is_good_when_the_clock_was_set_back() {
        let token = signed(|mut claims| {
            claims.issued_at = moved(now(), 3_600);
            claims.invalid_before = moved(now(), 3_600);
            claims
        });
        assert_eq!(key().verify(&token), Ok(self::claims()));
    }

    #[test]
    fn a_token_of_or_for_somebody_else_is_refused() {
        let token = signed(|claims| claims.with_issuer("somebody"));
        assert_eq!(reason(&token), "Required issuer mismatch");
        let token = signed(|claims| claims.with_audience("somebody"));
        assert_eq!(reason(&token), "Required audience mismatch");
        let token = signed(|claims| claims.with_subject("somebody"));
        assert_eq!(reason(&token), "the subject is no user id");
    }

    #[test]
    fn a_malformed_or_huge_token_is_refused() {
        let token = key().issue(claims(), TOKEN_VALIDITY).unwrap();
        let huge = signed(|claims| claims.with_nonce("n".repeat(TOKEN_LENGTH_MAX)));
        assert_eq!(reason(&huge), "Token is too long");
        for bad in ["", ".", "..", "a.b.c", &token[..token.len() - 1], &format!("{token}.x")] {
            assert!(key().verify(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_short_secret_is_refused() {
        assert_eq!(TokenKey::new(&SECRET[1..]).unwrap_err(), WeakKey { length: 31 });
        assert_eq!(
            TokenKey::new(b"secret").unwrap_err().to_string(),
            "the secret has 6 bytes; it must have at least 32"
        );
    }

    #[test]
    fn debug_shows_no_secret() {
        assert_eq!(format!("{:?}", key()), "TokenKey(…)");
    }
}
