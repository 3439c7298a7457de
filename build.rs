//! Packs the systems in `apps/`, and the smallest one, into one file, from which `cumulo init` starts new apps.
//!
//! They are packages of their own, so a published package of the tool cannot hold them; it holds the packed file
//! instead: copy it from `OUT_DIR` beside this script before `cargo package --allow-dirty`.

use serde_json::{Map, Value, json};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use toml::Table;

/// Where a system to start from may lie, besides the folders in `apps/`.
const MINIMAL: &str = "src/starter/minimal";

/// The packed file, in `OUT_DIR` and in published packages.
const PACKED: &str = "starters.json";

/// Entries of an app's folder that are made, not written.
const MADE: [&str; 4] = ["cumulo.out", "node_modules", "target", "__pycache__"];

/// Hidden entries that belong to an app.
const HIDDEN: [&str; 3] = [".dockerignore", ".github", ".gitlab-ci.yml"];

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let packed = root.join(PACKED);
    let packed: Value = if root.join("apps").is_dir() {
        pack_all(&root)?
    } else {
        watch(&packed);
        serde_json::from_str(&fs::read_to_string(packed)?)?
    };
    let starters = packed["starters"].as_object().ok_or("there is nothing to start from")?;
    let names = starters.iter().map(|(name, starter)| (name, &starter["description"]));
    let names: String = names.map(|(name, text)| format!("    ({name:?}, {text}),\n")).collect();
    fs::write(out.join("starters.rs"), format!("&[\n{names}]\n"))?;
    fs::write(out.join(PACKED), packed.to_string())?;
    Ok(())
}

/// The systems by name, and the packages that are known to work with them.
fn pack_all(root: &Path) -> Result<Value> {
    // Names every app: a new one changes it. The folder `apps` itself would change with each synthesis.
    let lock = read_toml(&root.join("Cargo.lock"))?;
    watch(&root.join("build.rs"));
    let workspace = read_toml(&root.join("Cargo.toml"))?["workspace"].clone();
    let mut starters = Map::new();
    for folder in entries(&root.join("apps"))?.into_iter().chain([root.join(MINIMAL)]) {
        if folder.join("Cargo.toml").is_file() && folder.join("cumulo.yaml").is_file() {
            let starter = pack(root, &folder, &workspace)
                .map_err(|error| format!("{}: {error}", folder.display()))?;
            starters.insert(name(&folder), starter);
        }
    }
    starters.sort_keys();
    Ok(json!({ "starters": starters, "lock": lock["package"] }))
}

fn pack(root: &Path, folder: &Path, workspace: &toml::Value) -> Result<Value> {
    let manifest = read_toml(&folder.join("Cargo.toml"))?;
    let dependencies = |section: &str| dependencies(manifest.get(section), workspace);
    let mut files = Map::new();
    for entry in entries(folder)? {
        watch(&entry);
        read(&entry, &name(&entry), &mut files)?;
    }
    let home =
        folder.strip_prefix(root)?.components().map(|part| part.as_os_str().to_string_lossy());
    Ok(json!({
        "home": home.collect::<Vec<_>>().join("/"),
        "package": manifest["package"]["name"],
        "description": manifest["package"]["description"],
        "edition": workspace["package"]["edition"],
        "rustVersion": workspace["package"]["rust-version"],
        "dependencies": dependencies("dependencies")?,
        "devDependencies": dependencies("dev-dependencies")?,
        "files": files,
    }))
}

/// Dependencies with what they inherit of the workspace.
fn dependencies(section: Option<&toml::Value>, workspace: &toml::Value) -> Result<Value> {
    let mut all = Map::new();
    for (name, own) in section.and_then(toml::Value::as_table).into_iter().flatten() {
        let is_inherited = own.get("workspace").is_some();
        let base = if is_inherited { &workspace["dependencies"][name.as_str()] } else { own };
        let mut dependency = match base {
            toml::Value::String(version) => json!({ "version": version }),
            table => serde_json::to_value(table)?,
        };
        if let (true, Some(more)) = (is_inherited, own.get("features")) {
            let mut features = dependency["features"].as_array().cloned().unwrap_or_default();
            features.extend(serde_json::to_value(more)?.as_array().cloned().unwrap_or_default());
            dependency["features"] = features.into();
        }
        all.insert(name.clone(), dependency);
    }
    Ok(all.into())
}

/// Adds the texts of a file, or of a folder with all that is in it, by their paths in the app.
fn read(path: &Path, named: &str, files: &mut Map<String, Value>) -> Result<()> {
    if path.is_dir() {
        return entries(path)?
            .iter()
            .try_for_each(|entry| read(entry, &format!("{named}/{}", name(entry)), files));
    }
    if named != "Cargo.toml" {
        let text = fs::read_to_string(path).map_err(|error| format!("{named}: {error}"))?;
        files.insert(named.to_owned(), text.into());
    }
    Ok(())
}

/// What is written by hand in a folder, by name.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = name(&path);
        let is_left_out = MADE.contains(&name.as_str())
            || name.ends_with(".snap.new")
            || name.starts_with('.') && !HIDDEN.contains(&name.as_str());
        if !is_left_out {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn read_toml(path: &Path) -> Result<Table> {
    watch(path);
    let text = fs::read_to_string(path)?;
    Ok(text.parse().map_err(|error| format!("{}: {error}", path.display()))?)
}

fn watch(path: &Path) {
    println!("cargo::rerun-if-changed={}", path.display());
}
