//! The versions of WASI that the guests can be built for. Each is loaded by other hosts.

use std::path::PathBuf;

use anyhow::Result;
use clap::ValueEnum;

use crate::manifest::TARGET;
use crate::workspace;

/// The environment variable that tells a test program the version.
pub const VARIABLE: &str = "CONNECTLY_WASI";

/// A version of WASI.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Wasi {
    /// Spin 3.4 and newer
    #[value(name = "0.2")]
    V0_2,
    /// The release candidate of 2026-03-15, for Spin 4.0 and newer
    #[value(name = "0.3-rc")]
    V0_3Rc,
    /// Spin 4.1 and newer
    #[default]
    #[value(name = "0.3")]
    V0_3,
}

impl Wasi {
    /// All of them, oldest first.
    pub const ALL: [Self; 3] = [Self::V0_2, Self::V0_3Rc, Self::V0_3];

    /// Those that are older than the default.
    pub const OLDER: [Self; 2] = [Self::V0_2, Self::V0_3Rc];

    /// The version that a test program is to test: `CONNECTLY_WASI`, or the default.
    pub fn of_tests() -> Result<Self> {
        let Ok(name) = std::env::var(VARIABLE) else { return Ok(Self::default()) };
        let unknown = |error| anyhow::anyhow!("{VARIABLE}={name}: {error}");
        Self::from_str(&name, false).map_err(unknown)
    }

    /// Its name in options.
    pub fn name(self) -> &'static str {
        match self {
            Self::V0_2 => "0.2",
            Self::V0_3Rc => "0.3-rc",
            Self::V0_3 => "0.3",
        }
    }

    /// The manifest of the application built for it, in the workspace's folder.
    pub fn manifest(self) -> &'static str {
        match self {
            Self::V0_2 => "spin.wasi-0.2.toml",
            Self::V0_3Rc => "spin.wasi-0.3-rc.toml",
            Self::V0_3 => "spin.toml",
        }
    }

    /// The host's own configuration. Spin before 4.1 has no key for what ours says, and refuses it.
    pub fn runtime_config(self) -> Option<&'static str> {
        (self == Self::V0_3).then_some("runtime-config.toml")
    }

    /// The first Spin that loads the components, as major and minor version.
    pub fn oldest_spin(self) -> (u64, u64) {
        match self {
            Self::V0_2 => (3, 4),
            Self::V0_3Rc => (4, 0),
            Self::V0_3 => (4, 1),
        }
    }

    /// The options that choose it, for a guest or for the crate `connectly-service`.
    pub fn features(self) -> Vec<String> {
        if self == Self::default() {
            return Vec::new();
        }
        vec!["--no-default-features".into(), "--features".into(), format!("wasi-{}", self.name())]
    }

    /// Cargo's output, relative to the workspace's folder. A folder for each version, because their
    /// guests have the same names. `CARGO_TARGET_DIR` does not apply, because manifests name it.
    pub fn folder(self) -> String {
        match self {
            Self::V0_3 => "target".to_owned(),
            _ => format!("target/wasi-{}", self.name()),
        }
    }

    /// The same folder.
    pub fn target_dir(self) -> PathBuf {
        workspace::root().join(self.folder())
    }

    /// The folder of the guests.
    pub fn guests(self) -> PathBuf {
        self.target_dir().join(TARGET).join("release")
    }
}
