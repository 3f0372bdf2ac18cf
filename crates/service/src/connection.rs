//! One connection to Postgres for an instance, and another to its replica. An instance's requests in
//! flight share a connection, and the last one gives it back to the host's pool.
//!
//! An instance could be part of a deadlock, because the pool's queue has no time-out: if it kept a
//! connection while it has no request, or if each of its requests held one while others wait in the
//! queue. So there is only a weak reference, and one opening at a time. A second connection is
//! opened only after the first was lost, and a request that holds the lost one has a deadline
//! (`db.rs`).
//!
//! Requests that come while the connection is being opened wait until the opener is done or has
//! given up.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use crate::{
    address::Address,
    host::{Connection, PostgresError, Wait, Wake, wake},
};

/// The connection to the database.
pub(crate) static PRIMARY: Shared = Shared::new();

/// The connection to a replica. A request has at most one of the two at a time.
pub(crate) static REPLICA: Shared = Shared::new();

/// A connection shared by this instance's requests. The lock is never held across an await.
pub(crate) struct Shared(Mutex<State>);

struct State {
    connection: Weak<Connection>,
    /// While a request opens one: wakes those that wait for it when it is dropped.
    opening: Option<Vec<Wake>>,
}

/// What a request finds.
enum Found {
    Connection(Arc<Connection>),
    /// Another request is opening one.
    Opening(Wait),
    /// There is none: this request has to open it.
    Nothing(Opening),
}

impl Shared {
    const fn new() -> Self {
        Self(Mutex::new(State { connection: Weak::new(), opening: None }))
    }

    /// The connection of this instance, opened if there is none.
    ///
    /// # Errors
    /// When it cannot be opened. The requests that wait then try themselves.
    pub(crate) async fn get(
        &'static self,
        address: &Address,
    ) -> Result<Arc<Connection>, PostgresError> {
        loop {
            match self.find() {
                Found::Connection(connection) => return Ok(connection),
                Found::Opening(wait) => wait.end().await,
                Found::Nothing(opening) => {
                    let connection = Connection::open(address.as_str(), address.ca_root());
                    let connection = Arc::new(connection.await?);
                    self.lock().connection = Arc::downgrade(&connection);
                    drop(opening);
                    return Ok(connection);
                }
            }
        }
    }

    /// Makes the next request open another connection, because this one has failed or is stuck.
    /// Requests that already use it go on as long as they can.
    pub(crate) fn forget(&self, connection: &Arc<Connection>) {
        let mut state = self.lock();
        if Weak::as_ptr(&state.connection) == Arc::as_ptr(connection) {
            state.connection = Weak::new();
        }
    }

    fn find(&'static self) -> Found {
        let mut state = self.lock();
        if let Some(connection) = state.connection.upgrade() {
            return Found::Connection(connection);
        }
        if let Some(waiting) = &mut state.opening {
            let (wake, wait) = wake();
            waiting.push(wake);
            return Found::Opening(wait);
        }
        state.opening = Some(Vec::new());
        Found::Nothing(Opening(self))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic ends the instance, so no lock is poisoned.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Marks that this request opens the connection. Dropping it, even if the request gives up, wakes
/// the requests that wait.
struct Opening(&'static Shared);

impl Drop for Opening {
    fn drop(&mut self) {
        let waiting = self.0.lock().opening.take();
        drop(waiting);
    }
}
