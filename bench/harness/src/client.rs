//! A client that sends one request at a time.

use std::net::SocketAddr;

use anyhow::{Context, Result};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{AUTHORIZATION, CONNECTION, CONTENT_TYPE, HOST};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

/// A server's answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Null if it is not JSON.
    pub json: Value,
}

/// Reads `path`.
pub async fn get(address: SocketAddr, path: &str, token: &str) -> Result<Answer> {
    send(address, Method::GET, path, token, None).await
}

/// Sends `body` to `path`.
pub async fn post(address: SocketAddr, path: &str, token: &str, body: &Value) -> Result<Answer> {
    send(address, Method::POST, path, token, Some(body)).await
}

/// Each request uses a new connection.
async fn send(
    address: SocketAddr,
    method: Method,
    path: &str,
    token: &str,
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
    if !token.is_empty() {
        request = request.header(AUTHORIZATION, format!("Bearer {token}"));
    }
    if body.is_some() {
        request = request.header(CONTENT_TYPE, "application/json");
    }
    let body = body.map(Value::to_string).unwrap_or_default();
    let response = sender.send_request(request.body(Full::new(Bytes::from(body)))?).await?;
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.context("the answer broke off")?.to_bytes();
    connection.abort();
    Ok(Answer { status, json: serde_json::from_slice(&body).unwrap_or_default() })
}
