//! `docs/benchmarks.md`: rewrites the part between the markers. The rest stays unchanged.

use std::fmt::Write;

use anyhow::Result;
use connectly_local::written_part::WrittenPart;

use crate::growth::{Growth, SEARCHED};
use crate::plan::{MOST, Plan, Scenario, USUAL};
use crate::plot;
use crate::results::{Measurement, Results};
use crate::spread::Spread;
use crate::table::{Table, number, only_median, spread};
use crate::targets;

/// The part with the results.
const RESULTS: WrittenPart = WrittenPart {
    file: "docs/benchmarks.md",
    begin: "<!-- results: written by `cargo xtask bench` -->",
    end: "<!-- end of results -->",
};

/// Writes the results and their plots.
pub fn write(results: &Results) -> Result<()> {
    plot::write(results)?;
    RESULTS.write(&text_of(results)?)
}

/// The summary at the end of a run.
pub fn summary(results: &Results, plan: &Plan) -> String {
    if plan.is_whole() {
        return format!("{}\n{}", throughput(results, Scenario::Read), targets::table(results));
    }
    let tables = plan.scenarios.iter().map(|&scenario| {
        let (throughput, cost) =
            (throughput(results, scenario), latency_and_cost(results, scenario));
        format!("{}:\n\n{throughput}\n{cost}\n", scenario.title())
    });
    tables.collect()
}

fn text_of(results: &Results) -> Result<String> {
    let mut text = String::new();
    let length = if results.quick { "A quick run" } else { "A run" };
    writeln!(
        text,
        "{length} of {:.0} minutes: {} rounds, {} s for each measurement. Medians of all rounds, \
         with minimum and maximum.\n",
        results.minutes, results.rounds, results.seconds
    )?;
    writeln!(text, "### The machine\n\n{}", machine(results))?;
    writeln!(text, "### Targets\n\n{}", targets::table(results))?;
    for scenario in Scenario::ALL {
        writeln!(text, "### {}\n", capitalized(scenario.title()))?;
        writeln!(text, "![Requests per second]({})\n", plot::path(scenario))?;
        writeln!(text, "Requests per second, by number of connections:\n")?;
        writeln!(text, "{}", throughput(results, scenario))?;
        writeln!(text, "Latency in milliseconds, and cost:\n")?;
        writeln!(text, "{}", latency_and_cost(results, scenario))?;
    }
    writeln!(text, "### Failed requests\n\n{}", failures(results))?;
    writeln!(text, "### A growing number of posts\n\n![Milliseconds]({})\n", plot::GROWTH)?;
    writeln!(text, "Median latency in milliseconds, over one connection:\n")?;
    writeln!(text, "{}", growth(results))?;
    writeln!(text, "### Search in {} posts\n", number(f64::from(SEARCHED)))?;
    writeln!(text, "Latency in milliseconds, over one connection:\n")?;
    writeln!(text, "{}", searches(results))?;
    writeln!(text, "### Start-up and instances\n\n{}", starting(results))?;
    Ok(text.trim_end().to_owned() + "\n")
}

fn machine(results: &Results) -> String {
    let mut table = Table::new(&["", ""]);
    for (name, value) in &results.machine.0 {
        table.row(vec![name.clone(), value.clone()]);
    }
    // Both columns are text.
    table.into_text().replace("--:", "---")
}

fn throughput(results: &Results, scenario: Scenario) -> String {
    let connections = results.connections(scenario);
    let names: Vec<_> = connections.iter().map(u32::to_string).collect();
    let mut header = vec![""];
    header.extend(names.iter().map(String::as_str));
    let mut table = Table::new(&header);
    for contestant in results.contestants(scenario) {
        let mut row = vec![code(contestant)];
        let rates = connections.iter().map(|&at| spread(results.rate(contestant, scenario, at)));
        row.extend(rates);
        table.row(row);
    }
    table.into_text()
}

