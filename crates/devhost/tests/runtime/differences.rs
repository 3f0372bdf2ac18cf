//! How this host differs from Spin. Each test says what each of the two does. The README lists them
//! all.

use std::sync::Arc;
use std::time::Duration;

use rcgen::{BasicConstraints, Certificate, CertificateParams, DnType, IsCa, KeyPair};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

use crate::app::{App, Runtime, guest};
use crate::database::Database;

/// Starts an application that the development host refuses, saying `complaint`.
#[track_caller]
fn only_spin_starts(app: App, complaint: &str) {
    match Runtime::get() {
        Runtime::Devhost => {
            let said = app.fail();
            assert!(said.contains(complaint), "{said}");
            assert!(said.contains("use Spin"), "{said}");
        }
        Runtime::Spin => drop(app.start()),
    }
}

#[test]
fn a_key_that_the_project_does_not_use_is_refused() {
    for (addition, key) in [
        ("key_value_stores = [\"default\"]", "component.probe.key_value_stores"),
        ("environment = { A = \"b\" }", "component.probe.environment"),
    ] {
        only_spin_starts(App::new(addition), key);
    }
    let patterns = App::new("files = [\"*.txt\"]").file("a.txt", "a");
    only_spin_starts(patterns, "component.probe.files");
    let config = "[outbound_networking]\nblock_networks = [\"private\"]";
    only_spin_starts(App::new("").runtime_config(config), "outbound_networking");
}

#[test]
fn a_private_route_is_refused() {
    let private = "[[trigger.http]]\nroute = { private = true }\ncomponent = \"probe\"";
    let app = App::new(private);
    match Runtime::get() {
        Runtime::Devhost => assert!(app.fail().contains("route = { private = true }")),
        Runtime::Spin => drop(app.start()),
    }
}

#[test]
fn a_host_that_is_neither_postgres_nor_http_is_refused() {
    for host in
        ["redis://example.com", "*://*:*", "postgres://*.example.com", "postgres://10.0.0.0/8"]
    {
        let allowed = format!("allowed_outbound_hosts = [\"{host}\"]");
        only_spin_starts(App::new(&allowed), host);
    }
}

#[test]
fn an_option_that_the_project_does_not_use_is_refused() {
    for (arguments, complaint) in [
        (&["--find-free-port"][..], "--find-free-port"),
        (&["--max-instance-reuse-count", "1..8"], "1..8"),
        (&["--idle-instance-timeout", "1..8s"], "1..8s"),
    ] {
        let app = App::new("").arguments(arguments);
        match Runtime::get() {
            Runtime::Devhost => assert!(app.fail().contains(complaint)),
            Runtime::Spin => drop(app.start()),
        }
    }
    let app = App::new("").file("value.txt", "x").arguments(&["--variable", "a=@value.txt"]);
    only_spin_starts(app, "a=@value.txt");
}

#[test]
fn a_component_for_wasi_of_2023_is_refused() {
    let said = App::with_source("component.wasm".as_ref(), "")
        .file(
            "component.wasm",
            component(None, Some("wasi:http/incoming-handler@0.2.0-rc-2023-11-10")),
        )
        .fail();
    if Runtime::get() == Runtime::Devhost {
        assert!(said.contains("component \"probe\": exports neither"), "{said}");
    }
}

#[tokio::test]
async fn instances_for_the_candidate_are_reused() {
    let app = App::with_source(&guest("connectly-probe-rc"), "").start();
    app.get("/probe/instance/0").await.json();
    let total = app.get("/probe/instance/0").await.json()["total"].clone();
    match Runtime::get() {
        // As in Spin 4.0.
        Runtime::Devhost => assert_eq!(total, 2),
        // Spin 4.1 makes a new instance for each request.
        Runtime::Spin => assert!(total == 1 || total == 2, "{total}"),
    }
}

