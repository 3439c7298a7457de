//! Stacks: what CloudFormation deploys as one.

use crate::elements::{CfnType, RawResource, Resource};
use crate::tree::{Kind, Node, NodeId};
use crate::value::{Expr, IntoValue, Json, Value};
use crate::{Aws, Construct, RemovalPolicy, text};
use indexmap::IndexMap;

/// A stack: one template, deployed as one.
///
/// ```
/// use cumulo_core::{App, Stack};
/// let app = App::new();
/// let network = Stack::builder(&app, "Network").description("VPC and subnets").build();
/// let shop = Stack::builder(&app, "Shop").termination_protection(true).build();
/// ```
///
/// Values of one stack may be used in another; see [`Strength`](crate::Strength) for what becomes of them.
#[derive(Clone, Debug)]
pub struct Stack {
    node: Node,
}

/// What the tree knows of a stack.
#[derive(Default)]
pub(crate) struct StackData {
    pub(crate) name: Option<String>,
    pub(crate) account: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) tags: IndexMap<String, String>,
    pub(crate) termination_protection: Option<bool>,
    pub(crate) stack_policy: Option<serde_json::Value>,
    pub(crate) notification_arns: Vec<String>,
    pub(crate) output_reader_role: Option<String>,
    pub(crate) metadata: IndexMap<String, Expr>,
    pub(crate) transforms: Vec<String>,
    /// The resource in the parent's template, if this is a nested stack.
    pub(crate) nested_in: Option<NodeId>,
}

/// A stack that is being described; [`build`](StackBuilder::build) makes it.
#[must_use]
pub struct StackBuilder<'a> {
    scope: &'a dyn Construct,
    id: &'a str,
    data: StackData,
}

impl Stack {
    /// A stack of the app or of a stage.
    pub fn builder<'a>(scope: &'a dyn Construct, id: &'a str) -> StackBuilder<'a> {
        StackBuilder { scope, id, data: StackData::default() }
    }

    /// A stack within a stack: its own template, deployed as a resource of the stack around it.
    ///
    /// Useful past 500 resources. References in and out become parameters and outputs by themselves.
    #[track_caller]
    pub fn nested(scope: &dyn Construct, id: &str) -> Stack {
        let node = scope.node().child(id);
        let holder = scope.node().child(&format!("{id}.NestedStack"));
        // The deployment replaces the file's name by where it put the file, as `aws cloudformation package` does.
        let file = format!("{}.nested.template.json", node.unique_id());
        let resource = RawResource::new("AWS::CloudFormation::Stack")
            .property("TemplateURL", serde_json::Value::from(file))
            .add_to(&holder, &format!("{id}.NestedStackResource"));
        resource.default_removal_policy(RemovalPolicy::Destroy);
        let data = StackData { nested_in: Some(resource.node().node_id()), ..StackData::default() };
        node.change(|node| node.kind = Kind::Stack(Box::new(data)));
        Stack { node }
    }

    /// Stands in for the stack of a construct that is in none; the finding stops synthesis.
    pub(crate) fn missing(construct: &Node) -> Stack {
        construct.error(
            "no-stack",
            format!("`{}` stands in no stack", construct.path()),
            "make it in a `Stack`, or in a construct that stands in one",
        );
        construct.change(|node| {
            if !matches!(node.kind, Kind::Element(_)) {
                node.kind = Kind::Stack(Box::default());
            }
        });
        Stack { node: construct.clone() }
    }

    pub(crate) fn from_node(node: Node) -> Self {
        Self { node }
    }

    /// Name in CloudFormation: the ids of stage and stack with `-` between them, unless one was given.
    pub fn stack_name(&self) -> Value<String> {
        Value::new(Expr::StackName(self.node.node_id()))
    }

    /// Region of the stack; a token where it is open.
    pub fn region(&self) -> Value<String> {
        self.environment().1.map_or_else(Aws::region, IntoValue::into_value)
    }

    /// Account of the stack; a token where it is open.
    pub fn account(&self) -> Value<String> {
        self.environment().0.map_or_else(Aws::account_id, IntoValue::into_value)
    }

    /// Partition of the stack's region, `aws` in most; a token where the region is open.
    pub fn partition(&self) -> Value<String> {
        match self.environment().1 {
            None => Aws::partition(),
            Some(region) => partition_of(&region).into_value(),
        }
    }

    /// Domain of the partition, `amazonaws.com` in most.
    pub fn url_suffix(&self) -> Value<String> {
        Aws::url_suffix()
    }

    /// ARN of something in the stack's account and region: `stack.format_arn("sqs", "jobs")`.
    ///
    /// `resource` is what stands behind the account, such as `table/orders`.
    pub fn format_arn(&self, service: &str, resource: impl IntoValue<String>) -> Value<String> {
        text!(
            "arn:{}:{}:{}:{}:{}",
            self.partition(),
            service,
            self.region(),
            self.account(),
            resource.into_value()
        )
    }

    /// The value as the stack's template would hold it now, for names that are made of it.
    ///
    /// Logical ids that are set later change it; a value of another stack is shown as it would cross.
    pub fn resolve<T: ?Sized>(&self, value: &Value<T>) -> serde_json::Value {
        crate::synth::preview(&self.node, value.expr())
    }

    /// Adds a macro that CloudFormation runs over the template, such as `AWS::LanguageExtensions`.
    pub fn add_transform(&self, name: &str) {
        self.data_mut(|data| {
            if data.transforms.iter().all(|known| known != name) {
                data.transforms.push(name.to_owned());
            }
        });
    }

    /// An entry of the template's `Metadata`.
    pub fn add_metadata(&self, key: &str, value: impl IntoValue<Json>) {
        let value = value.into_value().into_expr();
        self.data_mut(|data| data.metadata.insert(key.to_owned(), value));
    }

