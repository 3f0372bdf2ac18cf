//! The pools of one component: one for each address as written.

use std::collections::VecDeque;
use std::fmt::Display;
use std::sync::{Mutex, PoisonError};

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Config, NoTls};

use crate::allowed_hosts::AllowedHosts;
use crate::bindings::spin::postgres::postgres::Error;

/// Connections in a pool.
const POOL_SIZE: usize = 64;
/// How many pools are kept. Beyond that, the least recently used one is dropped.
const POOLS: usize = 16;

/// Why an address that insists on TLS is refused.
pub const NO_TLS: &str = "the development host has no TLS to Postgres; use Spin";

/// Address → pool, the one used last at the end.
#[derive(Default)]
pub struct Pools(Mutex<VecDeque<(String, Pool)>>);

impl Pools {
    /// A clean connection, or an error if Postgres gives none.
    pub async fn get(&self, address: &str, config: Config) -> Result<Object, Error> {
        let pool = self.pool(address, config)?;
        pool.get().await.map_err(connection_failed)
    }

    fn pool(&self, address: &str, config: Config) -> Result<Pool, Error> {
        let mut pools = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = match pools.iter().position(|(known, _)| known == address) {
            Some(index) => pools.remove(index),
            None => None,
        };
        let (address, pool) = match entry {
            Some(entry) => entry,
            None => (address.to_owned(), new_pool(config)?),
        };
        pools.push_back((address, pool.clone()));
        if pools.len() > POOLS {
            pools.pop_front();
        }
        Ok(pool)
    }
}

fn new_pool(config: Config) -> Result<Pool, Error> {
    // Closes cursors, resets settings, unlocks and unlistens; does not roll back.
    let recycling = ManagerConfig { recycling_method: RecyclingMethod::Clean };
    Pool::builder(Manager::from_config(config, NoTls, recycling))
        .max_size(POOL_SIZE)
        .build()
        .map_err(connection_failed)
}

fn connection_failed(error: impl Display) -> Error {
    Error::ConnectionFailed(error.to_string())
}

/// Parses an address and checks that the component may connect to all of its hosts.
pub fn check(address: &str, allowed: &AllowedHosts) -> Result<Config, Error> {
    let config: Config = address.parse().map_err(connection_failed)?;
    let ports = config.get_ports();
    for (index, host) in config.get_hosts().iter().enumerate() {
        let Host::Tcp(host) = host else {
            let text = "Unix sockets are not supported on WebAssembly";
            return Err(Error::ConnectionFailed(text.to_owned()));
        };
        let port = match ports {
            [port] => Some(*port),
            ports => ports.get(index).copied(),
        };
        if !allowed.allows(host, port) {
            let port = port.map(|port| format!(":{port}")).unwrap_or_default();
            let address = format!("postgres://{host}{port}");
            eprintln!("A component may not connect to {address}: see allowed_outbound_hosts.");
            return Err(Error::ConnectionFailed(format!("address {address} is not permitted")));
        }
    }
    if config.get_ssl_mode() == SslMode::Require {
        return Err(Error::ConnectionFailed(NO_TLS.to_owned()));
    }
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::variables::Values;

    fn allowed() -> AllowedHosts {
        let entries = ["postgres://a:5432", "postgres://b:5433"].map(str::to_owned);
        AllowedHosts::new(&entries, &Values::new()).unwrap()
    }

    #[test]
    fn every_host_of_an_address_must_be_allowed() {
        for (address, expected) in [
            ("postgres://u:p@a/db", true),
            ("host=a", true),
            ("host=b port=5433", true),
            ("host=a,b port=5432,5433", true),
            ("host=b", false),
            ("host=a,c", false),
            ("host=a,b port=5432", false),
            ("postgres://u:p@c/db", false),
            ("host=/var/run", false),
            ("host=a sslmode=require", false),
            ("host=a sslmode=prefer", true),
            ("nonsense", false),
        ] {
            assert_eq!(check(address, &allowed()).is_ok(), expected, "{address}");
        }
    }

    #[test]
    fn an_address_keeps_its_pool_until_sixteen_others_were_used() {
        let pools = Pools::default();
        let pool = |number: usize| {
            let address = format!("host=a dbname=db{number}");
            pools.pool(&address, address.parse().unwrap()).unwrap();
            let kept = pools.0.lock().unwrap();
            kept.iter().map(|(address, _)| address.clone()).collect::<Vec<_>>()
        };
        for number in 0..POOLS {
            pool(number);
        }
        assert_eq!(pool(0).len(), POOLS);
        let kept = pool(POOLS);
        assert!(kept.contains(&"host=a dbname=db0".to_owned()));
        assert!(!kept.contains(&"host=a dbname=db1".to_owned()));
    }
}
