//! Swaps a finished folder in, so that a reader never sees half of one.

use std::io;
use std::path::{Path, PathBuf};

/// What the names of folders that are still being written end with.
pub const STAGING_SUFFIX: &str = ".writing";

/// The folder beside `folder` in which its successor is written; whatever an interrupted run left there is removed.
///
/// # Errors
/// When the parent folder cannot be written.
pub fn staging_folder(folder: &Path) -> io::Result<PathBuf> {
    let name =
        folder.file_name().ok_or_else(|| io::Error::other("the output folder has no name"))?;
    let mut staging_name = std::ffi::OsString::from(".");
    staging_name.push(name);
    staging_name.push(STAGING_SUFFIX);
    let staging = folder.with_file_name(staging_name);
    remove(&staging)?;
    std::fs::create_dir_all(&staging)?;
    Ok(staging)
}

/// Puts the finished folder `new` in the place of `folder` and removes the old one.
///
/// Where the system can exchange two names in one step (Linux, macOS) there is no moment without a
/// whole folder; elsewhere the old one is moved aside first.
///
/// # Errors
/// When a folder cannot be renamed or removed; the old one is still whole then.
pub fn replace_folder(new: &Path, folder: &Path) -> io::Result<()> {
    if !folder.exists() {
        return std::fs::rename(new, folder);
    }
    if exchange(new, folder).is_err() {
        let mut aside = new.as_os_str().to_owned();
        aside.push(".old");
        let aside = PathBuf::from(aside);
        remove(&aside)?;
        std::fs::rename(folder, &aside)?;
        std::fs::rename(new, folder)?;
        return remove(&aside);
    }
    remove(new)
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
