//! HAProxy in front of several hosts, with the configuration of `deploy/haproxy.cfg`.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use connectly_local::{proxies, workspace};
use reqwest::Url;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::UnixStream,
};

use crate::{App, proxy::Proxy};

/// How long a host may take to be in use, or out of it.
const LIMIT: Duration = Duration::from_secs(10);

/// A running HAProxy. It ends with this value.
pub struct Balancer {
    base: Url,
    proxy: Proxy,
}

impl Balancer {
    /// Starts one in front of these hosts, and waits until it uses all.
    ///
    /// # Panics
    /// When it doesn't.
    pub async fn before(hosts: &[App]) -> Self {
        let (proxy, [port]) = Proxy::start(&proxies::HAPROXY, |command, folder, [port]| {
            let file = folder.join("haproxy.cfg");
            fs::write(&file, configuration(folder, port, hosts)).expect("a file");
            command.arg("-db").arg("-f").arg(file);
        })
        .await;
        let base = Url::parse(&format!("http://127.0.0.1:{port}")).expect("a URL");
        let balancer = Self { base, proxy };
        for number in 0..hosts.len() {
            balancer.wait_until(number, |state| state.is_up).await;
        }
        balancer
    }

    /// Where it serves.
    pub fn base(&self) -> &Url {
        &self.base
    }

    /// Sends no more requests to a host, and waits until it has answered those that it has.
    ///
    /// # Panics
    /// When that takes too long.
    pub async fn drain(&self, number: usize) {
        self.command(&format!("set server hosts/host{number} state drain")).await;
        self.wait_until(number, |state| state.requests == 0).await;
    }

    /// Uses another host in the place of a [drained](Self::drain) one.
    ///
    /// # Panics
    /// When that takes too long.
    pub async fn replace(&self, number: usize, host: &App) {
        let port = host.base().port().expect("a port");
        let server = format!("set server hosts/host{number}");
        self.command(&format!("{server} addr 127.0.0.1 port {port}")).await;
        self.command(&format!("{server} state ready")).await;
        self.wait_until(number, |state| state.is_up).await;
    }

    async fn wait_until(&self, number: usize, is_so: impl Fn(State) -> bool) {
        let begin = Instant::now();
        loop {
            let table = self.command("show stat").await;
            if is_so(state(&table, number)) {
                return;
            }
            assert!(begin.elapsed() < LIMIT, "host {number} is not as it should be:\n{table}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn command(&self, command: &str) -> String {
        let socket = socket(self.proxy.folder());
        let mut socket = UnixStream::connect(socket).await.expect("HAProxy's socket");
        socket.write_all(format!("{command}\n").as_bytes()).await.expect("HAProxy reads");
        let mut answer = String::new();
        socket.read_to_string(&mut answer).await.expect("HAProxy answers");
        answer
    }
}

/// What HAProxy says of a host.
struct State {
    is_up: bool,
    /// In flight.
    requests: usize,
}

/// From the answer to `show stat`: columns separated by commas, with their names in the first line.
fn state(table: &str, number: usize) -> State {
    let mut lines = table.trim_start_matches("# ").lines();
    let names: Vec<_> = lines.next().unwrap_or_default().split(',').collect();
    let host = lines.find(|line| line.starts_with(&format!("hosts,host{number},")));
    let values: Vec<_> = host.expect("the host").split(',').collect();
    let value = |name| values[names.iter().position(|each| *each == name).expect("a column")];
    let count = |name| value(name).parse::<usize>().expect("a number");
    State { is_up: value("status").starts_with("UP"), requests: count("qcur") + count("scur") }
}

/// The file with the tests' hosts and places.
fn configuration(folder: &Path, port: u16, hosts: &[App]) -> String {
    let deploy = workspace::root().join("deploy");
    let mut text = fs::read_to_string(deploy.join("haproxy.cfg")).expect("the configuration");
    for (theirs, ours) in [
        ("/run/haproxy/admin.sock mode", format!("{} mode", socket(folder).display())),
        ("unix@/run/haproxy/", format!("unix@{}/", folder.display())),
        ("127.0.0.1:8080", format!("127.0.0.1:{port}")),
        (
            "/etc/haproxy/errors/connectly.http",
            deploy.join("haproxy-503.http").display().to_string(),
        ),
        ("    server host1 10.0.0.11:3000\n", String::new()),
        ("    server host2 10.0.0.12:3000\n", String::new()),
    ] {
        assert!(text.contains(theirs), "deploy/haproxy.cfg lacks {theirs:?}");
        text = text.replace(theirs, &ours);
    }
    for (number, host) in hosts.iter().enumerate() {
        let address = host.base().authority();
        writeln!(text, "    server host{number} {address}").expect("a line");
    }
    text
}

fn socket(folder: &Path) -> PathBuf {
    folder.join("socket")
}
