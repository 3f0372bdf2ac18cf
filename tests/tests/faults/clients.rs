//! Clients: very many, very slow, endless, or not speaking HTTP.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use connectly_tests::{
    Actor, App, Database, Special, Traffic,
    traffic::{ANSWER_WITHIN, Note, WELL_WITHIN},
};
use reqwest::Method;
use serde_json::json;
use tokio::sync::oneshot;

use crate::{
    raw::{Raw, malformed, mutated},
    trial::{
        Found, InjectedFault, Trial, VERY_MANY, crowd, length, on_a_postgres_of_its_own, turn,
    },
};

/// Requests of each client.
const REQUESTS_EACH: usize = 4;

/// Reads a post, lists posts, or writes one.
async fn request(actor: &Actor, post: &str, number: usize) -> Note {
    let begin = Instant::now();
    let request = match number % 4 {
        0 => {
            let body = json!({"title": "t", "content": "c"});
            actor.request(Method::POST, "/api/v1/blog").json(&body)
        }
        1 => actor.request(Method::GET, "/api/v1/blog/bulk?limit=5"),
        _ => actor.request(Method::GET, &format!("/api/v1/blog/{post}")),
    };
    let status = actor.status(request).await;
    Note { begin, took: begin.elapsed(), status }
}

#[tokio::test(flavor = "multi_thread")]
async fn thousands_at_once_are_all_answered() {
    let _turn = turn().await;
    let app = App::start().await;
    let people = crowd(&app).await;
    let post = people[0].create_post("First").await;
    let trial = Trial::begin(InjectedFault::ManyClients, &app, app.database(), &people).await;
    let (done, watcher) = watch_connections(&app).await;

    let clients = length(VERY_MANY.0, VERY_MANY.1);
    let tasks: Vec<_> = (0..clients)
        .map(|client| {
            let (person, post) = (people[client % people.len()].clone(), post.clone());
            tokio::spawn(async move {
                let mut notes = Vec::new();
                for number in 0..REQUESTS_EACH {
                    notes.push(request(&person, &post, client + number).await);
                }
                notes
            })
        })
        .collect();
    let mut notes = Vec::new();
    for task in tasks {
        notes.extend(task.await.expect("answers of the contract"));
    }
    done.send(()).expect("the watcher watches");
    let most = watcher.await.expect("the watcher has an end");

    assert!((1..=90).contains(&most), "{most} connections to Postgres");
    assert_written(app.database(), &notes, clients * REQUESTS_EACH / 4).await;
    // Nothing is stuck: the next requests are served normally.
    for _ in 0..20 {
        let begin = Instant::now();
        people[0].read_post(&post).await.assert_success(200);
        assert!(begin.elapsed() < Duration::from_secs(1), "{:?}", begin.elapsed());
    }
    let found = Found {
        load: format!("{clients} clients, {REQUESTS_EACH} requests each"),
        notes: &notes,
        // A thousand are served. If all are more than the machine can serve in time, it says so.
        allowed: if clients > VERY_MANY.0 { &[200, 201, 503] } else { &[200, 201] },
        recovery: None,
        remark: format!("At most {most} connections to Postgres."),
    };
    trial.end("Very many clients at once", found).await;
}

/// All acknowledged writes are there besides the first post, and no more than were sent.
async fn assert_written(database: &Database, notes: &[Note], asked: usize) {
    let written = database.db_number("select count(*) from posts").await;
    let acknowledged = 1 + notes.iter().filter(|note| note.status == 201).count();
    let asked = 1 + asked;
    let written = usize::try_from(written).expect("a number of posts");
    assert!((acknowledged..=asked).contains(&written), "{written} of {acknowledged} to {asked}");
}

