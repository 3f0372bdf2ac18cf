//! A Postgres with TLS, which the tests of TLS share.

use std::fs::Permissions;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::Instant;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use serde_json::{Value, json};

use crate::app::{App, PATIENCE, Running};

/// `nobody`, to whom root gives the server, because Postgres doesn't run as root.
const NOBODY: u32 = 65_534;

/// Runs the server until this process ends, however it ends, and cleans up. Ctrl-C reaches this
/// process too.
const UNTIL_STDIN_ENDS: &str = r#"trap '' INT; folder=$1; shift
"$@" 2>"$folder/log" & read -r _; kill -QUIT $!; wait $!; rm -r "$folder""#;

/// A server with a certificate for `localhost`.
pub struct TlsPostgres {
    port: u16,
    /// The authority that vouches for it, in PEM.
    pub authority: String,
    /// The authority's file.
    pub authority_file: PathBuf,
    // Its end is the server's.
    _server: Child,
}

impl TlsPostgres {
    /// The one for all tests.
    pub fn get() -> &'static Self {
        static SERVER: LazyLock<TlsPostgres> = LazyLock::new(TlsPostgres::start);
        &SERVER
    }

    /// An application that may reach it by name and by number.
    pub fn app(&self, source: &Path) -> App {
        let port = self.port;
        let hosts = format!("[\"postgres://localhost:{port}\", \"postgres://127.0.0.1:{port}\"]");
        App::with_source(source, &format!("allowed_outbound_hosts = {hosts}"))
    }

    /// Asks over a new pool whether the connection is encrypted. `task` has further fields of the
    /// probe's task.
    pub async fn ask(&self, app: &Running, host_and_mode: &str, task: Value) -> Value {
        let port = self.port;
        let mut full = json!({
            "address": format!("{host_and_mode} port={port} user=postgres password=secret"),
            "statement": "select ssl from pg_stat_ssl where pid = pg_backend_pid()",
        });
        let fields = full.as_object_mut().expect("an object");
        fields.extend(task.as_object().expect("an object").clone());
        app.post("/probe/postgres", full.to_string()).await.json()
    }

    fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("connectly-tls-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for Postgres");
        let authority = Authority::new();
        let (certificate, key) = authority.certify("localhost");
        for (name, text) in [
            ("authority.pem", authority.pem()),
            ("server.pem", &certificate),
            ("server.key", &key),
            ("password", "secret"),
        ] {
            let file = folder.join(name);
            std::fs::write(&file, text).expect("a file for Postgres");
            std::fs::set_permissions(&file, Permissions::from_mode(0o600)).expect("protected");
            give_away(&file);
        }
        give_away(&folder);
        initialize(&folder);
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
        let port = port.expect("a free port").port();
        let server = serve(&folder, port);
        wait_for(&folder, port);
        Self {
            port,
            authority: authority.pem().to_owned(),
            authority_file: folder.join("authority.pem"),
            _server: server,
        }
    }
}

/// Who vouches for servers.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Authority {
    pub fn new() -> Self {
        let mut parameters = CertificateParams::new(Vec::new()).expect("parameters");
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let pem = parameters.self_signed(&key).expect("a certificate").pem();
        Self { issuer: Issuer::new(parameters, key), pem }
    }

    /// Its certificate.
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// A certificate for a server and its key.
    fn certify(&self, name: &str) -> (String, String) {
        let key = KeyPair::generate().expect("a key");
        let parameters = CertificateParams::new([name.to_owned()]).expect("parameters");
        let certificate = parameters.signed_by(&key, &self.issuer).expect("a certificate");
        (certificate.pem(), key.serialize_pem())
    }
}

/// Creates the cluster.
fn initialize(folder: &Path) {
    let mut initdb = command(&program("initdb"), folder);
    initdb.arg("--pgdata").arg(folder.join("data"));
    initdb.arg("--pwfile").arg(folder.join("password"));
    initdb.args(["--username", "postgres", "--auth", "scram-sha-256", "--no-sync"]);
    let output = initdb.output().expect("initdb");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn serve(folder: &Path, port: u16) -> Child {
    let mut shell = command(Path::new("sh"), folder);
    shell.args(["-c", UNTIL_STDIN_ENDS, "sh"]).arg(folder).arg(program("postgres"));
    shell.arg("-D").arg(folder.join("data"));
    let path = |name: &str| folder.join(name).display().to_string();
    for (setting, value) in [
        ("port", &*port.to_string()),
        ("listen_addresses", "127.0.0.1"),
        ("unix_socket_directories", ""),
        ("fsync", "off"),
        ("ssl", "on"),
        ("ssl_cert_file", &path("server.pem")),
        ("ssl_key_file", &path("server.key")),
    ] {
        shell.arg("-c").arg(format!("{setting}={value}"));
    }
    shell.stdin(Stdio::piped()).stdout(Stdio::null());
    shell.spawn().expect("a Postgres")
}

fn wait_for(folder: &Path, port: u16) {
    let start = Instant::now();
    let log = || std::fs::read_to_string(folder.join("log")).unwrap_or_default();
    while !log().contains("ready to accept connections") {
        assert!(start.elapsed() < PATIENCE, "no Postgres on port {port}:\n{}", log());
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

fn program(name: &str) -> PathBuf {
    let folder = std::env::var_os("CONNECTLY_POSTGRES_BIN");
    let folder = folder.expect("CONNECTLY_POSTGRES_BIN is not set. It names Postgres's programs");
    Path::new(&folder).join(name)
}

/// A command in the folder, run by its owner.
fn command(program: &Path, folder: &Path) -> Command {
    let owner = folder.metadata().expect("the folder").uid();
    let mut command = Command::new(program);
    command.current_dir(folder);
    if owner == NOBODY {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

/// Gives a file to `nobody` if it is root's.
fn give_away(file: &Path) {
    if file.metadata().expect("a file").uid() == 0 {
        chown(file, Some(NOBODY), Some(NOBODY)).expect("given to nobody");
    }
}
