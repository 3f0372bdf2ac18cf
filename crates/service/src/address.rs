//! The address of Postgres in the host's format.

use std::fmt::{self, Write as _};

use connectly_types::limits::{LOCK_MILLISECONDS, STATEMENT_MILLISECONDS};

/// How long connecting may take, in seconds.
const CONNECT_TIMEOUT: u32 = 2;

/// An address in libpq's key=value form. `Debug` hides it, because it holds the password.
pub struct Address(String);

impl Address {
    /// Builds it from the parameters that differ between installations.
    #[must_use]
    pub fn new(parameters: &[(&str, String)]) -> Self {
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
             options='-c statement_timeout={STATEMENT_MILLISECONDS} \
             -c lock_timeout={LOCK_MILLISECONDS}'"
        );
        Self(address)
    }

    /// The address, including the password.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
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
        let address = Address::new(&[("password", r"it's a \ back".to_owned())]);
        assert!(address.as_str().starts_with(r"password='it\'s a \\ back' application_name="));
    }

    #[test]
    fn every_wait_has_a_limit() {
        let address = Address::new(&[]);
        for limit in ["connect_timeout=", "statement_timeout=", "lock_timeout="] {
            assert!(address.as_str().contains(limit), "{limit}");
        }
    }
}
