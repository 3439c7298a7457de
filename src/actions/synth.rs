//! Runs a program and checks what it wrote.

use super::check::{self, Unreadable};
use super::compare::ChangedFile;
use super::publish;
use crate::context::Context;
use crate::error::{Error, Failure};
use crate::program::{App, Ended, Format, Run, Target, find};
use crate::report::Findings;
use cumulo_core::assembly::{Assembly, AssemblyError};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What to synthesize, and where to.
#[derive(Debug)]
pub struct SynthRequest<'a> {
    /// The program, or an assembly that is only read and checked.
    pub target: &'a Target,
    /// Stages; all when empty.
    pub stages: &'a [String],
    /// Format of the templates.
    pub format: Format,
    /// Where the assembly goes.
    pub output: Output<'a>,
    /// Whether the templates are validated.
    pub validate: bool,
}

/// Where an assembly goes.
#[derive(Clone, Copy, Debug)]
pub enum Output<'a> {
    /// Into a folder, whose former content is replaced in one step when all is well.
    Folder(&'a Path),
    /// Into a folder that goes away with the result; errors among the findings do not end the run.
    Temporary,
}

/// A finished assembly.
#[derive(Debug)]
pub struct Synthesized {
    /// The assembly.
    pub assembly: Assembly,
    /// What was found in it.
    pub findings: Findings,
    /// Files that are not what they were; none for a temporary folder.
    pub changed: Vec<ChangedFile>,
    /// Keeps a temporary folder alive.
    _folder: Option<TempDir>,
}

/// Runs the program and validates its templates.
///
/// Errors among the findings end the run for [`Output::Folder`], and the folder keeps its former content; for
/// [`Output::Temporary`] only those that kept the program from writing templates do.
pub fn run(cx: &Context, request: &SynthRequest<'_>) -> Result<Synthesized, Error> {
    match request.target {
        Target::Assembly(folder) => read(cx, folder, request),
        Target::App(app) => {
            known_stages(request.stages, &app.stages)?;
            match request.output {
                Output::Temporary => temporary(app, request),
                Output::Folder(folder) => into_folder(cx, app, folder, request),
            }
        }
    }
}

fn read(cx: &Context, folder: &Path, request: &SynthRequest<'_>) -> Result<Synthesized, Error> {
    let mut assembly = Assembly::read(folder).map_err(unreadable_assembly)?;
    let names: Vec<String> =
        assembly.stages.iter().filter_map(|stage| stage.name.clone()).collect();
    known_stages(request.stages, &names)?;
    let is_wanted = |name: &Option<String>| {
        request.stages.is_empty() || name.as_ref().is_some_and(|name| request.stages.contains(name))
    };
    assembly.stages.retain(|stage| is_wanted(&stage.name));
    let findings = if request.validate {
        let own = Assembly::read_findings(folder).map_err(unreadable_assembly)?;
        let mut findings = validate(&assembly, folder, |file| cx.relative(file))?;
        findings.list.extend(own.into_iter().map(crate::report::Finding::from));
        findings.merge();
        findings
    } else {
        Findings::default()
    };
    Ok(Synthesized { assembly, findings, changed: Vec::new(), _folder: None })
}

fn temporary(app: &App, request: &SynthRequest<'_>) -> Result<Synthesized, Error> {
    let folder = tempfile::Builder::new().prefix("cumulo-").tempdir().map_err(|error| {
        Failure::new(format!("no temporary folder can be made: {error}"))
            .next("make room in the temporary folder, or set TMPDIR to another one")
    })?;
    let (assembly, findings) = written(app, folder.path(), request)?;
    Ok(Synthesized { assembly, findings, changed: Vec::new(), _folder: Some(folder) })
}

fn into_folder(
    cx: &Context,
    app: &App,
    folder: &Path,
    request: &SynthRequest<'_>,
) -> Result<Synthesized, Error> {
    let publishing = publish::Publishing::begin(cx, folder)?;
    let (assembly, findings) = written(app, publishing.staging(), request)?;
    if findings.has_errors() {
        return Err(Error::Findings(Box::new(findings)));
    }
    let changed = publishing.finish(cx)?;
    let assembly = moved(assembly, folder);
    Ok(Synthesized { assembly, findings, changed, _folder: None })
}

/// Runs the program into `folder` and checks the outcome.
fn written(
    app: &App,
    folder: &Path,
    request: &SynthRequest<'_>,
) -> Result<(Assembly, Findings), Error> {
    let run = Run { app, output: folder, stages: request.stages, format: request.format };
    let ended = run.run()?;
    let own = Assembly::read_findings(folder).map_err(unreadable_assembly)?;
    let own: Vec<_> = own.into_iter().map(crate::report::Finding::from).collect();
    if ended == Ended::Findings {
        if own.is_empty() {
            return Err(Failure::new(format!(
                "the program of app {} says that it has findings (exit code 3), but left none",
                app.name
            ))
            .next("a program ends with `App::run`, which writes findings.json")
            .into());
        }
        let mut findings =
            Findings { list: own, folder: app.folder.clone(), ..Findings::default() };
        findings.merge();
        return Err(Error::Findings(Box::new(findings)));
    }
    let assembly = Assembly::read(folder).map_err(|error| match error {
        AssemblyError::NotAnAssembly { .. } => Error::from(
            Failure::new(format!(
                "the program of app {} ended well but wrote no assembly",
                app.name
            ))
            .next("a program ends with `App::run`, which writes to the folder in CUMULO_OUTPUT"),
        ),
        other => unreadable_assembly(other),
    })?;
    let mut findings = if request.validate {
        let name = |file: &Path| {
            file.strip_prefix(folder).unwrap_or(file).to_string_lossy().replace('\\', "/")
        };
        validate(&assembly, &app.folder, name)?
    } else {
        Findings::default()
    };
    findings.list.splice(0..0, own);
    findings.merge();
    Ok((assembly, findings))
}

fn validate(
    assembly: &Assembly,
    folder: &Path,
    name: impl Fn(&Path) -> String,
) -> Result<Findings, Error> {
    let candidates = check::candidates(assembly, name);
    let (findings, unreadable) = check::collect(check::all(&candidates), folder);
    match unreadable.first() {
        None => Ok(findings),
        Some(Unreadable { name, reason }) => {
            Err(Failure::new(format!("the manifest names {name}, which cannot be read: {reason}"))
                .next("make the assembly again")
                .into())
        }
    }
}

/// Refuses stages that the app does not have.
pub fn known_stages(asked: &[String], known: &[String]) -> Result<(), Error> {
    match asked.iter().find(|stage| !known.contains(stage)) {
        None => Ok(()),
        Some(stage) => Err(Failure::usage(find::unknown("stage", stage, known))
            .next("see `cumulo list` for the stages of the app")
            .into()),
    }
}

/// The assembly after its folder was moved to `folder`.
fn moved(mut assembly: Assembly, folder: &Path) -> Assembly {
    let old = std::mem::replace(&mut assembly.folder, folder.to_path_buf());
    let moved = |file: &mut PathBuf| {
        if let Ok(inner) = file.strip_prefix(&old) {
            *file = folder.join(inner);
        }
    };
    for stack in assembly.stages.iter_mut().flat_map(|stage| &mut stage.stacks) {
        moved(&mut stack.template_file);
        stack.nested_templates.values_mut().for_each(moved);
    }
    assembly
}

/// The failure behind an assembly that cannot be read.
pub fn unreadable_assembly(error: AssemblyError) -> Error {
    Failure::new(error.to_string()).next("make the assembly again, or name another folder").into()
}
