//! Starting, stopping, and what goes wrong at the start.

use std::net::TcpListener;

use crate::app::{App, Runtime};

#[tokio::test]
async fn the_routes_are_printed_with_the_real_address() {
    let app = App::new("description = \"asks\"").start();
    let route = format!("  probe: http://{}/probe (wildcard)", app.address);
    let never = || false;
    app.process.stdout.wait_for("Available Routes:", never).expect("the heading");
    assert_eq!(app.process.stdout.wait_for("  probe: ", never), Some(route));
    assert_eq!(app.process.stdout.wait_for("asks", never).as_deref(), Some("    asks"));
    assert_ne!(app.address.port(), 0);
}

#[tokio::test]
async fn what_components_print_goes_to_stderr() {
    let app = App::new("").start();
    app.get("/probe/print/word").await.json();
    for line in ["word to stdout", "word to stderr"] {
        let found = app.process.stderr.wait_for(line, || false);
        assert_eq!(found.as_deref(), Some(line));
    }
}

#[tokio::test]
async fn quiet_throws_away_what_components_print() {
    let mut app = App::new("").arguments(&["--quiet"]).start();
    app.get("/probe/print/word").await.json();
    app.terminate();
    app.process.wait();
    assert!(!app.process.stderr.text().contains("word"));
}

#[tokio::test]
async fn the_runtime_ends_well_when_told_to() {
    let mut app = App::new("").start();
    // Leaves an idle instance behind, which must not cause output.
    app.get("/probe/headers").await.json();
    app.terminate();
    let status = app.process.wait();
    assert!(status.success(), "{status}");
    let said = app.process.stderr.text();
    assert!(!said.contains("panicked") || Runtime::get() == Runtime::Spin, "{said}");
}

#[test]
fn an_address_in_use_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("its address").to_string();
    let said = App::new("").listen(&address).fail();
    assert!(said.contains(&address), "{said}");
}

#[test]
fn a_component_that_is_not_built_is_named() {
    let missing = std::path::Path::new("missing.wasm");
    let said = App::with_source(missing, "").fail();
    assert!(said.contains("missing.wasm"), "{said}");
}

#[test]
fn a_file_that_is_not_a_component_is_refused() {
    let said = App::with_source("text.wasm".as_ref(), "").file("text.wasm", "text").fail();
    assert!(said.contains("text.wasm") || said.contains("probe"), "{said}");
}

#[test]
fn what_no_manifest_can_have_is_refused() {
    for (addition, name) in [
        ("no_such_key = 1", "no_such_key"),
        ("[component.probe.variables]\na = \"{{ missing }}\"", "missing"),
        ("[component.probe.variables]\na = \"{{ open\"", "{{"),
        ("[variables]\na = {}", "default"),
        ("allowed_outbound_hosts = [\"no scheme\"]", "scheme"),
    ] {
        let said = App::new(addition).fail();
        assert!(said.contains(name), "{addition}: {said}");
    }
}

#[test]
fn what_no_runtime_config_can_have_is_refused() {
    for (config, name) in
        [("no_such_key = 1", "no_such_key"), ("[outbound_pg]\nno_such_key = 1", "no_such_key")]
    {
        let said = App::new("").runtime_config(config).fail();
        assert!(said.contains(name), "{said}");
    }
}
