//! Projects that pipelines run.

use super::project::{Parts, Project};
use super::{
    BuildEnvironment, BuildEnvironmentVariable, BuildSpec, Cache, FileSystemLocation, Logging,
    ProjectVisibility, Source,
};
use crate::ec2::{SecurityGroup, SubnetSelection, Vpc};
use crate::iam::Role;
use crate::kms::Key;
use crate::{Construct, Duration, IntoValue, Node, Value};
use bon::bon;
use std::ops::Deref;

/// A project that pipelines run: they hand over the code and take what was made.
///
/// ```
/// use cumulo::{App, Stack, codebuild::{BuildEnvironment, BuildImage, PipelineProject}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Delivery").build();
/// let build = PipelineProject::builder(&stack, "Build")
///     .environment(BuildEnvironment::new().build_image(BuildImage::standard_7_0()).privileged(true))
///     .build();
/// # cumulo::testing::Template::of(&app, "Delivery");
/// ```
#[derive(Clone, Debug)]
pub struct PipelineProject(Project);

#[bon]
impl PipelineProject {
    /// Starts to describe a project.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// What it does. Default: `buildspec.yml` of the code.
        build_spec: Option<BuildSpec>,
        /// Name in the account. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        project_name: Option<Value<String>>,
        /// What it is for, for people.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
        /// What it runs in.
        #[builder(default)]
        environment: BuildEnvironment,
        /// Its variables.
        #[builder(default, with = |variables: impl IntoIterator<Item = (impl Into<String>, BuildEnvironmentVariable)>| {
            variables.into_iter().map(|(name, variable)| (name.into(), variable)).collect()
        })]
        environment_variables: Vec<(String, BuildEnvironmentVariable)>,
        /// What builds keep for the next one.
        #[builder(default)]
        cache: Cache,
        /// Key that encrypts what it makes. Default: the pipeline's.
        encryption_key: Option<&Key>,
        /// Its role. Default: one that may write logs and reports.
        role: Option<&Role>,
        /// How long a build may take, 5 minutes to 36 hours. Default: 1 hour.
        timeout: Option<Duration>,
        /// How long a build may wait, 5 minutes to 8 hours. Default: 8 hours.
        queued_timeout: Option<Duration>,
        /// How many builds run at once. Default: the account's limit.
        concurrent_build_limit: Option<u32>,
        /// Where logs go. Default: CloudWatch Logs.
        logging: Option<Logging>,
        /// VPC in which builds run. Default: none.
        vpc: Option<&Vpc>,
        /// Its subnets. Default: private ones with a way out.
        #[builder(default)]
        subnet_selection: SubnetSelection,
        /// Its security groups. Default: one that is made for it.
        #[builder(default, with = |groups: impl IntoIterator<Item = SecurityGroup>| groups.into_iter().collect())]
        security_groups: Vec<SecurityGroup>,
        /// Whether its own group allows all traffic out. Default: true.
        #[builder(default = true)]
        allow_all_outbound: bool,
        /// How often a failed build is tried again, up to 10 times. Default: not.
        auto_retry_limit: Option<u32>,
        /// Who may see the builds. Default: those whom IAM allows it.
        visibility: Option<ProjectVisibility>,
        /// Whether builds may make reports. Default: true.
        #[builder(default = true)]
        grant_report_group_permissions: bool,
        /// Whether people may open a session in a running build. Default: false.
        #[builder(default)]
        ssm_session_permissions: bool,
        /// File systems that builds see, for projects in a VPC.
        #[builder(default, with = |locations: impl IntoIterator<Item = FileSystemLocation>| locations.into_iter().collect())]
        file_system_locations: Vec<FileSystemLocation>,
    ) -> PipelineProject {
        PipelineProject(Project::make(
            scope.node().child(id),
            Parts {
                source: Source::pipeline(),
                build_spec,
                project_name,
                description,
                environment,
                variables: environment_variables,
                cache,
                encryption_key: encryption_key.cloned(),
                role: role.cloned(),
                timeout,
                queued_timeout,
                concurrent_build_limit,
                logging,
                vpc: vpc.cloned(),
                subnets: subnet_selection,
                security_groups,
                allow_all_outbound,
                auto_retry_limit,
                visibility,
                report_group_permissions: grant_report_group_permissions,
                ssm_session_permissions,
                file_systems: file_system_locations,
                from_pipeline: true,
                ..Parts::default()
            },
        ))
    }
}

impl Deref for PipelineProject {
    type Target = Project;

    fn deref(&self) -> &Project {
        &self.0
    }
}

impl Construct for PipelineProject {
    fn node(&self) -> &Node {
        self.0.node()
    }
}

impl crate::iam::Grantable for PipelineProject {
    fn grant_principal(&self) -> crate::iam::Principal {
        self.0.grant_principal()
    }
}