    /// Deploys this stack after `other`; references say so by themselves.
    #[track_caller]
    pub fn add_dependency(&self, other: &Stack) {
        self.node.add_dependency(other);
    }

    /// Whether this is a stack within a stack.
    pub fn is_nested(&self) -> bool {
        self.data(|data| data.nested_in.is_some())
    }

    /// The resource by which the stack around deploys this one; `None` of a stack that is in no other.
    ///
    /// It takes what a nested stack has besides its template: parameters, `TimeoutInMinutes`, `NotificationARNs`,
    /// a removal policy. Parameters that references need are added to those that stand there.
    ///
    /// ```
    /// use cumulo_core::{App, RemovalPolicy, Stack};
    /// let app = App::new();
    /// let stack = Stack::builder(&app, "Shop").build();
    /// let orders = Stack::nested(&stack, "Orders");
    /// let resource = orders.nested_resource().unwrap();
    /// resource.edit(|resource| resource.property("TimeoutInMinutes", serde_json::Value::from(30)));
    /// resource.apply_removal_policy(RemovalPolicy::Retain);
    /// ```
    pub fn nested_resource(&self) -> Option<Resource<RawResource>> {
        let resource = self.data(|data| data.nested_in)?;
        Some(Resource::from_node(self.node.tree().node(resource)))
    }

    /// Account and region, as far as they are known.
    fn environment(&self) -> (Option<String>, Option<String>) {
        let tree = self.node.tree().borrow();
        environment(&tree, self.node.node_id())
    }

    fn data<R>(&self, f: impl FnOnce(&StackData) -> R) -> R {
        self.node.read(|node| match &node.kind {
            Kind::Stack(data) => f(data),
            _ => unreachable!("the handle was made for a stack"),
        })
    }

    fn data_mut<R>(&self, f: impl FnOnce(&mut StackData) -> R) -> R {
        self.node.change(|node| match &mut node.kind {
            Kind::Stack(data) => f(data),
            _ => unreachable!("the handle was made for a stack"),
        })
    }
}

/// Account and region of a stack: its own, else its stage's; of a nested stack those of the outermost.
pub(crate) fn environment(
    arena: &crate::tree::Arena,
    stack: NodeId,
) -> (Option<String>, Option<String>) {
    let (mut account, mut region) = (None, None);
    for id in arena.ancestors(stack) {
        let (of_account, of_region) = match &arena.node(id).kind {
            Kind::Stack(data) => (data.account.clone(), data.region.clone()),
            Kind::Stage(data) => (data.account.clone(), data.regions.first().cloned()),
            _ => continue,
        };
        account = account.or(of_account);
        region = region.or(of_region);
    }
    (account, region)
}

fn partition_of(region: &str) -> &'static str {
    let prefixes = [
        ("cn-", "aws-cn"),
        ("us-gov-", "aws-us-gov"),
        ("us-isob-", "aws-iso-b"),
        ("us-isof-", "aws-iso-f"),
        ("us-iso-", "aws-iso"),
        ("eu-isoe-", "aws-iso-e"),
        ("eusc-", "aws-eusc"),
    ];
    prefixes.iter().find(|(prefix, _)| region.starts_with(prefix)).map_or("aws", |(_, name)| name)
}

impl StackBuilder<'_> {
    /// Name in CloudFormation. Default: the ids of stage and stack with `-` between them.
    pub fn stack_name(mut self, name: impl Into<String>) -> Self {
        self.data.name = Some(name.into());
        self
    }

    /// Account into which it is deployed, twelve digits. Default: the stage's.
    pub fn account(mut self, account: impl Into<String>) -> Self {
        self.data.account = Some(account.into());
        self
    }

    /// Region into which it is deployed. Default: the stage's home region.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.data.region = Some(region.into());
        self
    }

    /// What it is, for people; up to 1,024 bytes.
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.data.description = Some(text.into());
        self
    }

    /// A tag of the stack, which CloudFormation hands on to its resources.
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.data.tags.insert(key.into(), value.into());
        self
    }

    /// Whether CloudFormation refuses to delete the stack. Default: true in a protected stage.
    pub fn termination_protection(mut self, protect: bool) -> Self {
        self.data.termination_protection = Some(protect);
        self
    }

    /// Policy that guards resources of the stack against updates, as JSON. Default: none.
    ///
    /// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html>
    pub fn stack_policy(mut self, policy: serde_json::Value) -> Self {
        self.data.stack_policy = Some(policy);
        self
    }

    /// A topic that CloudFormation tells of the stack's events.
    pub fn notification_arn(mut self, arn: impl Into<String>) -> Self {
        self.data.notification_arns.push(arn.into());
        self
    }

    /// Role of this stack's account by which stacks of other accounts read its outputs; they need it to refer to it.
    pub fn output_reader_role(mut self, arn: impl Into<String>) -> Self {
        self.data.output_reader_role = Some(arn.into());
        self
    }

    /// Makes the stack.
    ///
    /// # Findings
    /// `stack-name` when CloudFormation would not take the name.
    #[track_caller]
    pub fn build(self) -> Stack {
        let node = self.scope.node().child(self.id);
        node.change(|node| node.kind = Kind::Stack(Box::new(self.data)));
        Stack { node }
    }
}

/// Name of a stack in CloudFormation.
pub(crate) fn stack_name(arena: &crate::tree::Arena, stack: NodeId) -> String {
    arena.stack_data(stack).name.clone().unwrap_or_else(|| arena.components(stack, None).join("-"))
}

impl Construct for Stack {
    fn node(&self) -> &Node {
        &self.node
    }
}
