//! The manifests for other versions of WASI than the default. They are `spin.toml` with other paths
//! and build commands, and kept in the repository for `spin build` and `spin up`.

use connectly_local::manifest::{self, TARGET};
use connectly_local::wasi::Wasi;
use connectly_local::workspace;
use expect_test::expect_file;

#[test]
fn other_manifests_are_made_from_spin_toml() {
    expect_file!["../../../spin.wasi-0.2.toml"].assert_eq(&manifest_for(Wasi::V0_2));
    expect_file!["../../../spin.wasi-0.3-rc.toml"].assert_eq(&manifest_for(Wasi::V0_3Rc));
    for wasi in Wasi::ALL {
        assert!(workspace::root().join(wasi.manifest()).exists(), "{wasi:?}");
    }
}

fn manifest_for(wasi: Wasi) -> String {
    let text = std::fs::read_to_string(workspace::root().join("spin.toml")).unwrap();
    let (schema, rest) = text.split_once('\n').unwrap();
    let (folder, features) = (wasi.folder(), wasi.features().join(" "));
    let build = format!(" --target {TARGET} --release");
    let rest = replaced(rest, &format!("\"target/{TARGET}"), &format!("\"{folder}/{TARGET}"));
    let rest = replaced(&rest, &build, &format!("{build} {features} --target-dir {folder}"));
    format!(
        "{schema}\n# For hosts that load components for WASI {}. Made from spin.toml; to make it again:\n\
         # UPDATE_EXPECT=1 cargo test --package connectly-local --test manifests\n{rest}",
        wasi.name()
    )
}

/// Replaces what occurs once for each component.
fn replaced(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), manifest::guests().unwrap().len(), "{from}");
    text.replace(from, to)
}
