//! Checks template files that need no app.

use super::check::{self, Candidate, Unreadable};
use super::synth::unreadable_assembly;
use crate::context::Context;
use crate::error::Error;
use crate::report::Findings;
use cumulo_core::assembly::{Assembly, MANIFEST_FILE};
use std::path::{Path, PathBuf};

const EXTENSIONS: [&str; 4] = ["json", "yaml", "yml", "template"];

/// What was found in the files, and which of them could not be read.
pub fn files(cx: &Context, paths: &[PathBuf]) -> Result<(Findings, Vec<Unreadable>), Error> {
    let mut unreadable = Vec::new();
    let mut assemblies = Vec::new();
    let mut loose = Vec::new();
    for path in paths {
        let path = cx.folder.join(path);
        if path.join(MANIFEST_FILE).is_file() {
            assemblies.push(Assembly::read(&path).map_err(unreadable_assembly)?);
        } else if path.is_dir() {
            let mut found = Vec::new();
            files_below(cx, &path, &mut found, &mut unreadable);
            loose.extend(found.into_iter().map(|file| (file, true)));
        } else {
            loose.push((path, false));
        }
    }
    let mut candidates: Vec<Candidate<'_>> = assemblies
        .iter()
        .flat_map(|assembly| check::candidates(assembly, |file| cx.relative(file)))
        .collect();
    candidates.extend(loose.into_iter().map(|(file, is_guess)| Candidate {
        name: cx.relative(&file),
        file,
        origins: None,
        is_guess,
    }));
    let (findings, unread) = check::collect(check::all(&candidates), &cx.folder);
    unreadable.extend(unread);
    Ok((findings, unreadable))
}

/// Files below a folder that may be templates by their names, in the order of these.
fn files_below(
    cx: &Context,
    folder: &Path,
    found: &mut Vec<PathBuf>,
    unreadable: &mut Vec<Unreadable>,
) {
    let mut note = |path: &Path, error: std::io::Error| {
        unreadable.push(Unreadable { name: cx.relative(path), reason: error.to_string() });
    };
    let mut entries: Vec<_> = match std::fs::read_dir(folder) {
        Ok(entries) => entries.flatten().collect(),
        Err(error) => return note(folder, error),
    };
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name();
        // Links are not followed: they can lead in circles.
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            let is_skipped = name.to_string_lossy().starts_with('.')
                || name == "node_modules"
                || name == "target";
            if !is_skipped {
                files_below(cx, &path, found, unreadable);
            }
        } else if kind.is_file()
            && path.extension().is_some_and(|extension| EXTENSIONS.iter().any(|e| extension == *e))
        {
            found.push(path);
        }
    }
}
