//! A statement reads only the rows that it needs, however many there are.
//!
//! Each statement runs on large tables, and Postgres counts the rows that it reads in sequential
//! and index scans. That shows more than its plan, because it includes the functions that it calls
//! and the checks of foreign keys.

mod rows;

use std::fs;

use connectly_tests::Database;
use connectly_types::{OPERATIONS, PathParameter as _, PictureId, PostId, SessionId};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

pub(crate) use self::rows::rows;
use crate::statements::{name, statements};

const USERS: u32 = 10_000;
const POSTS: u32 = 10 * USERS;

/// The limit on rows that a statement may read: the longest page of posts with their authors and the
/// rows of their tag, or as many expired sessions as a sign-in clears away.
const MOST: i64 = 600;

/// The live session of a user with few posts.
const SESSION: &str = "'00000000-0000-7001-8000-000000000002'";
const USER: &str = "'00000000-0000-7000-8000-000000000001'";
/// That user's own.
const POST: &str = "'00000000-0000-7002-8000-000000000001'";
/// The author of a quarter of all posts, all published except for a few drafts.
const PROLIFIC: &str = "'00000000-0000-7000-8000-000000000003'";
const PROLIFIC_SESSION: &str = "'00000000-0000-7001-8000-000000000004'";
/// The author of another quarter, all drafts except for a few published posts.
const HESITANT: &str = "'00000000-0000-7000-8000-000000000005'";
const HESITANT_SESSION: &str = "'00000000-0000-7001-8000-000000000006'";
/// In the middle of all posts: microseconds since 1970, and a post of the prolific author.
const PLACE: &str = "1767275600000000, '00000000-0000-7002-8000-00000000c350'";
/// A picture of the user, which one post uses.
const PICTURE: &str = "'00000000-0000-7004-8000-000000000001'";
/// In the middle of the prolific author's pictures.
const PICTURE_PLACE: &str = "1767240000000000, '00000000-0000-7004-8000-0000000061a8'";
const NEW: &str = "'00000000-0000-7003-8000-000000000001'";
const EMAIL: &str = "'user1@example.com'";
const ADDRESS: &str = "'192.0.2.1'";
/// A limit: microseconds until a token is back, and until all are.
const RATE: &str = "'{1000000,3600000000}'";
const HASH: &str = "'$argon2id$one'";
const OTHER_HASH: &str = "'$argon2id$other'";

/// What is asked, and after which place. Every post has the first words, and every author the last.
const SEARCHES: [&str; 4] = [
    "'common', null, null",
    "'\"common words\"', 1000000000, '00000000-0000-7002-8000-00000000c350'",
    RARE,
    "'author', null, null",
];
/// One post of a thousand has it.
const RARE: &str = "'rare777', null, null";

