//! The limits of `crates/types` and the checks in `migrations/` are the same.

use connectly_local::{components, roles};
use connectly_tests::Database;
use connectly_types::limits::{
    CONTENT_MAX, CONTENT_MIN, DEVICE_MAX, EMAIL_MAX, EXCERPT_MAX, LOCK_MILLISECONDS, NAME_MAX,
    NAME_MIN, STATEMENT_MILLISECONDS, TITLE_MAX, TITLE_MIN,
};
use sqlx::Row as _;

#[tokio::test]
async fn are_the_same_in_the_database() {
    let database = Database::new().await;
    for (constraint, expression, min, max) in [
        ("users_email_check", "char_length(email)", 3, EMAIL_MAX as u64),
        ("users_name_check", "char_length(name)", NAME_MIN, NAME_MAX),
        ("sessions_device_check", "char_length(device)", 1, DEVICE_MAX),
        ("posts_title_check", "char_length(title)", TITLE_MIN, TITLE_MAX),
        ("posts_content_check", "char_length(content)", CONTENT_MIN, CONTENT_MAX),
        ("posts_excerpt_check", "char_length(excerpt)", 0, u64::from(EXCERPT_MAX)),
    ] {
        let row =
            sqlx::query("select pg_get_constraintdef(oid) from pg_constraint where conname = $1")
                .bind(constraint)
                .fetch_one(&mut database.connect().await)
                .await
                .unwrap_or_else(|_| panic!("no constraint {constraint}"));
        let definition: String = row.get(0);
        for bound in [format!("({expression} >= {min})"), format!("({expression} <= {max})")] {
            assert!(definition.contains(&bound), "{constraint}: {definition} lacks {bound}");
        }
    }
}

#[tokio::test]
async fn every_constraint_has_a_name_of_its_own() {
    let database = Database::new().await;
    // Postgres numbers the names that it makes up itself: posts_title_check1.
    let unnamed = "select count(*) from pg_constraint
        where connamespace = 'public'::regnamespace and conname ~ '[0-9]$'";
    assert_eq!(database.db_number(unnamed).await, 0);
}

#[tokio::test]
async fn a_login_role_has_those_of_the_address() {
    let limits =
        [("statement_timeout", STATEMENT_MILLISECONDS), ("lock_timeout", LOCK_MILLISECONDS)];
    assert_eq!(roles::LIMITS, limits);
    let database = Database::new().await;
    for component in components::with_database().unwrap() {
        let mut connection = database.connect_as(&component).await;
        for (name, milliseconds) in limits {
            let query = "select setting from pg_settings where name = $1";
            let setting = sqlx::query_scalar(query).bind(name).fetch_one(&mut connection);
            let setting: String = setting.await.unwrap();
            assert_eq!(setting, milliseconds.to_string(), "{component}: {name}");
        }
    }
}
