//! Reads an assembly that any program wrote.

use super::manifest::{Artifact, ArtifactKind, Manifest, MetadataEntry, NEWEST_READABLE};
use super::{FINDINGS_FILE, MANIFEST_FILE};
use crate::finding::Finding;
use indexmap::IndexMap;
use std::path::{Path, PathBuf};

/// A cloud assembly in memory: stages, their stacks, and where each resource comes from.
///
/// Templates stay on disk until somebody asks for them.
#[derive(Clone, Debug)]
pub struct Assembly {
    /// Folder that holds the outer manifest.
    pub folder: PathBuf,
    /// Name of the app; absent in assemblies of other programs.
    pub app: Option<String>,
    /// Stages in the order of the manifest. Stacks outside every stage stand in one without a name.
    pub stages: Vec<Stage>,
}

/// One stage of an assembly.
#[derive(Clone, Debug, Default)]
pub struct Stage {
    /// Name; absent for stacks that belong to no stage.
    pub name: Option<String>,
    /// Account as twelve digits; absent where the program left it open.
    pub account: Option<String>,
    /// Home region; absent where the program left it open.
    pub region: Option<String>,
    /// Whether the stage's data is guarded.
    pub protected: bool,
    /// Stacks, each after those that it depends on.
    pub stacks: Vec<Stack>,
}

/// One stack of an assembly.
#[derive(Clone, Debug)]
pub struct Stack {
    /// Id of the artifact, unique in its stage.
    pub id: String,
    /// Name in CloudFormation.
    pub name: String,
    /// Construct path, such as `prod/Network`.
    pub path: String,
    /// Account as twelve digits; absent where the program left it open.
    pub account: Option<String>,
    /// Region; absent where the program left it open.
    pub region: Option<String>,
    /// The template's file.
    pub template_file: PathBuf,
    /// Ids of stacks of the same stage that are deployed before this one.
    pub dependencies: Vec<String>,
    /// Tags that CloudFormation hands on to the resources.
    pub tags: IndexMap<String, String>,
    /// Values of template parameters.
    pub parameters: IndexMap<String, String>,
    /// Whether CloudFormation refuses to delete the stack; absent where the program said nothing.
    pub termination_protection: Option<bool>,
    /// Topics that CloudFormation tells of the stack's events.
    pub notification_arns: Vec<String>,
    /// Policy that guards resources of the stack against updates.
    pub stack_policy: Option<serde_json::Value>,
    /// Templates of nested stacks by the logical id of the nested stack's resource.
    pub nested_templates: IndexMap<String, PathBuf>,
    /// Origin of each element by logical id.
    pub origins: IndexMap<String, ResourceOrigin>,
}

impl Stack {
    /// Whether synthesis made this output because other stacks read it: no line of the program did.
    pub fn is_derived_output(&self, logical_id: &str) -> bool {
        let derived = ["PublishOutput", "ExportsOutput"];
        derived.iter().any(|prefix| logical_id.starts_with(prefix))
            && !self.origins.contains_key(logical_id)
    }
}

/// Where a resource (or parameter, or output) comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceOrigin {
    /// Construct path, such as `prod/Network/Vpc/Resource`.
    pub path: String,
    /// `file:line:column` in the user's program, where the program recorded it.
    pub source: Option<String>,
}

/// Why an assembly cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum AssemblyError {
    /// A file cannot be read.
    #[error("cannot read {}: {error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// The folder holds no manifest.
    #[error("{} is not a cloud assembly: it holds no {MANIFEST_FILE}", folder.display())]
    NotAnAssembly {
        /// The folder.
        folder: PathBuf,
    },
    /// A file is not what the format says.
    #[error("{} is not a valid manifest: {message}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column where known.
        message: String,
    },
    /// The assembly was written by a newer program.
    #[error(
        "{} has schema version {found}, and this cumulo reads versions up to {NEWEST_READABLE}; install a newer cumulo",
        path.display()
    )]
    TooNew {
        /// The manifest.
        path: PathBuf,
        /// Its version.
        found: String,
    },
}

