//! Postgres servers of our own, from outside.

use connectly_local::postgres::{Cluster, Durability};
use rustix::process::{Pid, Signal, kill_process};
use sqlx::{Connection, Executor, PgConnection};

async fn connect(cluster: &Cluster) -> PgConnection {
    PgConnection::connect(&cluster.url("postgres")).await.expect("the server answers")
}

async fn write_something(cluster: &Cluster) {
    let statement = "create table kept (number integer); insert into kept values (42)";
    connect(cluster).await.execute(statement).await.expect("a table");
}

async fn read_something(cluster: &Cluster) -> i32 {
    let query = sqlx::query_scalar("select number from kept");
    query.fetch_one(&mut connect(cluster).await).await.expect("the table is still there")
}

#[tokio::test]
async fn data_and_port_survive_a_restart() {
    let mut cluster = Cluster::temporary().await.unwrap();
    write_something(&cluster).await;
    let port = cluster.port();
    cluster.restart().await.unwrap();
    assert_eq!(cluster.port(), port);
    assert_eq!(read_something(&cluster).await, 42);
}

#[tokio::test]
async fn data_survives_a_killed_server() {
    let mut cluster = Cluster::temporary().await.unwrap();
    write_something(&cluster).await;
    let id = cluster.process_id().and_then(|id| Pid::from_raw(id.try_into().ok()?)).unwrap();
    kill_process(id, Signal::KILL).unwrap();
    cluster.ended().await;
    cluster.restart().await.unwrap();
    assert_eq!(read_something(&cluster).await, 42);
}

#[tokio::test]
async fn a_stopped_server_does_not_answer_and_has_no_process() {
    let mut cluster = Cluster::temporary().await.unwrap();
    cluster.stop().await;
    assert_eq!(cluster.process_id(), None);
    assert!(PgConnection::connect(&cluster.url("postgres")).await.is_err());
}

#[tokio::test]
async fn two_servers_do_not_disturb_each_other() {
    let (one, two) = tokio::join!(Cluster::temporary(), Cluster::temporary());
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_ne!(one.port(), two.port());
    write_something(&one).await;
    write_something(&two).await;
}

#[tokio::test]
async fn the_right_password_is_asked_for() {
    let cluster = Cluster::temporary().await.unwrap();
    let url = format!("postgres://postgres:wrong@127.0.0.1:{}/postgres", cluster.port());
    let error = PgConnection::connect(&url).await.unwrap_err();
    assert!(error.to_string().contains("password"), "{error}");
}

#[tokio::test]
async fn a_cluster_has_one_owner_and_a_taken_port_is_left() {
    let folder = connectly_local::postgres::home().join(format!("test-{}", std::process::id()));
    let mut cluster = Cluster::open(&folder, Durability::Fast).await.unwrap().unwrap();
    assert!(Cluster::open(&folder, Durability::Fast).await.unwrap().is_none());
    let taken = std::net::TcpListener::bind(("127.0.0.1", cluster.port())).unwrap();
    cluster.start().await.unwrap();
    assert_ne!(cluster.port(), taken.local_addr().unwrap().port());
    let port = cluster.port();
    drop(cluster);
    let cluster = Cluster::open(&folder, Durability::Fast).await.unwrap().unwrap();
    assert_eq!(cluster.port(), port);
    drop(cluster);
    std::fs::remove_dir_all(folder).unwrap();
}
