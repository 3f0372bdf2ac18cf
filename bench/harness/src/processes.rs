//! Processor time and memory of a process and all its descendants, from `/proc`.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use anyhow::{Context, Result};

/// The usage of a process and its descendants.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Family {
    /// Seconds, with those of children that have ended.
    pub cpu: f64,
    /// Bytes of private memory, plus shared memory counted once. File pages don't count, because
    /// the system can drop them.
    pub memory: u64,
}

/// Looks at the process with this id and its descendants.
pub fn family(id: u32) -> Result<Family> {
    let ticks = rustix::param::clock_ticks_per_second() as f64;
    let mut all = HashMap::new();
    for entry in Path::new("/proc").read_dir().context("cannot read /proc")?.flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        // A process that has ended meanwhile is counted by its parent.
        if let Some(stat) = read(id, "stat").as_deref().and_then(parse_stat) {
            all.insert(id, stat);
        }
    }
    let mut family = Family::default();
    let mut shared = 0;
    for id in descendants(&all, id) {
        family.cpu += all.get(&id).map_or(0, |stat| stat.ticks) as f64 / ticks;
        let status = read(id, "status").unwrap_or_default();
        family.memory += kilobytes(&status, "RssAnon:") * 1024;
        shared = shared.max(kilobytes(&status, "RssShmem:") * 1024);
    }
    family.memory += shared;
    Ok(family)
}

/// The sum of several processes with their descendants.
pub fn families(ids: &[u32]) -> Result<Family> {
    ids.iter().try_fold(Family::default(), |sum, id| {
        let one = family(*id)?;
        Ok(Family { cpu: sum.cpu + one.cpu, memory: sum.memory + one.memory })
    })
}

struct Stat {
    parent: u32,
    /// In user and system mode, including children that it has waited for.
    ticks: u64,
}

/// Fields 4 and 14 to 17 of `/proc/<id>/stat`, after the name, which may hold anything.
fn parse_stat(text: &str) -> Option<Stat> {
    let fields: Vec<_> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = fields.get(11..15)?.iter().map(|field| field.parse::<u64>().unwrap_or(0)).sum();
    Some(Stat { parent: fields.get(1)?.parse().ok()?, ticks })
}

fn descendants(all: &HashMap<u32, Stat>, root: u32) -> HashSet<u32> {
    let mut family = HashSet::from([root]);
    loop {
        let before = family.len();
        let children = all.iter().filter(|(_, stat)| family.contains(&stat.parent));
        let children: Vec<_> = children.map(|(id, _)| *id).collect();
        family.extend(children);
        if family.len() == before {
            return family;
        }
    }
}

fn kilobytes(status: &str, name: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|value| value.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

fn read(id: u32, file: &str) -> Option<String> {
    std::fs::read_to_string(format!("/proc/{id}/{file}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_stat_is_read_behind_the_name() {
        let line = "42 (a (strange) name) S 7 42 42 0 -1 4194560 1 2 3 4 100 20 3 1 20 0 1 0 9";
        let stat = parse_stat(line).unwrap();
        assert_eq!((stat.parent, stat.ticks), (7, 124));
    }

    #[test]
    fn a_family_is_all_that_descends_from_one() {
        let all = [(1, 0), (2, 1), (3, 2), (4, 1), (5, 9)];
        let all = all.map(|(id, parent)| (id, Stat { parent, ticks: 0 })).into();
        assert_eq!(descendants(&all, 2), HashSet::from([2, 3]));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn this_process_has_time_and_memory() {
        let family = family(std::process::id()).unwrap();
        assert!(family.memory > 100_000, "{family:?}");
    }
}
