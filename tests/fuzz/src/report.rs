//! Schemathesis's report of a round.

use std::fmt;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

/// The parts of the report that are read.
#[derive(Debug, Deserialize)]
pub struct Report {
    exit_code: i64,
    complete: bool,
    running_time: f64,
    operations: Operations,
    test_cases: Cases,
    /// Reported failures that our hooks recognize as expected.
    filtered: u64,
}

#[derive(Debug, Deserialize)]
struct Operations {
    total: u64,
    tested: u64,
}

#[derive(Debug, Deserialize)]
struct Cases {
    generated: u64,
    unique_failures: u64,
    errored: u64,
}

impl Report {
    /// Reads the file that schemathesis writes at its end.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).context("schemathesis left no report")?;
        serde_json::from_str(&text).context("schemathesis's report has an unknown format")
    }

    /// The number of requests.
    pub fn cases(&self) -> u64 {
        self.test_cases.generated
    }

    /// Everything that is wrong: distinct failures, schemathesis's own errors and, to miss nothing,
    /// any other bad exit.
    pub fn failures(&self) -> u64 {
        let known = self.test_cases.unique_failures + self.test_cases.errored;
        let is_whole =
            self.complete && self.exit_code == 0 && self.operations.tested == self.operations.total;
        if known == 0 && !is_whole { 1 } else { known }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} cases on {} of {} operations, {} failures ({} filtered), {:.0} s",
            self.cases(),
            self.operations.tested,
            self.operations.total,
            self.failures(),
            self.filtered,
            self.running_time,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(exit_code: i64, complete: bool, failures: u64, errored: u64, tested: u64) -> Report {
        let json = serde_json::json!({
            "exit_code": exit_code, "complete": complete, "running_time": 1.5, "filtered": 2,
            "operations": {"total": 15, "tested": tested},
            "test_cases": {"generated": 9, "unique_failures": failures, "errored": errored},
        });
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn what_was_not_tried_to_its_end_is_a_failure() {
        for (report, failures) in [
            (report(0, true, 0, 0, 15), 0),
            (report(1, true, 2, 1, 15), 3),
            (report(0, false, 0, 0, 15), 1),
            (report(1, true, 0, 0, 15), 1),
            (report(0, true, 0, 0, 14), 1),
        ] {
            assert_eq!(report.failures(), failures, "{report}");
        }
    }
}
