//! `docs/reliability.md`: what the tests of faults have measured.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::runtime::Runtime;
use crate::{report, workspace};

/// Tells the tests to try each fault at its full length, and where to leave the figures.
pub const FOLDER: &str = "CONNECTLY_FAULTS";

/// Between these two lines the document is written by the program.
const BEGIN: &str = "<!-- written by cargo xtask test --faults -->\n";
const END: &str = "<!-- end -->\n";

/// What was measured of one fault.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Figures {
    /// Its place in the table.
    pub place: u32,
    /// What went wrong.
    pub fault: String,
    /// What was asked of the application meanwhile.
    pub load: String,
    /// From the first request to the last.
    pub duration: Duration,
    /// Answers by status.
    pub statuses: BTreeMap<u16, usize>,
    /// The answer that took longest.
    pub slowest: Duration,
    /// From the end of the fault until everything was answered with success; none where
    /// everything was, all the time.
    pub recovery: Option<Duration>,
    /// Bytes that the host held in memory before and after.
    pub memory: (u64, u64),
    /// What else there is to say.
    pub remark: String,
}

impl Figures {
    /// Leaves them for [`read`].
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn save(&self, folder: &Path) -> Result<()> {
        let file = folder.join(format!("{:02}.json", self.place));
        std::fs::write(&file, serde_json::to_vec(self)?)
            .with_context(|| format!("cannot write {}", file.display()))
    }

    /// One line for a person.
    pub fn line(&self) -> String {
        let [duration, statuses, slowest, recovery, before, after] = self.cells();
        format!(
            "{}: {} for {duration}; {statuses}; slowest {slowest}; well after {recovery}; \
             memory {before} → {after}. {}",
            self.fault, self.load, self.remark
        )
    }

    fn row(&self) -> String {
        let cells = self.cells().join(" | ");
        format!("| {} | {} | {cells} | {} |\n", self.fault, self.load, self.remark)
    }

    fn cells(&self) -> [String; 6] {
        let statuses: Vec<_> =
            self.statuses.iter().map(|(status, count)| format!("{count} × {status}")).collect();
        let megabytes = |bytes: u64| format!("{} MB", bytes / 1_000_000);
        [
            seconds(self.duration),
            statuses.join(", "),
            seconds(self.slowest),
            self.recovery.map_or_else(|| "–".to_owned(), seconds),
            megabytes(self.memory.0),
            megabytes(self.memory.1),
        ]
    }
}

/// An empty folder for the figures of one run.
pub fn new_folder() -> Result<PathBuf> {
    let folder = workspace::data_dir().join("faults");
    let context = || format!("cannot use {}", folder.display());
    if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(context)?;
    }
    std::fs::create_dir_all(&folder).with_context(context)?;
    Ok(folder)
}

/// The figures that were left in a folder, in the order of their places.
pub fn read(folder: &Path) -> Result<Vec<Figures>> {
    let mut files: Vec<PathBuf> = folder
        .read_dir()
        .with_context(|| folder.display().to_string())?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    files.sort();
    files.iter().map(|file| Ok(serde_json::from_slice(&std::fs::read(file)?)?)).collect()
}

/// Writes the table into the document.
pub async fn write(figures: &[Figures], runtime: &Runtime) -> Result<()> {
    let path = workspace::root().join("docs/reliability.md");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))?;
    let written = format!("\nRun on {}.\n\n{}\n", setting(runtime), table(figures));
    let text = replaced(&text, &written).with_context(|| path.display().to_string())?;
    std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    report::step("The figures are in docs/reliability.md");
    Ok(())
}

fn table(figures: &[Figures]) -> String {
    let head = "| fault | load | duration | answers by status | slowest | well after | memory \
                before | after | |\n|---|---|---|---|---|---|---|---|---|\n";
    figures.iter().fold(head.to_owned(), |table, figures| table + &figures.row())
}

/// The document with something else between its marks.
fn replaced(text: &str, written: &str) -> Result<String> {
    let (before, rest) = text.split_once(BEGIN).context("the mark of the beginning is missing")?;
    let (_, after) = rest.split_once(END).context("the mark of the end is missing")?;
    Ok(format!("{before}{BEGIN}{written}{END}{after}"))
}

/// When, and on what.
fn setting(runtime: &Runtime) -> String {
    let date = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let system = rustix::system::uname();
    let of_linux = |file: &str, key: &str| {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(key))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let processor = of_linux("/proc/cpuinfo", "model name").unwrap_or_else(|| "processor".into());
    let memory = of_linux("/proc/meminfo", "MemTotal")
        .and_then(|text| text.split_whitespace().next()?.parse::<u64>().ok())
        .map_or_else(String::new, |kilobytes| format!("{} GB, ", kilobytes * 1024 / 1_000_000_000));
    format!(
        "{}: {cores} cores ({processor}), {memory}{} {}, {runtime}; Postgres, the host and the \
         clients share the machine",
        &date[..10],
        system.sysname().to_string_lossy(),
        system.machine().to_string_lossy(),
    )
}

fn seconds(duration: Duration) -> String {
    match duration.as_secs_f64() {
        long if long >= 10.0 => format!("{long:.0} s"),
        short => format!("{short:.2} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_marks_is_replaced() {
        let text = format!("# Title\n{BEGIN}old\n{END}the rest\n");
        let expected = format!("# Title\n{BEGIN}new\n{END}the rest\n");
        assert_eq!(replaced(&text, "new\n").unwrap(), expected);
        assert!(replaced("# Title\n", "new\n").is_err());
    }

    #[test]
    fn figures_are_a_row_in_their_place() {
        let figures = |place| Figures {
            place,
            fault: format!("fault {place}"),
            load: "4 clients".to_owned(),
            duration: Duration::from_millis(12_340),
            statuses: BTreeMap::from([(200, 10), (503, 2)]),
            slowest: Duration::from_millis(1_234),
            recovery: None,
            memory: (50_000_000, 51_900_000),
            remark: String::new(),
        };
        let folder = tempfile::tempdir().unwrap();
        for place in [10, 2] {
            figures(place).save(folder.path()).unwrap();
        }
        let read = read(folder.path()).unwrap();
        assert_eq!(read.iter().map(|figures| figures.place).collect::<Vec<_>>(), [2, 10]);
        let row =
            "| fault 2 | 4 clients | 12 s | 10 × 200, 2 × 503 | 1.23 s | – | 50 MB | 51 MB |  |\n";
        assert_eq!(read[0].row(), row);
    }

    #[test]
    fn the_document_has_the_marks() {
        let path = workspace::root().join("docs/reliability.md");
        replaced(&std::fs::read_to_string(path).unwrap(), "").unwrap();
    }
}
