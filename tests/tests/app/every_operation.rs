//! What holds for each line of the table of operations, so that none can be forgotten.

use connectly_tests::{App, Stage, Subject};
use connectly_types::{
    Access, Endpoint as _, OPERATIONS, Operation, PathParameter as _, PictureId, PostId, SessionId,
    operation::CreatePost,
};
use reqwest::Method;
use serde_json::json;

/// Nobody and nothing that exists.
fn nowhere() -> Subject {
    Subject {
        post: PostId::EXAMPLE.to_owned(),
        session: SessionId::EXAMPLE.to_owned(),
        email: "nobody@example.com".to_owned(),
        picture: PictureId::EXAMPLE.to_owned(),
        handle: "nobody".to_owned(),
        slug: "nothing".to_owned(),
    }
}

fn taking_bodies() -> impl Iterator<Item = &'static Operation> {
    OPERATIONS.iter().copied().filter(|operation| operation.body.is_some())
}

fn asking_for_tokens() -> impl Iterator<Item = &'static Operation> {
    OPERATIONS.iter().copied().filter(|operation| operation.access != Access::Anyone)
}

fn with_access(access: Access) -> impl Iterator<Item = &'static Operation> {
    OPERATIONS.iter().copied().filter(move |operation| operation.access == access)
}

#[test]
fn has_a_module_of_tests_a_file_and_statements() {
    let root = connectly_local::workspace::root();
    for operation in OPERATIONS {
        let name = operation.name;
        let tests = root.join(format!("tests/tests/app/{name}.rs"));
        assert!(tests.exists(), "{name} has no tests");
        let component = operation.component;
        for ending in ["rs", "sql"] {
            let file = root.join(format!("components/{component}/src/{name}.{ending}"));
            assert!(file.exists(), "{} is missing", file.display());
        }
    }
}

#[tokio::test]
async fn succeeds_as_the_table_says() {
    let app = App::start().await;
    for operation in OPERATIONS {
        // A new user for each, because signing out ends a session.
        let name = operation.name.replace('_', "-");
        let actor = app.sign_up(&name).await;
        let post = actor.create_post("First").await;
        let answer = actor.call(operation, &actor.subject(&post).await).await;
        answer.assert_status(operation.success.as_u16());
    }
}

#[tokio::test]
async fn asks_for_a_token_unless_anyone_may() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let post = ada.create_post("First").await;
    let ended = app.sign_up("bob").await;
    ended.post("/api/v1/user/logout", json!({})).await.assert_status(200);

    let subject = ada.subject(&post).await;
    for operation in asking_for_tokens() {
        app.anon().call(operation, &subject).await.assert_unauthorized();
        app.anon().with_token("a.b.c").call(operation, &subject).await.assert_unauthorized();
        ended.call(operation, &subject).await.assert_unauthorized();
        let path = subject.path(operation);
        for authorization in ["Basic YTpi", "Bearer", "", ada.jwt()] {
            let request = app.anon().request(operation.method.clone(), &path);
            let answer = ada.send(request.header("authorization", authorization)).await;
            answer.assert_unauthorized();
        }
    }
    assert_eq!(ada.read_post(&post).await.header("etag"), "\"1\"");
}

#[tokio::test]
async fn asks_for_a_token_before_it_looks_at_anything_else() {
    let app = App::start().await;
    for operation in asking_for_tokens() {
        let path = operation.path_of(&vec!["nonsense"; operation.parameters.len()]);
        let request = app.anon().request(operation.method.clone(), &path).body("nonsense");
        app.anon().send(request).await.assert_unauthorized();
    }
}

