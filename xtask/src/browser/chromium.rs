//! The browser itself.

use std::path::PathBuf;

use anyhow::{Result, bail};
use connectly_local::{apt, lock, process, report, workspace};

/// The environment variable that names a Chromium to use, and tells the tests its path.
pub const VARIABLE: &str = "CONNECTLY_CHROMIUM";

/// The program's name in Debian.
const PROGRAM: &str = "chromium";

/// The browser, and fonts for Latin, Hebrew and Arabic. The browser includes none, and text without
/// a font has no width.
const PACKAGES: [&str; 3] = [PROGRAM, "fonts-dejavu-core", "fonts-noto-color-emoji"];

const STEP: &str = "Installing Debian's Chromium (about 120 MB, once)";

/// Finds or gets a Chromium. `None` stands for the one that Playwright installed.
pub async fn prepare() -> Result<Option<PathBuf>> {
    if let Some(program) = std::env::var_os(VARIABLE) {
        let program = PathBuf::from(program);
        if !program.exists() {
            bail!("{VARIABLE} names {}, which does not exist", program.display());
        }
        return Ok(Some(program));
    }
    let _one_at_a_time = lock::acquire(&workspace::data_dir().join("browser.lock")).await?;
    if let Some(program) = process::find_program(PROGRAM) {
        return Ok(Some(program));
    }
    // Playwright's comes first, because Debian's needs root, unless a person has agreed to
    // installing packages.
    let by_playwright = if apt::is_allowed() {
        None
    } else {
        match playwrights().await {
            Ok(()) => return Ok(None),
            Err(error) => Some(error),
        }
    };
    let by_apt = match apt::get(STEP, &PACKAGES).await {
        Ok(()) => match process::find_program(PROGRAM) {
            Some(program) => return Ok(Some(program)),
            None => anyhow::anyhow!("the package has no program of that name"),
        },
        Err(error) => error,
    };
    let by_playwright = match by_playwright {
        Some(error) => error,
        None => match playwrights().await {
            Ok(()) => return Ok(None),
            Err(error) => error,
        },
    };
    bail!(
        "there is no Chromium for the tests in a browser.\n\
         Do one of these and try again:\n\
         - put a `{PROGRAM}` on the PATH, or name one with {VARIABLE}\n\
         - on Debian, install the packages {packages}\n  {by_apt:#}\n\
         - elsewhere, `npx playwright install {PROGRAM}`\n  {by_playwright:#}",
        packages = PACKAGES.join(", "),
    )
}

/// Gets Playwright's own Chromium, unless it is already there.
async fn playwrights() -> Result<()> {
    report::step("Getting Playwright's Chromium (about 150 MB, once)");
    let mut playwright = process::command("npx");
    playwright.args(["playwright", "install", PROGRAM]);
    process::output(&mut playwright).await.map(drop)
}
