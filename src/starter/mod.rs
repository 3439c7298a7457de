//! What `init` starts an app from: the example systems of `apps/`, and the smallest one, packed into the tool by its
//! build script.

mod lock;
mod manifest;
mod name;
mod text;

pub use name::{AppName, NameError};

use cumulo_core::config::CONFIG_FILE;
use indexmap::IndexMap;
use lock::Locked;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use text::Renaming;

/// Names of the starters, and what each is, by name.
pub const STARTERS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/starters.rs"));

const PACKED: &str = include_str!(concat!(env!("OUT_DIR"), "/starters.json"));

/// Where new apps find the crates of cumulo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Crates {
    /// In the registry.
    Version(String),
    /// In a checkout of cumulo, at this path.
    Checkout(PathBuf),
}

/// What the build script packed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Packed {
    starters: IndexMap<String, System>,
    lock: Vec<Locked>,
}

/// A system to start from, and the packages that are known to work with it.
#[derive(Debug)]
pub struct Starter {
    system: System,
    lock: Vec<Locked>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct System {
    /// Folder in the checkout.
    home: String,
    package: String,
    description: String,
    edition: String,
    rust_version: String,
    dependencies: IndexMap<String, manifest::Dependency>,
    dev_dependencies: IndexMap<String, manifest::Dependency>,
    files: IndexMap<String, String>,
}

/// Why a starter makes no app; a mistake of the starter.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {message}")]
pub struct StarterError {
    /// The file, by its path in the app.
    pub file: String,
    /// What is wrong.
    pub message: String,
}

impl Starter {
    /// The starter of this name.
    ///
    /// # Errors
    /// If there is none, or if it was not packed as this tool expects.
    pub fn named(name: &str) -> Result<Self, StarterError> {
        let fail = |message| StarterError { file: name.to_owned(), message };
        let Packed { mut starters, lock } =
            serde_json::from_str(PACKED).map_err(|error| fail(error.to_string()))?;
        match starters.swap_remove(name) {
            Some(system) => Ok(Self { system, lock }),
            None => Err(fail("there is no such template".to_owned())),
        }
    }

    /// The files of an app with this name, by their paths in its folder.
    ///
    /// # Errors
    /// If a file of the starter has something that cannot stand in an app of another name.
    pub fn app(
        &self,
        name: &AppName,
        crates: &Crates,
    ) -> Result<IndexMap<String, String>, StarterError> {
        let old = AppName::parse(&self.system.package)
            .map_err(|error| StarterError { file: "Cargo.toml".into(), message: error.message })?;
        let mut files = IndexMap::new();
        files.insert("Cargo.toml".to_owned(), self.system.manifest(name, crates));
        files.insert("Cargo.lock".to_owned(), lock::text(&self.lock, &old, name));
        files.insert(".gitignore".to_owned(), text::GITIGNORE.to_owned());
        let config = self.system.files.get(CONFIG_FILE).map_or("", String::as_str);
        let renaming = Renaming::of(&self.system.home, config, &old, name)
            .map_err(|message| StarterError { file: CONFIG_FILE.to_owned(), message })?;
        for (file, text) in &self.system.files {
            let text = renaming
                .text(file, text)
                .map_err(|message| StarterError { file: file.clone(), message })?;
            files.insert(file.clone(), text);
        }
        Ok(files)
    }

    /// Whether a crate of this name is among the app's dependencies, whose name the app then cannot have.
    pub fn depends_on(&self, name: &AppName) -> bool {
        let System { dependencies, dev_dependencies, .. } = &self.system;
        let mut all = dependencies.keys().chain(dev_dependencies.keys());
        all.any(|dependency| dependency.replace('-', "_") == name.identifier())
    }
}

/// The checkout of cumulo that this tool was built from, while it is there.
pub fn own_checkout() -> Option<PathBuf> {
    checkout(Path::new(env!("CARGO_MANIFEST_DIR")))
}

/// The checkout of cumulo that is, or is around, a folder.
pub fn checkout(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    let mut around = folder.ancestors();
    around.find(|folder| folder.join(manifest::LIBRARY).is_file()).map(Path::to_path_buf)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_starter_makes_an_app_of_another_name() {
        let name = AppName::parse("corner-shop").unwrap();
        assert!(!STARTERS.is_empty());
        for (starter, description) in STARTERS {
            assert!(!description.is_empty() && !description.ends_with('.'), "{starter}");
            let crates = Crates::Version("0.1.0".into());
            let files = Starter::named(starter).unwrap().app(&name, &crates).unwrap();
            for file in ["Cargo.toml", "cumulo.yaml", "src/main.rs", "README.md", ".gitignore"] {
                assert!(files.contains_key(file), "{starter} has no {file}");
            }
            for (file, text) in &files {
                let ways_out = ["apps/", "src/starter", "](..", "\"../"];
                let leads_out = ways_out.iter().any(|way| text.contains(way));
                assert!(!leads_out, "{starter}: {file} names a place outside of the app");
            }
            assert!(files["cumulo.yaml"].starts_with("app: corner-shop\n"), "{starter}");
            assert!(files["src/main.rs"].contains("corner_shop::"), "{starter}");
        }
    }

    #[test]
    fn the_apps_are_the_starters_and_so_is_the_smallest() {
        let apps = Path::new(env!("CARGO_MANIFEST_DIR")).join("apps");
        let folders = std::fs::read_dir(apps).unwrap().map(|entry| entry.unwrap().path());
        let apps = folders.filter(|folder| folder.join("cumulo.yaml").is_file());
        let mut names: Vec<_> = apps.map(|app| app.file_name().unwrap().to_owned()).collect();
        names.push("minimal".into());
        names.sort();
        assert_eq!(names, STARTERS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    }
}