#[tokio::test]
async fn is_closed_to_strangers_where_it_is_the_owners() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let (post, draft) = (ada.create_post("First").await, ada.create_draft("Not yet").await);
    for operation in with_access(Access::Owner) {
        for (post, status, error) in [
            (post.as_str(), 403, "Not yours"),
            (&draft, 404, "Not found"),
            (PostId::EXAMPLE, 404, "Not found"),
        ] {
            let subject = Subject { post: post.to_owned(), ..nowhere() };
            bob.call(operation, &subject).await.assert_problem(status, error);
        }
    }
    for id in [post, draft] {
        assert_eq!(ada.read_post(&id).await.header("etag"), "\"1\"");
    }
}

#[tokio::test]
async fn tells_nobody_of_anothers_draft() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let draft = Subject { post: ada.create_draft("Not yet").await, ..nowhere() };
    let of_a_post = |operation: &&&Operation| {
        operation.parameters.iter().any(|parameter| parameter.example == PostId::EXAMPLE)
    };
    for operation in OPERATIONS.iter().filter(of_a_post) {
        bob.call(operation, &draft).await.assert_problem(404, "Not found");
    }
}

#[tokio::test]
async fn refuses_what_is_no_json_object() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for operation in taking_bodies() {
        for bad in ["", "{", "nonsense", "[]", "null", "\"text\"", "{\"title\": \"\\ud8\"}"] {
            let request = ada.request(operation.method.clone(), &nowhere().path(operation));
            let request = request.header("content-type", "application/json").body(bad);
            ada.send(request).await.assert_problem(400, "Inputs not correct");
        }
        let request = ada.request(operation.method.clone(), &nowhere().path(operation));
        let request = request.header("content-type", "application/json").body(vec![0xff, 0xfe]);
        let problem = ada.send(request).await.assert_problem(400, "Inputs not correct");
        assert!(problem.detail.contains("UTF-8"), "{}", problem.detail);
    }
}

#[tokio::test]
async fn refuses_bodies_that_are_not_json_by_their_own_account() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for operation in taking_bodies() {
        let body = nowhere().body(operation).unwrap().to_string();
        for media_type in ["text/plain", "application/x-www-form-urlencoded", "text/json"] {
            let request = ada.request(operation.method.clone(), &nowhere().path(operation));
            let request = request.header("content-type", media_type).body(body.clone());
            ada.send(request).await.assert_problem(415, "Body must be JSON");
        }
        let request = ada.request(operation.method.clone(), &nowhere().path(operation));
        ada.send(request.body(body)).await.assert_problem(415, "Body must be JSON");
    }
}

#[tokio::test]
async fn says_what_a_body_may_be() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for operation in taking_bodies() {
        let body = nowhere().body(operation).unwrap().to_string();
        for (name, value, expected) in [
            ("content-encoding", "gzip", "without Content-Encoding"),
            ("content-encoding", "br", "without Content-Encoding"),
            ("content-type", "application/json; charset=ISO-8859-1", "UTF-8"),
            ("content-type", "application/json; charset=\"utf-16\"", "UTF-8"),
            ("content-type", "text/plain; charset=utf-8", "application/json"),
        ] {
            let request = ada.request(operation.method.clone(), &nowhere().path(operation));
            let request = if name == "content-type" {
                request
            } else {
                request.header("content-type", "application/json")
            };
            let answer = ada.send(request.header(name, value).body(body.clone())).await;
            let problem = answer.assert_problem(415, "Body must be JSON");
            assert!(problem.detail.contains(expected), "{value}: {}", problem.detail);
        }
    }
}

#[tokio::test]
async fn takes_json_however_it_is_sent() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let body = r#"{"title": "cut \ud83d off", "content": "\ude00 \ud83d\ude00 \\ud83d"}"#;
    for (media_type, encoding, mark) in [
        ("application/json; charset=\"UTF-8\"", "identity", ""),
        ("Application/JSON;Charset=utf8", "", "\u{feff}"),
    ] {
        let request = ada.request(Method::POST, CreatePost::OPERATION.path);
        let request =
            request.header("content-type", media_type).header("content-encoding", encoding);
        let answer = ada.send(request.body(format!("{mark}{body}"))).await;
        answer.assert_success(201);
        let read = ada.get(answer.header("location")).await;
        let post = &read.body["post"];
        assert_eq!(post["title"], "cut \u{fffd} off");
        assert_eq!(post["content"], "\u{fffd} 😀 \\ud83d");
    }
}