/// The arguments with which each statement does its work, on [`rows`].
pub(crate) fn arguments(statement: &str) -> Vec<String> {
    let one = |arguments: String| vec![arguments];
    match statement {
        "add_picture_width" => one(format!(
            "{SESSION}, {PICTURE}, 'image/png', 480, 240, 4, 'file', null, 100000000000"
        )),
        "begin_sign_up" => one(format!("{ADDRESS}, {RATE}, {RATE}, 2000000")),
        "begin_writing" => one(format!("{SESSION}, {RATE}")),
        "change_password" => one(format!("{SESSION}, {HASH}, {OTHER_HASH}")),
        "clear_pictures" => one("5".to_owned()),
        "create_post" => one(format!(
            "{SESSION}, {NEW}, 'title', 'content', true, 'content', 1, 'html', 1, null, 'title', \
                '[\"Tag1\", \"New\"]', '[\"tag1\", \"new\"]', null, null, 'words'"
        )),
        "delete_account" => {
            vec![format!("{SESSION}, {HASH}, false"), format!("{SESSION}, {HASH}, true")]
        }
        "delete_post" => one(format!("{SESSION}, {POST}, null")),
        "end_password_check" => one(format!("{USER}, {RATE}")),
        "end_sign_in" => one(format!("{EMAIL}, {ADDRESS}, {RATE}, {RATE}")),
        "export_account" => vec![
            format!("{SESSION}, null, null, 100, 1000000"),
            format!("{SESSION}, {PLACE}, 100, 1000000"),
        ],
        "export_pictures" => one(format!("{SESSION}, 2000")),
        "forget_file" => one("'media/7'".to_owned()),
        "list_pictures" => vec![
            format!("{SESSION}, null, null, 101"),
            format!("{PROLIFIC_SESSION}, null, null, 101"),
            format!("{PROLIFIC_SESSION}, {PICTURE_PLACE}, 101"),
        ],
        "list_posts" | "view_posts" => lists_of_posts(),
        "list_sessions" => one(format!("{SESSION}, 100")),
        "note_file" => one("'media/new'".to_owned()),
        "read_credentials" => {
            one(format!("{EMAIL}, {ADDRESS}, {RATE}, {RATE}, {RATE}, 2000000, 2"))
        }
        "read_own_credentials" => one(format!("{SESSION}, {ADDRESS}, {RATE}, 2, {RATE}, 2000000")),
        "read_picture" => vec![
            format!("null, {PICTURE}, 480, true"),
            format!("{SESSION}, {PICTURE}, 2000, false"),
        ],
        "read_post" | "view_post" => one(format!("{SESSION}, {POST}, 1")),
        "read_archive" | "read_sitemap" => one(String::new()),
        "read_author_address" => one(USER.to_owned()),
        "read_author_page" => vec![
            format!("'author_3', null, null, 11, false, 1, 101"),
            format!("'author_3', {PLACE}, 21, true, 1, 101"),
            format!("'author_5', null, null, 11, false, 1, 101"),
            format!("'nobody', null, null, 11, false, 1, 101"),
        ],
        "read_month" => vec![
            format!("'2026-01-01', null, null, 51, 1"),
            format!("'2026-01-01', {PLACE}, 51, 1"),
            format!("'2025-01-01', null, null, 51, 1"),
        ],
        "read_post_address" => one(POST.to_owned()),
        "read_post_page" => {
            vec![
                "'author_3', 'title-4', 1, 4, 101".to_owned(),
                "'author_3', 'nothing', 1, 4, 101".to_owned(),
            ]
        }
        "read_posts" => {
            vec!["null, null, 11, false, 1".to_owned(), format!("{PLACE}, 21, true, 1")]
        }
        "read_sitemap_authors" | "read_sitemap_posts" => {
            vec!["0, 5000".to_owned(), "10, 5000".to_owned()]
        }
        "read_tag_page" => vec![
            "'tag1', null, null, 11, false, 1".to_owned(),
            format!("'tag1', {PLACE}, 21, true, 1"),
            "'nothing', null, null, 11, false, 1".to_owned(),
        ],
        "read_readiness" => one(String::new()),
        "sign_in" => one(format!("{USER}, {HASH}, {OTHER_HASH}, {NEW}, 1000, 'device', 100")),
        "sign_up" => {
            one(format!("{NEW}, 'new@example.com', 'name', {HASH}, {NEW}, 1000, 'device'"))
        }
        "update_me" => {
            one(format!("{SESSION}, true, 'name', 'new_handle', 20, true, 'bio', '[]', true, null"))
        }
        "upload_picture" => {
            one(format!("{SESSION}, {NEW}, 'image/png', 480, 240, 4, 'file', null, 100000000000"))
        }
        "update_post" => one(format!(
            "{SESSION}, {POST}, null, 'title', 'content', true, 'content', 1, 'html', 1, null, \
            'other', null, '[\"Tag1\", \"New\"]', '[\"tag1\", \"new\"]', true, null, true, null, \
            'words'"
        )),
        "read_post_at" | "view_post_at" => one(format!("{SESSION}, 'author_7', 'title-7', 1")),
        "save_draft" => {
            one(format!("{SESSION}, {POST}, null, 'title', 'content', '[]', null, null"))
        }
        "delete_draft" => one(format!("{SESSION}, {POST}, null")),
        "read_author" => ["author_7", "author_3", "author_5"]
            .map(|handle| format!("{SESSION}, '{handle}', 100"))
            .into(),
        "read_search" => SEARCHES.map(|search| format!("{search}, 11, 3, 1")).into(),
        "search_posts" => SEARCHES.map(|search| format!("{SESSION}, {search}, 11, 3, 1")).into(),
        "suggest_tags" => ["null", "'tag1'", "'none'"]
            .map(|prefix| format!("{SESSION}, {prefix}, 10, 200"))
            .into(),
        _ => one(of_the_path(statement)),
    }
}

/// The limit on rows that a statement may read. What lists the whole site for robots reads an index from
/// end to end; caches ask for it every five minutes at most. To find the newest posts with a common word, a
/// search reads the narrow row of each that has it, and what is long of the newest.
fn most(statement: &str) -> i64 {
    match statement {
        "read_search" | "search_posts" => i64::from(POSTS) + MOST,
        "read_archive" | "read_sitemap" | "read_sitemap_posts" | "read_sitemap_authors" => {
            4 * i64::from(POSTS)
        }
        _ => MOST,
    }
}

