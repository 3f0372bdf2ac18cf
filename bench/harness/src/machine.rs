//! The machine and the programs of a run.

use anyhow::{Context, Result};
use connectly_local::{machine, process, workspace};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contestant::{Contestant, Programs, original};
use crate::dataset::Dataset;
use crate::{cache, ghost};

/// Names and their values, in the order of the table.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Machine(pub Vec<(String, String)>);

/// Reads the properties of the machine and the programs.
pub async fn describe(
    programs: &Programs,
    contestants: &[Contestant],
    data: &Dataset,
) -> Result<Machine> {
    let mut connection = data.connect().await?;
    let postgres: String =
        sqlx::query_scalar("show server_version").fetch_one(&mut connection).await?;
    let unknown = || "unknown".to_owned();
    let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let mut all = vec![
        ("processor", machine::processor().unwrap_or_else(unknown)),
        ("cores, for everything together", machine::cores().to_string()),
        ("memory", machine::memory().unwrap_or_else(unknown)),
        ("kernel", format!("Linux {}", kernel.trim())),
        ("Postgres", format!("{postgres}, with the settings of a new cluster")),
    ];
    let rust = package_versions(&std::fs::read_to_string(workspace::root().join("Cargo.lock"))?)?;
    for host in programs.hosts() {
        if host.name() == "devhost" {
            all.push(("development host", rust(&["wasmtime"])));
        } else {
            all.push(("Spin", host.to_string()));
        }
    }
    let node = process::output(process::command("node").arg("--version")).await?;
    let node = format!("Node {}, ", node.trim().trim_start_matches('v'));
    let npm = npm_versions(&["hono", "@hono/node-server", "@prisma/client", "pg", "zod"])?;
    all.push(("the original", node + &npm));
    all.push(("workerd", npm_versions(&["wrangler", "workerd"])?));
    all.push(("native", rust(&["axum", "sqlx", "tokio-postgres"])));
    if contestants.iter().any(Contestant::is_cached) {
        all.push(("cache", cache::version().await?));
    }
    if contestants.iter().any(Contestant::is_ghost) {
        all.push(("Ghost", ghost::versions()));
    }
    all.push(("load generator", wrk().await));
    Ok(Machine(all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()))
}

/// Looks up versions of packages in `Cargo.lock`.
fn package_versions(lock: &str) -> Result<impl Fn(&[&str]) -> String + use<>> {
    #[derive(Deserialize)]
    struct Lock {
        package: Vec<Package>,
    }
    #[derive(Deserialize)]
    struct Package {
        name: String,
        version: String,
    }
    let lock: Lock = toml::from_str(lock).context("in Cargo.lock")?;
    Ok(move |names: &[&str]| {
        let packages = names.iter().filter_map(|name| {
            let package = lock.package.iter().find(|package| package.name == *name)?;
            Some(format!("{name} {}", package.version))
        });
        packages.collect::<Vec<_>>().join(", ")
    })
}

fn npm_versions(names: &[&str]) -> Result<String> {
    let lock = std::fs::read_to_string(original().join("package-lock.json"))?;
    let lock: Value = serde_json::from_str(&lock).context("in package-lock.json")?;
    let versions = names.iter().map(|name| {
        let version = &lock["packages"][format!("node_modules/{name}")]["version"];
        format!("{name} {}", version.as_str().unwrap_or("?"))
    });
    Ok(versions.collect::<Vec<_>>().join(", "))
}

/// wrk prints its version as part of an error message.
async fn wrk() -> String {
    let output = process::command("wrk").arg("--version").output().await;
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let text = text.unwrap_or_default();
    text.split(" [").next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn versions_are_those_of_the_lock_file() {
        let lock = "[[package]]\nname = \"axum\"\nversion = \"0.8.9\"\n";
        let versions = super::package_versions(lock).unwrap();
        assert_eq!(versions(&["axum", "missing"]), "axum 0.8.9");
    }
}