#[tokio::test]
async fn refuses_bodies_over_one_mebibyte() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for operation in taking_bodies() {
        // White space is valid JSON: only the length is wrong.
        let mut body = nowhere().body(operation).unwrap().to_string();
        body.push_str(&" ".repeat(1024 * 1024 + 1 - body.len()));
        let send = async |body: reqwest::Body| {
            let request = ada.request(operation.method.clone(), &nowhere().path(operation));
            ada.send(request.header("content-type", "application/json").body(body)).await
        };
        send(body.clone().into()).await.assert_problem(413, "Body too large");
        body.pop();
        let fits = send(body.into()).await;
        assert_ne!(fits.status, 413, "{}", operation.name);
        assert!(fits.status < 500, "{}", fits.body);
    }
}

#[tokio::test]
async fn knows_its_methods() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let methods = [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::PATCH];
    for operation in OPERATIONS {
        let allowed = |method: &Method| {
            // The path with an id also matches another path's word in that position.
            OPERATIONS.iter().any(|other| other.path == operation.path && other.method == *method)
        };
        for method in methods.iter().filter(|method| !allowed(method)) {
            let path = nowhere().path(operation);
            let answer = ada.send(ada.request(method.clone(), &path)).await;
            answer.assert_problem(405, "Method not allowed");
            let allow = answer.header("allow").split(',').map(str::trim).collect::<Vec<_>>();
            assert!(allow.contains(&operation.method.as_str()), "{path}: {allow:?}");
            assert!(!allow.contains(&method.as_str()), "{path}: {allow:?}");
        }
    }
}

#[tokio::test]
async fn is_at_its_path_alone() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for path in [
        "/api/v1/user",
        "/api/v1/user/",
        "/api/v1/user/nobody",
        "/api/v1/user/me/",
        "/api/v1/user/sessions/",
        "/api/v1/blog/",
        "/api/v1/media/",
        "/api/v1/blog/bulk/",
        "/api/v1/blog/0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60/comments",
    ] {
        ada.get(path).await.assert_problem(404, "Not found");
    }
}

#[tokio::test]
async fn says_503_when_postgres_cannot_be_reached() {
    // Nothing listens on this port: it was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let subject = ada.subject(&ada.create_post("First").await).await;
    let cut_off =
        Stage::at(&format!("postgres://nobody:nothing@127.0.0.1:{port}/nowhere")).start().await;
    for operation in OPERATIONS {
        let actor = cut_off.anon().with_token(ada.jwt());
        let answer = actor.call(operation, &subject).await;
        answer.assert_problem(503, "Service unavailable");
        assert_eq!(answer.header("retry-after"), "5");
    }
}

#[tokio::test]
async fn says_503_when_the_database_is_not_migrated() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let subject = ada.subject(&ada.create_post("First").await).await;
    app.database().db_execute("drop schema public cascade; create schema public").await;
    for operation in OPERATIONS {
        ada.call(operation, &subject).await.assert_problem(503, "Service unavailable");
    }
}

#[test]
fn has_its_kind_of_access_for_a_reason() {
    // Loosening access changes the contract: change this list too.
    let names = |access| with_access(access).map(|operation| operation.name);
    assert!(names(Access::Anyone).eq(["sign_up", "sign_in"]));
    let for_readers =
        ["list_posts", "read_post", "read_post_at", "read_author", "suggest_tags", "search_posts"];
    assert!(names(Access::Reader).eq(for_readers));
    let for_owners = ["update_post", "save_draft", "delete_draft", "delete_post"];
    assert!(names(Access::Owner).eq(for_owners));
}
