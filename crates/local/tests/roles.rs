//! The components' roles, made by owners that may make roles and by others.

use connectly_local::components::{default_user, with_database};
use connectly_local::database::Address;
use connectly_local::migrate;
use connectly_local::postgres::Cluster;
use connectly_local::roles::{Login, prepare};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// A database of an owner with these rights.
async fn database(cluster: &Cluster, name: &str, rights: &str) -> Address {
    let owner = format!("{name}_owner");
    as_superuser(cluster, &format!("create role {owner} login password 'secret' {rights}")).await;
    as_superuser(cluster, &format!("create database {name} owner {owner}")).await;
    Address {
        user: owner,
        password: "secret".to_owned(),
        ..Address::parse(&cluster.url(name)).unwrap()
    }
}

async fn as_superuser(cluster: &Cluster, statement: &str) {
    let mut connection = PgConnection::connect(&cluster.url("postgres")).await.unwrap();
    connection.execute(AssertSqlSafe(statement)).await.unwrap();
}

fn logins(database: &str, password: &str) -> Vec<Login> {
    let login = |component: String| Login {
        user: default_user(database, &component),
        password: format!("{password} of {component}"),
        component,
    };
    with_database().unwrap().into_iter().map(login).collect()
}

async fn assert_work(database: &Address, logins: &[Login]) {
    for login in logins {
        let url = login.address(database).url().unwrap();
        let mut connection = PgConnection::connect(&url).await.unwrap();
        // What all of them may do.
        connection.execute("select rfc3339(now())").await.unwrap();
        let error = connection.execute("create temporary table mine ()").await.unwrap_err();
        assert!(error.to_string().contains("permission denied"), "{error}");
    }
}

#[tokio::test]
async fn an_owner_that_may_makes_what_is_missing() {
    let cluster = Cluster::temporary().await.unwrap();
    let database = database(&cluster, "posts", "createrole").await;
    let first = logins("posts", "first");
    prepare(&database, &first).await.unwrap();
    migrate::run(&database.url().unwrap()).await.unwrap();
    assert_work(&database, &first).await;

    let second = logins("posts", "second");
    prepare(&database, &second).await.unwrap();
    assert_work(&database, &second).await;
}

#[tokio::test]
async fn a_component_that_is_added_gets_its_roles() {
    let cluster = Cluster::temporary().await.unwrap();
    let database = database(&cluster, "posts", "createrole").await;
    let mut logins = logins("posts", "secret");
    prepare(&database, &logins).await.unwrap();
    let url = database.url().unwrap();
    migrate::run(&url).await.unwrap();

    logins.push(Login {
        component: "live-search".to_owned(),
        user: "posts_live_search_login".to_owned(),
        password: "secret of live-search".to_owned(),
    });
    prepare(&database, &logins).await.unwrap();
    // As its migration would.
    let mut owner = PgConnection::connect(&url).await.unwrap();
    let grant = "grant execute on function rfc3339(timestamptz) to connectly_live_search_component";
    owner.execute(grant).await.unwrap();
    assert_work(&database, &logins).await;
}

#[tokio::test]
async fn an_owner_that_may_not_is_told_what_somebody_else_has_to_run() {
    let cluster = Cluster::temporary().await.unwrap();
    let database = database(&cluster, "posts", "").await;
    let logins = logins("posts", "secret");
    let url = database.url().unwrap();
    let error = format!("{:#}", migrate::run(&url).await.unwrap_err());
    assert!(error.contains("create role connectly_web_component;"), "{error}");

    let error = prepare(&database, &logins).await.unwrap_err().to_string();
    let (_, script) = error.split_once("\n\n").unwrap();
    assert!(!error.contains("secret of"), "{error}");
    let mut script = script.to_owned();
    for login in &logins {
        let hidden = format!("<SPIN_VARIABLE_{}_DB_PASSWORD>", login.component.to_uppercase());
        assert!(script.contains(&hidden), "{script}");
        script = script.replace(&hidden, &login.password);
    }
    as_superuser(&cluster, &script).await;
    prepare(&database, &logins).await.unwrap();
    migrate::run(&url).await.unwrap();
    assert_work(&database, &logins).await;
}

#[tokio::test]
async fn many_databases_of_one_server_can_be_made_at_once() {
    let cluster = Cluster::temporary().await.unwrap();
    let make = async |name: &str, migrations_first: bool| {
        // As superusers, because an owner cannot grant what another owner has made.
        let database = database(&cluster, name, "superuser").await;
        let logins = logins(name, name);
        // Whichever runs first makes the roles that all databases share.
        if migrations_first {
            migrate::run(&database.url().unwrap()).await.unwrap();
        }
        prepare(&database, &logins).await.unwrap();
        migrate::run(&database.url().unwrap()).await.unwrap();
        assert_work(&database, &logins).await;
    };
    tokio::join!(
        make("one", true),
        make("two", false),
        make("three", true),
        make("four", false),
        make("five", true),
        make("six", false),
    );
}

#[tokio::test]
async fn a_role_that_is_somebody_elses_is_left_alone() {
    let cluster = Cluster::temporary().await.unwrap();
    let database = database(&cluster, "posts", "superuser").await;
    as_superuser(&cluster, "create role posts_blog_login login password 'theirs'").await;
    let error = prepare(&database, &logins("posts", "ours")).await.unwrap_err().to_string();
    assert!(error.contains("SPIN_VARIABLE_BLOG_DB_USER"), "{error}");
    let theirs =
        Address { user: "posts_blog_login".to_owned(), password: "theirs".to_owned(), ..database };
    PgConnection::connect(&theirs.url().unwrap()).await.unwrap();
}
