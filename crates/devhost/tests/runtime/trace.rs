//! `--trace-calls`, an option of the development host.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::app::{App, PATIENCE, Runtime};

/// The lines of the file, as soon as it has this many.
async fn lines(file: &Path, count: usize) -> Vec<Value> {
    let begin = Instant::now();
    loop {
        let text = std::fs::read_to_string(file).expect("the file of --trace-calls");
        if text.lines().count() >= count {
            return text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        }
        assert!(begin.elapsed() < PATIENCE, "only these were written:\n{text}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn the_calls_of_each_request_are_counted() {
    let app = App::new("").arguments(&["--trace-calls", "calls"]);
    if Runtime::get() == Runtime::Spin {
        drop(app.fail());
        return;
    }
    let app = app.start();
    for path in ["/probe/headers/a?b=c", "/probe/print/word"] {
        app.get(path).await.json();
    }
    let lines = lines(&app.process.folder.join("calls"), 2).await;
    let [headers, print] = &lines[..] else { panic!("{lines:?}") };
    assert_eq!(headers["component"], "probe");
    assert_eq!(headers["request"], "GET /probe/headers/a?b=c");
    for line in &lines {
        let call = &line["calls"]["wasi:http/types fields.copy-all"];
        assert_eq!(call["count"], 1, "{line}");
        assert!(call["nanoseconds"].as_u64().is_some_and(|time| time > 0), "{line}");
        for bytes in ["bytesReceived", "bytesWritten"] {
            assert!(line[bytes].as_u64().is_some_and(|bytes| bytes > 0), "{bytes}: {line}");
        }
    }
    let prints = |line: &Value| line["calls"].to_string().contains("wasi:io/streams");
    assert_eq!((prints(headers), prints(print)), (false, true));
}

#[test]
fn a_file_that_cannot_be_written_is_an_error_at_the_start() {
    let said = App::new("").arguments(&["--trace-calls", "nowhere/calls"]).fail();
    assert!(said.contains("nowhere/calls") || Runtime::get() == Runtime::Spin, "{said}");
}
