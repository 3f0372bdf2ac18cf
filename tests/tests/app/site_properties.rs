//! What holds of the site for every path and every `Accept-Encoding`, tried with random ones.

use connectly_tests::App;
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// How many of each are tried.
const CASES: usize = 128;

/// The same ones in every run, so that failures are reproducible.
fn examples(strategy: impl Strategy<Value = String>) -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    let example = |_| strategy.new_tree(&mut runner).expect("an example").current();
    (0..CASES).map(example).collect()
}

/// Status and headers, in lower case, for a request that no client library has normalized.
async fn head_of(app: &App, path: &str, accept_encoding: &str) -> (u16, String) {
    let (host, port) = (app.base().host_str().unwrap(), app.base().port().unwrap());
    let mut stream = TcpStream::connect((host, port)).await.unwrap();
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept-Encoding: {accept_encoding}\r\n\
         Connection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer).to_lowercase();
    let (head, _) = answer.split_once("\r\n\r\n").unwrap_or_default();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.unwrap_or_else(|| panic!("{path}: {answer}")), head.to_owned())
}

#[tokio::test]
async fn no_path_leads_out_of_the_files_that_are_there() {
    let app = App::start().await;
    let path = "(/(\\.\\.|\\.|%2e%2e|%2F|%00|%ff|%C3%A9|\\.built|\\.env|assets|blog|docs|index\\.html|\
                docs\\.html|favicon\\.svg|robots\\.txt|[a-z.%~:@+-]{1,8})){1,6}";
    for path in examples(proptest::string::string_regex(path).unwrap()) {
        let (status, head) = head_of(&app, &path, "identity").await;
        assert!([200, 308, 400, 404].contains(&status), "{path}: {head}");
        let is_hidden = path.contains("/.env") || path.contains("/.built");
        assert!(!is_hidden || status != 200, "{path}: {head}");
    }
}

#[tokio::test]
async fn a_file_comes_in_an_encoding_that_was_asked_for() {
    let app = App::start().await;
    let list = "((br|gzip|BR|identity|\\*|deflate|zstd)? ?(; ?q=(0|1|0\\.0|0\\.5|1\\.000|x|-1|nan|1e9))?,? ?){0,5}";
    for accepted in examples(proptest::string::string_regex(list).unwrap()) {
        let (status, head) = head_of(&app, "/favicon.svg", &accepted).await;
        assert_eq!(status, 200, "{accepted:?}: {head}");
        let encoding = head.lines().find_map(|line| line.strip_prefix("content-encoding: "));
        let is_named =
            |encoding: &str| accepted.to_lowercase().contains(encoding) || accepted.contains('*');
        assert!(encoding.is_none_or(is_named), "{accepted:?}: {head}");
    }
}
