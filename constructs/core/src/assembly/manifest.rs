//! The manifest as it stands on disk.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// Schema version that cumulo writes: the lowest that holds what it uses, so that old readers accept it.
pub const SCHEMA_VERSION: &str = "36.0.0";

/// Highest major schema version whose meaning is known to this reader.
pub const NEWEST_READABLE: u64 = 55;

/// One `manifest.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// Version of the schema, three parts.
    pub version: String,
    /// Program that wrote the assembly, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generator: Option<String>,
    /// What cumulo knows of the app; in the outer manifest only.
    #[serde(rename = "cumulo:app", default, skip_serializing_if = "Option::is_none")]
    pub app: Option<AppInfo>,
    /// What cumulo knows of the stage; in the manifest of a stage only.
    #[serde(rename = "cumulo:stage", default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<StageInfo>,
    /// Parts of the assembly by id.
    #[serde(default)]
    pub artifacts: IndexMap<String, Artifact>,
}

/// The app behind an assembly.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AppInfo {
    /// Name as `cumulo.yaml` gives it.
    pub name: String,
}

/// The stage behind a nested assembly.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StageInfo {
    /// Name as `cumulo.yaml` gives it.
    pub name: String,
    /// Account that the stage belongs to, twelve digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Home region of the stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Whether the stage's data is guarded.
    #[serde(default)]
    pub protected: bool,
}

/// Kinds of artifacts that cumulo reads; others are passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ArtifactKind {
    /// A stack with its template.
    #[serde(rename = "aws:cloudformation:stack")]
    Stack,
    /// A folder with a manifest of its own.
    #[serde(rename = "cdk:cloud-assembly")]
    Assembly,
    /// The construct tree.
    #[serde(rename = "cdk:tree")]
    Tree,
    /// Anything else.
    #[serde(other)]
    Other,
}

/// One part of an assembly.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Artifact {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: ArtifactKind,
    /// `aws://ACCOUNT/REGION`, stacks only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// Name for people; of a stack its construct path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Ids of artifacts that come first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dependencies: Vec<String>,
    /// Details of this kind of artifact.
    #[serde(default, skip_serializing_if = "Properties::is_empty")]
    pub properties: Properties,
    /// Entries by construct path: logical ids and source lines.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub metadata: IndexMap<String, Vec<MetadataEntry>>,
    /// File with more metadata; other programs write all of it there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub additional_metadata_file: Option<String>,
    /// What the published format has no word for.
    #[serde(rename = "cumulo:stack", default, skip_serializing_if = "Option::is_none")]
    pub stack: Option<StackInfo>,
}

/// Details of an artifact; which are set depends on its kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Properties {
    /// Name of the stack in CloudFormation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stack_name: Option<String>,
    /// Template, relative to the manifest's folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_file: Option<String>,
    /// Tags of the stack, which CloudFormation hands on to its resources.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub tags: IndexMap<String, String>,
    /// Values of template parameters.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub parameters: IndexMap<String, String>,
    /// Whether CloudFormation refuses to delete the stack.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub termination_protection: Option<bool>,
    /// Topics that CloudFormation tells of the stack's events.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notification_arns: Vec<String>,
    /// Folder of a nested assembly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub directory_name: Option<String>,
    /// File of a construct tree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
}

impl Properties {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What cumulo knows of a stack beyond the published format.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StackInfo {
    /// Policy that guards resources of the stack against updates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stack_policy: Option<serde_json::Value>,
    /// Templates of nested stacks by the logical id of the nested stack's resource, relative to the manifest's folder.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub nested_templates: IndexMap<String, String>,
}

impl StackInfo {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.stack_policy.is_none() && self.nested_templates.is_empty()
    }
}

/// One entry of an artifact's metadata.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MetadataEntry {
    /// `aws:cdk:logicalId` for resources.
    #[serde(rename = "type")]
    pub kind: String,
    /// The logical id.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub data: serde_json::Value,
    /// Where the construct was made, as `file:line:column`; first the nearest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trace: Vec<String>,
}
