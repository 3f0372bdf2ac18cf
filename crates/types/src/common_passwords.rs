//! The most common passwords.

/// The 3,000 most frequent ones of at least 8 characters, the most frequent first, in lower case.
/// From the frequency list of zxcvbn (the crate's version 3.1.1, MIT; see
/// `common_passwords.LICENSE`), which counts passwords of published leaks. The OWASP ASVS requires
/// this many (5.0, 6.2.4).
const LIST: &str = include_str!("common_passwords.txt");

/// Whether the list contains this text, which must be in lower case.
///
/// Searched from the beginning each time, which takes microseconds. Hashing takes milliseconds.
pub(crate) fn contain(text: &str) -> bool {
    LIST.lines().any(|line| line == text)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::limits::PASSWORD_MIN;

    #[test]
    fn the_list_holds_what_the_limits_let_through_once() {
        let mut seen = HashSet::new();
        for line in LIST.lines() {
            assert!(line.chars().count() as u64 >= PASSWORD_MIN, "{line}");
            assert_eq!(line, line.to_lowercase());
            assert!(seen.insert(line), "{line}");
        }
        assert_eq!(seen.len(), 3000);
    }

    #[test]
    fn only_whole_lines_count() {
        for common in ["password", "12345678", "qwertyuiop"] {
            assert!(contain(common), "{common}");
        }
        for other in ["", "passwor", "correct horse", "password\n12345678"] {
            assert!(!contain(other), "{other:?}");
        }
    }
}
