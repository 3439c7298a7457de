//! Finds the apps that a command is about.

use super::app::App;
use crate::context::Context;
use crate::error::{Error, Failure};
use cumulo_core::assembly::MANIFEST_FILE;
use cumulo_core::config::CONFIG_FILE;
use std::path::{Path, PathBuf};

/// What a command works on.
#[derive(Clone, Debug)]
pub enum Target {
    /// A program to run.
    App(App),
    /// A cloud assembly that some program already wrote.
    Assembly(PathBuf),
}

impl Target {
    /// Name to tell several targets apart.
    pub fn name(&self, cx: &Context) -> String {
        match self {
            Target::App(app) => app.name.clone(),
            Target::Assembly(folder) => cx.relative(folder),
        }
    }

    /// Folder of the app or the assembly.
    pub fn folder(&self) -> &Path {
        match self {
            Target::App(app) => &app.folder,
            Target::Assembly(folder) => folder,
        }
    }
}

/// The targets of a command: the one that is named, or the app of this folder, or all apps of the repository.
pub fn find(cx: &Context, named: Option<&str>) -> Result<Vec<Target>, Error> {
    match named {
        Some(name) => Ok(vec![by_name(cx, name)?]),
        None => {
            let folders = here(&cx.folder);
            if folders.is_empty() {
                return Err(Failure::new(format!(
                    "there is no {CONFIG_FILE} in {}, its parents, apps/*/ or */",
                    cx.folder.display()
                ))
                .next("change into an app's folder, name one with --app FOLDER, or start one: cumulo init")
                .into());
            }
            folders.iter().map(|folder| App::read(cx, folder).map(Target::App)).collect()
        }
    }
}

fn by_name(cx: &Context, name: &str) -> Result<Target, Error> {
    let path = cx.folder.join(name);
    let folder = if path.file_name().is_some_and(|file| file == CONFIG_FILE) && path.is_file() {
        path.parent().unwrap_or(&cx.folder).to_path_buf()
    } else {
        path
    };
    if folder.join(CONFIG_FILE).is_file() {
        return App::read(cx, &folder).map(Target::App);
    }
    if folder.join(MANIFEST_FILE).is_file() {
        return Ok(Target::Assembly(folder));
    }
    // Apps by name: those of this folder, else those of the nearest parent that has any.
    let folders = cx.folder.ancestors().map(here).find(|folders| !folders.is_empty());
    let mut names = Vec::new();
    let mut broken = None;
    for folder in folders.unwrap_or_default() {
        let is_named = folder.file_name().is_some_and(|file| file == name);
        match App::read(cx, &folder) {
            Ok(app) if app.name == name || is_named => return Ok(Target::App(app)),
            Ok(app) => names.push(app.name),
            Err(error) if is_named => return Err(error),
            // Another app's broken file is only worth a word when the named app is not found.
            Err(error) => broken = Some(error),
        }
    }
    if folder.is_dir() {
        return Err(Failure::usage(format!(
            "{} is no app and no cloud assembly: it holds neither {CONFIG_FILE} nor {MANIFEST_FILE}",
            cx.relative(&folder)
        ))
        .next("name a folder that holds one of them")
        .into());
    }
    if let (Some(error), true) = (broken, names.is_empty()) {
        return Err(error);
    }
    Err(Failure::usage(unknown("app", name, &names))
        .next("name an app, its folder, or the folder of a cloud assembly")
        .into())
}

/// `no stage "prd"; did you mean "prod"? (test, prod)`.
pub fn unknown(what: &str, name: &str, known: &[String]) -> String {
    let mut text = format!("there is no {what} \"{name}\"");
    let similar = known
        .iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len() / 4)
        .min();
    if let Some((_, candidate)) = similar {
        text.push_str(&format!("; did you mean \"{candidate}\"?"));
    }
    match known {
        [] => text.push_str(&format!("; there are no {what}s")),
        known => text.push_str(&format!(" ({})", known.join(", "))),
    }
    text
}

/// Folders of the apps at a folder: itself, or those below, or the one that it lies in.
fn here(folder: &Path) -> Vec<PathBuf> {
    let is_app = |folder: &Path| folder.join(CONFIG_FILE).is_file();
    if is_app(folder) {
        return vec![folder.to_path_buf()];
    }
    let mut below = below(&folder.join("apps"));
    below.extend(self::below(folder));
    if below.is_empty() {
        let around = folder.ancestors().skip(1).find(|parent| is_app(parent));
        return around.into_iter().map(Path::to_path_buf).collect();
    }
    below
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| path.join(CONFIG_FILE).is_file()).collect();
    folders.sort();
    folders
}
