//! The folders that a component sees.

use serde_json::Value;

use crate::app::{App, Running};

fn app() -> Running {
    App::new("files = [{ source = \".\", destination = \"/\" }]").file("a.txt", "text").start()
}

async fn file(app: &Running, name: &str) -> Value {
    app.get(&format!("/probe/file/{name}")).await.json()
}

#[tokio::test]
async fn are_read_and_not_written() {
    let app = app();
    let reply = file(&app, "a.txt").await;
    assert_eq!((&reply["text"], &reply["writable"]), (&"text".into(), &false.into()));
    assert_eq!(file(&app, "b.txt").await["error"], "entity not found");
}

#[tokio::test]
async fn are_all_that_is_seen() {
    let app = app();
    for outside in ["../../etc/passwd", "etc/passwd", "../a.txt"] {
        assert_eq!(file(&app, outside).await["text"], Value::Null, "{outside}");
    }
    let without = App::new("").file("a.txt", "text").start();
    assert_eq!(file(&without, "a.txt").await["text"], Value::Null);
}

#[test]
fn that_are_missing_are_named() {
    let said = App::new("files = [{ source = \"nowhere\", destination = \"/\" }]").fail();
    assert!(said.contains("nowhere"), "{said}");
}
