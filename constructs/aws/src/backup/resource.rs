//! What is copied.

use crate::dynamodb::{Table, TableV2};
use crate::ec2::Instance;
use crate::efs::FileSystem;
use crate::rds::{DatabaseCluster, DatabaseInstance};
use crate::{Construct, Expr, IntoValue, Node, Value, text};

/// Something that a plan copies: by its construct, its ARN or a tag.
///
/// ```
/// use cumulo::backup::BackupResource;
/// let production = BackupResource::from_tag("stage", "prod");
/// let volumes = BackupResource::from_arn("arn:aws:ec2:*:*:volume/*");
/// ```
#[derive(Clone, Debug)]
pub struct BackupResource(pub(super) Kind);

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Arns(Vec<Value<String>>),
    Tag { key: String, value: Value<String> },
}

/// Part of ARNs, and what stands before the name in them, by the types that AWS Backup copies.
const KINDS: &[(&str, &str, &str)] = &[
    ("AWS::DynamoDB::Table", "dynamodb", "table/"),
    ("AWS::EC2::Instance", "ec2", "instance/"),
    ("AWS::EC2::Volume", "ec2", "volume/"),
    ("AWS::EFS::FileSystem", "elasticfilesystem", "file-system/"),
    ("AWS::RDS::DBCluster", "rds", "cluster:"),
    ("AWS::RDS::DBInstance", "rds", "db:"),
];

impl BackupResource {
    /// All tables, file systems, databases, instances and volumes that stand in the construct by now.
    ///
    /// What is made later is not copied: make the selection last, or select by a tag.
    pub fn from_construct(construct: &dyn Construct) -> Self {
        let nodes = construct.node().descendants();
        Self(Kind::Arns(nodes.iter().filter_map(arn_of).collect()))
    }

    /// A table.
    pub fn from_dynamo_db_table(table: &Table) -> Self {
        Self::from_arn(table.table_arn())
    }

    /// A table with replicas.
    pub fn from_dynamo_db_table_v2(table: &TableV2) -> Self {
        Self::from_arn(table.table_arn())
    }

    /// An instance, with its volumes.
    pub fn from_ec2_instance(instance: &Instance) -> Self {
        let name = text!("instance/{}", instance.instance_id());
        Self::from_arn(instance.node().stack().format_arn("ec2", name))
    }

    /// A file system.
    pub fn from_efs_file_system(file_system: &FileSystem) -> Self {
        let name = text!("file-system/{}", file_system.file_system_id());
        Self::from_arn(file_system.node().stack().format_arn("elasticfilesystem", name))
    }

    /// A database on an instance of its own.
    pub fn from_rds_database_instance(database: &DatabaseInstance) -> Self {
        Self::from_arn(database.instance_arn())
    }

    /// A cluster.
    pub fn from_rds_database_cluster(cluster: &DatabaseCluster) -> Self {
        Self::from_arn(cluster.cluster_arn())
    }

    /// What has this ARN, in which `*` stands for any text.
    pub fn from_arn(arn: impl IntoValue<String>) -> Self {
        Self(Kind::Arns(vec![arn.into_value()]))
    }

    /// Everything with this tag.
    pub fn from_tag(key: impl Into<String>, value: impl IntoValue<String>) -> Self {
        Self(Kind::Tag { key: key.into(), value: value.into_value() })
    }
}

/// The ARN of the resource at this node, if AWS Backup copies its type; instances of clusters are copied with them.
fn arn_of(node: &Node) -> Option<Value<String>> {
    let kind = node.resource_type()?;
    let (_, service, prefix) = KINDS.iter().find(|(name, ..)| *name == kind)?;
    let parent = node.parent()?;
    let database = parent.resource::<crate::cfn::rds::CfnDBInstance>(&node.id());
    let in_cluster = database.is_some_and(|database| {
        database.with_properties(|properties| properties.get("DBClusterIdentifier").is_some())
    });
    if in_cluster {
        return None;
    }
    let name = text!("{}{}", *prefix, node.reference::<String>());
    Some(node.stack().format_arn(service, name))
}

impl Kind {
    /// The condition of a tag.
    pub(super) fn condition(&self) -> Option<Expr> {
        match self {
            Kind::Arns(_) => None,
            Kind::Tag { key, value } => Some(Expr::object([
                ("ConditionKey", Expr::from(key.clone())),
                ("ConditionType", Expr::from("STRINGEQUALS")),
                ("ConditionValue", Expr::from(value)),
            ])),
        }
    }

    pub(super) fn arns(&self) -> &[Value<String>] {
        match self {
            Kind::Arns(arns) => arns,
            Kind::Tag { .. } => &[],
        }
    }
}
