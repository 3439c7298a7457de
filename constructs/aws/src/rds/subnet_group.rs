//! Subnets of databases.

use crate::bag::{bag, list, opt};
use crate::cfn::rds::CfnDBSubnetGroup;
use crate::ec2::{SubnetSelection, Vpc};
use crate::{CfnType, Construct, IntoValue, Node, RemovalPolicy, Resource, Value};
use bon::bon;

/// The subnets in which a database may run, in two zones at least.
///
/// ```
/// use cumulo::ec2::{SubnetSelection, Vpc};
/// use cumulo::rds::SubnetGroup;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// SubnetGroup::builder(&stack, "Databases")
///     .vpc(&vpc)
///     .description("private subnets of the databases")
///     .vpc_subnets(SubnetSelection::private_with_egress())
///     .build();
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbsubnetgroup.html>
#[derive(Clone, Debug)]
pub struct SubnetGroup {
    node: Node,
    cfn: Option<Resource<CfnDBSubnetGroup>>,
    name: Value<String>,
}

#[bon]
impl SubnetGroup {
    /// Starts to describe a group.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// VPC of the subnets.
        vpc: &Vpc,
        /// What it is for.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Value<String>,
        /// The subnets. Default: private ones with a way out.
        #[builder(default)]
        vpc_subnets: SubnetSelection,
        /// Name in the account, which RDS keeps in small letters. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        subnet_group_name: Option<Value<String>>,
        /// What happens to the group when it leaves the stack. Default: it is deleted.
        removal_policy: Option<RemovalPolicy>,
    ) -> SubnetGroup {
        let node = scope.node().child(id);
        let name = subnet_group_name.map(|name| match name.literal() {
            Some(text) => Value::new(text.to_lowercase()),
            None => name,
        });
        let subnets = vpc.select_subnets(&vpc_subnets).subnet_ids();
        let cfn = bag::<CfnDBSubnetGroup>([
            ("DBSubnetGroupDescription", description.into_expr()),
            ("DBSubnetGroupName", opt(name.as_ref())),
            ("SubnetIds", list(subnets)),
        ])
        .add_to(&node, "Default");
        if let Some(policy) = removal_policy {
            cfn.apply_removal_policy(policy);
        }
        SubnetGroup { name: cfn.reference(), cfn: Some(cfn), node }
    }

    /// A group that exists already, by its name.
    #[track_caller]
    pub fn from_subnet_group_name(
        scope: &dyn Construct,
        id: &str,
        name: impl IntoValue<String>,
    ) -> SubnetGroup {
        SubnetGroup { node: scope.node().child(id), cfn: None, name: name.into_value() }
    }

    /// The L1; none of an imported group.
    pub fn cfn(&self) -> Option<&Resource<CfnDBSubnetGroup>> {
        self.cfn.as_ref()
    }

    /// Its name.
    pub fn subnet_group_name(&self) -> Value<String> {
        self.name.clone()
    }
}

impl Construct for SubnetGroup {
    fn node(&self) -> &Node {
        &self.node
    }
}
