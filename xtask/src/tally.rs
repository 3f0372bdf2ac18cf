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
    /// Adds the numbers of a line such as
    /// `test result: ok. 3 passed; 0 failed; 0 ignored; …`; other lines add nothing.
    pub fn add_line(&mut self, line: &str) {
        let Some((_, result)) = line.split_once("test result: ") else { return };
        for part in result.split(';') {
            let mut words = part.split_whitespace().rev();
            let (what, number) =
                (words.next(), words.next().and_then(|word| word.parse::<u64>().ok()));
            match (what, number) {
                (Some("passed"), Some(number)) => self.passed += number,
                (Some("failed"), Some(number)) => self.failed += number,
                _ => {}
            }
        }
    }
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
    fn other_lines_add_nothing() {
        assert_eq!(tally("9 passed; 9 failed\ntest result: unknown\n"), "0 passed, 0 failed");
    }
}
