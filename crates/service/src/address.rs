//! The address of Postgres in the host's format.

use std::fmt::{self, Write as _};

use connectly_types::limits::{LOCK_MILLISECONDS, STATEMENT_MILLISECONDS};

use crate::host::BLOCKS;

/// Where the host's calls block, nothing else limits the wait for both halves of a statement.
const STATEMENT_TIMEOUT: u32 =
    if BLOCKS { STATEMENT_MILLISECONDS / 2 } else { STATEMENT_MILLISECONDS };
/// How long connecting may take, in seconds.
const CONNECT_TIMEOUT: u32 = 2;
/// What ends a wait on a line that was cut, where the host's calls block; times in seconds.
const LIMITS_OF_THE_LINE: &str = " tcp_user_timeout='3' keepalives_idle='2' \
                                  keepalives_interval='1' keepalives_retries='2'";

/// How to reach Postgres. `Debug` hides it, because it holds the password.
pub struct Address {
    /// In libpq's key=value form.
    text: String,
    /// The certificate of the authority that vouches for Postgres, in PEM, if it isn't one that
    /// everybody trusts.
    ca_root: Option<String>,
}

impl Address {
    /// Builds it from the parameters that differ between installations.
    #[must_use]
    pub fn new(parameters: &[(&str, String)], ca_root: Option<String>) -> Self {
        let mut address = String::new();
        for (name, value) in parameters {
            // PostgreSQL's manual, section 34.1.1.1: quotes and backslashes are escaped.
            let value = value.replace('\\', "\\\\").replace('\'', "\\'");
            // Writing to a string does not fail.
            let _ = write!(address, "{name}='{value}' ");
        }
        let _ = write!(
            address,
            "application_name='connectly' connect_timeout='{CONNECT_TIMEOUT}' \
             options='-c statement_timeout={STATEMENT_TIMEOUT} -c lock_timeout={LOCK_MILLISECONDS}'"
        );
        if BLOCKS {
            address.push_str(LIMITS_OF_THE_LINE);
        }
        Self { text: address, ca_root }
    }

    /// The address, including the password.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The certificate.
    #[must_use]
    pub fn ca_root(&self) -> Option<&str> {
        self.ca_root.as_deref()
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted() {
        let address = Address::new(&[("password", r"it's a \ back".to_owned())], None);
        assert!(address.as_str().starts_with(r"password='it\'s a \\ back' application_name="));
    }

    #[test]
    fn every_wait_has_a_limit() {
        let address = Address::new(&[], None);
        for limit in ["connect_timeout=", "statement_timeout=", "lock_timeout="] {
            assert!(address.as_str().contains(limit), "{limit}");
        }
    }
}
