//! The database: runs one statement at a time, and limits the wait.
//!
//! The only way to Postgres. A statement's result is always collected, because that is when its
//! errors arrive, and there is no transaction to leave open: see "Never a `BEGIN`" in
//! `docs/architecture.md`.

use std::{
    future::Future,
    pin::pin,
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use axum::extract::FromRequestParts;
use futures::future::{Either, select};
use http::request::Parts;

use crate::{
    App, Error, FromRow, Row,
    address::Address,
    connection::{PRIMARY, REPLICA, Shared},
    host::{BLOCKS, Expected, ParameterValue, PostgresError, Refusal, Rows, sleep},
    replica,
};

/// How long a request waits for Postgres, over all its statements. The contract promises an answer
/// within 5 s; the rest is for everything else that the machine does.
const PATIENCE: Duration = Duration::from_secs(3);

/// Waiting is counted in steps. With a thousand clients, each waits for most of a second, and each
/// wake-up costs a tenth of a request. So there are few steps.
const STEP: Duration = Duration::from_millis(500);

/// Access to Postgres for the duration of one request.
#[derive(Debug)]
pub struct Db {
    app: App,
    /// Whether the replica may answer.
    may_be_late: bool,
    /// How many milliseconds of [`PATIENCE`] are used up.
    spent: AtomicU32,
}

/// Why a statement has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DbError {
    /// `live_session` found no session.
    SessionEnded,
    /// A rate limit was reached: the seconds after which to try again.
    TooMany(u64),
    /// The named constraint was violated.
    Constraint(String),
    /// There is no connection to Postgres, or no answer on it in time.
    Lost(String),
    /// Postgres says that it is not available now.
    Unavailable(String),
    /// The database lacks the tables.
    NotMigrated(String),
    /// The component's role may not do that.
    NotGranted(String),
    /// The statement, or the code that reads its rows, is wrong.
    Fault(String),
}

impl DbError {
    /// Turns the violation of one constraint into the user's error. Anything else stays unchanged.
    pub fn on_constraint(self, name: &str, meaning: Error) -> Error {
        match self {
            Self::Constraint(violated) if violated == name => meaning,
            other => other.into(),
        }
    }
}

impl Db {
    pub(crate) fn new(app: &App) -> Self {
        Self { app: app.clone(), may_be_late: false, spent: AtomicU32::new(0) }
    }

    /// For reading without a session: where there is a replica, it answers, or else the primary. What
    /// was written a moment ago may be missing.
    #[must_use]
    pub fn or_replica(self) -> Self {
        Self { may_be_late: true, ..self }
    }

    /// Runs one statement and reads all of its rows. There must be at least one: with WASI 0.2, Spin
    /// 4.0 never answers a statement that has none.
    ///
    /// # Errors
    /// See [`DbError`]; the call site handles a constraint that users can violate, with
    /// [`DbError::on_constraint`].
    pub async fn query<T: FromRow + Send>(
        &self,
        statement: &str,
        parameters: Vec<ParameterValue>,
    ) -> Result<Vec<T>, DbError> {
        self.read(statement, parameters, Expected::Some).await
    }

    /// Like [`query`](Self::query), for a statement with one row. Where it finds nothing, the row's
    /// `id` is null, and `T` is an `Option`.
    ///
    /// # Errors
    /// As for [`query`](Self::query).
    pub async fn query_one<T: FromRow + Send>(
        &self,
        statement: &str,
        parameters: Vec<ParameterValue>,
    ) -> Result<T, DbError> {
        let rows = self.read(statement, parameters, Expected::One).await?;
        rows.into_iter().next().ok_or_else(without_row)
    }

    async fn read<T: FromRow + Send>(
        &self,
        statement: &str,
        parameters: Vec<ParameterValue>,
        rows: Expected,
    ) -> Result<Vec<T>, DbError> {
        let Rows { columns, rows } = self.rows(statement, parameters, rows).await?;
        rows.iter().map(|values| T::from_row(&Row::new(&columns, values))).collect()
    }

