//! `cargo xtask bench`: our times beside those of the AWS CDK, in one run.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clap::Args;
use wait4::Wait4;

/// Measures synthesis and builds, and the AWS CDK's synthesis of the same systems where it is installed.
///
/// The rival stands in `benches/rival`; `npm install` there brings it. Without it only our own times are printed. Times
/// are medians; memory is the largest resident set.
#[derive(Args)]
pub struct Bench {
    /// Runs of each measurement
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// Also measures a one-line edit and a clean build, which take minutes
    #[arg(long)]
    builds: bool,
}

/// What one program took: the median of several runs.
struct Measured {
    wall: Duration,
    memory: u64,
}

impl Bench {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("xtask stands in the workspace")?;
        let rival = Rival::find(root);
        if rival.is_none() {
            println!(
                "the AWS CDK is not installed: run `npm install` in benches/rival to compare\n"
            );
        }
        build(root, &["--release", "--package", "cumulo-cli"])?;
        build(root, &["--release", "--package", "json-api"])?;
        build(root, &["--release", "--package", "cumulo-core", "--example", "fifty_stacks"])?;
        let cumulo = root.join("target/release/cumulo");
        let app = root.join("apps/json-api");

        self.report("cumulo --version", &mut command(&cumulo, root, &["--version"]), &[])?;
        let synth = &["synth", "--quiet"];
        let rivals = rival.as_ref().map(|rival| rival.synth("json-api.js")).unwrap_or_default();
        self.report("synth of json-api, two stages", &mut command(&cumulo, &app, synth), &rivals)?;
        let big = self.big_app(root)?;
        let rivals = rival.as_ref().map(|rival| rival.synth("fifty-stacks.js")).unwrap_or_default();
        self.report(
            "synth of 50 stacks of 450 resources",
            &mut command(&cumulo, &big, synth),
            &rivals,
        )?;
        if self.builds {
            self.edit(root, &cumulo, &app)?;
            clean_build(root)?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn report(
        &self,
        what: &str,
        ours: &mut Command,
        rivals: &[(&str, RivalCommand)],
    ) -> anyhow::Result<()> {
        let ours = self.measure(ours).with_context(|| what.to_owned())?;
        println!("{what}");
        println!("  {:<28} {:>9} {:>8}", "cumulo", millis(ours.wall), mebibytes(ours.memory));
        for (label, rival) in rivals {
            let theirs =
                self.measure(&mut rival.command()).with_context(|| format!("{what}: {label}"))?;
            let ratio = theirs.wall.as_secs_f64() / ours.wall.as_secs_f64();
            println!(
                "  {label:<28} {:>9} {:>8}   cumulo takes 1/{ratio:.0}",
                millis(theirs.wall),
                mebibytes(theirs.memory)
            );
        }
        Ok(())
    }

    fn measure(&self, command: &mut Command) -> anyhow::Result<Measured> {
        run_once(command)?; // warms file caches, and lets cumulo learn that the program is built
        let mut runs =
            (0..self.runs).map(|_| run_once(command)).collect::<anyhow::Result<Vec<_>>>()?;
        runs.sort_by_key(|run| run.wall);
        let memory = runs.iter().map(|run| run.memory).max().unwrap_or(0);
        Ok(Measured { wall: runs[runs.len() / 2].wall, memory })
    }

    /// An app folder whose program is the example of 50 stacks.
    fn big_app(&self, root: &Path) -> anyhow::Result<PathBuf> {
        let folder = root.join("target/bench/fifty-stacks");
        std::fs::create_dir_all(&folder)?;
        let program = root.join("target/release/examples/fifty_stacks");
        let config = format!(
            "app: fifty-stacks\nrun: {}\nstages:\n  test: {{ account: \"111111111111\", region: us-east-1 }}\n",
            program.display()
        );
        std::fs::write(folder.join("cumulo.yaml"), config)?;
        Ok(folder)
    }

    /// Times from a changed line in the app to its templates, `cargo build` of the app included.
    fn edit(&self, root: &Path, cumulo: &Path, app: &Path) -> anyhow::Result<()> {
        let source = app.join("src/main.rs");
        let original = std::fs::read_to_string(&source)?;
        let mut walls = Vec::new();
        let mut failed = None;
        for run in 0..self.runs {
            std::fs::write(&source, format!("{original}\n// edit {run}\n"))?;
            match run_once(&mut command(cumulo, app, &["synth", "--quiet"])) {
                Ok(measured) => walls.push(measured.wall),
                Err(error) => failed = Some(error),
            }
        }
        std::fs::write(&source, original)?;
        run_once(&mut command(cumulo, root, &["synth", "--quiet"]))?;
        if let Some(error) = failed {
            return Err(error.context("edit of json-api"));
        }
        walls.sort();
        println!(
            "one-line edit of json-api to its templates\n  {:<28} {:>9}",
            "cumulo",
            millis(walls[walls.len() / 2])
        );
        Ok(())
    }
}

/// Times the newcomer's first command in an empty target folder.
fn clean_build(root: &Path) -> anyhow::Result<()> {
    let target = root.join("target/bench/clean");
    if target.exists() {
        std::fs::remove_dir_all(&target)?;
    }
    let start = Instant::now();
    let mut cargo = command(
        Path::new("cargo"),
        root,
        &["run", "--quiet", "--release", "--", "synth", "--quiet"],
    );
    run_once(cargo.env("CARGO_TARGET_DIR", &target))?;
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!(
        "clean build of the tool and the apps, and their templates\n  {:<28} {:>8.0}s   on {cores} cores",
        "cumulo",
        start.elapsed().as_secs_f64()
    );
    std::fs::remove_dir_all(&target)?;
    Ok(())
}

/// The AWS CDK's CLI and programs.
struct Rival {
    folder: PathBuf,
}

/// One way to run the rival.
struct RivalCommand {
    folder: PathBuf,
    arguments: Vec<String>,
}

impl Rival {
    fn find(root: &Path) -> Option<Self> {
        let folder = root.join("benches/rival");
        folder.join("node_modules/aws-cdk/bin/cdk").exists().then_some(Self { folder })
    }

