//! TLS to Postgres.

use serde_json::{Value, json};

use crate::app::{guest, probe};
use crate::database::Database;
use crate::tls_postgres::{Authority, TlsPostgres};

fn rows(encrypted: bool) -> Value {
    json!([[format!("DbValue::Boolean({encrypted})")]])
}

#[track_caller]
fn assert_refused(reply: &Value, why: &str) {
    let error = &reply["error"];
    assert_eq!(error["kind"], "connection failed", "{reply}");
    let text = error["text"].as_str().expect("a text").to_lowercase();
    assert!(text.contains(why), "{text}");
}

#[tokio::test]
async fn is_used_with_a_root_that_the_component_gives() {
    let postgres = TlsPostgres::get();
    let root = json!({ "caRoot": postgres.authority });
    for source in [probe(), guest("connectly-probe-rc")] {
        let app = postgres.app(&source).start();
        for mode in ["", "sslmode=prefer", "sslmode=require"] {
            let reply = postgres.ask(&app, &format!("host=localhost {mode}"), root.clone()).await;
            assert_eq!(reply["rows"], rows(true), "{mode}: {reply}");
        }
    }
}

#[tokio::test]
async fn is_used_with_a_root_of_the_system() {
    let postgres = TlsPostgres::get();
    let file = postgres.authority_file.display().to_string();
    for source in [probe(), guest("connectly-probe-0-2")] {
        let app = postgres.app(&source).environment("SSL_CERT_FILE", &file).start();
        let reply = postgres.ask(&app, "host=localhost sslmode=require", json!({})).await;
        assert_eq!(reply["rows"], rows(true), "{reply}");
    }
}

#[tokio::test]
async fn does_not_trust_an_unknown_certificate_and_does_not_go_on_without() {
    let postgres = TlsPostgres::get();
    let app = postgres.app(&probe()).start();
    let stranger = json!({ "caRoot": Authority::new().pem() });
    for mode in ["", "sslmode=prefer", "sslmode=require"] {
        for task in [json!({}), json!({ "caRoot": "" }), stranger.clone()] {
            let reply = postgres.ask(&app, &format!("host=localhost {mode}"), task).await;
            assert_refused(&reply, "certificate");
        }
    }
}

#[tokio::test]
async fn does_not_lend_a_roots_pool_to_who_does_not_give_it() {
    let postgres = TlsPostgres::get();
    let app = postgres.app(&probe()).start();
    let root = json!({ "caRoot": postgres.authority });
    let address = "host=localhost sslmode=require";
    assert_eq!(postgres.ask(&app, address, root).await["rows"], rows(true));
    assert_refused(&postgres.ask(&app, address, json!({})).await, "certificate");
}

#[tokio::test]
async fn does_not_trust_a_certificate_for_another_name() {
    let postgres = TlsPostgres::get();
    let app = postgres.app(&probe()).start();
    let root = json!({ "caRoot": postgres.authority });
    for mode in ["prefer", "require"] {
        let address = format!("host=127.0.0.1 sslmode={mode}");
        assert_refused(&postgres.ask(&app, &address, root.clone()).await, "certificate");
    }
}

#[tokio::test]
async fn can_be_switched_off() {
    let postgres = TlsPostgres::get();
    let app = postgres.app(&probe()).start();
    for task in [json!({}), json!({ "caRoot": postgres.authority })] {
        let reply = postgres.ask(&app, "host=127.0.0.1 sslmode=disable", task).await;
        assert_eq!(reply["rows"], rows(false), "{reply}");
    }
}

#[tokio::test]
async fn is_done_without_only_if_the_component_does_not_require_it() {
    let database = Database::create().await;
    let app = database.app().start();
    let with = |mode: &str| json!({ "address": format!("{} {mode}", database.address()) });
    for mode in ["", "sslmode=prefer", "sslmode=disable"] {
        let reply = database.run_task(&app, "select 1", with(mode)).await;
        assert!(reply["rows"].is_array(), "{mode}: {reply}");
    }
    let reply = database.run_task(&app, "select 1", with("sslmode=require")).await;
    assert_refused(&reply, "server does not support tls");
}

#[tokio::test]
async fn needs_a_certificate_as_root() {
    let postgres = TlsPostgres::get();
    let app = postgres.app(&probe()).start();
    let nonsense = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for text in ["no certificate", nonsense] {
        let reply = postgres.ask(&app, "host=localhost", json!({ "caRoot": text })).await;
        assert_eq!(reply["error"]["kind"], "other", "{reply}");
        let text = reply["error"]["text"].as_str().expect("a text");
        assert!(text.starts_with("invalid root certificate: "), "{text}");
    }
}
