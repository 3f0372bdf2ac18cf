//! Clients that write raw bytes, and malformed requests.

use std::time::Duration;

use reqwest::Url;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

/// A connection, and what was read from it.
pub struct Raw {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Raw {
    pub async fn connect(base: &Url) -> Self {
        let address = (base.host_str().expect("a host"), base.port().expect("a port"));
        let stream = TcpStream::connect(address).await.expect("the host takes connections");
        stream.set_nodelay(true).expect("a connection");
        Self { stream, read: Vec::new() }
    }

    /// Sends bytes. If the host has closed the connection, its answer can still be read.
    pub async fn send(&mut self, bytes: &[u8]) {
        let _ = self.stream.write_all(bytes).await;
    }

    /// Ends the sending side.
    pub async fn end(&mut self) {
        let _ = self.stream.shutdown().await;
    }

    /// The status of the answer; `None` if there is none within `limit`, or the connection ends.
    pub async fn status_within(&mut self, limit: Duration) -> Option<u16> {
        timeout(limit, self.status()).await.ok().flatten()
    }

    /// Sends chunks of an endless body until there is an answer, and returns its status.
    pub async fn send_for_ever(mut self) -> u16 {
        let chunk = [b"4000\r\n".as_slice(), &[b' '; 0x4000], b"\r\n"].concat();
        let (mut reader, mut writer) = self.stream.split();
        let sending = async {
            while writer.write_all(&chunk).await.is_ok() {}
            // The host accepts no more, because it has answered.
            std::future::pending::<()>().await;
        };
        let reading = async {
            let mut piece = [0; 1024];
            loop {
                let length = reader.read(&mut piece).await.expect("the answer comes first");
                assert_ne!(length, 0, "the connection was closed without an answer");
                self.read.extend_from_slice(&piece[..length]);
                if let Some(status) = status(&self.read) {
                    return status;
                }
            }
        };
        tokio::select! {
            () = sending => unreachable!("it goes on for ever"),
            status = reading => status,
        }
    }

    async fn status(&mut self) -> Option<u16> {
        let mut piece = [0; 1024];
        loop {
            if let Some(status) = status(&self.read) {
                return Some(status);
            }
            match self.stream.read(&mut piece).await {
                Ok(length) if length > 0 => self.read.extend_from_slice(&piece[..length]),
                _ => return None,
            }
        }
    }
}

/// The status in `HTTP/1.1 200 …`.
fn status(read: &[u8]) -> Option<u16> {
    let text = read.strip_prefix(b"HTTP/1.")?.get(2..5)?;
    std::str::from_utf8(text).ok()?.parse().ok()
}

const GOOD: &str = "POST /api/v1/blog HTTP/1.1\r\nHost: localhost\r\n\
    Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

/// Requests, each with a different mistake.
pub fn malformed() -> Vec<Vec<u8>> {
    let with = |header: &str| {
        format!("POST /api/v1/blog HTTP/1.1\r\nHost: localhost\r\n{header}\r\n\r\n{{}}")
            .into_bytes()
    };
    let many_headers: String = (0..10_000).map(|number| format!("X-{number}: x\r\n")).collect();
    vec![
        b"".to_vec(),
        b"\r\n\r\n".to_vec(),
        b"hello\r\n\r\n".to_vec(),
        b"GET\r\n\r\n".to_vec(),
        b"GET /\r\n\r\n".to_vec(),
        b"GET / HTTP/1.1\r\n\r\n".to_vec(),
        b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n".to_vec(),
        b"GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(),
        b"G\x00T / HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(),
        b"GET /\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(),
        b"GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(),
        b"GET api HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(),
        b"GET http:// HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(),
        b"CONNECT localhost:1 HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(),
        // The first bytes of a browser that expects https.
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nnonsense that is no frame".to_vec(),
        vec![0xff; 4_096],
        with("Content-Length: -1"),
        with("Content-Length: two"),
        with("Content-Length: 99999999999999999999"),
        with("Content-Length: 2\r\nContent-Length: 3"),
        with("Content-Length: 2\r\nTransfer-Encoding: chunked"),
        with("Transfer-Encoding: nonsense"),
        with("Transfer-Encoding: chunked"),
        with("Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz"),
        with("Bad Header: x"),
        with(": x"),
        with("X: a\x00b"),
        with("X: a\rb"),
        with(&format!("X: {}", "x".repeat(1 << 20))),
        with(&many_headers),
        format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "x".repeat(100_000)).into_bytes(),
        GOOD.replace("\r\n", "\n").into_bytes(),
        GOOD.as_bytes()[..GOOD.len() - 1].to_vec(),
    ]
}

/// A valid request with a few bytes changed, removed or inserted, the same in each run.
pub fn mutated(count: usize) -> impl Iterator<Item = Vec<u8>> {
    let mut random = xorshift(0x9e37_79b9_7f4a_7c15);
    (0..count).map(move |_| {
        let mut request = GOOD.as_bytes().to_vec();
        for _ in 0..=random(4) {
            let place = random(request.len() - 1);
            match random(3) {
                0 => drop(request.remove(place)),
                1 => request.insert(place, u8::try_from(random(256)).unwrap_or_default()),
                _ => request[place] = u8::try_from(random(256)).unwrap_or_default(),
            }
        }
        request
    })
}

/// Pseudorandom numbers below a limit (Marsaglia, 2003).
fn xorshift(mut state: u64) -> impl FnMut(usize) -> usize {
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap_or_default() % below.max(1)
    }
}
