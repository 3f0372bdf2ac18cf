//! `spin:postgres`: components reach Postgres through pools of the host.

#![allow(clippy::result_large_err, reason = "the interface's error is what it is")]

mod batches;
mod blocking;
mod pools;
mod query;
mod statements;
mod tls;
mod values;

use std::sync::Arc;

use deadpool_postgres::Object;
use tokio::sync::Semaphore;
use tokio_postgres::Config;
use wasmtime::Result;
use wasmtime::component::{
    Accessor, FutureReader, HasData, Linker, Resource, ResourceTable, StreamProducer, StreamReader,
};

use crate::allowed_hosts::AllowedHosts;
use crate::bindings::spin::postgres::postgres::{
    self as wit, Column, Error, Host, HostConnection, HostConnectionBuilder,
    HostConnectionBuilderWithStore, HostConnectionWithStore, ParameterValue, Row, RowSet,
};
use crate::connection::{Connection, ConnectionBuilder};
use crate::imitation::{Faster, Imitation};
use pools::Pools;
pub use pools::Target;
use query::Answer;
use tls::Root;

/// One component's access to Postgres.
pub struct Postgres {
    allowed: Arc<AllowedHosts>,
    pools: Arc<Pools>,
    /// The application's limit on connections checked out at once.
    permits: Option<Arc<Semaphore>>,
    imitation: Imitation,
}

/// What a call from a component can access.
pub struct PostgresView<'a> {
    /// The component's access to Postgres.
    pub postgres: &'a Postgres,
    /// The connections that the instance holds.
    pub table: &'a mut ResourceTable,
}

/// The marker under which wasmtime finds the view of a call.
struct View;

impl HasData for View {
    type Data<'a> = PostgresView<'a>;
}

/// Offers the interface to components.
pub fn add_to_linker<T: Send>(
    linker: &mut Linker<T>,
    view: fn(&mut T) -> PostgresView<'_>,
) -> Result<()> {
    wit::add_to_linker::<T, View>(linker, view)
}

impl Postgres {
    /// `permits` is shared by all components.
    pub fn new(
        allowed: Arc<AllowedHosts>,
        permits: Option<Arc<Semaphore>>,
        imitation: Imitation,
    ) -> Self {
        let pools = Arc::new(Pools::new(!imitation.faster.pool));
        Self { allowed, pools, permits, imitation }
    }

    /// Checks whether the component may connect to this address.
    fn opening(&self, target: Target) -> std::result::Result<Opening, Error> {
        let config = pools::check(&target.address, &self.allowed)?;
        let (pools, permits) = (Arc::clone(&self.pools), self.permits.clone());
        Ok(Opening { target, config, pools, permits })
    }
}

/// All that it takes to open a connection, without a borrow of the instance.
struct Opening {
    target: Target,
    config: Config,
    pools: Arc<Pools>,
    permits: Option<Arc<Semaphore>>,
}

impl Opening {
    /// A connection from the pool. Waits forever if all are taken, as Spin does.
    async fn open(self) -> Result<Result<Connection, Error>> {
        let permit = match self.permits {
            Some(permits) => Some(permits.acquire_owned().await?),
            None => None,
        };
        let client = self.pools.get(self.target, self.config).await;
        Ok(client.map(|client| Connection::new(Arc::new(client), permit)))
    }
}

/// A connection for a call that other calls of the instance may overtake.
async fn open<T>(
    accessor: &Accessor<T, View>,
    target: Target,
) -> Result<Result<Resource<Connection>, Error>> {
    let opening = match accessor.with(|mut access| access.get().postgres.opening(target)) {
        Ok(opening) => opening,
        Err(error) => return Ok(Err(error)),
    };
    match opening.open().await? {
        Ok(connection) => {
            accessor.with(|mut access| Ok(Ok(access.get().table.push(connection)?)))
        }
        Err(error) => Ok(Err(error)),
    }
}

fn client<T>(
    accessor: &Accessor<T, View>,
    connection: &Resource<Connection>,
) -> Result<(Arc<Object>, Faster)> {
    accessor.with(|mut access| {
        let view = access.get();
        Ok((view.client(connection)?, view.postgres.imitation.faster))
    })
}

