//! What the pages of `docs` say of the code.

use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Code without what only its indentation changes.
fn squeezed(code: &str) -> String {
    code.split_whitespace().collect::<String>().replace(",)", ")")
}

#[test]
fn the_system_side_by_side_is_the_scenario_that_equals_the_aws_cdks_template() {
    let scenarios = read("examples/parity/scenarios/containers.rs");
    let scenario = scenarios.split_once("fn fargate_service(app: &App) {").unwrap().1;
    let scenario = scenario.split_once("\n}\n").unwrap().0;
    let scenario = scenario.split_once("let stack = stack(app);").unwrap().1;
    let image = r#"ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.27")"#;
    assert!(scenarios.contains(image));
    let scenario = squeezed(scenario).replace("nginx()", image);
    let page = read("../../docs/coming-from-the-aws-cdk.md");
    assert!(squeezed(&page).contains(&scenario), "the page shows another system than the scenario");
}
