//! What a person sees of the steps: which one runs, what it writes, and how long is left.

use std::cell::RefCell;
use std::io::{IsTerminal, Write, stderr, stdout};
use std::time::{Duration, Instant};

use anyhow::Result;
use connectly_local::report;

use super::slowest::Durations;
use super::times::Times;
use crate::tally::Tally;

/// How many of the slowest tests are named in the end.
const SLOWEST: usize = 10;

/// A step, as far as it shows.
#[derive(Debug)]
pub struct Row {
    /// Its name, short enough for the margin.
    pub name: String,
    /// What it tests.
    pub title: String,
    /// The steps of a lane run one after another.
    pub lane: usize,
    /// How many of its tests run at once.
    pub threads: usize,
}

/// All steps and their state.
pub struct Progress {
    rows: Vec<Row>,
    expected: Vec<Duration>,
    state: RefCell<State>,
    /// Whether several steps run at once, so that each line has to say whose it is.
    is_parallel: bool,
    /// Whether all tests are run, which the estimate is for.
    is_full: bool,
}

struct State {
    steps: Vec<StepState>,
    tally: Tally,
    slowest: Vec<(Duration, String)>,
    durations: Vec<Option<Durations>>,
    begun: usize,
}

#[derive(Clone, Copy, Debug)]
enum StepState {
    Waiting,
    Running(Instant),
    Ended { took: Duration, passed: bool },
}

impl Progress {
    /// Of steps that all wait.
    pub fn new(rows: Vec<Row>, is_parallel: bool, is_full: bool) -> Self {
        let times = Times::read();
        let expected = rows.iter().map(|row| times.of(&row.name)).collect();
        let state = RefCell::new(State {
            steps: vec![StepState::Waiting; rows.len()],
            tally: Tally::default(),
            slowest: Vec::new(),
            durations: rows.iter().map(|_| None).collect(),
            begun: 0,
        });
        Self { rows, expected, state, is_parallel, is_full }
    }

    /// A step begins.
    pub fn begin(&self, index: usize) {
        let mut state = self.state.borrow_mut();
        state.steps[index] = StepState::Running(Instant::now());
        state.durations[index] = Some(Durations::new(self.rows[index].threads));
        state.begun += 1;
        let (number, of) = (state.begun, self.rows.len());
        drop(state);
        self.print(&format!("[{number}/{of}] {} …{}", self.rows[index].title, self.estimate()));
    }

    /// A line of a step's output.
    pub fn line(&self, index: usize, line: &str) {
        let mut state = self.state.borrow_mut();
        state.tally.add_line(line);
        if let Some(durations) = &mut state.durations[index] {
            durations.add_line(line, Instant::now());
        }
        drop(state);
        if self.is_parallel {
            self.print(&format!("{:>8} │ {line}", self.rows[index].name));
        } else {
            self.print(line);
        }
    }

    /// A step has ended.
    pub fn end(&self, index: usize, passed: bool) {
        let mut state = self.state.borrow_mut();
        let StepState::Running(begin) = state.steps[index] else { return };
        let took = begin.elapsed();
        state.steps[index] = StepState::Ended { took, passed };
        let found = state.durations[index].take().map(Durations::into_found);
        state.slowest.extend(found.unwrap_or_default());
        drop(state);
        let word = if passed { "passed" } else { "FAILED" };
        let title = &self.rows[index].title;
        self.print(&format!("      {title}: {word} after {}{}", shown(took), self.estimate()));
    }

    /// The lane of a step.
    pub fn lane(&self, index: usize) -> usize {
        if self.is_parallel { self.rows[index].lane } else { 0 }
    }

    /// The sum of all results so far.
    pub fn tally(&self) -> Tally {
        self.state.borrow().tally
    }

    /// Renews the line at the bottom of a terminal: what runs, and how long is left.
    pub fn renew(&self) {
        if !stderr().is_terminal() {
            return;
        }
        let state = self.state.borrow();
        let running = self.rows.iter().zip(&state.steps).filter_map(|(row, state)| match state {
            StepState::Running(_) => Some(row.title.as_str()),
            StepState::Waiting | StepState::Ended { .. } => None,
        });
        let running: Vec<_> = running.collect();
        let ended = state.steps.iter().filter(|state| matches!(state, StepState::Ended { .. }));
        let (ended, of) = (ended.count(), self.rows.len());
        let Tally { passed, failed } = state.tally;
        drop(state);
        let (running, estimate) = (running.join(" and "), self.estimate());
        let line =
            format!("[{ended} of {of} done] {passed} passed, {failed} failed{estimate}: {running}");
        // Never wrapped, and back at its beginning, so that whatever comes next takes its place.
        eprint!("\x1b[?7l\x1b[K{line}\x1b[?7h\r");
    }