/// What could deadlock: each client's request waits for a connection, or for a statement, when all
/// connections end.
#[tokio::test(flavor = "multi_thread")]
async fn postgres_restarts_beneath_a_thousand() {
    let _turn = turn().await;
    let (mut postgres, database, app) = on_a_postgres_of_its_own(Special::default()).await;
    let people = crowd(&app).await;
    let post = people[0].create_post("First").await;
    let trial = Trial::begin(InjectedFault::RestartBeneathMany, &app, &database, &people).await;

    let is_back = Arc::new(AtomicBool::new(false));
    let clients = VERY_MANY.0;
    let tasks: Vec<_> = (0..clients)
        .map(|client| {
            let (person, post) = (people[client % people.len()].clone(), post.clone());
            tokio::spawn(ask_until_served_again(person, post, client, is_back.clone()))
        })
        .collect();
    let restarts: u32 = length(1, 5);
    for _ in 0..restarts {
        tokio::time::sleep(Duration::from_secs(1)).await;
        postgres.stop().await;
        postgres.start_again().await;
    }
    let back = Instant::now();
    is_back.store(true, Ordering::Relaxed);
    let mut notes = Vec::new();
    let mut recovery = Duration::ZERO;
    for task in tasks {
        let of_one = task.await.expect("answers of the contract");
        let served = of_one.last().expect("at least one");
        recovery = recovery.max((served.begin + served.took).saturating_duration_since(back));
        notes.extend(of_one);
    }
    assert!(recovery <= WELL_WITHIN, "all are served again only after {recovery:?}");
    // Any request that was answered with 503 may have been a write, and done.
    let asked = notes.iter().filter(|note| matches!(note.status, 201 | 503)).count();
    assert_written(&database, &notes, asked).await;

    let found = Found {
        load: format!("{clients} clients"),
        notes: &notes,
        allowed: &[200, 201, 503],
        recovery: Some(recovery),
        remark: format!(
            "Restarts: {restarts}. \"Well after\" is when each client was served again."
        ),
    };
    trial.end("Postgres restarted under a thousand clients", found).await;
}