    /// Waits for this request's turn, which counts as waiting for Postgres.
    ///
    /// # Errors
    /// When the request has already waited too long.
    pub async fn wait(&self, time: Duration) -> Result<(), DbError> {
        self.with_patience(PATIENCE, async {
            sleep(time).await;
            Ok(())
        })
        .await
    }

    /// Not generic over the type of rows, so that a guest contains it only once.
    async fn rows(
        &self,
        statement: &str,
        parameters: Vec<ParameterValue>,
        expected: Expected,
    ) -> Result<Rows, DbError> {
        let replica = self.app.replica().filter(|_| self.may_be_late && !replica::is_avoided());
        if let Some(address) = replica {
            let place = (&REPLICA, address, replica::PATIENCE);
            match self.rows_at(place, statement, parameters.clone(), expected).await {
                Err(error) if replica::is_at_fault(&error) => replica::note(&error),
                result => return result,
            }
        }
        let address = self.app.database().ok_or_else(without_database)?;
        self.rows_at((&PRIMARY, address, PATIENCE), statement, parameters, expected).await
    }

    async fn rows_at(
        &self,
        (shared, address, patience): (&'static Shared, &Address, Duration),
        statement: &str,
        parameters: Vec<ParameterValue>,
        expected: Expected,
    ) -> Result<Rows, DbError> {
        let mut used = None;
        let result = self
            .with_patience(patience, async {
                let connection = shared.get(address).await?;
                let connection = used.insert(connection);
                let rows = connection.query(statement, parameters, expected).await?;
                if rows.rows.is_empty() { Err(without_row()) } else { Ok(rows) }
            })
            .await;
        // Not if Postgres only refused: the connection is fine.
        if let (Err(DbError::Lost(_)), Some(connection)) = (&result, &used) {
            shared.forget(connection);
        }
        result
    }

    /// Drops `work` if the request has waited too long. The host then frees what it held.
    ///
    /// Where the host's calls block, `work` is done when it is first looked at, however long that
    /// took. Then the time is counted for the request's next statement, and the address limits it.
    async fn with_patience<T>(
        &self,
        patience: Duration,
        work: impl Future<Output = Result<T, DbError>>,
    ) -> Result<T, DbError> {
        let mut work = pin!(work);
        while Duration::from_millis(self.spent.load(Ordering::Relaxed).into()) < patience {
            let (begin, wait) = (Instant::now(), pin!(sleep(STEP)));
            if let Either::Left((result, _)) = select(work.as_mut(), wait).await {
                if BLOCKS {
                    self.spend(begin.elapsed());
                }
                return result;
            }
            self.spend(counted(begin.elapsed()));
        }
        let seconds = patience.as_secs();
        Err(DbError::Lost(format!("no answer from Postgres within {seconds} s")))
    }

    fn spend(&self, time: Duration) {
        let milliseconds = u32::try_from(time.as_millis()).unwrap_or(u32::MAX);
        self.spent.fetch_add(milliseconds, Ordering::Relaxed);
    }
}

/// How much a step of this length counts. If the processor is too busy with hashing to wake us in
/// time, that is not Postgres's fault, and the answer may be delayed by as much in Postgres, and
/// again in the host.
fn counted(took: Duration) -> Duration {
    let late = took.saturating_sub(STEP);
    STEP.saturating_sub(2 * late).max(STEP / 5)
}

impl FromRequestParts<App> for Db {
    type Rejection = Error;

