//! E-mail addresses.

use crate::limits::EMAIL_MAX;

/// An e-mail address, trimmed and in lower case, so that equal addresses are equal strings.
///
/// It accepts what browsers accept in `<input type="email">` (HTML Living Standard, "valid e-mail
/// address"), with two more rules: at most [`EMAIL_MAX`] characters, and a dot in the domain,
/// because mail from outside cannot reach `ada@localhost`. Internationalized domains must be in
/// their ASCII form (`xn--…`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

/// A label of a host name, as checked by [`is_label`].
macro_rules! label {
    () => {
        "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    };
}

impl Email {
    /// The rule except for the length, as a regular expression (ECMA-262, as in JSON Schema) on the
    /// trimmed address, for clients. The guests check by hand, without a regex engine. A test of
    /// `crates/openapi` compares the two.
    pub const PATTERN: &'static str =
        concat!("^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@", label!(), "(?:\\.", label!(), ")+$");

    /// Trims and lower-cases `text`; `None` if it is not an address.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let email = text.trim().to_ascii_lowercase();
        is_address(&email).then_some(Self(email))
    }

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    text.len() <= EMAIL_MAX
        && !local.is_empty()
        && local.bytes().all(is_local_byte)
        && domain.contains('.')
        && domain.split('.').all(is_label)
}

/// The characters before the `@`: RFC 5322's `atext`, and dots anywhere.
fn is_local_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte)
}

/// A label of a host name: RFC 1034, section 3.5, as RFC 1123 relaxed it.
fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_trimmed_and_lower_cased() {
        assert_eq!(Email::parse(" Ada@Example.COM\n").unwrap().as_str(), "ada@example.com");
    }

    #[test]
    fn good_addresses_are_accepted() {
        for good in [
            "a@b.c",
            "ada.lovelace+posts@mail.example.org",
            "o'hara@example.com",
            "x@xn--bcher-kva.example",
            "1@2.3",
        ] {
            assert!(Email::parse(good).is_some(), "{good:?}");
        }
        let long = format!("{}@example.com", "a".repeat(EMAIL_MAX - 12));
        assert_eq!(Email::parse(&long).unwrap().as_str().len(), EMAIL_MAX);
    }

    #[test]
    fn bad_addresses_are_refused() {
        let too_long = format!("{}@example.com", "a".repeat(EMAIL_MAX - 11));
        for bad in [
            "",
            "@",
            "ada",
            "ada@",
            "@example.com",
            "ada@localhost",
            "ada@example.",
            "ada@.com",
            "ada@exa mple.com",
            "a da@example.com",
            "ada@@example.com",
            "ada@example.com@example.com",
            "ada@-example.com",
            "ada@example-.com",
            "ada@exämple.com",
            "ada\0@example.com",
            "Ada <ada@example.com>",
            too_long.as_str(),
        ] {
            assert_eq!(Email::parse(bad), None, "{bad:?}");
        }
    }
}
