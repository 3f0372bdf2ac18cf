//! Connectly's targets, as ratios within one run.

use crate::cache::SUFFIX as CACHED;
use crate::growth::{BY_ID, FAR_PAGE};
use crate::plan::{MOST, Scenario, USUAL};
use crate::results::Results;
use crate::spread::Spread;
use crate::table::{self, Table};

/// The limit on how much a request's cost may grow from the smallest database to the largest.
const GROWTH: f64 = 1.2;

/// A figure and its bound.
struct Target {
    text: String,
    bound: Bound,
    value: Option<Spread>,
}

#[derive(Clone, Copy)]
enum Bound {
    AtLeast(f64),
    AtMost(f64),
}

/// The targets of Connectly on each host, and whether they are met.
pub fn table(results: &Results) -> String {
    let connectly = results.contestants(Scenario::Read);
    let hosts: Vec<_> =
        connectly.into_iter().filter_map(|name| name.strip_prefix("connectly-")).collect();
    let mut header = vec!["", "target"];
    header.extend(&hosts);
    let mut table = Table::new(&header);
    let columns: Vec<_> = hosts.iter().map(|host| targets(results, host)).collect();
    for (index, first) in columns.first().into_iter().flatten().enumerate() {
        let mut row = vec![first.text.clone(), first.bound.text()];
        row.extend(columns.iter().map(|column| column[index].verdict()));
        table.row(row);
    }
    table.into_text()
}

fn targets(results: &Results, host: &str) -> Vec<Target> {
    let us = format!("connectly-{host}");
    let hello = format!("hello-{host}");
    let against = |scenario: Scenario, them: &str, least: f64| Target {
        text: format!("{}, against `{}`", scenario.title(), them.replace(host, "…")),
        bound: Bound::AtLeast(least),
        value: results.ratio(&us, them, scenario, USUAL),
    };
    let mut targets = Vec::new();
    for (them, scenario, least) in [
        ("original-node", Scenario::Read, 2.0),
        ("original-node", Scenario::List, 2.0),
        ("original-node", Scenario::Create, 1.3),
        ("original-wrangler", Scenario::Read, 15.0),
        ("original-wrangler", Scenario::List, 15.0),
        ("original-workerd", Scenario::Read, 15.0),
        ("original-workerd", Scenario::List, 15.0),
        ("native-sqlx", Scenario::Read, 0.5),
        ("native-sqlx", Scenario::List, 0.55),
        ("native-sqlx", Scenario::SignIn, 0.85),
    ] {
        targets.push(against(scenario, them, least));
    }
    targets.push(Target {
        text: "processor time of the host for a post, against `hello-…`".to_owned(),
        bound: Bound::AtMost(3.5),
        value: results.cost_ratio(&us, &hello, USUAL),
    });
    targets.push(Target {
        text: format!("{} through nginx, against `native-sqlx` without", Scenario::Page.title()),
        bound: Bound::AtLeast(3.0),
        value: results.ratio(&format!("{us}{CACHED}"), "native-sqlx", Scenario::Page, USUAL),
    });
    targets.push(Target {
        text: format!("read one post, {MOST} connections against {USUAL}"),
        bound: Bound::AtLeast(0.9),
        value: results.ratio_of_connections(&us, Scenario::Read, MOST, USUAL),
    });
    targets.push(Target {
        text: "failed requests".to_owned(),
        bound: Bound::AtMost(0.0),
        value: results.over_all(&us, |one| one.load.failures() as f64),
    });
    targets.push(Target {
        text: format!("connections to Postgres at {MOST} clients"),
        bound: Bound::AtMost(90.0),
        value: results
            .spread(&us, Scenario::Read, MOST, |one| one.usage.postgres_connections as f64),
    });
    // Measured only on the development host.
    let posts = |index: usize| results.growth.get(index).map_or(0, |one| one.posts);
    let (least, most) = (posts(0), posts(results.growth.len().saturating_sub(1)));
    for what in [BY_ID, FAR_PAGE] {
        targets.push(Target {
            text: format!(
                "{what}, {} posts against {}",
                table::number(f64::from(most)),
                table::number(f64::from(least))
            ),
            bound: Bound::AtMost(GROWTH),
            value: results.growth_ratio(what, most, least).filter(|_| host == "devhost"),
        });
    }
    targets.push(Target {
        text: "the largest `.wasm`, kB".to_owned(),
        bound: Bound::AtMost(600.0),
        value: Spread::of(
            results
                .components
                .iter()
                .map(|one| one.bytes as f64 / 1e3)
                .reduce(f64::max)
                .into_iter()
                .collect(),
        ),
    });
    targets.push(Target {
        text: "sign-ins per second and core".to_owned(),
        bound: Bound::AtLeast(15.0),
        value: results
            .spread(&us, Scenario::SignIn, USUAL, |one| one.load.rate() / results.cores as f64),
    });
    targets
}

impl Bound {
    fn text(self) -> String {
        match self {
            Self::AtLeast(bound) => format!("≥ {bound}"),
            Self::AtMost(bound) => format!("≤ {bound}"),
        }
    }

    fn is_met(self, value: f64) -> bool {
        match self {
            Self::AtLeast(bound) => value >= bound,
            Self::AtMost(bound) => value <= bound,
        }
    }
}

impl Target {
    fn verdict(&self) -> String {
        let Some(value) = self.value else { return "–".to_owned() };
        let verdict = if self.bound.is_met(value.median) { "met" } else { "**missed**" };
        let figure = if value.min == value.max {
            table::number(value.median)
        } else {
            table::spread(self.value)
        };
        format!("{figure} {verdict}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_met_by_its_median() {
        let target = |bound| Target {
            text: String::new(),
            bound,
            value: Some(Spread { median: 2.0, min: 1.0, max: 3.0 }),
        };
        assert_eq!(target(Bound::AtLeast(2.0)).verdict(), "2.00 (1.00–3.00) met");
        assert_eq!(target(Bound::AtMost(1.9)).verdict(), "2.00 (1.00–3.00) **missed**");
    }
}
