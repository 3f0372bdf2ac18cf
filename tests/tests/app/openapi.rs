//! The OpenAPI document declares what the application does, and nothing else.
//!
//! `connectly_tests::contract` checks every answer of every test against the document. The tests
//! here check that everything it declares does happen.

use connectly_tests::{Actor, Answer, App, PASSWORD, Stage, contract};
use connectly_types::{OPERATIONS, Operation, operation::Access};
use reqwest::{
    Method,
    header::{AUTHORIZATION, CONTENT_TYPE, IF_MATCH, IF_NONE_MATCH},
};
use serde_json::{Value, json};

const NOWHERE: &str = "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60";

/// The users, hosts and ids for the requests.
struct Scene {
    ada: Actor,
    stranger: Actor,
    anon: Actor,
    /// A host with limits of one request.
    limited: Actor,
    /// Ada, on a host that cannot reach Postgres.
    cut_off: Actor,
    /// Ada's.
    post: String,
}

#[tokio::test]
async fn every_declared_status_is_answered() {
    let app = App::start().await;
    let unreachable = Stage::at("postgres://nobody:nothing@127.0.0.1:1/nowhere").start().await;
    let mut limited = Stage::at(&app.database().url()).variable("trusted_proxies", "1");
    for limit in ["sign_up", "sign_in", "password_check", "writing"] {
        limited = limited.variable(&format!("limit_{limit}"), "1/day");
    }
    let limited = limited.start().await;
    let stranger = app.sign_up("stranger").await;
    for operation in OPERATIONS {
        for status in contract::statuses(operation) {
            // A new user and post for each, because signing out and deleting are permanent.
            let ada = app.sign_up(&format!("{}.{status}", operation.name)).await;
            let scene = Scene {
                post: ada.create_post("First").await,
                // A separate client address, so that others can still sign up.
                limited: limited.anon().at("192.0.2.1").with_token(ada.jwt()),
                cut_off: unreachable.anon().with_token(ada.jwt()),
                stranger: stranger.clone(),
                anon: app.anon(),
                ada,
            };
            let answer = scene.provoke(operation, status).await;
            assert_eq!(answer.status, status, "{}: {}", operation.name, answer.body);
        }
    }
}

impl Scene {
    /// A request that is answered with this status.
    async fn provoke(&self, operation: &Operation, status: u16) -> Answer {
        let post = self.post.as_str();
        let body = self.body(operation, post);
        match status {
            304 => {
                let request = self.ada.request(operation.method.clone(), &self.path(operation));
                self.ada.send(request.header(IF_NONE_MATCH, "\"1\"")).await
            }
            400 if operation.query.is_some() => {
                let path = format!("{}?cursor=nonsense", operation.path);
                self.ada.send(self.ada.request(operation.method.clone(), &path)).await
            }
            400 if body.is_none() && !operation.path.contains("{id}") => {
                let request = self.ada.request(operation.method.clone(), operation.path);
                self.ada.send(request.header(AUTHORIZATION, "Bearer a.b.c")).await
            }
            400 => self.ada.call(operation, "nonsense", body.map(|_| json!([]))).await,
            401 if operation.name == "sign_in" => {
                self.anon.call(operation, post, with_wrong_password(body)).await
            }
            401 => self.anon.call(operation, post, body).await,
            403 if operation.access == Access::User => {
                self.ada.call(operation, post, with_wrong_password(body)).await
            }
            403 => self.stranger.call(operation, post, body).await,
            404 => self.ada.call(operation, NOWHERE, self.body(operation, NOWHERE)).await,
            409 => {
                let taken = json!({ "email": self.email(), "password": PASSWORD });
                self.anon.call(operation, post, Some(taken)).await
            }
            412 => {
                let request = self.ada.request(operation.method.clone(), &self.path(operation));
                let request = request.header(IF_MATCH, "\"7\"");
                self.ada
                    .send(if let Some(body) = body { request.json(&body) } else { request })
                    .await
            }
            413 => self.send_text(operation, "application/json", " ".repeat(1024 * 1024 + 1)).await,
            415 => self.send_text(operation, "text/plain", "{}".to_owned()).await,
            429 => {
                // A right password does not count.
                let body =
                    if operation.name == "sign_up" { body } else { with_wrong_password(body) };
                self.limited.call(operation, post, body.clone()).await;
                self.limited.call(operation, post, body).await
            }
            503 => self.cut_off.call(operation, post, body).await,
            success if success == operation.success.as_u16() => {
                let session = self.ada.session_id().await;
                let id = if operation.name == "end_session" { &session } else { post };
                self.ada.call(operation, id, body).await
            }
            other => panic!("say here how {} comes to answer {other}", operation.name),
        }
    }

    /// A body that the operation accepts; `None` if it takes none.
    fn body(&self, operation: &Operation, post: &str) -> Option<Value> {
        match operation.body?.name {
            "SignUp" => {
                Some(json!({ "email": format!("new.{}", self.email()), "password": PASSWORD }))
            }
            "SignIn" => Some(json!({ "email": self.email(), "password": PASSWORD })),
            "UpdateMe" => Some(json!({ "name": "Ada" })),
            "ChangePassword" => {
                Some(json!({ "currentPassword": PASSWORD, "newPassword": "another horse" }))
            }
            "DeleteAccount" => Some(json!({ "password": PASSWORD, "posts": "delete" })),
            "CreatePost" => Some(json!({ "title": "t", "content": "c" })),
            "UpdatePost" => Some(json!({ "id": post, "title": "Changed" })),
            other => panic!("say here what a {other} is"),
        }
    }

    async fn send_text(&self, operation: &Operation, media_type: &str, text: String) -> Answer {
        let request = self.ada.request(operation.method.clone(), operation.path);
        self.ada.send(request.header(CONTENT_TYPE, media_type).body(text)).await
    }

    fn path(&self, operation: &Operation) -> String {
        operation.path.replace("{id}", &self.post)
    }

    fn email(&self) -> &str {
        self.ada.user()["email"].as_str().expect("an e-mail")
    }
}

/// The same body with a wrong current password.
fn with_wrong_password(body: Option<Value>) -> Option<Value> {
    let mut body = body?;
    for field in ["password", "currentPassword"] {
        if let Some(password) = body.get_mut(field) {
            *password = json!("another one");
        }
    }
    Some(body)
}

#[tokio::test]
async fn an_excerpt_and_a_next_page_are_as_declared() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for title in ["First", "Second"] {
        ada.create_post(title).await;
    }
    for path in ["/api/v1/blog/bulk?limit=1", "/api/v1/blog/bulk?content=excerpt"] {
        ada.get(path).await.assert_success(200);
    }
    let unnamed = json!({ "email": "unnamed@example.com", "password": PASSWORD });
    app.anon().post("/api/v1/user/signup", unnamed).await.assert_success(201);
    let wrong_method = ada.request(Method::PATCH, "/api/v1/blog");
    ada.send(wrong_method).await.assert_problem(405, "Method not allowed");
}
