//! A user of the application, over HTTP.

use connectly_types::Operation;
use reqwest::{Client, Method, RequestBuilder, Url};
use serde_json::{Value, json};

use crate::{Answer, Balancer, Picture, Subject, contract};

/// The password of every account that [`App::sign_up`](crate::App::sign_up) makes.
pub const PASSWORD: &str = "correct horse battery staple";

/// A user of the application, with or without a token.
#[derive(Clone)]
pub struct Actor {
    base: Url,
    http: Client,
    jwt: Option<String>,
    user: Value,
    /// The client address that a proxy would report.
    address: Option<String>,
}

impl Actor {
    pub(crate) fn new(base: Url, http: Client) -> Self {
        Self { base, http, jwt: None, user: Value::Null, address: None }
    }

    /// The same user, with the token and the account from an answer to signing up or in.
    #[must_use]
    pub fn with_account(&self, answer: &Answer) -> Self {
        let jwt = answer.body["jwt"].as_str().expect("a token");
        Self { user: answer.body["user"].clone(), ..self.with_token(jwt) }
    }

    /// The same user, with another token.
    #[must_use]
    pub fn with_token(&self, jwt: &str) -> Self {
        Self { jwt: Some(jwt.to_owned()), ..self.clone() }
    }

    /// The same user at this address, if the application trusts a proxy.
    #[must_use]
    pub fn at(&self, address: &str) -> Self {
        Self { address: Some(address.to_owned()), ..self.clone() }
    }

    /// The same user, whose requests go through a balancer, with HTTP/2.
    ///
    /// # Panics
    /// Never: the client has nothing to fail at.
    #[must_use]
    pub fn through(&self, balancer: &Balancer) -> Self {
        let http = Client::builder().http2_prior_knowledge().build().expect("a client");
        Self { base: balancer.base().clone(), http, ..self.clone() }
    }

    /// The token.
    pub fn jwt(&self) -> &str {
        self.jwt.as_deref().expect("this actor has a token")
    }

    /// The account as signing up returned it.
    pub fn user(&self) -> &Value {
        &self.user
    }

    /// The account's id.
    pub fn id(&self) -> &str {
        self.user["id"].as_str().expect("this actor has an account")
    }

    /// `GET`
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// `POST` with a JSON body.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).json(&body)).await
    }

    /// `PUT` with a JSON body.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::PUT, path).json(&body)).await
    }

    /// `PATCH` with a JSON body.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::PATCH, path).json(&body)).await
    }

    /// `DELETE`
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    /// Signs in again with [`PASSWORD`]: the same user with a new session.
    pub async fn sign_in_again(&self) -> Self {
        let body = json!({"email": self.user["email"], "password": PASSWORD});
        let answer = self.post("/api/v1/user/signin", body).await;
        answer.assert_status(200);
        self.with_account(&answer)
    }

    /// The id of the token's session.
    pub async fn session_id(&self) -> String {
        let answer = self.get("/api/v1/user/sessions").await;
        answer.assert_status(200);
        answer.body["sessions"][0]["id"].as_str().expect("an id").to_owned()
    }

    /// This account with its first session and this post.
    pub async fn subject(&self, post: &str) -> Subject {
        let email = self.user["email"].as_str().expect("an e-mail").to_owned();
        let handle = self.user["handle"].as_str().expect("a handle").to_owned();
        let read = self.read_post(post).await;
        let slug = read.body["post"]["slug"].as_str().unwrap_or_default().to_owned();
        let session = self.session_id().await;
        let picture = self.upload_picture(&Picture::default()).await;
        Subject { post: post.to_owned(), session, email, picture, handle, slug }
    }

    /// Any operation, on this subject.
    pub async fn call(&self, operation: &Operation, subject: &Subject) -> Answer {
        self.call_with(operation, subject, subject.body(operation)).await
    }

    /// Any operation, with another body.
    pub async fn call_with(
        &self,
        operation: &Operation,
        subject: &Subject,
        body: Option<Value>,
    ) -> Answer {
        let request = self.request(operation.method.clone(), &subject.path(operation));
        self.send(match (body, subject.upload(operation)) {
            (Some(body), _) => request.json(&body),
            (None, Some(picture)) => picture.in_body(request),
            (None, None) => request,
        })
        .await
    }

    /// Uploads a picture and returns its id.
    pub async fn upload_picture(&self, picture: &Picture) -> String {
        let answer = self.upload(picture).await;
        answer.assert_status(201);
        answer.body["picture"]["id"].as_str().expect("an id").to_owned()
    }

    /// Uploads a picture.
    pub async fn upload(&self, picture: &Picture) -> Answer {
        self.send(picture.in_body(self.request(Method::POST, "/api/v1/media"))).await
    }

    /// Publishes a post and returns its id.
    pub async fn create_post(&self, title: &str) -> String {
        self.create(json!({"title": title, "content": format!("Content of {title}.")})).await
    }

    /// Writes a draft and returns its id.
    pub async fn create_draft(&self, title: &str) -> String {
        let content = format!("Content of {title}.");
        self.create(json!({"title": title, "content": content, "published": false})).await
    }

    async fn create(&self, body: Value) -> String {
        let answer = self.post("/api/v1/blog", body).await;
        answer.assert_status(201);
        answer.body["id"].as_str().expect("an id").to_owned()
    }

    /// Keeps a change to a published post without publishing it.
    pub async fn save_draft(&self, id: &str) -> Answer {
        let body = json!({"title": "Later", "content": "Content of Later."});
        let answer = self.put(&format!("/api/v1/blog/{id}/draft"), body).await;
        answer.assert_status(200);
        answer
    }

    /// Reads a post.
    pub async fn read_post(&self, id: &str) -> Answer {
        self.get(&format!("/api/v1/blog/{id}")).await
    }

    /// A request with this actor's token, to be changed and then [sent](Self::send).
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = self.base.join(path).expect("a path");
        let mut request = self.http.request(method, url);
        if let Some(address) = &self.address {
            request = request.header("x-forwarded-for", address);
        }
        match &self.jwt {
            Some(jwt) => request.bearer_auth(jwt),
            None => request,
        }
    }

    /// Sends a request and returns only the status. This costs the client almost nothing, for
    /// thousands of requests at once on the machine that also has to answer them.
    pub async fn status(&self, request: RequestBuilder) -> u16 {
        let response = request.send().await.expect("an answer");
        let status = response.status().as_u16();
        response.bytes().await.expect("a body");
        status
    }

    /// Sends a request. Every answer must be one that the OpenAPI document declares.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let request = request.build().expect("a request");
        let (method, path) = (request.method().clone(), request.url().path().to_owned());
        let answer = Answer::read(self.http.execute(request).await.expect("an answer")).await;
        contract::assert_declared(&method, &path, &answer);
        answer
    }
}
