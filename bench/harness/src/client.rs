//! A client that sends one request at a time.

use std::net::SocketAddr;

use anyhow::{Context, Result};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{AUTHORIZATION, CONNECTION, CONTENT_TYPE, HOST, HeaderMap, HeaderName};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

/// A server's answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    headers: HeaderMap,
    pub body: Bytes,
    /// Null if it is not JSON.
    pub json: Value,
}

impl Answer {
    /// A header; empty if it is missing.
    pub fn header(&self, name: impl hyper::header::AsHeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// Reads `path`.
pub async fn get(address: SocketAddr, path: &str, token: &str) -> Result<Answer> {
    send(address, Method::GET, path, &authorization(token), None).await
}

/// Sends `body` to `path`.
pub async fn post(address: SocketAddr, path: &str, token: &str, body: &Value) -> Result<Answer> {
    send(address, Method::POST, path, &authorization(token), Some(body)).await
}

fn authorization(token: &str) -> Vec<(HeaderName, String)> {
    let header = || (AUTHORIZATION, format!("Bearer {token}"));
    Some(token).filter(|token| !token.is_empty()).map(|_| header()).into_iter().collect()
}

/// Each request uses a new connection.
pub async fn send(
    address: SocketAddr,
    method: Method,
    path: &str,
    headers: &[(HeaderName, String)],
    body: Option<&Value>,
) -> Result<Answer> {
    let stream = TcpStream::connect(address).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let connection = tokio::spawn(connection);
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(HOST, address.to_string())
        .header(CONNECTION, "close");
    for (name, value) in headers {
        request = request.header(name, value);
    }
    if body.is_some() {
        request = request.header(CONTENT_TYPE, "application/json");
    }
    let body = body.map(Value::to_string).unwrap_or_default();
    let response = sender.send_request(request.body(Full::new(Bytes::from(body)))?).await?;
    let (head, body) = response.into_parts();
    let body = body.collect().await.context("the answer broke off")?.to_bytes();
    connection.abort();
    let json = serde_json::from_slice(&body).unwrap_or_default();
    Ok(Answer { status: head.status.as_u16(), headers: head.headers, body, json })
}