#[tokio::test]
async fn what_components_for_wasi_0_2_find_in_spin_3_can_be_imitated() {
    let database = Database::create().await;
    let mut app = database.app_with(&guest("connectly-probe-0-2"));
    if Runtime::get() == Runtime::Devhost {
        app = app.arguments(&["--imitate", "3.6"]);
    }
    let app = app.start();
    let error =
        database.run(&app, "select 1 / (n - 2) from generate_series(1, 3) n").await["error"]
            .clone();
    assert_eq!(error["kind"], "query failed");
    if Runtime::get() == Runtime::Devhost {
        let text = "db error: ERROR: division by zero\n\nCaused by:\n    ERROR: division by zero";
        // With RUST_BACKTRACE, a backtrace follows, as in Spin.
        assert!(error["text"].as_str().is_some_and(|found| found.starts_with(text)), "{error}");
        let reply = database.run(&app, "select 1 where false").await;
        assert_eq!(reply, json!({ "columns": [], "rows": [] }));
    }
}

#[test]
fn the_host_can_be_made_faster_than_spin() {
    let app = App::new("").arguments(&["--like-spin=off"]);
    match Runtime::get() {
        Runtime::Devhost => drop(app.start()),
        Runtime::Spin => drop(app.fail()),
    }
}

#[tokio::test]
async fn a_blocking_query_without_a_row_ends_the_instance() {
    let database = Database::create().await;
    let app = database.app_with(&guest("connectly-probe-0-2")).start();
    let reply = database.send_task(&app, "select 1 where false", json!({}));
    let reply = tokio::time::timeout(Duration::from_secs(2), reply).await;
    match (Runtime::get(), reply) {
        (Runtime::Devhost, reply) => {
            let reply = reply.expect("an answer");
            assert_eq!((reply.status.as_u16(), reply.body.len()), (500, 0));
            app.process.stderr.contains("Spin 4.0 never answers a blocking query").await;
        }
        // Spin 4.0 never answers, other releases do.
        (Runtime::Spin, Err(_)) => {}
        (Runtime::Spin, Ok(reply)) => assert_eq!(reply.json()["rows"], json!([])),
    }
    assert!(database.run(&app, "select 1").await["rows"].is_array());
}

#[test]
fn an_import_that_the_host_does_not_have_is_named() {
    for import in ["spin:key-value/key-value@3.0.0", "wasi:http/types@0.2.0"] {
        let said = App::with_source("component.wasm".as_ref(), "")
            .file("component.wasm", component(Some(import), Some("wasi:http/handler@0.3.0")))
            .fail();
        if Runtime::get() == Runtime::Devhost {
            assert!(said.contains("component \"probe\" needs what"), "{said}");
            assert!(said.contains(import), "{said}");
        }
    }
}

#[test]
fn an_unknown_variable_in_an_allowed_host_is_refused_at_the_start() {
    let app = App::new("allowed_outbound_hosts = [\"postgres://{{ nobody }}\"]");
    match Runtime::get() {
        Runtime::Devhost => assert!(app.fail().contains("nobody")),
        // It fails when the component connects.
        Runtime::Spin => drop(app.start()),
    }
}

#[test]
fn a_dotenv_that_cannot_be_read_is_refused_at_the_start() {
    let app = App::new("").file(".env", "not a line of dotenv\n");
    match Runtime::get() {
        Runtime::Devhost => assert!(app.fail().contains(".env")),
        // It fails when a component asks for a variable.
        Runtime::Spin => drop(app.start()),
    }
}

#[tokio::test]
async fn a_certificate_that_only_openssl_accepts_is_refused() {
    let key = KeyPair::generate().expect("a key");
    let mut its_own_authority = CertificateParams::new(["localhost".to_owned()]).expect("a name");
    its_own_authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let mut without_an_alternative_name = CertificateParams::default();
    without_an_alternative_name.distinguished_name.push(DnType::CommonName, "localhost");
    for parameters in [its_own_authority, without_an_alternative_name] {
        let certificate = parameters.self_signed(&key).expect("a certificate");
        let port = tls_server(&certificate, &key).await;
        let allowed = format!("allowed_outbound_hosts = [\"postgres://localhost:{port}\"]");
        let app = App::new(&allowed).start();
        let task = json!({
            "address": format!("host=localhost port={port} user=u sslmode=require"),
            "statement": "select 1",
            "caRoot": certificate.pem(),
        });
        let error = app.post("/probe/postgres", task.to_string()).await.json()["error"].clone();
        assert_eq!(error["kind"], "connection failed", "{error}");
        let is_refused = error["text"].as_str().is_some_and(|text| text.contains("certificate"));
        // Spin goes on, and finds that this is no Postgres.
        assert_eq!(is_refused, Runtime::get() == Runtime::Devhost, "{error}");
    }
}

