//! The configuration: the variables that `spin.toml` gives to a component.

use std::sync::Arc;

use connectly_auth::{TokenKey, TokenKeys};
use spin_sdk::variables;

use crate::{Error, address::Address};

/// What an instance knows: the state of every router.
#[derive(Clone, Debug)]
pub struct App(Arc<Config>);

#[derive(Debug)]
struct Config {
    token_keys: TokenKeys,
    database: Address,
    public_reads: bool,
}

impl App {
    /// Reads the variables.
    ///
    /// # Errors
    /// When one is missing or no good: the log says which and why, the client hears 503.
    pub(crate) async fn from_variables() -> Result<Self, Error> {
        let current = token_key("jwt_secret", &variable("jwt_secret").await?)?;
        let previous = match optional("jwt_secret_previous").await?.as_deref() {
            None | Some("") => None,
            Some(secret) => Some(token_key("jwt_secret_previous", secret)?),
        };
        let token_keys = TokenKeys::new(current, previous);
        let database = Address::new(&[
            ("host", variable("db_host").await?),
            ("port", variable("db_port").await?),
            ("dbname", variable("db_name").await?),
            ("user", variable("db_user").await?),
            ("password", variable("db_password").await?),
            ("sslmode", variable("db_sslmode").await?),
        ]);
        let public_reads = public_reads().await?;
        Ok(Self(Arc::new(Config { token_keys, database, public_reads })))
    }

    /// The keys that sign and verify tokens.
    #[must_use]
    pub fn token_keys(&self) -> &TokenKeys {
        &self.0.token_keys
    }

    pub(crate) fn database(&self) -> &Address {
        &self.0.database
    }

    pub(crate) fn public_reads(&self) -> bool {
        self.0.public_reads
    }
}

async fn variable(name: &str) -> Result<String, Error> {
    variables::get(name)
        .await
        .map_err(|error| Error::unavailable(format!("variable {name}: {error}")))
}

/// `None` for a component that is not given the variable.
async fn optional(name: &str) -> Result<Option<String>, Error> {
    match variables::get(name).await {
        Ok(value) => Ok(Some(value)),
        Err(variables::Error::Undefined(_)) => Ok(None),
        Err(error) => Err(Error::unavailable(format!("variable {name}: {error}"))),
    }
}

fn token_key(variable: &str, secret: &str) -> Result<TokenKey, Error> {
    TokenKey::new(secret.as_bytes())
        .map_err(|error| Error::unavailable(format!("variable {variable}: {error}")))
}

/// Whether readers need no token.
async fn public_reads() -> Result<bool, Error> {
    match optional("public_reads").await?.as_deref() {
        Some("true") => Ok(true),
        Some("false") | None => Ok(false),
        Some(other) => Err(Error::unavailable(format!(
            "variable public_reads: {other:?} is neither true nor false"
        ))),
    }
}
