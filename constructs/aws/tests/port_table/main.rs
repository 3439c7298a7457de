//! The port table: what each class and enum of the AWS CDK is called here.
//!
//! `docs/port-table.md` is written from the files of this folder. Every name of ours in them is compiled, and every
//! class and enum that the AWS CDK exports (`aws-cdk-lib-2.276.0.txt`) stands in exactly one place, so the page cannot
//! promise what is not there.

#[macro_use]
mod table;

mod containers;
mod core;
mod data;
mod delivery;
mod events;
mod facts;
mod network;
mod operations;
mod own;
mod page;
mod security;

use facts::Facts;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use table::Module;

/// Set it to write the page instead of comparing with it.
const UPDATE: &str = "UPDATE_PORT_TABLE";

/// All modules, in the order of the page.
fn modules() -> Vec<Module> {
    [
        core::modules(),
        network::modules(),
        containers::modules(),
        data::modules(),
        security::modules(),
        events::modules(),
        operations::modules(),
        delivery::modules(),
    ]
    .concat()
}

fn crate_folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_class_of_the_aws_cdk_is_accounted_for_once() {
    let mut wrong = Vec::new();
    let facts = Facts::read();
    let modules = modules();
    for module in &modules {
        let expected = facts.exported(module.name);
        let mut seen = BTreeSet::new();
        for name in module.names() {
            if !expected.contains(name) {
                wrong.push(format!("{}.{name}: the AWS CDK has no such class", module.name));
            }
            if !seen.insert(name) {
                wrong.push(format!("{}.{name} is listed twice", module.name));
            }
        }
        wrong.extend(
            expected.difference(&seen).map(|name| format!("{}.{name} is missing", module.name)),
        );
    }
    let listed: BTreeSet<_> = modules.iter().map(|module| module.name).collect();
    wrong.extend(
        facts
            .modules()
            .filter(|name| !listed.contains(name) && !facts.exported(name).is_empty())
            .map(|name| format!("{name}: no such module")),
    );
    assert!(wrong.is_empty(), "the port table is incomplete:\n{}", wrong.join("\n"));
}

#[test]
fn what_exists_by_the_aws_cdks_name_is_not_listed_as_missing() {
    let mut wrong = Vec::new();
    for module in &modules() {
        let root = if module.folder.is_empty() { "lib.rs" } else { "mod.rs" };
        let file = crate_folder().join("src").join(module.folder).join(root);
        let text = std::fs::read_to_string(&file)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let words: BTreeSet<&str> =
            text.split(|char: char| !char.is_alphanumeric() && char != '_').collect();
        wrong.extend(
            module
                .not_yet
                .iter()
                .filter(|name| words.contains(**name))
                .map(|name| format!("{}.{name} => {}::{name};", module.name, module.folder)),
        );
    }
    assert!(wrong.is_empty(), "move from `not_yet` to `ported`:\n{}", wrong.join("\n"));
}

#[test]
fn the_page_shows_the_table() {
    let path: PathBuf = crate_folder().join("../../docs/port-table.md");
    let page = page::render(&modules(), &Facts::read());
    if std::env::var_os(UPDATE).is_some() {
        std::fs::write(&path, page).expect("the folder docs can be written");
        return;
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/port-table.md is not what the table says. Write it anew:\n  \
         {UPDATE}=1 cargo test --package cumulo --test port_table\nand read the difference before committing it."
    );
}
