//! File systems.

use super::{
    LifecyclePolicy, OutOfInfrequentAccessPolicy, PerformanceMode, ReplicationConfiguration,
    ReplicationOverwriteProtection, ThroughputMode,
};
use crate::bag::{bag, list, number, opt};
use crate::cfn::efs::{CfnFileSystem, CfnMountTarget};
use crate::ec2::{Connectable, Connections, Port, SecurityGroup, SubnetSelection, Vpc};
use crate::iam::{
    Conditions, Grant, Grantable, PolicyDocument, PolicyStatement, Principal, ResourceWithPolicy,
};
use crate::kms::Key;
use crate::{
    CfnType, Construct, Expr, IntoValue, Node, RemovalPolicy, Resource, Size, Tags, Value, text,
};
use bon::bon;

/// The condition that a client comes by a mount target, and so through the network of the VPC.
const BY_MOUNT_TARGET: &str = "elasticfilesystem:AccessedViaMountTarget";

/// A file system that many hosts, tasks and functions share, with a mount target in each of the chosen subnets.
///
/// Clients must be let in twice: by the network (`allow_default_port_from`), and by a grant where they mount with IAM.
///
/// ```
/// use cumulo::ec2::Vpc;
/// use cumulo::efs::{FileSystem, LifecyclePolicy, ThroughputMode};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let files = FileSystem::builder(&stack, "Files")
///     .vpc(&vpc)
///     .lifecycle_policy(LifecyclePolicy::After30Days)
///     .throughput_mode(ThroughputMode::Elastic)
///     .build();
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
///
/// It stays when it leaves the stack. Findings: `file-system-throughput` when mode and throughput do not belong together;
/// `file-system-archive` when files go to the archive without going to infrequent access before.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-efs-filesystem.html>
#[derive(Clone, Debug)]
pub struct FileSystem {
    node: Node,
    cfn: Option<Resource<CfnFileSystem>>,
    id: Value<String>,
    arn: Value<String>,
    connections: Connections,
    mount_targets: Vec<Node>,
}

/// What the tree keeps of a file system's policy.
#[derive(Default)]
struct Policy {
    document: PolicyDocument,
    /// Whether clients without an identity of IAM may do everything; the policy then stands for itself.
    anonymous: bool,
}