impl Assembly {
    /// Reads the assembly in `folder`, stages and stacks in the manifest's order.
    ///
    /// # Errors
    /// When a manifest is missing, malformed or of a newer schema, or names a file outside the assembly.
    pub fn read(folder: &Path) -> Result<Assembly, AssemblyError> {
        let outer = read_manifest(folder)?;
        let mut assembly = Assembly {
            folder: folder.to_path_buf(),
            app: outer.app.as_ref().map(|app| app.name.clone()),
            stages: Vec::new(),
        };
        assembly.add_folder(folder, &outer, None)?;
        Ok(assembly)
    }

    /// All stacks of all stages.
    pub fn stacks(&self) -> impl Iterator<Item = (&Stage, &Stack)> {
        self.stages.iter().flat_map(|stage| stage.stacks.iter().map(move |stack| (stage, stack)))
    }

    /// Findings that the program left in `folder`; none when it left no file.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn read_findings(folder: &Path) -> Result<Vec<Finding>, AssemblyError> {
        let path = folder.join(FINDINGS_FILE);
        match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map_err(|error| AssemblyError::Invalid { path, message: error.to_string() }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(AssemblyError::Read { path, error }),
        }
    }

    fn add_folder(
        &mut self,
        folder: &Path,
        manifest: &Manifest,
        name: Option<String>,
    ) -> Result<(), AssemblyError> {
        let info = manifest.stage.as_ref();
        let mut stage = Stage {
            name: info.map(|info| info.name.clone()).or(name),
            account: info.and_then(|info| info.account.clone()),
            region: info.and_then(|info| info.region.clone()),
            protected: info.is_some_and(|info| info.protected),
            stacks: Vec::new(),
        };
        for (id, artifact) in &manifest.artifacts {
            if artifact.kind == ArtifactKind::Stack {
                stage.stacks.push(stack(folder, id, artifact)?);
            }
        }
        let ids: Vec<String> = stage.stacks.iter().map(|stack| stack.id.clone()).collect();
        for stack in &mut stage.stacks {
            // Dependencies on assets and other artifacts are nothing to wait for here.
            stack.dependencies.retain(|id| ids.contains(id));
        }
        stage.stacks = in_order(stage.stacks);
        if stage.name.is_some() || !stage.stacks.is_empty() {
            self.stages.push(stage);
        }
        for (id, artifact) in &manifest.artifacts {
            if artifact.kind == ArtifactKind::Assembly {
                let name = artifact.properties.directory_name.as_deref().unwrap_or(id);
                let inner = inside(folder, name)?;
                let display = artifact.properties.display_name.clone();
                let manifest = read_manifest(&inner)?;
                self.add_folder(&inner, &manifest, Some(display.unwrap_or_else(|| id.clone())))?;
            }
        }
        Ok(())
    }
}

/// Sorts stacks so that each comes after its dependencies; the manifest's order decides where it is free.
fn in_order(mut waiting: Vec<Stack>) -> Vec<Stack> {
    let mut sorted: Vec<Stack> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let ready = |stack: &Stack| {
            stack.dependencies.iter().all(|id| sorted.iter().any(|done| done.id == *id))
        };
        // A cycle cannot be ordered; whoever deploys reports it, so the rest keeps its order here.
        let next = waiting.iter().position(ready).unwrap_or(0);
        sorted.push(waiting.remove(next));
    }
    sorted
}

fn read_manifest(folder: &Path) -> Result<Manifest, AssemblyError> {
    let path = folder.join(MANIFEST_FILE);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(AssemblyError::NotAnAssembly { folder: folder.to_path_buf() });
        }
        Err(error) => return Err(AssemblyError::Read { path, error }),
    };
    // The version is looked at first: a newer manifest may not even parse.
    #[derive(serde::Deserialize)]
    struct Version {
        version: String,
    }
    let invalid = |error: serde_json::Error| AssemblyError::Invalid {
        path: path.clone(),
        message: error.to_string(),
    };
    let Version { version } = serde_json::from_slice(&bytes).map_err(invalid)?;
    let major: u64 =
        version.split('.').next().and_then(|part| part.parse().ok()).ok_or_else(|| {
            AssemblyError::Invalid {
                path: path.clone(),
                message: format!("`version` is `{version}`, expected three numbers such as 36.0.0"),
            }
        })?;
    if major > NEWEST_READABLE {
        return Err(AssemblyError::TooNew { path, found: version });
    }
    serde_json::from_slice(&bytes).map_err(invalid)
}

