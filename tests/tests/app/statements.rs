//! Every SQL statement, prepared against the migrated database.
//!
//! `UPDATE_EXPECT=1 cargo xtask test statements` rewrites the snapshot.

use std::{fmt::Write as _, fs, path::PathBuf};

use connectly_tests::Database;
use expect_test::expect_file;
use sqlx::{
    AssertSqlSafe, Column as _, Either, Executor as _, SqlSafeStr as _, Statement as _,
    TypeInfo as _,
};

/// The types that Spin passes between Postgres and a component without loss.
const CARRIED: &[&str] = &["BOOL", "INT8", "TEXT", "UUID", "INT8[]", "BYTEA"];

/// Every statement of every component, and of what they share, in order.
pub(crate) fn statements() -> Vec<PathBuf> {
    let root = connectly_local::workspace::root();
    let components = fs::read_dir(root.join("components")).unwrap();
    let mut files: Vec<_> = components
        .map(|component| component.unwrap().path())
        .chain([root.join("crates/service")])
        .flat_map(|package| fs::read_dir(package.join("src")).unwrap())
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

/// The name of a statement's file.
pub(crate) fn name(path: &std::path::Path) -> &str {
    path.file_stem().unwrap().to_str().unwrap()
}

#[tokio::test]
async fn prepare_with_types_that_spin_carries() {
    let database = Database::new().await;
    let mut connection = database.connect().await;
    let mut snapshot = String::new();
    for path in statements() {
        let sql = fs::read_to_string(&path).unwrap();
        let statement = connection
            .prepare(AssertSqlSafe(sql).into_sql_str())
            .await
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let parameters: Vec<_> = match statement.parameters() {
            Some(Either::Left(types)) => {
                types.iter().map(|type_| type_.name().to_owned()).collect()
            }
            other => panic!("{other:?}"),
        };
        let columns: Vec<_> = statement
            .columns()
            .iter()
            .map(|column| (column.name().to_owned(), column.type_info().name().to_owned()))
            .collect();

        writeln!(snapshot, "{}({})", name(&path), parameters.join(", ").to_lowercase()).unwrap();
        for (column, type_) in &columns {
            writeln!(snapshot, "    {column} {}", type_.to_lowercase()).unwrap();
        }
        for type_ in parameters.iter().chain(columns.iter().map(|(_, type_)| type_)) {
            assert!(CARRIED.contains(&type_.as_str()), "{}: {type_}", path.display());
        }
    }
    expect_file!["../../statements.txt"].assert_eq(&snapshot);
}

#[test]
fn are_each_used_once() {
    for path in statements() {
        let include = format!("include_str!(\"{}.sql\")", name(&path));
        let uses: usize = fs::read_dir(path.parent().unwrap())
            .unwrap()
            .map(|file| file.unwrap().path())
            .filter(|file| file.extension().is_some_and(|extension| extension == "rs"))
            .map(|file| fs::read_to_string(file).unwrap().matches(&include).count())
            .sum();
        assert_eq!(uses, 1, "{}", path.display());
    }
}

#[test]
fn are_one_statement_in_lower_case_with_its_parameters_named() {
    for path in statements() {
        let sql = fs::read_to_string(&path).unwrap();
        let shown = path.display();
        let code: String =
            sql.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
        assert_eq!(code, code.to_lowercase(), "{shown}");
        assert!(!code.contains(';'), "{shown} is more than one statement");
        let first_word = code.split_whitespace().next().unwrap();
        let allowed = ["with", "select", "insert", "delete"];
        assert!(allowed.contains(&first_word), "{shown} begins with {first_word}");
        let comment: String = sql.lines().take_while(|line| line.starts_with("--")).collect();
        for number in (1..).take_while(|number| code.contains(&format!("${number}"))) {
            assert!(comment.contains(&format!("${number} ")), "{shown} does not name ${number}");
        }
    }
}

#[test]
fn that_list_have_a_limit() {
    let lists = statements().into_iter().filter(|path| name(path).starts_with("list_"));
    for path in lists {
        let sql = fs::read_to_string(&path).unwrap();
        let function = function(name(&path));
        let limits = function.map_or(sql.contains("\n    limit $"), |function| {
            function.contains("limit at_most\n") || function.contains("limit at_most;")
        });
        assert!(limits, "{}", path.display());
    }
}

/// The source of the function that the statement of the same name calls.
fn function(name: &str) -> Option<String> {
    let folder = connectly_local::workspace::root().join("migrations");
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.iter().rev().find_map(|file| {
        let sql = fs::read_to_string(file).unwrap();
        let (_, function) = sql.split_once(&format!("create function {name}("))?;
        Some(function.split_once("\n$$;")?.0.to_owned())
    })
}
