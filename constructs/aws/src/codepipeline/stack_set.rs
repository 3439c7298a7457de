//! Actions that deploy stack sets.

use super::action::{Action, ActionCategory, ActionContext, ActionProperties, common};
use super::{Artifact, ArtifactPath};
use crate::bag::number;
use crate::iam::{Conditions, PolicyStatement, Principal, Role};
use crate::{Expr, text};

/// Where the stacks of a stack set stand.
#[derive(Clone, Debug)]
pub struct StackInstances {
    targets: Targets,
    regions: Vec<String>,
}

#[derive(Clone, Debug)]
enum Targets {
    /// Accounts, or organizational units.
    Literal(String),
    File(ArtifactPath),
}

impl StackInstances {
    fn of(targets: Targets, regions: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { targets, regions: regions.into_iter().map(Into::into).collect() }
    }

    /// In these accounts and regions.
    pub fn in_accounts(
        accounts: impl IntoIterator<Item = impl Into<String>>,
        regions: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let accounts: Vec<String> = accounts.into_iter().map(Into::into).collect();
        Self::of(Targets::Literal(accounts.join(",")), regions)
    }

    /// In the accounts of these units and regions.
    pub fn in_organizational_units(
        units: impl IntoIterator<Item = impl Into<String>>,
        regions: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self::in_accounts(units, regions)
    }

    /// In the accounts or units that a JSON file lists, and these regions.
    pub fn from_artifact_path(
        file: &ArtifactPath,
        regions: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self::of(Targets::File(file.clone()), regions)
    }

    fn artifact(&self) -> Option<&Artifact> {
        match &self.targets {
            Targets::Literal(_) => None,
            Targets::File(file) => Some(&file.artifact),
        }
    }

    fn to_configuration(&self) -> [(&'static str, Expr); 2] {
        let targets = match &self.targets {
            Targets::Literal(targets) => targets.clone(),
            Targets::File(file) => file.location(),
        };
        let regions = self.regions.join(",");
        [("DeploymentTargets", Expr::from(targets)), ("Regions", Expr::from(regions))]
    }
}

/// Parameters of a stack set.
#[derive(Clone, Debug)]
pub struct StackSetParameters(Parameters);

#[derive(Clone, Debug)]
enum Parameters {
    Literal(String),
    File(ArtifactPath),
}

impl StackSetParameters {
    /// These values; the parameters in `previous` keep theirs.
    pub fn from_literal<'a>(
        values: impl IntoIterator<Item = (&'a str, &'a str)>,
        previous: &[&str],
    ) -> Self {
        let given = values
            .into_iter()
            .map(|(key, value)| format!("ParameterKey={key},ParameterValue={value}"));
        let kept = previous.iter().map(|key| format!("ParameterKey={key},UsePreviousValue=true"));
        Self(Parameters::Literal(given.chain(kept).collect::<Vec<_>>().join(" ")))
    }

    /// What a JSON file says.
    pub fn from_artifact_path(file: &ArtifactPath) -> Self {
        Self(Parameters::File(file.clone()))
    }
}