/// Sends requests until Postgres is back and one of them succeeds.
async fn ask_until_served_again(
    person: Actor,
    post: String,
    client: usize,
    is_back: Arc<AtomicBool>,
) -> Vec<Note> {
    let mut notes = Vec::new();
    loop {
        let is_last = is_back.load(Ordering::Relaxed);
        let note = request(&person, &post, client + notes.len()).await;
        notes.push(note);
        if is_last && note.is_success() {
            return notes;
        }
        if !note.is_success() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

/// The highest number of the application's connections seen until the sender is used.
async fn watch_connections(app: &App) -> (oneshot::Sender<()>, tokio::task::JoinHandle<i64>) {
    let (done, mut until) = oneshot::channel();
    let mut connection = app.database().connect().await;
    let watcher = tokio::spawn(async move {
        let count = "select count(*) from pg_stat_activity where application_name = 'connectly'";
        let mut most = 0;
        while until.try_recv().is_err() {
            let now = sqlx::query_scalar(count).fetch_one(&mut connection).await;
            most = most.max(now.expect("a number"));
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        most
    });
    (done, watcher)
}

/// The beginning of a request that creates a post.
fn head_of_a_post(person: &Actor, length_header: &str) -> String {
    format!(
        "POST /api/v1/blog HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         Authorization: Bearer {}\r\n{length_header}\r\n\r\n",
        person.jwt()
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_ones_take_nobody_down() {
    let _turn = turn().await;
    let app = App::start().await;
    let people = crowd(&app).await;
    let trial = Trial::begin(InjectedFault::SlowClients, &app, app.database(), &people).await;
    let traffic = Traffic::begin(&people, 8, 8).await;

    let (each, lasts) = length((50, Duration::from_secs(6)), (100, Duration::from_secs(30)));
    let end = Instant::now() + lasts;
    let slow: Vec<_> = (0..2 * each)
        .map(|number| {
            let base = app.base().clone();
            // One half is slow from the first byte, the other only with the body.
            let head = head_of_a_post(&people[0], "Content-Length: 1000");
            let (at_once, slowly) =
                if number % 2 == 0 { (String::new(), head) } else { (head, " ".repeat(1000)) };
            tokio::spawn(async move {
                let mut raw = Raw::connect(&base).await;
                raw.send(at_once.as_bytes()).await;
                let begin = Instant::now();
                for byte in slowly.bytes() {
                    raw.send(&[byte]).await;
                    if let Some(status) = raw.status_within(Duration::from_secs(1)).await {
                        return Some(Note { begin, took: begin.elapsed(), status });
                    }
                    if Instant::now() > end {
                        break;
                    }
                }
                None
            })
        })
        .collect();
    let mut given_up = Vec::new();
    for client in slow {
        given_up.extend(client.await.expect("a client ends"));
    }
    let recovery = traffic.recovery(Instant::now()).await;

    assert_eq!(given_up.len(), each, "those whose body is slow are answered");
    assert!(given_up.iter().all(|note| note.status == 400 && note.took < ANSWER_WITHIN));
    let outcome = traffic.end().await;
    outcome.balance(app.database()).await;
    let remark = format!(
        "Beside {} clients that send one byte a second for {lasts:?}. The {each} with a slow \
         body get 400 after {:.1} s. The {each} with slow headers stay connected.",
        2 * each,
        given_up.iter().map(|note| note.took.as_secs_f64()).fold(0.0, f64::max)
    );
    let found = Found::of(&outcome, recovery, remark);
    trial.end("Slow clients", found).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_never_end_are_answered() {
    let _turn = turn().await;
    let app = App::start().await;
    let people = crowd(&app).await;
    let trial = Trial::begin(InjectedFault::EndlessBodies, &app, app.database(), &people).await;
    let traffic = Traffic::begin(&people, 8, 8).await;

    let each = length(25, 100);
    let endless: Vec<_> = (0..each)
        .map(|_| {
            let base = app.base().clone();
            let head = head_of_a_post(&people[0], "Transfer-Encoding: chunked");
            tokio::spawn(async move {
                let mut raw = Raw::connect(&base).await;
                raw.send(head.as_bytes()).await;
                let begin = Instant::now();
                let status = raw.send_for_ever().await;
                Note { begin, took: begin.elapsed(), status }
            })
        })
        .collect();
    let silent: Vec<_> = (0..each)
        .map(|_| {
            let base = app.base().clone();
            let head = head_of_a_post(&people[0], "Content-Length: 1000");
            tokio::spawn(async move {
                let mut raw = Raw::connect(&base).await;
                raw.send(format!("{head}{{\"title\": ").as_bytes()).await;
                let begin = Instant::now();
                let status = raw.status_within(2 * ANSWER_WITHIN).await.expect("an answer");
                Note { begin, took: begin.elapsed(), status }
            })
        })
        .collect();
    let mut notes = Vec::new();
    for (clients, status) in [(endless, 413), (silent, 400)] {
        for client in clients {
            let note = client.await.expect("an answer");
            assert_eq!(note.status, status);
            notes.push(note);
        }
    }
    let recovery = traffic.recovery(Instant::now()).await;

    let outcome = traffic.end().await;
    outcome.balance(app.database()).await;
    assert!(outcome.notes.iter().all(Note::is_success), "others were disturbed");
    notes.extend(outcome.notes);
    let found = Found {
        load: format!("{}; {} endless bodies", outcome.load, 2 * each),
        notes: &notes,
        allowed: &[200, 201, 400, 413],
        recovery: Some(recovery),
        remark: "413 after 16 MiB or 2 s, 400 when nothing comes for 3 s.".to_owned(),
    };
    trial.end("Bodies that never end", found).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_http_is_refused() {
    let _turn = turn().await;
    let app = App::start().await;
    let people = crowd(&app).await;
    let trial = Trial::begin(InjectedFault::Malformed, &app, app.database(), &people).await;
    let traffic = Traffic::begin(&people, 4, 4).await;

    let mut notes = Vec::new();
    let (mut closed, mut unreadable) = (0, 0);
    let requests = malformed().into_iter().chain(mutated(length(300, 10_000)));
    for request in requests {
        let begin = Instant::now();
        let mut raw = Raw::connect(app.base()).await;
        raw.send(&request).await;
        raw.end().await;
        let status = raw.status_within(ANSWER_WITHIN).await;
        match status {
            Some(500) => unreadable += 1,
            Some(status) => notes.push(Note { begin, took: begin.elapsed(), status }),
            None => closed += 1,
        }
        // As docs/api.md says: the host's own answer to a header that is not UTF-8.
        let is_unreadable = std::str::from_utf8(&request).is_err();
        assert!(status != Some(500) || is_unreadable, "{request:?}");
        assert!(begin.elapsed() < ANSWER_WITHIN, "neither answered nor closed: {request:?}");
    }
    let recovery = traffic.recovery(Instant::now()).await;

    let outcome = traffic.end().await;
    outcome.balance(app.database()).await;
    assert!(outcome.notes.iter().all(Note::is_success), "others were disturbed");
    let tried = notes.len() + closed + unreadable;
    notes.extend(outcome.notes);
    let found = Found {
        load: format!("{}; {tried} malformed requests", outcome.load),
        notes: &notes,
        // Some are good requests after all, without a token. The host answers 414 and 431.
        allowed: &[200, 201, 400, 401, 404, 405, 413, 414, 415, 431, 505],
        recovery: Some(recovery),
        remark: format!(
            "The host closed {closed} connections without an answer, and answered {unreadable} \
             requests whose header was not UTF-8 with its own 500."
        ),
    };
    trial.end("Malformed requests", found).await;
}