    /// The times of the steps, and the slowest tests.
    pub fn print_summary(&self) {
        let mut state = self.state.borrow_mut();
        self.print("");
        for (row, state) in self.rows.iter().zip(&state.steps) {
            if let StepState::Ended { took, passed } = state {
                let word = if *passed { "passed" } else { "FAILED" };
                self.print(&format!("{:>8}  {word}  {}", shown(*took), row.title));
            }
        }
        state.slowest.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
        if self.is_full {
            self.print("the slowest tests:");
            for (time, name) in state.slowest.iter().take(SLOWEST) {
                self.print(&format!("{:>7.1}s  {name}", time.as_secs_f64()));
            }
        }
    }

    /// Keeps the times of the steps that passed, for the next estimate.
    pub fn save_times(&self) -> Result<()> {
        let mut times = Times::read();
        for (row, state) in self.rows.iter().zip(&self.state.borrow().steps) {
            if let StepState::Ended { took, passed: true } = state {
                times.set(&row.name, *took);
            }
        }
        times.save()
    }

    /// `, about 4 min left`
    fn estimate(&self) -> String {
        let state = self.state.borrow();
        let is_over = state.steps.iter().all(|state| matches!(state, StepState::Ended { .. }));
        if !self.is_full || is_over {
            return String::new();
        }
        let steps = self.rows.iter().zip(&self.expected).zip(&state.steps);
        let left = steps.map(|((row, expected), state)| {
            let left = match state {
                StepState::Waiting => *expected,
                StepState::Running(begin) => expected.saturating_sub(begin.elapsed()),
                StepState::Ended { .. } => Duration::ZERO,
            };
            (if self.is_parallel { row.lane } else { 0 }, left)
        });
        let left = left_in_all(left).mul_f64(slowness(&self.expected, &state.steps)).as_secs();
        match left.div_ceil(60) {
            0 | 1 => format!(", about {} s left", left.max(1).next_multiple_of(10)),
            minutes => format!(", about {minutes} min left"),
        }
    }

    fn print(&self, line: &str) {
        report::make_room();
        // If nobody reads any more, the result still counts.
        let _ = writeln!(stdout(), "{line}");
    }
}

/// How many times longer than expected the steps so far took: the machine may have other work.
fn slowness(expected: &[Duration], steps: &[StepState]) -> f64 {
    let (mut planned, mut took) = (Duration::ZERO, Duration::ZERO);
    for (expected, state) in expected.iter().zip(steps) {
        let so_far = match state {
            StepState::Waiting => continue,
            StepState::Running(begin) => begin.elapsed(),
            StepState::Ended { took, .. } => *took,
        };
        // A step that runs tells something only once it is late.
        if matches!(state, StepState::Ended { .. }) || so_far > *expected {
            planned += *expected;
            took += so_far;
        }
    }
    if planned.is_zero() { 1.0 } else { took.as_secs_f64() / planned.as_secs_f64() }
}

/// How long it takes until every step has ended, from what is left of each in its lane. Those of
/// lane 0 run when nothing else does.
fn left_in_all(steps: impl Iterator<Item = (usize, Duration)>) -> Duration {
    let mut lanes = [Duration::ZERO; 3];
    for (lane, left) in steps {
        lanes[lane] += left;
    }
    lanes[0] + lanes[1].max(lanes[2])
}

/// `1 min 05 s`, or `7.3 s`
fn shown(time: Duration) -> String {
    match (time.as_secs() / 60, time.as_secs() % 60) {
        (0, _) => format!("{:.1} s", time.as_secs_f64()),
        (minutes, seconds) => format!("{minutes} min {seconds:02} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_run_beside_one_another_and_what_is_alone_after_them() {
        let steps = [(1, 60), (1, 30), (2, 40), (0, 5)];
        let steps = steps.map(|(lane, seconds)| (lane, Duration::from_secs(seconds)));
        assert_eq!(left_in_all(steps.into_iter()), Duration::from_secs(95));
    }

    #[test]
    fn what_was_slow_so_far_goes_on_so() {
        let expected = [10, 20, 30].map(Duration::from_secs);
        let ended = StepState::Ended { took: Duration::from_secs(30), passed: true };
        let on_time = StepState::Running(Instant::now());
        assert_eq!(slowness(&expected, &[ended, on_time, StepState::Waiting]), 3.0);
        assert_eq!(slowness(&expected, &[on_time, StepState::Waiting, on_time]), 1.0);
    }

    #[test]
    fn a_time_is_short_to_read() {
        assert_eq!(shown(Duration::from_millis(7_321)), "7.3 s");
        assert_eq!(shown(Duration::from_secs(65)), "1 min 05 s");
    }
}
