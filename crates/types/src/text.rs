//! Text in inputs: how it is changed, and what is refused.

use serde::{Deserialize, Deserializer};
use validator::ValidationError;

use crate::{Email, Password};

/// For `#[serde(deserialize_with)]`: without the white space around it.
pub(crate) fn trimmed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    String::deserialize(deserializer).map(trim)
}

/// Like [`trimmed`], for a field that may be absent or null.
pub(crate) fn trimmed_option<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    Option::<String>::deserialize(deserializer).map(|text| text.map(trim))
}

/// Like [`trimmed`], for a field that stays unchanged if absent, and is removed if null.
pub(crate) fn trimmed_change<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<String>>, D::Error> {
    trimmed_option(deserializer).map(Some)
}

fn trim(text: String) -> String {
    match text.trim() {
        trimmed if trimmed.len() == text.len() => text,
        trimmed => trimmed.to_owned(),
    }
}

/// For `#[validate(custom)]`: Postgres cannot store the character NUL in a text.
pub(crate) fn no_nul(text: &str) -> Result<(), ValidationError> {
    if text.contains('\0') { Err(ValidationError::new("nul")) } else { Ok(()) }
}

/// Like [`no_nul`]: a password never reaches Postgres, but other tools stop at a NUL.
pub(crate) fn no_nul_password(password: &Password) -> Result<(), ValidationError> {
    no_nul(password.as_text())
}

/// For `#[validate(custom)]`: not one of the most common passwords.
pub(crate) fn uncommon(password: &Password) -> Result<(), ValidationError> {
    if password.is_common() { Err(ValidationError::new("common")) } else { Ok(()) }
}

/// For `#[validate(custom)]`: the check of [`Email`], under the name that `validator`
/// gives to its own.
pub(crate) fn email(email: &Email) -> Result<(), ValidationError> {
    if email.is_valid() { Ok(()) } else { Err(ValidationError::new("email")) }
}
