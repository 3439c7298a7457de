//! Destinations of other accounts' logs.

use super::LogDestination;
use crate::bag::bag;
use crate::cfn::logs::CfnDestination;
use crate::iam::{PolicyDocument, PolicyStatement, Role};
use crate::json_text::json_text;
use crate::{CfnType, Construct, IntoValue, Node, Resource, Value, text};
use bon::bon;

/// Where subscription filters of other accounts send their events: a stream of this account.
///
/// ```
/// use cumulo::iam::{PolicyStatement, Principal, Role};
/// use cumulo::logs::CrossAccountDestination;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Central").build();
/// let writer = Role::builder(&stack, "Writer").assumed_by(Principal::service("logs.amazonaws.com")).build();
/// let central = CrossAccountDestination::builder(&stack, "Central")
///     .role(&writer)
///     .target_arn("arn:aws:kinesis:eu-west-1:111111111111:stream/central")
///     .build();
/// central.add_to_policy(
///     PolicyStatement::allow()
///         .actions(["logs:PutSubscriptionFilter"])
///         .all_resources()
///         .principals([Principal::account("222222222222")]),
/// );
/// # cumulo::testing::Template::of(&app, "Central");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-destination.html>
#[derive(Clone, Debug)]
pub struct CrossAccountDestination {
    node: Node,
    cfn: Resource<CfnDestination>,
}

#[bon]
impl CrossAccountDestination {
    /// A destination.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Role that writes to the target; `logs.amazonaws.com` must be able to assume it.
        role: &Role,
        /// ARN of a stream of Kinesis or Firehose.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        target_arn: Value<String>,
        /// Name, unique in the region. Default: made of the stack's name and the logical id.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        destination_name: Option<Value<String>>,
    ) -> CrossAccountDestination {
        let node = scope.node().child(id);
        let cfn = bag::<CfnDestination>([
            ("DestinationPolicy", "".into()),
            ("RoleArn", role.role_arn().into_expr()),
            ("TargetArn", target_arn.into_expr()),
        ])
        .add_to(&node, "Resource");
        let name = destination_name
            .unwrap_or_else(|| text!("{}-{}", node.stack().stack_name(), cfn.node().logical_id()));
        cfn.edit_properties(|bag| bag.set("DestinationName", name));
        CrossAccountDestination { node, cfn }
    }

    /// The destination in the template.
    pub fn cfn(&self) -> &Resource<CfnDestination> {
        &self.cfn
    }

    /// ARN of the destination, which filters of other accounts name by [`LogDestination::arn`].
    pub fn destination_arn(&self) -> Value<String> {
        self.cfn.attr_arn()
    }

    /// The destination, for filters of this program.
    pub fn destination(&self) -> LogDestination {
        LogDestination::arn(self.destination_arn())
    }

    /// Says who may send events.
    #[track_caller]
    pub fn add_to_policy(&self, statement: PolicyStatement) {
        statement.check_for_resource(&self.node);
        let stack = self.node.stack();
        let document = self.node.with_state::<PolicyDocument, _>(|document| {
            document.add_statements([statement]);
            document.to_value(&stack)
        });
        let text = json_text(document.expr(), 0).into_expr();
        self.cfn.edit_properties(|bag| bag.set("DestinationPolicy", text));
    }
}

impl Construct for CrossAccountDestination {
    fn node(&self) -> &Node {
        &self.node
    }
}
