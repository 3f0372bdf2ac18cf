//! The components that reach the database. `spin.toml` alone declares them: a component that is
//! given the variable `db_user` is one. Its roles and variables are named after it, and Postgres has
//! room for its pool (`pools.rs`).

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use crate::manifest::{self, Component, Manifest};

/// The variables of a component that are everyone's, in `spin.toml` and in the component.
const SHARED: [&str; 5] = ["db_host", "db_port", "db_name", "db_sslmode", "db_ca_root"];

/// The variables of a component that are its own.
const USER: &str = "db_user";
const PASSWORD: &str = "db_password";

/// The host that a component may reach.
const POSTGRES: &str = "postgres://{{ db_host }}:{{ db_port }}";

/// The other one, for a component that reads without a session.
const REPLICA: &str = "postgres://{{ db_read_host }}:{{ db_read_port }}";

/// The variables that such a component is given.
const OF_THE_REPLICA: [&str; 2] = ["db_read_host", "db_read_port"];

/// Database and roles of an installation are named after it, unless someone chose another name.
pub const APPLICATION: &str = "connectly";

/// The names of the components that reach the database, in alphabetical order.
///
/// # Errors
/// If `spin.toml` declares one only in part: the error says what is missing.
pub fn with_database() -> Result<Vec<String>> {
    of(&manifest::read()?)
}

fn of(manifest: &Manifest) -> Result<Vec<String>> {
    let faults = faults(manifest);
    if !faults.is_empty() {
        bail!("spin.toml is incomplete:\n{}", faults.join("\n"));
    }
    let components = manifest.component.iter();
    Ok(components.filter(|(_, one)| has_database(one)).map(|(name, _)| name.clone()).collect())
}

/// The role that a component's rights are granted to.
pub fn granted_to(component: &str) -> String {
    format!("{APPLICATION}_{}_component", snake_case(component))
}

/// The name that a component's login role has in a database, where nobody chose another.
pub fn default_user(database: &str, component: &str) -> String {
    format!("{database}_{}_login", snake_case(component))
}

/// The variable of `spin.toml` with the name of a component's login role.
pub fn user_variable(component: &str) -> String {
    format!("{}_{USER}", snake_case(component))
}

/// The variable of `spin.toml` with the password of a component's login role.
pub fn password_variable(component: &str) -> String {
    format!("{}_{PASSWORD}", snake_case(component))
}

/// Spin's names of components have hyphens, which those of variables cannot have.
fn snake_case(component: &str) -> String {
    component.replace('-', "_")
}

fn has_database(component: &Component) -> bool {
    component.variables.contains_key(USER)
}

/// What the manifest lacks, each with the line to write.
fn faults(manifest: &Manifest) -> Vec<String> {
    let components = manifest.component.iter();
    components.flat_map(|(name, component)| faults_of(manifest, name, component)).collect()
}

fn faults_of(manifest: &Manifest, name: &str, component: &Component) -> Vec<String> {
    let reaches_it = component.allowed_outbound_hosts.iter().any(|host| host == POSTGRES);
    if !has_database(component) && !reaches_it {
        return Vec::new();
    }
    let mut faults = Vec::new();
    let has_replica = OF_THE_REPLICA.iter().any(|name| component.variables.contains_key(*name));
    let of_the_replica = OF_THE_REPLICA.map(|name| (name, name.to_owned()));
    let of_the_replica = of_the_replica.into_iter().filter(|_| has_replica);
    for (variable, source) in variables_of(name).into_iter().chain(of_the_replica) {
        let template = format!("{{{{ {source} }}}}");
        if component.variables.get(variable) != Some(&template) {
            faults.push(format!("[component.{name}.variables] lacks {variable} = \"{template}\""));
        }
    }
    let hosts: &[&str] = if has_replica { &[POSTGRES, REPLICA] } else { &[POSTGRES] };
    // A component may reach others too, which aren't databases.
    let is_database = |host: &&String| host.starts_with("postgres:");
    if !component.allowed_outbound_hosts.iter().filter(is_database).eq(hosts) {
        faults.push(format!("[component.{name}] lacks allowed_outbound_hosts = {hosts:?}"));
    }
    let (user, password) = (user_variable(name), password_variable(name));
    let default = default_user(APPLICATION, name);
    let declared = manifest.variables.get(&user).and_then(|variable| variable.default.as_ref());
    if declared != Some(&default) {
        faults.push(format!("[variables] lacks {user} = {{ default = \"{default}\" }}"));
    }
    if !manifest.variables.get(&password).is_some_and(|variable| variable.required) {
        faults.push(format!("[variables] lacks {password} = {{ required = true, secret = true }}"));
    }
    faults
}