/// Gives a result to the component.
fn hand_over<T, R: StreamProducer<T, Item = Row>>(
    accessor: &Accessor<T, View>,
    answer: Answer<R>,
) -> Result<Rows> {
    accessor.with(|mut access| {
        let rows = StreamReader::new(&mut access, answer.rows)?;
        let result = FutureReader::new(&mut access, answer.result)?;
        Ok((answer.columns, rows, result))
    })
}

impl Host for PostgresView<'_> {}

impl PostgresView<'_> {
    fn client(&self, connection: &Resource<Connection>) -> Result<Arc<Object>> {
        Ok(self.table.get(connection)?.client())
    }
}

/// What components for WASI 0.2 call: the instance does nothing else until the answer is there.
impl HostConnection for PostgresView<'_> {
    async fn open(&mut self, address: String) -> Result<Result<Resource<Connection>, Error>> {
        let opening = match self.postgres.opening(Target { address, root: None }) {
            Ok(opening) => opening,
            Err(error) => return Ok(Err(error)),
        };
        match opening.open().await? {
            Ok(connection) => Ok(Ok(self.table.push(connection)?)),
            Err(error) => Ok(Err(error)),
        }
    }

    async fn query(
        &mut self,
        connection: Resource<Connection>,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> Result<Result<RowSet, Error>> {
        let client = self.client(&connection)?;
        let Imitation { release, faster } = self.postgres.imitation;
        match statements::query(&client, &statement, &parameters, faster.statements).await {
            Ok(rows) => blocking::answer(rows, release).await,
            Err(error) => Ok(Err(error)),
        }
    }

    async fn execute(
        &mut self,
        connection: Resource<Connection>,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> Result<Result<u64, Error>> {
        let client = self.client(&connection)?;
        let keep = self.postgres.imitation.faster.statements;
        Ok(statements::execute(&client, &statement, &parameters, keep).await)
    }

    fn drop(&mut self, connection: Resource<Connection>) -> Result<()> {
        self.table.delete(connection)?;
        Ok(())
    }
}

impl<T: Send> HostConnectionWithStore<T> for View {
    async fn open_async(
        accessor: &Accessor<T, Self>,
        address: String,
    ) -> Result<Result<Resource<Connection>, Error>> {
        open(accessor, Target { address, root: None }).await
    }

    async fn query_async(
        accessor: &Accessor<T, Self>,
        connection: Resource<Connection>,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> Result<Result<Rows, Error>> {
        let (client, faster) = client(accessor, &connection)?;
        let rows = statements::query(&client, &statement, &parameters, faster.statements).await;
        match rows {
            Ok(rows) if faster.rows => hand_over(accessor, batches::answer(rows).await).map(Ok),
            Ok(rows) => hand_over(accessor, query::answer(rows).await).map(Ok),
            Err(error) => Ok(Err(error)),
        }
    }

    async fn execute_async(
        accessor: &Accessor<T, Self>,
        connection: Resource<Connection>,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> Result<Result<u64, Error>> {
        let (client, faster) = client(accessor, &connection)?;
        Ok(statements::execute(&client, &statement, &parameters, faster.statements).await)
    }
}

type Rows = (Vec<Column>, StreamReader<Row>, FutureReader<Result<(), Error>>);

impl HostConnectionBuilder for PostgresView<'_> {
    fn new(&mut self, address: String) -> Result<Resource<ConnectionBuilder>> {
        Ok(self.table.push(ConnectionBuilder(Target { address, root: None }))?)
    }

    fn set_ca_root(
        &mut self,
        builder: Resource<ConnectionBuilder>,
        certificate: String,
    ) -> Result<Result<(), Error>> {
        let ConnectionBuilder(target) = self.table.get_mut(&builder)?;
        Ok(match Root::parse(&certificate) {
            Ok(root) => {
                target.root = Some(root);
                Ok(())
            }
            Err(error) => Err(Error::Other(format!("invalid root certificate: {error:#}"))),
        })
    }

    fn drop(&mut self, builder: Resource<ConnectionBuilder>) -> Result<()> {
        self.table.delete(builder)?;
        Ok(())
    }
}

impl<T: Send> HostConnectionBuilderWithStore<T> for View {
    async fn build_async(
        accessor: &Accessor<T, Self>,
        builder: Resource<ConnectionBuilder>,
    ) -> Result<Result<Resource<Connection>, Error>> {
        let target = accessor.with(|mut access| {
            let ConnectionBuilder(target) = access.get().table.get(&builder)?;
            wasmtime::error::Ok(target.clone())
        })?;
        open(accessor, target).await
    }
}
