//! How many calls of an alias can start at once, by their number.

use super::Alias;
use crate::applicationautoscaling::{PredefinedMetric, ScalableTarget, ServiceNamespace};
use crate::{Construct, Duration, text};
use bon::bon;

/// Changes how many calls of an alias can start at once.
#[derive(Clone, Debug)]
pub struct AliasScaling(ScalableTarget);

impl Alias {
    /// Changes how many calls can start at once between two numbers, once for an alias.
    ///
    /// ```
    /// use cumulo::lambda::{Code, Function, Runtime};
    /// use cumulo::prelude::*;
    /// let app = App::new();
    /// let stack = Stack::builder(&app, "Jobs").build();
    /// let function = Function::builder(&stack, "Cleanup")
    ///     .runtime(Runtime::PYTHON_3_13)
    ///     .handler("index.handler")
    ///     .code(Code::from_inline("def handler(event, context): return 1"))
    ///     .build();
    /// let live = function.add_alias("live");
    /// live.add_auto_scaling(1, 20).scale_on_utilization(0.7).build();
    /// # cumulo::testing::Template::of(&app, "Jobs");
    /// ```
    #[track_caller]
    pub fn add_auto_scaling(&self, min_capacity: u32, max_capacity: u32) -> AliasScaling {
        let node = self.node().child("AliasScaling");
        let stack = node.stack();
        let role = text!(
            "arn:{}:iam::{}:role/aws-service-role/lambda.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_LambdaConcurrency",
            stack.partition(),
            stack.account()
        );
        let target = ScalableTarget::builder(&node, "Target")
            .service_namespace(ServiceNamespace::Lambda)
            .resource_id(text!("function:{}", self.function_name()))
            .scalable_dimension("lambda:function:ProvisionedConcurrency")
            .min_capacity(i64::from(min_capacity))
            .max_capacity(i64::from(max_capacity))
            .role_arn(role)
            .build();
        AliasScaling(target)
    }
}

#[bon]
impl AliasScaling {
    /// Keeps the part of them that is in use at this value, 0.1 to 0.9.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn scale_on_utilization(
        &self,
        #[builder(start_fn)] utilization_target: f64,
        /// Name of the policy. Default: made from its place in the tree.
        #[builder(into)]
        policy_name: Option<String>,
        /// Whether the number only grows. Default: false.
        disable_scale_in: Option<bool>,
        /// Time after which it shrinks again. Default: none.
        scale_in_cooldown: Option<Duration>,
        /// Time after which it grows again. Default: none.
        scale_out_cooldown: Option<Duration>,
    ) {
        self.0
            .scale_to_track_metric("Tracking")
            .metric(PredefinedMetric::LambdaProvisionedConcurrencyUtilization)
            .target_value(utilization_target)
            .maybe_policy_name(policy_name)
            .maybe_disable_scale_in(disable_scale_in)
            .maybe_scale_in_cooldown(scale_in_cooldown)
            .maybe_scale_out_cooldown(scale_out_cooldown)
            .build();
    }

    /// What is scaled, for schedules: `scaling.target().scale_on_schedule("Morning")`.
    pub fn target(&self) -> &ScalableTarget {
        &self.0
    }
}
