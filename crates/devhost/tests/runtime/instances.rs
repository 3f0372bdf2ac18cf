//! How instances are shared and reused.

use std::time::Duration;

use futures::future::join_all;
use http::{Request, StatusCode};
use http_body_util::Full;
use serde_json::Value;

use crate::app::{App, PATIENCE, Running};
use crate::client::{self, Reply};

/// Keeps an idle instance longer than any test takes.
const NEVER_IDLE: [&str; 2] = ["--idle-instance-timeout", "600s"];

async fn instance(app: &Running, stay_ms: u32) -> Value {
    app.get(&format!("/probe/instance/{stay_ms}")).await.json()
}

/// The highest number of requests that one instance got, when they are sent one after the other.
async fn most_per_instance(app: &Running, requests: usize) -> u64 {
    let mut most = 0;
    for _ in 0..requests {
        most = most.max(instance(app, 0).await["total"].as_u64().expect("a number"));
    }
    most
}

#[tokio::test]
async fn an_instance_answers_128_requests_in_its_life() {
    let app = App::new("").arguments(&NEVER_IDLE).start();
    assert_eq!(most_per_instance(&app, 400).await, 128);
}

#[tokio::test]
async fn the_number_of_requests_in_an_instances_life_can_be_set() {
    let app = App::new("").arguments(&NEVER_IDLE);
    let app = app.arguments(&["--max-instance-reuse-count", "3"]).start();
    assert_eq!(most_per_instance(&app, 20).await, 3);
}

#[tokio::test]
async fn an_instance_answers_up_to_16_requests_at_once() {
    let app = App::new("").start();
    let replies = join_all((0..80).map(|_| instance(&app, 500))).await;
    let running = replies.iter().map(|reply| reply["running"].as_u64().expect("a number"));
    let most = running.max().expect("replies");
    assert!((2..=16).contains(&most), "{most} at once");
}

#[tokio::test]
async fn the_number_of_requests_at_once_can_be_set() {
    let app = App::new("").arguments(&["--max-instance-concurrent-reuse-count", "1"]).start();
    let replies = join_all((0..8).map(|_| instance(&app, 300))).await;
    assert!(replies.iter().all(|reply| reply["running"] == 1), "{replies:?}");
}

#[tokio::test]
async fn an_idle_instance_is_dropped() {
    let app = App::new("").arguments(&["--idle-instance-timeout", "50ms"]).start();
    let first = instance(&app, 0).await["id"].clone();
    // The gap must be longer than the limit. The host may need somewhat longer.
    for gap in [60, 120, 240, 480, 960, 1920] {
        tokio::time::sleep(Duration::from_millis(gap)).await;
        if instance(&app, 0).await["id"] != first {
            return;
        }
    }
    panic!("the instance is kept");
}

#[tokio::test]
async fn a_panic_ends_the_requests_of_its_instance_and_no_later_ones() {
    let app = App::new("").start();
    let mut neighbour = std::pin::pin!(app.get("/probe/slow/60000"));
    let panics = async {
        app.process.stderr.contains("slow for 60000 ms").await;
        // The first may find another instance.
        loop {
            assert_failed(&app.get("/probe/panic").await);
        }
    };
    tokio::select! {
        reply = &mut neighbour => assert_failed(&reply),
        () = panics => {}
    }
    assert_eq!(app.get("/probe/slow/0").await.status, StatusCode::OK);
}

fn assert_failed(reply: &Reply) {
    assert_eq!((reply.status, reply.body.len()), (StatusCode::INTERNAL_SERVER_ERROR, 0));
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_500() {
    let app = App::new("").arguments(&["--request-timeout", "100ms"]).start();
    let reply = app.get("/probe/slow/60000").await;
    assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(app.get("/probe/slow/0").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_thousand_requests_at_once_are_all_answered() {
    let app = App::new("").start();
    let uri = format!("http://{}/probe/slow/500", app.address);
    let connections = (0..8).map(|_| async {
        let sender = client::http2(app.address).await;
        let requests = (0..128).map(|_| {
            let request = Request::get(&uri).body(Full::default()).expect("a request");
            let mut sender = sender.clone();
            async move { sender.send_request(request).await.expect("an answer").status() }
        });
        join_all(requests).await
    });
    let statuses = tokio::time::timeout(PATIENCE, join_all(connections)).await.expect("in time");
    assert_eq!(statuses.iter().flatten().count(), 1024);
    assert!(statuses.iter().flatten().all(|status| *status == StatusCode::OK));
}
