//! The AWS CDK's CLI, and the same systems written with it.

use std::path::PathBuf;
use std::process::Command;

use anyhow::ensure;

use super::Places;

/// One way to run the AWS CDK's synthesis.
pub struct Way {
    pub title: &'static str,
    arguments: &'static [&'static str],
}

/// As it is by default, and as it is fastest.
pub const WAYS: &[Way] = &[
    Way { title: "`cdk synth`", arguments: &[] },
    Way { title: "without its validation", arguments: &["--no-validation"] },
];

/// The folder `benches/rival`, with the AWS CDK installed.
pub struct Rival<'a> {
    places: &'a Places,
    folder: PathBuf,
}

impl<'a> Rival<'a> {
    /// The rival, if it is installed.
    pub fn find(places: &'a Places) -> Option<Self> {
        let rival = Self { places, folder: places.root.join("benches/rival") };
        rival.cdk().exists().then_some(rival)
    }

    fn cdk(&self) -> PathBuf {
        self.folder.join("node_modules/aws-cdk/bin/cdk")
    }

    /// Commands that synthesize a system, in each of the ways.
    pub fn synth(&self, system: &str) -> Vec<anyhow::Result<Command>> {
        WAYS.iter().map(|way| self.command(system, way)).collect()
    }

    fn command(&self, system: &str, way: &Way) -> anyhow::Result<Command> {
        let program = self.folder.join(system).with_extension("js");
        ensure!(
            program.exists(),
            "{} is missing: write the system with aws-cdk-lib there",
            program.display()
        );
        let mut command = Command::new(self.cdk());
        command
            .args(["synth", "--quiet", "--app"])
            .arg(format!("node \"{}\"", program.display()))
            .args(way.arguments)
            .current_dir(self.places.scratch(&format!("rival/{system}"))?);
        Ok(command)
    }
}