/// At the usual and at the highest number of connections.
fn latency_and_cost(results: &Results, scenario: Scenario) -> String {
    let mut table = Table::new(&[
        "",
        "connections",
        "p50",
        "p90",
        "p99",
        "p99.9",
        "longest",
        "server, CPU s per 10,000",
        "Postgres, CPU s per 10,000",
        "server, MB",
        "Postgres, MB",
        "connections to Postgres",
    ]);
    for at in [USUAL, MOST] {
        if !results.connections(scenario).contains(&at) {
            continue;
        }
        for contestant in results.contestants(scenario) {
            let figure =
                |figure: fn(&Measurement) -> f64| results.spread(contestant, scenario, at, figure);
            let milliseconds = |spread: Option<Spread>| only_median(spread, 1e-3);
            table.row(vec![
                code(contestant),
                at.to_string(),
                milliseconds(figure(|one| one.load.p50 as f64)),
                milliseconds(figure(|one| one.load.p90 as f64)),
                milliseconds(figure(|one| one.load.p99 as f64)),
                milliseconds(figure(|one| one.load.p999 as f64)),
                milliseconds(figure(|one| one.load.max as f64)),
                only_median(figure(|one| per_10_000(one, one.usage.server_cpu)), 1.0),
                only_median(figure(|one| per_10_000(one, one.usage.postgres_cpu)), 1.0),
                only_median(figure(|one| one.usage.server_memory as f64), 1e-6),
                only_median(figure(|one| one.usage.postgres_memory as f64), 1e-6),
                only_median(figure(|one| one.usage.postgres_connections as f64), 1.0),
            ]);
        }
    }
    table.into_text()
}

fn per_10_000(one: &Measurement, seconds: f64) -> f64 {
    seconds / one.load.requests.max(1) as f64 * 1e4
}

fn failures(results: &Results) -> String {
    let failed: Vec<_> =
        results.measurements.iter().filter(|one| one.load.failures() > 0).collect();
    let requests: u64 = results.measurements.iter().map(|one| one.load.requests).sum();
    if failed.is_empty() {
        return format!("None, of {} requests.\n", number(requests as f64));
    }
    let mut table = Table::new(&[
        "",
        "connections",
        "round",
        "requests",
        "answered with an error",
        "timed out",
        "broken connections",
    ]);
    for one in failed {
        let load = &one.load;
        table.row(vec![
            format!("{}, {}", code(&one.contestant), one.scenario.title()),
            one.connections.to_string(),
            (one.round + 1).to_string(),
            load.requests.to_string(),
            load.statuses.to_string(),
            load.timeout.to_string(),
            (load.connect + load.read + load.write).to_string(),
        ]);
    }
    table.into_text()
}

fn growth(results: &Results) -> String {
    let mut posts: Vec<_> = results.growth.iter().map(|one| one.posts).collect();
    posts.sort_unstable();
    posts.dedup();
    let mut whats: Vec<&str> = Vec::new();
    for one in &results.growth {
        if !whats.contains(&&*one.what) {
            whats.push(&one.what);
        }
    }
    let mut header = vec!["posts"];
    header.extend(&whats);
    let mut table = Table::new(&header);
    for posts in posts {
        let mut row = vec![number(f64::from(posts))];
        row.extend(whats.iter().map(|what| spread(results.growth(what, posts))));
        table.row(row);
    }
    let failures: u64 = results.growth.iter().map(|one| one.failures).sum();
    format!("{}\nFailed requests: {failures}.\n", table.into_text())
}

fn searches(results: &Results) -> String {
    let mut whats: Vec<&str> = results.searches.iter().filter_map(Growth::search).collect();
    whats.sort_unstable();
    whats.dedup();
    let mut table = Table::new(&["search for", "median", "99 %"]);
    for what in whats {
        let all = || results.searches.iter().filter(|one| one.search() == Some(what));
        table.row(vec![
            what.to_owned(),
            spread(Spread::of(all().map(|one| one.milliseconds).collect())),
            spread(Spread::of(all().map(|one| one.p99).collect())),
        ]);
    }
    let failures: u64 = results.searches.iter().map(|one| one.failures).sum();
    format!("{}\nFailed requests: {failures}.\n", table.into_text())
}

fn starting(results: &Results) -> String {
    let mut table = Table::new(&["first answer of a new process", "seconds"]);
    for contestant in results.contestants(Scenario::Read) {
        table.row(vec![code(contestant), spread(results.first_answer(contestant))]);
    }
    let mut text = table.into_text();
    let mut table = Table::new(&[
        "instances of `blog`",
        "first answer, ms",
        "next answer, ms",
        "host without instances, MB",
        "one instance, MB",
    ]);
    for one in &results.instances {
        table.row(vec![
            code(&one.contestant),
            number(one.fresh * 1e3),
            number(one.warm * 1e3),
            number(one.host_memory as f64 / 1e6),
            number(one.instance_memory as f64 / 1e6),
        ]);
    }
    text += &format!("\n{}\n", table.into_text());
    let mut table = Table::new(&["component", "`.wasm`, kB"]);
    for one in &results.components {
        table.row(vec![code(&one.name), number(one.bytes as f64 / 1e3)]);
    }
    text + &table.into_text()
}

fn code(name: &str) -> String {
    format!("`{name}`")
}

fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::many_hosts;

    #[test]
    fn the_document_has_the_marks() {
        for part in [RESULTS, many_hosts::RESULTS] {
            part.find().unwrap();
        }
    }
}
