//! A small HTTP client: a connection for each request, unless a test asks otherwise.

use std::net::SocketAddr;

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::app::{PATIENCE, Running};

/// An answer, read to the end.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Reply {
    #[track_caller]
    pub fn json(&self) -> Value {
        assert_eq!(self.status, StatusCode::OK);
        serde_json::from_slice(&self.body).expect("JSON in the answer")
    }
}

impl Running {
    pub async fn get(&self, path: &str) -> Reply {
        self.send(Request::get(path)).await
    }

    /// The same, but returns an error if there is no answer.
    pub async fn try_get(&self, path: &str) -> anyhow::Result<Reply> {
        let request = Request::get(path).header("host", self.address.to_string());
        timeout(PATIENCE, exchange(self.address, request.body(Full::default())?)).await?
    }

    pub async fn post(&self, path: &str, body: impl Into<Bytes>) -> Reply {
        let request = Request::post(path).header("host", self.address.to_string());
        self.request(request.body(Full::new(body.into())).expect("a request")).await
    }

    /// Sends a request without a body.
    pub async fn send(&self, request: http::request::Builder) -> Reply {
        let request = request.header("host", self.address.to_string());
        self.request(request.body(Full::default()).expect("a request")).await
    }

    async fn request(&self, request: Request<Full<Bytes>>) -> Reply {
        let exchange = exchange(self.address, request);
        timeout(PATIENCE, exchange).await.expect("an answer in time").expect("an answer")
    }
}

/// Sends one request over a new connection.
pub async fn exchange(address: SocketAddr, request: Request<Full<Bytes>>) -> anyhow::Result<Reply> {
    let stream = TcpStream::connect(address).await?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    read(sender.send_request(request).await?).await
}

/// A connection that speaks HTTP/2 from its first byte.
pub async fn http2(address: SocketAddr) -> hyper::client::conn::http2::SendRequest<Full<Bytes>> {
    let stream = TcpStream::connect(address).await.expect("a connection");
    let (sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream))
            .await
            .expect("HTTP/2");
    tokio::spawn(connection);
    sender
}

/// Reads an answer to its end.
pub async fn read(response: http::Response<hyper::body::Incoming>) -> anyhow::Result<Reply> {
    let (parts, body) = response.into_parts();
    let body = body.collect().await?.to_bytes();
    Ok(Reply { status: parts.status, headers: parts.headers, body })
}
