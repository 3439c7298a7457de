//! Starts a new app: makes its files of a starter and puts them into a folder, all or none.

use crate::context::Context;
use crate::error::{Error, Failure};
use crate::starter::{self, AppName, Crates, NameError, Starter, StarterError};
use cumulo_core::config::{AnyValues, AppConfig, CONFIG_FILE};
use indexmap::IndexMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What to start, and where.
#[derive(Debug)]
pub struct InitRequest<'a> {
    /// Folder of the app; made where it is missing.
    pub folder: &'a Path,
    /// Name of the app; the folder's where none is given.
    pub name: Option<&'a str>,
    /// Name of the starter.
    pub starter: &'a str,
    /// Version of cumulo, or a folder of a checkout; where none is given the checkout that the tool was built from, else
    /// the tool's own version.
    pub cumulo: Option<&'a str>,
}

/// A new app.
#[derive(Debug)]
pub struct Initialized {
    /// Its folder.
    pub folder: PathBuf,
    /// Its name.
    pub name: String,
    /// How many files it has.
    pub files: usize,
    /// Where it finds the crates of cumulo.
    pub crates: Crates,
    /// Accounts of its stages, each once.
    pub accounts: Vec<String>,
}

/// Writes a new app.
pub fn run(cx: &Context, request: &InitRequest<'_>) -> Result<Initialized, Error> {
    let folder = absolute(cx, request.folder);
    let starter = Starter::named(request.starter).map_err(|error| broken(request, &error))?;
    let name = name(request, &folder, &starter)?;
    let crates = crates(cx, request, &folder)?;
    let files = starter.app(&name, &crates).map_err(|error| broken(request, &error))?;
    let unwritable = |error: io::Error| {
        Failure::new(format!("{} cannot be written: {error}", cx.relative(&folder)))
            .detail("nothing was written")
            .next("name another folder, or make this one's parent writable")
    };
    let is_there = check_place(cx, &folder, &files)?;
    let place = if is_there { &folder } else { folder.parent().unwrap_or(&folder) };
    fs::create_dir_all(place).map_err(unwritable)?;
    let staging =
        tempfile::Builder::new().prefix(".cumulo-init-").tempdir_in(place).map_err(unwritable)?;
    write(staging.path(), &files).map_err(unwritable)?;
    let accounts = accounts(staging.path()).map_err(|error| broken(request, &error))?;
    match is_there {
        true => move_in(staging, &folder).map_err(unwritable)?,
        false => become_folder(staging, &folder).map_err(unwritable)?,
    }
    let name = name.as_str().to_owned();
    Ok(Initialized { folder, name, files: files.len(), crates, accounts })
}

/// The folder without `.` and `..`, as far as it is there.
fn absolute(cx: &Context, folder: &Path) -> PathBuf {
    let folder = cx.folder.join(folder);
    if let Ok(folder) = folder.canonicalize() {
        return folder;
    }
    let parent = folder.parent().and_then(|parent| parent.canonicalize().ok());
    match (parent, folder.file_name()) {
        (Some(parent), Some(name)) => parent.join(name),
        _ => folder.components().collect(),
    }
}

fn name(request: &InitRequest<'_>, folder: &Path, starter: &Starter) -> Result<AppName, Error> {
    let folder = folder.file_name().unwrap_or_default().to_string_lossy();
    let given = request.name.unwrap_or(&folder);
    let name = AppName::parse(given).map_err(|NameError { message, similar }| {
        let similar = similar.unwrap_or_else(|| "my-app".to_owned());
        Failure::usage(message).next(format!("give it another name: --name {similar}"))
    })?;
    if starter.depends_on(&name) {
        return Err(Failure::usage(format!(
            "`{given}` cannot be the name of this app: it depends on a crate of that name"
        ))
        .next(format!("give it another name: --name {given}-app"))
        .into());
    }
    Ok(name)
}

fn crates(cx: &Context, request: &InitRequest<'_>, folder: &Path) -> Result<Crates, Error> {
    let Some(given) = request.cumulo else {
        let version = || Crates::Version(env!("CARGO_PKG_VERSION").to_owned());
        return Ok(starter::own_checkout().map_or_else(version, Crates::Checkout));
    };
    let path = cx.folder.join(given);
    if let Some(checkout) = starter::checkout(&path) {
        let is_relative = Path::new(given).is_relative();
        let checkout = if is_relative { relative(&checkout, folder) } else { checkout };
        return Ok(Crates::Checkout(checkout));
    }
    if is_version(given) && !path.exists() {
        return Ok(Crates::Version(given.to_owned()));
    }
    Err(Failure::usage(format!("--cumulo {given} is no version and no checkout of cumulo"))
        .next("name a version such as 0.1.0, or a folder that holds constructs/aws")
        .into())
}

/// Whether cargo takes this for a version: `0.1`, `=0.1.0`, `0.2.0-rc.1`.
fn is_version(text: &str) -> bool {
    let text = text.strip_prefix(['=', '^', '~']).unwrap_or(text);
    let (numbers, suffix) = text.split_at(text.find(['-', '+']).unwrap_or(text.len()));
    let is_number = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let is_in_suffix = |c: char| c.is_ascii_alphanumeric() || "-+.".contains(c);
    let numbers: Vec<&str> = numbers.split('.').collect();
    numbers.len() <= 3
        && numbers.into_iter().all(is_number)
        && suffix.len() != 1
        && suffix.chars().all(is_in_suffix)
}

