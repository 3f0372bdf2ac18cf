//! An object store, for files that are too much for Postgres.

use std::{
    pin::pin,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use connectly_s3::Bucket;
use futures::future::{Either, select};
use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Limited};

use crate::{
    Error,
    host::{send, sleep},
};

/// How long a request to the store may take. A file of 10 MB over a line of 10 Mbit/s takes 8 s.
const PATIENCE: Duration = Duration::from_secs(15);

/// An answer of the store at most, in bytes: more than any file.
const ANSWER_MAX: usize = 16 * 1024 * 1024;

/// An object store.
#[derive(Clone, Debug)]
pub struct ObjectStore(Bucket);

impl ObjectStore {
    pub(crate) fn new(bucket: Bucket) -> Self {
        Self(bucket)
    }

    /// Keeps a file under a key.
    ///
    /// # Errors
    /// When the store doesn't answer, or refuses.
    pub async fn put(&self, key: &str, media_type: &str, file: Bytes) -> Result<(), Error> {
        let request = self.0.put(key, media_type, file, SystemTime::now());
        match answer(request).await? {
            (status, _) if status.is_success() => Ok(()),
            (status, body) => Err(refused("put", status, &body)),
        }
    }

    /// The file under a key; `None` if there is none.
    ///
    /// # Errors
    /// As for [`put`](Self::put).
    pub async fn get(&self, key: &str) -> Result<Option<Bytes>, Error> {
        match answer(self.0.get(key, SystemTime::now())).await? {
            (status, body) if status.is_success() => Ok(Some(body)),
            (StatusCode::NOT_FOUND, _) => Ok(None),
            (status, body) => Err(refused("get", status, &body)),
        }
    }

    /// Deletes the file under a key, if there is one.
    ///
    /// # Errors
    /// As for [`put`](Self::put).
    pub async fn delete(&self, key: &str) -> Result<(), Error> {
        match answer(self.0.delete(key, SystemTime::now())).await? {
            (status, _) if status.is_success() || status == StatusCode::NOT_FOUND => Ok(()),
            (status, body) => Err(refused("delete", status, &body)),
        }
    }
}

fn refused(what: &str, status: StatusCode, body: &[u8]) -> Error {
    // The store says why in XML.
    let reason: String = String::from_utf8_lossy(body).chars().take(300).collect();
    Error::unavailable(format!("object store, {what}: {status} {reason}"))
}

async fn answer(request: Result<Request<Bytes>, String>) -> Result<(StatusCode, Bytes), Error> {
    let fault = |error| Error::unavailable(format!("object store: {error}"));
    let request = request.map_err(fault)?;
    let exchange = async {
        let (parts, body) = send(request).await?.into_parts();
        let body = Limited::new(body, ANSWER_MAX).collect().await;
        Ok((parts.status, body.map_err(|error| error.to_string())?.to_bytes()))
    };
    match select(pin!(exchange), pin!(sleep(PATIENCE))).await {
        Either::Left((result, _)) => result.map_err(fault),
        Either::Right(_) => Err(fault(format!("no answer within {} s", PATIENCE.as_secs()))),
    }
}
