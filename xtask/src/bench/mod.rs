//! `cargo xtask bench`: our times beside those of the AWS CDK, in one run.

mod builds;
mod lines;
mod measure;
mod rival;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::Context;
use clap::Args;
use measure::{Measured, Times, run};
use rival::Rival;

/// Measures synthesis, and the AWS CDK's synthesis of the same systems where it is installed.
///
/// Every system of `apps` is synthesized for its stages test and prod; `benches/rival` holds the same systems written
/// with the AWS CDK, and `npm ci` there installs it. Without it only our own times are printed. Times are medians;
/// memory is the largest resident set. The first run of all does not count. A quiet machine takes about five minutes.
#[derive(Args)]
pub struct Bench {
    /// Runs of each of our measurements
    #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Runs of each of the AWS CDK's measurements
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    rival_runs: u32,
    /// Counts lines of code instead of measuring
    #[arg(long, conflicts_with = "builds")]
    lines: bool,
    /// Also measures a one-line edit and a clean build, which take minutes
    #[arg(long)]
    builds: bool,
}

/// Where things stand.
struct Places {
    root: PathBuf,
    target: PathBuf,
}

/// One line of the table: ours, and the ways to run the rival.
struct Row {
    what: String,
    ours: Measured,
    rivals: Vec<Measured>,
}

impl Bench {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let places = Places::find()?;
        let systems = places.systems()?;
        if self.lines {
            lines::print(&places.root, &systems)?;
            return Ok(ExitCode::SUCCESS);
        }
        let rival = Rival::find(&places);
        if rival.is_none() {
            println!("The AWS CDK is not installed: run `npm ci` in benches/rival to compare.\n");
        }
        builds::release(&places, &systems)?;

        if let (Some(rival), Some(system)) = (&rival, systems.first()) {
            rival.synth(system).into_iter().try_for_each(|command| run(&mut command?).map(drop))?; // warms file caches
        }
        let ways = rival.as_ref().map(|_| rival::WAYS).unwrap_or_default();
        let mut header = vec![format!("{:<34}", ""), format!("{:<19}", "cumulo")];
        header.extend(ways.iter().map(|way| format!("{:<32}", way.title)));
        println!("| {} |", header.join(" | "));
        println!("|{}", " --- |".repeat(header.len()));

        let mut rows = Vec::new();
        for system in &systems {
            let arguments = ["synth", "--quiet", "--stage", "test", "--stage", "prod"];
            let mut ours = places.cumulo(&arguments);
            ours.current_dir(places.root.join("apps").join(system));
            rows.push(self.row(&format!("{system}, both stages"), ours, rival.as_ref(), system)?);
        }
        sum(&rows).print();
        let mut big = places.cumulo(&["synth", "--quiet"]);
        big.current_dir(places.big_app()?);
        self.row("50 stacks of 450 resources", big, rival.as_ref(), "fifty-stacks")?;
        let version = Times::of(&mut places.cumulo(&["--version"]), self.runs)?.median();
        Row { what: "cumulo --version".to_owned(), ours: version, rivals: Vec::new() }.print();
        if self.builds {
            builds::edit(&places, self.runs)?;
            builds::clean(&places)?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Measures a system and prints its line.
    fn row(
        &self,
        what: &str,
        mut ours: Command,
        rival: Option<&Rival>,
        program: &str,
    ) -> anyhow::Result<Row> {
        run(&mut ours)?; // lets cumulo learn that the program is built
        let ours = Times::of(&mut ours, self.runs)?.median();
        let rivals = rival
            .iter()
            .flat_map(|rival| rival.synth(program))
            .map(|command| Ok(Times::of(&mut command?, self.rival_runs)?.median()));
        let rivals = rivals.collect::<anyhow::Result<_>>()?;
        let row = Row { what: what.to_owned(), ours, rivals };
        row.print();
        Ok(row)
    }
}

impl Row {
    fn print(&self) {
        let mut cells =
            vec![format!("{:<34}", self.what), format!("{:<19}", self.ours.to_string())];
        for theirs in &self.rivals {
            let times = theirs.wall.as_secs_f64() / self.ours.wall.as_secs_f64();
            cells.push(format!("{:<32}", format!("{theirs} ({times:.0} times)")));
        }
        println!("| {} |", cells.join(" | "));
    }
}

/// All of them, one after the other: the times together, the largest memory.
fn sum(rows: &[Row]) -> Row {
    let ways = rows.first().map_or(0, |row| row.rivals.len());
    Row {
        what: format!("all {} together", rows.len()),
        ours: rows.iter().map(|row| row.ours).sum(),
        rivals: (0..ways).map(|way| rows.iter().map(|row| row.rivals[way]).sum()).collect(),
    }
}

impl Places {
    fn find() -> anyhow::Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
        let root = root.context("xtask stands in the workspace")?.to_owned();
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        Ok(Self { root, target })
    }

    /// Names of the systems in `apps`.
    fn systems(&self) -> anyhow::Result<Vec<String>> {
        let mut systems = Vec::new();
        for entry in std::fs::read_dir(self.root.join("apps"))? {
            let entry = entry?;
            if entry.path().join("cumulo.yaml").exists() {
                systems.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        systems.sort();
        Ok(systems)
    }

    fn cumulo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.target.join("release/cumulo"));
        command.args(arguments).current_dir(&self.root);
        command
    }

    /// A folder for what the measurement of `name` writes.
    fn scratch(&self, name: &str) -> anyhow::Result<PathBuf> {
        let folder = self.target.join("bench").join(name);
        std::fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// An app folder whose program is the example of 50 stacks.
    fn big_app(&self) -> anyhow::Result<PathBuf> {
        let folder = self.scratch("fifty-stacks")?;
        let config = format!(
            "app: fifty-stacks\nrun: {}\nstages:\n  test: {{ account: \"111111111111\", region: us-east-1 }}\n",
            self.target.join("release/examples/fifty_stacks").display()
        );
        std::fs::write(folder.join("cumulo.yaml"), config)?;
        Ok(folder)
    }
}
