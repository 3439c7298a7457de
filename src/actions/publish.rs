//! Puts a finished assembly in the place of the last one, or leaves that whole.

use super::compare::{self, ChangedFile};
use crate::context::Context;
use crate::error::{Error, Failure};
use crate::output;
use cumulo_core::assembly::{self, FINDINGS_FILE, MANIFEST_FILE, TREE_FILE};
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// An output folder while its successor is being written.
#[derive(Debug)]
pub struct Publishing {
    folder: PathBuf,
    staging: PathBuf,
    /// Holds back other runs that write beside the same folder; ends with the value.
    _lock: Option<File>,
}

impl Publishing {
    /// Makes the staging folder, after making sure that `folder` may be replaced.
    pub fn begin(cx: &Context, folder: &Path) -> Result<Publishing, Error> {
        // Through a link, so that the folder behind it is replaced and not the link.
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        may_replace(cx, &folder)?;
        let unwritable = |error: io::Error| {
            Failure::new(format!("{} cannot be written: {error}", cx.relative(&folder)))
                .detail("nothing was written")
                .next("choose another folder with --output DIR, or make its parent writable")
        };
        let parent = folder.parent().unwrap_or(Path::new(".")).to_path_buf();
        std::fs::create_dir_all(&parent).map_err(unwritable)?;
        // Folders cannot be locked on every system; there two runs at once are the user's care.
        let lock = File::open(&parent).ok().filter(|parent| {
            if let Err(TryLockError::WouldBlock) = parent.try_lock() {
                output::say("waiting for another run that writes here\n");
                return parent.lock().is_ok();
            }
            true
        });
        let staging = assembly::staging_folder(&folder).map_err(unwritable)?;
        Ok(Publishing { folder, staging, _lock: lock })
    }

    /// Where the new assembly is to be written.
    pub fn staging(&self) -> &Path {
        &self.staging
    }

    /// Swaps the new folder in; tells which files changed.
    pub fn finish(self, cx: &Context) -> Result<Vec<ChangedFile>, Error> {
        let failure = |error: io::Error| {
            Failure::new(format!("{} cannot be replaced: {error}", cx.relative(&self.folder)))
                .detail("the last output is as it was")
                .next("choose another folder with --output DIR")
        };
        foreign(cx, &self.folder, &self.staging)?;
        let changed = compare::changed_files(&self.folder, &self.staging).map_err(failure)?;
        let is_same = changed.is_empty() && self.folder.exists();
        if !is_same {
            assembly::replace_folder(&self.staging, &self.folder).map_err(failure)?;
        }
        Ok(changed)
    }
}

impl Drop for Publishing {
    fn drop(&mut self) {
        // After a swap there is nothing left; what a failure leaves is removed by the next run.
        let _ = std::fs::remove_dir_all(&self.staging);
    }
}

fn may_replace(cx: &Context, folder: &Path) -> Result<(), Error> {
    let name = cx.relative(folder);
    let refuse = |message: String| {
        Err(Failure::new(message)
            .detail("it was left alone")
            .next("choose another folder with --output DIR")
            .into())
    };
    match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(_) if folder.is_file() => refuse(format!("{name} is a file; the output is a folder")),
        Err(error) => refuse(format!("{name} cannot be read: {error}")),
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) if folder.join(MANIFEST_FILE).is_file() => Ok(()),
            Some(_) => refuse(format!(
                "{name} is no cloud assembly (it has files but no {MANIFEST_FILE}), so it is not replaced"
            )),
        },
    }
}

/// Refuses when the old folder holds something that no assembly holds.
fn foreign(cx: &Context, old: &Path, new: &Path) -> Result<(), Error> {
    let entries = std::fs::read_dir(old).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            !new.join(&name).exists() && !belongs(&name, &entry.path())
        })
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    if names.is_empty() {
        return Ok(());
    }
    names.sort();
    Err(Failure::new(format!(
        "{} holds what no synthesis wrote, so it is not replaced: {}",
        cx.relative(old),
        names.join(", ")
    ))
    .detail("the last output is as it was")
    .next("move these files away, or choose another folder with --output DIR")
    .into())
}

/// Whether an entry is one that assemblies have.
fn belongs(name: &str, path: &Path) -> bool {
    if path.is_dir() {
        return path.join(MANIFEST_FILE).is_file() || name.starts_with("asset");
    }
    const ENDINGS: [&str; 5] =
        [".template.json", ".template.yaml", ".assets.json", ".lock", ".metadata.json"];
    matches!(name, MANIFEST_FILE | FINDINGS_FILE | TREE_FILE | "cdk.out" | "validation-report.json")
        || name.starts_with("asset.")
        || ENDINGS.iter().any(|ending| name.ends_with(ending))
}
