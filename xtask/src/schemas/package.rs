//! The published package: where it comes from and what it holds.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tempfile::TempDir;

use super::Files;
use super::facts::facts;

/// The region whose types are complete; types found only elsewhere are kept apart.
const MAIN_REGION: &str = "us-east-1";
/// Folder of the types that the main region lacks.
const OTHER_REGIONS: &str = "other-regions";

/// An unpacked cfn-lint wheel.
pub struct Package {
    root: PathBuf,
    version: String,
    _download: Option<TempDir>,
}

/// What `SOURCE.json` records.
#[derive(Serialize)]
struct Source<'a> {
    package: &'static str,
    registry: &'static str,
    version: &'a str,
    license: &'static str,
    schema_date: &'a str,
    types: BTreeMap<&'static str, usize>,
}

/// Downloads a version by pip into a temporary folder and unpacks it there.
pub fn download(version: &str) -> anyhow::Result<Package> {
    let folder = tempfile::tempdir()?;
    python(
        &["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest"],
        |command| command.arg(folder.path()).arg(format!("cfn-lint=={version}")),
    )?;
    let wheel = entries(folder.path())?
        .into_iter()
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
        .context("pip downloaded no wheel")?;
    let root = folder.path().join("wheel");
    python(&["-m", "zipfile", "-e"], |command| command.arg(&wheel).arg(&root))?;
    Ok(Package { _download: Some(folder), ..open(&root)? })
}

/// Takes a folder that a cfn-lint wheel was unpacked or installed into.
pub fn open(root: &Path) -> anyhow::Result<Package> {
    let version =
        entries(root)?.iter().filter_map(|path| path.file_name()?.to_str()).find_map(|name| {
            name.strip_prefix("cfn_lint-")?.strip_suffix(".dist-info").map(str::to_owned)
        });
    match version {
        Some(version) => Ok(Package { root: root.to_owned(), version, _download: None }),
        None => {
            bail!("{} holds no cfn-lint: no folder cfn_lint-<version>.dist-info", root.display())
        }
    }
}

fn python(args: &[&str], more: impl FnOnce(&mut Command) -> &mut Command) -> anyhow::Result<()> {
    let mut command = Command::new("python3");
    let status = more(command.args(args)).status().context("python3 cannot be started")?;
    if !status.success() {
        bail!("`python3 {}` failed: {status}", args.join(" "));
    }
    Ok(())
}

fn entries(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

impl Package {
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The facts of every schema as the files that belong into `schemas/`.
    pub fn files(&self) -> anyhow::Result<Files> {
        let regions = self.root.join("cfnlint/data/schemas/providers");
        let main: BTreeMap<String, String> = read(&regions.join(format!("{MAIN_REGION}.json")))?;
        let mut files = Files::new();
        for (name, id) in &main {
            files.insert(file_name(MAIN_REGION, name), self.schema(id)?);
        }
        for path in entries(&regions)? {
            if path.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            let types: BTreeMap<String, String> = read(&path)?;
            for (name, id) in types.iter().filter(|(name, _)| !main.contains_key(*name)) {
                files.entry(file_name(OTHER_REGIONS, name)).or_insert(self.schema(id)?);
            }
        }
        Ok(files)
    }

    fn schema(&self, id: &str) -> anyhow::Result<String> {
        let schema: Value =
            read(&self.root.join(format!("cfnlint/data/schemas/resources/{id}.json")))?;
        Ok(format!("{:#}\n", facts(schema)))
    }

    /// The text of `SOURCE.json`: where `files` come from.
    pub fn source(&self, files: &Files) -> anyhow::Result<String> {
        let dates: BTreeMap<String, String> =
            read(&self.root.join("cfnlint/data/schemas/version.json"))?;
        let date = dates
            .get("schema_date")
            .context("cfnlint/data/schemas/version.json has no schema_date")?;
        let count = |folder: &str| files.keys().filter(|path| path.starts_with(folder)).count();
        let source = Source {
            package: "cfn-lint",
            registry: "PyPI",
            version: &self.version,
            license: "MIT-0",
            schema_date: date,
            types: BTreeMap::from([
                (MAIN_REGION, count(MAIN_REGION)),
                (OTHER_REGIONS, count(OTHER_REGIONS)),
            ]),
        };
        Ok(serde_json::to_string_pretty(&source)? + "\n")
    }
}

/// `us-east-1/aws-s3-bucket.json` for `AWS::S3::Bucket`.
fn file_name(folder: &str, type_name: &str) -> String {
    format!("{folder}/{}.json", type_name.replace("::", "-").to_lowercase())
}

fn read<T: DeserializeOwned>(path: &Path) -> anyhow::Result<T> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}
