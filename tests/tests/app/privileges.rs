//! Each component may do what it needs in the database, and nothing else.
//!
//! `UPDATE_EXPECT=1 cargo xtask test privileges` rewrites the snapshot of all grants.

mod forbidden;

use std::{fmt::Write as _, fs};

use connectly_local::components::{granted_to, password_variable, with_database};
use connectly_tests::{App, Database, Stage};
use connectly_types::{OPERATIONS, RateLimit};
use expect_test::expect_file;
use sqlx::{AssertSqlSafe, PgConnection};

use self::forbidden::{
    FORBIDDEN_TO_ALL, FORBIDDEN_TO_BLOG, FORBIDDEN_TO_MEDIA, FORBIDDEN_TO_USER, FORBIDDEN_TO_WEB,
};
use crate::{plans, statements::name};

/// All grants in the schema, except to the owners: the role and the privilege.
const GRANTS: &str = "
    with granted (object, is_column, acl, owner) as (
        select 'schema ' || nspname, false, coalesce(nspacl, acldefault('n', nspowner)), nspowner
        from pg_namespace
        where nspname = 'public'
        union all
        select 'table ' || relname, false, coalesce(relacl, acldefault('r', relowner)), relowner
        from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm', 'p', 'f', 'S')
        union all
        select '(' || attname || ') on table ' || relname, true, attacl, relowner
        from pg_attribute
        join pg_class on pg_class.oid = attrelid
        where relnamespace = 'public'::regnamespace and attacl is not null
        union all
        select 'function ' || oid::regprocedure::text, false,
            coalesce(proacl, acldefault('f', proowner)), proowner
        from pg_proc
        where pronamespace = 'public'::regnamespace
    )
    select
        case when grantee = 0 then 'public' else grantee::regrole::text end as who,
        lower(privilege_type) || case when is_column then ' ' else ' on ' end || object as what
    from granted, aclexplode(acl)
    where grantee <> owner
    order by 1, object collate \"C\", 2";

/// A path of each component whose answer is 200 and takes a look at the database.
const READS: &[(&str, &str)] = &[
    ("user", "/api/v1/user/me"),
    ("blog", "/api/v1/blog/bulk"),
    ("media", "/api/v1/media"),
    ("web", "/readyz"),
];

/// How many users there are when statements are tried.
const USERS: u32 = 100;

/// Postgres's "insufficient privilege".
const INSUFFICIENT_PRIVILEGE: &str = "42501";

/// The error of a statement; `None` if it succeeds.
async fn sqlstate(connection: &mut PgConnection, statement: &str) -> Option<String> {
    let result = sqlx::raw_sql(AssertSqlSafe(statement)).execute(connection).await;
    let error = result.err()?;
    let error = error.as_database_error().unwrap_or_else(|| panic!("{statement}: {error}"));
    Some(error.code().unwrap().into_owned())
}

async fn assert_forbidden(component: &str, own: &[&str]) {
    // There must be rows to read, so that a forbidden statement doesn't succeed for lack of them.
    let app = App::start().await;
    app.sign_up("ada").await.create_draft("Secret").await;
    let mut connection = app.database().connect_as(component).await;
    let others = with_database().unwrap().into_iter().filter(|other| other != component);
    let roles = others.map(|other| format!("set role {}", granted_to(&other)));
    let statements = FORBIDDEN_TO_ALL.iter().chain(own).map(|&statement| statement.to_owned());
    for statement in statements.chain(roles) {
        let found = sqlstate(&mut connection, &statement).await;
        assert_eq!(found.as_deref(), Some(INSUFFICIENT_PRIVILEGE), "{component}: {statement}");
    }
}

#[tokio::test]
async fn none_may_do_what_is_forbidden_to_all() {
    for component in with_database().unwrap() {
        assert_forbidden(&component, &[]).await;
    }
}

#[tokio::test]
async fn user_may_not_do_what_its_statements_do_not() {
    assert_forbidden("user", FORBIDDEN_TO_USER).await;
}

#[tokio::test]
async fn blog_can_read_neither_password_hashes_nor_sessions() {
    assert_forbidden("blog", FORBIDDEN_TO_BLOG).await;
}

#[tokio::test]
async fn media_sees_pictures_and_nothing_else() {
    assert_forbidden("media", FORBIDDEN_TO_MEDIA).await;
}

#[tokio::test]
async fn web_can_write_nothing_and_read_only_what_is_public() {
    assert_forbidden("web", FORBIDDEN_TO_WEB).await;
}

