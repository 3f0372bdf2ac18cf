//! What `cargo xtask bench` does: it measures Connectly, its peers and the machine's limit in one
//! run.
//!
//! In reading order: what is measured and how long (`plan`), the rows (`postgres`, `dataset`), the
//! contestants (`contestant`, `ghost`, `server`, with `cache` as `site`), the check that all give the same
//! answers (`agreement`, `page_agreement`), one measurement (`load`, `usage`), other measurements
//! (`growth`, `instances`, `many_hosts` with `fleet`), and the results (`results`, `report`, `plot`).

mod access;
mod agreement;
mod cache;
mod client;
mod contestant;
mod dataset;
mod files;
mod fleet;
mod ghost;
mod growth;
mod instances;
mod load;
mod machine;
mod many_hosts;
mod page_agreement;
mod plan;
mod plot;
mod postgres;
mod processes;
mod report;
mod requests;
mod results;
mod server;
mod site;
mod spread;
mod table;
mod targets;
mod usage;

use std::time::Instant;

use anyhow::{Context, Result, bail};
use connectly_local::report::{note, step};

pub use self::plan::Options;

use self::contestant::{Contestant, Programs};
use self::dataset::Dataset;
use self::plan::{Plan, Scenario};
use self::postgres::Postgres;
use self::requests::Requests;
use self::results::{Measurement, Results};
use self::site::Site;

/// Prepares everything, measures, and writes `docs/benchmarks.md`.
pub async fn run(options: &Options) -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("the bench reads processor time and memory from /proc, which only Linux has");
    }
    let plan = Plan::new(options);
    load::prepare().await?;
    if options.hosts {
        return many_hosts::run(options, &plan).await;
    }
    let programs = Programs::prepare(options.guests.toolchain, &options.only).await?;
    let contestants = chosen(programs.contestants(), &options.only)?;
    let begin = Instant::now();
    let postgres = Postgres::open().await?;
    let connectly = programs.connectly();
    step("Filling the database");
    let data = Dataset::create(&postgres, &connectly, plan.posts).await?;
    if contestants.iter().any(Contestant::is_ghost) {
        ghost::fill(&data).await?;
    }
    step("Comparing the answers");
    agreement::check(&data, &connectly, &contestants).await?;
    page_agreement::check(&data, &connectly, &contestants).await?;
    let mut results = Results::new(machine::describe(&programs, &contestants, &data).await?, &plan);
    for round in 0..plan.rounds {
        measure_round(&plan, round, &contestants, (&postgres, &data), &mut results).await?;
    }
    results.components = programs.component_sizes()?;
    if plan.is_whole() {
        step("Measuring instances");
        results.instances = instances::measure(&contestants, &data).await?;
    }
    data.drop(&postgres).await?;
    if plan.is_whole() {
        let growth = growth::measure(&plan, &connectly, &postgres).await?;
        let growth = growth.into_iter();
        (results.searches, results.growth) = growth.partition(|one| one.search().is_some());
    }
    postgres.close().await;
    results.minutes = begin.elapsed().as_secs_f64() / 60.0;
    results.save()?;
    if options.only.is_empty() && plan.is_whole() {
        report::write(&results)?;
        step("Written: docs/benchmarks.md and its plots");
    }
    print!("{}", report::summary(&results, &plan));
    Ok(())
}

/// One round: each scenario for all contestants, one after the other, so that all are measured
/// within minutes of each other.
async fn measure_round(
    plan: &Plan,
    round: usize,
    contestants: &[Contestant],
    on: (&Postgres, &Dataset),
    results: &mut Results,
) -> Result<()> {
    for &scenario in &plan.scenarios {
        if round >= plan.rounds_of(scenario) {
            continue;
        }
        step(format_args!("Round {}: {}", round + 1, scenario.title()));
        // The first contestant of one round is the last of the next, so that none always runs on a
        // warm machine.
        let mut order: Vec<_> = contestants.iter().filter(|one| one.can(scenario)).collect();
        if round % 2 == 1 {
            order.reverse();
        }
        for contestant in order {
            let measured = measure(plan, round, scenario, contestant, on)
                .await
                .with_context(|| format!("{}: {}", contestant.name, scenario.title()))?;
            results.first_answers.push((contestant.name.clone(), measured.first_answer));
            results.measurements.extend(measured.measurements);
        }
    }
    Ok(())
}

struct Measured {
    /// Seconds from the start of the process.
    first_answer: f64,
    measurements: Vec<Measurement>,
}

async fn measure(
    plan: &Plan,
    round: usize,
    scenario: Scenario,
    contestant: &Contestant,
    (postgres, data): (&Postgres, &Dataset),
) -> Result<Measured> {
    let site = Site::start(contestant, &data.access).await?;
    let requests = Requests::of(scenario, contestant, data, site.address())?;
    if contestant.is_cached() && scenario == Scenario::Page {
        site.fill_cache(contestant, &data.pages).await?;
    }
    load::run(&requests, plan::USUAL, plan.warm_up).await?;
    let mut measurements = Vec::new();
    for &connections in plan.connections(scenario) {
        let watch = usage::Watch::start(&site, postgres).await?;
        let load = load::run(&requests, connections, plan.duration(scenario, connections)).await?;
        let usage = watch.stop().await?;
        note(format_args!(
            "{:<24} {connections:>5} connections {:>9.0} requests/s{}",
            contestant.name,
            load.rate(),
            if load.failures() > 0 { format!(", {} FAILED", load.failures()) } else { "".into() },
        ));
        measurements.push(Measurement {
            contestant: contestant.name.clone(),
            scenario,
            connections,
            round,
            load,
            usage,
        });
        if scenario.writes() {
            data.take_back_what_was_written().await?;
        }
    }
    let first_answer = site.origin.first_answer.as_secs_f64();
    site.stop().await;
    Ok(Measured { first_answer, measurements })
}

/// All contestants, or those that the user names.
fn chosen(all: Vec<Contestant>, only: &[String]) -> Result<Vec<Contestant>> {
    if only.is_empty() {
        return Ok(all.into_iter().filter(|one| !one.is_optional()).collect());
    }
    let names: Vec<_> = all.iter().map(|one| one.name.clone()).collect();
    if let Some(unknown) = only.iter().find(|name| !names.contains(name)) {
        bail!("unknown contestant `{unknown}`; the contestants are {names:?}");
    }
    Ok(all.into_iter().filter(|one| only.contains(&one.name)).collect())
}
