//! Lambda functions behind application load balancers.

use super::{LoadBalancerTarget, TargetGroup, TargetRegistration, TargetType};
use crate::iam::Principal;
use crate::lambda::Function;

/// A function as the target of an application load balancer, in a group of its own.
///
/// ```
/// use cumulo::{App, Stack, ec2::Vpc, lambda::{Code, Function, Runtime}};
/// use cumulo::elbv2::{ApplicationLoadBalancer, Listen};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Front").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let hello = Function::builder(&stack, "Hello")
///     .runtime(Runtime::PYTHON_3_13)
///     .handler("index.handler")
///     .code(Code::from_inline("def handler(event, context): return {'statusCode': 200}"))
///     .build();
/// let lb = ApplicationLoadBalancer::builder(&stack, "Lb").vpc(&vpc).build();
/// lb.add_listener("Http", Listen::http(80)).build().add_targets("Hello").targets([&hello]).build();
/// # cumulo::testing::Template::of(&app, "Front");
/// ```
impl LoadBalancerTarget for Function {
    fn attach_to(&self, group: &TargetGroup) -> TargetRegistration {
        let grant = self.grant_invoke(&Principal::service("elasticloadbalancing.amazonaws.com"));
        grant.apply_before(&[group]);
        TargetRegistration::fixed(TargetType::Lambda, self.function_arn(), None, None)
    }
}
