//! Actions that deploy stacks.

use super::ArtifactPath;
use super::action::{Action, ActionCategory, ActionContext, ActionProperties, common};
use crate::iam::{Conditions, PolicyStatement, Principal, Role};
use crate::json_text::json_text;
use crate::{Expr, IntoValue, Json, Value, text};

/// What the actions that deploy a template have in common.
#[derive(Clone, Debug)]
struct Template {
    path: ArtifactPath,
    stack: String,
    deployment: Deployment,
    capabilities: Option<String>,
    parameters: Option<Expr>,
    configuration: Option<ArtifactPath>,
}

/// By what rights CloudFormation deploys.
#[derive(Clone, Debug)]
struct Deployment {
    admin: bool,
    role: Option<Role>,
}

impl Deployment {
    /// The role by which CloudFormation deploys, which the action may hand over.
    #[track_caller]
    fn role(&self, context: &ActionContext) -> Role {
        let role = self.role.clone().unwrap_or_else(|| {
            let role = Role::builder(&context.scope, "Role")
                .assumed_by(Principal::service("cloudformation.amazonaws.com"))
                .build();
            context.bucket.grant_read(&role);
            if self.admin {
                role.add_to_policy(PolicyStatement::allow().actions(["*"]).all_resources());
            }
            role
        });
        context.role.add_to_policy(
            PolicyStatement::allow().actions(["iam:PassRole"]).resources([role.role_arn()]),
        );
        role
    }

    fn capabilities(&self, given: Option<String>) -> Expr {
        let named = self.admin.then(|| "CAPABILITY_NAMED_IAM".to_owned());
        given.or(named).map_or(Expr::Null, Expr::from)
    }
}

impl Template {
    fn new(stack: impl Into<String>, path: &ArtifactPath, admin: bool) -> Self {
        Self {
            path: path.clone(),
            stack: stack.into(),
            deployment: Deployment { admin, role: None },
            capabilities: None,
            parameters: None,
            configuration: None,
        }
    }

    fn configuration(&self, role: &Role) -> Vec<(&'static str, Expr)> {
        let capabilities = self.deployment.capabilities(self.capabilities.clone());
        let parameters =
            self.parameters.as_ref().map_or(Expr::Null, |json| json_text(json, 0).into_expr());
        let configuration =
            self.configuration.as_ref().map_or(Expr::Null, |file| Expr::from(file.location()));
        vec![
            ("StackName", Expr::from(self.stack.clone())),
            ("Capabilities", capabilities),
            ("RoleArn", role.role_arn().into_expr()),
            ("ParameterOverrides", parameters),
            ("TemplateConfiguration", configuration),
            ("TemplatePath", Expr::from(self.path.location())),
        ]
    }

    fn inputs(&self) -> Vec<super::Artifact> {
        let mut inputs = vec![self.path.artifact.clone()];
        if let Some(file) = &self.configuration
            && file.artifact.name() != self.path.artifact.name()
        {
            inputs.push(file.artifact.clone());
        }
        inputs
    }
}

/// Deletes a stack, if it is there.
#[derive(Clone, Debug)]
pub struct CloudFormationDeleteStackAction {
    properties: ActionProperties,
    stack: String,
    deployment: Deployment,
}

impl CloudFormationDeleteStackAction {
    /// This stack; with `admin_permissions` CloudFormation may do everything.
    pub fn new(
        name: impl Into<String>,
        stack_name: impl Into<String>,
        admin_permissions: bool,
    ) -> Self {
        Self {
            properties: ActionProperties::new(name, ActionCategory::Deploy, "CloudFormation"),
            stack: stack_name.into(),
            deployment: Deployment { admin: admin_permissions, role: None },
        }
    }

    /// Role by which CloudFormation deletes. Default: one that is made for it.
    #[must_use]
    pub fn deployment_role(mut self, role: &Role) -> Self {
        self.deployment.role = Some(role.clone());
        self
    }

    common!();
}

impl Action for CloudFormationDeleteStackAction {
    fn properties(&self) -> ActionProperties {
        self.properties.clone()
    }

    #[track_caller]
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        let role = self.deployment.role(context);
        context.role.add_to_policy(
            PolicyStatement::allow()
                .actions(["cloudformation:DeleteStack", "cloudformation:DescribeStack*"])
                .resources([stack_arn(context, &self.stack)]),
        );
        vec![
            ("StackName", Expr::from(self.stack.clone())),
            ("Capabilities", self.deployment.capabilities(None)),
            ("RoleArn", role.role_arn().into_expr()),
            ("ActionMode", Expr::from("DELETE_ONLY")),
        ]
    }
}

/// ARN of a stack of this account and region, by its name.
fn stack_arn(context: &ActionContext, stack: &str) -> Value<String> {
    context.scope.stack().format_arn("cloudformation", text!("stack/{}/*", stack))
}

/// The setters of an action with a field `template`.
macro_rules! template {
    () => {
        /// What CloudFormation may make, such as `CAPABILITY_IAM`. Default: with all permissions named IAM resources.
        #[must_use]
        pub fn capabilities(mut self, capabilities: impl Into<String>) -> Self {
            self.template.capabilities = Some(capabilities.into());
            self
        }

        /// Parameters of the template, as a JSON object.
        #[must_use]
        pub fn parameter_overrides(mut self, parameters: impl IntoValue<Json>) -> Self {
            self.template.parameters = Some(parameters.into_value().into_expr());
            self
        }

        /// A file with parameters, tags and a stack policy.
        #[must_use]
        pub fn template_configuration(mut self, file: &ArtifactPath) -> Self {
            self.template.configuration = Some(file.clone());
            self
        }

        /// Role by which CloudFormation deploys. Default: one that is made for it.
        #[must_use]
        pub fn deployment_role(mut self, role: &Role) -> Self {
            self.template.deployment.role = Some(role.clone());
            self
        }
    };
}

