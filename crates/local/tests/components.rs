//! What has to be written beside `spin.toml` when a component is added.

use connectly_local::components::{password_variable, with_database};
use connectly_local::pools::Pools;
use connectly_local::{manifest, workspace};

fn read(file: &str) -> String {
    std::fs::read_to_string(workspace::root().join(file)).unwrap()
}

#[test]
fn every_variable_is_in_the_example_of_an_environment() {
    let example = read(".env.example");
    for variable in manifest::variables().unwrap() {
        let line = format!("{}=", manifest::env_name(&variable));
        assert!(example.lines().any(|found| found.starts_with(&line)), ".env.example lacks {line}");
    }
}

#[test]
fn every_password_is_in_the_settings_of_one_server() {
    let (compose, example) = (read("deploy/compose.yaml"), read("deploy/.env.example"));
    for component in with_database().unwrap() {
        let name = manifest::env_name(&password_variable(&component));
        assert!(compose.contains(&format!("{name}: ${{")), "compose.yaml lacks {name}");
    }
    for rest in compose.split("${").skip(1) {
        let name = rest.split([':', '}']).next().unwrap();
        let line = format!("{name}=");
        assert!(example.lines().any(|found| found.starts_with(&line)), ".env.example lacks {line}");
    }
}

#[test]
fn the_connections_of_all_pools_are_counted_where_operators_read_of_them() {
    let pools = Pools::read().unwrap();
    let sum = format!("{} × {} = {}", pools.components, pools.size, pools.connections());
    let needed = format!("at least {}", pools.max_connections());
    for file in ["runtime-config.toml", "docs/operations.md"] {
        let text = read(file);
        for words in [&sum, &needed] {
            assert!(text.contains(words), "{file} doesn't say {words:?}");
        }
    }
}
