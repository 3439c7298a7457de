//! Instances: what a service's name leads to.

use super::Service;
use crate::bag::bag;
use crate::cfn::servicediscovery::CfnInstance;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource};

/// Something that is registered with a [`Service`].
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-servicediscovery-instance.html>
#[derive(Clone, Debug)]
pub struct Instance {
    node: Node,
    cfn: Resource<CfnInstance>,
}

impl Instance {
    #[track_caller]
    pub(super) fn new(
        service: &Service,
        id: &str,
        attributes: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>,
    ) -> Self {
        let node = service.node().child(id);
        let attributes = attributes
            .into_iter()
            .map(|(name, value)| (name.into(), value.into_value().into_expr()));
        let cfn = bag::<CfnInstance>([
            ("InstanceAttributes", Expr::object(attributes)),
            ("InstanceId", Expr::from(node.unique_id())),
            ("ServiceId", service.service_id().into()),
        ])
        .add_to(&node, "Resource");
        Self { node, cfn }
    }

    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnInstance> {
        &self.cfn
    }
}

impl Construct for Instance {
    fn node(&self) -> &Node {
        &self.node
    }
}
