//! CodeBuild: projects that build and test code.

mod artifacts;
mod build_image;
mod build_spec;
mod cache;
mod credentials;
mod environment;
mod file_system;
mod filter_group;
mod fleet;
mod network;
mod pipeline_project;
mod project;
mod project_events;
mod report_group;
mod source;
mod target;
mod untrusted_code;

pub use artifacts::Artifacts;
pub use build_image::{BuildImage, ComputeType, WindowsImageType};
pub use build_spec::BuildSpec;
pub use cache::{Cache, LocalCacheMode};
pub use credentials::{
    BitBucketSourceCredentials, GitHubEnterpriseSourceCredentials, GitHubSourceCredentials,
};
pub use environment::{BuildEnvironment, BuildEnvironmentVariable, HostKernel};
pub(crate) use environment::{action_variables, grant_variables};
pub use file_system::FileSystemLocation;
pub use filter_group::{EventAction, FilterGroup};
pub use fleet::{EnvironmentType, Fleet, FleetCompute, FleetOverflowBehavior};
pub use pipeline_project::PipelineProject;
pub use project::{Logging, Project, ProjectVisibility};
pub use project_events::{ImportedProject, StateChangeEvent};
pub use report_group::{ReportGroup, ReportGroupType};
pub use source::Source;
pub use target::CodeBuildProject;
pub use untrusted_code::UntrustedCodeBoundaryPolicy;
