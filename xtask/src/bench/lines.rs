//! Lines of code of the systems, ours and the rival's.

use std::path::Path;

use anyhow::Context;

/// Prints, per system, the lines that are neither blank nor comments: our program, the values of its stages, and the
/// rival's program, in which the values stand too.
pub fn print(root: &Path, systems: &[String]) -> anyhow::Result<()> {
    println!("| {:<20} | Rust | cumulo.yaml | JavaScript |\n| --- | --- | --- | --- |", "");
    let mut sums = [0; 3];
    for system in systems {
        let app = root.join("apps").join(system);
        let mut program = 0;
        for entry in std::fs::read_dir(app.join("src"))? {
            program += count(&entry?.path())?;
        }
        let values = count(&app.join("cumulo.yaml"))?;
        let rival = count(&root.join("benches/rival").join(system).with_extension("js"))?;
        row(system, [program, values, rival]);
        sums = [sums[0] + program, sums[1] + values, sums[2] + rival];
    }
    row("all together", sums);
    Ok(())
}

fn row(what: &str, [program, values, rival]: [usize; 3]) {
    println!("| {what:<20} | {program:>4} | {values:>11} | {rival:>10} |");
}

fn count(file: &Path) -> anyhow::Result<usize> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let is_comment = |line: &str| ["//", "/**", "# "].iter().any(|start| line.starts_with(start));
    Ok(text.lines().map(str::trim).filter(|line| !line.is_empty() && !is_comment(line)).count())
}
