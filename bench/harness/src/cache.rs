//! nginx as a shared cache in front of a contestant. It keeps what an answer allows it to keep, for as long
//! as the answer says; nothing here makes it keep more.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use connectly_local::process;
use connectly_local::proxies::NGINX;
use tempfile::TempDir;

use crate::files::temporary_folder;
use crate::server::{Server, free_address};

/// What its contestants have at the end of their names.
pub const SUFFIX: &str = "-nginx";

/// A running cache with its files. The parts are in the order in which they end.
pub struct Cache {
    pub server: Server,
    _folder: TempDir,
}

/// Gets nginx if it is missing.
pub async fn prepare() -> Result<()> {
    NGINX.find_or_install().await.map(drop)
}

/// Its name and version.
pub async fn version() -> Result<String> {
    let program = NGINX.find_or_install().await?;
    let output = process::command(program).arg("-v").output().await.context("nginx -v")?;
    let text = String::from_utf8_lossy(&output.stderr);
    Ok(text.trim().trim_start_matches("nginx version: ").replace('/', " "))
}

impl Cache {
    pub async fn before(origin: SocketAddr) -> Result<Self> {
        let program = NGINX.find_or_install().await?;
        let folder = temporary_folder().context("cannot create a temporary folder")?;
        let address = free_address()?;
        let file = folder.path().join("nginx.conf");
        fs::write(&file, configuration(folder.path(), address, origin))?;
        let mut command = Command::new(program);
        command.arg("-p").arg(folder.path()).arg("-c").arg(file).args(["-e", "stderr"]);
        let server = Server::listening("nginx", command.into(), address).await?;
        Ok(Self { server, _folder: folder })
    }
}

/// Debian's settings where they matter for speed, with a cache, and with connections to the origin that
/// last. The lines of the cache are those of the test `shared_cache`.
fn configuration(folder: &Path, listen: SocketAddr, origin: SocketAddr) -> String {
    let folder = folder.display();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("    {name}_temp_path {folder}/{name};\n"))
        .concat();
    format!(
        r#"
daemon off;
pid {folder}/pid;
worker_processes auto;
worker_rlimit_nofile 8192;
events {{ worker_connections 4096; }}
http {{
    access_log {folder}/access.log;
    sendfile on;
    tcp_nopush on;
{temporary}
    proxy_cache_path {folder}/cache keys_zone=pages:10m;
    upstream origin {{
        server {origin};
        keepalive 32;
    }}
    server {{
        listen {listen};
        location / {{
            proxy_pass http://origin;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            proxy_cache pages;
            proxy_cache_revalidate on;
            proxy_cache_background_update on;
        }}
    }}
}}
"#
    )
}
