//! What a contestant is told when it starts.

use anyhow::Result;
use connectly_local::database::Address;

/// Where the rows are, the key that tokens are signed with, and a first request.
#[derive(Debug)]
pub struct Access {
    /// The superuser's URL of the database.
    pub url: String,
    pub jwt_secret: String,
    /// Of a live session. Empty while the rows are made.
    pub token: String,
    /// The path of a post. A contestant has started once it answers a request for it.
    pub first_path: String,
}

impl Access {
    /// How the database's owner reaches it.
    pub fn address(&self) -> Result<Address> {
        // Everything is on one machine.
        Ok(Address { sslmode: "disable".to_owned(), ..Address::parse(&self.url)? })
    }
}
