//! Rows in batches. A result that arrives as a whole needs no task and no channel.

use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures::Stream;
use tokio::sync::{mpsc, oneshot};
use tokio_postgres::RowStream;
use wasmtime::StoreContextMut;
use wasmtime::component::{Destination, StreamProducer, StreamResult, VecBuffer};

use super::query::{Answer, convert, failed};
use super::values;
use crate::bindings::spin::postgres::postgres::{Column, Error, Row};

/// A batch has at most so many rows, and ends after the row with which it has so many bytes.
const MOST_ROWS: usize = 256;
const MOST_BYTES: usize = 1 << 20;

/// Returns when the first rows are there, or when there is none.
pub async fn answer(source: RowStream) -> Answer<Batches> {
    let mut source = Box::pin(source);
    let Batch { columns, rows: batch, end } = Batch::read(source.as_mut()).await;
    let (end_sender, result) = oneshot::channel();
    let rest = match end {
        Some(end) => {
            // The component may not wait for the result. That is not an error.
            let _ = end_sender.send(end);
            None
        }
        None => {
            let (sender, rest) = mpsc::channel(1);
            tokio::spawn(async move {
                let _ = end_sender.send(send_rest(source, sender).await);
            });
            Some(rest)
        }
    };
    Answer { columns: columns.unwrap_or_default(), rows: Batches { batch, rest }, result }
}

/// Hands the rest on, until it ends or the component drops its end.
async fn send_rest(
    mut source: Pin<Box<RowStream>>,
    sender: mpsc::Sender<Vec<Row>>,
) -> Result<(), Error> {
    loop {
        let batch = tokio::select! {
            biased;
            () = sender.closed() => return Ok(()),
            batch = Batch::read(source.as_mut()) => batch,
        };
        if !batch.rows.is_empty() && sender.send(batch.rows).await.is_err() {
            return Ok(());
        }
        if let Some(end) = batch.end {
            return end;
        }
    }
}

/// What is there of a result at one moment.
#[derive(Default)]
struct Batch {
    columns: Option<Vec<Column>>,
    rows: Vec<Row>,
    /// How the result ended, if it has.
    end: Option<Result<(), Error>>,
}

impl Batch {
    /// Waits for a row or the end, and takes what has come with it.
    async fn read(mut source: Pin<&mut RowStream>) -> Self {
        let mut batch = Self::default();
        let mut bytes = 0;
        poll_fn(|context| batch.poll_read(source.as_mut(), context, &mut bytes)).await;
        batch
    }

    fn poll_read(
        &mut self,
        mut source: Pin<&mut RowStream>,
        context: &mut Context<'_>,
        bytes: &mut usize,
    ) -> Poll<()> {
        while self.end.is_none() && self.rows.len() < MOST_ROWS && *bytes < MOST_BYTES {
            match source.as_mut().poll_next(context) {
                Poll::Pending if self.rows.is_empty() => return Poll::Pending,
                Poll::Pending => break,
                Poll::Ready(Some(Ok(row))) => {
                    *bytes += row.raw_size_bytes();
                    self.push(&row);
                }
                Poll::Ready(Some(Err(error))) => self.end = Some(Err(failed(error))),
                Poll::Ready(None) => self.end = Some(Ok(())),
            }
        }
        Poll::Ready(())
    }

    fn push(&mut self, row: &tokio_postgres::Row) {
        self.columns.get_or_insert_with(|| values::columns(row));
        match convert(row) {
            Ok(row) => self.rows.push(row),
            Err(error) => self.end = Some(Err(error)),
        }
    }
}

/// Rows as wasmtime asks for them, as many at a time as there are.
pub struct Batches {
    batch: Vec<Row>,
    /// `None` if the batch is the last one.
    rest: Option<mpsc::Receiver<Vec<Row>>>,
}

impl<D> StreamProducer<D> for Batches {
    type Item = Row;
    type Buffer = VecBuffer<Row>;

    fn poll_produce<'a>(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        store: StoreContextMut<'a, D>,
        mut destination: Destination<'a, Row, VecBuffer<Row>>,
        finish: bool,
    ) -> Poll<wasmtime::Result<StreamResult>> {
        if destination.remaining(store) == Some(0) {
            return Poll::Ready(Ok(StreamResult::Completed));
        }
        if self.batch.is_empty()
            && let Some(rest) = &mut self.rest
        {
            let poll = rest.poll_recv(context);
            if poll.is_pending() && finish {
                return Poll::Ready(Ok(StreamResult::Cancelled));
            }
            match ready!(poll) {
                Some(batch) => self.batch = batch,
                None => self.rest = None,
            }
        }
        destination.set_buffer(mem::take(&mut self.batch).into());
        Poll::Ready(Ok(match self.rest {
            Some(_) => StreamResult::Completed,
            None => StreamResult::Dropped,
        }))
    }
}
