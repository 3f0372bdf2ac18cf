//! The Postgres that the tests share. Each test makes its own databases on it.

use std::path::PathBuf;

use anyhow::Result;

use crate::postgres::{self, Cluster};
use crate::report;
use crate::settings::Settings;

/// A Postgres on which tests create databases.
#[derive(Debug)]
pub struct TestPostgres {
    /// The URL of a role that may create databases.
    pub url: String,
    /// The folder of Postgres's programs, for tests that start their own server.
    pub programs: Option<PathBuf>,
    cluster: Option<Cluster>,
}

impl TestPostgres {
    /// Whether the server is deleted with this value.
    pub fn is_temporary(&self) -> bool {
        self.cluster.is_some()
    }

    /// The one that `DATABASE_URL` names, or a new, empty one.
    pub async fn open() -> Result<Self> {
        if let Some(url) = Settings::read()?.get("DATABASE_URL") {
            let programs = match postgres::binaries().await {
                Ok(binaries) => Some(binaries.folder().to_owned()),
                Err(error) => {
                    report::note(format_args!(
                        "tests that start their own server will fail: {error:#}"
                    ));
                    None
                }
            };
            return Ok(Self { url, programs, cluster: None });
        }
        let cluster = Cluster::temporary().await?;
        Ok(Self {
            url: cluster.url("postgres"),
            programs: Some(cluster.programs().to_owned()),
            cluster: Some(cluster),
        })
    }
}
