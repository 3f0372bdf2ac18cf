//! Passwords as users enter them.

use std::{borrow::Cow, fmt};

use icu_normalizer::ComposingNormalizerBorrowed;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use validator::ValidateLength;

use crate::common_passwords;

/// A password in plain text. Never written anywhere: `Debug` and `Serialize` hide it, and it
/// has no `Display`.
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

    /// Whether it is one of the most common passwords, in upper or lower case.
    #[must_use]
    pub fn is_common(&self) -> bool {
        common_passwords::contain(&self.text.to_lowercase())
    }

    /// Whether it is the e-mail address, the part of it before the `@`, or the name, in upper or
    /// lower case.
    #[must_use]
    pub fn is_personal(&self, email: &str, name: Option<&str>) -> bool {
        let password = self.text.to_lowercase();
        let local = email.split('@').next();
        [Some(email), local, name]
            .into_iter()
            .flatten()
            .any(|text| normalized(text).to_lowercase() == password)
    }

    pub(crate) fn as_text(&self) -> &str {
        &self.text
    }
}

fn normalized(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

impl From<String> for Password {
    fn from(original: String) -> Self {
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

impl From<&str> for Password {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl<'de> Deserialize<'de> for Password {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// `validator` keeps a copy of every value that it refuses, made by serializing it.
impl Serialize for Password {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl ValidateLength<u64> for Password {
    fn length(&self) -> Option<u64> {
        self.text.length()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_is_one_letter_however_it_was_typed() {
        let composed = Password::from("caf\u{e9} cr\u{e8}me");
        let decomposed = Password::from("cafe\u{301} cre\u{300}me");
        assert_eq!(composed.as_bytes(), decomposed.as_bytes());
        assert_eq!(composed.original_bytes(), None);
        assert_eq!(decomposed.original_bytes(), Some("cafe\u{301} cre\u{300}me".as_bytes()));
        assert_eq!(decomposed.length(), Some(10));
        // Form C and not KC: a ligature is a different choice.
        assert_ne!(Password::from("\u{fb01}nally").as_bytes(), b"finally");
    }

    #[test]
    fn a_common_password_is_known_in_any_case() {
        for common in ["password", "PassWord", "12345678", "IloveYou"] {
            assert!(Password::from(common).is_common(), "{common}");
        }
        for other in ["correct horse", "password password", ""] {
            assert!(!Password::from(other).is_common(), "{other}");
        }
    }

    #[test]
    fn an_address_or_a_name_is_no_password() {
        let is_personal = |text: &str| {
            Password::from(text).is_personal("ada.l@example.com", Some("Zoe\u{308} L"))
        };
        for personal in ["ada.l@example.com", "ADA.L@Example.com", "Ada.L", "zo\u{eb} l"] {
            assert!(is_personal(personal), "{personal}");
        }
        for other in ["ada.l@example.org", "ada", "example.com", "zoe l", ""] {
            assert!(!is_personal(other), "{other}");
        }
        assert!(!Password::from("").is_personal("ada@example.com", None));
    }

    #[test]
    fn debug_shows_no_password() {
        assert_eq!(format!("{:?}", Password::from("correct horse")), "Password(…)");
    }

    #[test]
    fn a_body_full_of_accents_takes_no_time() {
        let begin = std::time::Instant::now();
        let accents = "\u{301}\u{323}".repeat(crate::limits::BODY_MAX / 4);
        assert_eq!(Password::from(accents).length(), Some(crate::limits::BODY_MAX as u64 / 2));
        assert!(begin.elapsed().as_secs() < 2, "{:?}", begin.elapsed());
    }
}
