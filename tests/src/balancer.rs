//! HAProxy in front of several hosts, with the configuration of `deploy/haproxy.cfg`.

use std::time::{Duration, Instant};

use connectly_local::proxies::{
    HAPROXY,
    haproxy::{prepare, socket},
};
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
        let addresses: Vec<_> =
            hosts.iter().map(|host| host.base().authority().to_owned()).collect();
        let (proxy, [port]) = Proxy::start(&HAPROXY, |command, folder, [port]| {
            prepare(command, folder, port, &addresses).expect("its file");
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