    async fn from_request_parts(_: &mut Parts, app: &App) -> Result<Self, Error> {
        Ok(Self::new(app))
    }
}

/// The error of a component that `spin.toml` gives no role in Postgres.
fn without_database() -> DbError {
    DbError::Unavailable("variable db_user: this component has none".to_owned())
}

fn without_row() -> DbError {
    DbError::Fault("the statement has no row".to_owned())
}

impl From<DbError> for Error {
    fn from(error: DbError) -> Self {
        match error {
            DbError::SessionEnded => Self::BadToken,
            DbError::TooMany(retry_after) => Self::TooMany { retry_after },
            DbError::Constraint(name) => Self::internal(format!("constraint {name} is violated")),
            DbError::Lost(log)
            | DbError::Unavailable(log)
            | DbError::NotMigrated(log)
            | DbError::NotGranted(log) => Self::unavailable(log),
            DbError::Fault(log) => Self::internal(log),
        }
    }
}

impl From<PostgresError> for DbError {
    fn from(error: PostgresError) -> Self {
        match error {
            PostgresError::Lost(log) => Self::Lost(log),
            PostgresError::Refused(refusal) => refusal.into(),
            PostgresError::Unconvertible(log) => Self::Fault(log),
        }
    }
}

impl From<Refusal> for DbError {
    /// By SQLSTATE: PostgreSQL's manual, appendix A.
    fn from(refusal: Refusal) -> Self {
        let Refusal { code, message, detail, constraint } = refusal;
        match code.as_str() {
            // Raised by live_session, in migrations/.
            "CN401" => Self::SessionEnded,
            // Raised by take_tokens, in migrations/.
            "CN429" => Self::TooMany(detail.and_then(|seconds| seconds.parse().ok()).unwrap_or(1)),
            // Integrity constraint violations.
            code if code.starts_with("23") => Self::Constraint(constraint.unwrap_or(message)),
            // Another transaction was in the way: serialization, deadlock, lock time-out.
            "40001" | "40P01" | "55P03" => Self::Unavailable(format!("{code}: {message}")),
            // A pooler keeps a statement prepared whose result a migration has changed.
            "0A000" => Self::Unavailable(format!("{code}: {message}")),
            // A standby that has not taken over yet.
            "25006" => Self::Unavailable(format!("{code}: {message}")),
            // The role lacks a right.
            "42501" => Self::NotGranted(format!("{code}: {message}")),
            // No such schema, table, column or function.
            code if ["3F", "42"].iter().any(|class| code.starts_with(class)) => {
                Self::NotMigrated(format!("{code}: {message}"))
            }
            // The connection broke, or Postgres ended it while stopping or starting.
            code if ["08", "57P"].iter().any(|class| code.starts_with(class)) => {
                Self::Lost(format!("{code}: {message}"))
            }
            // Authorization, no such database, resources, a time-out, system errors.
            code if ["28", "3D", "53", "57", "58"].iter().any(|class| code.starts_with(class)) => {
                Self::Unavailable(format!("{code}: {message}"))
            }
            code => Self::Fault(format!("{code}: {message}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(code: &str) -> Refusal {
        Refusal {
            code: code.to_owned(),
            message: "message".to_owned(),
            detail: Some("7".to_owned()),
            constraint: Some("users_email_key".to_owned()),
        }
    }

    #[test]
    fn a_sqlstate_says_what_happened() {
        let read = |code| DbError::from(refusal(code));
        assert_eq!(read("CN401"), DbError::SessionEnded);
        assert_eq!(read("CN429"), DbError::TooMany(7));
        assert_eq!(read("23505"), DbError::Constraint("users_email_key".to_owned()));
        for code in ["08006", "57P01"] {
            assert_eq!(read(code), DbError::Lost(format!("{code}: message")));
        }
        for code in ["0A000", "28P01", "3D000", "53300", "55P03", "57014"] {
            assert_eq!(read(code), DbError::Unavailable(format!("{code}: message")));
        }
        for code in ["3F000", "42P01", "42883"] {
            assert_eq!(read(code), DbError::NotMigrated(format!("{code}: message")));
        }
        assert_eq!(read("42501"), DbError::NotGranted("42501: message".to_owned()));
        assert_eq!(read("22012"), DbError::Fault("22012: message".to_owned()));
    }

    #[test]
    fn a_wait_counts_less_where_the_processor_is_busy() {
        let counted = |milliseconds| counted(Duration::from_millis(milliseconds)).as_millis();
        assert_eq!([500, 600, 680, 2_000].map(counted), [500, 300, 140, 100]);
    }

    #[test]
    fn a_constraint_means_something_only_where_it_is_said() {
        let violated = || DbError::Constraint("users_email_key".to_owned());
        assert_eq!(
            violated().on_constraint("users_email_key", Error::EmailTaken),
            Error::EmailTaken
        );
        assert!(matches!(
            violated().on_constraint("posts_pkey", Error::EmailTaken),
            Error::Internal { .. }
        ));
    }
}
