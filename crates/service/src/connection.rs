//! One connection to Postgres for an instance. Its requests in flight share the connection, and the
//! last one gives it back to the host's pool.
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

/// The connection shared by this instance's requests. The lock is never held across an await.
static SHARED: Mutex<Shared> = Mutex::new(Shared { connection: Weak::new(), opening: None });

struct Shared {
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

/// The connection of this instance, opened if there is none.
///
/// # Errors
/// When it cannot be opened. The requests that wait then try themselves.
pub(crate) async fn shared(address: &Address) -> Result<Arc<Connection>, PostgresError> {
    loop {
        match find() {
            Found::Connection(connection) => return Ok(connection),
            Found::Opening(wait) => wait.end().await,
            Found::Nothing(opening) => {
                let connection =
                    Arc::new(Connection::open(address.as_str(), address.ca_root()).await?);
                lock().connection = Arc::downgrade(&connection);
                drop(opening);
                return Ok(connection);
            }
        }
    }
}

/// Makes the next request open another connection, because this one has failed or is stuck.
/// Requests that already use it go on as long as they can.
pub(crate) fn forget(connection: &Arc<Connection>) {
    let mut shared = lock();
    if Weak::as_ptr(&shared.connection) == Arc::as_ptr(connection) {
        shared.connection = Weak::new();
    }
}

fn find() -> Found {
    let mut shared = lock();
    if let Some(connection) = shared.connection.upgrade() {
        return Found::Connection(connection);
    }
    if let Some(waiting) = &mut shared.opening {
        let (wake, wait) = wake();
        waiting.push(wake);
        return Found::Opening(wait);
    }
    shared.opening = Some(Vec::new());
    Found::Nothing(Opening)
}

fn lock() -> MutexGuard<'static, Shared> {
    // A panic ends the instance, so no lock is poisoned.
    SHARED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Marks that this request opens the connection. Dropping it, even if the request gives up, wakes
/// the requests that wait.
struct Opening;

impl Drop for Opening {
    fn drop(&mut self) {
        let waiting = lock().opening.take();
        drop(waiting);
    }
}
