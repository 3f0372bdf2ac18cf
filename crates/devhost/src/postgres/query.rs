//! Rows on the way to a component, one at a time as in Spin, and errors.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures::{Stream, StreamExt};
use tokio::sync::{mpsc, oneshot};
use tokio_postgres::RowStream;
use tokio_postgres::error::DbError;
use wasmtime::StoreContextMut;
use wasmtime::component::{Destination, StreamProducer, StreamResult};

use super::values;
use crate::bindings::spin::postgres::postgres::{
    Column, DbError as WitDbError, Error, QueryError, Row,
};

/// Rows that are read ahead of the component.
const READ_AHEAD: usize = 4;
/// A longer row is an error.
const LONGEST_ROW: usize = 128 << 20;

/// The result of a query: first the columns, then the rows, then whether it succeeded.
pub struct Answer<R> {
    /// Empty if there is no row.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: R,
    /// Resolves when the rows have ended, or were dropped.
    pub result: oneshot::Receiver<Result<(), Error>>,
}

/// Returns when the first row is there, or when there is none.
pub async fn answer(source: RowStream) -> Answer<RowProducer> {
    // Fused, because it is polled again even if it ended at once.
    let mut source = Box::pin(source.fuse());
    let first = source.next().await;
    let columns = match &first {
        Some(Ok(row)) => values::columns(row),
        Some(Err(_)) | None => Vec::new(),
    };
    let (row_sender, rows) = mpsc::channel(READ_AHEAD);
    let (result_sender, result) = oneshot::channel();
    tokio::spawn(async move {
        let source = futures::stream::iter(first).chain(source);
        // The component may no longer wait for the result. That is not an error.
        let _ = result_sender.send(send_rows(source, row_sender).await);
    });
    Answer { columns, rows: RowProducer(rows), result }
}

/// Hands rows on, until they end or the component drops its end. Runs beside the component,
/// so that one that waits for the result before it reads a few rows gets it.
async fn send_rows(
    source: impl Stream<Item = Result<tokio_postgres::Row, tokio_postgres::Error>>,
    rows: mpsc::Sender<Row>,
) -> Result<(), Error> {
    let mut source = std::pin::pin!(source);
    loop {
        let row = tokio::select! {
            biased;
            () = rows.closed() => return Ok(()),
            row = source.next() => row,
        };
        let Some(row) = row else { return Ok(()) };
        let row = convert(&row.map_err(failed)?)?;
        if rows.send(row).await.is_err() {
            return Ok(());
        }
    }
}

/// A row for a component, or an error if it can't be carried.
pub fn convert(row: &tokio_postgres::Row) -> Result<Row, Error> {
    if row.raw_size_bytes() > LONGEST_ROW {
        return Err(text(format!("a row is longer than {LONGEST_ROW} bytes")));
    }
    values::row(row).map_err(|error| text(format!("{error:#}")))
}

/// Rows as wasmtime asks for them, one at a time.
pub struct RowProducer(mpsc::Receiver<Row>);

impl<D> StreamProducer<D> for RowProducer {
    type Item = Row;
    type Buffer = Option<Row>;

    fn poll_produce<'a>(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        store: StoreContextMut<'a, D>,
        mut destination: Destination<'a, Row, Option<Row>>,
        finish: bool,
    ) -> Poll<wasmtime::Result<StreamResult>> {
        if destination.remaining(store) == Some(0) {
            return Poll::Ready(Ok(StreamResult::Completed));
        }
        let poll = self.get_mut().0.poll_recv(context);
        if poll.is_pending() && finish {
            return Poll::Ready(Ok(StreamResult::Cancelled));
        }
        Poll::Ready(Ok(match ready!(poll) {
            Some(row) => {
                destination.set_buffer(Some(row));
                StreamResult::Completed
            }
            None => StreamResult::Dropped,
        }))
    }
}

/// An error without fields.
pub fn text(text: String) -> Error {
    Error::QueryFailed(QueryError::Text(text))
}

/// An error of Postgres or its driver.
pub fn failed(error: tokio_postgres::Error) -> Error {
    let as_text = format!("{error:?}");
    let Some(db) = error.as_db_error() else { return text(as_text) };
    Error::QueryFailed(QueryError::DbError(WitDbError {
        as_text,
        severity: db.severity().to_owned(),
        code: db.code().code().to_owned(),
        message: db.message().to_owned(),
        detail: db.detail().map(str::to_owned),
        extras: extras(db),
    }))
}

/// The remaining fields of an error, under the names that Spin uses.
fn extras(db: &DbError) -> Vec<(String, String)> {
    let line = db.line().map(|line| line.to_string());
    [
        ("column", db.column()),
        ("constraint", db.constraint()),
        ("routine", db.routine()),
        ("hint", db.hint()),
        ("table", db.table()),
        ("datatype", db.datatype()),
        ("schema", db.schema()),
        ("file", db.file()),
        ("line", line.as_deref()),
        ("where_", db.where_()),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
    .collect()
}
