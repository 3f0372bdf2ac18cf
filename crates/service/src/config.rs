//! The configuration: the variables that `spin.toml` gives to a component.

use std::{collections::BTreeMap, fmt::Display, sync::Arc};

use connectly_auth::{TokenKey, TokenKeys};
use connectly_s3::Bucket;
use connectly_types::RateLimit;
use http::HeaderValue;

use crate::{Error, ObjectStore, Rate, address::Address, cors, host, security_contact, size};

/// The name in place of a replica's where there is none. It can't be empty, because Spin before 4.1
/// refuses an empty host in `allowed_outbound_hosts`. RFC 2606 keeps `.invalid` from ever being one.
const NO_HOST: &str = "none.invalid";

/// The configuration of an instance: the state of every router.
#[derive(Clone, Debug)]
pub struct App(Arc<Config>);

#[derive(Debug)]
struct Config {
    /// `None` for a component without the secret, which cannot authenticate anyone.
    token_keys: Option<TokenKeys>,
    /// None for a component that is not given a role: it has no database.
    database: Option<Address>,
    /// None for a component that is not given the variables, and where there is none.
    replica: Option<Address>,
    public_reads: bool,
    cors_origins: Vec<HeaderValue>,
    trusted_proxies: usize,
    /// The limits that the component has; `None` for one that is off.
    rate_limits: BTreeMap<RateLimit, Option<Rate>>,
    security_contact: Option<String>,
    /// In bytes. `None` for a component that is not given the variable.
    picture_quota: Option<i64>,
    /// `None` where there is none.
    object_store: Option<ObjectStore>,
}

impl App {
    /// Reads the variables.
    ///
    /// # Errors
    /// When one is missing or invalid: the log says which and why, and the client gets
    /// 503.
    pub(crate) async fn from_variables() -> Result<Self, Error> {
        let token_keys = token_keys().await?;
        let database = database().await?;
        let replica = replica().await?;
        let public_reads = public_reads().await?;
        let cors_origins = cors_origins().await?;
        let trusted_proxies = trusted_proxies().await?;
        let rate_limits = rate_limits().await?;
        let security_contact = security_contact().await?;
        let picture_quota = picture_quota().await?;
        let object_store = object_store().await?;
        Ok(Self(Arc::new(Config {
            token_keys,
            database,
            replica,
            public_reads,
            cors_origins,
            trusted_proxies,
            rate_limits,
            security_contact,
            picture_quota,
            object_store,
        })))
    }

    /// The keys that sign and verify tokens.
    ///
    /// # Errors
    /// When the component is not given the variable `jwt_secret` in `spin.toml`.
    pub fn token_keys(&self) -> Result<&TokenKeys, Error> {
        let missing = || fault("jwt_secret", "this component has none");
        self.0.token_keys.as_ref().ok_or_else(missing)
    }

    /// Where Postgres is; none for a component that is not given the variable `db_user`.
    pub(crate) fn database(&self) -> Option<&Address> {
        self.0.database.as_ref()
    }

    /// Where a replica is that may be a moment behind.
    pub(crate) fn replica(&self) -> Option<&Address> {
        self.0.replica.as_ref()
    }

    pub(crate) fn cors_origins(&self) -> &[HeaderValue] {
        &self.0.cors_origins
    }

    pub(crate) fn trusted_proxies(&self) -> usize {
        self.0.trusted_proxies
    }

    /// A rate limit; `None` if it is off.
    ///
    /// # Errors
    /// When the component is not given the limit's variable in `spin.toml`.
    pub fn rate(&self, limit: RateLimit) -> Result<Option<Rate>, Error> {
        let missing = || fault(limit.variable(), "this component has none");
        self.0.rate_limits.get(&limit).copied().ok_or_else(missing)
    }

    /// Where to report a vulnerability: an address with `mailto:` or `https:`.
    #[must_use]
    pub fn security_contact(&self) -> Option<&str> {
        self.0.security_contact.as_deref()
    }

    /// How much the pictures of an account may take up, in bytes.
    ///
    /// # Errors
    /// When the component is not given the variable in `spin.toml`.
    pub fn picture_quota(&self) -> Result<i64, Error> {
        self.0.picture_quota.ok_or_else(|| fault("picture_quota", "this component has none"))
    }

    /// The object store; `None` where there is none.
    #[must_use]
    pub fn object_store(&self) -> Option<&ObjectStore> {
        self.0.object_store.as_ref()
    }

    /// Whether readers need no token.
    #[must_use]
    pub fn public_reads(&self) -> bool {
        self.0.public_reads
    }
}

async fn variable(name: &str) -> Result<String, Error> {
    optional(name).await?.ok_or_else(|| fault(name, "this component has none"))
}

/// A variable; `None` for a component that is not given it.
async fn optional(name: &str) -> Result<Option<String>, Error> {
    host::variable(name).await.map_err(|error| fault(name, error))
}

fn fault(name: &str, log: impl Display) -> Error {
    Error::unavailable(format!("variable {name}: {log}"))
}

/// The address of Postgres; `None` for a component that does not have the variables.
async fn database() -> Result<Option<Address>, Error> {
    let Some(user) = optional("db_user").await? else { return Ok(None) };
    address(user, variable("db_host").await?, variable("db_port").await?).await.map(Some)
}