#[tokio::test]
async fn web_writes_no_table_whatever_there_is() {
    let database = Database::new().await;
    let writable = "select count(*) from pg_class
        where relnamespace = 'public'::regnamespace and (
            has_table_privilege(oid, 'insert, update, delete, truncate, references, trigger')
            or has_any_column_privilege(oid, 'insert, update, references')
        )";
    let mut web = database.connect_as("web").await;
    let found: i64 = sqlx::query_scalar(writable).fetch_one(&mut web).await.unwrap();
    assert_eq!(found, 0);
}

/// The statements of a component, with the one that counts writing if an operation is limited so.
fn statements(component: &str) -> Vec<(String, String)> {
    let folder = connectly_local::workspace::root().join("components").join(component).join("src");
    let counts_writing = OPERATIONS.iter().any(|operation| {
        operation.component == component && operation.limits.contains(&RateLimit::Writing)
    });
    let files = crate::statements::statements().into_iter().filter(|path| {
        path.starts_with(&folder) || counts_writing && name(path) == "begin_writing"
    });
    files.map(|path| (name(&path).to_owned(), fs::read_to_string(path).unwrap())).collect()
}

/// One on which every statement finds what it is called for.
async fn database_with_rows() -> Database {
    let database = Database::new().await;
    database.db_execute(&plans::rows(USERS)).await;
    database
}

/// Those of the statements that a connection may not execute, on the rows of `plans`.
///
/// Two looks at each. `explain` finds what the statement itself needs, whatever the arguments: Postgres
/// checks that when it begins to execute, and `explain` begins without executing. What is needed inside
/// functions and triggers shows only when they are executed.
async fn forbidden<'a>(
    connection: &mut PgConnection,
    statements: &'a [(String, String)],
) -> Vec<&'a str> {
    let mut forbidden = Vec::new();
    // A generic plan, so that nothing is simplified for a null parameter.
    sqlstate(connection, "set plan_cache_mode = force_generic_plan; begin").await;
    for (name, sql) in statements {
        assert_eq!(sqlstate(connection, &format!("prepare {name} as {sql}")).await, None, "{name}");
        let count = (1..).take_while(|number| sql.contains(&format!("${number} "))).count();
        let nulls = vec!["null"; count].join(", ");
        let explained = format!("explain {}", execution(name, &nulls));
        let executed = plans::arguments(name);
        let executed = executed.iter().map(|arguments| execution(name, arguments));
        for statement in [explained].into_iter().chain(executed) {
            let found = sqlstate(connection, &format!("savepoint before; {statement}")).await;
            sqlstate(connection, "rollback to before").await;
            match found.as_deref() {
                None => {}
                Some(INSUFFICIENT_PRIVILEGE) => {
                    forbidden.push(name.as_str());
                    break;
                }
                Some(other) => panic!("{statement}: {other}"),
            }
        }
    }
    forbidden
}

/// Whether a component cannot do without a grant that its role has just lost.
///
/// The second look, at each statement on a connection of its own, is for what a function with its owner's
/// rights leaves on a connection: plans of other functions and of indexes, for which nothing is checked
/// any more.
async fn misses(database: &Database, component: &str) -> bool {
    let statements = statements(component);
    let all = [&statements[..]];
    for some in all.into_iter().chain(statements.chunks(1)) {
        let mut connection = database.connect_as(component).await;
        if !forbidden(&mut connection, some).await.is_empty() {
            return true;
        }
    }
    false
}

fn execution(name: &str, arguments: &str) -> String {
    if arguments.is_empty() {
        format!("execute {name}")
    } else {
        format!("execute {name}({arguments})")
    }
}

#[tokio::test]
async fn each_may_execute_all_of_its_statements() {
    let database = database_with_rows().await;
    for component in with_database().unwrap() {
        let statements = statements(&component);
        assert!(!statements.is_empty(), "{component} has no statement");
        for one in statements.chunks(1) {
            let mut connection = database.connect_as(&component).await;
            assert_eq!(forbidden(&mut connection, one).await, Vec::<&str>::new());
        }
    }
}

/// What only the version before needs, which goes on during an upgrade. A later migration drops it.
const OF_THE_VERSION_BEFORE: &[&str] = &[
    "execute on function list_posts(uuid,uuid,bigint,uuid,bigint,boolean,bigint,boolean)",
    "execute on function read_post(uuid,uuid,bigint)",
    "execute on function post_row(uuid,text,text,boolean,uuid,text,timestamp with time zone,timestamp with time zone,bigint,text,integer)",
];

