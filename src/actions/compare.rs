//! Compares two assemblies file by file, and two templates value by value.

use cumulo_core::assembly::{FINDINGS_FILE, TREE_FILE};
use cumulo_schemas::Template;
use cumulo_schemas::template::{Node, Value};
use std::collections::BTreeSet;
use std::io;
use std::path::Path;

/// One value that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// File, relative to the output folder.
    pub file: String,
    /// JSON pointer to the value; none where whole files differ.
    pub pointer: Option<String>,
    /// What is there now; none where it is new.
    pub old: Option<String>,
    /// What the program makes; none where it is gone.
    pub new: Option<String>,
}

/// A file that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedFile {
    /// File, relative to the output folder.
    pub name: String,
    /// What happened to it.
    pub change: Change,
}

/// What happened to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Added,
    /// Its content is another.
    Changed,
    /// It is gone.
    Removed,
}

/// Files that differ between two folders, in the order of their names.
pub fn changed_files(old: &Path, new: &Path) -> io::Result<Vec<ChangedFile>> {
    let (before, after) = (files(old)?, files(new)?);
    let mut changed = Vec::new();
    for name in before.union(&after) {
        let change = match (before.contains(name), after.contains(name)) {
            (false, _) => Change::Added,
            (_, false) => Change::Removed,
            _ if std::fs::read(old.join(name))? != std::fs::read(new.join(name))? => {
                Change::Changed
            }
            _ => continue,
        };
        changed.push(ChangedFile { name: name.clone(), change });
    }
    Ok(changed)
}

/// Every value that differs between two folders.
pub fn differences(old: &Path, new: &Path) -> io::Result<Vec<Difference>> {
    let mut list = Vec::new();
    for ChangedFile { name: file, .. } in changed_files(old, new)? {
        if file == FINDINGS_FILE || file == TREE_FILE {
            continue;
        }
        let before = std::fs::read(old.join(&file)).ok();
        let after = std::fs::read(new.join(&file)).ok();
        let known = list.len();
        if let (Some(before), Some(after)) = (&before, &after)
            && let (Ok(before), Ok(after)) =
                (Template::parse(before, &file), Template::parse(after, &file))
        {
            let pair = (Side(&before, before.root()), Side(&after, after.root()));
            values(&file, String::new(), pair, &mut list);
        }
        if list.len() == known {
            let word = |there: Option<Vec<u8>>| there.map(|bytes| format!("{} bytes", bytes.len()));
            list.push(Difference { file, pointer: None, old: word(before), new: word(after) });
        }
    }
    Ok(list)
}

/// A value of one of the two templates.
#[derive(Clone, Copy)]
struct Side<'a>(&'a Template, &'a Node);

impl Side<'_> {
    /// The value as it stands in the file, shortened.
    fn shown(self) -> String {
        let text = self.0.source(self.1.span).split_whitespace().collect::<Vec<_>>().join(" ");
        match text.char_indices().nth(60) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        }
    }
}

fn values(
    file: &str,
    pointer: String,
    (old, new): (Side<'_>, Side<'_>),
    list: &mut Vec<Difference>,
) {
    match (&old.1.value, &new.1.value) {
        (Value::Object(before), Value::Object(after)) => {
            let mut add = |key: &str, old: Option<Side<'_>>, new: Option<Side<'_>>| {
                let key = key.replace('~', "~0").replace('/', "~1");
                both(file, format!("{pointer}/{key}"), old, new, list);
            };
            for entry in before {
                let other = after.iter().find(|other| other.key == entry.key);
                add(
                    &entry.key,
                    Some(Side(old.0, &entry.value)),
                    other.map(|other| Side(new.0, &other.value)),
                );
            }
            for entry in after.iter().filter(|entry| before.iter().all(|old| old.key != entry.key))
            {
                add(&entry.key, None, Some(Side(new.0, &entry.value)));
            }
        }
        (Value::Array(before), Value::Array(after)) => {
            for at in 0..before.len().max(after.len()) {
                let old = before.get(at).map(|node| Side(old.0, node));
                let new = after.get(at).map(|node| Side(new.0, node));
                both(file, format!("{pointer}/{at}"), old, new, list);
            }
        }
        (before, after) if is_equal(before, after) => {}
        _ => list.push(Difference {
            file: file.to_owned(),
            pointer: Some(pointer),
            old: Some(old.shown()),
            new: Some(new.shown()),
        }),
    }
}

fn both(
    file: &str,
    pointer: String,
    old: Option<Side<'_>>,
    new: Option<Side<'_>>,
    list: &mut Vec<Difference>,
) {
    match (old, new) {
        (Some(old), Some(new)) => values(file, pointer, (old, new), list),
        (old, new) => list.push(Difference {
            file: file.to_owned(),
            pointer: Some(pointer),
            old: old.map(Side::shown),
            new: new.map(Side::shown),
        }),
    }
}

fn is_equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Int(a), Value::Int(b)) => a == b,
        (Value::Float(a), Value::Float(b)) => a == b,
        (Value::String(a), Value::String(b)) => a == b,
        _ => false,
    }
}

/// All files below a folder, relative with `/`.
fn files(folder: &Path) -> io::Result<BTreeSet<String>> {
    fn walk(folder: &Path, prefix: &str, names: &mut BTreeSet<String>) -> io::Result<()> {
        let entries = match std::fs::read_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                walk(&entry.path(), &format!("{name}/"), names)?;
            } else if !name.ends_with(".lock") {
                names.insert(name);
            }
        }
        Ok(())
    }
    let mut names = BTreeSet::new();
    walk(folder, "", &mut names)?;
    Ok(names)
}
