//! What all trials share: their order, their length, and what must hold.

use std::{
    collections::BTreeMap,
    io::Write as _,
    time::{Duration, Instant},
};

use connectly_tests::{
    Actor, App, Database, OwnPostgres, Special, Stage, memory,
    reliability::{FOLDER, Figures},
    traffic::{ANSWER_WITHIN, Note, Outcome, people},
};
use reqwest::Method;
use tokio::sync::{Mutex, MutexGuard};

/// The faults, in the order of the document's table.
#[derive(Clone, Copy)]
pub enum InjectedFault {
    Stopped,
    Killed,
    Frozen,
    FrozenLine,
    CutLine,
    SlowLine,
    Terminated,
    DiskFull,
    Migration,
    Pooler,
    HostKilled,
    RollingUpgrade,
    HostClock,
    PostgresClock,
    Panics,
    ManyClients,
    RestartBeneathMany,
    SlowClients,
    EndlessBodies,
    Malformed,
}

/// How much more memory the host may use at the end than before. The first measurement already
/// follows a burst, so most of this is a margin, because allocators keep some of what was freed. A
/// leak of 64 kB with each of a thousand requests is noticed.
const MEMORY_KEPT: u64 = 64 << 20;

/// The same for a fault that needs far more instances at once than the burst: one takes 16
/// requests, and there are two components. While the instances of a crowd end, its next requests are
/// already in others, so there may be twice as many. The engine keeps each instance's pages for later
/// ones, 2 MiB of memory and half a MiB of tables (`crates/devhost/src/engine.rs`, with Spin's numbers).
const MEMORY_KEPT_OF_INSTANCES: u64 = 2 * 2 * (VERY_MANY.1 as u64 / 16) * (5 << 19) + MEMORY_KEPT;

/// How long the host has to drop what it no longer uses: an idle instance goes after a second.
const MEMORY_SETTLES: Duration = Duration::from_secs(10);

/// Requests at once in the burst. For very many clients, one for each.
const BURST: usize = 256;
/// The number of clients that counts as very many.
pub const VERY_MANY: (usize, usize) = (1_024, 2_048);

static TURN: Mutex<()> = Mutex::const_new(());

/// Waits until no other trial runs.
pub async fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().await
}

/// One of two lengths: for `cargo xtask test`, or for its `--faults`.
pub fn length<T>(short: T, full: T) -> T {
    if std::env::var_os(FOLDER).is_some() { full } else { short }
}

/// An application with its own Postgres, which a test may damage.
pub async fn on_a_postgres_of_its_own(special: Special) -> (OwnPostgres, Database, App) {
    let postgres = OwnPostgres::start(special).await;
    let database = Database::empty(&postgres.url("postgres")).await;
    connectly_local::migrate::run(&database.url()).await.expect("the migrations apply");
    // A few accounts write as fast as they can, faster than the limit allows for long. After a
    // clock is set back, a bucket may be as empty as it was at that time.
    let app = Stage::at(&database.url()).variable("limit_writing", "off").start().await;
    (postgres, database, app)
}

/// The users of an application: more of them in a full trial.
pub async fn crowd(app: &App) -> Vec<Actor> {
    people(app, length(4, 24)).await
}

/// One fault that is tried.
pub struct Trial<'a> {
    fault: InjectedFault,
    app: &'a App,
    database: &'a Database,
    memory: u64,
}

/// The findings of a trial.
pub struct Found<'a> {
    /// A description of the load.
    pub load: String,
    /// Every answer.
    pub notes: &'a [Note],
    /// The statuses that may occur.
    pub allowed: &'a [u16],
    /// From the end of the fault until everything worked again.
    pub recovery: Option<Duration>,
    /// Anything else worth noting.
    pub remark: String,
}

impl<'a> Found<'a> {
    /// From traffic that must all be served.
    pub fn of(outcome: &'a Outcome, recovery: Duration, remark: String) -> Self {
        Self {
            load: outcome.load.clone(),
            notes: &outcome.notes,
            allowed: &[200, 201],
            recovery: Some(recovery),
            remark,
        }
    }

    /// The same, but 503 is allowed.
    pub fn or_unavailable(self) -> Self {
        Self { allowed: &[200, 201, 503], ..self }
    }
}

impl<'a> Trial<'a> {
    /// Warms the host up, with a burst of requests, and measures it.
    pub async fn begin(
        fault: InjectedFault,
        app: &'a App,
        database: &'a Database,
        people: &[Actor],
    ) -> Self {
        let burst = match fault {
            InjectedFault::ManyClients => length(VERY_MANY.0, VERY_MANY.1),
            InjectedFault::RestartBeneathMany => VERY_MANY.0,
            _ => BURST,
        };
        let burst: Vec<_> = (0..burst)
            .map(|number| {
                let person = people[number % people.len()].clone();
                let request = person.request(Method::GET, "/api/v1/blog/bulk?limit=1");
                tokio::spawn(async move { person.status(request).await })
            })
            .collect();
        for request in burst {
            assert!(matches!(request.await.expect("an answer"), 200 | 503));
        }
        Self { fault, app, database, memory: settled(app).await }
    }

    /// Checks the findings, and reports them.
    pub async fn end(self, name: &str, found: Found<'_>) {
        let Found { load, notes, allowed, recovery, remark } = found;
        let begin = notes.iter().map(|note| note.begin).min().unwrap_or_else(Instant::now);
        let end = notes.iter().map(|note| note.begin + note.took).max().unwrap_or(begin);
        let duration = end - begin;
        let mut statuses = BTreeMap::new();
        for note in notes {
            *statuses.entry(note.status).or_default() += 1;
        }
        let slowest = notes.iter().map(|note| note.took).max().unwrap_or_default();
        let memory = self.memory_after().await;
        let figures = Figures {
            place: self.fault as u32,
            fault: name.to_owned(),
            load,
            duration,
            statuses,
            slowest,
            recovery,
            memory: (self.memory, memory),
            remark,
        };
        // Not with `println`, whose output is hidden if a test passes.
        let _ = writeln!(std::io::stderr(), "{}", figures.line());

        let other = figures.statuses.keys().find(|status| !allowed.contains(status));
        assert_eq!(other, None, "a status that must not occur");
        assert!(slowest < ANSWER_WITHIN, "an answer after {slowest:?}");
        let open = "select count(*) from pg_stat_activity where state like 'idle in transaction%' \
                    and application_name = 'connectly' and datname = current_database()";
        assert_eq!(self.database.db_number(open).await, 0, "left in a transaction");
        assert!(memory <= self.memory_allowed(), "memory {memory} after {}", self.memory);
        if let Some(folder) = std::env::var_os(FOLDER) {
            figures.save(folder.as_ref()).expect("the figures are written");
        }
    }

    fn memory_allowed(&self) -> u64 {
        let kept = match self.fault {
            InjectedFault::ManyClients | InjectedFault::RestartBeneathMany => {
                MEMORY_KEPT_OF_INSTANCES
            }
            _ => MEMORY_KEPT,
        };
        self.memory + kept
    }

    /// The memory at the end. Waits briefly for it to shrink.
    async fn memory_after(&self) -> u64 {
        let begin = Instant::now();
        loop {
            let memory = settled(self.app).await;
            if memory <= self.memory_allowed() || begin.elapsed() > MEMORY_SETTLES {
                return memory;
            }
        }
    }
}

/// The memory once idle instances are gone.
async fn settled(app: &App) -> u64 {
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    memory::resident(app.process_id())
}
