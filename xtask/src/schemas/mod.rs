//! `cargo xtask schemas`: refreshes `cfn-schemas/schemas/` from a published package.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;

mod facts;
mod folder;
mod package;
mod report;

/// The folder of the crate that reads the schemas.
const HOME: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../cfn-schemas");

/// Refreshes the vendored resource schemas from the PyPI package cfn-lint.
///
/// Without arguments it takes the version that `cfn-schemas/SOURCE.json` names.
#[derive(Args)]
pub struct Schemas {
    /// Version of cfn-lint to download with pip, for example 1.58.0.
    #[arg(long, value_name = "VERSION", conflicts_with = "from")]
    package_version: Option<String>,
    /// Folder of an unpacked cfn-lint wheel to read instead of downloading one.
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// Change nothing; fail if the vendored files differ from the package.
    #[arg(long)]
    check: bool,
}

/// Schema files by path below `schemas/`, such as `us-east-1/aws-s3-bucket.json`.
type Files = BTreeMap<String, String>;

impl Schemas {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let home = Path::new(HOME);
        let old = folder::read(home)?;
        let package = match &self.from {
            Some(folder) => package::open(folder)?,
            None => package::download(&self.version(home)?)?,
        };
        let new = package.files()?;
        let source = package.source(&new)?;
        print!("{}", report::changes(&old.schemas, &new)?);
        let same = old.schemas == new && old.source.as_deref() == Some(source.as_str());
        if same {
            println!("cfn-schemas/schemas is that of cfn-lint {}.", package.version());
        } else if self.check {
            eprintln!(
                "error: cfn-schemas/schemas differs from cfn-lint {}; run `cargo xtask schemas --package-version {}`",
                package.version(),
                package.version()
            );
            return Ok(ExitCode::FAILURE);
        } else {
            folder::replace(home, &new, &source)?;
            println!("Wrote {} schemas of cfn-lint {}.", new.len(), package.version());
        }
        Ok(ExitCode::SUCCESS)
    }

    fn version(&self, home: &Path) -> anyhow::Result<String> {
        if let Some(version) = &self.package_version {
            return Ok(version.clone());
        }
        let path = home.join("SOURCE.json");
        let text = std::fs::read_to_string(&path).with_context(|| {
            format!("{} names no version; pass --package-version", path.display())
        })?;
        let source: serde_json::Value = serde_json::from_str(&text)?;
        match source["version"].as_str() {
            Some(version) => Ok(version.to_owned()),
            None => bail!("{} has no `version`; pass --package-version", path.display()),
        }
    }
}
