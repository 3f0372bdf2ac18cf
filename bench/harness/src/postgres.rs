//! The Postgres that all contestants use. It is the bench's own, with the settings of a new
//! cluster, and its data is durable.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use connectly_local::postgres::{self, Cluster, Durability};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::time::sleep;

/// Postgres's code for "too many connections".
const TOO_MANY_CONNECTIONS: &str = "53300";

/// How long to wait for a free connection, and how often to check.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(100);

/// A running Postgres.
pub struct Postgres {
    cluster: Cluster,
}

impl Postgres {
    pub async fn open() -> Result<Self> {
        let folder = postgres::home().join("bench-postgres");
        let cluster = Cluster::open(&folder, Durability::Safe).await?;
        let mut cluster = cluster.context("another `cargo xtask bench` runs")?;
        cluster.start().await?;
        Ok(Self { cluster })
    }

    /// The superuser's address of a database.
    pub fn url(&self, database: &str) -> String {
        self.cluster.url(database)
    }

    /// A connection to observe the server, outside of the measured databases.
    pub async fn look(&self) -> Result<PgConnection> {
        connect(&self.url("postgres")).await
    }

    /// Runs statements outside of the measured databases, one at a time.
    pub async fn execute(&self, statements: &[&str]) -> Result<()> {
        let mut connection = self.look().await?;
        for statement in statements {
            let query = sqlx::raw_sql(AssertSqlSafe((*statement).to_owned()));
            query.execute(&mut connection).await?;
        }
        connection.close().await.context("cannot close the connection")
    }

    /// The number of connections to the measured databases.
    pub async fn count_connections(look: &mut PgConnection) -> Result<i64> {
        let query = "select count(*) from pg_stat_activity
            where backend_type = 'client backend' and datname <> 'postgres'";
        sqlx::query_scalar(query).fetch_one(look).await.context("cannot look at Postgres")
    }

    /// The server's process id.
    pub fn process_id(&self) -> Result<u32> {
        self.cluster.process_id().context("Postgres has ended")
    }

    /// Stops the server.
    pub async fn close(mut self) {
        self.cluster.stop().await;
    }
}

/// Opens a connection. A contestant without a pool may hold all of Postgres's connections, and
/// releases them some time after its last answer.
pub async fn connect(url: &str) -> Result<PgConnection> {
    let give_up = Instant::now() + PATIENCE;
    loop {
        match PgConnection::connect(url).await {
            Err(error) if is_full(&error) && Instant::now() < give_up => sleep(PAUSE).await,
            connected => return connected.context("cannot connect to Postgres"),
        }
    }
}

fn is_full(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| code == TOO_MANY_CONNECTIONS)
}
