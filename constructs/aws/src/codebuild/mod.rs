//! CodeBuild: projects that build and test code.

mod artifacts;
mod build_image;
mod build_spec;
mod cache;
mod environment;
mod filter_group;
mod pipeline_project;
mod project;
mod report_group;
mod source;
mod target;

pub use artifacts::Artifacts;
pub use build_image::{BuildImage, ComputeType};
pub use build_spec::BuildSpec;
pub use cache::{Cache, LocalCacheMode};
pub use environment::{BuildEnvironment, BuildEnvironmentVariable};
pub(crate) use environment::{action_variables, grant_variables};
pub use filter_group::{EventAction, FilterGroup};
pub use pipeline_project::PipelineProject;
pub use project::{Logging, Project, ProjectVisibility};
pub use report_group::{GitHubSourceCredentials, ReportGroup, ReportGroupType};
pub use source::Source;
pub use target::CodeBuildProject;
