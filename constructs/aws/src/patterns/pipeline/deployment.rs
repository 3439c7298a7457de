//! Where a pipeline deploys to.

use crate::codedeploy::EcsDeploymentGroup;
use crate::codepipeline::{Action, Artifact, CodeDeployEcsDeployAction, EcsDeployAction, Pipeline};
use crate::ecs::BaseService;
use crate::iam::{Conditions, PolicyStatement, Principal, Role};
use crate::{Construct, Duration, Node, text};

/// An environment that a pipeline deploys to.
///
/// ```no_run
/// use cumulo::patterns::{Deployment, Ec2ServiceCluster};
/// # fn of(dev: &Ec2ServiceCluster, prod: &Ec2ServiceCluster) -> [Deployment; 2] {
/// [Deployment::ecs("Dev", dev.service()), Deployment::ecs("Prod", prod.service()).after_approval()]
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Deployment {
    pub(super) name: String,
    pub(super) approval: bool,
    to: To,
    timeout: Option<Duration>,
}

#[derive(Clone, Debug)]
enum To {
    Ecs(Box<BaseService>),
    CodeDeploy(Box<EcsDeploymentGroup>),
}

impl Deployment {
    /// To a service of ECS: task by task, or as the service's deployment strategy moves traffic.
    pub fn ecs(name: impl Into<String>, service: &BaseService) -> Self {
        Self::to(name.into(), To::Ecs(Box::new(service.clone())))
    }

    /// To a service of ECS by CodeDeploy, with `taskdef.json` and `appspec.yaml` of the code; the task definition
    /// says `<IMAGE>` where the image is to stand.
    pub fn code_deploy(name: impl Into<String>, group: &EcsDeploymentGroup) -> Self {
        Self::to(name.into(), To::CodeDeploy(Box::new(group.clone())))
    }

    fn to(name: String, to: To) -> Self {
        Self { name, approval: false, to, timeout: None }
    }

    /// Only when somebody has approved it.
    #[must_use]
    pub fn after_approval(mut self) -> Self {
        self.approval = true;
        self
    }

    /// How long it may take, up to an hour; of CodeDeploy its own settings say. Default: an hour.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The action that deploys what was built.
    #[track_caller]
    pub(super) fn action(
        &self,
        scope: &Node,
        pipeline: &Pipeline,
        code: &Artifact,
        built: &Artifact,
    ) -> Box<dyn Action> {
        match &self.to {
            To::Ecs(service) => {
                let role = deploy_role(scope, &format!("{}Role", self.name), pipeline, service);
                let action = EcsDeployAction::new("Deploy", &**service, built)
                    .role(&role.without_policy_updates())
                    .run_order(2);
                Box::new(self.timeout.into_iter().fold(action, EcsDeployAction::deployment_timeout))
            }
            To::CodeDeploy(group) => Box::new(
                CodeDeployEcsDeployAction::new("Deploy", group, code)
                    .container_image(built, "IMAGE")
                    .run_order(2),
            ),
        }
    }
}

/// A role that can deploy this one service, and hand over the roles of its tasks alone.
#[track_caller]
fn deploy_role(scope: &Node, id: &str, pipeline: &Pipeline, service: &BaseService) -> Role {
    let role =
        Role::builder(scope, id).assumed_by(Principal::arn(pipeline.role().role_arn())).build();
    let stack = service.node().stack();
    let task = service.task_definition();
    let cluster = service.cluster();
    let allow =
        |actions: &[&'static str]| PolicyStatement::allow().actions(actions.iter().copied());
    role.add_to_policy(
        allow(&["ecs:DescribeServices", "ecs:UpdateService"]).resources([service.service_arn()]),
    );
    // Of task definitions ECS knows no smaller right to read than to read all.
    role.add_to_policy(allow(&["ecs:DescribeTaskDefinition"]).all_resources());
    let family = stack.format_arn("ecs", text!("task-definition/{}:*", task.family()));
    role.add_to_policy(
        allow(&["ecs:RegisterTaskDefinition", "ecs:TagResource"]).resources([family]),
    );
    let of_cluster = Conditions::new().with("ArnEquals", "ecs:cluster", cluster.cluster_arn());
    role.add_to_policy(
        allow(&["ecs:DescribeTasks", "ecs:ListTasks"]).all_resources().conditions(of_cluster),
    );
    let roles = [Some(task.task_role().clone()), task.execution_role()];
    let to_tasks =
        Conditions::new().string_equals("iam:PassedToService", "ecs-tasks.amazonaws.com");
    role.add_to_policy(
        allow(&["iam:PassRole"])
            .resources(roles.into_iter().flatten().map(|role| role.role_arn()))
            .conditions(to_tasks),
    );
    pipeline.artifact_bucket().grant_read(&role);
    role
}
