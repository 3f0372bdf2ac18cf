//! The application behind Caddy with the configuration of `deploy/Caddyfile`, over TLS.

use std::{
    io,
    net::Ipv4Addr,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use connectly_local::{proxies, workspace};
use connectly_tests::{
    App, PASSWORD, Stage,
    proxy::{Proxy, cookie, header},
};
use reqwest::{Client, Method, RequestBuilder, Response, Url, redirect::Policy};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{
        ClientConfig, RootCertStore,
        pki_types::{CertificateDer, ServerName, pem::PemObject},
    },
};

const POSTS: &str = "/api/v1/blog";
const ME: &str = "/api/v1/user/me";
const SIGN_UP: &str = "/api/v1/user/signup";

/// How long a client may take for its headers, with some time for Caddy to notice.
const HEADERS_LIMIT: Duration = Duration::from_secs(20);

/// How long Caddy may take to make a certificate for itself. After a failure it waits a minute.
const CERTIFICATE_LIMIT: Duration = Duration::from_secs(90);

/// A running Caddy in front of an application. It ends with this value.
struct Caddy {
    _proxy: Proxy,
    http_port: u16,
    https_port: u16,
    /// Where a [tunnel](tunnel) to its https begins.
    base: Url,
    http: Client,
}

impl Caddy {
    async fn before(app: &App) -> Self {
        let upstream = app.base().authority().to_owned();
        let (proxy, [http_port, https_port]) =
            Proxy::start(&proxies::CADDY, |command, folder, [http_port, https_port]| {
                let file = workspace::root().join("deploy/Caddyfile");
                command.args(["run", "--adapter", "caddyfile", "--config"]).arg(file);
                // Certificates and its own state.
                for name in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"] {
                    command.env(name, folder);
                }
                command
                    .env("CONNECTLY_ADDRESS", "localhost")
                    .env("CONNECTLY_HTTP_PORT", http_port.to_string())
                    .env("CONNECTLY_HTTPS_PORT", https_port.to_string())
                    .env("CONNECTLY_UPSTREAM", &upstream);
            })
            .await;
        let tls = trust(proxy.folder());
        // Caddy listens before it has its certificate.
        let begin = Instant::now();
        while let Err(error) = connect(https_port, &tls).await {
            assert!(begin.elapsed() < CERTIFICATE_LIMIT, "no handshake: {error}\n{}", proxy.log());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let port = tunnel(https_port, tls).await;
        let base = Url::parse(&format!("http://127.0.0.1:{port}")).expect("a URL");
        let http = Client::builder().redirect(Policy::none()).build().expect("a client");
        Self { _proxy: proxy, http_port, https_port, base, http }
    }

    /// A request over https.
    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = self.base.join(path).expect("a path");
        self.http.request(method, url).header("host", format!("localhost:{}", self.https_port))
    }

    async fn sign_up(&self, name: &str) -> Response {
        let body = json!({"email": format!("{name}@example.com"), "password": PASSWORD});
        send(self.request(Method::POST, SIGN_UP).json(&body)).await
    }
}

/// A client that trusts only the authority that Caddy has made for itself in its folder.
fn trust(folder: &Path) -> TlsConnector {
    let file = folder.join("caddy/pki/authorities/local/root.crt");
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(file).expect("Caddy's certificate")).expect("a root");
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}

async fn connect(port: u16, tls: &TlsConnector) -> io::Result<TlsStream<TcpStream>> {
    let name = ServerName::try_from("localhost").expect("a name");
    tls.connect(name, TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?).await
}

/// Sends each connection on to a port of this machine over TLS, so that the tests' HTTP client needs
/// none. Returns the port at its beginning.
async fn tunnel(to: u16, tls: TlsConnector) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
    let port = listener.local_addr().expect("its own address").port();
    tokio::spawn(async move {
        while let Ok((mut inner, _)) = listener.accept().await {
            let tls = tls.clone();
            tokio::spawn(async move {
                let mut outer = connect(to, &tls).await?;
                copy_bidirectional(&mut inner, &mut outer).await
            });
        }
    });
    port
}

async fn send(request: RequestBuilder) -> Response {
    request.send().await.expect("an answer")
}

/// How long Caddy keeps a connection on which only this comes.
async fn kept(port: u16, text: &str) -> Duration {
    let begin = Instant::now();
    let mut connection = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.expect("Caddy");
    connection.write_all(text.as_bytes()).await.expect("Caddy reads");
    let mut rest = Vec::new();
    let end = tokio::time::timeout(HEADERS_LIMIT, connection.read_to_end(&mut rest)).await;
    // An end by a reset is one too.
    assert!(end.is_ok(), "the connection with {text:?} to port {port} is still open");
    begin.elapsed()
}