/// Offers TLS as Postgres does, and nothing else. Returns its port.
async fn tls_server(certificate: &Certificate, key: &KeyPair) -> u16 {
    let key = PrivatePkcs8KeyDer::from(key.serialize_der()).into();
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions of TLS")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .expect("a certificate and its key");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("its address").port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 8];
            if stream.read_exact(&mut request).await.is_ok() && stream.write_all(b"S").await.is_ok()
            {
                drop(TlsAcceptor::from(Arc::new(config.clone())).accept(stream).await);
            }
        }
    });
    port
}

#[tokio::test]
async fn a_decimal_that_is_too_large_is_an_error() {
    let database = Database::create().await;
    let app = database.app().start();
    let reply = database.send_task(&app, "select 1e40::numeric", json!({})).await;
    match Runtime::get() {
        Runtime::Devhost => assert_eq!(reply.json()["error"]["kind"], "query failed"),
        // Spin uses an older crate for decimals, which panics and ends the instance.
        Runtime::Spin => assert_eq!(reply.status, 500),
    }
}

#[tokio::test]
async fn nothing_is_written_beside_the_manifest() {
    let app = App::new("").start();
    app.get("/probe/print/word").await.json();
    let logs = app.process.folder.join(".spin/logs");
    assert_eq!(logs.exists(), Runtime::get() == Runtime::Spin);
}

#[tokio::test]
async fn folders_are_not_copied_at_the_start() {
    let app = App::new("files = [{ source = \".\", destination = \"/\" }]")
        .file("a.txt", "before")
        .start();
    assert_eq!(app.get("/probe/file/a.txt").await.json()["text"], "before");
    std::fs::write(app.process.folder.join("a.txt"), "after").expect("a file");
    let text = app.get("/probe/file/a.txt").await.json()["text"].clone();
    assert_eq!(text == "after", Runtime::get() == Runtime::Devhost, "{text}");
}

#[tokio::test]
async fn requests_in_flight_may_end_after_the_signal() {
    let mut app = App::new("").start();
    let (reply, ()) = tokio::join!(app.try_get("/probe/slow/1000"), async {
        app.process.stderr.contains("slow for 1000 ms").await;
        app.terminate();
    });
    assert_eq!(reply.is_ok(), Runtime::get() == Runtime::Devhost);
    assert!(app.process.wait().success());
}

/// A component that has only an import, which is an instance with the function `f`, and an export,
/// which is an empty instance.
fn component(import: Option<&str>, export: Option<&str>) -> Vec<u8> {
    fn section(id: u8, content: &[u8]) -> Vec<u8> {
        [&[id, content.len() as u8], content].concat()
    }
    fn named(name: &str, rest: &[u8]) -> Vec<u8> {
        [&[1, 0, name.len() as u8], name.as_bytes(), rest].concat()
    }
    const TYPE: u8 = 7;
    const INSTANCE: u8 = 5;
    const IMPORT: u8 = 10;
    const EXPORT: u8 = 11;
    let mut bytes = b"\0asm\x0d\0\x01\0".to_vec();
    let mut instances = 0;
    if let Some(name) = import {
        // One type: an instance (0x42) of two declarations, the type of a function without
        // parameters and result, and `f` of that type. One import of it.
        const FUNCTION: [u8; 5] = [1, 0x40, 0, 1, 0];
        const F: [u8; 6] = [4, 0, 1, b'f', 1, 0];
        bytes.extend(section(TYPE, &[&[1, 0x42, 2][..], &FUNCTION, &F].concat()));
        bytes.extend(section(IMPORT, &named(name, &[5, 0])));
        instances += 1;
    }
    if let Some(name) = export {
        // One instance made of no exports; one export of it, by its number.
        bytes.extend(section(INSTANCE, &[1, 1, 0]));
        bytes.extend(section(EXPORT, &named(name, &[5, instances, 0])));
    }
    bytes
}