/// Who deploys the stacks of a stack set in the other accounts.
#[derive(Clone, Debug)]
enum Model {
    SelfManaged { administration: Option<Box<Role>>, execution: Option<String> },
    Organizations { auto_deployment: Option<&'static str> },
}

/// How many accounts may fail, and are deployed to at once.
#[derive(Clone, Copy, Debug, Default)]
struct Pace {
    failure_tolerance: Option<u32>,
    max_concurrency: Option<u32>,
}

impl Pace {
    fn to_configuration(self) -> [(&'static str, Expr); 2] {
        [
            ("FailureTolerancePercentage", number(self.failure_tolerance)),
            ("MaxConcurrentPercentage", number(self.max_concurrency)),
        ]
    }
}

/// The setters of an action with a field `pace`.
macro_rules! pace {
    () => {
        /// Share of the accounts of a region that may fail before the operation stops, percent. Default: 0.
        #[must_use]
        pub fn failure_tolerance_percentage(mut self, percent: u32) -> Self {
            self.pace.failure_tolerance = Some(percent);
            self
        }

        /// Share of the accounts that are deployed to at once, percent. Default: 1.
        #[must_use]
        pub fn max_account_concurrency_percentage(mut self, percent: u32) -> Self {
            self.pace.max_concurrency = Some(percent);
            self
        }
    };
}

/// Makes or changes a stack set, and its stacks where it is told their places.
///
/// ```
/// use cumulo::codepipeline::{Artifact, CloudFormationDeployStackSetAction, StackInstances};
/// let code = Artifact::new("Code");
/// let action = CloudFormationDeployStackSetAction::new("Baseline", "baseline", &code.at_path("baseline.yaml"))
///     .stack_instances(StackInstances::in_accounts(["222222222222"], ["eu-west-1"]));
/// ```
#[derive(Clone, Debug)]
pub struct CloudFormationDeployStackSetAction {
    properties: ActionProperties,
    stack_set: String,
    template: ArtifactPath,
    description: Option<String>,
    instances: Option<StackInstances>,
    parameters: Option<StackSetParameters>,
    capabilities: Option<String>,
    model: Model,
    pace: Pace,
}

impl CloudFormationDeployStackSetAction {
    /// This stack set, from a template.
    pub fn new(
        name: impl Into<String>,
        stack_set_name: impl Into<String>,
        template: &ArtifactPath,
    ) -> Self {
        Self {
            properties: ActionProperties::new(
                name,
                ActionCategory::Deploy,
                "CloudFormationStackSet",
            ),
            stack_set: stack_set_name.into(),
            template: template.clone(),
            description: None,
            instances: None,
            parameters: None,
            capabilities: None,
            model: Model::SelfManaged { administration: None, execution: None },
            pace: Pace::default(),
        }
    }

    /// What it is for.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// Where its stacks stand. Default: no stack is made or changed.
    #[must_use]
    pub fn stack_instances(mut self, instances: StackInstances) -> Self {
        self.instances = Some(instances);
        self
    }

    /// Parameters of the template. Default: none.
    #[must_use]
    pub fn parameters(mut self, parameters: StackSetParameters) -> Self {
        self.parameters = Some(parameters);
        self
    }

    /// What CloudFormation may make, such as `CAPABILITY_NAMED_IAM`. Default: no IAM resources.
    #[must_use]
    pub fn capabilities(mut self, capabilities: impl Into<String>) -> Self {
        self.capabilities = Some(capabilities.into());
        self
    }

    /// Role that assumes the role of the other accounts. Default: one that is made for it.
    #[must_use]
    pub fn administration_role(mut self, role: &Role) -> Self {
        let execution = match self.model {
            Model::SelfManaged { execution, .. } => execution,
            Model::Organizations { .. } => None,
        };
        self.model = Model::SelfManaged { administration: Some(Box::new(role.clone())), execution };
        self
    }

    /// Name of the role of the other accounts. Default: `AWSCloudFormationStackSetExecutionRole`.
    #[must_use]
    pub fn execution_role_name(mut self, name: impl Into<String>) -> Self {
        let administration = match self.model {
            Model::SelfManaged { administration, .. } => administration,
            Model::Organizations { .. } => None,
        };
        self.model = Model::SelfManaged { administration, execution: Some(name.into()) };
        self
    }

    /// Leaves roles to Organizations; `auto_deployment` says whether accounts that join later get a stack. Default: roles of one's own.
    #[must_use]
    pub fn organizations(mut self, auto_deployment: Option<bool>) -> Self {
        let auto_deployment = auto_deployment.map(|on| if on { "Enabled" } else { "Disabled" });
        self.model = Model::Organizations { auto_deployment };
        self
    }

    pace!();
    common!();

