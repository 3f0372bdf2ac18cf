//! The memory of a process.

use std::process::Command;

/// The resident set size of a process and its children, in bytes. Spin's program is a parent of the
/// one that serves.
pub fn resident(process: u32) -> u64 {
    // The same on Linux and macOS, and what it prints is in kilobytes on both.
    let output = Command::new("ps").args(["-A", "-o", "pid=,ppid=,rss="]).output();
    let output = output.expect("the program ps");
    let processes: Vec<[u64; 3]> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| {
            let mut numbers = line.split_whitespace().map(|word| word.parse().expect("a number"));
            std::array::from_fn(|_| numbers.next().expect("three columns"))
        })
        .collect();
    let mut family = vec![u64::from(process)];
    let mut kilobytes = 0;
    while let Some(member) = family.pop() {
        for [id, parent, resident] in &processes {
            if *id == member {
                kilobytes += resident;
            }
            if *parent == member {
                family.push(*id);
            }
        }
    }
    assert_ne!(kilobytes, 0, "process {process} is not there");
    kilobytes * 1024
}
