//! Moves tasks away from instances that are about to be terminated, where ECS does not do so itself.

use super::Cluster;
use crate::autoscaling::{AutoScalingGroup, DefaultResult, HookTarget, LifecycleTransition};
use crate::iam::{Conditions, PolicyStatement};
use crate::kms::Key;
use crate::lambda::{Code, Function, Runtime};
use crate::{Construct, Duration};

/// Waits until no task runs on an instance any more, then lets Auto Scaling terminate it.
const HANDLER: &str = include_str!("drain_hook.py");

/// How long tasks have to leave an instance.
const DRAIN_TIME: Duration = Duration::minutes(5);

/// Has instances of `group` wait until their tasks have left them.
#[track_caller]
pub(super) fn add_drain_hook(
    cluster: &Cluster,
    group: &AutoScalingGroup,
    key: Option<&Key>,
    code: Option<&str>,
) {
    let node = group.node().child("DrainECSHook");
    let function = Function::builder(&node, "Function")
        .code(Code::from_inline(code.unwrap_or(HANDLER)))
        .runtime(Runtime::PYTHON_3_13)
        .handler("index.lambda_handler")
        // The function must outlive the time that it waits.
        .timeout(Duration::seconds(DRAIN_TIME.to_seconds() + 10))
        .environment([("CLUSTER", cluster.cluster_name())])
        .build();
    group
        .add_lifecycle_hook("DrainHook")
        .lifecycle_transition(LifecycleTransition::InstanceTerminating)
        .default_result(DefaultResult::Continue)
        .notification_target(HookTarget::function(&function, key))
        .heartbeat_timeout(DRAIN_TIME)
        .build();
    let allow =
        |actions: &[&'static str]| PolicyStatement::allow().actions(actions.iter().copied());
    let describe = [
        "ec2:DescribeInstances",
        "ec2:DescribeInstanceAttribute",
        "ec2:DescribeInstanceStatus",
        "ec2:DescribeHosts",
    ];
    function.add_to_role_policy(allow(&describe).all_resources());
    let complete = allow(&["autoscaling:CompleteLifecycleAction"]);
    function.add_to_role_policy(complete.resources([group.auto_scaling_group_arn()]));
    let arn = cluster.cluster_arn();
    let of_cluster = Conditions::new().with("ArnEquals", "ecs:cluster", &arn);
    let drain = [
        "ecs:DescribeContainerInstances",
        "ecs:DescribeTasks",
        "ecs:UpdateContainerInstancesState",
        "ecs:ListTasks",
    ];
    function.add_to_role_policy(allow(&drain).all_resources().conditions(of_cluster));
    let list = [
        "ecs:ListContainerInstances",
        "ecs:SubmitContainerStateChange",
        "ecs:SubmitTaskStateChange",
    ];
    function.add_to_role_policy(allow(&list).resources([arn]));
}
