//! How many turns to hash a request takes.

use connectly_tests::Database;
use serde_json::json;

use crate::rate_limits::{ONE, OTHER, assert_too_many, limited, sign_in};

#[tokio::test]
async fn a_password_takes_as_many_turns_as_it_may_cost_hashes() {
    let app = limited("limit_hashing", "1/hour").await;
    let ada = app.sign_up("ada").await;
    let anon = app.anon().at(ONE);
    let change = async |current: &str| {
        let body = json!({"currentPassword": current, "newPassword": "another horse"});
        ada.post("/api/v1/user/password", body).await
    };
    let delete = async |password: &str| {
        ada.post("/api/v1/user/delete", json!({"password": password, "posts": "keep"})).await
    };
    for (wrong, hashes) in [("wrong caf\u{e9}", 1), ("wrong cafe\u{301}", 2)] {
        let free_all_turns = async || app.database().db_let_pass(10 * 3_600).await;
        // The next request is told how long the turns that are taken last.
        let assert_taken = async |turns: u64| {
            let next = sign_in(&app.anon().at(OTHER), "bob", "wrong").await;
            assert_too_many(&next, turns * 3_600);
        };
        for name in ["ada", "nobody"] {
            free_all_turns().await;
            sign_in(&anon, name, wrong).await.assert_problem(401, "Incorrect credentials");
            assert_taken(hashes).await;
        }
        free_all_turns().await;
        delete(wrong).await.assert_problem(403, "Wrong password");
        assert_taken(hashes).await;
        free_all_turns().await;
        // And the new one's hash.
        change(wrong).await.assert_problem(403, "Wrong password");
        assert_taken(hashes + 1).await;
    }
}

#[tokio::test]
async fn the_component_from_before_hashes_were_counted_goes_on_during_an_upgrade() {
    let database = Database::new().await;
    let mut user = database.connect_as("user").await;
    let older = "select begin_sign_in('ada@example.com', $1, null, null, null, 0)";
    let wait: i64 = sqlx::query_scalar(older).bind(ONE).fetch_one(&mut user).await.unwrap();
    assert_eq!(wait, 0);
}
