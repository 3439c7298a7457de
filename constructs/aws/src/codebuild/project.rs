//! Projects.

use super::environment::{grant_variables, variables};
use super::network::Network;
use super::{
    Artifacts, BuildEnvironment, BuildEnvironmentVariable, BuildSpec, Cache, FileSystemLocation,
    ImportedProject, Source,
};
use crate::bag::{bag, flag, list, number, opt};
use crate::cfn::codebuild::CfnProject;
use crate::ec2::{Connectable, Connections, SecurityGroup, SubnetSelection, Vpc};
use crate::iam::{Grantable, PolicyStatement, Principal, Role};
use crate::kms::Key;
use crate::logs::LogGroup;
use crate::s3::Bucket;
use crate::{CfnType, Construct, Duration, Expr, Fn, IntoValue, Node, Resource, Value, text};
use bon::bon;

/// Who may see the builds of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProjectVisibility {
    /// Everybody.
    PublicRead,
    /// Those whom IAM allows it.
    Private,
}

/// Where the logs of builds go.
#[derive(Clone, Debug, Default)]
pub struct Logging {
    group: Option<LogGroup>,
    prefix: Option<String>,
    cloud_watch: Option<bool>,
    bucket: Option<(Bucket, Option<String>)>,
    unencrypted: bool,
}

impl Logging {
    /// To CloudWatch Logs, into a group that CodeBuild makes.
    pub fn new() -> Self {
        Self::default()
    }

    /// To this log group.
    #[must_use]
    pub fn log_group(mut self, group: &LogGroup) -> Self {
        self.group = Some(group.clone());
        self.cloud_watch = Some(true);
        self
    }

    /// Beginning of the streams' names.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = Some(prefix.into());
        self.cloud_watch = Some(true);
        self
    }

    /// Not to CloudWatch Logs.
    #[must_use]
    pub fn no_cloud_watch(mut self) -> Self {
        self.cloud_watch = Some(false);
        self
    }

    /// Leaves logs in the bucket without encryption.
    #[must_use]
    pub fn unencrypted(mut self) -> Self {
        self.unencrypted = true;
        self
    }

    /// To a bucket too, below this folder.
    #[must_use]
    pub fn bucket(mut self, bucket: &Bucket, prefix: Option<&str>) -> Self {
        self.bucket = Some((bucket.clone(), prefix.map(str::to_owned)));
        self
    }

    #[track_caller]
    fn apply(&self, role: &Role) -> Expr {
        let s3 = self.bucket.as_ref().map_or(Expr::Null, |(bucket, prefix)| {
            bucket.grant_write(role);
            let location = match prefix {
                Some(prefix) => text!("{}/{}", bucket.bucket_name(), prefix),
                None => bucket.bucket_name(),
            };
            let unencrypted = flag(self.unencrypted.then_some(true));
            Expr::object([
                ("EncryptionDisabled", unencrypted),
                ("Location", location.into_expr()),
                ("Status", "ENABLED".into()),
            ])
        });
        if let Some(group) = &self.group {
            group.grant_write(role);
        }
        let cloud_watch = self.cloud_watch.map_or(Expr::Null, |enabled| {
            let status = if enabled { "ENABLED" } else { "DISABLED" };
            Expr::object([
                ("GroupName", opt(self.group.as_ref().map(LogGroup::log_group_name).as_ref())),
                ("Status", Expr::from(status)),
                ("StreamName", self.prefix.clone().map_or(Expr::Null, Expr::from)),
            ])
        });
        Expr::object([("CloudWatchLogs", cloud_watch), ("S3Logs", s3)])
    }
}

/// A project: builds and tests code.
///
/// ```
/// use cumulo::{App, Stack, codebuild::{EventAction, FilterGroup, Project, Source}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Build").build();
/// let main = FilterGroup::in_event_of([EventAction::Push]).and_branch_is("main");
/// let project = Project::builder(&stack, "Shop")
///     .source(Source::github("acme", "shop").webhook_filters([main]))
///     .build();
/// # cumulo::testing::Template::of(&app, "Build");
/// ```
///
/// Findings: `project-build-spec` without source and build spec, `project-badge`, `project-identifier`, `project-vpc`.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codebuild-project.html>
#[derive(Clone, Debug)]
pub struct Project {
    pub(super) node: Node,
    pub(super) cfn: Resource<CfnProject>,
    pub(super) role: Role,
    connections: Option<Connections>,
    from_pipeline: bool,
}

