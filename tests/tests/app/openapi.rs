//! The OpenAPI document declares what the application does, and nothing else.
//!
//! `connectly_tests::contract` checks every answer of every test against the document. The tests
//! here check that everything it declares does happen.

use connectly_tests::{Actor, Answer, App, PASSWORD, Picture, Stage, Subject, contract, png_of};
use connectly_types::{
    Access, OPERATIONS, Operation, PathParameter as _, PictureId, PostId, SessionId,
    limits::PICTURE_MAX,
};
use reqwest::{
    Method,
    header::{AUTHORIZATION, CONTENT_TYPE, IF_MATCH, IF_NONE_MATCH},
};
use serde_json::{Value, json};

/// The users and the hosts of the requests.
struct Scene {
    ada: Actor,
    stranger: Actor,
    anon: Actor,
    /// A host with limits of one request.
    limited: Actor,
    /// Ada, on a host that cannot reach Postgres.
    cut_off: Actor,
    /// Without room for pictures.
    full: Actor,
    /// Ada, and a post of hers.
    subject: Subject,
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
    let full = Stage::at(&app.database().url()).variable("picture_quota", "1 MB").start().await;
    let stranger = app.sign_up("stranger").await;
    for operation in OPERATIONS {
        for status in contract::statuses(operation) {
            // A new user and post for each, because signing out and deleting are permanent.
            let ada = app.sign_up(&format!("{}.{status}", operation.name)).await;
            let scene = Scene {
                subject: ada.subject(&ada.create_post("First").await).await,
                // A separate client address, so that others can still sign up.
                limited: limited.anon().at("192.0.2.1").with_token(ada.jwt()),
                full: full.anon().with_token(ada.jwt()),
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
        let subject = &self.subject;
        let body = subject.body(operation);
        match status {
            304 => {
                let request = self.ada.request(operation.method.clone(), &subject.path(operation));
                self.ada.send(request.header(IF_NONE_MATCH, "\"1\"")).await
            }
            400 if operation.name == "suggest_tags" => {
                self.ada.get(&format!("{}?prefix=/", operation.path)).await
            }
            400 if operation.query.is_some() => {
                let path = format!("{}?cursor=nonsense", operation.path);
                self.ada.send(self.ada.request(operation.method.clone(), &path)).await
            }
            400 if body.is_none() && operation.parameters.is_empty() => {
                let request = self.ada.request(operation.method.clone(), operation.path);
                self.ada.send(request.header(AUTHORIZATION, "Bearer a.b.c")).await
            }
            400 => {
                let nonsense = "nonsense".to_owned();
                let subject = Subject {
                    post: nonsense.clone(),
                    session: nonsense.clone(),
                    picture: nonsense,
                    handle: "-".to_owned(),
                    ..subject.clone()
                };
                self.ada.call_with(operation, &subject, body.map(|_| json!([]))).await
            }
            401 if operation.name == "sign_in" => {
                self.anon.call_with(operation, subject, with_wrong_password(body)).await
            }
            401 => self.anon.call(operation, subject).await,
            403 if operation.access == Access::User => {
                self.ada.call_with(operation, subject, with_wrong_password(body)).await
            }
            403 => self.stranger.call(operation, subject).await,
            404 => {
                let nowhere = Subject {
                    post: PostId::EXAMPLE.to_owned(),
                    session: SessionId::EXAMPLE.to_owned(),
                    handle: "nobody".to_owned(),
                    slug: "nothing".to_owned(),
                    picture: PictureId::EXAMPLE.to_owned(),
                    ..subject.clone()
                };
                self.ada.call(operation, &nowhere).await
            }
            409 if operation.name == "update_me" => {
                let taken = json!({ "handle": self.stranger.user()["handle"] });
                self.ada.call_with(operation, subject, Some(taken)).await
            }
            409 if operation.component == "media" && operation.upload.is_none() => {
                let url = format!("/media/{}/1200x600.png", subject.picture);
                let used = json!({ "picture": url });
                self.ada.patch("/api/v1/user/me", used).await.assert_success(200);
                self.ada.call(operation, subject).await
            }
            409 if operation.upload.is_some() => {
                let large = png_of(8, 8, &[(b"IDAT", vec![7; 900_000])]);
                self.full.upload_picture(&Picture::new("image/png", large)).await;
                self.full.call(operation, subject).await
            }
            409 if operation.name == "save_draft" => {
                let draft = self.ada.create_draft("Not yet").await;
                self.ada.call(operation, &self.ada.subject(&draft).await).await
            }
            409 => {
                let taken = json!({ "email": subject.email, "password": PASSWORD });
                self.anon.call_with(operation, subject, Some(taken)).await
            }
            412 => {
                let request = self.ada.request(operation.method.clone(), &subject.path(operation));
                let request = request.header(IF_MATCH, "\"7\"");
                self.ada
                    .send(if let Some(body) = body { request.json(&body) } else { request })
                    .await
            }
            413 if operation.upload.is_some() => {
                let file = vec![0; PICTURE_MAX + 1];
                self.send_picture(operation, &Picture::new("image/png", file)).await
            }
            422 => {
                self.send_picture(operation, &Picture::new("image/png", &b"\x89PNG\r\n\x1a\n"[..]))
                    .await
            }
            413 => self.send_text(operation, "application/json", " ".repeat(1024 * 1024 + 1)).await,
            415 => self.send_text(operation, "text/plain", "{}".to_owned()).await,
            429 => {
                // A right password does not count.
                let body =
                    if operation.name == "sign_up" { body } else { with_wrong_password(body) };
                self.limited.call_with(operation, subject, body.clone()).await;
                self.limited.call_with(operation, subject, body).await
            }
            503 => self.cut_off.call(operation, subject).await,
            success if success == operation.success.as_u16() => {
                self.ada.call(operation, subject).await
            }
            other => panic!("say here how {} comes to answer {other}", operation.name),
        }
    }

    async fn send_picture(&self, operation: &Operation, picture: &Picture) -> Answer {
        let path = self.subject.path(operation);
        self.ada.send(picture.in_body(self.ada.request(operation.method.clone(), &path))).await
    }

    async fn send_text(&self, operation: &Operation, media_type: &str, text: String) -> Answer {
        let path = self.subject.path(operation);
        let request = self.ada.request(operation.method.clone(), &path);
        self.ada.send(request.header(CONTENT_TYPE, media_type).body(text)).await
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
