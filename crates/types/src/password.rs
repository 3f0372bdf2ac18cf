//! Passwords as users enter them.

use std::{borrow::Cow, fmt};

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::{
    Fault, common_passwords,
    limits::{PASSWORD_MAX, PASSWORD_MIN},
    text::{length_fault, nul_fault},
    value,
};

/// A password in plain text that may be an account's. Never written anywhere: `Debug` hides it, and
/// it has no `Display`.
///
/// It is kept in Unicode's normalization form C, because keyboards differ in how they write the
/// same letter (NIST SP 800-63B asks for such a form).
#[derive(Clone)]
pub struct Password {
    text: String,
    /// The password as sent, if that is not in form C.
    original: Option<String>,
}

impl Password {
    /// The fewest characters.
    pub(crate) const MIN: u64 = 1;

    /// Reads a password.
    ///
    /// # Errors
    /// When it is too short or too long.
    pub fn parse(text: String) -> Result<Self, Vec<Fault>> {
        let password = Self::normalized(text);
        value::unless([length_fault(&password.text, Self::MIN, PASSWORD_MAX)], password)
    }

    /// The password's bytes, for hashing and nothing else.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// The bytes as sent, if they differ, for hashes that were made before passwords were
    /// normalized.
    #[must_use]
    pub fn original_bytes(&self) -> Option<&[u8]> {
        self.original.as_deref().map(str::as_bytes)
    }

    fn normalized(original: String) -> Self {
        let normalized = match normalized(&original) {
            // The password as sent.
            Cow::Borrowed(_) => None,
            Cow::Owned(text) => Some(text),
        };
        match normalized {
            None => Self { text: original, original: None },
            Some(text) => Self { text, original: Some(original) },
        }
    }
}

/// A password that an account can get: long enough, without NUL, and none that everyone tries first.
#[derive(Clone, Debug)]
pub struct NewPassword(Password);

impl NewPassword {
    /// Reads a password.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn parse(text: String) -> Result<Self, Vec<Fault>> {
        let password = Password::normalized(text);
        let text = &password.text;
        let length = length_fault(text, PASSWORD_MIN, PASSWORD_MAX);
        let common = common_passwords::contain(&text.to_lowercase()).then_some(Fault::Common);
        value::unless([length, nul_fault(text), common], Self(password))
    }

    /// The password, for hashing.
    #[must_use]
    pub fn as_password(&self) -> &Password {
        &self.0
    }

    /// Whether it is the e-mail address, the part of it before the `@`, or the name,
    /// whatever the case of its letters.
    #[must_use]
    pub fn is_personal(&self, email: &str, name: Option<&str>) -> bool {
        let password = self.0.text.to_lowercase();
        let local = email.split('@').next();
        [Some(email), local, name]
            .into_iter()
            .flatten()
            .any(|text| normalized(text).to_lowercase() == password)
    }
}

fn normalized(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::BODY_MAX;

    fn password(text: &str) -> Password {
        Password::parse(text.to_owned()).unwrap()
    }

    /// What is wrong with a new password.
    fn faults(text: &str) -> Vec<&'static str> {
        let faults = NewPassword::parse(text.to_owned()).err().unwrap_or_default();
        faults.into_iter().map(Fault::code).collect()
    }

    #[test]
    fn one_letter_is_one_letter_however_it_was_typed() {
        let composed = password("caf\u{e9} cr\u{e8}me");
        let decomposed = password("cafe\u{301} cre\u{300}me");
        assert_eq!(composed.as_bytes(), decomposed.as_bytes());
        assert_eq!(composed.original_bytes(), None);
        assert_eq!(decomposed.original_bytes(), Some("cafe\u{301} cre\u{300}me".as_bytes()));
        // Form C and not KC: a ligature is a choice of its own.
        assert_ne!(password("\u{fb01}nally").as_bytes(), b"finally");
    }

    #[test]
    fn a_password_to_compare_may_be_short_but_not_huge() {
        let is_good = |text: String| Password::parse(text).is_ok();
        assert!(is_good("x".to_owned()));
        assert!(is_good("e\u{301}".repeat(PASSWORD_MAX as usize)));
        assert!(!is_good(String::new()));
        assert!(!is_good("x".repeat(PASSWORD_MAX as usize + 1)));
    }

    #[test]
    fn a_new_password_is_counted_as_it_is_kept() {
        let decomposed = |letters: u64| "e\u{301}".repeat(letters as usize);
        for length in [PASSWORD_MIN, PASSWORD_MAX] {
            assert_eq!(faults(&decomposed(length)), [""; 0]);
        }
        for length in [PASSWORD_MIN - 1, PASSWORD_MAX + 1] {
            assert_eq!(faults(&decomposed(length)), ["length"]);
        }
        assert_eq!(faults("12345678\0"), ["nul"]);
        assert_eq!(faults("\0"), ["length", "nul"]);
    }

    #[test]
    fn a_common_password_is_known_in_any_case() {
        for common in ["password", "PassWord", "12345678", "IloveYou"] {
            assert_eq!(faults(common), ["common"], "{common}");
        }
        for other in ["correct horse", "password password"] {
            assert_eq!(faults(other), [""; 0], "{other}");
        }
    }

    #[test]
    fn an_address_or_a_name_is_no_password() {
        let is_personal = |text: &str| {
            let password = NewPassword::parse(text.to_owned()).unwrap();
            password.is_personal("ada.love@example.com", Some("Zoe\u{308} Love"))
        };
        for personal in
            ["ada.love@example.com", "ADA.Love@Example.com", "Ada.Love", "zo\u{eb} love"]
        {
            assert!(is_personal(personal), "{personal}");
        }
        for other in ["ada.love@example.org", "ada.lovelace", "example.com", "zoe love"] {
            assert!(!is_personal(other), "{other}");
        }
    }

    #[test]
    fn debug_shows_no_password() {
        assert_eq!(format!("{:?}", password("correct horse")), "Password(…)");
        let new = NewPassword::parse("correct horse".to_owned()).unwrap();
        assert_eq!(format!("{new:?}"), "NewPassword(Password(…))");
    }

    #[test]
    fn a_body_full_of_accents_takes_no_time() {
        let begin = std::time::Instant::now();
        assert_eq!(faults(&"\u{301}\u{323}".repeat(BODY_MAX / 4)), ["length"]);
        assert!(begin.elapsed().as_secs() < 2, "{:?}", begin.elapsed());
    }
}
