//! Waiting for another request of the same instance, of which there is none.

/// Ends the [`Wait`] it was made with when it is dropped.
pub(crate) struct Wake;

/// Waits until its [`Wake`] is dropped.
pub(crate) struct Wait;

/// A pair of the two.
pub(crate) fn wake() -> (Wake, Wait) {
    (Wake, Wait)
}

impl Wait {
    /// Waits.
    pub(crate) async fn end(self) {}
}
