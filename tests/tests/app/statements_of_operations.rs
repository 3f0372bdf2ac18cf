//! Which statements each operation runs, as Postgres saw them.
//!
//! `UPDATE_EXPECT=1 cargo xtask test statements` rewrites the snapshot.

use std::{collections::HashMap, fmt::Write as _, fs};

use connectly_tests::{App, Database, OwnPostgres, Special, Stage};
use connectly_types::{OPERATIONS, Operation};
use expect_test::expect_file;

use crate::statements;

/// What may run before or after an operation's own statement: the statements that count a request
/// against a limit or read a password's hash, and the first half of an export.
const HELPERS: &[&str] = &[
    "clear_pictures",
    "begin_sign_up",
    "begin_writing",
    "end_password_check",
    "end_sign_in",
    "export_pictures",
    "list_sessions",
    "read_credentials",
    "read_own_credentials",
    "view_post",
    "view_post_at",
    "view_posts",
];

/// How a statement that controls a transaction begins.
const TRANSACTION_CONTROL: &[&str] = &[
    "abort",
    "begin",
    "commit",
    "end",
    "prepare transaction",
    "release",
    "rollback",
    "savepoint",
    "start",
];

#[tokio::test]
async fn are_its_own_and_what_counts_it_or_checks_a_password() {
    let (postgres, _database, app) = app_with_logged_statements().await;
    let files = names_by_text();
    let mut snapshot = String::new();
    for operation in OPERATIONS {
        let ran = statements_of(&app, &postgres, operation).await;
        for text in &ran {
            let text = text.trim_start().to_lowercase();
            let is_control = TRANSACTION_CONTROL.iter().any(|word| text.starts_with(word));
            assert!(!is_control, "{} ran {text:?}", operation.name);
        }
        let names: Vec<_> = ran.iter().filter_map(|text| files.get(text.as_str())).collect();
        let own = names.iter().filter(|name| **name == operation.name).count();
        assert_eq!(own, 1, "{} ran {names:?} of {ran:?}", operation.name);
        for name in &names {
            let may_run = **name == operation.name || HELPERS.contains(&name.as_str());
            assert!(may_run, "{} ran {name}", operation.name);
        }
        writeln!(snapshot, "{}", operation.name).unwrap();
        for name in names {
            writeln!(snapshot, "    {name}.sql").unwrap();
        }
    }
    expect_file!["../../statements_of_operations.txt"].assert_eq(&snapshot);
}

/// The application on a Postgres that logs every statement it runs.
async fn app_with_logged_statements() -> (OwnPostgres, Database, App) {
    let postgres = OwnPostgres::start(Special::default()).await;
    let database = Database::empty(&postgres.url("postgres")).await;
    connectly_local::migrate::run(&database.url()).await.unwrap();
    // Connections that are made from now on log their statements.
    let name = database.name();
    database.db_execute(&format!("alter database {name} set log_statement = 'all'")).await;
    let app = Stage::at(&database.url()).start().await;
    (postgres, database, app)
}

/// Calls an operation as somebody who may, and gives the text of each statement it ran, in order.
async fn statements_of(app: &App, postgres: &OwnPostgres, operation: &Operation) -> Vec<String> {
    let actor = app.sign_up(&operation.name.replace('_', "-")).await;
    let subject = actor.subject(&actor.create_post("First").await).await;
    let begin = postgres.log().len();
    let answer = actor.call(operation, &subject).await;
    answer.assert_status(operation.success.as_u16());
    logged(&postgres.log()[begin..])
}

/// The statements in a piece of Postgres's log. All lines of an entry but the first begin with a
/// tab.
fn logged(log: &str) -> Vec<String> {
    let mut statements: Vec<String> = Vec::new();
    let mut is_statement = false;
    for line in log.lines() {
        if let Some(more) = line.strip_prefix('\t') {
            if let Some(statement) = statements.last_mut().filter(|_| is_statement) {
                statement.push('\n');
                statement.push_str(more);
            }
            continue;
        }
        let text = line.split_once("LOG:  ").and_then(|(_, entry)| {
            let (kind, text) = entry.split_once(": ")?;
            (kind == "statement" || kind.starts_with("execute ")).then_some(text)
        });
        is_statement = text.is_some();
        statements.extend(text.map(str::to_owned));
    }
    for statement in &mut statements {
        statement.truncate(statement.trim_end().len());
    }
    statements
}

/// The names of the `.sql` files by what they hold.
fn names_by_text() -> HashMap<String, String> {
    let named = statements::statements().into_iter().map(|path| {
        let text = fs::read_to_string(&path).unwrap().trim_end().to_owned();
        (text, statements::name(&path).to_owned())
    });
    named.collect()
}

#[test]
fn are_read_from_the_log_as_they_were_sent() {
    let log = "2026-11-28 22:00:00.000 UTC [7] LOG:  execute s1: -- A comment\n\tselect 1\n\
               2026-11-28 22:00:00.001 UTC [7] DETAIL:  Parameters: $1 = 'x\n\ty'\n\
               2026-11-28 22:00:00.002 UTC [7] LOG:  statement: BEGIN\n";
    assert_eq!(logged(log), ["-- A comment\nselect 1", "BEGIN"]);
}
