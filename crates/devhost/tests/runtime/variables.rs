//! `/probe/variable/NAME`

use serde_json::{Value, json};

use crate::app::{App, Running};

fn app() -> App {
    let probe = crate::app::probe();
    App::with_manifest(format!(
        r#"
        spin_manifest_version = 2
        [application]
        name = "probe"
        [variables]
        greeting = {{ default = "hello" }}
        password = {{ required = true, secret = true }}
        [[trigger.http]]
        route = "/probe/..."
        component = "probe"
        [component.probe]
        source = "{}"
        [component.probe.variables]
        plain = "as it is"
        greeting = "{{{{ greeting }}}}"
        both = "{{{{greeting}}}}, {{{{ password }}}}!"
        "#,
        probe.display()
    ))
}

async fn variable(app: &Running, name: &str) -> Value {
    app.get(&format!("/probe/variable/{name}")).await.json()
}

#[tokio::test]
async fn a_component_reads_its_variables_with_templates_filled() {
    let app = app().environment("SPIN_VARIABLE_PASSWORD", "from outside").start();
    for (name, value) in
        [("plain", "as it is"), ("greeting", "hello"), ("both", "hello, from outside!")]
    {
        assert_eq!(variable(&app, name).await, json!({ "value": value }));
    }
}

#[tokio::test]
async fn a_component_does_not_read_variables_of_the_application() {
    let app = app().environment("SPIN_VARIABLE_PASSWORD", "secret").start();
    assert_eq!(variable(&app, "password").await["error"], "undefined");
}

#[tokio::test]
async fn a_name_that_no_variable_can_have_is_invalid() {
    let app = app().environment("SPIN_VARIABLE_PASSWORD", "secret").start();
    for name in ["Plain", "plain_", "1plain", "pl__ain", "pl-ain", ""] {
        assert_eq!(variable(&app, name).await["error"], "invalid name", "{name}");
    }
}

#[tokio::test]
async fn the_command_line_beats_the_environment_beats_dotenv() {
    let dotenv = "SPIN_VARIABLE_GREETING='from dotenv'\nSPIN_VARIABLE_PASSWORD=x\n";
    let greeting = async |app: App| variable(&app.start(), "greeting").await["value"].clone();

    let with_dotenv = app().file(".env", dotenv);
    assert_eq!(greeting(with_dotenv).await, "from dotenv");
    let with_environment =
        app().file(".env", dotenv).environment("SPIN_VARIABLE_GREETING", "from the environment");
    assert_eq!(greeting(with_environment).await, "from the environment");
    let with_argument = app()
        .file(".env", dotenv)
        .environment("SPIN_VARIABLE_GREETING", "from the environment")
        .arguments(&["--variable", "greeting=from=arguments", "--variable", "password=y"]);
    assert_eq!(greeting(with_argument).await, "from=arguments");
}

#[tokio::test]
async fn a_required_variable_without_a_value_stops_the_start() {
    let said = app().fail().to_lowercase();
    assert!(said.contains("password"), "{said}");
}
