//! Users who read and write without a pause, a note of every answer, and a ledger of every write.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::json;
use tokio::{sync::Mutex, task::JoinHandle};

use crate::{Actor, App, Database};

/// The contract's limit for every answer.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(5);
/// The contract's limit for the recovery after a fault.
pub const WELL_WITHIN: Duration = Duration::from_secs(5);

/// How long there must be no failure for a recovery to count.
const CALM: Duration = Duration::from_millis(700);
/// How long a client waits when it is told that the service is unavailable.
const PAUSE: Duration = Duration::from_millis(20);

/// Traffic that continues until it is ended.
pub struct Traffic {
    load: String,
    shared: Arc<Shared>,
    clients: Vec<JoinHandle<()>>,
}

struct Shared {
    stop: AtomicBool,
    acknowledged: AtomicU64,
    notes: Mutex<Vec<Note>>,
    ledger: Mutex<Ledger>,
}

/// One answer.
#[derive(Clone, Copy, Debug)]
pub struct Note {
    /// When the request was made.
    pub begin: Instant,
    /// How long the answer took.
    pub took: Duration,
    /// Its status.
    pub status: u16,
}

/// What the writers know about their writes.
#[derive(Default)]
struct Ledger {
    /// By title, which is unique: the id in the answer, or `None` if the answer leaves open whether
    /// the write was done.
    posts: HashMap<String, Option<String>>,
    /// By id of a post that one writer changes repeatedly: how many changes succeeded, and how many
    /// did not.
    changes: HashMap<String, (u64, u64)>,
}

/// The result of traffic.
pub struct Outcome {
    /// How many users read and wrote, as text.
    pub load: String,
    /// Every answer, in order.
    pub notes: Vec<Note>,
    ledger: Ledger,
}

/// The result of comparing the ledger with the database.
#[derive(Clone, Copy, Debug)]
pub struct Balance {
    /// Acknowledged writes, all of which are there.
    pub acknowledged: u64,
    /// Writes that got 503 and are there nevertheless.
    pub done_unacknowledged: u64,
    /// Writes that got 503 and are not there.
    pub not_done: u64,
}

impl Traffic {
    /// Starts this many readers and writers, who share these accounts, and waits until something is
    /// written.
    ///
    /// # Panics
    /// When that takes too long.
    pub async fn begin(people: &[Actor], readers: usize, writers: usize) -> Self {
        let post = people[0].create_post("To be read").await;
        let begin = Instant::now();
        let shared = Arc::new(Shared {
            stop: AtomicBool::new(false),
            acknowledged: AtomicU64::new(0),
            notes: Mutex::default(),
            ledger: Mutex::default(),
        });
        let mut clients = Vec::new();
        for number in 0..readers {
            let person = people[number % people.len()].clone();
            clients.push(tokio::spawn(read(shared.clone(), person, post.clone())));
        }
        for number in 0..writers {
            let person = people[number % people.len()].clone();
            let own = person.create_post(&format!("Changed by {number}")).await;
            clients.push(tokio::spawn(write(shared.clone(), person, own, number)));
        }
        let load = format!("{readers} readers, {writers} writers");
        let traffic = Self { load, shared, clients };
        traffic.wait_for(201, begin).await;
        traffic
    }

    /// How many writes have succeeded so far.
    pub fn acknowledged(&self) -> u64 {
        self.shared.acknowledged.load(Ordering::Relaxed)
    }

