//! The results, as stored.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::contestant::ComponentSize;
use crate::files::folder;
use crate::growth::Growth;
use crate::instances::Instances;
use crate::load::Load;
use crate::machine::Machine;
use crate::plan::{Plan, Scenario};
use crate::spread::Spread;
use crate::usage::Usage;

/// One measurement of one contestant.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Measurement {
    pub contestant: String,
    pub scenario: Scenario,
    pub connections: u32,
    pub round: usize,
    pub load: Load,
    pub usage: Usage,
}

/// All results of a run.
#[derive(Debug, Serialize, Deserialize)]
pub struct Results {
    pub machine: Machine,
    pub cores: usize,
    pub quick: bool,
    pub rounds: usize,
    /// Seconds of one measurement.
    pub seconds: u64,
    /// Minutes of the whole run.
    pub minutes: f64,
    pub measurements: Vec<Measurement>,
    /// Contestants, and seconds from the start of the process to the first answer.
    pub first_answers: Vec<(String, f64)>,
    pub instances: Vec<Instances>,
    pub components: Vec<ComponentSize>,
    pub growth: Vec<Growth>,
    pub searches: Vec<Growth>,
}

impl Results {
    pub fn new(machine: Machine, plan: &Plan) -> Self {
        Self {
            machine,
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            quick: plan.quick,
            rounds: plan.rounds,
            seconds: plan.seconds(),
            minutes: 0.0,
            measurements: Vec::new(),
            first_answers: Vec::new(),
            instances: Vec::new(),
            components: Vec::new(),
            growth: Vec::new(),
            searches: Vec::new(),
        }
    }

    /// Keeps everything, for a closer look.
    pub fn save(&self) -> Result<()> {
        let file = folder().join("results.json");
        std::fs::write(&file, serde_json::to_string_pretty(self)?)
            .with_context(|| format!("cannot write {}", file.display()))
    }

    /// All contestants of a scenario, in the order of the tables.
    pub fn contestants(&self, scenario: Scenario) -> Vec<&str> {
        let mut names = Vec::new();
        // The first round has that order.
        for one in &self.measurements {
            if one.scenario == scenario && one.round == 0 && !names.contains(&&*one.contestant) {
                names.push(&*one.contestant);
            }
        }
        names
    }

    /// The numbers of connections of a scenario.
    pub fn connections(&self, scenario: Scenario) -> Vec<u32> {
        let all = self.measurements.iter().filter(|one| one.scenario == scenario);
        let mut all: Vec<_> = all.map(|one| one.connections).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// A figure of all rounds.
    pub fn spread(
        &self,
        contestant: &str,
        scenario: Scenario,
        connections: u32,
        figure: impl Fn(&Measurement) -> f64,
    ) -> Option<Spread> {
        Spread::of(self.rounds(contestant, scenario, connections).map(figure).collect())
    }

    /// A contestant's measurements of a scenario, one for each round.
    fn rounds(
        &self,
        name: &str,
        scenario: Scenario,
        at: u32,
    ) -> impl Iterator<Item = &Measurement> {
        self.measurements.iter().filter(move |one| {
            one.contestant == name && one.scenario == scenario && one.connections == at
        })
    }

    /// Requests per second.
    pub fn rate(&self, contestant: &str, scenario: Scenario, connections: u32) -> Option<Spread> {
        self.spread(contestant, scenario, connections, |one| one.load.rate())
    }

    /// A contestant's throughput as a multiple of another's, for each round separately.
    pub fn ratio(&self, us: &str, them: &str, scenario: Scenario, at: u32) -> Option<Spread> {
        let rates = |name: &str| self.rates(name, scenario, at);
        Spread::of(quotients(&rates(us), &rates(them)))
    }

    /// The processor time that a contestant's server needs for a read, as a multiple of another's.
    pub fn cost_ratio(&self, us: &str, them: &str, at: u32) -> Option<Spread> {
        let costs = |name: &str| -> Vec<_> {
            let rounds = self.rounds(name, Scenario::Read, at);
            rounds.map(|one| one.usage.server_cpu / one.load.requests.max(1) as f64).collect()
        };
        Spread::of(quotients(&costs(us), &costs(them)))
    }

    /// A contestant's throughput at one number of connections as a multiple of that at another.
    pub fn ratio_of_connections(
        &self,
        name: &str,
        scenario: Scenario,
        at: u32,
        against: u32,
    ) -> Option<Spread> {
        let (at, against) = (self.rates(name, scenario, at), self.rates(name, scenario, against));
        Spread::of(quotients(&at, &against))
    }

    fn rates(&self, name: &str, scenario: Scenario, at: u32) -> Vec<f64> {
        self.rounds(name, scenario, at).map(|one| one.load.rate()).collect()
    }

    /// The sum of a figure over all of a contestant's measurements.
    pub fn over_all(
        &self,
        contestant: &str,
        figure: impl Fn(&Measurement) -> f64,
    ) -> Option<Spread> {
        let all = self.measurements.iter().filter(|one| one.contestant == contestant);
        Spread::of(vec![all.map(figure).sum()])
    }

    /// The time of a request with this many posts, as a multiple of the time with fewer.
    pub fn growth_ratio(&self, what: &str, most: u32, least: u32) -> Option<Spread> {
        let times = |posts: u32| -> Vec<_> {
            let all = self.growth.iter().filter(|one| one.what == what && one.posts == posts);
            all.map(|one| one.milliseconds).collect()
        };
        Spread::of(quotients(&times(most), &times(least)))
    }

    /// Seconds from the start of the process to its first answer.
    pub fn first_answer(&self, contestant: &str) -> Option<Spread> {
        let all = self.first_answers.iter().filter(|(name, _)| name == contestant);
        Spread::of(all.map(|(_, seconds)| *seconds).collect())
    }

    /// Milliseconds of a request with this many posts.
    pub fn growth(&self, what: &str, posts: u32) -> Option<Spread> {
        let all = self.growth.iter().filter(|one| one.what == what && one.posts == posts);
        Spread::of(all.map(|one| one.milliseconds).collect())
    }
}

/// One ratio for each round; none if the other contestant served nothing.
fn quotients(these: &[f64], those: &[f64]) -> Vec<f64> {
    let rounds = these.iter().zip(those).filter(|(_, that)| **that > 0.0);
    rounds.map(|(this, that)| this / that).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_in_which_the_other_served_nothing_has_no_quotient() {
        assert_eq!(quotients(&[6.0, 1.0], &[2.0, 0.0]), [3.0]);
    }
}
