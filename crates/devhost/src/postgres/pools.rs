//! The pools of one component: one for each address as written, with the root that is trusted beside
//! the system's.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Config, NoTls};

use crate::allowed_hosts::AllowedHosts;
use crate::bindings::spin::postgres::postgres::Error;
use crate::postgres::tls::{self, Root};

/// Connections in a pool.
const POOL_SIZE: usize = 64;
/// How many pools are kept. Beyond that, the least recently used one is dropped.
const POOLS: usize = 16;

/// Where a connection leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The address, as the component wrote it.
    pub address: String,
    /// What vouches for the server, beside the system's roots.
    pub root: Option<Root>,
}

/// Target → pool, the one used last at the end.
pub struct Pools {
    pools: Mutex<VecDeque<(Target, Pool)>>,
    recycling: RecyclingMethod,
}

impl Pools {
    /// `clean` has a connection cleaned before it is given out again. That closes cursors, resets
    /// settings, unlocks and unlistens, and does not roll back.
    pub fn new(clean: bool) -> Self {
        let recycling = if clean { RecyclingMethod::Clean } else { RecyclingMethod::Fast };
        Self { pools: Mutex::default(), recycling }
    }

    /// A connection, or an error if Postgres gives none.
    pub async fn get(&self, target: Target, config: Config) -> Result<Object, Error> {
        let pool = self.pool(target, config)?;
        pool.get().await.map_err(connection_failed)
    }

    fn pool(&self, target: Target, config: Config) -> Result<Pool, Error> {
        let mut pools = self.pools.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = match pools.iter().position(|(known, _)| *known == target) {
            Some(index) => pools.remove(index),
            None => None,
        };
        let (target, pool) = match entry {
            Some(entry) => entry,
            None => {
                let pool = new_pool(config, target.root.clone(), self.recycling.clone())?;
                (target, pool)
            }
        };
        pools.push_back((target, pool.clone()));
        if pools.len() > POOLS {
            pools.pop_front();
        }
        Ok(pool)
    }
}

fn new_pool(
    config: Config,
    root: Option<Root>,
    recycling_method: RecyclingMethod,
) -> Result<Pool, Error> {
    let recycling = ManagerConfig { recycling_method };
    let manager = match config.get_ssl_mode() {
        SslMode::Disable => Manager::from_config(config, NoTls, recycling),
        // With `prefer`, a server without TLS is good enough. A certificate that isn't trusted is an
        // error all the same.
        _ => {
            let connector = tls::connector(root).map_err(connection_failed)?;
            Manager::from_config(config, connector, recycling)
        }
    };
    Pool::builder(manager).max_size(POOL_SIZE).build().map_err(connection_failed)
}

fn connection_failed(error: impl Into<anyhow::Error>) -> Error {
    Error::ConnectionFailed(format!("{:#}", error.into()))
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
        if !allowed.allows("postgres", host, port) {
            let port = port.map(|port| format!(":{port}")).unwrap_or_default();
            let address = format!("postgres://{host}{port}");
            eprintln!("A component may not connect to {address}: see allowed_outbound_hosts.");
            return Err(Error::ConnectionFailed(format!("address {address} is not permitted")));
        }
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
            ("nonsense", false),
        ] {
            assert_eq!(check(address, &allowed()).is_ok(), expected, "{address}");
        }
    }

    #[test]
    fn an_address_keeps_its_pool_until_sixteen_others_were_used() {
        let pools = Pools::new(true);
        let pool = |number: usize| {
            let address = format!("host=a dbname=db{number}");
            let config = address.parse().unwrap();
            pools.pool(Target { address, root: None }, config).unwrap();
            let kept = pools.pools.lock().unwrap();
            kept.iter().map(|(target, _)| target.address.clone()).collect::<Vec<_>>()
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
