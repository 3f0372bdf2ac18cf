//! A clock that is set back an hour, and forward again: libfaketime shows it to one program.

use std::{
    os::unix::fs::PermissionsExt as _,
    path::PathBuf,
    time::{Duration, Instant, SystemTime},
};

use connectly_local::faketime::{MISSING, VARIABLE};
use connectly_tests::{App, Special, Stage, Traffic};
use serde_json::Value;

use crate::trial::{Found, InjectedFault, Trial, crowd, length, on_a_postgres_of_its_own, turn};

const HOUR: Duration = Duration::from_secs(3600);

/// How often libfaketime looks at its file, in seconds.
const LOOKS_EVERY: u64 = 1;
const NOTICES_WITHIN: Duration = Duration::from_secs(10);

/// A separate clock for one program.
struct Clock {
    folder: tempfile::TempDir,
    library: String,
}

impl Clock {
    fn new() -> Self {
        let library = std::env::var(VARIABLE).unwrap_or_else(|_| {
            let why = std::env::var(MISSING);
            panic!("{}", why.as_deref().unwrap_or("run the tests with `cargo xtask test`"))
        });
        let folder = tempfile::tempdir().expect("a temporary folder");
        // Postgres may run as another user.
        let readable = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(folder.path(), readable).expect("it is ours");
        let clock = Self { folder, library };
        clock.show("+0");
        clock
    }

    /// The environment that makes a program see this clock. Monotonic time is not affected, as when
    /// an operator sets a clock.
    fn environment(&self) -> Vec<(String, String)> {
        [
            ("LD_PRELOAD", self.library.as_str()),
            ("FAKETIME_TIMESTAMP_FILE", &self.file().to_string_lossy()),
            ("FAKETIME_CACHE_DURATION", &LOOKS_EVERY.to_string()),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }

    /// Sets it, and waits until the program has noticed. `now` reads the program's time.
    async fn set(&self, offset: &str, expected: Duration, now: impl AsyncFn() -> SystemTime) {
        self.show(offset);
        let begin = Instant::now();
        loop {
            let behind = SystemTime::now().duration_since(now().await).unwrap_or_default();
            if behind.abs_diff(expected) < Duration::from_secs(10) {
                return;
            }
            assert!(begin.elapsed() < NOTICES_WITHIN, "the clock is {behind:?} back");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    fn show(&self, offset: &str) {
        // Atomically, because it may be read at any moment.
        let new = self.folder.path().join("new");
        std::fs::write(&new, format!("{offset}\n")).expect("a file");
        std::fs::rename(new, self.file()).expect("a file");
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("clock")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn that_of_the_host_signs_nobody_out() {
    let _turn = turn().await;
    let clock = Clock::new();
    let mut stage = Stage::new().await;
    for (name, value) in clock.environment() {
        stage = stage.environment(&name, &value);
    }
    let app = stage.start().await;
    let people = crowd(&app).await;
    let trial = Trial::begin(InjectedFault::HostClock, &app, app.database(), &people).await;
    let traffic = Traffic::begin(&people, 8, 8).await;

    let now = async || logged_time(&app);
    clock.set("-1h", HOUR, now).await;
    // Signing in now gives a token from that time.
    let newcomer = people[0].sign_in_again().await;
    tokio::time::sleep(length(Duration::from_secs(1), Duration::from_secs(20))).await;
    clock.set("+0", Duration::ZERO, now).await;
    newcomer.get("/api/v1/user/me").await.assert_success(200);
    let recovery = traffic.recovery(Instant::now()).await;

    let outcome = traffic.end().await;
    outcome.balance(app.database()).await;
    let remark = "Tokens from before and from that hour stay valid.".to_owned();
    let found = Found::of(&outcome, recovery, remark);
    trial.end("The host's clock set back an hour", found).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn that_of_postgres_signs_nobody_out() {
    let _turn = turn().await;
    let clock = Clock::new();
    let special = Special { environment: clock.environment(), ..Special::default() };
    let (_postgres, database, app) = on_a_postgres_of_its_own(special).await;
    let people = crowd(&app).await;
    let trial = Trial::begin(InjectedFault::PostgresClock, &app, &database, &people).await;
    let traffic = Traffic::begin(&people, 8, 8).await;

    let now = async || {
        let now = "select extract(epoch from clock_timestamp())::bigint";
        let seconds = database.db_number(now).await.unsigned_abs();
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    };
    clock.set("-1h", HOUR, now).await;
    let newcomer = people[0].sign_in_again().await;
    tokio::time::sleep(length(Duration::from_secs(1), Duration::from_secs(20))).await;
    clock.set("+0", Duration::ZERO, now).await;
    newcomer.get("/api/v1/user/me").await.assert_success(200);
    let recovery = traffic.recovery(Instant::now()).await;

    let outcome = traffic.end().await;
    outcome.balance(&database).await;
    let remark = "New posts are listed among those of an hour before.".to_owned();
    let found = Found::of(&outcome, recovery, remark);
    trial.end("Postgres's clock set back an hour", found).await;
}

/// The time of the log's last whole line.
fn logged_time(app: &App) -> SystemTime {
    let log = app.log();
    let line = log.lines().rev().find_map(|line| serde_json::from_str::<Value>(line).ok());
    let line = line.expect("a line of the log");
    humantime::parse_rfc3339(line["time"].as_str().expect("a time")).expect("a time")
}