    /// Who deploys, and the role that is made for it.
    #[track_caller]
    fn deployed_by(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        let (administration, execution) = match &self.model {
            Model::Organizations { auto_deployment } => {
                return vec![
                    ("PermissionModel", Expr::from("SERVICE_MANAGED")),
                    ("OrganizationsAutoDeployment", auto_deployment.map_or(Expr::Null, Expr::from)),
                ];
            }
            Model::SelfManaged { administration, execution } => (administration, execution),
        };
        let role = administration.as_deref().cloned().unwrap_or_else(|| {
            let name = execution.as_deref().unwrap_or("AWSCloudFormationStackSetExecutionRole");
            let stack = context.scope.stack();
            let (partition, account) = (stack.partition(), stack.account());
            // Only stack sets of this account may make use of the role.
            let sets = text!("arn:{}:cloudformation:*:{}:stackset/*", &partition, account);
            let service = Principal::service("cloudformation.amazonaws.com")
                .with_conditions(Conditions::new().string_like("aws:SourceArn", sets));
            let role = Role::builder(&context.scope, "StackSetAdministrationRole")
                .assumed_by(service)
                .build();
            role.add_to_policy(
                PolicyStatement::allow().actions(["sts:AssumeRole"]).resources([text!(
                    "arn:{}:iam::*:role/{}",
                    partition,
                    name
                )]),
            );
            role
        });
        context.role.add_to_policy(
            PolicyStatement::allow().actions(["iam:PassRole"]).resources([role.role_arn()]),
        );
        vec![
            ("PermissionModel", Expr::from("SELF_MANAGED")),
            ("AdministrationRoleArn", role.role_arn().into_expr()),
            ("ExecutionRoleName", execution.clone().map_or(Expr::Null, Expr::from)),
        ]
    }
}

impl Action for CloudFormationDeployStackSetAction {
    fn properties(&self) -> ActionProperties {
        let parameters = match &self.parameters {
            Some(StackSetParameters(Parameters::File(file))) => Some(&file.artifact),
            _ => None,
        };
        let places = self.instances.as_ref().and_then(StackInstances::artifact);
        let mut inputs = vec![self.template.artifact.clone()];
        for input in parameters.into_iter().chain(places) {
            if inputs.iter().all(|known| known.name() != input.name()) {
                inputs.push(input.clone());
            }
        }
        self.properties.clone().inputs(inputs)
    }

    #[track_caller]
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        grant(context, &self.stack_set);
        let deployed_by = self.deployed_by(context);
        context.bucket.grant_read(&context.role);
        let text = |text: &Option<String>| text.clone().map_or(Expr::Null, Expr::from);
        let parameters = self.parameters.as_ref().map(|StackSetParameters(of)| match of {
            Parameters::Literal(text) => Expr::from(text.clone()),
            Parameters::File(file) => Expr::from(file.location()),
        });
        let mut configuration = vec![
            ("StackSetName", Expr::from(self.stack_set.clone())),
            ("Description", text(&self.description)),
            ("TemplatePath", Expr::from(self.template.location())),
            ("Parameters", parameters.unwrap_or(Expr::Null)),
            ("Capabilities", text(&self.capabilities)),
        ];
        configuration.extend(self.pace.to_configuration());
        configuration
            .extend(self.instances.iter().flat_map(|instances| instances.to_configuration()));
        configuration.extend(deployed_by);
        configuration
    }
}

/// Makes or changes stacks of a stack set that is there already.
#[derive(Clone, Debug)]
pub struct CloudFormationDeployStackInstancesAction {
    properties: ActionProperties,
    stack_set: String,
    instances: StackInstances,
    pace: Pace,
}

impl CloudFormationDeployStackInstancesAction {
    /// Of this stack set, in these places.
    pub fn new(
        name: impl Into<String>,
        stack_set_name: impl Into<String>,
        instances: StackInstances,
    ) -> Self {
        let properties =
            ActionProperties::new(name, ActionCategory::Deploy, "CloudFormationStackInstances");
        Self {
            properties: properties.inputs(instances.artifact().cloned()),
            stack_set: stack_set_name.into(),
            instances,
            pace: Pace::default(),
        }
    }

    pace!();
    common!();
}

impl Action for CloudFormationDeployStackInstancesAction {
    fn properties(&self) -> ActionProperties {
        self.properties.clone()
    }

    #[track_caller]
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        grant(context, &self.stack_set);
        if !self.properties.inputs.is_empty() {
            context.bucket.grant_read(&context.role);
        }
        let mut configuration = vec![("StackSetName", Expr::from(self.stack_set.clone()))];
        configuration.extend(self.pace.to_configuration());
        configuration.extend(self.instances.to_configuration());
        configuration
    }
}

#[track_caller]
fn grant(context: &ActionContext, stack_set: &str) {
    let arn = context.scope.stack().format_arn("cloudformation", text!("stackset/{}:*", stack_set));
    context.role.add_to_policy(
        PolicyStatement::allow()
            .actions([
                "cloudformation:CreateStackInstances",
                "cloudformation:CreateStackSet",
                "cloudformation:DescribeStackSet",
                "cloudformation:DescribeStackSetOperation",
                "cloudformation:ListStackInstances",
                "cloudformation:UpdateStackSet",
            ])
            .resources([arn]),
    );
}