#[bon]
impl FileSystem {
    /// Starts to describe a file system.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// VPC from which it is reached.
        vpc: &Vpc,
        /// Subnets with a mount target, one per zone. Default: private ones with a way out.
        #[builder(default)]
        vpc_subnets: SubnetSelection,
        /// Its security group. Default: one that is made for it.
        security_group: Option<&SecurityGroup>,
        /// Whether its data is encrypted.
        #[builder(default = true)]
        encrypted: bool,
        /// Key that encrypts it. Default: one of AWS.
        kms_key: Option<&Key>,
        /// Name for people. Default: the construct's path.
        #[builder(into)]
        file_system_name: Option<String>,
        /// When files move to infrequent access. Default: never.
        lifecycle_policy: Option<LifecyclePolicy>,
        /// When they come back. Default: never.
        out_of_infrequent_access_policy: Option<OutOfInfrequentAccessPolicy>,
        /// When files move to the archive. Default: never.
        transition_to_archive_policy: Option<LifecyclePolicy>,
        /// What it is made for. Default: general purpose.
        performance_mode: Option<PerformanceMode>,
        /// How much data a second it moves. Default: bursting.
        throughput_mode: Option<ThroughputMode>,
        /// That, in MiB a second; of provisioned throughput, 1 MiB or more.
        provisioned_throughput_per_second: Option<Size>,
        /// Whether AWS Backup keeps it. Default: as EFS does for new file systems.
        enable_automatic_backups: Option<bool>,
        /// What clients may do. Default: what grants say, and everything for those that come by a mount target.
        file_system_policy: Option<PolicyDocument>,
        /// Whether anyone whom the network lets in may do everything, with no policy at all. Default: false.
        #[builder(default)]
        allow_anonymous_access: bool,
        /// Whether it stands in one zone only, for half the price. Default: false.
        #[builder(default)]
        one_zone: bool,
        /// Whether another file system may be copied over this one. Default: it may not.
        replication_overwrite_protection: Option<ReplicationOverwriteProtection>,
        /// Where it is copied to. Default: nowhere.
        replication_configuration: Option<ReplicationConfiguration>,
        /// What happens to it when it leaves the stack. Default: it stays.
        #[builder(default = RemovalPolicy::Retain)]
        removal_policy: RemovalPolicy,
    ) -> FileSystem {
        let node = scope.node().child(id);
        let throughput = provisioned_throughput_per_second;
        check_throughput(&node, throughput_mode, throughput);
        if transition_to_archive_policy.is_some() && lifecycle_policy.is_none() {
            node.error(
                "file-system-archive",
                "files can go to the archive only after infrequent access",
                "give `lifecycle_policy` too",
            );
        }
        let lifecycle = [
            ("TransitionToIA", lifecycle_policy.map(LifecyclePolicy::name)),
            (
                "TransitionToPrimaryStorageClass",
                out_of_infrequent_access_policy.map(OutOfInfrequentAccessPolicy::name),
            ),
            ("TransitionToArchive", transition_to_archive_policy.map(LifecyclePolicy::name)),
        ];
        let lifecycle = lifecycle
            .into_iter()
            .filter_map(|(key, value)| Some(Expr::object([(key, Expr::from(value?))])));
        let text = |text: Option<&'static str>| text.map_or(Expr::Null, Expr::from);
        let object = |key: &'static str, value: Option<&'static str>| match value {
            Some(value) => Expr::object([(key, Expr::from(value))]),
            None => Expr::Null,
        };
        let stack = node.stack();
        let subnets = vpc.select_subnets(&vpc_subnets.one_per_az());
        let mut chosen = subnets.subnets().to_vec();
        if one_zone {
            chosen.truncate(1);
        }
        let zone = chosen.first().filter(|_| one_zone).map(|subnet| subnet.availability_zone());
        let cfn = bag::<CfnFileSystem>([
            ("AvailabilityZoneName", opt(zone.as_ref())),
            (
                "BackupPolicy",
                object("Status", enable_automatic_backups.and_then(|on| on.then_some("ENABLED"))),
            ),
            ("Encrypted", Expr::from(encrypted)),
            (
                "FileSystemProtection",
                object(
                    "ReplicationOverwriteProtection",
                    replication_overwrite_protection.map(ReplicationOverwriteProtection::name),
                ),
            ),
            ("KmsKeyId", opt(kms_key.map(Key::key_arn).as_ref())),
            ("LifecyclePolicies", list(lifecycle)),
            ("PerformanceMode", text(performance_mode.map(PerformanceMode::name))),
            (
                "ProvisionedThroughputInMibps",
                number(throughput.and_then(|size| i64::try_from(size.to_mebibytes()).ok())),
            ),
            (
                "ReplicationConfiguration",
                replication_configuration.map_or(Expr::Null, |copy| copy.to_expr(&stack)),
            ),
            ("ThroughputMode", text(throughput_mode.map(ThroughputMode::name))),
        ])
        .add_to(&node, "Resource");
        cfn.apply_removal_policy(removal_policy);
        Tags::of(&node).add("Name", file_system_name.unwrap_or_else(|| node.path()));
        let group = security_group
            .cloned()
            .unwrap_or_else(|| SecurityGroup::builder(&node, "EfsSecurityGroup").vpc(vpc).build());
        let mount_targets = chosen.iter().map(|subnet| {
            let id = format!("EfsMountTarget-{}", subnet.node().id());
            let target = bag::<CfnMountTarget>([
                ("FileSystemId", cfn.reference().into_expr()),
                ("SecurityGroups", list([group.security_group_id()])),
                ("SubnetId", subnet.subnet_id().into_expr()),
            ])
            .add_to(&node, &id);
            target.node().clone()
        });
        let mount_targets = mount_targets.collect();
        node.with_state(|policy: &mut Policy| {
            policy.anonymous = allow_anonymous_access;
            policy.document = file_system_policy.unwrap_or_default();
        });
        let file_system = FileSystem {
            id: cfn.reference(),
            arn: cfn.attr_arn(),
            connections: Connections::new([group], Some(Port::nfs())),
            mount_targets,
            node,
            cfn: Some(cfn),
        };
        file_system.write_policy();
        file_system
    }

    /// A file system that exists, by its id `fs-…` and the security group of its mount targets.
    #[track_caller]
    pub fn from_file_system_id(
        scope: &dyn Construct,
        id: &str,
        file_system_id: impl IntoValue<String>,
        security_group: &SecurityGroup,
    ) -> FileSystem {
        let node = scope.node().child(id);
        let file_system_id = file_system_id.into_value();
        let resource = text!("file-system/{}", file_system_id);
        let arn = node.stack().format_arn("elasticfilesystem", resource);
        Self::imported(node, file_system_id, arn, security_group)
    }

    /// A file system that exists, by its ARN and the security group of its mount targets.
    ///
    /// # Findings
    /// `file-system-arn` when the ARN is none of a file system.
    #[track_caller]
    pub fn from_file_system_arn(
        scope: &dyn Construct,
        id: &str,
        arn: &str,
        security_group: &SecurityGroup,
    ) -> FileSystem {
        let node = scope.node().child(id);
        let name =
            arn.rsplit_once("file-system/").map(|(_, name)| name).filter(|name| !name.is_empty());
        if name.is_none() {
            node.error(
                "file-system-arn",
                format!("`{arn}` is not the ARN of a file system"),
                "it ends in `:file-system/fs-…`",
            );
        }
        let file_system_id = Value::new(name.unwrap_or(arn).to_owned());
        Self::imported(node, file_system_id, arn.into_value(), security_group)
    }

    fn imported(node: Node, id: Value<String>, arn: Value<String>, group: &SecurityGroup) -> Self {
        let connections = Connections::new([group.clone()], Some(Port::nfs()));
        FileSystem { node, cfn: None, id, arn, connections, mount_targets: Vec::new() }
    }

    /// The L1; none of an imported file system.
    pub fn cfn(&self) -> Option<&Resource<CfnFileSystem>> {
        self.cfn.as_ref()
    }

    /// Its id, `fs-…`.
    pub fn file_system_id(&self) -> Value<String> {
        self.id.clone()
    }

    /// Its ARN.
    pub fn file_system_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// Its mount targets, which must be there before something mounts it, for `add_dependency`.
    pub fn mount_targets_available(&self) -> &[Node] {
        &self.mount_targets
    }

    /// Lets `grantee` do these actions with the file system.
    #[track_caller]
    pub fn grant(
        &self,
        grantee: &dyn Grantable,
        actions: impl IntoIterator<Item = impl IntoValue<String>>,
    ) -> Grant {
        let statement = PolicyStatement::allow().actions(actions).resources([self.arn.clone()]);
        Grant::add_to_principal(&self.node, grantee, statement)
    }

    /// Lets `grantee` mount it by a mount target, to read.
    #[track_caller]
    pub fn grant_read(&self, grantee: &dyn Grantable) -> Grant {
        self.grant_client(grantee, &["ClientMount"])
    }

    /// Lets `grantee` mount it by a mount target, to read and write.
    #[track_caller]
    pub fn grant_read_write(&self, grantee: &dyn Grantable) -> Grant {
        self.grant_client(grantee, &["ClientMount", "ClientWrite"])
    }

    /// Lets `grantee` mount it by a mount target, and do everything as root.
    #[track_caller]
    pub fn grant_root_access(&self, grantee: &dyn Grantable) -> Grant {
        self.grant_client(grantee, &["ClientMount", "ClientWrite", "ClientRootAccess"])
    }

    #[track_caller]
    fn grant_client(&self, grantee: &dyn Grantable, actions: &[&str]) -> Grant {
        let actions = actions.iter().map(|action| format!("elasticfilesystem:{action}"));
        let statement = PolicyStatement::allow()
            .actions(actions)
            .resources([self.arn.clone()])
            .conditions(Conditions::new().bool(BY_MOUNT_TARGET, true));
        Grant::add_to_principal(&self.node, grantee, statement)
    }

    /// Writes the policy into the template.
    fn write_policy(&self) {
        let Some(cfn) = &self.cfn else { return };
        let stack = self.node.stack();
        let document = self.node.with_state(|policy: &mut Policy| {
            let mut document = policy.document.clone();
            if !policy.anonymous {
                document.add_statements([clients_of_mount_targets()]);
            }
            (!document.is_empty()).then(|| document.to_value(&stack))
        });
        if let Some(document) = document {
            cfn.edit_properties(|properties| {
                properties.set("FileSystemPolicy", document.into_expr());
            });
        }
    }
}