/// The address of a replica, which has the same roles; `None` if there is none.
async fn replica() -> Result<Option<Address>, Error> {
    let host = optional("db_read_host").await?.filter(|host| host != NO_HOST);
    let (Some(host), Some(user)) = (host, optional("db_user").await?) else { return Ok(None) };
    address(user, host, variable("db_read_port").await?).await.map(Some)
}

async fn address(user: String, host: String, port: String) -> Result<Address, Error> {
    let parameters = [
        ("host", host),
        ("port", port),
        ("dbname", variable("db_name").await?),
        ("user", user),
        ("password", variable("db_password").await?),
        ("sslmode", variable("db_sslmode").await?),
    ];
    Ok(Address::new(&parameters, ca_root().await?))
}

/// The certificate of the authority that vouches for Postgres; `None` if it is one that everybody
/// trusts.
async fn ca_root() -> Result<Option<String>, Error> {
    let certificate = optional("db_ca_root").await?.filter(|certificate| !certificate.is_empty());
    match &certificate {
        Some(_) if !host::TAKES_CA_ROOT => {
            Err(fault("db_ca_root", "components built for WASI 0.2 cannot use one"))
        }
        Some(text) if !text.trim_start().starts_with("-----BEGIN CERTIFICATE-----") => {
            Err(fault("db_ca_root", "this is no certificate in PEM (-----BEGIN CERTIFICATE-----)"))
        }
        _ => Ok(certificate),
    }
}

/// The keys; `None` for a component that does not have the variables.
async fn token_keys() -> Result<Option<TokenKeys>, Error> {
    let Some(current) = token_key("jwt_secret").await? else { return Ok(None) };
    let previous = token_key("jwt_secret_previous").await?;
    Ok(Some(TokenKeys::new(current, previous)))
}

/// A key; `None` if the variable is empty and optional.
async fn token_key(variable: &str) -> Result<Option<TokenKey>, Error> {
    match optional(variable).await? {
        Some(secret) if !secret.is_empty() || variable == "jwt_secret" => {
            TokenKey::new(secret.as_bytes()).map(Some).map_err(|error| fault(variable, error))
        }
        _ => Ok(None),
    }
}

/// Whether readers need no token; false for a component that does not have the variable.
async fn public_reads() -> Result<bool, Error> {
    match optional("public_reads").await?.as_deref() {
        Some("true") => Ok(true),
        Some("false") | None => Ok(false),
        Some(other) => Err(fault("public_reads", format!("{other:?} is neither true nor false"))),
    }
}

/// Other origins whose pages may use the API; empty for a component that does not have the
/// variable.
async fn cors_origins() -> Result<Vec<HeaderValue>, Error> {
    let list = optional("cors_origins").await?.unwrap_or_default();
    cors::parse(&list).map_err(|error| fault("cors_origins", error))
}

/// How many proxies of our own are in front; 0 for a component that does not have the variable.
async fn trusted_proxies() -> Result<usize, Error> {
    let Some(number) = optional("trusted_proxies").await? else { return Ok(0) };
    let is_wrong = |_| fault("trusted_proxies", format!("{number:?} is no number of proxies"));
    number.parse().map_err(is_wrong)
}

/// Where to report a vulnerability; `None` for a component that does not have the variable.
async fn security_contact() -> Result<Option<String>, Error> {
    let contact = optional("security_contact").await?.unwrap_or_default();
    security_contact::parse(&contact).map_err(|error| fault("security_contact", error))
}

/// How much pictures may take up, such as `200 MB`; `None` for a component that does not have the
/// variable.
async fn picture_quota() -> Result<Option<i64>, Error> {
    let Some(text) = optional("picture_quota").await? else { return Ok(None) };
    let bytes = size::parse(&text).ok_or_else(|| {
        fault("picture_quota", format!("{text:?} is no size; one is like 200 MB or 1 GB"))
    });
    bytes.map(Some)
}

/// The object store; `None` if there is none.
async fn object_store() -> Result<Option<ObjectStore>, Error> {
    let endpoint = optional("s3_endpoint").await?.unwrap_or_default();
    if endpoint.is_empty() || endpoint == format!("https://{NO_HOST}") {
        return Ok(None);
    }
    let (region, bucket) = (variable("s3_region").await?, variable("s3_bucket").await?);
    let keys = (variable("s3_access_key").await?, variable("s3_secret_key").await?);
    let bucket = Bucket::new(&endpoint, &region, &bucket, (&keys.0, &keys.1))
        .map_err(|error| fault("s3_endpoint or s3_bucket", error))?;
    Ok(Some(ObjectStore::new(bucket)))
}

/// The limits that the component has.
async fn rate_limits() -> Result<BTreeMap<RateLimit, Option<Rate>>, Error> {
    let mut rates = BTreeMap::new();
    for limit in RateLimit::ALL {
        if let Some(text) = optional(limit.variable()).await? {
            let rate = Rate::parse(&text).map_err(|error| fault(limit.variable(), error))?;
            rates.insert(limit, rate);
        }
    }
    Ok(rates)
}
