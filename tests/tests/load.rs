//! Many sign-ins at once. A program of its own, so that nothing runs beside it.

use connectly_tests::{App, PASSWORD};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_of_sign_ins_is_slow_but_no_outage() {
    let app = App::start().await;
    app.sign_up("ada").await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    let burst: Vec<_> = (0..100)
        .map(|_| {
            let (anon, body) = (app.anon(), body.clone());
            tokio::spawn(async move { anon.post("/api/v1/user/signin", body).await })
        })
        .collect();
    for answer in burst {
        answer.await.unwrap().assert_success(200);
    }
}
