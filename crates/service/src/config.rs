//! The configuration: the variables that `spin.toml` gives to a component.

use std::sync::Arc;

use connectly_auth::TokenKey;
use spin_sdk::variables;

use crate::{Error, address::Address};

/// What an instance knows: the state of every router.
#[derive(Clone, Debug)]
pub struct App(Arc<Config>);

#[derive(Debug)]
struct Config {
    /// None for a component that is not given the secret: it knows nobody.
    token_key: Option<TokenKey>,
    database: Address,
    public_reads: bool,
}

impl App {
    /// Reads the variables.
    ///
    /// # Errors
    /// When one is missing or no good: the log says which and why, the client hears 503.
    pub(crate) async fn from_variables() -> Result<Self, Error> {
        let token_key = token_key().await?;
        let database = Address::new(&[
            ("host", variable("db_host").await?),
            ("port", variable("db_port").await?),
            ("dbname", variable("db_name").await?),
            ("user", variable("db_user").await?),
            ("password", variable("db_password").await?),
            ("sslmode", variable("db_sslmode").await?),
        ]);
        let public_reads = public_reads().await?;
        Ok(Self(Arc::new(Config { token_key, database, public_reads })))
    }

    /// The key that signs and verifies tokens.
    ///
    /// # Errors
    /// When the component is not given the variable `jwt_secret` in `spin.toml`.
    pub fn token_key(&self) -> Result<&TokenKey, Error> {
        let missing = || Error::unavailable("variable jwt_secret: this component has none");
        self.0.token_key.as_ref().ok_or_else(missing)
    }

    pub(crate) fn database(&self) -> &Address {
        &self.0.database
    }

    /// Whether readers need no token.
    #[must_use]
    pub fn public_reads(&self) -> bool {
        self.0.public_reads
    }
}

async fn variable(name: &str) -> Result<String, Error> {
    variables::get(name)
        .await
        .map_err(|error| Error::unavailable(format!("variable {name}: {error}")))
}

/// The key; none for a component that is not given the variable.
async fn token_key() -> Result<Option<TokenKey>, Error> {
    let fault = |log: String| Error::unavailable(format!("variable jwt_secret: {log}"));
    match variables::get("jwt_secret").await {
        Ok(secret) => {
            TokenKey::new(secret.as_bytes()).map(Some).map_err(|error| fault(error.to_string()))
        }
        Err(variables::Error::Undefined(_)) => Ok(None),
        Err(error) => Err(fault(error.to_string())),
    }
}

/// Whether readers need no token; no for a component that is not given the variable.
async fn public_reads() -> Result<bool, Error> {
    match variables::get("public_reads").await.as_deref() {
        Ok("true") => Ok(true),
        Ok("false") | Err(variables::Error::Undefined(_)) => Ok(false),
        Ok(other) => Err(Error::unavailable(format!(
            "variable public_reads: {other:?} is neither true nor false"
        ))),
        Err(error) => Err(Error::unavailable(format!("variable public_reads: {error}"))),
    }
}
