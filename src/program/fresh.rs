//! Remembers builds, so that cargo (100 ms for nothing) is left out when a program is up to date.
//!
//! The record lies in cargo's target folder, beside the executable, and is only a hint: when anything about it is
//! odd, cargo runs.

use super::app::App;
use indexmap::IndexSet;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// File systems stamp files with a clock that lags behind the system's by up to a tick.
const CLOCK_LAG: Duration = Duration::from_millis(20);

/// Variables that change what cargo builds.
const VARIABLES: [&str; 4] =
    ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTUP_TOOLCHAIN", "CARGO_BUILD_TARGET"];

/// Files beside sources and manifests that change what cargo builds, in the folder of a manifest or above.
const SETTINGS: [&str; 5] =
    ["Cargo.toml", "Cargo.lock", ".cargo/config.toml", "rust-toolchain.toml", "rust-toolchain"];

/// What is known of the last build.
#[derive(Debug, Serialize, Deserialize)]
pub struct Memory {
    /// Folder of the app and flags of the build.
    build: (PathBuf, Vec<String>),
    executable: PathBuf,
    length: u64,
    modified: Duration,
    started: Duration,
    variables: Vec<Option<String>>,
    /// Files that the build read.
    inputs: IndexSet<PathBuf>,
    /// Settings files that were not there.
    absent: IndexSet<PathBuf>,
}

impl Memory {
    /// What was remembered of the app's last build with these flags.
    pub fn open(app: &App, profile: &str, flags: &[String]) -> Option<Memory> {
        let profile = if profile == "dev" { "debug" } else { profile };
        let name = file_name(app);
        target_folders(app)
            .find_map(|target| {
                let text = std::fs::read(target.join(profile).join(&name)).ok()?;
                serde_json::from_slice::<Memory>(&text).ok()
            })
            .filter(|memory| memory.build.0 == app.folder && memory.build.1 == flags)
    }

    /// The executable, when nothing that it was made of changed.
    pub fn fresh(&self) -> Option<PathBuf> {
        let executable = std::fs::metadata(&self.executable).ok()?;
        let is_same = executable.len() == self.length
            && since_epoch(executable.modified().ok()?) == self.modified
            && self.variables == variables();
        let before = self.started.checked_sub(CLOCK_LAG)?;
        let is_older = |path: &PathBuf| {
            let modified = std::fs::metadata(path).and_then(|file| file.modified());
            modified.is_ok_and(|modified| since_epoch(modified) < before)
        };
        (is_same
            && self.inputs.iter().all(is_older)
            && !self.absent.iter().any(|path| path.exists()))
        .then(|| self.executable.clone())
    }

    /// Remembers a build. Failing to do so costs time at the next run and nothing else.
    pub fn remember(app: &App, flags: &[String], executable: &Path, started: SystemTime) {
        let build = (app.folder.clone(), flags.to_vec());
        let Some(memory) = Self::of_build(build, executable, started) else { return };
        let path = executable.with_file_name(file_name(app));
        let Ok(text) = serde_json::to_vec(&memory) else { return };
        // Written aside: another run may read it right now.
        let aside = path.with_extension(format!("{}.writing", std::process::id()));
        if std::fs::write(&aside, text).is_ok() && std::fs::rename(&aside, &path).is_err() {
            let _ = std::fs::remove_file(&aside);
        }
    }

    fn of_build(
        build: (PathBuf, Vec<String>),
        executable: &Path,
        started: SystemTime,
    ) -> Option<Memory> {
        let mut dep_info = executable.as_os_str().to_owned();
        if cfg!(windows) {
            dep_info = executable.with_extension("").into_os_string();
        }
        dep_info.push(".d");
        let mut inputs = dep_info_sources(&std::fs::read_to_string(dep_info).ok()?)?;
        // Build scripts may name whole folders.
        for folder in inputs.iter().filter(|path| path.is_dir()).cloned().collect::<Vec<_>>() {
            add_below(&folder, &mut inputs);
        }
        let mut absent = IndexSet::new();
        let folders: IndexSet<PathBuf> = inputs
            .iter()
            .filter_map(|source| source.parent())
            .flat_map(Path::ancestors)
            .map(Path::to_path_buf)
            .collect();
        for folder in folders {
            for name in SETTINGS {
                let path = folder.join(name);
                if path.is_file() {
                    inputs.insert(path)
                } else {
                    absent.insert(path)
                };
            }
        }
        let file = std::fs::metadata(executable).ok()?;
        Some(Memory {
            build,
            executable: executable.to_path_buf(),
            length: file.len(),
            modified: since_epoch(file.modified().ok()?),
            started: since_epoch(started),
            variables: variables(),
            inputs,
            absent,
        })
    }
}

/// Files that a dep-info file lists: `program: a.rs b\ c.rs`.
fn dep_info_sources(text: &str) -> Option<IndexSet<PathBuf>> {
    let (_, list) = text.lines().next()?.split_once(": ")?;
    let mut files = IndexSet::new();
    let mut name = String::new();
    let mut chars = list.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek() == Some(&' ') => {
                name.push(' ');
                chars.next();
            }
            ' ' => {
                files.insert(PathBuf::from(std::mem::take(&mut name)));
            }
            other => name.push(other),
        }
    }
    files.insert(PathBuf::from(name));
    files.swap_remove(Path::new(""));
    // A program without sources was misunderstood.
    (!files.is_empty()).then_some(files)
}

fn add_below(folder: &Path, paths: &mut IndexSet<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            add_below(&path, paths);
        }
        paths.insert(path);
    }
}

/// Name of the record: apps of one workspace share a target folder.
fn file_name(app: &App) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let name: String = app.name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    format!("cumulo-run.{name}.json")
}

fn variables() -> Vec<Option<String>> {
    VARIABLES.iter().map(|name| std::env::var(name).ok()).collect()
}

fn since_epoch(time: SystemTime) -> Duration {
    time.duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// Where cargo may put what it builds for the app.
fn target_folders(app: &App) -> impl Iterator<Item = PathBuf> {
    let named = ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"]
        .iter()
        .find_map(std::env::var_os)
        .map(|folder| app.folder.join(folder));
    let found = app.folder.ancestors().map(|folder| folder.join("target"));
    let found: Vec<PathBuf> = if named.is_some() { Vec::new() } else { found.collect() };
    named.into_iter().chain(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_spaces_are_one_file() {
        let files = dep_info_sources("/t/app: /a/src/main.rs /a/my\\ file.yaml\n");
        let files = files.expect("two files");
        assert_eq!(files, ["/a/src/main.rs", "/a/my file.yaml"].map(PathBuf::from).into());
    }
}