#[tokio::test]
async fn nothing_is_granted_that_no_statement_needs() {
    let database = database_with_rows().await;
    let grants = grants(&database).await;
    let mut unneeded = Vec::new();
    let mut owner = database.connect().await;
    for component in with_database().unwrap() {
        let role = granted_to(&component);
        // That one shows only where everybody has lost it, as in a database that was reset.
        let tried = grants.iter().filter(|(_, what)| {
            what != "usage on schema public" && !OF_THE_VERSION_BEFORE.contains(&what.as_str())
        });
        for (_, what) in tried.filter(|(who, _)| *who == role) {
            let (revoke, grant) =
                (format!("revoke {what} from {role}"), format!("grant {what} to {role}"));
            assert_eq!(sqlstate(&mut owner, &revoke).await, None, "{revoke}");
            if !misses(&database, &component).await {
                unneeded.push(format!("{role}: {what}"));
            }
            assert_eq!(sqlstate(&mut owner, &grant).await, None, "{grant}");
        }
    }
    assert_eq!(unneeded, Vec::<String>::new());
}

#[tokio::test]
async fn each_is_granted_the_schema_by_a_migration() {
    let grants = grants(&Database::new().await).await;
    for component in with_database().unwrap() {
        let role = granted_to(&component);
        let has_it = grants.contains(&(role.clone(), "usage on schema public".to_owned()));
        assert!(has_it, "no migration has: grant usage on schema public to {role}");
    }
}

async fn grants(database: &Database) -> Vec<(String, String)> {
    sqlx::query_as(GRANTS).fetch_all(&mut database.connect().await).await.unwrap()
}

#[tokio::test]
async fn all_that_is_granted_is_in_the_list() {
    let database = Database::new().await;
    let mut snapshot = String::new();
    for (who, what) in grants(&database).await {
        writeln!(snapshot, "{who}: {what}").unwrap();
    }
    expect_file!["../../grants.txt"].assert_eq(&snapshot);
}

#[tokio::test]
async fn everybody_may_do_nothing_but_connect() {
    let database = Database::new().await;
    let grants = grants(&database).await;
    let to_everybody: Vec<_> = grants.iter().filter(|(who, _)| who == "public").collect();
    assert!(to_everybody.iter().all(|(_, what)| what == "usage on schema public"), "{grants:?}");
    let on_the_database = "select count(*)
        from pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba)))
        where datname = current_database() and grantee = 0 and privilege_type <> 'CONNECT'";
    assert_eq!(database.db_number(on_the_database).await, 0);
}

#[tokio::test]
async fn a_function_of_a_later_migration_is_nobodys_at_first() {
    let database = Database::new().await;
    database.db_execute("create function later() returns int language sql return 1").await;
    for component in with_database().unwrap() {
        let mut connection = database.connect_as(&component).await;
        let found = sqlstate(&mut connection, "select later()").await;
        assert_eq!(found.as_deref(), Some(INSUFFICIENT_PRIVILEGE), "{component}");
    }
}

#[tokio::test]
async fn the_session_check_is_not_led_astray_by_a_search_path() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let session = ada.session_id().await;
    let database = app.database();
    // Even if a component could create objects: a table, and an operator that finds everything
    // equal.
    database
        .db_execute(
            "create schema astray;
            grant usage on schema astray to public;
            create table astray.sessions (like sessions);
            grant all on astray.sessions to public;
            create function astray.always(uuid, uuid) returns boolean language sql return true;
            create function astray.always(timestamptz, timestamptz) returns boolean
                language sql return true;
            grant execute on all functions in schema astray to public;
            create operator astray.= (leftarg = uuid, rightarg = uuid, function = astray.always);
            create operator astray.> (
                leftarg = timestamptz, rightarg = timestamptz, function = astray.always
            )",
        )
        .await;
    let mut blog = database.connect_as("blog").await;
    sqlx::raw_sql("set search_path = astray, pg_catalog").execute(&mut blog).await.unwrap();
    let stranger = "select public.live_session('0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60')";
    assert_eq!(sqlstate(&mut blog, stranger).await.as_deref(), Some("CN401"));
    let user: String =
        sqlx::query_scalar("select user_id::text from public.live_session($1::text::uuid)")
            .bind(&session)
            .fetch_one(&mut blog)
            .await
            .unwrap();
    assert_eq!(user, ada.id());
}

#[tokio::test]
async fn each_component_is_given_its_own_password_alone() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for component in with_database().unwrap() {
        let variable = password_variable(&component);
        let other = Stage::at(&app.database().url()).variable(&variable, "wrong").start().await;
        let ada = other.anon().with_token(ada.jwt());
        assert!(READS.iter().any(|(asked, _)| *asked == component), "READS lacks {component}");
        for (asked, path) in READS {
            let status = if *asked == component { 503 } else { 200 };
            ada.get(path).await.assert_status(status);
        }
    }
}
