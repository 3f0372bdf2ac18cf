//! `cargo xtask check`: the one list of checks besides the tests.

mod clippy;
mod dependencies;
mod docs;
mod format;
mod guest_files;
mod kubernetes;
mod lock_file;
mod npm;
mod prose;
mod python;
mod tidy;

use std::pin::Pin;
use std::time::Instant;

use anyhow::Result;
use connectly_build::packages::{self, Package};
use connectly_build::toolchain::{self, Toolchain};
use connectly_local::wasi::Wasi;

/// What the checks look at.
struct Workspace {
    packages: Vec<Package>,
    toolchain: Toolchain,
}

type Check<'a> = Pin<Box<dyn Future<Output = Result<()>> + 'a>>;

/// Runs all checks, even after one has failed, and prints the time of each. Returns whether all
/// passed.
pub async fn run(guest_toolchain: Option<toolchain::Choice>) -> Result<bool> {
    let toolchain = Toolchain::prepare(guest_toolchain).await?;
    let workspace = Workspace { packages: packages::all().await?, toolchain };
    let checks: [(&str, Check<'_>); 15] = [
        ("lock file", Box::pin(lock_file::check())),
        ("format", Box::pin(format::check())),
        ("tidy", Box::pin(tidy::check(&workspace.packages))),
        ("dependencies", Box::pin(dependencies::check())),
        ("advisories", Box::pin(dependencies::check_advisories())),
        ("prose", Box::pin(prose::check())),
        ("npm packages", Box::pin(npm::check())),
        ("Python", Box::pin(python::check())),
        ("Kubernetes", Box::pin(kubernetes::check())),
        ("clippy, host", Box::pin(clippy::host(&workspace))),
        ("clippy, guests", Box::pin(clippy::guests(&workspace))),
        ("clippy, WASI 0.3-rc", Box::pin(clippy::guests_for(&workspace, Wasi::V0_3Rc))),
        ("clippy, WASI 0.2", Box::pin(clippy::guests_for(&workspace, Wasi::V0_2))),
        ("documentation", Box::pin(docs::check(&workspace))),
        ("guests", Box::pin(guest_files::check(&workspace))),
    ];
    let mut failed = Vec::new();
    for (name, check) in checks {
        let begin = Instant::now();
        let result = check.await;
        report(name, begin, &result);
        if result.is_err() {
            failed.push(name);
        }
    }
    if failed.is_empty() {
        println!("all checks passed");
    } else {
        println!("failed: {}", failed.join("; "));
    }
    Ok(failed.is_empty())
}

fn report(name: &str, begin: Instant, result: &Result<()>) {
    let seconds = begin.elapsed().as_secs_f32();
    match result {
        Ok(()) => println!("ok      {seconds:>6.1} s  {name}"),
        Err(error) => println!("FAILED  {seconds:>6.1} s  {name}\n{error:#}"),
    }
}
