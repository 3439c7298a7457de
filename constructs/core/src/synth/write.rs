//! Puts a synthesized app on disk as a cloud assembly.

use super::{Synthesis, SynthesizedStack, SynthesizedStage};
use crate::assembly::{
    AppInfo, Artifact, ArtifactKind, FINDINGS_FILE, MANIFEST_FILE, Manifest, MetadataEntry,
    Properties, SCHEMA_VERSION, StackInfo, StageInfo, TREE_FILE, replace_folder, staging_folder,
};
use crate::finding::Finding;
use crate::yaml;
use indexmap::IndexMap;
use serde::Serialize;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// How templates are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Pretty JSON.
    #[default]
    Json,
    /// YAML that readers of YAML 1.1 and 1.2 understand alike.
    Yaml,
}

impl Format {
    /// Ending of template files.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Yaml => "yaml",
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "json" => Ok(Format::Json),
            "yaml" => Ok(Format::Yaml),
            _ => Err(format!("there is no format `{name}`; use json or yaml")),
        }
    }
}

/// Why an assembly cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The system refuses.
    #[error("cannot write {}: {error}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The output folder holds something else.
    #[error(
        "{} is not a cloud assembly, so it is not replaced; name an empty or new folder",
        folder.display()
    )]
    NotOurs {
        /// The folder.
        folder: PathBuf,
    },
}

impl Synthesis {
    /// Writes the assembly beside `folder` and swaps it in, so that a reader never sees half of one
    /// and the last good one stays when anything goes wrong.
    ///
    /// # Errors
    /// When the system refuses, or `folder` holds files and no assembly.
    pub fn write(&self, app: &str, folder: &Path, format: Format) -> Result<(), WriteError> {
        if holds_something_else(folder) {
            return Err(WriteError::NotOurs { folder: folder.to_path_buf() });
        }
        let failed = |error| WriteError::Io { path: folder.to_path_buf(), error };
        let staging = staging_folder(folder).map_err(failed)?;
        self.write_into(app, &staging, format)?;
        replace_folder(&staging, folder).map_err(failed)
    }

    /// Writes the assembly straight into `folder`, which whoever called swaps in.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn write_into(&self, app: &str, folder: &Path, format: Format) -> Result<(), WriteError> {
        let mut outer = manifest();
        outer.app = Some(AppInfo { name: app.to_owned() });
        for stage in &self.stages {
            match &stage.name {
                None => write_stacks(folder, &mut outer, stage, format)?,
                Some(name) => {
                    let inner = folder.join(name);
                    let mut manifest = manifest();
                    manifest.stage = Some(StageInfo {
                        name: name.clone(),
                        account: stage.account.clone(),
                        region: stage.region.clone(),
                        protected: stage.protected,
                    });
                    write_stacks(&inner, &mut manifest, stage, format)?;
                    write_json(&inner.join(MANIFEST_FILE), &manifest)?;
                    let properties = Properties {
                        directory_name: Some(name.clone()),
                        display_name: Some(name.clone()),
                        ..Properties::default()
                    };
                    outer
                        .artifacts
                        .insert(name.clone(), artifact(ArtifactKind::Assembly, properties));
                }
            }
        }
        let tree = Properties { file: Some(TREE_FILE.into()), ..Properties::default() };
        outer.artifacts.insert("Tree".into(), artifact(ArtifactKind::Tree, tree));
        write(&folder.join(TREE_FILE), self.tree.as_bytes())?;
        write_findings(folder, &self.findings)?;
        write_json(&folder.join(MANIFEST_FILE), &outer)
    }
}

/// Leaves findings in `folder` for whoever started the program.
pub(crate) fn write_findings(folder: &Path, findings: &[Finding]) -> Result<(), WriteError> {
    write_json(&folder.join(FINDINGS_FILE), &findings)
}

fn holds_something_else(folder: &Path) -> bool {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some() && !folder.join(MANIFEST_FILE).is_file(),
        Err(_) => folder.exists(),
    }
}

fn manifest() -> Manifest {
    Manifest {
        version: SCHEMA_VERSION.into(),
        generator: Some(concat!("cumulo ", env!("CARGO_PKG_VERSION")).into()),
        app: None,
        stage: None,
        artifacts: IndexMap::new(),
    }
}

fn artifact(kind: ArtifactKind, properties: Properties) -> Artifact {
    Artifact {
        kind,
        environment: None,
        display_name: None,
        dependencies: Vec::new(),
        properties,
        metadata: IndexMap::new(),
        additional_metadata_file: None,
        stack: None,
    }
}

fn write_stacks(
    folder: &Path,
    manifest: &mut Manifest,
    stage: &SynthesizedStage,
    format: Format,
) -> Result<(), WriteError> {
    for stack in &stage.stacks {
        let file = format!("{}.template.{}", stack.id, format.extension());
        write_template(&folder.join(&file), &stack.template, format)?;
        for (_, file, template) in &stack.nested {
            write_template(&folder.join(file), template, Format::Json)?;
        }
        manifest.artifacts.insert(stack.id.clone(), stack_artifact(stack, file));
    }
    Ok(())
}

fn stack_artifact(stack: &SynthesizedStack, template_file: String) -> Artifact {
    let part =
        |part: &Option<String>, unknown: &str| part.clone().unwrap_or_else(|| unknown.into());
    let account = part(&stack.account, "unknown-account");
    let region = part(&stack.region, "unknown-region");
    let info = StackInfo {
        stack_policy: stack.stack_policy.clone(),
        nested_templates: stack
            .nested
            .iter()
            .map(|(logical_id, file, _)| (logical_id.clone(), file.clone()))
            .collect(),
    };
    Artifact {
        environment: Some(format!("aws://{account}/{region}")),
        display_name: Some(stack.path.clone()),
        dependencies: stack.dependencies.clone(),
        metadata: stack.elements.iter().map(metadata).collect(),
        stack: Some(info).filter(|info| !info.is_empty()),
        ..artifact(
            ArtifactKind::Stack,
            Properties {
                stack_name: Some(stack.name.clone()),
                template_file: Some(template_file),
                tags: stack.tags.clone(),
                termination_protection: stack.termination_protection,
                notification_arns: stack.notification_arns.clone(),
                ..Properties::default()
            },
        )
    }
}

fn metadata((logical_id, path, source): &(String, String, String)) -> (String, Vec<MetadataEntry>) {
    let entry = MetadataEntry {
        kind: "aws:cdk:logicalId".into(),
        data: logical_id.clone().into(),
        trace: vec![source.clone()],
    };
    (format!("/{path}"), vec![entry])
}

fn write_template(path: &Path, json: &str, format: Format) -> Result<(), WriteError> {
    match format {
        Format::Json => write(path, json.as_bytes()),
        Format::Yaml => {
            let value =
                serde_json::from_str(json).expect("a template that was just rendered is JSON");
            write(path, yaml::to_string(&value).as_bytes())
        }
    }
}

fn write_json(path: &Path, value: &impl Serialize) -> Result<(), WriteError> {
    let mut text = serde_json::to_string_pretty(value).expect("the assembly's types are JSON");
    text.push('\n');
    write(path, text.as_bytes())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let failed = |error| WriteError::Io { path: path.to_path_buf(), error };
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(failed)?;
    }
    std::fs::write(path, bytes).map_err(failed)
}
