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
    /// Whether accepted and rejected traffic can be told apart there.
    filtered: bool,
}

impl FlowLogResourceType {
    /// All connections of a VPC.
    pub fn from_vpc(vpc: &Vpc) -> Self {
        Self { kind: "VPC", id: vpc.vpc_id(), filtered: true }
    }

    /// All connections of a subnet.
    pub fn from_subnet(subnet: &Subnet) -> Self {
        Self { kind: "Subnet", id: subnet.subnet_id(), filtered: true }
    }

    /// The connections of a network interface, `eni-…`.
    pub fn from_network_interface_id(id: impl IntoValue<String>) -> Self {
        Self { kind: "NetworkInterface", id: id.into_value(), filtered: true }
    }

    /// A transit gateway.
    pub fn from_transit_gateway_id(id: impl IntoValue<String>) -> Self {
        Self { kind: "TransitGateway", id: id.into_value(), filtered: false }
    }

    /// An attachment of a transit gateway.
    pub fn from_transit_gateway_attachment_id(id: impl IntoValue<String>) -> Self {
        Self { kind: "TransitGatewayAttachment", id: id.into_value(), filtered: false }
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
    kind: Kind,
    log_group: Option<LogGroup>,
    role: Option<Role>,
    bucket: Option<Bucket>,
    key_prefix: Option<String>,
    file_format: Option<FlowLogFileFormat>,
    hive_compatible_partitions: Option<bool>,
    per_hour_partition: Option<bool>,
}

#[derive(Clone, Debug, Default)]
enum Kind {
    #[default]
    CloudWatchLogs,
    S3,
    Firehose(Value<String>),
}

/// Form of the files in S3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowLogFileFormat {
    /// A line of text per record.
    PlainText,
    /// Parquet, which queries read faster.
    Parquet,
}

impl FlowLogDestination {
    /// CloudWatch Logs.
    pub fn to_cloud_watch_logs() -> Self {
        Self::default()
    }

    /// S3.
    pub fn to_s3() -> Self {
        Self { kind: Kind::S3, ..Self::default() }
    }

    /// A delivery stream of Data Firehose, by its ARN.
    pub fn to_kinesis_data_firehose(arn: impl IntoValue<String>) -> Self {
        Self { kind: Kind::Firehose(arn.into_value()), ..Self::default() }
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

    /// Form of the files in S3. Default: lines of text.
    #[must_use]
    pub fn file_format(mut self, format: FlowLogFileFormat) -> Self {
        self.file_format = Some(format);
        self
    }

    /// Whether folders in S3 are named as Hive's tools want them. Default: false.
    #[must_use]
    pub fn hive_compatible_partitions(mut self, compatible: bool) -> Self {
        self.hive_compatible_partitions = Some(compatible);
        self
    }

    /// Whether S3 has a folder for each hour instead of each day. Default: false.
    #[must_use]
    pub fn per_hour_partition(mut self, per_hour: bool) -> Self {
        self.per_hour_partition = Some(per_hour);
        self
    }

    /// Parts of the destination's own settings; `Null` where nothing is said.
    fn options(&self) -> Expr {
        if self.file_format.is_none()
            && self.hive_compatible_partitions.is_none()
            && self.per_hour_partition.is_none()
        {
            return Expr::Null;
        }
        Expr::object([
            (
                "fileFormat",
                Expr::from(match self.file_format {
                    Some(FlowLogFileFormat::Parquet) => "parquet",
                    _ => "plain-text",
                }),
            ),
            ("hiveCompatiblePartitions", Expr::from(self.hive_compatible_partitions == Some(true))),
            ("perHourPartition", Expr::from(self.per_hour_partition == Some(true))),
        ])
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
        let (target, first) = match &destination.kind {
            Kind::S3 => s3(&node, &destination),
            Kind::CloudWatchLogs => {
                (cloud_watch(&node, destination.log_group, destination.role), None)
            }
            Kind::Firehose(arn) => (
                vec![
                    ("LogDestination", arn.into()),
                    ("LogDestinationType", Expr::from("kinesis-data-firehose")),
                ],
                None,
            ),
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
            ("TrafficType", if self.resource.filtered { Expr::from(traffic) } else { Expr::Null }),
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
fn s3(node: &Node, to: &FlowLogDestination) -> (Vec<(&'static str, Expr)>, Option<Node>) {
    let bucket = match &to.bucket {
        Some(bucket) => bucket.clone(),
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
    let folder = to.key_prefix.as_deref().unwrap_or_default();
    let part = if to.hive_compatible_partitions == Some(true) { "aws-account-id=" } else { "" };
    let arn = bucket.bucket_arn();
    let objects = text!("{}/{}AWSLogs/{}{}/*", arn, folder, part, stack.account());
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
    let destination = match &to.key_prefix {
        Some(prefix) => text!("{}/{}", bucket.bucket_arn(), prefix.as_str()),
        None => bucket.bucket_arn(),
    };
    let properties = vec![
        ("DestinationOptions", to.options()),
        ("LogDestination", destination.into()),
        ("LogDestinationType", Expr::from("s3")),
    ];
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