/// With a policy, clients need an identity of IAM; this statement makes only them able to mount, and lets them do the rest.
fn clients_of_mount_targets() -> PolicyStatement {
    PolicyStatement::allow()
        .actions(["elasticfilesystem:ClientWrite", "elasticfilesystem:ClientRootAccess"])
        .principals([Principal::any()])
        .conditions(Conditions::new().bool(BY_MOUNT_TARGET, true))
}

fn check_throughput(node: &Node, mode: Option<ThroughputMode>, throughput: Option<Size>) {
    let provisioned = mode == Some(ThroughputMode::Provisioned);
    if provisioned != throughput.is_some() {
        node.error(
            "file-system-throughput",
            "provisioned throughput needs an amount, and other modes take none",
            "give both `throughput_mode(ThroughputMode::Provisioned)` and `provisioned_throughput_per_second`, or none",
        );
    }
    if throughput.is_some_and(|size| size.to_mebibytes() == 0) {
        node.error(
            "file-system-throughput",
            "the throughput is less than 1 MiB a second",
            "choose 1 MiB a second or more",
        );
    }
}

impl ResourceWithPolicy for FileSystem {
    fn add_to_resource_policy(&self, statement: PolicyStatement) -> Option<Node> {
        self.cfn.as_ref()?;
        self.node.with_state(|policy: &mut Policy| policy.document.add_statements([statement]));
        self.write_policy();
        Some(self.node.clone())
    }
}

impl Connectable for FileSystem {
    fn connections(&self) -> Connections {
        self.connections.clone()
    }
}

impl Construct for FileSystem {
    fn node(&self) -> &Node {
        &self.node
    }
}
