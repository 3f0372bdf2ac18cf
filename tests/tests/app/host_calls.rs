//! Which functions of the host each operation calls, as the development host counts them
//! (`--trace-calls`). What counts is an instance that has already answered a request.
//!
//! `UPDATE_EXPECT=1 cargo xtask test host_calls` rewrites the snapshot.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    path::Path,
    time::{Duration, Instant},
};

use connectly_tests::{App, Stage};
use connectly_types::{OPERATIONS, Operation};
use expect_test::expect_file;
use serde_json::Value;

/// How often each operation is called. The first call of an instance also reads the configuration, and a
/// slow answer of Postgres takes another timer, so the fewest calls count.
const TIMES: usize = 3;

/// An instance's last request is written down when it has been idle for a second.
const LIMIT: Duration = Duration::from_secs(20);

/// Function of the host → how often it is called.
type Calls = BTreeMap<String, i64>;

#[tokio::test]
async fn of_each_operation_are_those_that_are_known() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("calls");
    let stage = Stage::new().await;
    let stage = stage.environment("CONNECTLY_DEVHOST_TRACE_CALLS", file.to_str().unwrap());
    let app = stage.start().await;
    for time in 0..TIMES {
        for operation in OPERATIONS {
            call(&app, operation, time).await;
        }
    }
    let counted = counted(&file).await;
    expect_file!["../../host_calls.txt"].assert_eq(&snapshot(counted));
}

/// Calls an operation as somebody who may.
async fn call(app: &App, operation: &Operation, time: usize) {
    let actor = app.sign_up(&format!("{}-{time}", operation.name.replace('_', "-"))).await;
    let subject = actor.subject(&actor.create_post("First").await).await;
    actor.call(operation, &subject).await.assert_status(operation.success.as_u16());
}

/// The fewest calls of each operation, as soon as the file has all of them.
async fn counted(file: &Path) -> BTreeMap<&'static str, Calls> {
    let begin = Instant::now();
    loop {
        let mut times: BTreeMap<_, Vec<Calls>> = BTreeMap::new();
        for line in std::fs::read_to_string(file).unwrap().lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            if let Some(operation) = operation_of(line["request"].as_str().unwrap()) {
                times.entry(operation.name).or_default().push(calls(&line));
            }
        }
        let is_complete = OPERATIONS
            .iter()
            .all(|operation| times.get(operation.name).is_some_and(|lines| lines.len() >= TIMES));
        if is_complete {
            return times.into_iter().map(|(name, lines)| (name, fewest(lines))).collect();
        }
        assert!(begin.elapsed() < LIMIT, "only these were counted: {:?}", times.keys());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The calls of a request that don't depend on whether something was there at once: not those by which it
/// waits, nor those by which it drops what is done with, which may come after the next request.
fn calls(line: &Value) -> Calls {
    let calls = line["calls"].as_object().unwrap().iter();
    calls
        .filter(|(function, _)| function.contains(' '))
        .filter(|(function, _)| !["-drop", "wait-for"].iter().any(|part| function.contains(part)))
        .map(|(function, calls)| (function.clone(), calls["count"].as_i64().unwrap()))
        .collect()
}

fn fewest(lines: Vec<Calls>) -> Calls {
    let all = lines.into_iter().reduce(|mut fewest, line| {
        fewest.retain(|function, count| {
            *count = (*count).min(line.get(function).copied().unwrap_or_default());
            *count > 0
        });
        fewest
    });
    all.unwrap_or_default()
}

/// The operation of `GET /api/v1/blog/bulk?limit=2`: of those whose path fits, the one with the fewest
/// parameters.
fn operation_of(request: &str) -> Option<&'static Operation> {
    let (method, target) = request.split_once(' ')?;
    let path: Vec<_> = target.split('?').next()?.split('/').collect();
    let fits = |operation: &&Operation| {
        let pattern: Vec<_> = operation.path.split('/').collect();
        let mut parts = pattern.iter().zip(&path);
        operation.method.as_str() == method
            && pattern.len() == path.len()
            && parts.all(|(pattern, part)| pattern.starts_with('{') || pattern == part)
    };
    OPERATIONS.iter().copied().filter(fits).min_by_key(|operation| operation.parameters.len())
}

/// First what all operations call, then what each one calls besides.
fn snapshot(counted: BTreeMap<&str, Calls>) -> String {
    let common = fewest(counted.values().cloned().collect());
    let mut text = "every operation\n".to_owned();
    write_calls(&mut text, &common);
    for operation in OPERATIONS {
        let calls = &counted[operation.name];
        let total: i64 = calls.values().sum();
        writeln!(text, "{}: {total} calls, with those above", operation.name).unwrap();
        let others = calls.iter().map(|(function, count)| {
            (function.clone(), count - common.get(function).copied().unwrap_or_default())
        });
        write_calls(&mut text, &others.filter(|(_, count)| *count > 0).collect());
    }
    text
}

fn write_calls(text: &mut String, calls: &Calls) {
    for (function, count) in calls {
        writeln!(text, "    {count} {function}").unwrap();
    }
}

#[test]
fn a_request_is_of_the_operation_whose_path_fits_best() {
    for (request, expected) in [
        ("GET /api/v1/blog/bulk?limit=2", Some("list_posts")),
        ("GET /api/v1/blog/01a2", Some("read_post")),
        ("DELETE /api/v1/blog/01a2", Some("delete_post")),
        ("GET /signin", None),
    ] {
        assert_eq!(operation_of(request).map(|operation| operation.name), expected, "{request}");
    }
}
