//! Instances: what a service's name leads to.

use super::Service;
use crate::bag::bag;
use crate::cfn::servicediscovery::CfnInstance;
use crate::{CfnType, Construct, Expr, Node, Resource, Value};

/// Something that is registered with a [`Service`].
///
/// ```
/// use cumulo::servicediscovery::HttpNamespace;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let shop = HttpNamespace::builder(&stack, "Shop").name("shop").build();
/// let cart = shop.create_service("Cart").name("cart").build();
/// let instance = cart.register_non_ip_instance("One").custom_attributes([("stage", "test")]).build();
/// Output::new(&stack, "CartId", instance.instance_id());
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-servicediscovery-instance.html>
#[derive(Clone, Debug)]
pub struct Instance {
    node: Node,
    cfn: Resource<CfnInstance>,
    instance_id: Value<String>,
}

impl Instance {
    #[track_caller]
    pub(super) fn new(
        service: &Service,
        id: &str,
        instance_id: Option<Value<String>>,
        attributes: Vec<(String, Value<String>)>,
    ) -> Self {
        let node = service.node().child(id);
        let attributes = attributes.into_iter().map(|(name, value)| (name, value.into_expr()));
        let instance_id = instance_id.unwrap_or_else(|| Value::new(node.unique_id()));
        let cfn = bag::<CfnInstance>([
            ("InstanceAttributes", Expr::object(attributes)),
            ("InstanceId", instance_id.clone().into()),
            ("ServiceId", service.service_id().into()),
        ])
        .add_to(&node, "Resource");
        Self { node, cfn, instance_id }
    }

    /// Id of the instance in the service.
    pub fn instance_id(&self) -> Value<String> {
        self.instance_id.clone()
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
