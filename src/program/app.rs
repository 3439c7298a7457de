//! An app as its `cumulo.yaml` describes it, as far as the tool needs it before the program runs.

use crate::context::Context;
use crate::error::{Error, Failure};
use cumulo_core::config::{AnyValues, AppConfig, CONFIG_FILE};
use std::path::{Path, PathBuf};

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

impl App {
    /// Reads `cumulo.yaml` in `folder`; the values of stages are the program's own business.
    pub fn read(cx: &Context, folder: &Path) -> Result<App, Error> {
        let config =
            AppConfig::<AnyValues>::read(&folder.join(CONFIG_FILE)).map_err(|mut error| {
                error.path = cx.relative(&error.path).into();
                Failure::new(error.to_string()).next(format!("correct this line of {CONFIG_FILE}"))
            })?;
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
