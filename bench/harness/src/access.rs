//! What a contestant needs to start.

use anyhow::Result;
use connectly_local::database::Address;

/// The database, the key for tokens, and a first request.
#[derive(Debug)]
pub struct Access {
    /// The superuser's URL of the database.
    pub url: String,
    pub jwt_secret: String,
    /// The token of a live session. Empty while the rows are made.
    pub token: String,
    /// The path of a post. A contestant has started once it answers a request for it.
    pub first_path: String,
}

impl Access {
    /// The address for the database's owner.
    pub fn address(&self) -> Result<Address> {
        // Everything is on one machine.
        Ok(Address { sslmode: "disable".to_owned(), ..Address::parse(&self.url)? })
    }
}
