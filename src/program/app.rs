//! An app as its `cumulo.yaml` describes it, as far as the tool needs it before the program runs.

use crate::error::{Error, Failure};
use indexmap::IndexMap;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Name of the file that makes a folder an app.
pub const CONFIG_FILE: &str = "cumulo.yaml";

const DEFAULT_RUN: &str = "cargo run --quiet --release";

/// A folder with a program in it.
#[derive(Clone, Debug)]
pub struct App {
    /// Name, as stacks are tagged with it.
    pub name: String,
    /// Folder that holds `cumulo.yaml`.
    pub folder: PathBuf,
    /// Command line of the program.
    pub run: String,
    /// Names of the stages, in their order.
    pub stages: Vec<String>,
}

#[derive(Deserialize)]
struct Config {
    app: String,
    run: Option<String>,
    stages: IndexMap<String, serde_yaml::Value>,
}

impl App {
    /// Reads `cumulo.yaml` in `folder`.
    pub fn read(folder: &Path) -> Result<App, Error> {
        let path = folder.join(CONFIG_FILE);
        let failure = |why: String| {
            Failure::new(format!("{}: {why}", path.display())).next(
                "a cumulo.yaml has `app: NAME`, and `stages:` with account and region of each",
            )
        };
        let text = std::fs::read_to_string(&path)
            .map_err(|error| failure(format!("cannot be read: {error}")))?;
        let config: Config =
            serde_yaml::from_str(&text).map_err(|error| failure(error.to_string()))?;
        Ok(App {
            name: config.app,
            folder: folder.to_path_buf(),
            run: config.run.unwrap_or_else(|| DEFAULT_RUN.to_owned()),
            stages: config.stages.into_keys().collect(),
        })
    }

    /// Where `synth` writes when nothing else is said.
    pub fn default_output(&self) -> PathBuf {
        self.folder.join("cumulo.out")
    }
}