/// Joins a relative name that must not leave the folder.
fn inside(folder: &Path, name: &str) -> Result<PathBuf, AssemblyError> {
    let relative = Path::new(name);
    let stays = relative
        .components()
        .all(|part| matches!(part, std::path::Component::Normal(_) | std::path::Component::CurDir));
    if stays {
        Ok(folder.join(relative))
    } else {
        Err(AssemblyError::Invalid {
            path: folder.join(MANIFEST_FILE),
            message: format!("`{name}` lies outside the assembly"),
        })
    }
}

fn stack(folder: &Path, id: &str, artifact: &Artifact) -> Result<Stack, AssemblyError> {
    let missing = |what: &str| AssemblyError::Invalid {
        path: folder.join(MANIFEST_FILE),
        message: format!("stack `{id}` has no `{what}`"),
    };
    let properties = &artifact.properties;
    let environment = artifact.environment.as_deref().ok_or_else(|| missing("environment"))?;
    let (account, region) = environment
        .strip_prefix("aws://")
        .and_then(|rest| rest.split_once('/'))
        .ok_or_else(|| AssemblyError::Invalid {
            path: folder.join(MANIFEST_FILE),
            message: format!(
                "stack `{id}` has environment `{environment}`, expected aws://ACCOUNT/REGION"
            ),
        })?;
    let known = |part: &str| (!part.starts_with("unknown-")).then(|| part.to_owned());
    let template = properties.template_file.as_deref().ok_or_else(|| missing("templateFile"))?;
    let info = artifact.stack.clone().unwrap_or_default();
    let mut nested_templates = IndexMap::new();
    for (logical_id, file) in &info.nested_templates {
        nested_templates.insert(logical_id.clone(), inside(folder, file)?);
    }
    Ok(Stack {
        id: id.to_owned(),
        name: properties.stack_name.clone().unwrap_or_else(|| id.to_owned()),
        path: artifact.display_name.clone().unwrap_or_else(|| id.to_owned()),
        account: known(account),
        region: known(region),
        template_file: inside(folder, template)?,
        dependencies: artifact.dependencies.clone(),
        tags: properties.tags.clone(),
        parameters: properties.parameters.clone(),
        termination_protection: properties.termination_protection,
        notification_arns: properties.notification_arns.clone(),
        stack_policy: info.stack_policy,
        nested_templates,
        origins: origins(folder, artifact)?,
    })
}

type Metadata = IndexMap<String, Vec<MetadataEntry>>;

fn origins(
    folder: &Path,
    artifact: &Artifact,
) -> Result<IndexMap<String, ResourceOrigin>, AssemblyError> {
    let more: Metadata = match &artifact.additional_metadata_file {
        None => Metadata::new(),
        Some(file) => {
            let path = inside(folder, file)?;
            let bytes = std::fs::read(&path)
                .map_err(|error| AssemblyError::Read { path: path.clone(), error })?;
            serde_json::from_slice(&bytes)
                .map_err(|error| AssemblyError::Invalid { path, message: error.to_string() })?
        }
    };
    let mut origins = IndexMap::new();
    for (path, entries) in artifact.metadata.iter().chain(&more) {
        for entry in entries.iter().filter(|entry| entry.kind == "aws:cdk:logicalId") {
            if let Some(logical_id) = entry.data.as_str() {
                let origin = ResourceOrigin {
                    path: path.trim_start_matches('/').to_owned(),
                    source: entry.trace.first().cloned().or_else(|| creation(entries)),
                };
                origins.insert(logical_id.to_owned(), origin);
            }
        }
    }
    Ok(origins)
}

/// The nearest line of the stack trace that the AWS CDK records beside a construct's logical id.
fn creation(entries: &[MetadataEntry]) -> Option<String> {
    let entry = entries.iter().find(|entry| entry.kind == "aws:cdk:creationStack")?;
    entry.data.as_array()?.iter().find_map(|line| {
        // `main (/app/main.ts:3:9)`
        let (_, position) = line.as_str()?.rsplit_once('(')?;
        position.strip_suffix(')').map(str::to_owned)
    })
}
