//! Flow logs: which connections there were.

use super::{Subnet, Vpc};
use crate::bag::{bag, number, opt};
use crate::cfn::ec2::CfnFlowLog;
use crate::iam::{Conditions, Grant, PolicyStatement, Principal, ResourceWithPolicy, Role};
use crate::logs::LogGroup;
use crate::s3::Bucket;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Tags, Value, text};
use bon::bon;

/// A log of the connections of a VPC, a subnet or a network interface.
///
/// ```
/// use cumulo::{App, Stack, ec2::{FlowLogDestination, FlowLogTrafficType, Vpc}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Network").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// vpc.add_flow_log("Rejected").traffic_type(FlowLogTrafficType::Reject).build();
/// # cumulo::testing::Template::of(&app, "Network");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-flowlog.html>
#[derive(Clone, Debug)]
pub struct FlowLog {
    node: Node,
    cfn: Resource<CfnFlowLog>,
}

/// What is logged.
#[derive(Clone, Debug)]
pub struct FlowLogResourceType {
    kind: &'static str,
    id: Value<String>,
}

impl FlowLogResourceType {
    /// All connections of a VPC.
    pub fn from_vpc(vpc: &Vpc) -> Self {
        Self { kind: "VPC", id: vpc.vpc_id() }
    }

    /// All connections of a subnet.
    pub fn from_subnet(subnet: &Subnet) -> Self {
        Self { kind: "Subnet", id: subnet.subnet_id() }
    }

    /// The connections of a network interface, `eni-…`.
    pub fn from_network_interface_id(id: impl IntoValue<String>) -> Self {
        Self { kind: "NetworkInterface", id: id.into_value() }
    }
}

/// Which connections are logged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FlowLogTrafficType {
    /// Those that were let through.
    Accept,
    /// Those that were not.
    Reject,
    /// All.
    #[default]
    All,
}

/// Where the log goes.
///
/// ```
/// use cumulo::ec2::FlowLogDestination;
/// let bucket = FlowLogDestination::to_s3().key_prefix("network/");
/// ```
#[derive(Clone, Debug, Default)]
pub struct FlowLogDestination {
    in_s3: bool,
    log_group: Option<LogGroup>,
    role: Option<Role>,
    bucket: Option<Bucket>,
    key_prefix: Option<String>,
}

impl FlowLogDestination {
    /// CloudWatch Logs.
    pub fn to_cloud_watch_logs() -> Self {
        Self::default()
    }

    /// S3.
    pub fn to_s3() -> Self {
        Self { in_s3: true, ..Self::default() }
    }

    /// Log group that the log is written to. Default: a new one.
    #[must_use]
    pub fn log_group(mut self, group: &LogGroup) -> Self {
        self.log_group = Some(group.clone());
        self
    }

    /// Role that writes into the log group. Default: a new one.
    #[must_use]
    pub fn role(mut self, role: &Role) -> Self {
        self.role = Some(role.clone());
        self
    }

    /// Bucket that the log is written to. Default: a new one.
    #[must_use]
    pub fn bucket(mut self, bucket: &Bucket) -> Self {
        self.bucket = Some(bucket.clone());
        self
    }

    /// Folder in the bucket, with a slash at the end. Default: none.
    #[must_use]
    pub fn key_prefix(mut self, prefix: &str) -> Self {
        self.key_prefix = Some(prefix.to_owned());
        self
    }
}

/// What a flow log is made of, wherever it is made.
struct Settings<'a> {
    resource: FlowLogResourceType,
    destination: Option<FlowLogDestination>,
    traffic_type: FlowLogTrafficType,
    max_aggregation_interval: Option<u16>,
    log_format: Option<Value<String>>,
    flow_log_name: Option<&'a str>,
}

#[bon]
impl FlowLog {
    /// A flow log.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// What is logged.
        resource_type: FlowLogResourceType,
        /// Where the log goes. Default: CloudWatch Logs.
        destination: Option<FlowLogDestination>,
        /// Which connections are logged. Default: all.
        #[builder(default)]
        traffic_type: FlowLogTrafficType,
        /// Seconds that are summed up in a line, 60 or 600. Default: 600.
        max_aggregation_interval: Option<u16>,
        /// Fields of a line, such as `${srcaddr} ${dstaddr}`. Default: AWS's own.
        #[builder(with = |format: impl IntoValue<String>| format.into_value())]
        log_format: Option<Value<String>>,
        /// Tag `Name`. Default: the path.
        flow_log_name: Option<&str>,
    ) -> FlowLog {
        Settings {
            resource: resource_type,
            destination,
            traffic_type,
            max_aggregation_interval,
            log_format,
            flow_log_name,
        }
        .make(scope, id)
    }
}

