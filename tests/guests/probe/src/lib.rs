//! A component that shows what a runtime gives to components. The tests in
//! `crates/devhost/tests` mount it and ask; every probe here has a test there.

mod parameter;
mod postgres;

use std::cell::Cell;
use std::error::Error;
use std::time::Duration;

use http::header::CONTENT_LENGTH;
use http_body_util::BodyExt;
use serde_json::json;
use spin_sdk::http::body::IncomingBodyExt;
use spin_sdk::http::{IntoResponse, Request, StatusCode};
use spin_sdk::http_service;
use spin_sdk::wasip3::http::types::{ErrorCode, Response};

type Reply = Result<Response, ErrorCode>;

#[http_service]
async fn probe(request: Request) -> Reply {
    let path = request.uri().path().to_owned();
    let probe = path.trim_start_matches("/probe/");
    let (name, argument) = probe.split_once('/').unwrap_or((probe, ""));
    match name {
        "body" => body(request).await,
        "count_body" => count_body(request).await,
        "error" => Err(ErrorCode::InternalError(Some("the probe's error".into()))),
        "file" => file(argument),
        "headers" => headers(&request),
        "instance" => instance(millis(argument)).await,
        "outbound_http" => outbound_http(&format!("http://{argument}/")).await,
        "panic" => panic!("the probe panics"),
        "postgres" => postgres::run(request).await,
        "print" => print(argument),
        "slow" => slow(millis(argument)).await,
        "variable" => variable(argument).await,
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Sends the request's body back, as it comes.
async fn body(request: Request) -> Reply {
    let body = request.into_body().map_err(Box::<dyn Error + Send + Sync>::from).boxed_unsync();
    (StatusCode::OK, body).into_response()
}

/// Counts the bytes of the request's body.
async fn count_body(request: Request) -> Reply {
    let bytes = request.into_body().bytes().await?;
    reply(json!({ "bytes": bytes.len() }))
}

/// The text of a file; or what reading it, and writing to it, fails with.
fn file(name: &str) -> Reply {
    let path = format!("/{name}");
    let read = std::fs::read_to_string(&path);
    let write = std::fs::OpenOptions::new().append(true).open(&path);
    reply(json!({
        "text": read.as_deref().ok(),
        "error": read.as_ref().err().map(|error| error.kind().to_string()),
        "writable": write.is_ok(),
    }))
}

/// The request line and all headers, in their order.
fn headers(request: &Request) -> Reply {
    let headers: Vec<_> = request
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes())))
        .collect();
    reply(json!({
        "method": request.method().as_str(),
        "uri": request.uri().to_string(),
        "headers": headers,
    }))
}

/// Which instance this is, how many requests it has had, and how many at once; stays a while.
async fn instance(stay: Duration) -> Reply {
    thread_local! {
        static TOTAL: Cell<u32> = const { Cell::new(0) };
        static RUNNING: Cell<u32> = const { Cell::new(0) };
        static ID: u64 = spin_sdk::wasip3::random::random::get_random_u64();
    }
    let total = TOTAL.get() + 1;
    TOTAL.set(total);
    RUNNING.set(RUNNING.get() + 1);
    spin_sdk::time::sleep(stay).await;
    let running = RUNNING.get();
    RUNNING.set(running - 1);
    reply(json!({ "id": ID.with(u64::to_string), "total": total, "running": running }))
}

/// What becomes of a request to somewhere else.
async fn outbound_http(url: &str) -> Reply {
    match spin_sdk::http::get(url).await {
        Ok(response) => reply(json!({ "status": response.status().as_u16() })),
        Err(error) => reply(json!({ "error": format!("{error:?}") })),
    }
}

/// Prints to both outputs.
fn print(text: &str) -> Reply {
    println!("{text} to stdout");
    eprintln!("{text} to stderr");
    reply(json!({}))
}

/// Answers after a while; prints when the while begins.
async fn slow(stay: Duration) -> Reply {
    eprintln!("slow for {} ms", stay.as_millis());
    spin_sdk::time::sleep(stay).await;
    reply(json!({}))
}

/// A variable, or why there is none.
async fn variable(name: &str) -> Reply {
    use spin_sdk::variables::Error;
    let answer = match spin_sdk::variables::get(name).await {
        Ok(value) => json!({ "value": value }),
        Err(Error::InvalidName(text)) => json!({ "error": "invalid name", "text": text }),
        Err(Error::Undefined(text)) => json!({ "error": "undefined", "text": text }),
        Err(Error::Provider(text)) => json!({ "error": "provider", "text": text }),
        Err(Error::Other(text)) => json!({ "error": "other", "text": text }),
    };
    reply(answer)
}

/// Says how long it is: the end of a body of unknown length is a packet of its own, which
/// waits for the client to confirm the one before (Nagle's algorithm), 40 ms on Linux.
fn reply(json: serde_json::Value) -> Reply {
    let json = json.to_string();
    let length = json.len().into();
    let mut response = http::Response::new(json);
    response.headers_mut().insert(CONTENT_LENGTH, length);
    response.into_response()
}

fn millis(text: &str) -> Duration {
    Duration::from_millis(text.parse().unwrap_or(0))
}