/// Each variable that a component with a database is given, and the application's variable that it
/// is filled from.
fn variables_of(component: &str) -> BTreeMap<&'static str, String> {
    let shared = SHARED.map(|name| (name, name.to_owned()));
    let own = [(USER, user_variable(component)), (PASSWORD, password_variable(component))];
    shared.into_iter().chain(own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A manifest that declares components with a database, and beside them one without.
    fn manifest(with_database: &[&str]) -> String {
        let mut variables = "[variables]\n".to_owned();
        let mut components = "[component.clock]\nsource = \"clock.wasm\"\n".to_owned();
        for component in with_database {
            let (user, password) = (user_variable(component), password_variable(component));
            let default = default_user(APPLICATION, component);
            variables += &format!("{user} = {{ default = \"{default}\" }}\n");
            variables += &format!("{password} = {{ required = true, secret = true }}\n");
            components += &format!("[component.{component}]\nsource = \"{component}.wasm\"\n");
            components += &format!("allowed_outbound_hosts = [\"{POSTGRES}\"]\n");
            components += &format!("[component.{component}.variables]\n");
            for (variable, source) in variables_of(component) {
                components += &format!("{variable} = \"{{{{ {source} }}}}\"\n");
            }
        }
        variables + &components
    }

    fn parse(text: &str) -> Manifest {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn a_component_with_the_variable_db_user_reaches_the_database() {
        let manifest = parse(&manifest(&["posts", "accounts", "live-search"]));
        assert_eq!(of(&manifest).unwrap(), ["accounts", "live-search", "posts"]);
    }

    #[test]
    fn a_components_roles_and_variables_are_named_after_it() {
        assert_eq!(granted_to("live-search"), "connectly_live_search_component");
        assert_eq!(default_user("blogs", "live-search"), "blogs_live_search_login");
        assert_eq!(user_variable("live-search"), "live_search_db_user");
        assert_eq!(password_variable("live-search"), "live_search_db_password");
    }

    #[test]
    fn what_a_declaration_lacks_is_named() {
        let whole = manifest(&["posts"]);
        let lines: Vec<_> = whole.lines().collect();
        // Each line but the tables' names and the sources is needed.
        for (number, left_out) in lines.iter().enumerate() {
            if left_out.starts_with('[') || left_out.starts_with("source") {
                continue;
            }
            let rest: Vec<_> = [&lines[..number], &lines[number + 1..]].concat();
            let error = of(&parse(&rest.join("\n"))).unwrap_err().to_string();
            assert!(error.contains(left_out), "without {left_out}: {error}");
        }
    }

    #[test]
    fn a_replica_takes_two_variables_and_a_host() {
        let host = format!(", \"{REPLICA}\"]\n");
        let of_the_replica = OF_THE_REPLICA.map(|name| format!("{name} = \"{{{{ {name} }}}}\"\n"));
        let without = manifest(&["posts"]);
        let whole = without.replace("\"]\n", &format!("\"{host}")) + &of_the_replica.concat();
        assert_eq!(of(&parse(&whole)).unwrap(), ["posts"]);
        for left_out in of_the_replica.iter().chain([&host]) {
            let rest = if *left_out == host { "]\n" } else { "" };
            let error = of(&parse(&whole.replace(left_out, rest))).unwrap_err().to_string();
            let named = left_out.trim().trim_start_matches(", ");
            assert!(error.contains(named), "without {left_out}: {error}");
        }
        of(&parse(&(without + &of_the_replica.concat()))).unwrap_err();
    }

    #[test]
    fn a_component_is_not_given_anothers_role() {
        let swapped = manifest(&["posts"])
            .replace("db_password = \"{{ posts_db_password }}\"", "db_password = \"{{ other }}\"");
        let error = of(&parse(&swapped)).unwrap_err().to_string();
        assert!(error.contains("posts_db_password"), "{error}");
    }

    #[test]
    fn the_projects_own_manifest_is_complete() {
        assert!(!with_database().unwrap().is_empty());
    }
}
