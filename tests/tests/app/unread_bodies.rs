//! Clients that send all of a body before they read, as Python's `urllib` does: even if nothing
//! reads the body, they get the answer and not a broken connection.

use std::time::Duration;

use connectly_tests::{Actor, App};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

/// More than a host's buffers hold.
const LARGE: usize = 12 * 1024 * 1024;
/// The most that is read and dropped.
const DROPPED_MAX: usize = 16 * 1024 * 1024;

/// How long an undelayed answer may take.
const AT_ONCE: Duration = Duration::from_secs(2);
/// How long an answer may take at most.
const AT_LAST: Duration = Duration::from_secs(5);

/// A connection of a client that writes first.
struct Client(TcpStream);

impl Client {
    async fn connect(app: &App) -> Self {
        let address = (app.base().host_str().unwrap(), app.base().port().unwrap());
        Self(TcpStream::connect(address).await.unwrap())
    }

    /// Sends the first line and the headers.
    async fn send_head(&mut self, first: &str, headers: &[&str]) {
        let head =
            format!("{first} HTTP/1.1\r\nHost: localhost\r\n{}\r\n\r\n", headers.join("\r\n"));
        self.send(head.as_bytes()).await;
    }

    /// Sends bytes, and ignores answers.
    async fn send(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).await.expect("the host reads on");
    }

    /// The status of the next answer, and its body.
    async fn answer(&mut self, limit: Duration) -> (u16, String) {
        timeout(limit, self.read()).await.expect("an answer in time").expect("an answer")
    }

    async fn read(&mut self) -> std::io::Result<(u16, String)> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(self.0.read_u8().await?);
        }
        let head = String::from_utf8(head).unwrap().to_lowercase();
        let length = head.split("content-length: ").nth(1).unwrap_or("0");
        let mut body = vec![0; length.split("\r\n").next().unwrap().parse().unwrap()];
        self.0.read_exact(&mut body).await?;
        Ok((head[9..12].parse().unwrap(), String::from_utf8(body).unwrap()))
    }

    /// Whether the connection still works.
    async fn assert_serves(&mut self) {
        self.send_head("GET /healthz", &[]).await;
        assert_eq!(self.answer(AT_ONCE).await.0, 200);
    }
}

const JSON: &str = "Content-Type: application/json";

fn token(person: &Actor) -> String {
    format!("Authorization: Bearer {}", person.jwt())
}

fn length(bytes: usize) -> String {
    format!("Content-Length: {bytes}")
}

#[tokio::test]
async fn are_answered_after_all_was_sent() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let token = token(&ada);
    let body = vec![b' '; LARGE];
    for (first, headers, status) in [
        ("POST /api/v1/blog", &[JSON, &token][..], 413),
        ("POST /api/v1/blog", &[JSON], 401),
        ("POST /api/v1/blog", &[JSON, "Authorization: Bearer a.b.c"], 401),
        ("POST /api/v1/blog", &["Content-Type: text/plain", &token], 415),
        ("POST /api/v1/blog", &[JSON, &token, "Content-Encoding: gzip"], 415),
        ("POST /api/v1/user/signin", &["Content-Type: text/plain"], 415),
        ("POST /api/v1/user/signin", &[JSON], 413),
        ("POST /api/v1/user/nothing", &[JSON, &token], 404),
        ("PATCH /api/v1/blog", &[JSON, &token], 405),
        ("DELETE /api/v1/blog/nonsense", &[JSON, &token], 400),
        ("GET /api/v1/user/me", &[JSON, &token], 200),
        ("POST /signin", &[JSON], 405),
        ("PUT /api/v1/nothing", &[JSON], 404),
    ] {
        let mut client = Client::connect(&app).await;
        let announced = length(body.len());
        client.send_head(first, &[headers, &[announced.as_str()]].concat()).await;
        client.send(&body).await;
        assert_eq!(client.answer(AT_LAST).await.0, status, "{first} {headers:?}");
        client.assert_serves().await;
    }
}

#[tokio::test]
async fn are_answered_though_nobody_said_how_long_they_are() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let mut client = Client::connect(&app).await;
    client
        .send_head("POST /api/v1/blog", &[JSON, &token(&ada), "Transfer-Encoding: chunked"])
        .await;
    let chunk = [b"10000\r\n".as_slice(), &[b' '; 0x10000], b"\r\n"].concat();
    for _ in 0..LARGE / 0x10000 {
        client.send(&chunk).await;
    }
    client.send(b"0\r\n\r\n").await;
    assert_eq!(client.answer(AT_LAST).await.0, 413);
    client.assert_serves().await;
}

#[tokio::test]
async fn that_are_far_too_long_or_are_asked_about_first_are_refused_at_once() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let token = token(&ada);
    for headers in [
        &[JSON, &token, &length(DROPPED_MAX + 1)][..],
        &[JSON, &token, &length(LARGE), "Expect: 100-continue"],
    ] {
        let mut client = Client::connect(&app).await;
        client.send_head("POST /api/v1/blog", headers).await;
        assert_eq!(client.answer(AT_ONCE).await.0, 413, "{headers:?}");
    }
}

#[tokio::test]
async fn are_not_waited_for_without_an_end() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for (headers, status) in [
        (&[JSON, &token(&ada)][..], 413),
        (&[JSON], 401),
        (&["Content-Type: text/plain", &token(&ada)], 415),
    ] {
        let mut client = Client::connect(&app).await;
        let announced = length(LARGE);
        client.send_head("POST /api/v1/blog", &[headers, &[announced.as_str()]].concat()).await;
        client.send(&vec![b' '; LARGE / 2]).await;
        assert_eq!(client.answer(AT_LAST).await.0, status, "{headers:?}");
    }
}
