//! Log events that are sent on.

use super::{FilterPattern, LogGroup};
use crate::bag::{bag, opt};
use crate::cfn::logs::CfnSubscriptionFilter;
use crate::iam::{Conditions, Grant, PolicyStatement, Principal, Role};
use crate::lambda::{Function, Permission};
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// How events are spread over the shards of a Kinesis stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distribution {
    /// By log stream.
    ByLogStream,
    /// At random.
    Random,
}

/// Where log events are sent: a function, a Kinesis or Firehose stream, or a destination of another account.
#[derive(Clone, Debug)]
pub struct LogDestination(To);

#[derive(Clone, Debug)]
enum To {
    Arn(Value<String>),
    Function(Box<Function>),
    Stream { arn: Value<String>, role: Option<Box<Role>>, firehose: bool },
}

impl LogDestination {
    /// A target that lets CloudWatch Logs in by a policy of its own, such as a destination of another account.
    pub fn arn(arn: impl IntoValue<String>) -> Self {
        Self(To::Arn(arn.into_value()))
    }

    /// A function; CloudWatch Logs may call it for events of the group.
    pub fn function(function: &Function) -> Self {
        Self(To::Function(Box::new(function.clone())))
    }

    /// A stream of Kinesis, by its ARN. `role`: which is assumed to write to it; default: a new one.
    pub fn kinesis_stream(arn: impl IntoValue<String>, role: Option<&Role>) -> Self {
        Self(To::Stream {
            arn: arn.into_value(),
            role: role.cloned().map(Box::new),
            firehose: false,
        })
    }

    /// A stream of Firehose, by its ARN. `role`: which is assumed to write to it; default: a new one.
    pub fn firehose(arn: impl IntoValue<String>, role: Option<&Role>) -> Self {
        Self(To::Stream {
            arn: arn.into_value(),
            role: role.cloned().map(Box::new),
            firehose: true,
        })
    }

    /// ARN and role of the destination, and what must stand before the filter.
    #[track_caller]
    fn bind(self, node: &Node, group: &LogGroup) -> Bound {
        match self.0 {
            To::Arn(arn) => Bound { arn, role: None, before: None },
            To::Function(function) => {
                let permission =
                    Permission::service("logs.amazonaws.com").source_arn(group.log_group_arn());
                let known = function.add_permission_in(node, "CanInvokeLambda", permission);
                let before = known.map(|permission| Grant::in_policy(permission.node().clone()));
                Bound { arn: function.function_arn(), role: None, before }
            }
            To::Stream { arn, role, firehose } => {
                let role = role.map_or_else(|| writer(node, firehose), |role| *role);
                let actions: &[&str] = match firehose {
                    true => &["firehose:PutRecord", "firehose:PutRecordBatch"],
                    false => &["kinesis:ListShards", "kinesis:PutRecord", "kinesis:PutRecords"],
                };
                let write = PolicyStatement::allow()
                    .actions(actions.iter().copied())
                    .resources([arn.clone()]);
                let before = Some(Grant::add_to_principal(node, &role, write));
                if !firehose {
                    role.grant_pass_role(&role);
                }
                Bound { arn, role: Some(role.role_arn()), before }
            }
        }
    }
}

struct Bound {
    arn: Value<String>,
    role: Option<Value<String>>,
    before: Option<Grant>,
}

/// The role by which CloudWatch Logs writes to a stream.
#[track_caller]
fn writer(node: &Node, firehose: bool) -> Role {
    let logs = Principal::service("logs.amazonaws.com");
    let logs = match firehose {
        true => {
            let here = node.stack().format_arn("logs", "*");
            logs.with_conditions(Conditions::new().string_like("aws:SourceArn", here))
        }
        false => logs,
    };
    Role::builder(node, "CloudWatchLogsCanPutRecords").assumed_by(logs).build()
}

/// Sends events of a log group on as they come.
///
/// ```
/// use cumulo::logs::{FilterPattern, LogDestination, LogGroup, SubscriptionFilter};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Web").build();
/// let logs = LogGroup::builder(&stack, "Logs").build();
/// let central = "arn:aws:logs:eu-west-1:222222222222:destination:central";
/// SubscriptionFilter::builder(&stack, "Central")
///     .log_group(&logs)
///     .filter_pattern(FilterPattern::all_events())
///     .destination(LogDestination::arn(central))
///     .build();
/// # cumulo::testing::Template::of(&app, "Web");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-subscriptionfilter.html>
#[derive(Clone, Debug)]
pub struct SubscriptionFilter {
    node: Node,
    cfn: Resource<CfnSubscriptionFilter>,
}

#[bon]
impl SubscriptionFilter {
    /// A subscription filter.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Group whose events are sent.
        log_group: &LogGroup,
        /// Which events.
        #[builder(into)]
        filter_pattern: FilterPattern,
        /// Where they go.
        destination: LogDestination,
        /// Name of the filter. Default: generated by CloudFormation.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        filter_name: Option<Value<String>>,
        /// How events are spread over the shards of a Kinesis stream. Default: by log stream.
        distribution: Option<Distribution>,
    ) -> SubscriptionFilter {
        let node = scope.node().child(id);
        let destination = destination.bind(&node, log_group);
        let distribution = distribution.map_or(Expr::Null, |distribution| {
            Expr::from(match distribution {
                Distribution::ByLogStream => "ByLogStream",
                Distribution::Random => "Random",
            })
        });
        let cfn = bag::<CfnSubscriptionFilter>([
            ("DestinationArn", destination.arn.into_expr()),
            ("Distribution", distribution),
            ("FilterName", opt(filter_name.as_ref())),
            ("FilterPattern", Expr::from(filter_pattern.to_string())),
            ("LogGroupName", log_group.log_group_name().into_expr()),
            ("RoleArn", opt(destination.role.as_ref())),
        ])
        .add_to(&node, "Resource");
        if let Some(before) = destination.before {
            before.apply_before(&[&cfn]);
        }
        SubscriptionFilter { node, cfn }
    }

    /// The filter in the template.
    pub fn cfn(&self) -> &Resource<CfnSubscriptionFilter> {
        &self.cfn
    }
}

impl Construct for SubscriptionFilter {
    fn node(&self) -> &Node {
        &self.node
    }
}