/// What a project is made of.
pub(super) struct Parts {
    pub(super) source: Source,
    pub(super) secondary_sources: Vec<Source>,
    pub(super) artifacts: Option<Artifacts>,
    pub(super) secondary_artifacts: Vec<Artifacts>,
    pub(super) build_spec: Option<BuildSpec>,
    pub(super) project_name: Option<Value<String>>,
    pub(super) description: Option<Value<String>>,
    pub(super) environment: BuildEnvironment,
    pub(super) variables: Vec<(String, BuildEnvironmentVariable)>,
    pub(super) cache: Cache,
    pub(super) encryption_key: Option<Key>,
    pub(super) role: Option<Role>,
    pub(super) timeout: Option<Duration>,
    pub(super) queued_timeout: Option<Duration>,
    pub(super) concurrent_build_limit: Option<u32>,
    pub(super) auto_retry_limit: Option<u32>,
    pub(super) logging: Option<Logging>,
    pub(super) vpc: Option<Vpc>,
    pub(super) subnets: SubnetSelection,
    pub(super) security_groups: Vec<SecurityGroup>,
    pub(super) allow_all_outbound: bool,
    pub(super) badge: Option<bool>,
    pub(super) visibility: Option<ProjectVisibility>,
    pub(super) report_group_permissions: bool,
    pub(super) ssm_session_permissions: bool,
    pub(super) file_systems: Vec<FileSystemLocation>,
    pub(super) from_pipeline: bool,
}

impl Default for Parts {
    fn default() -> Self {
        Self {
            source: Source::none(),
            secondary_sources: Vec::new(),
            artifacts: None,
            secondary_artifacts: Vec::new(),
            build_spec: None,
            project_name: None,
            description: None,
            environment: BuildEnvironment::new(),
            variables: Vec::new(),
            cache: Cache::none(),
            encryption_key: None,
            role: None,
            timeout: None,
            queued_timeout: None,
            concurrent_build_limit: None,
            auto_retry_limit: None,
            logging: None,
            vpc: None,
            subnets: SubnetSelection::default(),
            security_groups: Vec::new(),
            allow_all_outbound: true,
            badge: None,
            visibility: None,
            report_group_permissions: true,
            ssm_session_permissions: false,
            file_systems: Vec::new(),
            from_pipeline: false,
        }
    }
}

