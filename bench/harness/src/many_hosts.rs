//! Many hosts with one database: what a request costs, and whom.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use anyhow::Result;
use connectly_local::machine;
use connectly_local::report::{note, step};
use connectly_local::written_part::WrittenPart;

use crate::contestant::Programs;
use crate::dataset::Dataset;
use crate::fleet::{CONNECTIONS, Fleet, Proxies, Time};
use crate::load::{self, Load};
use crate::plan::{Options, Plan, Scenario};
use crate::postgres::Postgres;
use crate::processes::family;
use crate::requests::Requests;
use crate::spread::Spread;
use crate::table::{Table, only_median, spread};

/// How many hosts.
const HOSTS: [usize; 4] = [1, 2, 4, 8];

/// wrk's connections to the balancer.
const CLIENTS: u32 = 64;

const SCENARIO: Scenario = Scenario::Mixed;

/// The part of the document with the results.
pub const RESULTS: WrittenPart = WrittenPart {
    file: "docs/benchmarks.md",
    begin: "<!-- hosts: written by `cargo xtask bench --hosts` -->",
    end: "<!-- end of hosts -->",
};

/// What is set up: how many hosts, and whether PgBouncer is between.
type Setting = (usize, bool);

struct Measured {
    setting: Setting,
    load: Load,
    /// Seconds of processor time.
    time: Time,
    postgres: f64,
    /// To Postgres.
    connections: i64,
}

/// Measures, and writes the part of the document.
pub async fn run(options: &Options, plan: &Plan) -> Result<()> {
    let connectly = Programs::prepare_connectly(options.guests.toolchain).await?;
    let proxies = Proxies::prepare().await?;
    let postgres = Postgres::open().await?;
    step("Filling the database");
    let data = Dataset::create(&postgres, &connectly, plan.posts).await?;
    let duration = plan.duration(SCENARIO, CLIENTS);
    let mut all = Vec::new();
    for round in 0..plan.rounds {
        step(format_args!("Round {}: {}", round + 1, SCENARIO.title()));
        let mut order: Vec<_> =
            HOSTS.into_iter().flat_map(|hosts| [(hosts, false), (hosts, true)]).collect();
        if round % 2 == 1 {
            order.reverse();
        }
        for setting in order {
            let fleet = Fleet::start(&proxies, &connectly, &data, setting).await?;
            let begin = Instant::now();
            let measured = measure(&fleet, setting, (&postgres, &data), duration).await?;
            fleet.stop().await;
            data.take_back_what_was_written().await?;
            note(format_args!(
                "{:<28} {:>7.0} requests/s, {} failed, {:.0} s",
                name(setting),
                measured.load.rate(),
                measured.load.failures(),
                begin.elapsed().as_secs_f64()
            ));
            all.push(measured);
        }
    }
    data.drop(&postgres).await?;
    postgres.close().await;
    let text = text(plan, &all)?;
    RESULTS.write(&text)?;
    print!("{text}");
    step(format_args!("Written: {}", RESULTS.file));
    Ok(())
}

async fn measure(
    fleet: &Fleet,
    setting: Setting,
    (postgres, data): (&Postgres, &Dataset),
    duration: Duration,
) -> Result<Measured> {
    let requests = Requests::of_the_application(SCENARIO, data, fleet.address())?;
    load::run(&requests, CLIENTS, Duration::from_secs(1)).await?;
    let mut look = postgres.look().await?;
    let server = postgres.process_id()?;
    let before = (fleet.time()?, family(server)?.cpu);
    let load = load::run(&requests, CLIENTS, duration).await?;
    let after = (fleet.time()?, family(server)?.cpu);
    let time = Time {
        hosts: after.0.hosts - before.0.hosts,
        pgbouncer: after.0.pgbouncer - before.0.pgbouncer,
        haproxy: after.0.haproxy - before.0.haproxy,
    };
    let connections = Postgres::count_connections(&mut look).await?;
    Ok(Measured { setting, load, time, postgres: after.1 - before.1, connections })
}

fn text(plan: &Plan, all: &[Measured]) -> Result<String> {
    let mut text = String::new();
    let unknown = || "unknown".to_owned();
    writeln!(
        text,
        "{}, {} connections to HAProxy, at most {CONNECTIONS} to Postgres; {} rounds of {} s. {} cores \
         ({}) for the hosts, Postgres, the proxies and wrk together. Medians, throughput with minimum \
         and maximum.\n",
        SCENARIO.title(),
        CLIENTS,
        plan.rounds,
        plan.seconds(),
        machine::cores(),
        machine::processor().unwrap_or_else(unknown),
    )?;
    let mut table = Table::new(&[
        "",
        "requests per second",
        "p99, ms",
        "hosts, µs of CPU per request",
        "Postgres",
        "PgBouncer",
        "HAProxy",
        "connections to Postgres",
        "failed",
    ]);
    for is_pooled in [false, true] {
        for hosts in HOSTS {
            table.row(row((hosts, is_pooled), all));
        }
    }
    write!(text, "{}", table.into_text())?;
    Ok(text)
}

fn row(setting: Setting, all: &[Measured]) -> Vec<String> {
    let rounds: Vec<_> = all.iter().filter(|one| one.setting == setting).collect();
    let figure =
        |figure: fn(&Measured) -> f64| Spread::of(rounds.iter().map(|one| figure(one)).collect());
    let failed: u64 = rounds.iter().map(|one| one.load.failures()).sum();
    vec![
        name(setting),
        spread(figure(|one| one.load.rate())),
        only_median(figure(|one| one.load.p99 as f64), 1e-3),
        only_median(figure(|one| per_request(one, one.time.hosts)), 1.0),
        only_median(figure(|one| per_request(one, one.postgres)), 1.0),
        only_median(figure(|one| per_request(one, one.time.pgbouncer)), 1.0),
        only_median(figure(|one| per_request(one, one.time.haproxy)), 1.0),
        only_median(figure(|one| one.connections as f64), 1.0),
        failed.to_string(),
    ]
}

/// In microseconds.
fn per_request(one: &Measured, seconds: f64) -> f64 {
    seconds * 1e6 / one.load.requests.max(1) as f64
}

fn name((hosts, is_pooled): Setting) -> String {
    let hosts = if hosts == 1 { "1 host".to_owned() } else { format!("{hosts} hosts") };
    if is_pooled { format!("{hosts}, PgBouncer") } else { hosts }
}
