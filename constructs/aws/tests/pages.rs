//! What the documentation says of the code.

use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Code without what only its indentation changes.
fn squeezed(code: &str) -> String {
    code.split_whitespace().collect::<String>().replace(",)", ")")
}

#[test]
fn the_system_side_by_side_is_the_scenario_that_equals_the_aws_cdks_template() {
    let scenarios = read(&folder().join("examples/parity/scenarios/containers.rs"));
    let scenario = scenarios.split_once("fn fargate_service(app: &App) {").unwrap().1;
    let scenario = scenario.split_once("\n}\n").unwrap().0;
    let scenario = scenario.split_once("let stack = stack(app);").unwrap().1;
    let image = r#"ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.27")"#;
    assert!(scenarios.contains(image));
    let scenario = squeezed(scenario).replace("nginx()", image);
    let page = read(&folder().join("../../docs/coming-from-the-aws-cdk.md"));
    assert!(squeezed(&page).contains(&scenario), "the page shows another system than the scenario");
}

#[test]
fn every_construct_has_an_example_whose_template_is_checked() {
    let mut sources = Vec::new();
    collect(&folder().join("src"), &mut sources);
    let mut without = Vec::new();
    for path in sources {
        let source = read(&path);
        let constructs = source.split("impl Construct for ").skip(1);
        for name in constructs.map(|rest| rest.split([' ', '<']).next().unwrap()) {
            let checked = docs(&source, name).is_none_or(|docs| docs.contains("Template::of(&app"));
            if !checked {
                without.push(format!("{}: {name}", path.display()));
            }
        }
    }
    assert!(
        without.is_empty(),
        "end an example of each with `# cumulo::testing::Template::of(&app, \"Stack\");`:\n{}",
        without.join("\n")
    );
}

fn collect(folder: &Path, sources: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push(path);
        }
    }
}

/// The documentation of a public struct; `None` when the source has none of that name.
fn docs(source: &str, name: &str) -> Option<String> {
    let mut docs = String::new();
    for line in source.lines() {
        if let Some(rest) = line.strip_prefix("pub struct ") {
            if rest.split(|char: char| !char.is_alphanumeric()).next() == Some(name) {
                return Some(docs);
            }
            docs.clear();
        } else if line.starts_with("///") {
            docs.push_str(line);
        } else if !line.starts_with("#[") {
            docs.clear();
        }
    }
    None
}
