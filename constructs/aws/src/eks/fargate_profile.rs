//! Pods on Fargate.

use super::Cluster;
use super::nodegroup::known_vpc;
use crate::bag::{bag, list};
use crate::cfn::eks::CfnFargateProfile;
use crate::ec2::SubnetSelection;
use crate::iam::{ManagedPolicy, Principal, Role};
use crate::{CfnType, Construct, Expr, Node, Resource, Value};
use bon::bon;

/// Pods by their namespace and labels.
#[derive(Clone, Debug)]
pub struct Selector {
    namespace: String,
    labels: Vec<(String, String)>,
}

impl Selector {
    /// Those of this namespace.
    pub fn namespace(name: impl Into<String>) -> Self {
        Self { namespace: name.into(), labels: Vec::new() }
    }

    /// Only those with this label; all labels that are given must be there.
    #[must_use]
    pub fn label(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.labels.push((key.into(), value.into()));
        self
    }

    fn to_expr(&self) -> Expr {
        let labels = self.labels.iter().map(|(key, value)| {
            Expr::object([("Key", Expr::from(key.clone())), ("Value", value.clone().into())])
        });
        Expr::object([
            ("Labels", Expr::List(labels.collect())),
            ("Namespace", Expr::from(self.namespace.clone())),
        ])
    }
}

/// Pods that a cluster runs on Fargate; [`Cluster::add_fargate_profile`] makes it.
///
/// Findings: `fargate-selectors` when there are none or more than five.
///
/// ```
/// use cumulo::eks::{Cluster, DefaultCapacity, EndpointAccess, FargateProfile, Selector};
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
/// FargateProfile::builder(&stack, "Shop")
///     .cluster(&cluster)
///     .selectors([Selector::namespace("shop").label("tier", "web")])
///     .build();
/// # cumulo::testing::Template::of(&app, "Platform");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-eks-fargateprofile.html>
#[derive(Clone, Debug)]
pub struct FargateProfile {
    node: Node,
    cfn: Resource<CfnFargateProfile>,
    role: Role,
}

#[bon]
impl FargateProfile {
    /// A profile.
    ///
    /// # Findings
    /// `fargate-selectors` when there are none or more than 5.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// The cluster whose pods it is about.
        cluster: &Cluster,
        /// Which pods, up to 5 kinds.
        #[builder(with = |selectors: impl IntoIterator<Item = Selector>| selectors.into_iter().collect())]
        selectors: Vec<Selector>,
        /// Name in the cluster. Default: one that CloudFormation makes.
        #[builder(into)]
        fargate_profile_name: Option<String>,
        /// Subnets of the pods. Default: private ones with a way out, chosen by EKS.
        subnet_selection: Option<SubnetSelection>,
        /// Role that gets images and writes logs. Default: one that is made for it.
        pod_execution_role: Option<&Role>,
    ) -> FargateProfile {
        let node = scope.node().child(id);
        let vpc = subnet_selection.as_ref().and_then(|_| known_vpc(&node, cluster));
        let subnets = vpc.zip(subnet_selection).map(|(vpc, wanted)| vpc.select_subnets(&wanted));
        let subnets = subnets.map(|subnets| subnets.subnet_ids()).unwrap_or_default();
        if selectors.is_empty() || selectors.len() > 5 {
            node.error(
                "fargate-selectors",
                format!("the profile has {} selectors", selectors.len()),
                "give 1 to 5",
            );
        }
        let role = pod_execution_role.cloned().unwrap_or_else(|| {
            let policy = ManagedPolicy::from_aws_managed_policy_name(
                "AmazonEKSFargatePodExecutionRolePolicy",
            );
            Role::builder(&node, "PodExecutionRole")
                .assumed_by(Principal::service("eks-fargate-pods.amazonaws.com"))
                .managed_policies([policy])
                .build()
        });
        let cfn = bag::<CfnFargateProfile>([
            ("ClusterName", cluster.cluster_name().into_expr()),
            ("FargateProfileName", fargate_profile_name.map_or(Expr::Null, Expr::from)),
            ("PodExecutionRoleArn", role.role_arn().into_expr()),
            ("Selectors", list(selectors.iter().map(Selector::to_expr))),
            ("Subnets", list(subnets)),
        ])
        .add_to(&node, "Resource");
        cluster.register_profile(&node);
        FargateProfile { node, cfn, role }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnFargateProfile> {
        &self.cfn
    }

    /// The role that gets images and writes logs.
    pub fn pod_execution_role(&self) -> &Role {
        &self.role
    }

    /// Its ARN.
    pub fn fargate_profile_arn(&self) -> Value<String> {
        self.cfn.attr_arn()
    }
}

impl Construct for FargateProfile {
    fn node(&self) -> &Node {
        &self.node
    }
}
