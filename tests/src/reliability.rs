//! `docs/reliability.md`: the figures of the tests of faults.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};

use connectly_local::machine;
use connectly_local::written_part::WrittenPart;

/// The environment variable that tells the tests to try each fault at full length, and where to
/// save the figures.
pub const FOLDER: &str = "CONNECTLY_FAULTS";

/// The part with the table.
const MEASURED: WrittenPart = WrittenPart {
    file: "docs/reliability.md",
    begin: "<!-- written by cargo xtask test --faults -->",
    end: "<!-- end -->",
};

/// The figures of one fault.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Figures {
    /// Its place in the table.
    pub place: u32,
    /// What went wrong.
    pub fault: String,
    /// A description of the load.
    pub load: String,
    /// From the first request to the last.
    pub duration: Duration,
    /// Answers by status.
    pub statuses: BTreeMap<u16, usize>,
    /// The time of the slowest answer.
    pub slowest: Duration,
    /// From the end of the fault until every answer was a success; `None` if all of them were, all
    /// the time.
    pub recovery: Option<Duration>,
    /// The host's memory in bytes, before and after.
    pub memory: (u64, u64),
    /// Anything else worth noting.
    pub remark: String,
}

impl Figures {
    /// Saves them in a folder, for [`write()`].
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

/// The figures in a folder, in the order of their places.
fn read(folder: &Path) -> Result<Vec<Figures>> {
    let mut files: Vec<PathBuf> = folder
        .read_dir()
        .with_context(|| folder.display().to_string())?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    files.sort();
    files.iter().map(|file| Ok(serde_json::from_slice(&std::fs::read(file)?)?)).collect()
}

/// Writes the table of the figures in a folder into the document, and gives the document's path.
///
/// # Errors
/// When there are not as many figures as trials that passed: not every fault was tried
/// then.
pub fn write(folder: &Path, trials: usize, runtime: &str) -> Result<&'static str> {
    let figures = read(folder)?;
    ensure!(
        trials > 0 && figures.len() == trials,
        "{} stays as it is: {trials} tests passed, and {} of them left figures",
        MEASURED.file,
        figures.len()
    );
    MEASURED.write(&format!("Run on {}.\n\n{}", setting(runtime), table(&figures)))?;
    Ok(MEASURED.file)
}

fn table(figures: &[Figures]) -> String {
    let head = "| fault | load | duration | answers by status | slowest | well after | memory \
                before | after | |\n|---|---|---|---|---|---|---|---|---|\n";
    figures.iter().fold(head.to_owned(), |table, figures| table + &figures.row())
}

/// When, and on what.
fn setting(runtime: &str) -> String {
    let date = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
    let system = rustix::system::uname();
    let processor = machine::processor().unwrap_or_else(|| "processor".to_owned());
    let memory = machine::memory().map_or_else(String::new, |memory| format!("{memory}, "));
    format!(
        "{}: {} cores ({processor}), {memory}{} {}, {runtime}; Postgres, the host and the clients \
         share the machine",
        &date[..10],
        machine::cores(),
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
        MEASURED.find().unwrap();
    }

    #[test]
    fn figures_that_are_missing_are_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let error = write(folder.path(), 1, "devhost").unwrap_err().to_string();
        assert!(error.contains("1 tests passed, and 0 of them"), "{error}");
    }
}