#[bon]
impl Vpc {
    /// Logs the connections of the VPC.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn add_flow_log(
        &self,
        #[builder(start_fn)] id: &str,
        /// Where the log goes. Default: CloudWatch Logs.
        destination: Option<FlowLogDestination>,
        /// Which connections are logged. Default: all.
        #[builder(default)]
        traffic_type: FlowLogTrafficType,
        /// Seconds that are summed up in a line, 60 or 600. Default: 600.
        max_aggregation_interval: Option<u16>,
        /// Fields of a line, such as `${srcaddr} ${dstaddr}`. Default: AWS's own.
        #[builder(with = |format: impl IntoValue<String>| format.into_value())]
        log_format: Option<Value<String>>,
    ) -> FlowLog {
        Settings {
            resource: FlowLogResourceType::from_vpc(self),
            destination,
            traffic_type,
            max_aggregation_interval,
            log_format,
            flow_log_name: None,
        }
        .make(self, id)
    }
}

impl Settings<'_> {
    #[track_caller]
    fn make(self, scope: &dyn Construct, id: &str) -> FlowLog {
        let node = scope.node().child(id);
        Tags::of(&node).add("Name", self.flow_log_name.map_or_else(|| node.path(), str::to_owned));
        let destination = self.destination.unwrap_or_default();
        let (target, first) = if destination.in_s3 {
            s3(&node, destination.bucket, destination.key_prefix)
        } else {
            (cloud_watch(&node, destination.log_group, destination.role), None)
        };
        let traffic = match self.traffic_type {
            FlowLogTrafficType::Accept => "ACCEPT",
            FlowLogTrafficType::Reject => "REJECT",
            FlowLogTrafficType::All => "ALL",
        };
        let common = [
            ("LogFormat", opt(self.log_format.as_ref())),
            ("MaxAggregationInterval", number(self.max_aggregation_interval)),
            ("ResourceId", self.resource.id.into()),
            ("ResourceType", Expr::from(self.resource.kind)),
            ("TrafficType", Expr::from(traffic)),
        ];
        let cfn = bag::<CfnFlowLog>(common.into_iter().chain(target)).add_to(&node, "FlowLog");
        if let Some(policy) = first {
            cfn.depends_on(&policy);
        }
        FlowLog { node, cfn }
    }
}

#[track_caller]
fn cloud_watch(
    node: &Node,
    group: Option<LogGroup>,
    role: Option<Role>,
) -> Vec<(&'static str, Expr)> {
    let role = match role {
        Some(role) => role,
        None => Role::builder(node, "IAMRole")
            .assumed_by(Principal::service("vpc-flow-logs.amazonaws.com"))
            .build(),
    };
    let group = match group {
        Some(group) => group,
        None => LogGroup::builder(node, "LogGroup").build(),
    };
    let write = PolicyStatement::allow()
        .actions(["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"])
        .resources([group.log_group_arn()]);
    Grant::add_to_principal(node, &role, write);
    vec![
        ("DeliverLogsPermissionArn", role.role_arn().into()),
        ("LogDestinationType", Expr::from("cloud-watch-logs")),
        ("LogGroupName", group.log_group_name().into()),
    ]
}

/// The destination, and the bucket's policy, which must be there first.
#[track_caller]
fn s3(
    node: &Node,
    bucket: Option<Bucket>,
    prefix: Option<String>,
) -> (Vec<(&'static str, Expr)>, Option<Node>) {
    let bucket = match bucket {
        Some(bucket) => bucket,
        None => Bucket::builder(node, "Bucket").build(),
    };
    let stack = node.stack();
    let delivery = || Principal::service("delivery.logs.amazonaws.com");
    let source = text!("arn:{}:logs:{}:{}:*", stack.partition(), stack.region(), stack.account());
    let of_account = |conditions: Conditions| {
        conditions
            .string_equals("aws:SourceAccount", stack.account())
            .arn_like("aws:SourceArn", source.clone())
    };
    let folder = prefix.clone().unwrap_or_default();
    let objects = text!("{}/{}AWSLogs/{}/*", bucket.bucket_arn(), folder.as_str(), stack.account());
    let owned = Conditions::new().string_equals("s3:x-amz-acl", "bucket-owner-full-control");
    let write = PolicyStatement::allow()
        .principals([delivery()])
        .actions(["s3:PutObject"])
        .resources([objects])
        .conditions(of_account(owned));
    let check = PolicyStatement::allow()
        .principals([delivery()])
        .actions(["s3:GetBucketAcl", "s3:ListBucket"])
        .resources([bucket.bucket_arn()])
        .conditions(of_account(Conditions::new()));
    bucket.add_to_resource_policy(write);
    let policy = bucket.add_to_resource_policy(check);
    let destination = match prefix {
        Some(prefix) => text!("{}/{}", bucket.bucket_arn(), prefix.as_str()),
        None => bucket.bucket_arn(),
    };
    let properties =
        vec![("LogDestination", destination.into()), ("LogDestinationType", Expr::from("s3"))];
    (properties, policy)
}

impl FlowLog {
    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnFlowLog> {
        &self.cfn
    }

    /// Id of the flow log, `fl-…`.
    pub fn flow_log_id(&self) -> Value<String> {
        self.cfn.reference()
    }
}

impl Construct for FlowLog {
    fn node(&self) -> &Node {
        &self.node
    }
}
