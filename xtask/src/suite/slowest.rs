//! The slowest tests, from what the test programs write.

use std::time::{Duration, Instant};

/// The tests of one step, with the time that each took.
#[derive(Debug)]
pub struct Durations {
    /// How many tests a program of Rust runs at once.
    threads: usize,
    found: Vec<(Duration, String)>,
    /// Those that have ended of the program that runs.
    ended: Vec<(Instant, String)>,
    begin: Instant,
}

impl Durations {
    /// Of programs that run so many tests at once.
    pub fn new(threads: usize) -> Self {
        Self { threads, found: Vec::new(), ended: Vec::new(), begin: Instant::now() }
    }

    /// All that were found.
    pub fn into_found(self) -> Vec<(Duration, String)> {
        self.found
    }

    /// Takes in a line that came now.
    pub fn add_line(&mut self, line: &str, now: Instant) {
        if line.starts_with("running ") {
            self.ended.clear();
            self.begin = now;
        } else if let Some((name, _)) =
            line.strip_prefix("test ").and_then(|test| test.split_once(" ... "))
        {
            self.ended.push((now, name.to_owned()));
        } else if line.starts_with("test result: ") {
            self.finish_program();
        } else if let Some(test) = of_playwright(line).or_else(|| of_vitest(line)) {
            self.found.push(test);
        }
    }

    /// Rust's programs tell no times. But they start their tests in the order of their names:
    /// one for each thread, and another whenever one has ended.
    fn finish_program(&mut self) {
        let mut started: Vec<usize> = (0..self.ended.len()).collect();
        if self.threads > 1 {
            started.sort_by_key(|index| &self.ended[*index].1);
        }
        let first = std::iter::repeat_n(self.begin, self.threads);
        let starts = first.chain(self.ended.iter().map(|(end, _)| *end));
        for (index, start) in started.into_iter().zip(starts) {
            let (end, name) = &self.ended[index];
            self.found.push((end.saturating_duration_since(start), name.clone()));
        }
        self.ended.clear();
    }
}

/// `  ✓  12 tests/a.spec.ts:3:1 › a name (3.5s)`; also `834ms` and `1.2m`.
fn of_playwright(line: &str) -> Option<(Duration, String)> {
    let test = line.trim_start().strip_prefix(['✓', '✘'])?.trim_start();
    let (_number, test) = test.split_once(' ')?;
    let (name, time) = test.strip_suffix(')')?.rsplit_once(" (")?;
    let (unit, seconds) = [("ms", 0.001), ("s", 1.0), ("m", 60.0)]
        .into_iter()
        .find(|(unit, _)| time.ends_with(unit))?;
    let number: f64 = time.strip_suffix(unit)?.parse().ok()?;
    Some((Duration::from_secs_f64(number * seconds), name.to_owned()))
}

/// `   ✓ a name  1379ms`, which Vitest writes below the line of the file, for slow tests only.
fn of_vitest(line: &str) -> Option<(Duration, String)> {
    let (name, time) =
        line.strip_prefix("   ")?.trim_start().strip_prefix("✓ ")?.rsplit_once(' ')?;
    let time = Duration::from_millis(time.strip_suffix("ms")?.parse().ok()?);
    Some((time, name.trim_end().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(threads: usize, lines: &[(u64, &str)]) -> Vec<(u64, String)> {
        let mut durations = Durations::new(threads);
        let begin = Instant::now();
        for (second, line) in lines {
            durations.add_line(line, begin + Duration::from_secs(*second));
        }
        let found = durations.into_found().into_iter();
        found.map(|(time, name)| (time.as_millis().try_into().unwrap(), name)).collect()
    }

    #[test]
    fn a_test_of_rust_starts_when_a_thread_is_free() {
        let lines = [
            (1, "running 3 tests"),
            (3, "test b ... ok"),
            (6, "test a ... FAILED"),
            (7, "test c ... ok"),
            (7, "test result: FAILED. 2 passed; 1 failed;"),
        ];
        let named = |name: &str, time| (time, name.to_owned());
        let two = [named("a", 5_000), named("b", 2_000), named("c", 4_000)];
        assert_eq!(found(2, &lines), two);
        let one_at_a_time = [named("b", 2_000), named("a", 3_000), named("c", 1_000)];
        assert_eq!(found(1, &lines), one_at_a_time);
    }

    #[test]
    fn playwright_and_vitest_tell_the_times_themselves() {
        let lines = [
            (0, "  ✓   12 tests/a.spec.ts:3:1 › a name (of two) (3.5s)"),
            (0, "  ✘    3 tests/b.spec.ts:3:1 › late (1.5m)"),
            (0, " ✓ src/a.test.ts (91 tests) 3484ms"),
            (0, "     ✓ of the greatest length  672ms"),
            (0, "  3 passed (1.2m)"),
        ];
        let expected = [
            (3_500, "tests/a.spec.ts:3:1 › a name (of two)".to_owned()),
            (90_000, "tests/b.spec.ts:3:1 › late".to_owned()),
            (672, "of the greatest length".to_owned()),
        ];
        assert_eq!(found(2, &lines), expected);
    }
}
