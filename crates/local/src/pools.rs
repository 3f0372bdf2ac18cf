//! How many connections to Postgres the application's host may hold: `runtime-config.toml` says it for
//! each component, `spin.toml` has the components.

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::{components, workspace};

/// Connections for others: migrations, someone with psql, and those that Postgres keeps for
/// superusers.
const OTHERS: usize = 16;

/// What the pools of one host process may hold together, and what Postgres needs for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pools {
    /// Components that have a pool.
    pub components: usize,
    /// Connections that each pool may hold.
    pub size: usize,
}

impl Pools {
    /// Those of this clone's application.
    pub fn read() -> Result<Self> {
        let path = workspace::root().join("runtime-config.toml");
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        let size = size(&text).with_context(|| format!("in {}", path.display()))?;
        Ok(Self { components: components::with_database()?.len(), size })
    }

    /// Connections of all pools.
    pub fn connections(self) -> usize {
        self.components * self.size
    }

    /// Postgres's `max_connections`.
    pub fn max_connections(self) -> usize {
        self.connections() + OTHERS
    }
}

fn size(text: &str) -> Result<usize> {
    #[derive(Deserialize)]
    struct RuntimeConfig {
        outbound_pg: OutboundPg,
    }

    #[derive(Deserialize)]
    struct OutboundPg {
        max_connections: usize,
    }

    Ok(toml::from_str::<RuntimeConfig>(text)?.outbound_pg.max_connections)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postgres_has_room_for_every_pool_and_for_others() {
        let pools =
            Pools { components: 4, size: size("[outbound_pg]\nmax_connections = 10").unwrap() };
        assert_eq!(pools.connections(), 40);
        assert_eq!(pools.max_connections(), 56);
    }

    #[test]
    fn without_a_limit_there_is_no_telling() {
        assert!(size("[outbound_pg]").is_err());
    }
}
