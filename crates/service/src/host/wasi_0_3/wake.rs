//! Waiting for another request of the same instance.

use super::sdk::wasip3::{
    wit_bindgen::{StreamReader, StreamWriter},
    wit_stream,
};

/// Ends the [`Wait`] it was made with when it is dropped.
pub(crate) struct Wake {
    /// Nothing is ever written.
    _stream: StreamWriter<u8>,
}

/// Waits until its [`Wake`] is dropped.
pub(crate) struct Wait(StreamReader<u8>);

/// A pair of the two.
///
/// The wait is for an event of the host, the end of a stream: waiting for another task of the same
/// instance directly needs a feature of wit-bindgen that newer hosts trap on.
pub(crate) fn wake() -> (Wake, Wait) {
    let (writer, reader) = wit_stream::new();
    (Wake { _stream: writer }, Wait(reader))
}

impl Wait {
    /// Waits.
    pub(crate) async fn end(mut self) {
        self.0.next().await;
    }
}
