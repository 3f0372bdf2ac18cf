//! The requests of a scenario, in the file that `bench/load.lua` reads.

use std::fmt::Write;
use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::contestant::Contestant;
use crate::dataset::{Dataset, PASSWORD};
use crate::files::folder;
use crate::plan::Scenario;

/// Nine of ten requests are reads in a mixed scenario.
const MIXED: (usize, usize) = (900, 100);

/// A file of requests, and the server they are for.
#[derive(Debug)]
pub struct Requests {
    pub address: SocketAddr,
    pub file: PathBuf,
}

impl Requests {
    /// The requests of a scenario.
    pub fn of(
        scenario: Scenario,
        contestant: &Contestant,
        data: &Dataset,
        address: SocketAddr,
    ) -> Result<Self> {
        if contestant.is_ceiling() {
            return Self::write(address, [get("/", &data.access.token)]);
        }
        if contestant.is_ghost() {
            let paths = data.pages.iter().map(|page| contestant.path_of(page));
            return Self::write(address, paths.map(|path| for_a_browser(&path)));
        }
        Self::of_the_application(scenario, data, address)
    }

    /// The requests of a scenario for the application.
    pub fn of_the_application(
        scenario: Scenario,
        data: &Dataset,
        address: SocketAddr,
    ) -> Result<Self> {
        let read = || data.posts.iter().map(|id| get(&read_path(id), &data.access.token));
        let create = || post("/api/v1/blog", &data.access.token, &new_post());
        match scenario {
            Scenario::Read => Self::write(address, read()),
            Scenario::List => Self::write(address, [get("/api/v1/blog/bulk", &data.access.token)]),
            Scenario::Create => Self::write(address, [create()]),
            Scenario::Mixed => {
                let (reads, writes) = MIXED;
                let writes = std::iter::repeat_with(create).take(writes);
                Self::write(address, read().take(reads).chain(writes))
            }
            Scenario::PublicRead => {
                Self::write(address, data.posts.iter().map(|id| for_anyone(&read_path(id))))
            }
            Scenario::Page => {
                Self::write(address, data.pages.iter().map(|page| for_a_browser(&page.path)))
            }
            Scenario::SignIn => Self::write(
                address,
                data.emails.iter().map(|email| {
                    let body = json!({ "email": email, "password": PASSWORD });
                    post("/api/v1/user/signin", "", &body)
                }),
            ),
        }
    }

    /// Reads of these paths.
    pub fn reading(address: SocketAddr, paths: &[String], token: &str) -> Result<Self> {
        Self::write(address, paths.iter().map(|path| get(path, token)))
    }

    fn write(address: SocketAddr, requests: impl IntoIterator<Item = Raw>) -> Result<Self> {
        let file = folder().join("requests");
        let mut text = String::new();
        for Raw { mut head, body } in requests {
            write!(head, "Host: {address}\r\n\r\n{body}")?;
            write!(text, "{}\n{head}", head.len())?;
        }
        std::fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
        Ok(Self { address, file })
    }
}

/// A request as sent, except for the host.
struct Raw {
    head: String,
    body: String,
}

fn read_path(id: &str) -> String {
    format!("/api/v1/blog/{id}")
}

/// Without a token.
fn for_anyone(path: &str) -> Raw {
    Raw { head: format!("GET {path} HTTP/1.1\r\n"), body: String::new() }
}

/// What a browser says of the answers that it can read.
pub const BROWSER: &str = "gzip, deflate, br, zstd";

/// Without a token, for an answer that may be compressed.
fn for_a_browser(path: &str) -> Raw {
    let Raw { head, body } = for_anyone(path);
    Raw { head: format!("{head}Accept-Encoding: {BROWSER}\r\n"), body }
}

fn get(path: &str, token: &str) -> Raw {
    Raw {
        head: format!("GET {path} HTTP/1.1\r\nAuthorization: Bearer {token}\r\n"),
        body: String::new(),
    }
}

fn post(path: &str, token: &str, body: &Value) -> Raw {
    let body = body.to_string();
    let mut head = format!(
        "POST {path} HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n",
        body.len()
    );
    if !token.is_empty() {
        head += &format!("Authorization: Bearer {token}\r\n");
    }
    Raw { head, body }
}

/// A post of 1 kB.
pub fn new_post() -> Value {
    json!({ "title": "Written by the bench", "content": "0123456789abcdef".repeat(64) })
}
