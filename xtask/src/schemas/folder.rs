//! The vendored files on disk: read as one, replaced as one.

use std::fs;
use std::path::Path;

use anyhow::Context;

use super::Files;

/// What stands in `cfn-schemas/` now.
pub struct Vendored {
    pub schemas: Files,
    /// The text of `SOURCE.json`.
    pub source: Option<String>,
}

/// Reads the vendored schemas; a missing folder holds none.
pub fn read(home: &Path) -> anyhow::Result<Vendored> {
    let mut schemas = Files::new();
    let root = home.join("schemas");
    if root.is_dir() {
        for folder in fs::read_dir(&root)? {
            let folder = folder?;
            for file in fs::read_dir(folder.path())? {
                let file = file?;
                let name =
                    format!("{}/{}", folder.file_name().display(), file.file_name().display());
                schemas.insert(name, fs::read_to_string(file.path())?);
            }
        }
    }
    Ok(Vendored { schemas, source: fs::read_to_string(home.join("SOURCE.json")).ok() })
}

/// Writes the new files beside the old folder and swaps the two.
pub fn replace(home: &Path, schemas: &Files, source: &str) -> anyhow::Result<()> {
    let new = tempfile::Builder::new().prefix(".schemas-").tempdir_in(home)?;
    for (name, text) in schemas {
        let path = new.path().join("schemas").join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    fs::write(new.path().join("SOURCE.json"), source)?;
    let current = home.join("schemas");
    if current.exists() {
        fs::rename(&current, new.path().join("old"))?;
    }
    fs::rename(new.path().join("schemas"), &current)?;
    fs::rename(new.path().join("SOURCE.json"), home.join("SOURCE.json"))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacing_removes_files_that_are_gone_and_leaves_nothing_beside() {
        let home = tempfile::tempdir().unwrap();
        let one = Files::from([("us-east-1/a.json".to_owned(), "{}\n".to_owned())]);
        let other = Files::from([("us-east-1/b.json".to_owned(), "{}\n".to_owned())]);
        replace(home.path(), &one, "1").unwrap();
        replace(home.path(), &other, "2").unwrap();
        let read = read(home.path()).unwrap();
        assert_eq!((read.schemas, read.source), (other, Some("2".to_owned())));
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 2);
    }
}
