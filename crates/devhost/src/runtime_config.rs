//! `runtime-config.toml`: the host's side of the application.

use std::path::Path;

use anyhow::Result;
use serde::Deserialize;

use crate::strict_toml;

/// The part of Spin's runtime configuration that this host supports.
#[derive(Debug, Default, Deserialize)]
pub struct RuntimeConfig {
    /// `[outbound_pg]`
    #[serde(default)]
    pub outbound_pg: OutboundPg,
}

/// Limits on connections to Postgres.
#[derive(Debug, Default, Deserialize)]
pub struct OutboundPg {
    /// Connections checked out at once, over all components; no limit if absent.
    pub max_connections: Option<usize>,
}

impl RuntimeConfig {
    /// Reads the file. Without a file, nothing is limited.
    pub fn load(path: Option<&Path>) -> Result<Self> {
        path.map_or_else(|| Ok(Self::default()), strict_toml::read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_connection_limit_is_read() {
        let config: RuntimeConfig =
            strict_toml::parse("[outbound_pg]\nmax_connections = 40\n").unwrap();
        assert_eq!(config.outbound_pg.max_connections, Some(40));
    }

    #[test]
    fn what_the_host_does_not_know_is_refused_by_name() {
        for (text, key) in [
            ("[outbound_pg]\nmax_idle = 1\n", "outbound_pg.max_idle"),
            ("[[variables_provider]]\ntype = \"vault\"\n", "variables_provider"),
        ] {
            let error = strict_toml::parse::<RuntimeConfig>(text).unwrap_err().to_string();
            assert!(error.starts_with(&format!("{key}: not supported")), "{error}");
        }
    }
}
