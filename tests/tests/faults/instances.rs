//! Guests that panic, beside guests that don't.

use std::time::{Duration, Instant};

use connectly_tests::{App, Stage, Traffic, environment};
use reqwest::{Client, Url};

use crate::trial::{Found, InjectedFault, Trial, crowd, length, turn};

/// The application of `spin.toml`, plus a component that does what ours must not.
fn manifest_with_the_probe(folder: &std::path::Path) -> std::path::PathBuf {
    let root = connectly_local::workspace::root();
    let manifest = std::fs::read_to_string(root.join("spin.toml")).expect("the manifest");
    let source = |path: &str| format!("source = \"{}/{path}", root.display());
    let manifest = ["target/", "frontend/"].iter().fold(manifest, |manifest, path| {
        manifest.replace(&format!("source = \"{path}"), &source(path))
    });
    let probe = environment("CONNECTLY_PROBE");
    let manifest = format!(
        "{manifest}\n[[trigger.http]]\nroute = \"/probe/...\"\ncomponent = \"probe\"\n\n\
         [component.probe]\nsource = \"{probe}\"\n"
    );
    let file = folder.join("spin.toml");
    std::fs::write(&file, manifest).expect("a manifest");
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_takes_nobody_down_but_its_own_instance() {
    let _turn = turn().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let manifest = manifest_with_the_probe(folder.path());
    let app = Stage::new().await.manifest(&manifest).start().await;
    let people = crowd(&app).await;
    let trial = Trial::begin(InjectedFault::Panics, &app, app.database(), &people).await;
    let traffic = Traffic::begin(&people, 8, 8).await;

    let panics = length(100, 1_000);
    let begin = Instant::now();
    panic_often(&app, panics).await;
    let took = begin.elapsed();
    let recovery = traffic.recovery(Instant::now()).await;

    let outcome = traffic.end().await;
    outcome.balance(app.database()).await;
    let remark = format!(
        "{panics} panics in {:.1} s, each answered by the host with 500, in a separate \
         component, because ours don't panic.",
        took.as_secs_f64()
    );
    let found = Found::of(&outcome, recovery, remark);
    trial.end("Guests that panic", found).await;
}

/// Lets the probe panic this many times, a few at once.
async fn panic_often(app: &App, panics: usize) {
    let panicking: Vec<_> = (0..8)
        .map(|client| {
            let url: Url = app.base().join("/probe/panic").expect("a path");
            tokio::spawn(async move {
                let http = Client::new();
                for _ in (client..panics).step_by(8) {
                    let begin = Instant::now();
                    let answer = http.get(url.clone()).send().await.expect("an answer");
                    assert_eq!(answer.status(), 500);
                    assert!(begin.elapsed() < Duration::from_secs(5));
                }
            })
        })
        .collect();
    for client in panicking {
        client.await.expect("every panic is answered");
    }
}