/// The way from one folder to another, where they have one; both absolute.
fn relative(to: &Path, from: &Path) -> PathBuf {
    let common = to.components().zip(from.components()).take_while(|(a, b)| a == b).count();
    if common == 0 {
        return to.to_path_buf();
    }
    let up = from.components().skip(common).map(|_| Path::new(".."));
    up.chain(to.components().skip(common).map(|part| Path::new(part.as_os_str()))).collect()
}

/// Makes sure that nothing is overwritten; tells whether the folder is there.
fn check_place(
    cx: &Context,
    folder: &Path,
    files: &IndexMap<String, String>,
) -> Result<bool, Error> {
    let named = cx.relative(folder);
    let refuse = |message: String| {
        Failure::new(message)
            .detail("it was left alone")
            .next("name a folder that is empty or not there yet: cumulo init FOLDER")
    };
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(_) if folder.is_file() => return Err(refuse(format!("{named} is a file")).into()),
        Err(error) => return Err(refuse(format!("{named} cannot be read: {error}")).into()),
        Ok(entries) => entries,
    };
    let ours: Vec<&str> = top(files).collect();
    // A folder that holds a `.git` only is as good as empty.
    let mut in_the_way: Vec<String> = entries
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| !name.starts_with('.') || ours.contains(&name.as_str()))
        .collect();
    in_the_way.sort();
    match in_the_way.as_slice() {
        [] => Ok(true),
        [one] => Err(refuse(format!("{named} is not empty: it holds {one}")).into()),
        [first, others @ ..] => {
            let others = others.len();
            let message = format!("{named} is not empty: it holds {first} and {others} more");
            Err(refuse(message).into())
        }
    }
}

/// The entries of the app's folder itself, some of them more than once.
fn top(files: &IndexMap<String, String>) -> impl Iterator<Item = &str> {
    files.keys().map(|path| path.split('/').next().unwrap_or(path))
}

fn write(folder: &Path, files: &IndexMap<String, String>) -> io::Result<()> {
    for (path, text) in files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}

/// Accounts of the stages; reading them proves that the configuration can be read.
fn accounts(folder: &Path) -> Result<Vec<String>, StarterError> {
    let config = AppConfig::<AnyValues>::read(&folder.join(CONFIG_FILE)).map_err(|error| {
        StarterError { file: CONFIG_FILE.to_owned(), message: error.to_string() }
    })?;
    let mut accounts: Vec<String> = Vec::new();
    for stage in config.stages.into_values() {
        if !accounts.contains(&stage.account) {
            accounts.push(stage.account);
        }
    }
    Ok(accounts)
}

/// Gives the finished files their folder's name.
fn become_folder(staging: TempDir, folder: &Path) -> io::Result<()> {
    readable(staging.path())?;
    fs::rename(staging.path(), folder)?;
    // What it would remove has another name now.
    let _ = staging.keep();
    Ok(())
}

/// Moves the finished files into a folder that is there; after a failure none of them.
fn move_in(staging: TempDir, folder: &Path) -> io::Result<()> {
    let mut moved: Vec<(PathBuf, PathBuf)> = Vec::new();
    for entry in fs::read_dir(staging.path())? {
        let entry = entry?;
        let to = folder.join(entry.file_name());
        if let Err(error) = fs::rename(entry.path(), &to) {
            for (from, to) in moved {
                // Whatever cannot be put back stays; the first failure is the one to tell.
                let _ = fs::rename(to, from);
            }
            return Err(error);
        }
        moved.push((entry.path(), to));
    }
    Ok(())
}

/// Temporary folders are their owner's alone; an app's folder is like any other.
#[cfg(unix)]
fn readable(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    // A folder made now shows what new folders may be.
    let sample = folder.join(".sample");
    fs::create_dir(&sample)?;
    let mode = fs::metadata(&sample)?.permissions().mode();
    fs::remove_dir(&sample)?;
    fs::set_permissions(folder, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn readable(_: &Path) -> io::Result<()> {
    Ok(())
}

fn broken(request: &InitRequest<'_>, error: &StarterError) -> Failure {
    Failure::new(format!("the template {} makes no app: {error}", request.starter))
        .detail("this is a mistake of cumulo; nothing was written")
        .next("choose another template: cumulo init --list")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_told_from_other_words() {
        for version in ["0.1.0", "0.1", "1", "=0.1.0", "^0.1", "0.2.0-rc.1+build"] {
            assert!(is_version(version), "{version}");
        }
        for other in
            ["", "=", "1.x.y", "0.1.0; evil", "../cumulo", "1.2.3.4", "0.1.", "0.1.0-", "v1"]
        {
            assert!(!is_version(other), "{other}");
        }
    }

    #[test]
    fn the_way_between_folders_goes_up_and_down() {
        let way = |to: &str, from: &str| relative(Path::new(to), Path::new(from));
        assert_eq!(way("/a/cumulo", "/a/b/shop"), Path::new("../../cumulo"));
        assert_eq!(way("/a", "/a/shop"), Path::new(".."));
        assert_eq!(way("/a/cumulo", "/a"), Path::new("cumulo"));
    }
}
