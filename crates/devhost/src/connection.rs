//! What a component holds: the resources behind the handles of `spin:postgres`.

use std::sync::Arc;

use deadpool_postgres::Object;
use tokio::sync::OwnedSemaphorePermit;

use crate::postgres::Target;

/// A connection that a component holds; the pool gets it back when this is dropped.
pub struct Connection {
    client: Arc<Object>,
    _permit: Option<OwnedSemaphorePermit>,
}

/// What a connection will be built from.
pub struct ConnectionBuilder(pub Target);

impl Connection {
    /// `permit` counts it against the application's limit for as long as it is held.
    pub fn new(client: Arc<Object>, permit: Option<OwnedSemaphorePermit>) -> Self {
        Self { client, _permit: permit }
    }

    /// The client, which an unfinished query keeps alive.
    pub fn client(&self) -> Arc<Object> {
        Arc::clone(&self.client)
    }
}
