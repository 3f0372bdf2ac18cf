//! Several hosts behind a balancer, with PgBouncer between them and one Postgres.

use std::time::{Duration, Instant};

use connectly_tests::{Actor, App, Balancer, Database, PgBouncer, Stage, Traffic, environment};

use crate::{
    migration::with_another,
    trial::{Found, InjectedFault, Trial, crowd, length, turn},
};

/// The connections to Postgres that `deploy/pgbouncer.ini` allows.
const CONNECTIONS: i64 = 64;

/// What a migration usually does: it adds something.
const ADDITION: &str = "
alter table posts add column subtitle text
    constraint posts_subtitle_check check (char_length(subtitle) <= 200);
create index posts_subtitle_idx on posts (subtitle) where subtitle is not null;
grant select (subtitle) on posts to connectly_blog_component;
";

/// Hosts that share a database, PgBouncer and a balancer.
struct Fleet {
    balancer: Balancer,
    hosts: Vec<App>,
    pgbouncer: PgBouncer,
    database: Database,
}

impl Fleet {
    async fn start(hosts: usize) -> Self {
        let pgbouncer = PgBouncer::before(&environment("CONNECTLY_TEST_DATABASE_URL")).await;
        let database = Database::new().await;
        let mut started = Vec::new();
        for _ in 0..hosts {
            started.push(host(&database, &pgbouncer).await);
        }
        let balancer = Balancer::before(&started).await;
        Self { balancer, hosts: started, pgbouncer, database }
    }

    /// Users who come through the balancer.
    async fn crowd(&self) -> Vec<Actor> {
        let people = crowd(&self.hosts[0]).await;
        people.iter().map(|person| person.through(&self.balancer)).collect()
    }

    /// Connections of the hosts to Postgres. PgBouncer keeps what it has opened.
    async fn connections(&self) -> i64 {
        let connections = "select count(*) from pg_stat_activity
            where application_name = 'connectly' and datname = current_database()";
        self.database.db_number(connections).await
    }
}

async fn host(database: &Database, pgbouncer: &PgBouncer) -> App {
    let stage = Stage::at(&database.url()).behind_pgbouncer(pgbouncer);
    stage.variable("trusted_proxies", "1").variable("limit_writing", "off").start().await
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_them_is_killed_and_the_others_serve_on() {
    let _turn = turn().await;
    let fleet = Fleet::start(3).await;
    let people = fleet.crowd().await;
    let trial =
        Trial::begin(InjectedFault::HostKilled, &fleet.hosts[0], &fleet.database, &people).await;
    let (readers, writers) = (12, 12);
    let traffic = Traffic::begin(&people, readers, writers).await;

    let writes: u64 = length(300, 6_000);
    traffic.wait_for_writes(writes / 2, Duration::from_secs(120)).await;
    fleet.hosts[1].kill();
    let killed = Instant::now();
    traffic.wait_for_writes(writes, Duration::from_secs(120)).await;
    let recovery = traffic.recovery(killed).await;

    let outcome = traffic.end().await;
    let balance = outcome.balance(&fleet.database).await;
    let failed: Vec<_> = outcome.notes.iter().filter(|note| !note.is_success()).collect();
    // A client has one request in flight, and one that only reads gets its answer elsewhere.
    assert!(failed.len() <= writers, "{} failed", failed.len());
    let late = failed.iter().find(|note| note.begin > killed + Duration::from_millis(100));
    assert!(late.is_none(), "{late:?} after {killed:?}");
    let connections = fleet.connections().await;
    assert!(connections <= CONNECTIONS, "{connections} connections");
    let remark = format!(
        "One of 3 hosts behind a balancer, with PgBouncer. Failed requests: {}, all in flight on that \
         host. None of {} acknowledged writes was lost or done twice. {connections} connections to \
         Postgres.",
        failed.len(),
        balance.acknowledged,
    );
    let found = Found::of(&outcome, recovery, remark).or_unavailable();
    trial.end("A host killed with SIGKILL", found).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_are_replaced_across_a_migration_and_nobody_notices() {
    let _turn = turn().await;
    let mut fleet = Fleet::start(3).await;
    let people = fleet.crowd().await;
    let new = host(&fleet.database, &fleet.pgbouncer).await;
    let trial = Trial::begin(InjectedFault::RollingUpgrade, &new, &fleet.database, &people).await;
    let traffic = Traffic::begin(&people, 8, 8).await;

    let begin = Instant::now();
    let pause = length(Duration::from_millis(300), Duration::from_secs(5));
    tokio::time::sleep(pause).await;
    let folder = with_another("9999_addition.sql", ADDITION);
    let applied = connectly_local::migrate::run_from(folder.path(), &fleet.database.url()).await;
    assert_eq!(applied.expect("it applies"), ["9999_addition.sql"]);
    fleet.pgbouncer.console("reconnect", "").await;
    for number in 0..fleet.hosts.len() {
        tokio::time::sleep(pause).await;
        let next = host(&fleet.database, &fleet.pgbouncer).await;
        fleet.balancer.drain(number).await;
        let old = std::mem::replace(&mut fleet.hosts[number], next);
        tokio::task::spawn_blocking(|| drop(old)).await.expect("it ends");
        fleet.balancer.replace(number, &fleet.hosts[number]).await;
    }
    let took = begin.elapsed();
    let recovery = traffic.recovery(Instant::now()).await;

    let outcome = traffic.end().await;
    let balance = outcome.balance(&fleet.database).await;
    let connections = fleet.connections().await;
    assert!(connections <= CONNECTIONS, "{connections} connections");
    let remark = format!(
        "A migration, then 3 hosts replaced one after the other, in {:.1} s. All {} acknowledged writes \
         are there.",
        took.as_secs_f64(),
        balance.acknowledged
    );
    trial.end("A rolling upgrade of 3 hosts", Found::of(&outcome, recovery, remark)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pooler_between_is_restarted() {
    let _turn = turn().await;
    let mut fleet = Fleet::start(2).await;
    let people = fleet.crowd().await;
    let trial =
        Trial::begin(InjectedFault::Pooler, &fleet.hosts[0], &fleet.database, &people).await;
    let traffic = Traffic::begin(&people, 8, 8).await;

    let (times, away) = length((1, Duration::from_secs(1)), (5, Duration::from_secs(3)));
    let mut slowest_recovery = Duration::ZERO;
    for _ in 0..times {
        fleet.pgbouncer.kill();
        traffic.wait_for(503, Instant::now()).await;
        tokio::time::sleep(away).await;
        fleet.pgbouncer.start_again().await;
        slowest_recovery = slowest_recovery.max(traffic.recovery(Instant::now()).await);
    }

    let outcome = traffic.end().await;
    let balance = outcome.balance(&fleet.database).await;
    let remark = format!(
        "Killed and away for {away:?}: {times}. All {} acknowledged writes are there. Of the writes \
         that got 503, {} were done.",
        balance.acknowledged, balance.done_unacknowledged
    );
    let found = Found::of(&outcome, slowest_recovery, remark).or_unavailable();
    trial.end("PgBouncer killed and started again", found).await;
}