/// Makes a change set, replacing an older one by the same name.
#[derive(Clone, Debug)]
pub struct CloudFormationCreateReplaceChangeSetAction {
    properties: ActionProperties,
    template: Template,
    change_set: String,
}

impl CloudFormationCreateReplaceChangeSetAction {
    /// Of this stack, from a template; with `admin_permissions` CloudFormation may do everything.
    pub fn new(
        name: impl Into<String>,
        stack_name: impl Into<String>,
        change_set_name: impl Into<String>,
        template_path: &ArtifactPath,
        admin_permissions: bool,
    ) -> Self {
        Self {
            properties: ActionProperties::new(name, ActionCategory::Deploy, "CloudFormation"),
            template: Template::new(stack_name, template_path, admin_permissions),
            change_set: change_set_name.into(),
        }
    }

    template!();
    common!();
}

fn of_change_set(name: &str) -> Conditions {
    let key = "cloudformation:ChangeSetName";
    Conditions::new().with("StringEqualsIfExists", key, name.to_owned())
}

impl Action for CloudFormationCreateReplaceChangeSetAction {
    fn properties(&self) -> ActionProperties {
        self.properties.clone().inputs(self.template.inputs())
    }

    #[track_caller]
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        let role = self.template.deployment.role(context);
        context.bucket.grant_read(&context.role);
        context.role.add_to_policy(
            PolicyStatement::allow()
                .actions([
                    "cloudformation:CreateChangeSet",
                    "cloudformation:DeleteChangeSet",
                    "cloudformation:DescribeChangeSet",
                    "cloudformation:DescribeStacks",
                ])
                .resources([stack_arn(context, &self.template.stack)])
                .conditions(of_change_set(&self.change_set)),
        );
        let mut configuration = self.template.configuration(&role);
        configuration.push(("ActionMode", Expr::from("CHANGE_SET_REPLACE")));
        configuration.push(("ChangeSetName", Expr::from(self.change_set.clone())));
        configuration
    }
}

/// Executes a change set that an earlier action made.
#[derive(Clone, Debug)]
pub struct CloudFormationExecuteChangeSetAction {
    properties: ActionProperties,
    stack: String,
    change_set: String,
}

impl CloudFormationExecuteChangeSetAction {
    /// Of this stack.
    pub fn new(
        name: impl Into<String>,
        stack_name: impl Into<String>,
        change_set_name: impl Into<String>,
    ) -> Self {
        Self {
            properties: ActionProperties::new(name, ActionCategory::Deploy, "CloudFormation"),
            stack: stack_name.into(),
            change_set: change_set_name.into(),
        }
    }

    common!();
}

impl Action for CloudFormationExecuteChangeSetAction {
    fn properties(&self) -> ActionProperties {
        self.properties.clone()
    }

    #[track_caller]
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        context.role.add_to_policy(
            PolicyStatement::allow()
                .actions([
                    "cloudformation:DescribeChangeSet",
                    "cloudformation:DescribeStackEvents",
                    "cloudformation:DescribeStacks",
                    "cloudformation:ExecuteChangeSet",
                ])
                .resources([stack_arn(context, &self.stack)])
                .conditions(of_change_set(&self.change_set)),
        );
        vec![
            ("StackName", Expr::from(self.stack.clone())),
            ("ActionMode", Expr::from("CHANGE_SET_EXECUTE")),
            ("ChangeSetName", Expr::from(self.change_set.clone())),
        ]
    }
}

/// Makes or changes a stack.
#[derive(Clone, Debug)]
pub struct CloudFormationCreateUpdateStackAction {
    properties: ActionProperties,
    template: Template,
    replace: bool,
}

impl CloudFormationCreateUpdateStackAction {
    /// This stack, from a template; with `admin_permissions` CloudFormation may do everything.
    pub fn new(
        name: impl Into<String>,
        stack_name: impl Into<String>,
        template_path: &ArtifactPath,
        admin_permissions: bool,
    ) -> Self {
        Self {
            properties: ActionProperties::new(name, ActionCategory::Deploy, "CloudFormation"),
            template: Template::new(stack_name, template_path, admin_permissions),
            replace: false,
        }
    }

    /// Deletes a stack whose last deployment failed and makes it again.
    #[must_use]
    pub fn replace_on_failure(mut self) -> Self {
        self.replace = true;
        self
    }

    template!();
    common!();
}

impl Action for CloudFormationCreateUpdateStackAction {
    fn properties(&self) -> ActionProperties {
        self.properties.clone().inputs(self.template.inputs())
    }

    #[track_caller]
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        let role = self.template.deployment.role(context);
        context.bucket.grant_read(&context.role);
        let mut actions = vec![
            "cloudformation:DescribeStack*",
            "cloudformation:CreateStack",
            "cloudformation:UpdateStack",
            "cloudformation:GetTemplate*",
            "cloudformation:ValidateTemplate",
            "cloudformation:GetStackPolicy",
            "cloudformation:SetStackPolicy",
        ];
        if self.replace {
            actions.push("cloudformation:DeleteStack");
        }
        context.role.add_to_policy(
            PolicyStatement::allow()
                .actions(actions)
                .resources([stack_arn(context, &self.template.stack)]),
        );
        let mode = if self.replace { "REPLACE_ON_FAILURE" } else { "CREATE_UPDATE" };
        let mut configuration = self.template.configuration(&role);
        configuration.push(("ActionMode", Expr::from(mode)));
        configuration
    }
}
