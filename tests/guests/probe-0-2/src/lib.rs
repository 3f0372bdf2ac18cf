//! A component for WASI 0.2 that shows what a runtime gives to such components. The tests in
//! `crates/devhost/tests` mount it and ask; every probe here has a test there.

mod body;
mod postgres;

use std::cell::Cell;
use std::time::Duration;

use serde_json::{Value, json};
use wasi::clocks::monotonic_clock;
use wasi::http::types::{ErrorCode, Fields, IncomingRequest, ResponseOutparam, Scheme};

use crate::body::Answer;

wasi::http::proxy::export!(Probe);

struct Probe;

impl wasi::exports::http::incoming_handler::Guest for Probe {
    fn handle(request: IncomingRequest, out: ResponseOutparam) {
        let path = request.path_with_query().unwrap_or_default();
        let probe = path.trim_start_matches("/probe/");
        let (name, argument) = probe.split_once('/').unwrap_or((probe, ""));
        match name {
            "body" => body::echo(&request, out),
            "cookies" => reply(out, &[("set-cookie", "a=1"), ("set-cookie", "b=2")], &json!({})),
            "count_body" => answer(out, &json!({ "bytes": body::read(&request).len() })),
            "error" => {
                let error = ErrorCode::InternalError(Some("the probe's error".into()));
                ResponseOutparam::set(out, Err(error));
            }
            "file" => answer(out, &file(argument)),
            "headers" => answer(out, &headers(&request)),
            "instance" => answer(out, &json!({ "total": instance() })),
            "panic" => panic!("the probe panics"),
            "panic_in_body" => body::panic_after("begun", out),
            "postgres" => answer(out, &postgres::run(&body::read(&request))),
            "silent" => drop(out),
            "slow" => {
                sleep(Duration::from_millis(argument.parse().unwrap_or(0)));
                answer(out, &json!({}));
            }
            "unread" => answer(out, &json!({})),
            "variable" => answer(out, &variable(argument)),
            _ => answer(out, &json!({ "unknown": name })),
        }
    }
}

fn answer(out: ResponseOutparam, json: &Value) {
    reply(out, &[], json);
}

fn reply(out: ResponseOutparam, headers: &[(&str, &str)], json: &Value) {
    let text = json.to_string();
    let fields = Fields::new();
    for (name, value) in headers.iter().chain(&[("content-length", &*text.len().to_string())]) {
        fields.append(&(*name).into(), &value.as_bytes().to_vec()).expect("a header");
    }
    let answer = Answer::begin(fields, out);
    answer.write(text.as_bytes());
    answer.finish();
}

/// The text of a file; or what reading it, and writing to it, fails with.
fn file(name: &str) -> Value {
    let path = format!("/{name}");
    let read = std::fs::read_to_string(&path);
    let write = std::fs::OpenOptions::new().append(true).open(&path);
    json!({
        "text": read.as_deref().ok(),
        "error": read.as_ref().err().map(|error| error.kind().to_string()),
        "writable": write.is_ok(),
    })
}

/// The request line and all headers, in their order.
fn headers(request: &IncomingRequest) -> Value {
    let entries = request.headers().entries();
    let headers: Vec<_> = entries
        .iter()
        .map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value)))
        .collect();
    json!({
        "method": format!("{:?}", request.method()),
        "http": matches!(request.scheme(), Some(Scheme::Http)),
        "authority": request.authority(),
        "path": request.path_with_query(),
        "headers": headers,
    })
}

/// How many requests this instance has had.
fn instance() -> u32 {
    thread_local! {
        static TOTAL: Cell<u32> = const { Cell::new(0) };
    }
    TOTAL.set(TOTAL.get() + 1);
    TOTAL.get()
}

fn sleep(time: Duration) {
    let nanoseconds = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
    monotonic_clock::subscribe_duration(nanoseconds).block();
}

/// A variable, or why there is none.
fn variable(name: &str) -> Value {
    use spin_sdk::variables::Error;
    match spin_sdk::variables::get(name) {
        Ok(value) => json!({ "value": value }),
        Err(Error::InvalidName(text)) => json!({ "error": "invalid name", "text": text }),
        Err(Error::Undefined(text)) => json!({ "error": "undefined", "text": text }),
        Err(Error::Provider(text)) => json!({ "error": "provider", "text": text }),
        Err(Error::Other(text)) => json!({ "error": "other", "text": text }),
    }
}