#[bon]
impl Project {
    /// Starts to describe a project.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// The code.
        #[builder(default = Source::none())]
        source: Source,
        /// Further code, each with an identifier.
        #[builder(default, with = |sources: impl IntoIterator<Item = Source>| sources.into_iter().collect())]
        secondary_sources: Vec<Source>,
        /// Where what it made goes. Default: nowhere.
        artifacts: Option<Artifacts>,
        /// Where further things go, each with an identifier.
        #[builder(default, with = |artifacts: impl IntoIterator<Item = Artifacts>| artifacts.into_iter().collect())]
        secondary_artifacts: Vec<Artifacts>,
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
        /// Key that encrypts what it makes. Default: one of AWS.
        encryption_key: Option<&Key>,
        /// Its role. Default: one that may write logs and reports, and what grants add.
        role: Option<&Role>,
        /// How long a build may take, 5 minutes to 36 hours. Default: 1 hour.
        timeout: Option<Duration>,
        /// How long a build may wait, 5 minutes to 8 hours. Default: 8 hours.
        queued_timeout: Option<Duration>,
        /// How many builds run at once. Default: the account's limit.
        concurrent_build_limit: Option<u32>,
        /// How often a failed build is tried again, up to 10 times. Default: not.
        auto_retry_limit: Option<u32>,
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
        /// Whether there is an image that shows how the last build went. Default: false.
        badge: Option<bool>,
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
    ) -> Project {
        Self::make(
            scope.node().child(id),
            Parts {
                source,
                secondary_sources,
                artifacts,
                secondary_artifacts,
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
                auto_retry_limit,
                logging,
                vpc: vpc.cloned(),
                subnets: subnet_selection,
                security_groups,
                allow_all_outbound,
                badge,
                visibility,
                report_group_permissions: grant_report_group_permissions,
                ssm_session_permissions,
                file_systems: file_system_locations,
                from_pipeline: false,
            },
        )
    }

    #[track_caller]
    pub(super) fn make(node: Node, parts: Parts) -> Project {
        check(&node, &parts);
        let role = parts.role.clone().unwrap_or_else(|| {
            Role::builder(&node, "Role")
                .assumed_by(Principal::service("codebuild.amazonaws.com"))
                .build()
        });
        parts.source.grant(&role);
        parts.artifacts.iter().for_each(|artifacts| artifacts.grant(&role));
        parts.cache.grant(&role);
        parts.secondary_sources.iter().for_each(|source| source.grant(&role));
        parts.secondary_artifacts.iter().for_each(|artifacts| artifacts.grant(&role));
        parts.environment.image().grant(&role);
        let all_variables = parts.environment.all_variables(&parts.variables);
        grant_variables(&role, &node.stack(), &all_variables);
        let logs = parts.logging.as_ref().map_or(Expr::Null, |logging| logging.apply(&role));
        let network = parts.vpc.as_ref().map(|vpc| Network::new(&node, vpc, &parts));
        let build_spec = parts.build_spec.as_ref().map(BuildSpec::to_value);
        let key = parts.encryption_key.as_ref();
        let artifacts = match (&parts.artifacts, parts.from_pipeline) {
            (_, true) => Expr::object([("Type", Expr::from("CODEPIPELINE"))]),
            (Some(artifacts), _) => artifacts.to_expr(),
            (None, _) => Expr::object([("Type", Expr::from("NO_ARTIFACTS"))]),
        };
        let minutes = |time: Option<Duration>| {
            number(time.and_then(|time| i64::try_from(time.to_minutes()).ok()))
        };
        let versions = parts.secondary_sources.iter().filter_map(Source::secondary_version);
        let cfn = bag::<CfnProject>([
            ("Artifacts", artifacts),
            ("AutoRetryLimit", number(parts.auto_retry_limit)),
            ("BadgeEnabled", flag(parts.badge)),
            ("Cache", parts.cache.to_expr()),
            ("ConcurrentBuildLimit", number(parts.concurrent_build_limit)),
            ("Description", opt(parts.description.as_ref())),
            (
                "EncryptionKey",
                key.map_or_else(|| "alias/aws/s3".into(), |key| key.key_arn().into_expr()),
            ),
            ("Environment", parts.environment.to_expr(variables(&all_variables))),
            (
                "FileSystemLocations",
                list(parts.file_systems.iter().map(FileSystemLocation::to_expr)),
            ),
            ("LogsConfig", logs),
            ("Name", opt(parts.project_name.as_ref())),
            ("QueuedTimeoutInMinutes", minutes(parts.queued_timeout)),
            ("SecondaryArtifacts", list(parts.secondary_artifacts.iter().map(Artifacts::to_expr))),
            ("SecondarySourceVersions", list(versions)),
            (
                "SecondarySources",
                list(parts.secondary_sources.iter().map(|source| source.to_expr(None))),
            ),
            ("ServiceRole", role.role_arn().into_expr()),
            ("Source", parts.source.to_expr(build_spec.as_ref())),
            ("SourceVersion", parts.source.version()),
            ("TimeoutInMinutes", minutes(parts.timeout)),
            ("Triggers", parts.source.triggers()),
            (
                "Visibility",
                parts.visibility.map_or(Expr::Null, |visibility| match visibility {
                    ProjectVisibility::PublicRead => "PUBLIC_READ".into(),
                    ProjectVisibility::Private => "PRIVATE".into(),
                }),
            ),
            ("VpcConfig", network.as_ref().map_or(Expr::Null, |network| network.config.clone())),
        ])
        .add_to(&node, "Resource");
        let project = Project {
            connections: network.as_ref().map(|network| network.connections.clone()),
            role,
            cfn,
            node,
            from_pipeline: parts.from_pipeline,
        };
        if let Some(network) = &network {
            network.permit(&project);
        }
        if parts.source.starts_batches() {
            project.enable_batch_builds();
        }
        project.permit_logs_and_reports(parts.report_group_permissions);
        if let Some(key) = key {
            key.grant_encrypt_decrypt(&project.role);
        }
        if parts.ssm_session_permissions {
            project.permit_sessions();
        }
        project
    }

    /// A project that exists already, by its ARN.
    #[track_caller]
    pub fn from_project_arn(
        scope: &dyn Construct,
        id: &str,
        arn: impl IntoValue<String>,
    ) -> ImportedProject {
        let arn = arn.into_value();
        let name = match arn.literal() {
            Some(text) => Value::new(text.rsplit('/').next().unwrap_or_default().to_owned()),
            None => Fn::select(1, Fn::split("/", &arn)),
        };
        ImportedProject { node: scope.node().child(id), arn, name }
    }

    /// A project of this account and region that exists already, by its name.
    #[track_caller]
    pub fn from_project_name(
        scope: &dyn Construct,
        id: &str,
        name: impl IntoValue<String>,
    ) -> ImportedProject {
        let (node, name) = (scope.node().child(id), name.into_value());
        let arn = node.stack().format_arn("codebuild", text!("project/{}", name));
        ImportedProject { node, arn, name }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnProject> {
        &self.cfn
    }

    /// Its ARN.
    pub fn project_arn(&self) -> Value<String> {
        self.cfn.attr_arn()
    }

    /// Its name.
    pub fn project_name(&self) -> Value<String> {
        self.cfn.reference()
    }

    /// Its role.
    pub fn role(&self) -> &Role {
        &self.role
    }

    /// Whether a pipeline hands over the code.
    pub(crate) fn is_of_pipeline(&self) -> bool {
        self.from_pipeline
    }

    /// Lets builds do what the statement says.
    #[track_caller]
    pub fn add_to_role_policy(&self, statement: PolicyStatement) {
        self.role.add_to_policy(statement);
    }

    /// Gives builds further code, which has an identifier. Findings: `project-identifier`.
    #[track_caller]
    pub fn add_secondary_source(&self, source: &Source) {
        self.check_identifier(source.has_identifier());
        source.grant(&self.role);
        self.cfn.edit_properties(|properties| {
            properties.push("SecondarySources", source.to_expr(None));
            if let Some(version) = source.secondary_version() {
                properties.push("SecondarySourceVersions", version);
            }
        });
    }

    /// Puts further things that builds make somewhere, each with an identifier. Findings: `project-identifier`.
    #[track_caller]
    pub fn add_secondary_artifact(&self, artifacts: &Artifacts) {
        self.check_identifier(artifacts.has_identifier());
        artifacts.grant(&self.role);
        let artifacts = artifacts.to_expr();
        self.cfn.edit_properties(|properties| properties.push("SecondaryArtifacts", artifacts));
    }

    #[track_caller]
    fn check_identifier(&self, has_identifier: bool) {
        if !has_identifier {
            missing_identifier(&self.node);
        }
    }

    /// Lets the project run batches of builds, by a role of their own; a second time changes nothing.
    #[track_caller]
    pub fn enable_batch_builds(&self) {
        if self.node.find("BatchServiceRole").is_some() {
            return;
        }
        let role = Role::builder(&self.node, "BatchServiceRole")
            .assumed_by(Principal::service("codebuild.amazonaws.com"))
            .build();
        role.add_to_policy(
            PolicyStatement::allow()
                .actions(["codebuild:StartBuild", "codebuild:StopBuild", "codebuild:RetryBuild"])
                .resources([self.project_arn()]),
        );
        let config = Expr::object([("ServiceRole", role.role_arn().into_expr())]);
        self.cfn.edit_properties(|properties| properties.set("BuildBatchConfig", config));
    }

    /// Encrypts what builds make with this key.
    #[track_caller]
    pub(crate) fn set_encryption_key(&self, key: &Key) {
        let arn = key.key_arn();
        self.cfn.edit_properties(|properties| properties.set("EncryptionKey", arn));
        key.grant_encrypt_decrypt(&self.role);
    }

    /// Whether it encrypts with AWS's key, because no other was named.
    pub(crate) fn has_default_key(&self) -> bool {
        self.cfn.with_properties(|properties| {
            properties.get("EncryptionKey").and_then(Expr::as_str) == Some("alias/aws/s3")
        })
    }

    #[track_caller]
    fn permit_logs_and_reports(&self, reports: bool) {
        let stack = self.node.stack();
        let name = text!("log-group:/aws/codebuild/{}", self.project_name());
        let group = stack.format_arn("logs", name);
        self.role.add_to_policy(
            PolicyStatement::allow()
                .actions(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"])
                .resources([group.clone(), text!("{}:*", group)]),
        );
        if reports {
            let groups = text!("report-group/{}-*", self.project_name());
            self.role.add_to_policy(
                PolicyStatement::allow()
                    .actions([
                        "codebuild:CreateReportGroup",
                        "codebuild:CreateReport",
                        "codebuild:UpdateReport",
                        "codebuild:BatchPutTestCases",
                        "codebuild:BatchPutCodeCoverages",
                    ])
                    .resources([stack.format_arn("codebuild", groups)]),
            );
        }
    }

    #[track_caller]
    fn permit_sessions(&self) {
        self.role.add_to_policy(
            PolicyStatement::allow()
                .actions([
                    "ssmmessages:CreateControlChannel",
                    "ssmmessages:CreateDataChannel",
                    "ssmmessages:OpenControlChannel",
                    "ssmmessages:OpenDataChannel",
                    "logs:DescribeLogGroups",
                    "logs:CreateLogStream",
                    "logs:PutLogEvents",
                    "s3:GetEncryptionConfiguration",
                    "s3:PutObject",
                ])
                .all_resources(),
        );
    }
}

fn check(node: &Node, parts: &Parts) {
    let immediate = parts.build_spec.as_ref().is_some_and(BuildSpec::is_immediate);
    if parts.source.is_none() && !immediate {
        node.error(
            "project-build-spec",
            "the project has no code, and no build spec in the template",
            "give a `source`, or a `build_spec` from an object",
        );
    }
    if parts.badge == Some(true) && !parts.source.badge_supported() {
        node.error(
            "project-badge",
            "there are no badges for this kind of source",
            "leave `badge` away",
        );
    }
    let named = parts.secondary_sources.iter().all(Source::has_identifier)
        && parts.secondary_artifacts.iter().all(Artifacts::has_identifier);
    if !named {
        missing_identifier(node);
    }
    if parts.vpc.is_none() && !parts.file_systems.is_empty() {
        node.error(
            "project-vpc",
            "the project sees file systems, but runs in no VPC, from which they could be reached",
            "give a `vpc`, or leave `file_system_locations` away",
        );
    }
    if parts.vpc.is_none() && !parts.security_groups.is_empty() {
        node.error(
            "project-vpc",
            "the project has security groups, but no VPC",
            "give a `vpc`, or leave `security_groups` away",
        );
    }
}

#[track_caller]
fn missing_identifier(node: &Node) {
    node.error_here(
        "project-identifier",
        "a secondary source or artifact has no identifier",
        "give it an `identifier`",
    );
}

impl Grantable for Project {
    fn grant_principal(&self) -> Principal {
        self.role.grant_principal()
    }
}

impl Connectable for Project {
    /// Findings: `project-vpc` where builds run in no VPC.
    fn connections(&self) -> Connections {
        self.connections.clone().unwrap_or_else(|| {
            self.node.error(
                "project-vpc",
                "the project runs in no VPC, so it has no connections",
                "give it a `vpc`",
            );
            Connections::new([], None)
        })
    }
}

impl Construct for Project {
    fn node(&self) -> &Node {
        &self.node
    }
}
