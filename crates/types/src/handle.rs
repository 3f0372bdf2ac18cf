//! Handles: the names of authors in addresses.

use serde_json::Value;

use crate::{
    Fault, FieldError, PathParameter,
    limits::{HANDLE_MAX, HANDLE_MIN},
    value::{FieldValue, Kind},
};

/// Handles that nobody can choose, because readers would take their owner for somebody else. The
/// migration that makes the first handles has the same list.
const RESERVED: [&str; 29] = [
    "about",
    "abuse",
    "account",
    "admin",
    "administrator",
    "api",
    "connectly",
    "contact",
    "deleted",
    "editor",
    "everyone",
    "help",
    "legal",
    "me",
    "mod",
    "moderator",
    "null",
    "official",
    "owner",
    "press",
    "privacy",
    "root",
    "security",
    "staff",
    "support",
    "system",
    "team",
    "undefined",
    "webmaster",
];

/// The handles of deleted accounts that left posts begin with this.
const DELETED: &str = "deleted_";

/// An author's handle, in lower case: `/@ada` is the page of the author whose handle is `ada`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handle(String);

impl Handle {
    /// What [`parse`](Self::parse) accepts, as a regular expression on the trimmed text in lower case.
    pub const PATTERN: &'static str = "^[a-z0-9_]{2,30}$";

    /// Reads a handle, in either case.
    ///
    /// # Errors
    /// When no handle looks like that.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let handle = text.trim().to_ascii_lowercase();
        let is_letter =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        let is_good =
            (HANDLE_MIN..=HANDLE_MAX).contains(&handle.len()) && handle.bytes().all(is_letter);
        if is_good { Ok(Self(handle)) } else { Err(Fault::Handle) }
    }

    /// The handle as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Handle> for String {
    fn from(handle: Handle) -> Self {
        handle.0
    }
}

impl PathParameter for Handle {
    const DESCRIPTION: &'static str = "The author's handle, or a former one.";
    const EXAMPLE: &'static str = "ada";

    fn read(name: &str, text: &str) -> Result<Self, FieldError> {
        Self::parse(text).map_err(|fault| fault.of(name))
    }
}

/// A handle that somebody chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHandle(Handle);

impl From<NewHandle> for String {
    fn from(handle: NewHandle) -> Self {
        handle.0.into()
    }
}

impl FieldValue for NewHandle {
    const KIND: Kind = Kind::Text;

    fn read(value: Value) -> Result<Self, Vec<Fault>> {
        let Value::String(text) = value else { return Err(vec![Self::KIND.fault()]) };
        let handle = Handle::parse(&text).map_err(|fault| vec![fault])?;
        if RESERVED.contains(&handle.as_str()) || handle.as_str().starts_with(DELETED) {
            return Err(vec![Fault::Reserved]);
        }
        Ok(Self(handle))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_read_in_either_case() {
        assert_eq!(Handle::parse(" Ada_1815 ").unwrap().as_str(), "ada_1815");
        for bad in ["", "a", "@ada", "ada lovelace", "ada-l", "ädä", "a.b", &*"a".repeat(31)] {
            assert_eq!(Handle::parse(bad), Err(Fault::Handle), "{bad:?}");
        }
    }

    #[test]
    fn some_are_nobodys_choice() {
        let choose = |text: &str| NewHandle::read(text.into());
        assert_eq!(choose("Ada").map(String::from), Ok("ada".to_owned()));
        for reserved in ["admin", "Support", "deleted_0a1b2c3d"] {
            assert_eq!(choose(reserved), Err(vec![Fault::Reserved]), "{reserved}");
        }
        assert_eq!(choose("a"), Err(vec![Fault::Handle]));
    }

    #[test]
    fn the_migration_reserves_the_same() {
        let migration = include_str!("../../../migrations/0012_publication.sql");
        for handle in RESERVED {
            assert!(migration.contains(&format!("'{handle}'")), "{handle}");
        }
    }
}
