//! Who may do what in a cluster.

use super::Cluster;
use crate::bag::{bag, list};
use crate::cfn::eks::CfnAccessEntry;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value, text};
use bon::bon;

/// Permissions in a cluster, or in some of its namespaces.
///
/// ```
/// use cumulo::eks::AccessPolicy;
/// let readers = AccessPolicy::of_namespaces("AmazonEKSViewPolicy", ["shop"]);
/// ```
///
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html>
#[derive(Clone, Debug)]
pub struct AccessPolicy {
    name: String,
    namespaces: Option<Vec<String>>,
}

impl AccessPolicy {
    /// A policy of EKS by its name, in the whole cluster.
    pub fn of_cluster(name: impl Into<String>) -> Self {
        Self { name: name.into(), namespaces: None }
    }

    /// A policy of EKS by its name, in these namespaces.
    pub fn of_namespaces(
        name: impl Into<String>,
        namespaces: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let namespaces = namespaces.into_iter().map(Into::into).collect();
        Self { name: name.into(), namespaces: Some(namespaces) }
    }

    fn to_expr(&self, node: &Node) -> Expr {
        let partition = node.stack().partition();
        let arn = text!("arn:{}:eks::aws:cluster-access-policy/{}", partition, self.name);
        let scope = match &self.namespaces {
            None => Expr::object([("Type", Expr::from("cluster"))]),
            Some(namespaces) => Expr::object([
                ("Namespaces", list(namespaces.iter().cloned())),
                ("Type", Expr::from("namespace")),
            ]),
        };
        Expr::object([("AccessScope", scope), ("PolicyArn", arn.into_expr())])
    }
}

/// What a role or user may do in a cluster.
///
/// ```
/// use cumulo::eks::{AccessEntry, AccessPolicy, Cluster, DefaultCapacity, EndpointAccess};
/// use cumulo::iam::{Principal, Role};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Platform").build();
/// # let vpc = cumulo::ec2::Vpc::builder(&stack, "Vpc").build();
/// # let cluster = Cluster::builder(&stack, "Cluster")
/// #     .version("1.33")
/// #     .vpc(&vpc)
/// #     .default_capacity(DefaultCapacity::None)
/// #     .endpoint_access(EndpointAccess::public_and_private().only_from(["203.0.113.0/24"]))
/// #     .build();
/// let operators = Role::builder(&stack, "Operators").assumed_by(Principal::account_root()).build();
/// AccessEntry::builder(&stack, "Access")
///     .cluster(&cluster)
///     .principal(operators.role_arn())
///     .access_policies([AccessPolicy::of_cluster("AmazonEKSClusterAdminPolicy")])
///     .build();
/// # cumulo::testing::Template::of(&app, "Platform");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-eks-accessentry.html>
#[derive(Clone, Debug)]
pub struct AccessEntry {
    node: Node,
    cfn: Resource<CfnAccessEntry>,
}

#[bon]
impl AccessEntry {
    /// Starts to describe an entry.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// The cluster.
        cluster: &Cluster,
        /// ARN of the role or user.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        principal: Value<String>,
        /// What it may do.
        #[builder(default, with = |policies: impl IntoIterator<Item = AccessPolicy>| policies.into_iter().collect())]
        access_policies: Vec<AccessPolicy>,
        /// Kind of the entry, such as `STANDARD` or `EC2_LINUX`. Default: standard.
        #[builder(into)]
        access_entry_type: Option<String>,
    ) -> AccessEntry {
        let node = scope.node().child(id);
        let policies = access_policies.iter().map(|policy| policy.to_expr(&node));
        let cfn = bag::<CfnAccessEntry>([
            ("AccessPolicies", Expr::List(policies.collect())),
            ("ClusterName", cluster.cluster_name().into_expr()),
            ("PrincipalArn", principal.into_expr()),
            ("Type", access_entry_type.map_or(Expr::Null, Expr::from)),
        ])
        .add_to(&node, "Resource");
        AccessEntry { node, cfn }
    }

    /// Name of the entry: the ARN of its principal.
    pub fn access_entry_name(&self) -> Value<String> {
        self.cfn.reference()
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnAccessEntry> {
        &self.cfn
    }

    /// Its ARN.
    pub fn access_entry_arn(&self) -> Value<String> {
        self.cfn.attr_access_entry_arn()
    }

    /// Adds permissions.
    pub fn add_access_policies(&self, policies: impl IntoIterator<Item = AccessPolicy>) {
        self.cfn.edit_properties(|properties| {
            for policy in policies {
                properties.push("AccessPolicies", policy.to_expr(&self.node));
            }
        });
    }
}

impl Construct for AccessEntry {
    fn node(&self) -> &Node {
        &self.node
    }
}
