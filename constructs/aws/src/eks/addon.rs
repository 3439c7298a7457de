//! Add-ons.

use super::Cluster;
use crate::bag::{bag, flag};
use crate::cfn::eks::CfnAddon;
use crate::iam::Role;
use crate::json_text::json_text;
use crate::{
    CfnType, Construct, Expr, IntoValue, Json, Node, RemovalPolicies, RemovalPolicy, Resource,
    Value,
};
use bon::bon;

/// Software that EKS puts into a cluster and keeps up to date, such as `metrics-server`.
///
/// ```
/// use cumulo::eks::{Addon, Cluster, DefaultCapacity, EndpointAccess};
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
/// Addon::builder(&stack, "Metrics").cluster(&cluster).addon_name("metrics-server").build();
/// # cumulo::testing::Template::of(&app, "Platform");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-eks-addon.html>
#[derive(Clone, Debug)]
pub struct Addon {
    node: Node,
    cfn: Resource<CfnAddon>,
}

#[bon]
impl Addon {
    /// Starts to describe an add-on.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// The cluster.
        cluster: &Cluster,
        /// Its name.
        #[builder(into)]
        addon_name: String,
        /// Its version. Default: the newest that fits the cluster.
        #[builder(into)]
        addon_version: Option<String>,
        /// Whether it stays in the cluster when it leaves the stack. Default: false.
        preserve_on_delete: Option<bool>,
        /// Its settings, as JSON.
        #[builder(with = |values: impl IntoValue<Json>| values.into_value())]
        configuration_values: Option<Value<Json>>,
        /// Role of its service account. Default: the nodes'.
        service_account_role: Option<&Role>,
        /// What happens to the add-on when it leaves the stack. Default: it is deleted.
        removal_policy: Option<RemovalPolicy>,
    ) -> Addon {
        let node = scope.node().child(id);
        let text = |text: Option<String>| text.map_or(Expr::Null, Expr::from);
        let values = configuration_values
            .map_or(Expr::Null, |values| json_text(values.expr(), 0).into_expr());
        let role = service_account_role.map(Role::role_arn);
        let cfn = bag::<CfnAddon>([
            ("AddonName", Expr::from(addon_name)),
            ("AddonVersion", text(addon_version)),
            ("ClusterName", cluster.cluster_name().into_expr()),
            ("ConfigurationValues", values),
            ("PreserveOnDelete", flag(preserve_on_delete)),
            ("ServiceAccountRoleArn", crate::bag::opt(role.as_ref())),
        ])
        .add_to(&node, "Resource");
        if let Some(policy) = removal_policy {
            RemovalPolicies::apply(&node, policy);
        }
        Addon { node, cfn }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnAddon> {
        &self.cfn
    }

    /// Its ARN.
    pub fn addon_arn(&self) -> Value<String> {
        self.cfn.attr_arn()
    }
}

impl Construct for Addon {
    fn node(&self) -> &Node {
        &self.node
    }
}