#[tokio::test]
async fn a_session_of_the_site_lives_over_tls_only() {
    let app = App::start().await;
    let caddy = Caddy::before(&app).await;
    let signed_up = caddy.sign_up("ada").await;
    assert_eq!(signed_up.status(), 201);
    let set = header(signed_up.headers(), "set-cookie");
    assert!(set.starts_with("__Host-session=") && set.ends_with("; Secure"), "{set}");
    let hsts = header(signed_up.headers(), "strict-transport-security");
    assert!(hsts.starts_with("max-age="), "{hsts}");
    let cookie = cookie(&signed_up);

    let with_cookie = |method, path| caddy.request(method, path).header("cookie", &cookie);
    let body = json!({"title": "First", "content": "c"});
    let written = send(with_cookie(Method::POST, POSTS).json(&body)).await;
    assert_eq!(written.status(), 201);
    let written: Value = written.json().await.unwrap();
    let path = format!("{POSTS}/{}", written["id"].as_str().expect("an id"));
    let read: Value = send(with_cookie(Method::GET, &path)).await.json().await.unwrap();
    assert_eq!(read["post"]["title"], "First");
    assert_eq!(send(caddy.request(Method::GET, "/readyz")).await.status(), 200);

    let plain = format!("http://localhost:{}{ME}", caddy.http_port);
    let plain = send(caddy.http.get(plain)).await;
    assert_eq!(plain.status(), 308);
    assert_eq!(header(plain.headers(), "location"), format!("https://localhost{ME}"));
}

#[tokio::test]
async fn a_post_is_saved_on_the_condition_that_a_compressed_answer_gave() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    let caddy = Caddy::before(&app).await;
    let path = format!("{POSTS}/{id}");
    let request = |method, path: &str| {
        caddy.request(method, path).bearer_auth(ada.jwt()).header("accept-encoding", "gzip")
    };
    let put = async |tag: &str, title: &str| {
        // Caddy doesn't compress answers of less than 512 bytes.
        let body = json!({"id": id, "title": title, "content": "long ".repeat(1_000)});
        send(request(Method::PUT, POSTS).header("if-match", tag).json(&body)).await
    };
    assert_eq!(put("\"1\"", "Second").await.status(), 200);

    let read = send(request(Method::GET, &path)).await;
    assert_eq!((read.status().as_u16(), header(read.headers(), "content-encoding")), (200, "gzip"));
    let tag = header(read.headers(), "etag").to_owned();
    let known = send(request(Method::GET, &path).header("if-none-match", &tag)).await;
    assert_eq!(known.status(), 304);

    assert_eq!(put(&tag, "Third").await.status(), 200);
    assert_eq!(put(&tag, "Lost").await.status(), 412);
    let changed = send(request(Method::GET, &path).header("if-none-match", &tag)).await;
    assert_eq!(changed.status(), 200);
    assert_eq!(ada.read_post(&id).await.body["post"]["title"], "Third");
}

#[tokio::test]
async fn a_client_is_counted_whatever_it_says_of_its_address() {
    let stage = Stage::new().await.variable("trusted_proxies", "1");
    let app = stage.variable("limit_sign_up", "1/day").start().await;
    let caddy = Caddy::before(&app).await;
    assert_eq!(caddy.sign_up("ada").await.status(), 201);
    for forged in ["203.0.113.6", "Köln", "東京, 203.0.113.7"] {
        let body = json!({"email": "bob@example.com", "password": PASSWORD});
        let request = caddy.request(Method::POST, SIGN_UP).json(&body);
        let answer = send(request.header("x-forwarded-for", forged.as_bytes())).await;
        assert_eq!(answer.status(), 429, "{forged}");
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_told_so() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let caddy = Caddy::before(&app).await;
    let post = |size| {
        let request = caddy.request(Method::POST, POSTS).bearer_auth(ada.jwt());
        request.header("content-type", "application/json").body(vec![b' '; size])
    };
    let answer = send(post(3_000_000)).await;
    assert_eq!(answer.status(), 413);
    let problem: Value = answer.json().await.expect("our own answer");
    assert_eq!(problem["status"], 413);
    // This one is also too large for Caddy, which may end the connection before the answer is read.
    if let Ok(answer) = post(13_000_000).send().await {
        assert!([413, 502].contains(&answer.status().as_u16()), "{}", answer.status());
    }
    let me = caddy.request(Method::GET, ME).bearer_auth(ada.jwt());
    assert_eq!(send(me).await.status(), 200);
}

#[tokio::test]
async fn a_client_that_is_slow_with_its_headers_is_cut_off() {
    let app = App::start().await;
    let caddy = Caddy::before(&app).await;
    let (tunnel, head) = (caddy.base.port().expect("a port"), "GET / HTTP/1.1\r\nhost: localhost");
    let over_tls = kept(tunnel, head);
    let without_handshake = kept(caddy.https_port, "");
    let before_redirect = kept(caddy.http_port, head);
    let all = tokio::join!(over_tls, without_handshake, before_redirect);
    // Not because Caddy has refused them.
    assert!(<[_; 3]>::from(all).iter().all(|time| *time > Duration::from_secs(5)), "{all:?}");
    assert_eq!(send(caddy.request(Method::GET, "/healthz")).await.status(), 200);
}