    fn synth(&self, program: &str) -> Vec<(&'static str, RivalCommand)> {
        let command = |more: &[&str]| {
            let mut arguments = vec![
                "synth".to_owned(),
                "--quiet".into(),
                "--app".into(),
                format!("node {program}"),
            ];
            arguments.extend(["--output".to_owned(), "../../target/bench/cdk.out".into()]);
            arguments.extend(more.iter().map(|&argument| argument.to_owned()));
            RivalCommand { folder: self.folder.clone(), arguments }
        };
        vec![
            ("cdk synth", command(&[])),
            ("cdk synth --no-validation", command(&["--no-validation"])),
        ]
    }
}

impl RivalCommand {
    fn command(&self) -> Command {
        let cdk = self.folder.join("node_modules/aws-cdk/bin/cdk");
        let mut command = Command::new(cdk);
        command.args(&self.arguments).current_dir(&self.folder);
        command
    }
}

fn command(program: &Path, folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder);
    command
}

fn build(root: &Path, arguments: &[&str]) -> anyhow::Result<()> {
    let status = Command::new("cargo")
        .arg("build")
        .arg("--quiet")
        .args(arguments)
        .current_dir(root)
        .status()?;
    if !status.success() {
        bail!("cargo build {} fails", arguments.join(" "));
    }
    Ok(())
}

fn run_once(command: &mut Command) -> anyhow::Result<Measured> {
    let program = command.get_program().to_string_lossy().into_owned();
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot start {program}"))?;
    let ended = child.wait4()?;
    if !ended.status.success() {
        bail!("{program} ends with {}", ended.status);
    }
    Ok(Measured { wall: start.elapsed(), memory: ended.rusage.maxrss })
}

fn millis(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds >= 1.0 => format!("{seconds:.2} s"),
        seconds => format!("{:.1} ms", seconds * 1_000.0),
    }
}

fn mebibytes(bytes: u64) -> String {
    format!("{} MB", bytes / 1_000_000)
}