/// A session and the parameters in the path of the operation with this name.
fn of_the_path(name: &str) -> String {
    let operation = OPERATIONS.iter().find(|operation| operation.name == name);
    let operation = operation.unwrap_or_else(|| panic!("say what {name} is called with"));
    let in_path = operation.parameters.iter().map(|parameter| match parameter.example {
        PictureId::EXAMPLE => PICTURE,
        PostId::EXAMPLE => POST,
        SessionId::EXAMPLE => SESSION,
        _ => panic!("say which {} is there", parameter.name),
    });
    [SESSION].into_iter().chain(in_path).collect::<Vec<_>>().join(", ")
}

/// Posts of everyone and of each kind of author, for others and for the author, of each kind, from the
/// beginning and from the middle.
fn lists_of_posts() -> Vec<String> {
    let mut lists = Vec::new();
    for who in [
        format!("{SESSION}, null, null, null"),
        format!("{SESSION}, null, null, 'tag1'"),
        format!("{SESSION}, null, null, 'tag2'"),
        format!("{SESSION}, {USER}, null, null"),
        format!("{SESSION}, {PROLIFIC}, null, null"),
        format!("{SESSION}, null, 'author_3', null"),
        format!("{SESSION}, {HESITANT}, null, null"),
        format!("{PROLIFIC_SESSION}, {PROLIFIC}, null, null"),
        format!("{HESITANT_SESSION}, {HESITANT}, null, null"),
    ] {
        for place in ["null, null", PLACE] {
            for published in ["null", "true", "false"] {
                lists.push(format!("{who}, {place}, 101, true, 1, {published}"));
            }
        }
    }
    lists
}

#[tokio::test]
async fn read_few_rows_of_large_tables() {
    let database = Database::new().await;
    database.db_execute(&rows(USERS)).await;
    assert_eq!(small_tables(&database).await, Vec::<String>::new());
    for path in statements() {
        let sql = fs::read_to_string(&path).unwrap();
        for arguments in arguments(name(&path)) {
            let read = rows_read(&database, &sql, &arguments).await;
            let most = most(name(&path));
            assert!(read <= most, "{}({arguments}) reads {read} rows", name(&path));
        }
    }
}

#[tokio::test]
async fn of_a_search_for_a_rare_word_read_few_rows() {
    let database = Database::new().await;
    database.db_execute(&rows(USERS)).await;
    let path = statements().into_iter().find(|path| name(path) == "search_posts").unwrap();
    let sql = fs::read_to_string(path).unwrap();
    let arguments = format!("{SESSION}, {RARE}, 11, 3, 1");
    // Both the posts' rows and what is long of them.
    let read = rows_read(&database, &sql, &arguments).await;
    assert!((50..=MOST).contains(&read), "{read}");
}

#[tokio::test]
async fn that_read_too_many_rows_are_found_out() {
    let database = Database::new().await;
    database.db_execute(&rows(USERS)).await;
    let path = statements().into_iter().find(|path| name(path) == "list_posts").unwrap();
    let sql = fs::read_to_string(path).unwrap();
    let first_page = &arguments("list_posts")[0];
    database.db_execute("drop index posts_published_idx").await;
    let read = rows_read(&database, &sql, first_page).await;
    assert!(read >= i64::from(POSTS), "{read}");
}

/// The tables that are not large.
async fn small_tables(database: &Database) -> Vec<String> {
    let query = "select relname::text from pg_class
        where relnamespace = 'public'::regnamespace and relkind = 'r' and reltuples < 10000
            and relname <> '_sqlx_migrations'";
    sqlx::query_scalar(query).fetch_all(&mut database.connect().await).await.unwrap()
}

/// Runs a statement and undoes it. Spin prepares a statement for each run, so Postgres plans it for
/// these arguments.
async fn rows_read(database: &Database, sql: &str, arguments: &str) -> i64 {
    let mut connection = database.connect().await;
    let call = if arguments.is_empty() { String::new() } else { format!("({arguments})") };
    // In a parallel scan, this process would count only its own part.
    run(&mut connection, "set max_parallel_workers_per_gather = 0").await;
    run(&mut connection, &format!("prepare statement as {sql}")).await;
    run(&mut connection, "begin").await;
    let before = count(&mut connection).await;
    run(&mut connection, &format!("execute statement{call}")).await;
    // Foreign keys are already checked, because that happens with the statement.
    let after = count(&mut connection).await;
    run(&mut connection, "rollback").await;
    connection.close().await.unwrap();
    after - before
}

/// The rows that this transaction has read from all our tables.
async fn count(connection: &mut PgConnection) -> i64 {
    let query = "select coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::bigint
        from pg_stat_xact_user_tables";
    sqlx::query_scalar(query).fetch_one(connection).await.unwrap()
}

async fn run(connection: &mut PgConnection, statement: &str) {
    let query = sqlx::raw_sql(AssertSqlSafe(statement.to_owned()));
    query.execute(connection).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
}