    /// Waits until this many writes have succeeded.
    ///
    /// # Panics
    /// When that takes longer than `limit`.
    pub async fn wait_for_writes(&self, count: u64, limit: Duration) {
        let begin = Instant::now();
        while self.acknowledged() < count {
            self.assert_alive();
            let done = self.acknowledged();
            assert!(begin.elapsed() < limit, "{done} writes of {count} within {limit:?}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Waits for an answer with this status to a request made after `since`.
    ///
    /// # Panics
    /// When there is none in time.
    pub async fn wait_for(&self, status: u16, since: Instant) {
        let begin = Instant::now();
        loop {
            let notes = self.shared.notes.lock().await;
            if notes.iter().rev().any(|note| note.begin >= since && note.status == status) {
                return;
            }
            drop(notes);
            self.assert_alive();
            assert!(begin.elapsed() < ANSWER_WITHIN, "no {status} within {ANSWER_WITHIN:?}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Waits for the recovery from a fault that ended at `end`, when nothing has failed for a
    /// moment. Returns the time from the end until everything worked.
    ///
    /// # Panics
    /// When that is longer than the contract promises.
    pub async fn recovery(&self, end: Instant) -> Duration {
        loop {
            self.assert_alive();
            let well = self.well_since(end).await;
            match well {
                Some(well) if well.elapsed() >= CALM => {
                    let took = well.saturating_duration_since(end);
                    assert!(took <= WELL_WITHIN, "well only after {took:?}");
                    return took;
                }
                _ => {}
            }
            let waited = end.elapsed();
            assert!(waited < WELL_WITHIN + CALM + CALM, "not well after {waited:?}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// The time of the last failure, or of the first success of reading and of writing after it,
    /// whichever was last; `None` until both have succeeded.
    async fn well_since(&self, end: Instant) -> Option<Instant> {
        let notes = self.shared.notes.lock().await;
        let answered = |note: &Note| note.begin + note.took;
        let failed =
            notes.iter().rev().find(|note| !note.is_success()).map_or(end, answered).max(end);
        // Requests from before the end of the fault prove nothing.
        let first = |statuses: &[u16]| {
            let is = |note: &&Note| note.begin >= end && statuses.contains(&note.status);
            notes.iter().find(is).map(answered)
        };
        let writes = self.shared.ledger.lock().await.changes.is_empty() || first(&[201]).is_some();
        let first = if writes { first(&[200, 201]) } else { None };
        first.map(|first| first.max(failed))
    }

    /// Lets every client get its last answer.
    pub async fn end(self) -> Outcome {
        self.shared.stop.store(true, Ordering::Relaxed);
        for client in self.clients {
            if let Err(error) = client.await {
                std::panic::resume_unwind(error.into_panic());
            }
        }
        let shared = Arc::into_inner(self.shared).expect("all clients have ended");
        let load = self.load;
        Outcome { load, notes: shared.notes.into_inner(), ledger: shared.ledger.into_inner() }
    }

    /// A client ends early only if an answer broke the contract.
    fn assert_alive(&self) {
        let ended = self.clients.iter().any(JoinHandle::is_finished);
        assert!(!ended, "a client has met what the contract does not have: see above");
    }
}

impl Note {
    /// Whether the answer was as without a fault.
    pub fn is_success(&self) -> bool {
        matches!(self.status, 200 | 201)
    }
}

impl Outcome {
    /// Compares the ledger with the database.
    ///
    /// # Panics
    /// When an acknowledged write is missing, or a write is there twice.
    pub async fn balance(&self, database: &Database) -> Balance {
        let mut connection = database.connect().await;
        let rows: Vec<(String, String, i64)> =
            sqlx::query_as("select id::text, title, revision from posts")
                .fetch_all(&mut connection)
                .await
                .expect("the posts");
        let mut balance = Balance { acknowledged: 0, done_unacknowledged: 0, not_done: 0 };
        let mut by_title: HashMap<&str, Vec<&str>> = HashMap::new();
        for (id, title, _) in &rows {
            by_title.entry(title).or_default().push(id);
        }
        for (title, answered) in &self.ledger.posts {
            let there = by_title.get(title.as_str()).map_or(&[][..], Vec::as_slice);
            assert!(there.len() <= 1, "{title:?} was written {} times", there.len());
            match (answered, there.first()) {
                (Some(id), Some(there)) => {
                    assert_eq!(id, there, "{title:?} has another id");
                    balance.acknowledged += 1;
                }
                (Some(id), None) => panic!("{title:?} ({id}) was acknowledged, and is lost"),
                (None, Some(_)) => balance.done_unacknowledged += 1,
                (None, None) => balance.not_done += 1,
            }
        }
        let revisions: HashMap<_, _> =
            rows.iter().map(|(id, _, revision)| (id.as_str(), revision.unsigned_abs())).collect();
        for (id, (acknowledged, open)) in &self.ledger.changes {
            // The first revision is the creation.
            let done = revisions.get(id.as_str()).expect("a post that was created") - 1;
            assert!(done >= *acknowledged, "{id}: {acknowledged} acknowledged, {done} done");
            assert!(done <= acknowledged + open, "{id}: {done} done of {acknowledged} + {open}");
            balance.acknowledged += acknowledged;
            balance.done_unacknowledged += done - acknowledged;
            balance.not_done += acknowledged + open - done;
        }
        balance
    }
}

impl Shared {
    fn goes_on(&self) -> bool {
        !self.stop.load(Ordering::Relaxed)
    }

    async fn note(&self, begin: Instant, status: u16) {
        let note = Note { begin, took: begin.elapsed(), status };
        self.notes.lock().await.push(note);
        if !note.is_success() {
            tokio::time::sleep(PAUSE).await;
        }
    }
}

/// Reads one post, and lists some.
async fn read(shared: Arc<Shared>, person: Actor, post: String) {
    let mut turn = 0;
    while shared.goes_on() {
        turn += 1;
        let begin = Instant::now();
        let answer = match turn % 2 {
            0 => person.get("/api/v1/blog/bulk?limit=5&content=excerpt").await,
            _ => person.read_post(&post).await,
        };
        shared.note(begin, answer.status).await;
    }
}

/// Writes posts, and after each changes one of them.
async fn write(shared: Arc<Shared>, person: Actor, own: String, number: usize) {
    shared.ledger.lock().await.changes.insert(own.clone(), (0, 0));
    let mut turn = 0;
    while shared.goes_on() {
        turn += 1;
        let title = format!("{number}, {turn}");
        let begin = Instant::now();
        let answer =
            person.post("/api/v1/blog", json!({"title": title, "content": "Words."})).await;
        let id = (answer.status == 201).then(|| answer.body["id"].as_str().expect("an id").into());
        shared.acknowledged.fetch_add(u64::from(id.is_some()), Ordering::Relaxed);
        shared.ledger.lock().await.posts.insert(title.clone(), id);
        shared.note(begin, answer.status).await;

        let begin = Instant::now();
        let answer = person.put("/api/v1/blog", json!({"id": own, "content": title})).await;
        let is_done = answer.status == 200;
        shared.acknowledged.fetch_add(u64::from(is_done), Ordering::Relaxed);
        let mut ledger = shared.ledger.lock().await;
        let (done, open) = ledger.changes.get_mut(&own).expect("it was inserted above");
        *if is_done { done } else { open } += 1;
        drop(ledger);
        shared.note(begin, answer.status).await;
    }
}

/// This many new accounts, made one after the other, because hashing takes the time anyway.
pub async fn people(app: &App, count: usize) -> Vec<Actor> {
    let mut people = Vec::new();
    for number in 0..count {
        people.push(app.sign_up(&format!("person-{number}")).await);
    }
    people
}
