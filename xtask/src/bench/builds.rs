//! Builds: those that measurements need, and times of builds themselves.

use std::process::Command;
use std::time::Instant;

use anyhow::ensure;

use super::Places;
use super::measure::{Times, run};

/// Builds what is measured.
pub fn release(places: &Places, systems: &[String]) -> anyhow::Result<()> {
    let systems = systems.iter().flat_map(|system| ["--package", system]);
    let tool = ["--package", "cumulo-cli"].into_iter().chain(systems).collect::<Vec<_>>();
    for what in [tool, vec!["--package", "cumulo-core", "--example", "fifty_stacks"]] {
        let mut cargo = Command::new("cargo");
        cargo.args(["build", "--quiet", "--release"]).args(&what).current_dir(&places.root);
        ensure!(cargo.status()?.success(), "cargo build {} fails", what.join(" "));
    }
    Ok(())
}

/// Times from a changed line in an app to its templates, `cargo build` of the app included.
pub fn edit(places: &Places, runs: u32) -> anyhow::Result<()> {
    let app = places.root.join("apps/json-api");
    let source = app.join("src/lib.rs");
    let original = std::fs::read_to_string(&source)?;
    let mut synth = places.cumulo(&["synth", "--quiet"]);
    synth.current_dir(&app);
    let times = (0..runs)
        .map(|number| {
            std::fs::write(&source, format!("{original}\n// edit {number}\n"))?;
            run(&mut synth)
        })
        .collect::<anyhow::Result<Times>>();
    std::fs::write(&source, original)?;
    println!("\nOne-line edit of json-api to its templates: {}", times?.median());
    run(&mut synth)?;
    Ok(())
}

/// Times the newcomer's first command in an empty target folder.
pub fn clean(places: &Places) -> anyhow::Result<()> {
    let target = places.scratch("clean")?;
    std::fs::remove_dir_all(&target)?;
    let mut cargo = Command::new("cargo");
    cargo
        .args(["run", "--quiet", "--release", "--", "synth", "--quiet"])
        .current_dir(&places.root)
        .env("CARGO_TARGET_DIR", &target);
    let start = Instant::now();
    run(&mut cargo)?;
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!(
        "Clean build of the tool and the apps, and their templates: {:.0} s on {cores} cores",
        start.elapsed().as_secs_f64()
    );
    std::fs::remove_dir_all(&target)?;
    Ok(())
}
