//! How long the steps took the last time, to say how long they will take.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use connectly_local::workspace;

/// For a first run, in seconds on two cores, two steps at a time.
const DEFAULTS: [(&str, u64); 8] = [
    ("units", 40),
    ("host", 20),
    ("app", 90),
    ("faults", 120),
    ("npm", 40),
    ("browser", 220),
    ("crowds", 20),
    ("load", 5),
];

/// For a step that has no default yet.
const UNKNOWN: Duration = Duration::from_secs(60);

/// The durations of steps, by their names.
#[derive(Debug, Default)]
pub struct Times(BTreeMap<String, Duration>);

impl Times {
    /// Those of the last full run on this machine, or else the defaults.
    pub fn read() -> Self {
        // A file that is not there or not understood only makes the estimate worse.
        Self::parse(&std::fs::read_to_string(file()).unwrap_or_default())
    }

    fn parse(text: &str) -> Self {
        let default = DEFAULTS.map(|(name, time)| (name.to_owned(), Duration::from_secs(time)));
        let last = text.lines().filter_map(|line| {
            let (name, seconds) = line.split_once(' ')?;
            Some((name.to_owned(), Duration::from_secs(seconds.parse().ok()?)))
        });
        Self(default.into_iter().chain(last).collect())
    }

    /// How long a step may take.
    pub fn of(&self, step: &str) -> Duration {
        self.0.get(step).copied().unwrap_or(UNKNOWN)
    }

    /// Notes how long a step took.
    pub fn set(&mut self, step: &str, time: Duration) {
        self.0.insert(step.to_owned(), time);
    }

    /// Keeps them for the next run.
    pub fn save(&self) -> Result<()> {
        let lines = self.0.iter().map(|(name, time)| format!("{name} {}\n", time.as_secs()));
        write(&file(), &lines.collect::<String>())
    }
}

fn file() -> PathBuf {
    workspace::root().join("target/test-times")
}

fn write(file: &Path, text: &str) -> Result<()> {
    std::fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_run_counts_more_than_the_defaults() {
        let times = Times::parse("app 7\nnonsense\nfaults x\n");
        assert_eq!(times.of("app"), Duration::from_secs(7));
        assert_eq!(times.of("faults"), Duration::from_secs(120));
        assert_eq!(times.of("a new one"), UNKNOWN);
    }
}
