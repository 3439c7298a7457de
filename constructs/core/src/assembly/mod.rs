//! The cloud assembly: the folder that passes between a user's program and the tools.
//!
//! The layout is the AWS CDK's published format (`manifest.json`, schema [`SCHEMA_VERSION`]), so
//! the AWS CDK's CLI reads it too. What the format has no word for stands in fields named
//! `cumulo`, which other readers ignore.

mod folder;
mod manifest;
mod read;

pub use folder::{STAGING_SUFFIX, replace_folder, staging_folder};
pub use manifest::{
    AppInfo, Artifact, ArtifactKind, Manifest, MetadataEntry, NEWEST_READABLE, Properties,
    SCHEMA_VERSION, StackInfo, StageInfo,
};
pub use read::{Assembly, AssemblyError, ResourceOrigin, Stack, Stage};

/// Name of the manifest in each folder of an assembly.
pub const MANIFEST_FILE: &str = "manifest.json";

/// Name of the file in which a program leaves its findings, errors included.
pub const FINDINGS_FILE: &str = "findings.json";

/// Name of the file that holds the construct tree.
pub const TREE_FILE: &str = "tree.json";
