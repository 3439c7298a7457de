//! `cumulo init`. `.ci/init-apps` builds and synthesizes what it writes.

use super::support::Folder;
use insta::assert_snapshot;
use std::path::Path;
use std::process::Command;

/// Names of the templates, as the tool lists them.
fn templates(folder: &Folder) -> Vec<String> {
    let list = folder.run("init --list").ended(0).stdout;
    list.lines().filter_map(|line| Some(line.split_once("  ")?.0.to_owned())).collect()
}

/// What cargo makes of the manifest in a folder, without network.
fn manifest(folder: &Path) -> serde_json::Value {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--offline", "--no-deps", "--format-version=1"]).current_dir(folder);
    let output = cargo.output().expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    metadata["packages"][0].clone()
}

#[test]
fn an_app_is_written_into_a_new_folder() {
    let folder = Folder::new();
    let ran = folder.run("init new/shop --cumulo 0.1.0").ended(0);
    assert_snapshot!("init", ran.shown(&folder));
    assert_snapshot!("init_files", folder.files("new/shop").join("\n"));
    assert_snapshot!("init_manifest", folder.read("new/shop/Cargo.toml"));
    assert_eq!(folder.files("new").len(), folder.files("new/shop").len(), "nothing beside it");
}

#[test]
fn every_template_makes_an_app_that_cargo_and_the_tool_can_read() {
    let folder = Folder::new();
    let templates = templates(&folder);
    assert!(templates.contains(&"minimal".to_owned()), "{templates:?}");
    for template in templates {
        let app = format!("my-{template}");
        folder.run(&format!("init {app} --template {template} --cumulo 0.1.0")).ended(0);
        let package = manifest(&folder.join(&app));
        assert_eq!(package["name"], app.as_str());
        let dependencies = package["dependencies"].as_array().expect("dependencies");
        assert!(dependencies.iter().any(|one| one["name"] == "cumulo"), "{template}");
        assert!(dependencies.iter().all(|one| one["path"].is_null()), "{template}");
        // The program is not built for this; it is what reads the stages' values.
        let config = folder.read(&format!("{app}/cumulo.yaml"));
        folder.write(&format!("{app}/cumulo.yaml"), config.replace("cargo run --quiet", "false"));
        let list = folder.run(&format!("list --app {app}")).ended(1).stderr;
        assert!(list.contains(&format!("the program of app {app}")), "{list}");
    }
}

#[test]
fn a_checkout_of_cumulo_is_depended_on_by_path() {
    let folder = Folder::new();
    for checkout in ["shop/../cumulo", "cumulo/constructs/aws"] {
        folder.write("cumulo/constructs/aws/Cargo.toml", "");
        folder.write("shop/.keep", "");
        folder.run(&format!("init shop --cumulo {checkout}")).ended(0);
        let manifest = folder.read("shop/Cargo.toml");
        assert!(
            manifest.contains("cumulo = { path = \"../cumulo/constructs/aws\" }"),
            "{manifest}"
        );
        std::fs::remove_dir_all(folder.join("shop")).expect("a folder");
    }
    // This tool was built from a checkout.
    folder.run("init shop").ended(0);
    let manifest = folder.read("shop/Cargo.toml");
    let own = env!("CARGO_MANIFEST_DIR");
    assert!(manifest.contains(&format!("\"{own}/constructs/aws\"")), "{manifest}");
}

#[test]
fn what_is_neither_version_nor_checkout_is_refused() {
    let folder = Folder::new();
    let ran = folder.run("init shop --cumulo ../cumulo").ended(64);
    assert_snapshot!("init_no_checkout", ran.shown(&folder));
    assert!(folder.files("").is_empty());
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let folder = Folder::new();
    folder.write("shop/notes.txt", "mine");
    let ran = folder.run("init shop").ended(1);
    assert_snapshot!("init_not_empty", ran.shown(&folder));
    folder.write("shop/more.txt", "mine");
    let more = folder.run_in("shop", "init").ended(1).stderr;
    assert!(more.contains(". is not empty: it holds more.txt and 1 more"), "{more}");
    folder.write("till/.gitignore", "mine");
    let hidden = folder.run("init till").ended(1).stderr;
    assert!(hidden.contains("till is not empty: it holds .gitignore"), "{hidden}");
    let file = folder.run("init shop/notes.txt --name shop").ended(1).stderr;
    assert!(file.contains("shop/notes.txt is a file"), "{file}");
    assert_eq!(folder.files(""), ["shop/more.txt", "shop/notes.txt", "till/.gitignore"]);
}

#[test]
fn the_current_folder_becomes_the_app_when_it_is_empty_but_for_git() {
    let folder = Folder::new();
    folder.write("shop/.git/HEAD", "ref: refs/heads/main\n");
    let ran = folder.run_in("shop", "init --cumulo 0.1.0").ended(0);
    assert_snapshot!("init_here", ran.shown(&folder));
    let named = folder.read("shop/cumulo.yaml");
    assert!(named.starts_with("app: shop\n"), "{named}");
    assert!(!folder.files("shop").iter().any(|file| file.contains("cumulo-init")));
}

#[test]
fn names_that_no_crate_can_have_are_refused_with_what_is_allowed() {
    let folder = Folder::new();
    let ran = folder.run("init Shop").ended(64);
    assert_snapshot!("init_name", ran.shown(&folder));
    for (name, told) in [
        ("9lives", "a letter first"),
        ("a/b", "lower-case letters"),
        ("match", "reserved"),
        ("cumulo", "depends on a crate of that name"),
        ("serde", "--name serde-app"),
    ] {
        let said = folder.run(&format!("init shop --name {name}")).ended(64).stderr;
        assert!(said.contains(told), "{name}: {said}");
    }
    assert!(folder.files("").is_empty());
}

#[test]
fn an_unknown_template_is_told_which_there_are() {
    let folder = Folder::new();
    let said = folder.run("init shop --template jsonapi").ended(64).stderr;
    assert!(said.contains("minimal") && said.contains("'json-api'"), "{said}");
    assert!(folder.files("").is_empty());
}

#[cfg(unix)]
#[test]
fn a_new_folder_is_readable_like_others() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    folder.write("other/file", "");
    folder.run("init shop").ended(0);
    let mode = |name: &str| std::fs::metadata(folder.join(name)).expect("a folder").permissions();
    assert_eq!(mode("shop").mode(), mode("other").mode());
}
