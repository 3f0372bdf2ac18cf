//! The browser itself, and the smaller one of its own that most tests use.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Result, bail};
use connectly_local::{apt, lock, process, report, workspace};

/// The environment variable that names a Chromium to use, and tells the tests its path.
const VARIABLE: &str = "CONNECTLY_CHROMIUM";

/// The program's name in Debian.
const PROGRAM: &str = "chromium";

/// The browser, and fonts for Latin, Hebrew and Arabic. The browser includes none, and text without
/// a font has no width.
const PACKAGES: [&str; 4] =
    [PROGRAM, HEADLESS_SHELL, "fonts-dejavu-core", "fonts-noto-color-emoji"];

const STEP: &str = "Installing Debian's Chromium (about 190 MB, once)";

/// Chromium without windows, menus and settings, which takes half the time. Its Debian package has
/// the same name.
const HEADLESS_SHELL: &str = "chromium-headless-shell";

/// Tells the tests where that one is.
const HEADLESS_SHELL_VARIABLE: &str = "CONNECTLY_HEADLESS_SHELL";

/// Finds the browsers, or gets them. What the environment of the tests says of them is the answer:
/// nothing, if they are the ones that Playwright has got for itself.
pub async fn prepare() -> Result<Vec<(&'static str, OsString)>> {
    let Some(program) = chromium().await? else { return Ok(Vec::new()) };
    let mut variables = vec![(VARIABLE, program.into())];
    // A Chromium that is named is the one to test with.
    if std::env::var_os(VARIABLE).is_none()
        && let Some(shell) = headless_shell().await
    {
        variables.push((HEADLESS_SHELL_VARIABLE, shell.into()));
    }
    Ok(variables)
}

/// Finds Chromium's headless shell, or installs it if somebody has agreed to that beforehand.
async fn headless_shell() -> Option<PathBuf> {
    if let Some(shell) = process::find_program(HEADLESS_SHELL) {
        return Some(shell);
    }
    let step = "Installing Debian's headless Chromium (about 65 MB, once)";
    if apt::is_allowed()
        && let Err(error) = apt::get(step, &[HEADLESS_SHELL]).await
    {
        report::note(format_args!("it cannot be installed: {error:#}"));
    }
    let shell = process::find_program(HEADLESS_SHELL);
    if shell.is_none() {
        report::note(format_args!(
            "with Debian's package {HEADLESS_SHELL}, the tests in a browser take half the time"
        ));
    }
    shell
}

/// Finds or gets a Chromium. `None` stands for the one that Playwright installed.
async fn chromium() -> Result<Option<PathBuf>> {
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
