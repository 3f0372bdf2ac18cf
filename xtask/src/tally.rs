//! Adding up the results of many test programs.

use std::fmt;

/// Numbers of tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those that passed.
    pub passed: u64,
    /// Those that failed.
    pub failed: u64,
}

impl Tally {
    /// Adds the numbers of a line of Rust's test programs, such as
    /// `test result: ok. 3 passed; 0 failed; 0 ignored; …`, of Vitest, such as
    /// `Tests  1 failed | 3 passed (4)`, or of Playwright, such as `  3 passed (4.5s)`; other
    /// lines add nothing.
    pub fn add_line(&mut self, line: &str) {
        let result = line
            .split_once("test result: ")
            .map(|(_, result)| result)
            .or_else(|| line.trim_start().strip_prefix("Tests  "))
            .or_else(|| of_playwright(line));
        let words: Vec<_> = result.unwrap_or_default().split([' ', ';']).collect();
        for pair in words.windows(2) {
            match (pair[0].parse::<u64>(), pair[1]) {
                (Ok(number), "passed") => self.passed += number,
                (Ok(number), "failed") => self.failed += number,
                _ => {}
            }
        }
    }
}

/// A line of Playwright's summary, which has one for each outcome: ` 1 failed`, followed by the
/// tests' names, and ` 3 passed (4.5s)`.
fn of_playwright(line: &str) -> Option<&str> {
    let result = line.strip_prefix("  ")?.trim_end();
    let (number, outcome) = result.split_once(' ')?;
    let is_sum = outcome == "failed" || outcome.starts_with("passed (") && outcome.ends_with(')');
    (is_sum && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(result)
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(text: &str) -> String {
        let mut tally = Tally::default();
        text.lines().for_each(|line| tally.add_line(line));
        tally.to_string()
    }

    #[test]
    fn results_are_added_up() {
        let text = "running 4 tests\n\
            test a ... ok\n\
            test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 2 filtered out; finished in 0.1s\n\
            \u{1b}[0mtest result: \u{1b}[32mok\u{1b}[0m. 20 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(tally(text), "23 passed, 1 failed");
    }

    #[test]
    fn vitest_counts_too() {
        let text = " Test Files  1 failed | 9 passed (10)\n      Tests  1 failed | 3 passed (4)\n";
        assert_eq!(tally(text), "3 passed, 1 failed");
        assert_eq!(tally("      Tests  129 passed (129)\n"), "129 passed, 0 failed");
    }

    #[test]
    fn playwright_counts_too() {
        let text = "Running 6 tests using 2 workers\n  ✓  1 a.spec.ts:3:1 › 9 passed (9)\n  \
            2 failed\n    a.spec.ts:7:1 › 9 failed ─────\n  1 flaky\n  1 did not run\n  3 passed (1.2m)\n";
        assert_eq!(tally(text), "3 passed, 2 failed");
        assert_eq!(tally("  1 passed (834ms)\r\n"), "1 passed, 0 failed");
    }

    #[test]
    fn other_lines_add_nothing() {
        let text =
            "9 passed; 9 failed\ntest result: unknown\n  9 passed\n9 failed\n  9 failed so far\n";
        assert_eq!(tally(text), "0 passed, 0 failed");
    }
}
