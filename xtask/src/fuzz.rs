//! `cargo xtask fuzz`: requests that nobody thought of, by schemathesis, and every answer held
//! against `docs/openapi.json`.

mod python;
mod report;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use connectly_build::packages;
use connectly_build::toolchain::{self, Toolchain};
use connectly_build::{frontend, guests};
use connectly_local::runtime::{self, Runtime};
use connectly_local::stage::{Form, Stage};
use connectly_local::supervised::{StopPlan, Supervised};
use connectly_local::test_postgres::TestPostgres;
use connectly_local::{process, workspace};
use rustix::process::Signal;
use tokio::process::Command;

use self::report::Report;

/// What a person can choose.
#[derive(Debug)]
pub struct Options {
    /// How many cases at least.
    pub cases: u64,
    /// The seed of the first round.
    pub seed: Option<u32>,
    /// How long at most.
    pub limit: Duration,
    /// The host that the application runs on.
    pub runtime: Option<runtime::Choice>,
    /// The compiler of the guests.
    pub guest_toolchain: Option<toolchain::Choice>,
}

/// What the cases are sent to. Where everybody may read, nobody has to be somebody. Neither has
/// limits: everything comes from one address and, most of it, from one account.
static FORMS: [Form; 2] = [
    Form {
        name: "user",
        variable: "CONNECTLY_URL",
        settings: &[],
        has_limits: false,
        has_database: true,
    },
    Form {
        name: "nobody",
        variable: "CONNECTLY_PUBLIC_URL",
        settings: &[("public_reads", "true")],
        has_limits: false,
        has_database: true,
    },
];

/// It ends by itself when it is interrupted.
const STOP_PLAN: StopPlan = &[(Signal::INT, Duration::from_secs(3))];

/// Sends rounds of cases until there were enough, or one has found something, and prints what
/// became of them. Whether all went well is the answer.
pub async fn run(options: &Options) -> Result<bool> {
    let toolchain = Toolchain::prepare(options.guest_toolchain).await?;
    guests::build_all(&toolchain, &packages::all().await?).await?;
    frontend::build().await?;
    let runtime = Runtime::prepare(options.runtime).await?;
    let schemathesis = python::prepare().await?;
    let database = TestPostgres::open().await?;
    let stage = Stage::start(&runtime, &database.url, &FORMS, folder()).await?;

    let begin = Instant::now();
    let rounds = rounds(&schemathesis, &stage, options);
    let result = tokio::time::timeout(options.limit, rounds).await;
    stage.stop().await?;
    let Ok(sum) = result else {
        bail!("it did not end within {} minutes", options.limit.as_secs() / 60);
    };
    let (cases, failures) = sum?;
    println!("{cases} cases, {failures} failures, {} s", begin.elapsed().as_secs());
    Ok(failures == 0)
}

/// The cases and the failures of all rounds.
async fn rounds(schemathesis: &Path, stage: &Stage, options: &Options) -> Result<(u64, u64)> {
    let mut seed = options.seed.map_or_else(random_seed, Ok)?;
    let (mut cases, mut failures) = (0, 0);
    while cases < options.cases && failures == 0 {
        let per_operation = per_operation(options.cases - cases);
        let rounds =
            FORMS.iter().map(|form| Round { schemathesis, stage, form, seed, per_operation });
        let [user, nobody] = <[Round<'_>; 2]>::try_from(rounds.collect::<Vec<_>>())
            .ok()
            .context("there are two forms")?;
        // Side by side: each waits for the application most of the time.
        let (user, nobody) = tokio::try_join!(user.run(), nobody.run())?;
        for (form, report) in FORMS.iter().zip([&user, &nobody]) {
            println!("seed {seed}, as {}: {report}", form.name);
            cases += report.cases();
            failures += report.failures();
        }
        seed = seed.wrapping_add(1);
    }
    Ok((cases, failures))
}

/// How many cases schemathesis should make for each operation, for so many in all. Operations
/// without input have fewer, sequences and the corners of each schema come on top.
fn per_operation(cases: u64) -> u64 {
    (cases / 43).clamp(1, 2_000)
}

fn random_seed() -> Result<u32> {
    let mut bytes = [0; 2];
    getrandom::fill(&mut bytes).context("the system gives no random numbers")?;
    Ok(u16::from_le_bytes(bytes).into())
}

/// The hosts' logs, and what schemathesis has to say of the last round.
fn folder() -> PathBuf {
    workspace::root().join("target/fuzz")
}

/// One call of schemathesis.
struct Round<'a> {
    schemathesis: &'a Path,
    stage: &'a Stage,
    form: &'static Form,
    seed: u32,
    per_operation: u64,
}

impl Round<'_> {
    async fn run(&self) -> Result<Report> {
        let path = folder().join(format!("{}.json", self.form.name));
        let output = folder().join(format!("{}.txt", self.form.name));
        // What an earlier run left is no result of this one.
        let _ = std::fs::remove_file(&path);
        let file = std::fs::create_dir_all(folder())
            .and_then(|()| std::fs::File::create(&output))
            .with_context(|| format!("cannot write {}", output.display()))?;
        let mut command = self.command(&path)?;
        command.stderr(file.try_clone()?).stdout(file);
        Supervised::spawn(&mut command, STOP_PLAN)?.child().wait().await?;
        let text = std::fs::read_to_string(&output)?;
        let report = Report::read(&path).with_context(|| text.clone())?;
        if report.failures() > 0 {
            println!("{text}");
        }
        Ok(report)
    }

    fn command(&self, report: &Path) -> Result<Command> {
        let url = self.stage.url(self.form).context("the stage has this form")?;
        let mut command = process::command(self.schemathesis);
        command.env("SCHEMATHESIS_HOOKS", workspace::root().join("tests/fuzz/hooks.py"));
        command.env("CONNECTLY_FUZZ_AS", self.form.name);
        // Compiled Python is not left beside the hooks.
        command.env("PYTHONDONTWRITEBYTECODE", "1");
        command.args(["--config-file", "tests/fuzz/schemathesis.toml", "run", "docs/openapi.json"]);
        command.args(["--no-color", "--url", &url, "--seed", &self.seed.to_string()]);
        command.args(["--max-examples", &self.per_operation.to_string()]);
        command.arg("--report-json-path").arg(report);
        Ok(command)
    }
}
